//! When the office works: its hours, its days and its days off, and how they are changed.
//!
//! Serves FS-4.1.3 and CM-5. The office's time is a part of the rulebook: every change is an entry with its reason, and deadlines count with what holds
//! when they are computed.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::calendar::{Day, OfficeCalendar};
use crate::event::Event;
use crate::organisation::{Organisation, RulebookAmended};
use crate::text::Line;

/// How long the name of a day off may be, in characters.
pub const LONGEST_NAME: usize = 80;

/// How many days off may be laid down.
const MOST_DAYS_OFF: usize = 3_000;

/// The month from which the days off of the next year should be known.
const OCTOBER: i8 = 10;

/// A day off and what it is called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayOff {
    /// Which day.
    pub on: Date,
    /// What people call it; empty when nobody has said it.
    pub name: String,
}

/// The hours and days of an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeHours {
    /// IANA name of the time zone.
    pub zone: String,
    /// When the day begins.
    pub opens: Time,
    /// When it ends.
    pub closes: Time,
    /// On which days of the week it works.
    pub days: Vec<Day>,
}

/// What is changed about the office.
#[derive(Debug, Clone)]
pub enum OfficeChange {
    /// Time zone, hours and working days.
    Hours(OfficeHours),
    /// These become days off; one that is known gets another name.
    Add(Vec<DayOff>),
    /// This is no day off any more.
    Remove(Date),
}

impl Organisation {
    /// Decides on a change of the office's time.
    ///
    /// # Errors
    /// [`BadOffice`] names what is wrong with it.
    pub fn amend_office(&self, change: &OfficeChange, reason: Line) -> Result<Vec<Event>, BadOffice> {
        let mut rulebook = self.rulebook.clone();
        let office = &mut rulebook.office;
        match change {
            OfficeChange::Hours(hours) => hours.apply(office)?,
            OfficeChange::Add(days) => add(office, days)?,
            OfficeChange::Remove(day) if !office.holidays.remove(day) => return Err(BadOffice::NoDayOff),
            OfficeChange::Remove(day) => {
                office.names.remove(day);
            }
        }
        if rulebook == self.rulebook {
            return Err(BadOffice::Same);
        }
        Ok(vec![Event::RulebookAmended(RulebookAmended { rulebook, reason })])
    }
}

impl OfficeHours {
    fn apply(&self, office: &mut OfficeCalendar) -> Result<(), BadOffice> {
        if self.zone != "UTC" && TimeZone::get(&self.zone).is_err() {
            return Err(BadOffice::NoSuchZone);
        }
        if self.closes <= self.opens {
            return Err(BadOffice::NoHours);
        }
        if self.days.is_empty() {
            return Err(BadOffice::NoDays);
        }
        office.zone.clone_from(&self.zone);
        (office.opens, office.closes) = (self.opens, self.closes);
        office.days = Day::ALL.into_iter().filter(|day| self.days.contains(day)).collect();
        Ok(())
    }
}

fn add(office: &mut OfficeCalendar, days: &[DayOff]) -> Result<(), BadOffice> {
    for day in days {
        if LONGEST_NAME < day.name.chars().count() {
            return Err(BadOffice::LongName);
        }
        office.holidays.insert(day.on);
        // a list without names does not take away those that are known
        if !day.name.is_empty() {
            office.names.insert(day.on, day.name.clone());
        }
    }
    if MOST_DAYS_OFF < office.holidays.len() { Err(BadOffice::TooMany) } else { Ok(()) }
}

impl OfficeCalendar {
    /// What a day off is called, if it is one and has a name.
    pub fn name_of(&self, day: Date) -> Option<&str> {
        self.names.get(&day).filter(|_| self.holidays.contains(&day)).map(String::as_str)
    }

    /// The days off in their order.
    pub fn days_off(&self) -> impl Iterator<Item = DayOff> + '_ {
        let named = |on: &Date| DayOff { on: *on, name: self.name_of(*on).unwrap_or_default().to_owned() };
        self.holidays.iter().map(named)
    }

    /// The year whose days off should be laid down by now and of which none is: the one that runs, and from October on the next one.
    pub fn year_to_fill(&self, today: Date) -> Option<i16> {
        let next = (OCTOBER <= today.month()).then(|| today.year().saturating_add(1));
        std::iter::once(today.year()).chain(next).find(|year| !self.holidays.iter().any(|day| day.year() == *year))
    }
}

