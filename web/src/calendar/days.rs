//! Days side by side: what is booked, in its order, and what is free between.

use casework::calendar::Booking;
use domain::slots::{Period, SlotState, gaps};
use jiff::civil::Date;

use super::{Look, View, address};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::reminders::answer_word;
use crate::sessions::series::turn;

/// A gap shorter than this is no time to meet anybody in, in seconds.
const SHORT: i64 = 30 * 60;

/// One day.
#[derive(Debug, Clone)]
pub struct Day {
    /// "Mon 23 Nov".
    pub title: Words,
    /// Which one, such as `2026-11-23`, where sessions can be moved to it.
    pub on: Option<String>,
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
        /// "Group: Parents of teenagers, 6 clients".
        group: Option<Box<Words>>,
        /// The room.
        room: String,
        /// "3 of 8 in its series", and what the client has answered to a reminder.
        notes: Vec<Words>,
        /// How it stands.
        state: State,
        /// Whether it does not take its time any more.
        over: bool,
        /// How it is moved, in one's own calendar.
        moves: Option<Box<Moves>>,
    },
    /// Nothing is booked.
    Free(Gap),
    /// They are away.
    Away(Words),
    /// They do not work, though the office does.
    Closed(String),
    /// One of us has the room.
    Room {
        /// "10:00 – 10:50".
        hours: String,
        /// Who.
        who: String,
    },
}

/// A booking that can be moved from here.
#[derive(Debug, Clone)]
pub struct Moves {
    /// The form on which the new time is filled in.
    pub form: String,
    /// On which day it is, such as `2026-11-23`.
    pub day: String,
    /// When it begins, such as `10:00`.
    pub from: String,
    /// How long it is, in minutes.
    pub minutes: i64,
}

/// Free time.
#[derive(Debug, Clone)]
pub struct Gap {
    /// "11:00 – 17:00".
    pub hours: String,
    /// When it begins, such as `11:00`.
    pub from: String,
    /// When it ends.
    pub until: String,
    /// How many hours it is at least, up to eight: that high it is drawn where sessions can be moved into it.
    pub high: i64,
}

impl Gap {
    pub(super) fn of(period: Period) -> Self {
        Self {
            hours: hours(period),
            from: when::clock(period.start),
            until: when::clock(period.end),
            high: (period.end.seconds_since(period.start) / 3600).clamp(1, 8),
        }
    }
}

pub(super) fn hours(period: Period) -> String {
    format!("{} – {}", when::clock(period.start), when::clock(period.end))
}

pub(super) fn days(look: &Look<'_>, days: &[Date]) -> Vec<Day> {
    let alone = days.len() == 1;
    let day = |day: &Date| {
        let bookings: Vec<&Booking> = look.of_day(*day).collect();
        let mut lines: Vec<(Period, Line)> =
            bookings.iter().map(|booking| (booking.period, line(look, booking, *day))).collect();
        lines.extend(free(look, *day, &bookings).into_iter().map(|gap| (gap, Line::Free(Gap::of(gap)))));
        lines.extend(not_working(look, *day).into_iter().map(|gap| (gap, Line::Closed(hours(gap)))));
        lines.sort_by_key(|(period, _)| *period);
        Day {
            title: when::day(*day).into(),
            on: look.moves().then(|| day.to_string()),
            href: (!alone).then(|| address(View::Day, *day, look.staff)),
            today: *day == look.person.voice().today,
            closed: look.closed(*day, Some(look.staff)),
            lines: lines.into_iter().map(|(_, line)| line).collect(),
        }
    };
    // of a week the days on which nobody works are left out, unless somebody does
    days.iter().map(day).filter(|day| alone || day.today || day.closed.is_none() || !day.lines.is_empty()).collect()
}

/// What is free of a day that is not over.
fn free(look: &Look<'_>, day: Date, bookings: &[&Booking]) -> Vec<Period> {
    let taken: Vec<Period> = bookings.iter().filter(|one| one.state.takes_time()).map(|one| one.period).collect();
    let open = look.works(look.staff, day).into_iter();
    let left = open.map(|open| Period { start: open.start.max(look.person.now()), end: open.end });
    let mut free: Vec<Period> = left.filter(|left| left.start < left.end).flat_map(|left| gaps(left, &taken)).collect();
    free.retain(|gap| SHORT <= gap.end.seconds_since(gap.start));
    free
}

