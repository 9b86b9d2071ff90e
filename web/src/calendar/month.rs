//! A month: weeks beneath each other, each day with its first hours.

use domain::slots::SlotState;
use jiff::civil::Date;

use super::{Look, View, address};
use crate::face::prelude::*;
use crate::face::when;

/// How many hours of a day are shown.
const SHOWN: usize = 3;

/// A day of a month.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Its number, and the whole day for whoever hears it.
    pub day: (i8, Words),
    /// This day alone.
    pub href: String,
    /// Whether it belongs to the month before or after.
    pub beside: bool,
    /// Whether it is today.
    pub today: bool,
    /// Why nobody works.
    pub closed: Option<Words>,
    /// The first bookings: hour, and the client's number for whoever may know it.
    pub first: Vec<(String, Option<Number>)>,
    /// How many more there are.
    pub more: Words,
}

pub(super) fn weekdays(days: &[Date]) -> Vec<Words> {
    days.iter().take(7).map(|day| when::weekday(*day).into_owned().into()).collect()
}

pub(super) fn weeks(look: &Look<'_>, days: &[Date]) -> Vec<Vec<Cell>> {
    days.chunks(7).map(|week| week.iter().map(|day| cell(look, *day)).collect()).collect()
}

fn cell(look: &Look<'_>, day: Date) -> Cell {
    let counts = [SlotState::Booked, SlotState::Held];
    let of_day: Vec<_> = look
        .shown
        .bookings
        .iter()
        .filter(|booking| counts.contains(&booking.state) && look.day_of(booking.period.start) == day)
        .collect();
    let hour = |booking: &&casework::calendar::Booking| {
        let client = booking.met.as_ref().and_then(|met| met.client.as_ref());
        (when::clock(booking.period.start), client.map(|client| Number::new(&client.number)))
    };
    let away = look.of_day(day).any(|booking| booking.state == SlotState::Away);
    let left = of_day.len().saturating_sub(SHOWN);
    Cell {
        day: (day.day(), when::full_day(day).into()),
        href: address(View::Day, day, look.staff),
        beside: day.month() != look.on.month(),
        today: day == look.person.voice().today,
        closed: look.closed(day, Some(look.staff)).or_else(|| away.then(|| "Away".into())),
        first: of_day.iter().take(SHOWN).map(hour).collect(),
        more: if left == 0 { Words::default() } else { Words::from("and {n} more").with("n", left) },
    }
}
