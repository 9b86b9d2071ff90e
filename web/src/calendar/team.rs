//! The week or the month of everybody who holds sessions: how much of each day is taken.

use std::collections::BTreeMap;

use domain::ids::StaffId;
use domain::slots::SlotState;
use jiff::civil::Date;

use super::{Look, View, address};
use crate::face::prelude::*;
use crate::face::when;

/// What a day holds on which the office is closed, in seconds.
const FULL: i64 = 8 * 3600;

/// One of us.
#[derive(Debug, Clone)]
pub struct Row {
    /// Their name.
    pub name: String,
    /// Their week.
    pub href: String,
    /// Their days.
    pub loads: Vec<Load>,
}

/// How full a day is.
#[derive(Debug, Clone)]
pub struct Load {
    /// That day of that person.
    pub href: String,
    /// "3 · 2 h 30"; empty when nothing is booked.
    pub says: Words,
    /// The same for whoever hears it, with whose day it is.
    pub said: Words,
    /// How full, in quarters of a day, 0 to 4.
    pub quarters: u8,
    /// Why nobody works.
    pub closed: Option<Words>,
}

pub(super) fn heads(days: &[Date]) -> Vec<Words> {
    days.iter().map(|day| when::day(*day).into()).collect()
}

/// Without the month, which stands above all of them.
pub(super) fn brief_heads(days: &[Date]) -> Vec<Words> {
    let brief = |day: &Date| {
        Words::from("{weekday} {day}")
            .with("weekday", when::weekday(*day).into_owned())
            .with("day", i32::from(day.day()))
    };
    days.iter().map(brief).collect()
}

pub(super) fn rows(look: &Look<'_>, days: &[Date]) -> Vec<Row> {
    let taken = Taken::of(look, days);
    let month = 7 < days.len();
    let row = |card: &domain::staff::StaffCard| {
        let loads = days.iter().map(|day| load(look, card, *day, taken.on(card.id, *day), month));
        let monday = days.first().copied().unwrap_or(look.on);
        Row { name: card.name.clone(), href: address(View::Week, monday, card.id), loads: loads.collect() }
    };
    look.shown.people.iter().map(row).collect()
}

/// What somebody's day holds.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    sessions: i64,
    seconds: i64,
    away: bool,
}

/// What the days of everybody hold; each booking is looked at once, however many people and days there are.
struct Taken(BTreeMap<(StaffId, Date), Held>);

impl Taken {
    fn of(look: &Look<'_>, days: &[Date]) -> Self {
        let mut taken: BTreeMap<(StaffId, Date), Held> = BTreeMap::new();
        for booking in &look.shown.bookings {
            match booking.state {
                SlotState::Booked | SlotState::Held => {
                    let held = taken.entry((booking.staff, look.day_of(booking.period.start))).or_default();
                    held.sessions += 1;
                    held.seconds += booking.period.end.seconds_since(booking.period.start);
                }
                SlotState::Away => {
                    // its end no longer belongs to it
                    let (first, last) = (booking.period.start, booking.period.end.plus_seconds(-1));
                    let (first, last) = (look.day_of(first), look.day_of(last));
                    for day in days.iter().filter(|day| (first..=last).contains(*day)) {
                        taken.entry((booking.staff, *day)).or_default().away = true;
                    }
                }
                SlotState::NoShow | SlotState::Cancelled | SlotState::CancelledLate | SlotState::Moved => {}
            }
        }
        Self(taken)
    }

    fn on(&self, staff: StaffId, day: Date) -> Held {
        self.0.get(&(staff, day)).copied().unwrap_or_default()
    }
}

fn load(look: &Look<'_>, card: &domain::staff::StaffCard, day: Date, held: Held, month: bool) -> Load {
    let Held { sessions, seconds, away } = held;
    let open: i64 = look.works(card.id, day).iter().map(|open| open.end.seconds_since(open.start)).sum();
    let open = if open == 0 { FULL } else { open };
    let of = Words::from("{name}, {day}").with("name", &card.name).with("day", when::full_day(day));
    Load {
        href: address(View::Day, day, card.id),
        says: match sessions {
            0 if away => "Away".into(),
            0 => Words::default(),
            n if month => Words::from("{n}").with("n", n),
            n => Words::from("{n} · {length}").with("n", n).with("length", when::length(seconds)),
        },
        said: match sessions {
            0 if away => Words::from("{of}: away").with("of", of),
            0 => Words::from("{of}: nothing is booked").with("of", of),
            n => {
                let sessions = Words::count("{n} session", "{n} sessions", n);
                Words::from("{of}: {sessions}").with("of", of).with("sessions", sessions)
            }
        },
        quarters: u8::try_from((seconds * 4 + open - 1) / open).unwrap_or(4).min(4),
        closed: look.closed(day, Some(card.id)).or_else(|| away.then(|| "Away".into())),
    }
}
