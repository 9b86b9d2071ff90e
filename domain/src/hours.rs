//! Working hours of one of us: on which days of the week, from when to when, from a day on.
//!
//! Serves FS-4.1.3. Who has set none works while the office is open. Nobody works on a day off of the office, whatever their hours say; a session outside of
//! somebody's hours is not offered, and may be booked.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::calendar::{Day, OfficeCalendar};
use crate::event::Event;
use crate::slots::Period;

/// How many stretches one day may have.
const MOST_A_DAY: usize = 3;

/// From when to when somebody works on a day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stretch {
    /// On which day of the week.
    pub day: Day,
    /// From.
    pub from: Time,
    /// To.
    pub to: Time,
}

/// Working hours are set, or fall back to those of the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingHoursSet {
    /// The first day on which they hold.
    pub from: Date,
    /// The whole week; nothing when the hours of the office hold again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<Vec<Stretch>>,
}

/// The working hours of one of us, as they were set one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingHours {
    set: Vec<WorkingHoursSet>,
}

impl WorkingHours {
    /// Those of the office: nothing was ever set.
    pub const fn of_the_office() -> Self {
        Self { set: Vec::new() }
    }

    /// Takes what was set into account.
    pub(crate) fn set(&mut self, hours: &WorkingHoursSet) {
        // what was to hold from this day or later is replaced
        self.set.retain(|earlier| earlier.from < hours.from);
        self.set.push(hours.clone());
    }

    /// What was set for this day; nothing while the hours of the office hold.
    pub fn week_on(&self, day: Date) -> Option<&[Stretch]> {
        self.set.iter().rev().find(|set| set.from <= day)?.week.as_deref()
    }

    /// What will hold later than this day, the next first.
    pub fn later_than(&self, day: Date) -> impl Iterator<Item = &WorkingHoursSet> {
        self.set.iter().filter(move |set| day < set.from)
    }

    /// From when to when they work on this day, in order; nothing on a day off.
    pub fn on(&self, office: &OfficeCalendar, day: Date) -> Vec<Period> {
        let Some(week) = self.week_on(day) else { return office.hours_on(day).into_iter().collect() };
        if office.holidays.contains(&day) {
            return Vec::new();
        }
        let mut periods: Vec<Period> = week
            .iter()
            .filter(|stretch| stretch.day == Day::of(day.weekday()))
            .filter_map(|stretch| office.period(day, stretch.from, stretch.to))
            .collect();
        periods.sort_unstable();
        periods
    }

    /// Whether all of this lies within the hours in which they work.
    pub fn hold(&self, office: &OfficeCalendar, period: Period) -> bool {
        let day = period.start.on(&office.time_zone()).date();
        self.on(office, day).iter().any(|open| open.start <= period.start && period.end <= open.end)
    }

    /// Decides on setting hours.
    ///
    /// # Errors
    /// [`BadHours`] names what is wrong with them.
    pub fn decide(&self, mut order: WorkingHoursSet) -> Result<Vec<Event>, BadHours> {
        if let Some(week) = &mut order.week {
            week.sort_unstable();
            check(week)?;
        }
        let same = self.later_than(order.from).next().is_none() && self.week_on(order.from) == order.week.as_deref();
        if same { Err(BadHours::Same) } else { Ok(vec![Event::WorkingHoursSet(order)]) }
    }
}

/// Checks a week whose stretches are in order.
fn check(week: &[Stretch]) -> Result<(), BadHours> {
    if week.is_empty() {
        return Err(BadHours::Never);
    }
    if week.iter().any(|stretch| stretch.to <= stretch.from) {
        return Err(BadHours::Backwards);
    }
    for day in week.chunk_by(|one, next| one.day == next.day) {
        if MOST_A_DAY < day.len() {
            return Err(BadHours::TooMany);
        }
        if day.iter().zip(day.iter().skip(1)).any(|(one, next)| next.from < one.to) {
            return Err(BadHours::Overlap);
        }
    }
    Ok(())
}

