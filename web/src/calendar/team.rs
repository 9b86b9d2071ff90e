//! The week of everybody who holds sessions: how many hours of each day are taken.

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

pub(super) fn rows(look: &Look<'_>, days: &[Date]) -> Vec<Row> {
    let row = |card: &domain::staff::StaffCard| {
        let load = |day: &Date| {
            let takes = |booking: &&casework::calendar::Booking| {
                booking.staff == card.id
                    && matches!(booking.state, SlotState::Booked | SlotState::Held)
                    && look.day_of(booking.period.start) == *day
            };
            let taken: Vec<_> = look.shown.bookings.iter().filter(takes).collect();
            let seconds: i64 = taken.iter().map(|one| one.period.end.seconds_since(one.period.start)).sum();
            let open: i64 = look.works(card.id, *day).iter().map(|open| open.end.seconds_since(open.start)).sum();
            let open = if open == 0 { FULL } else { open };
            let away = look.of_day(*day).any(|one| one.staff == card.id && one.state == SlotState::Away);
            let length = if seconds == 0 { String::new() } else { when::length(seconds) };
            let of = Words::from("{name}, {day}").with("name", &card.name).with("day", when::full_day(*day));
            Load {
                href: address(View::Day, *day, card.id),
                says: match taken.len() {
                    0 if away => "Away".into(),
                    0 => Words::default(),
                    n => Words::from("{n} · {length}").with("n", n).with("length", &length),
                },
                said: match taken.len() {
                    0 if away => Words::from("{of}: away").with("of", of),
                    0 => Words::from("{of}: nothing is booked").with("of", of),
                    n => {
                        let n = i64::try_from(n).unwrap_or(i64::MAX);
                        let sessions = Words::count("{n} session", "{n} sessions", n);
                        Words::from("{of}: {sessions}").with("of", of).with("sessions", sessions)
                    }
                },
                quarters: u8::try_from((seconds * 4 + open - 1) / open).unwrap_or(4).min(4),
                closed: look.closed(*day, Some(card.id)).or_else(|| away.then(|| "Away".into())),
            }
        };
        let monday = days.first().copied().unwrap_or(look.on);
        Row {
            name: card.name.clone(),
            href: address(View::Week, monday, card.id),
            loads: days.iter().map(load).collect(),
        }
    };
    look.shown.people.iter().map(row).collect()
}
