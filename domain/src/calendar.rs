//! The office's time: working days, opening hours, holidays, and the deadlines that follow from them.
//!
//! Guarantees that a deadline is always an instant inside opening hours, computed in the office's own zone across daylight saving.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Zoned};
use serde::{Deserialize, Serialize};

use crate::slots::Period;
use crate::time::Instant;

/// When an office works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeCalendar {
    /// IANA name of the time zone, such as `Europe/Madrid`.
    pub zone: String,
    /// When the day begins.
    pub opens: Time,
    /// When it ends; a deadline of n working days falls on this time.
    pub closes: Time,
    /// Days of the week on which the office works.
    pub days: Vec<Day>,
    /// Days off.
    pub holidays: BTreeSet<Date>,
    /// What days off are called, where somebody has said it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<Date, String>,
}

/// A day of the week as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Day {
    /// The five days from Monday to Friday.
    pub const WORKING_WEEK: [Self; 5] = [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday];

    /// All seven, from Monday on.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }

    /// The day of the week of a date.
    pub const fn of(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Monday => Self::Monday,
            Weekday::Tuesday => Self::Tuesday,
            Weekday::Wednesday => Self::Wednesday,
            Weekday::Thursday => Self::Thursday,
            Weekday::Friday => Self::Friday,
            Weekday::Saturday => Self::Saturday,
            Weekday::Sunday => Self::Sunday,
        }
    }
}

impl Default for OfficeCalendar {
    fn default() -> Self {
        Self {
            zone: "UTC".to_owned(),
            opens: Time::constant(9, 0, 0, 0),
            closes: Time::constant(17, 0, 0, 0),
            days: Day::WORKING_WEEK.to_vec(),
            holidays: BTreeSet::new(),
            names: BTreeMap::new(),
        }
    }
}

/// Why a date and a time of day are not an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSuchTime {
    /// The clocks went forward over it.
    #[error("this time does not exist: the clocks go forward that night; please choose one an hour later")]
    Skipped,
    /// Beyond what a calendar of people holds.
    #[error("this date is too far away")]
    TooFar,
}

impl OfficeCalendar {
    /// The zone; an unknown name counts as UTC (it is refused when the rulebook is written).
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.zone).unwrap_or(TimeZone::UTC)
    }

    /// Today in the office.
    pub fn today(&self, now: Instant) -> Date {
        now.on(&self.time_zone()).date()
    }

    /// Whether the office works on this day.
    pub fn works_on(&self, date: Date) -> bool {
        self.days.contains(&Day::of(date.weekday())) && !self.holidays.contains(&date)
    }

    /// From when to when the office is open on this day; nothing when it does not work, or the clocks skip all of it.
    pub fn hours_on(&self, date: Date) -> Option<Period> {
        if self.works_on(date) { self.period(date, self.opens, self.closes) } else { None }
    }

    /// From one time of day to another on this date; nothing when the clocks skip all of it.
    pub(crate) fn period(&self, date: Date, from: Time, to: Time) -> Option<Period> {
        let zone = self.time_zone();
        let period = Period { start: at_clock(&zone, date, from)?, end: at_clock(&zone, date, to)? };
        (period.start < period.end).then_some(period)
    }

    /// A date and a time of day as typed, as an instant. A time that happens twice means the first of the two.
    ///
    /// # Errors
    /// [`NoSuchTime`] when the clocks went forward over it, or when it is out of range.
    pub fn instant(&self, date: Date, time: Time) -> Result<Instant, NoSuchTime> {
        let ambiguous = self.time_zone().to_ambiguous_zoned(DateTime::from_parts(date, time));
        if matches!(ambiguous.offset(), AmbiguousOffset::Gap { .. }) {
            return Err(NoSuchTime::Skipped);
        }
        let zoned = ambiguous.earlier().map_err(|_| NoSuchTime::TooFar)?;
        Ok(Instant::from_timestamp(zoned.timestamp()))
    }

    /// Close of the `days`-th working day after something received at `received` (domain clocks: CC-4.2.2).
    ///
    /// What arrives after closing time, or on a day off, counts as received on the next working day.
    pub fn close_of_working_day(&self, received: Instant, days: u32) -> Instant {
        let local = received.on(&self.time_zone());
        let mut day = local.date();
        if self.works_on(day) && self.closes < local.time() {
            day = tomorrow(day);
        }
        day = self.working_day_from(day);
        // ten years of working days: whatever a rulebook says, the search for the day ends
        for _ in 0..days.min(2_610) {
            day = self.working_day_from(tomorrow(day));
        }
        self.closing(day)
    }

    /// Close of business on this day, or on the next working day when the office is closed on it.
    pub fn close_of_day(&self, date: Date) -> Instant {
        self.closing(self.working_day_from(date))
    }

    /// Close of business on this day, or on the working day before when the office is closed on it.
    pub fn close_of_day_at_the_latest(&self, date: Date) -> Instant {
        let mut day = date;
        // as long as the search forward
        for _ in 0..2_610 {
            if self.works_on(day) {
                return self.closing(day);
            }
            day = day.yesterday().unwrap_or(day);
        }
        self.closing(date)
    }

    /// How many working days lie after `from` up to and including `to`; 0 when `to` is not later.
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let mut count = 0;
        let mut day = from;
        while day < to && count < 4000 {
            day = tomorrow(day);
            if self.works_on(day) {
                count += 1;
            }
        }
        count
    }

    /// How many working days end after `from` and up to `to`: those for which a clock that stands still meanwhile is stopped.
    pub fn closings(&self, from: Instant, to: Instant) -> u32 {
        if to <= from {
            return 0;
        }
        let (first, last) = (self.today(from), self.today(to));
        let between = self.working_days_between(first, last);
        // the last day counts when it is over, the first one when it was not over yet
        let counts = |day: Date| self.works_on(day) && from < self.closing(day) && self.closing(day) <= to;
        if first == last {
            return u32::from(counts(first));
        }
        let last_open = self.works_on(last) && !counts(last);
        between + u32::from(counts(first)) - u32::from(last_open)
    }

    fn working_day_from(&self, date: Date) -> Date {
        let mut day = date;
        // A calendar without any working day would never end; after a year any day will do.
        for _ in 0..366 {
            if self.works_on(day) {
                return day;
            }
            day = tomorrow(day);
        }
        date
    }

    fn closing(&self, date: Date) -> Instant {
        self.at(date, self.closes).unwrap_or(Instant(i64::MAX))
    }

    /// A time of day on this date; nothing beyond the end of the calendar.
    pub(crate) fn at(&self, date: Date, time: Time) -> Option<Instant> {
        at_clock(&self.time_zone(), date, time)
    }
}

