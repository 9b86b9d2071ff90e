//! Which times are free: what is taken is laid over the hours in which somebody works, and what is left is offered.
//!
//! Serves FS-4.1.1 and FS-4.1.3. A proposal is a courtesy: whether a time is still free is decided when it is written.

use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::calendar::{OfficeCalendar, days_later};
use crate::hours::WorkingHours;
use crate::time::Instant;

/// From one moment up to another, which no longer belongs to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// Its first moment.
    pub start: Instant,
    /// The first moment after it.
    pub end: Instant,
}

impl Period {
    /// Whether both have a moment in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// How a booking stands, as calendars show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotState {
    /// It is to come, or nobody has said how it went. It takes its time, and its room.
    Booked,
    /// The session was held.
    Held,
    /// The client did not come.
    NoShow,
    /// Somebody cancelled it in time.
    Cancelled,
    /// The client cancelled it too late for anybody else to have the time.
    CancelledLate,
    /// It was moved, and stands at its new time; this one is free again.
    Moved,
    /// It is no session: whoever would hold one is away.
    Away,
}

impl SlotState {
    /// Every state.
    pub const ALL: [Self; 7] =
        [Self::Booked, Self::Held, Self::NoShow, Self::Cancelled, Self::CancelledLate, Self::Moved, Self::Away];

    /// Whether nobody can be met then.
    pub const fn takes_time(self) -> bool {
        matches!(self, Self::Booked | Self::Away)
    }

    /// The code that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Held => "held",
            Self::NoShow => "no_show",
            Self::Cancelled => "cancelled",
            Self::CancelledLate => "cancelled_late",
            Self::Moved => "moved",
            Self::Away => "away",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A code that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no booking stands like this")]
pub struct NoSuchState;

impl FromStr for SlotState {
    type Err = NoSuchState;

    fn from_str(code: &str) -> Result<Self, NoSuchState> {
        Self::from_code(code).ok_or(NoSuchState)
    }
}

/// How far apart the times are that are looked at, in minutes.
const STEP: i64 = 15;

/// For how many days at most times are looked for: half a year.
const MOST_DAYS: u32 = 190;

/// When somebody works: the office, and the hours of whoever it is.
#[derive(Debug, Clone, Copy)]
pub struct Works<'a> {
    /// The zone, the hours where nothing else is set, and the days off.
    pub office: &'a OfficeCalendar,
    /// Their own hours.
    pub hours: &'a WorkingHours,
}

impl Works<'_> {
    /// From when to when they work on this day, in order.
    pub fn on(self, day: Date) -> Vec<Period> {
        self.hours.on(self.office, day)
    }
}

/// A session that a time is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// How long it is, in minutes.
    pub minutes: u16,
    /// No earlier than this.
    pub after: Instant,
    /// From this day on.
    pub from: Date,
    /// For so many days.
    pub days: u32,
}

/// A time at which a session could begin, and what is in its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// When it would begin.
    pub starts: Instant,
    /// Which of the periods that are taken is in its way, by its place among them; nothing when the time is free.
    pub taken: Option<usize>,
}

impl Search {
    /// The days that are searched, each with the hours of whoever would hold the session.
    pub fn each_day<'w>(&self, works: Works<'w>) -> impl Iterator<Item = (Date, Vec<Period>)> + use<'w> {
        let from = self.from;
        (0..self.days.min(MOST_DAYS)).map(move |n| days_later(from, n)).map(move |day| (day, works.on(day)))
    }

    /// Every quarter of an hour at which the session could begin and would end within the hours of whoever holds it, in order. `taken` need not be in order.
    pub fn candidates(&self, works: Works<'_>, taken: &[Period]) -> Vec<Candidate> {
        self.within(self.each_day(works).flat_map(|(_, open)| open), taken)
    }

    /// The same within these hours, which are in order.
    pub fn within(&self, open: impl IntoIterator<Item = Period>, taken: &[Period]) -> Vec<Candidate> {
        let mut order: Vec<(usize, Period)> = taken.iter().copied().enumerate().collect();
        order.sort_unstable_by_key(|(which, period)| (*period, *which));
        let mut ahead = order.as_slice();
        let length = i64::from(self.minutes) * 60;
        let (mut candidates, mut within) = (Vec::new(), Vec::new());
        for open in open {
            // what ends before these hours ends before all that come; what begins before they end may reach into them
            within.retain(|(_, period): &(usize, Period)| open.start < period.end);
            let begun = ahead.partition_point(|(_, period)| period.start < open.end);
            let (begins, later) = ahead.split_at(begun);
            within.extend(begins.iter().filter(|(_, period)| open.start < period.end));
            ahead = later;
            let mut starts = open.start;
            while starts.plus_seconds(length) <= open.end {
                let wanted = Period { start: starts, end: starts.plus_seconds(length) };
                if self.after <= starts {
                    let hit = within.iter().find(|(_, period)| period.overlaps(wanted));
                    candidates.push(Candidate { starts, taken: hit.map(|(which, _)| *which) });
                }
                starts = starts.plus_seconds(STEP * 60);
            }
        }
        candidates
    }

    /// The free times nearest to the wanted one, the nearest first: on a near day, at a near hour, at most two on one day. None overlaps another, so that
    /// each is an offer of its own.
    pub fn nearest(&self, works: Works<'_>, taken: &[Period], wanted: Instant, most: usize) -> Vec<Instant> {
        let zone = works.office.time_zone();
        let place = |at: Instant| {
            let local = at.on(&zone);
            (local.date(), i64::from(local.hour()) * 60 + i64::from(local.minute()))
        };
        let (day, hour) = place(wanted);
        let mut free: Vec<(u32, u64, Instant, Date)> = Vec::new();
        for candidate in self.candidates(works, taken).iter().filter(|one| one.taken.is_none()) {
            let (on, at) = place(candidate.starts);
            let days = on.since(day).map_or(0, |span| span.get_days().unsigned_abs());
            free.push((days, at.abs_diff(hour), candidate.starts, on));
        }
        free.sort_unstable();
        let length = i64::from(self.minutes) * 60;
        let mut offered: Vec<(Instant, Date)> = Vec::new();
        for (_, _, starts, on) in free {
            let apart = offered.iter().all(|(other, _)| length <= starts.seconds_since(*other).abs());
            let on_this_day = offered.iter().filter(|(_, day)| *day == on).count();
            if offered.len() < most && apart && on_this_day < 2 {
                offered.push((starts, on));
            }
        }
        offered.into_iter().map(|(starts, _)| starts).collect()
    }
}