/// Why the office's time cannot be changed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadOffice {
    /// The name is not in the list of time zones.
    #[error("there is no such time zone; please choose one from the list, such as Europe/Madrid")]
    NoSuchZone,
    /// It closes before it opens.
    #[error("the office closes after it opens; please look at both times")]
    NoHours,
    /// No day of the week.
    #[error("please choose at least one day on which the office works")]
    NoDays,
    /// A long name.
    #[error("the name of a day off has at most 80 characters")]
    LongName,
    /// More than anybody has.
    #[error("these are too many days off")]
    TooMany,
    /// Somebody has removed it meanwhile.
    #[error("this is no day off any more; somebody has removed it meanwhile")]
    NoDayOff,
    /// Nothing changes.
    #[error("nothing is different from before")]
    Same,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn reason() -> Line {
        Line::parse("Because").unwrap()
    }

    fn check(change: &OfficeChange) -> Result<OfficeCalendar, BadOffice> {
        let mut organisation = Organisation::default();
        organisation.rulebook.office.holidays.insert(date(2026, 12, 8));
        let events = organisation.amend_office(change, reason())?;
        let [Event::RulebookAmended(amended)] = events.as_slice() else { panic!("{events:?}") };
        Ok(amended.rulebook.office.clone())
    }

    fn hours(zone: &str, opens: i8, closes: i8, days: &[Day]) -> OfficeChange {
        let (opens, closes) = (time(opens, 0, 0, 0), time(closes, 0, 0, 0));
        OfficeChange::Hours(OfficeHours { zone: zone.to_owned(), opens, closes, days: days.to_vec() })
    }

    #[test]
    fn hours_are_laid_down_when_they_can_be() {
        let week = Day::WORKING_WEEK;
        let good = check(&hours("Europe/Madrid", 8, 15, &[Day::Friday, Day::Monday, Day::Monday])).unwrap();
        assert_eq!((good.zone.as_str(), good.days), ("Europe/Madrid", vec![Day::Monday, Day::Friday]));
        assert_eq!(check(&hours("Europe/Atlantis", 8, 15, &week)), Err(BadOffice::NoSuchZone));
        assert_eq!(check(&hours("UTC", 8, 8, &week)), Err(BadOffice::NoHours));
        assert_eq!(check(&hours("UTC", 8, 15, &[])), Err(BadOffice::NoDays));
        assert_eq!(check(&hours("UTC", 9, 17, &week)), Err(BadOffice::Same));
    }

    #[test]
    fn days_off_come_and_go_with_their_names() {
        let day = |on, name: &str| DayOff { on, name: name.to_owned() };
        let known = date(2026, 12, 8);
        let named = check(&OfficeChange::Add(vec![day(known, "Immaculate Conception")])).unwrap();
        assert_eq!(named.name_of(known), Some("Immaculate Conception"));
        assert_eq!(check(&OfficeChange::Add(vec![day(known, "")])), Err(BadOffice::Same));
        assert_eq!(check(&OfficeChange::Add(vec![day(known, &"x".repeat(81))])), Err(BadOffice::LongName));
        assert_eq!(check(&OfficeChange::Remove(date(2026, 12, 9))), Err(BadOffice::NoDayOff));
        assert_eq!(check(&OfficeChange::Remove(known)).unwrap().holidays.len(), 0);
    }

    #[test]
    fn a_calendar_of_before_days_had_names_is_read_and_written_as_it_was() {
        let before =
            r#"{"zone":"UTC","opens":"09:00:00","closes":"17:00:00","days":["monday"],"holidays":["2026-12-08"]}"#;
        let read: OfficeCalendar = serde_json::from_str(before).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), before);
        let named = OfficeCalendar { names: [(date(2026, 12, 8), "Day".to_owned())].into(), ..read };
        let text = serde_json::to_string(&named).unwrap();
        assert_eq!(serde_json::from_str::<OfficeCalendar>(&text).unwrap(), named, "{text}");
    }

    #[test]
    fn from_october_on_the_next_year_is_asked_for() {
        let office = |days: &[Date]| OfficeCalendar { holidays: days.iter().copied().collect(), ..Default::default() };
        assert_eq!(office(&[]).year_to_fill(date(2026, 3, 1)), Some(2026));
        let this = office(&[date(2026, 12, 25)]);
        assert_eq!(this.year_to_fill(date(2026, 9, 30)), None);
        assert_eq!(this.year_to_fill(date(2026, 10, 1)), Some(2027));
        assert_eq!(office(&[date(2026, 5, 1), date(2027, 1, 1)]).year_to_fill(date(2026, 11, 1)), None);
    }
}