/// A date and a time of day by these clocks; nothing beyond the end of the calendar. A time that the clocks skip is the one after it.
pub(crate) fn at_clock(zone: &TimeZone, date: Date, time: Time) -> Option<Instant> {
    let at: Zoned = DateTime::from_parts(date, time).to_zoned(zone.clone()).ok()?;
    Some(Instant::from_timestamp(at.timestamp()))
}

/// Where these clocks are: "New York" of `America/New_York`.
pub fn city(zone: &str) -> String {
    zone.rsplit('/').next().unwrap_or(zone).replace('_', " ")
}

fn tomorrow(date: Date) -> Date {
    date.tomorrow().unwrap_or(date)
}

/// The same day `months` later, or the last day of that month when it is shorter; at most the last day of the calendar, 31 December 9999.
pub fn months_later(date: Date, months: u32) -> Date {
    Span::new().try_months(months).map_or(Date::MAX, |span| date.saturating_add(span))
}

/// So many days later; at most the last day of the calendar.
pub fn days_later(date: Date, days: u32) -> Date {
    Span::new().try_days(days).map_or(Date::MAX, |span| date.saturating_add(span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn check(received: &str, holiday: Option<Date>) -> (String, String) {
        let office = OfficeCalendar {
            zone: "Europe/Madrid".to_owned(),
            holidays: holiday.into_iter().collect(),
            ..OfficeCalendar::default()
        };
        let at: DateTime = received.parse().unwrap();
        let received = office.instant(at.date(), at.time()).unwrap();
        let shown = |days| {
            let due = office.close_of_working_day(received, days).on(&office.time_zone());
            due.strftime("%a %d %H:%M").to_string()
        };
        (shown(1), shown(2))
    }

    #[test]
    fn an_inquiry_is_acknowledged_in_one_working_day_and_answered_in_two() {
        let both = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(check("2026-11-24T10:00", None), both("Wed 25 17:00", "Thu 26 17:00"));
        assert_eq!(check("2026-11-27T16:30", None), both("Mon 30 17:00", "Tue 01 17:00"));
        assert_eq!(check("2026-11-28T12:00", None), both("Tue 01 17:00", "Wed 02 17:00"));
        assert_eq!(check("2026-11-27T17:01", None), both("Tue 01 17:00", "Wed 02 17:00"));
        assert_eq!(check("2026-11-27T16:30", Some(date(2026, 11, 30))), both("Tue 01 17:00", "Wed 02 17:00"));
    }

    #[test]
    fn a_time_that_the_clocks_skip_is_refused() {
        let office = OfficeCalendar { zone: "Europe/Madrid".to_owned(), ..OfficeCalendar::default() };
        let at = |hour| office.instant(date(2026, 3, 29), Time::constant(hour, 30, 0, 0));
        assert_eq!(at(2), Err(NoSuchTime::Skipped));
        assert!(at(3).is_ok());
    }

    #[test]
    fn an_office_that_never_works_still_has_deadlines() {
        let office = OfficeCalendar { days: Vec::new(), ..OfficeCalendar::default() };
        let received = office.instant(date(2026, 1, 5), Time::constant(9, 0, 0, 0)).unwrap();
        assert!(received < office.close_of_working_day(received, 1));
    }
}