/// Why working hours cannot be set like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadHours {
    /// No day at all.
    #[error("please fill in at least one day; whoever is away for long has an absence instead")]
    Never,
    /// They end before they begin.
    #[error("the hours of a day end after they begin")]
    Backwards,
    /// Two stretches of one day.
    #[error("the hours of a day must not overlap")]
    Overlap,
    /// More than three stretches.
    #[error("a day has at most three stretches of work")]
    TooMany,
    /// They have left.
    #[error("this person does not work here any more")]
    Left,
    /// Nothing changes.
    #[error("these hours hold already")]
    Same,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn office() -> OfficeCalendar {
        OfficeCalendar {
            zone: "Europe/Madrid".to_owned(),
            holidays: [date(2026, 12, 8)].into_iter().collect(),
            ..OfficeCalendar::default()
        }
    }

    fn stretch(day: Day, from: i8, to: i8) -> Stretch {
        Stretch { day, from: time(from, 0, 0, 0), to: time(to, 0, 0, 0) }
    }

    fn hours(from: Date, week: Option<&[Stretch]>) -> WorkingHoursSet {
        WorkingHoursSet { from, week: week.map(<[Stretch]>::to_vec) }
    }

    fn told(hours: &WorkingHours, day: Date) -> String {
        let zone = office().time_zone();
        let clock = |at: crate::time::Instant| at.on(&zone).strftime("%H:%M").to_string();
        let told = |period: &Period| format!("{}-{}", clock(period.start), clock(period.end));
        hours.on(&office(), day).iter().map(told).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn hours_hold_from_their_day_on_and_never_on_a_day_off() {
        let mut mine = WorkingHours::default();
        assert_eq!(told(&mine, date(2026, 12, 7)), "09:00-17:00", "those of the office");
        let week = [stretch(Day::Tuesday, 14, 19), stretch(Day::Monday, 13, 15), stretch(Day::Monday, 8, 12)];
        mine.set(&hours(date(2026, 11, 30), Some(&week)));
        assert_eq!(told(&mine, date(2026, 11, 27)), "09:00-17:00", "before they hold");
        assert_eq!(told(&mine, date(2026, 12, 7)), "08:00-12:00 13:00-15:00");
        assert_eq!(told(&mine, date(2026, 12, 1)), "14:00-19:00", "later than the office is open");
        assert_eq!(told(&mine, date(2026, 12, 2)), "", "a Wednesday");
        assert_eq!(told(&mine, date(2026, 12, 8)), "", "a day off");
        mine.set(&hours(date(2026, 12, 14), None));
        assert_eq!(told(&mine, date(2026, 12, 16)), "09:00-17:00", "those of the office again");
        mine.set(&hours(date(2026, 12, 9), Some(&[stretch(Day::Friday, 9, 10)])));
        assert_eq!(
            (told(&mine, date(2026, 12, 16)), told(&mine, date(2026, 12, 18))),
            (String::new(), "09:00-10:00".to_owned())
        );
    }

    #[test]
    fn a_week_is_set_when_it_makes_sense() {
        let mine = WorkingHours::default();
        let check = |week: Option<&[Stretch]>| mine.decide(hours(date(2026, 12, 1), week)).map(|events| events.len());
        let (morning, noon) = (stretch(Day::Monday, 8, 12), stretch(Day::Monday, 11, 15));
        assert_eq!(check(Some(&[morning])), Ok(1));
        assert_eq!(check(Some(&[])), Err(BadHours::Never));
        assert_eq!(check(Some(&[stretch(Day::Monday, 9, 9)])), Err(BadHours::Backwards));
        assert_eq!(check(Some(&[noon, morning])), Err(BadHours::Overlap));
        let many: Vec<Stretch> = (8..12).map(|hour| stretch(Day::Monday, hour, hour + 1)).collect();
        assert_eq!(check(Some(&many)), Err(BadHours::TooMany));
        assert_eq!(check(None), Err(BadHours::Same), "those of the office hold already");
        let mut set = mine.clone();
        set.set(&hours(date(2026, 11, 1), Some(&[morning])));
        assert_eq!(set.decide(hours(date(2026, 12, 1), Some(&[morning]))), Err(BadHours::Same));
        assert!(set.decide(hours(date(2026, 12, 1), None)).is_ok());
    }

    #[test]
    fn a_period_is_within_the_hours_or_it_is_not() {
        let mut mine = WorkingHours::default();
        mine.set(&hours(date(2026, 1, 1), Some(&[stretch(Day::Monday, 8, 12), stretch(Day::Monday, 13, 15)])));
        let period = |from: i8, to: i8| {
            let at = |hour| office().at(date(2026, 12, 7), time(hour, 0, 0, 0)).unwrap();
            Period { start: at(from), end: at(to) }
        };
        let hold = |from, to| mine.hold(&office(), period(from, to));
        assert_eq!(
            [hold(8, 9), hold(11, 12), hold(11, 13), hold(12, 13), hold(15, 16)],
            [true, true, false, false, false]
        );
    }
}