/// What of the hours of the office is none of theirs, on a day on which they work at all.
fn not_working(look: &Look<'_>, day: Date) -> Vec<Period> {
    let (office, works) = (look.person.organisation.rulebook.office.hours_on(day), look.works(look.staff, day));
    match office {
        Some(open) if !works.is_empty() => gaps(open, &works),
        _ => Vec::new(),
    }
}

fn line(look: &Look<'_>, booking: &Booking, day: Date) -> Line {
    if booking.state == SlotState::Away {
        return Line::Away(away(look, booking.period, day));
    }
    let now = look.person.now();
    let state = match booking.state {
        SlotState::Booked if booking.period.end <= now && (booking.met.is_some() || booking.group.is_some()) => {
            State::overdue("Note missing")
        }
        SlotState::Booked => State::plain("Booked"),
        SlotState::Held => State::done("Held"),
        SlotState::NoShow => State::due("Did not come").icon("late"),
        SlotState::CancelledLate => State::due("Cancelled late").icon("close"),
        SlotState::Cancelled | SlotState::Moved | SlotState::Away => State::plain("Cancelled").icon("close"),
    };
    let met = booking.met.as_ref();
    let group = booking.group.as_ref();
    let client = met.and_then(|met| met.client.as_ref());
    Line::Booked {
        hours: hours(booking.period),
        href: met
            .map(|met| match booking.state {
                SlotState::Booked if look.meets => paths::session(met.case, met.slot),
                _ => paths::of_case(met.case, "sessions"),
            })
            .or_else(|| group.map(|group| crate::groups::path(group.group, ""))),
        group: group.map(|group| Box::new(meets(group))),
        number: client.map(|client| Number::new(&client.number)),
        name: client.map(|client| Name::new(client.full_name())).unwrap_or_default(),
        room: booking
            .room
            .and_then(|room| look.shown.rooms.find(room))
            .map(|room| room.name.reveal().to_owned())
            .unwrap_or_default(),
        notes: notes(booking),
        state: if met.is_none() && group.is_none() && booking.state == SlotState::Booked {
            State::plain("Taken").icon("lock")
        } else {
            state
        },
        over: booking.state != SlotState::Booked,
        moves: moves(look, booking),
    }
}

/// Which of its series it is, and what the client has answered to a reminder of what is to come.
fn notes(booking: &Booking) -> Vec<Words> {
    let Some(met) = &booking.met else { return Vec::new() };
    let answer = met.answer.filter(|_| booking.state == SlotState::Booked);
    met.of_series.map(turn).into_iter().chain(answer.map(|answer| answer_word(answer).into())).collect()
}

/// "Group: Parents of teenagers, 6 clients".
fn meets(group: &casework::groups::GroupMeets) -> Words {
    Words::from("Group: {name}, {people}")
        .with("name", &group.name)
        .with("people", Words::count("{n} client", "{n} clients", i64::try_from(group.people).unwrap_or(i64::MAX)))
}

/// What is to come in one's own calendar can be moved.
fn moves(look: &Look<'_>, booking: &Booking) -> Option<Box<Moves>> {
    let met = booking.met.as_ref().filter(|_| look.moves() && booking.state == SlotState::Booked)?;
    let from = when::local(booking.period.start);
    (look.person.now() < booking.period.start).then(|| {
        Box::new(Moves {
            form: format!("{}/missed", paths::session(met.case, met.slot)),
            day: from.date().to_string(),
            from: when::clock(booking.period.start),
            minutes: booking.period.end.seconds_since(booking.period.start) / 60,
        })
    })
}

/// The part of an absence that lies in this day.
fn away(look: &Look<'_>, period: Period, day: Date) -> Words {
    match (look.day_of(period.start) < day, day < look.day_of(period.end)) {
        (true, true) => "All day".into(),
        (true, false) => Words::from("Until {hour}").with("hour", when::clock(period.end)),
        (false, true) if when::clock(period.start) == "00:00" => "All day".into(),
        (false, true) => Words::from("From {hour}").with("hour", when::clock(period.start)),
        (false, false) => hours(period).into(),
    }
}