/// What is left of a period beside what is taken, in order.
pub fn gaps(period: Period, taken: &[Period]) -> Vec<Period> {
    let mut taken: Vec<Period> = taken.iter().copied().filter(|one| one.overlaps(period)).collect();
    taken.sort_unstable();
    let (mut left, mut from) = (Vec::new(), period.start);
    for one in taken {
        if from < one.start {
            left.push(Period { start: from, end: one.start });
        }
        from = from.max(one.end);
    }
    if from < period.end {
        left.push(Period { start: from, end: period.end });
    }
    left
}

/// The same hour on the wall clock so many days later, or the next moment that exists there (FS-4.1.1: the next session by need and plan).
pub fn same_time_later(office: &OfficeCalendar, at: Instant, days: u32) -> Instant {
    let zone = office.time_zone();
    let later = at.on(&zone).datetime().saturating_add(i64::from(days).days());
    later.to_zoned(zone).map_or(at, |zoned| Instant::from_timestamp(zoned.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Day;
    use crate::hours::{Stretch, WorkingHoursSet};
    use jiff::civil::{DateTime, date, time};

    fn office() -> OfficeCalendar {
        OfficeCalendar {
            zone: "Europe/Madrid".to_owned(),
            holidays: [date(2026, 12, 8)].into_iter().collect(),
            ..OfficeCalendar::default()
        }
    }

    fn works(office: &OfficeCalendar) -> Works<'_> {
        static OFFICES: WorkingHours = WorkingHours::of_the_office();
        Works { office, hours: &OFFICES }
    }

    fn at(text: &str) -> Instant {
        let at: DateTime = text.parse().unwrap();
        office().instant(at.date(), at.time()).unwrap()
    }

    fn taken(from: &str, to: &str) -> Period {
        Period { start: at(from), end: at(to) }
    }

    fn search(from: Date, days: u32) -> Search {
        Search { minutes: 50, after: at("2026-11-02T00:00"), from, days }
    }

    fn told(times: &[Instant]) -> Vec<String> {
        times.iter().map(|at| at.on(&office().time_zone()).strftime("%a %d %H:%M").to_string()).collect()
    }

    #[test]
    fn a_session_fits_between_opening_and_closing_and_beside_what_is_taken() {
        let busy = [taken("2026-12-07T10:00", "2026-12-07T16:00"), taken("2026-12-07T09:00", "2026-12-07T09:10")];
        let found = search(date(2026, 12, 5), 4).candidates(works(&office()), &busy);
        assert_eq!(told(&[found[0].starts, found.last().unwrap().starts]), ["Mon 07 09:00", "Mon 07 16:00"]);
        let free: Vec<Instant> = found.iter().filter(|one| one.taken.is_none()).map(|one| one.starts).collect();
        assert_eq!(told(&free), ["Mon 07 16:00"], "from 09:10 to 10:00 the quarter of an hour 09:15 is too late");
        assert_eq!(
            (found[0].taken, found[1].taken, found[8].taken),
            (Some(1), Some(0), Some(0)),
            "each says what it is"
        );
    }

    #[test]
    fn what_is_offered_is_near_and_each_is_a_time_of_its_own() {
        let busy = [taken("2026-12-07T10:00", "2026-12-07T12:00")];
        let near = search(date(2026, 12, 7), 7).nearest(works(&office()), &busy, at("2026-12-07T10:30"), 3);
        assert_eq!(told(&near), ["Mon 07 09:00", "Mon 07 12:00", "Wed 09 10:30"]);
        let none = search(date(2026, 12, 8), 1).nearest(works(&office()), &[], at("2026-12-08T10:30"), 3);
        assert_eq!(none, [], "nobody works on a holiday");
        let past = Search { after: at("2026-12-07T16:05"), ..search(date(2026, 12, 7), 3) };
        assert_eq!(told(&past.nearest(works(&office()), &[], at("2026-12-07T10:30"), 1)), ["Wed 09 10:30"]);
    }

    #[test]
    fn at_the_end_of_the_calendar_nothing_is_offered_and_the_search_ends() {
        let last = Search { from: Date::MAX, days: 400, ..search(Date::MAX, 1) };
        assert!(last.candidates(works(&office()), &[]).len() < 40 * 190);
        assert_eq!(office().hours_on(date(2026, 12, 8)), None, "a holiday");
        let late = OfficeCalendar { zone: "America/Los_Angeles".to_owned(), ..office() };
        assert_eq!(late.hours_on(Date::MAX), None, "its evening is beyond the calendar");
    }

    #[test]
    fn what_is_left_of_a_day_lies_beside_what_is_taken() {
        let day = taken("2026-12-07T09:00", "2026-12-07T17:00");
        let busy = [
            taken("2026-12-07T12:00", "2026-12-07T13:00"),
            taken("2026-12-07T08:00", "2026-12-07T09:50"),
            taken("2026-12-07T12:30", "2026-12-07T14:00"),
            taken("2026-12-07T12:10", "2026-12-07T12:20"),
        ];
        let left: Vec<Instant> = gaps(day, &busy).iter().flat_map(|gap| [gap.start, gap.end]).collect();
        assert_eq!(told(&left), ["Mon 07 09:50", "Mon 07 12:00", "Mon 07 14:00", "Mon 07 17:00"]);
        assert_eq!((gaps(day, &[]), gaps(day, &[day])), (vec![day], vec![]));
    }

    #[test]
    fn a_week_later_is_the_same_hour_of_the_day_also_over_a_change_of_the_clocks() {
        let before = at("2026-10-24T09:00");
        assert_eq!(told(&[same_time_later(&office(), before, 7)]), ["Sat 31 09:00"]);
        let skipped = at("2026-03-22T02:30");
        assert_eq!(told(&[same_time_later(&office(), skipped, 7)]), ["Sun 29 03:30"]);
    }

    /// Chances that are the same each time.
    fn dice() -> impl FnMut(u64) -> u64 {
        let mut seed = 7_u64;
        move |most| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % most
        }
    }

    #[test]
    fn no_free_time_overlaps_what_is_taken_however_it_lies() {
        let mut next = dice();
        for _ in 0..40 {
            let from = at("2026-11-30T00:00");
            let busy: Vec<Period> = (0..next(60))
                .map(|_| {
                    let start = from.plus_seconds(i64::try_from(next(14 * 86_400)).unwrap());
                    Period { start, end: start.plus_seconds(i64::try_from(next(20_000)).unwrap()) }
                })
                .collect();
            let search = search(date(2026, 11, 30), 14);
            for one in search.candidates(works(&office()), &busy) {
                let wanted = Period { start: one.starts, end: one.starts.plus_seconds(50 * 60) };
                assert_eq!(one.taken.is_some(), busy.iter().any(|period| period.overlaps(wanted)), "{one:?}");
                assert!(one.taken.is_none_or(|which| busy[which].overlaps(wanted)));
            }
        }
    }

    #[test]
    fn no_offered_time_lies_outside_of_the_hours_or_over_an_absence_also_over_a_change_of_the_clocks() {
        let mut next = dice();
        let mut hour = |most: u64| i8::try_from(next(most)).unwrap();
        // the clocks of Madrid change on 29 March and on 25 October 2026
        for first in [date(2026, 3, 23), date(2026, 10, 19)].repeat(30) {
            let mut week = Vec::new();
            for day in Day::ALL {
                if hour(4) == 0 {
                    continue;
                }
                let from = hour(20);
                let to = from + 1 + hour(u64::try_from(23 - from).unwrap());
                week.push(Stretch { day, from: time(from, 0, 0, 0), to: time(to, 30, 0, 0) });
            }
            let mut hours = WorkingHours::of_the_office();
            hours.set(&WorkingHoursSet { from: first, week: Some(week) });
            let off = days_later(first, u32::try_from(hour(14)).unwrap());
            let office = OfficeCalendar { holidays: [off].into(), ..office() };
            let begin = office.instant(first, time(0, 0, 0, 0)).unwrap();
            let start = begin.plus_seconds(i64::from(hour(100)) * 3_600);
            let away = [Period { start, end: start.plus_seconds(i64::from(hour(100)) * 3_600) }];
            let search = Search { minutes: 50, after: begin, from: first, days: 14 };
            let works = Works { office: &office, hours: &hours };
            for starts in search.nearest(works, &away, start, 20) {
                let offered = Period { start: starts, end: starts.plus_seconds(50 * 60) };
                assert!(hours.hold(&office, offered), "{starts:?} is outside of the hours");
                assert!(!offered.overlaps(away[0]) && starts.on(&office.time_zone()).date() != off, "{starts:?}");
            }
        }
    }
}
