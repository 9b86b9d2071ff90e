//! Days side by side: what is booked, in its order, and what is free between.

use casework::calendar::Booking;
use domain::slots::{Period, SlotState, gaps};
use jiff::civil::Date;

use super::{Look, View, address};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;

/// A gap shorter than this is no time to meet anybody in, in seconds.
const SHORT: i64 = 30 * 60;

/// One day.
#[derive(Debug, Clone)]
pub struct Day {
    /// "Mon 23 Nov".
    pub title: Words,
    /// This day alone; nothing when it is.
    pub href: Option<String>,
    /// Whether it is today.
    pub today: bool,
    /// Why nobody works.
    pub closed: Option<Words>,
    /// What is booked and what is free.
    pub lines: Vec<Line>,
}

/// Something booked, or free time.
#[derive(Debug, Clone)]
pub enum Line {
    /// A booking.
    Booked {
        /// "10:00 – 10:50".
        hours: String,
        /// Where to go.
        href: Option<String>,
        /// The client's number, for whoever may know it.
        number: Option<Number>,
        /// The name.
        name: Name,
        /// How it stands.
        state: State,
        /// Whether it does not take its time any more.
        over: bool,
    },
    /// Nothing is booked.
    Free(String),
}

fn hours(period: Period) -> String {
    format!("{} – {}", when::clock(period.start), when::clock(period.end))
}

pub(super) fn days(look: &Look<'_>, days: &[Date]) -> Vec<Day> {
    let alone = days.len() == 1;
    let day = |day: &Date| {
        let bookings: Vec<&Booking> =
            look.shown.bookings.iter().filter(|booking| look.day_of(booking.period.start) == *day).collect();
        let mut lines: Vec<(Period, Line)> =
            bookings.iter().map(|booking| (booking.period, line(look, booking))).collect();
        lines.extend(free(look, *day, &bookings).into_iter().map(|gap| (gap, Line::Free(hours(gap)))));
        lines.sort_by_key(|(period, _)| *period);
        Day {
            title: when::day(*day).into(),
            href: (!alone).then(|| address(View::Day, *day, look.staff)),
            today: *day == look.person.voice().today,
            closed: look.closed(*day),
            lines: lines.into_iter().map(|(_, line)| line).collect(),
        }
    };
    // of a week the days on which nobody works are left out, unless somebody does
    days.iter().map(day).filter(|day| alone || day.today || day.closed.is_none() || !day.lines.is_empty()).collect()
}

/// What is free of a day that is not over.
fn free(look: &Look<'_>, day: Date, bookings: &[&Booking]) -> Vec<Period> {
    let Some(open) = look.person.organisation.rulebook.office.hours_on(day) else { return Vec::new() };
    let left = Period { start: open.start.max(look.person.now()), end: open.end };
    let taken: Vec<Period> =
        bookings.iter().filter(|one| one.state == SlotState::Booked).map(|one| one.period).collect();
    let mut free = if left.start < left.end { gaps(left, &taken) } else { Vec::new() };
    free.retain(|gap| SHORT <= gap.end.seconds_since(gap.start));
    free
}

fn line(look: &Look<'_>, booking: &Booking) -> Line {
    let now = look.person.now();
    let state = match booking.state {
        SlotState::Booked if booking.period.end <= now && booking.met.is_some() => State::overdue("Note missing"),
        SlotState::Booked => State::plain("Booked"),
        SlotState::Held => State::done("Held"),
        SlotState::NoShow => State::due("Did not come").icon("late"),
        SlotState::Cancelled => State::plain("Cancelled").icon("close"),
    };
    let met = booking.met.as_ref();
    let client = met.and_then(|met| met.client.as_ref());
    Line::Booked {
        hours: hours(booking.period),
        href: met.map(|met| match booking.state {
            SlotState::Booked if look.meets => paths::session(met.case, met.slot),
            _ => paths::of_case(met.case, "sessions"),
        }),
        number: client.map(|client| Number::new(&client.number)),
        name: client.map(|client| Name::new(client.full_name())).unwrap_or_default(),
        state: if met.is_none() && booking.state == SlotState::Booked {
            State::plain("Taken").icon("lock")
        } else {
            state
        },
        over: booking.state != SlotState::Booked,
    }
}
