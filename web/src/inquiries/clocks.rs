//! The clocks of an inquiry, drawn against the hours of the office.

use domain::calendar::OfficeCalendar;
use domain::inquiries::{Clock, Clocks, Stands};
use domain::rulebook::Rulebook;
use domain::slots::Period;
use domain::time::Instant;

use crate::face::parts::{ClockBar, OpenTime};
use crate::face::prelude::*;
use crate::face::state::Tone;
use crate::face::when;

/// How many working days a picture has at most.
const DAYS: usize = 24;

/// Both clocks of an inquiry.
pub(super) fn bars(clocks: &Clocks, own_record: bool, rules: &Rulebook, now: Instant) -> Vec<ClockBar> {
    let days = |one: &'static str, many: &'static str, n: u32| Words::count(one, many, n);
    let limits = &rules.inquiries;
    let answer = if clocks.promised {
        "Answer by the day that they were told".into()
    } else if own_record {
        limits.access.period().into()
    } else {
        days("Answer in {n} working day", "Answer in {n} working days", limits.answer_days)
    };
    let acknowledge =
        days("Acknowledge in {n} working day", "Acknowledge in {n} working days", limits.acknowledge_days);
    let hours = "Received {received}; due {due}. Hours in which the office is closed do not count.";
    let by_law = "Received {received}; due {due}. Days off count.";
    let told = if own_record { by_law } else { hours };
    vec![
        bar(("clock-acknowledge", acknowledge, hours), clocks.received, clocks.acknowledge, &rules.office, now),
        bar(("clock-answer", answer, told), clocks.received, clocks.answer, &rules.office, now),
    ]
}

/// The tone and the words for how a clock stands.
fn stands(clock: Clock, received: Instant, now: Instant) -> (Tone, Words) {
    match (clock.stands(now), clock.done) {
        (Stands::Kept, Some(done)) => {
            let after = when::length(done.seconds_since(received).max(0));
            (Tone::Done, Words::from("Kept, after {time}").with("time", after))
        }
        (Stands::Runs, _) => (Tone::Due, Words::from("By {when}").with("when", when::when(clock.due))),
        (Stands::Late, Some(done)) => {
            let late = when::length(done.seconds_since(clock.due));
            (Tone::Overdue, Words::from("{time} too late").with("time", late))
        }
        _ => (Tone::Overdue, Words::from("{late}").with("late", when::late(clock.due))),
    }
}

fn bar(
    (id, title, told): (&str, Words, &'static str),
    received: Instant,
    clock: Clock,
    office: &OfficeCalendar,
    now: Instant,
) -> ClockBar {
    let (tone, left) = stands(clock, received, now);
    let days = open_days(received, clock.due, office);
    let scale = Scale::of(&days);
    let until = clock.done.unwrap_or(now);
    let named = |(at, (date, _)): (usize, &(jiff::civil::Date, Period))| {
        // names that would stand in each other's way are left out
        let every = days.len().div_ceil(4).max(1);
        let name = if at % every == 0 { Words::from(when::day(*date)) } else { Words::default() };
        (scale.day(at), name)
    };
    let gone = |(at, (_, hours)): (usize, &(jiff::civil::Date, Period))| {
        let (from, to) = (hours.start.max(received), hours.end.min(until));
        let from_at = scale.within(at, hours, from);
        (from < to).then(|| OpenTime { from: from_at, wide: scale.within(at, hours, to) - from_at })
    };
    let told = Words::from(told).with("received", when::when(received)).with("due", when::when(clock.due));
    ClockBar {
        id: id.to_owned(),
        title,
        left,
        told,
        tone,
        open: days.iter().enumerate().map(named).collect(),
        gone: days.iter().enumerate().filter_map(gone).collect(),
        now: clock.done.is_none().then(|| scale.at(&days, now)),
        promise: scale.at(&days, clock.due),
    }
}

/// The working days from when it reached us until it is due; the last ones, when there are many.
fn open_days(received: Instant, due: Instant, office: &OfficeCalendar) -> Vec<(jiff::civil::Date, Period)> {
    let mut days = Vec::new();
    let (mut date, last) = (office.today(received), office.today(due));
    while date <= last {
        days.extend(office.hours_on(date).filter(|hours| received < hours.end).map(|hours| (date, hours)));
        if DAYS < days.len() {
            days.remove(0);
        }
        let Ok(next) = date.tomorrow() else { break };
        date = next;
    }
    days
}

/// Days side by side, with gaps between them; in per cent.
struct Scale {
    wide: f64,
    gap: f64,
}

impl Scale {
    fn of(days: &[(jiff::civil::Date, Period)]) -> Self {
        let count = f64::from(u32::try_from(days.len().max(1)).unwrap_or(1));
        let gap = if days.len() <= 4 { 8.0 } else { 24.0 / count };
        Self { wide: (100.0 - gap * (count - 1.0)) / count, gap }
    }

    fn day(&self, at: usize) -> OpenTime {
        let at = f64::from(u32::try_from(at).unwrap_or(u32::MAX));
        OpenTime { from: round(at * (self.wide + self.gap)), wide: round(self.wide) }
    }

    fn within(&self, day: usize, hours: &Period, at: Instant) -> f64 {
        let seconds = |from: Instant, to: Instant| f64::from(u32::try_from(to.seconds_since(from)).unwrap_or(0));
        let part = seconds(hours.start, at.min(hours.end)) / seconds(hours.start, hours.end).max(1.0);
        round(self.day(day).from + self.wide * part)
    }

    fn at(&self, days: &[(jiff::civil::Date, Period)], at: Instant) -> f64 {
        match days.iter().position(|(_, hours)| at <= hours.end) {
            Some(day) => days.get(day).map_or(0.0, |(_, hours)| self.within(day, hours, at.max(hours.start))),
            None => 100.0,
        }
    }
}

fn round(place: f64) -> f64 {
    (place * 10.0).round() / 10.0
}
