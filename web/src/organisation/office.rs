//! When the office works, as a page: hours, working days, and the days off of each year.

use std::collections::BTreeMap;

use casework::organisation::{OfficeSeen, office};
use domain::calendar::{Day, OfficeCalendar};
use domain::office::DayOff;
use domain::policy::Action;
use jiff::civil::Date;

use super::OFFICE;
use crate::answer::Answer;
use crate::face::parts::{Act, Empty, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;
use crate::problem::Problem;

/// A day off as a line.
#[derive(Debug, Clone)]
pub struct Line {
    /// "Thu 1 Jan 2026".
    pub day: Words,
    /// What it is called.
    pub name: String,
    /// The way to remove it.
    pub act: Option<Act>,
}

/// The days off of one year.
#[derive(Debug, Clone)]
pub struct Year {
    /// Which year.
    pub year: String,
    /// Whether they are shown at once.
    pub open: bool,
    /// How many there are.
    pub count: Words,
    /// The days.
    pub days: Vec<Line>,
}

/// `GET /organisation/office`
#[derive(Debug, Template)]
#[template(path = "organisation/office.html")]
pub struct OfficePage {
    /// The frame.
    pub frame: Frame,
    /// Time zone, hours and days.
    pub hours: Pairs,
    /// The way to change them.
    pub change: Option<Act>,
    /// The ways to more days off.
    pub add: Vec<Act>,
    /// That a year has no days off yet.
    pub missing: Option<State>,
    /// The days off, the year that runs first.
    pub years: Vec<Year>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// `GET /organisation/office`
pub async fn show(person: Person) -> Answer {
    let seen = office(&person.ctx).await?;
    let today = person.voice().today;
    Ok(person.show("Office", |frame| page(&seen, today, frame)))
}

pub(super) fn page(seen: &OfficeSeen, today: Date, frame: Frame) -> OfficePage {
    let amends = seen.may_amend;
    let act = |label: &'static str, part: &str| Act::link(label, format!("{OFFICE}/{part}"));
    let missing = seen.year.map(|year| {
        Words::from("There are no days off of {year} yet. Until they are here, times are offered on public holidays, and deadlines may fall on them.")
            .with("year", year.to_string())
    });
    OfficePage {
        hours: hours(&seen.office),
        change: amends.then(|| act("Change hours", "hours").icon("pen")),
        add: match amends {
            true => {
                vec![act("Add a day off", "days").icon("plus"), act("Read a list of holidays", "list").icon("upload")]
            }
            false => Vec::new(),
        },
        missing: missing.map(State::due),
        years: years(&seen.office, today, amends),
        none: seen.office.holidays.is_empty().then(|| {
            let next = match amends {
                true => "Public holidays are found as a calendar file (.ics) or a table with most governments.",
                false => "Whoever keeps the rulebook adds them.",
            };
            Empty::new("No day off is known yet.", next)
        }),
        frame,
    }
}

fn hours(office: &OfficeCalendar) -> Pairs {
    let clock = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    let open = Words::from("{from} to {until}").with("from", clock(office.opens)).with("until", clock(office.closes));
    Pairs::new().with("Open", open).with("Working days", weekdays(&office.days)).with("Time zone", office.zone.clone())
}

/// "Monday, Tuesday and Friday".
pub(crate) fn weekdays(days: &[Day]) -> Words {
    let all = Day::ALL.into_iter().filter(|day| days.contains(day));
    all.fold(Words::default(), |said, day| match said.is_empty() {
        true => day.word().into(),
        false => Words::from("{days}, {day}").with("days", said).with("day", Words::from(day.word())),
    })
}

fn years(office: &OfficeCalendar, today: Date, amends: bool) -> Vec<Year> {
    let mut years: BTreeMap<i16, Vec<DayOff>> = BTreeMap::new();
    for day in office.days_off() {
        years.entry(day.on.year()).or_default().push(day);
    }
    let year = |(year, days): (i16, Vec<DayOff>)| Year {
        year: year.to_string(),
        open: year == today.year(),
        count: Words::count("{n} day", "{n} days", u32::try_from(days.len()).unwrap_or(u32::MAX)),
        days: days.iter().map(|day| line(day, amends)).collect(),
    };
    let (past, to_come): (Vec<_>, Vec<_>) = years.into_iter().partition(|(year, _)| *year < today.year());
    to_come.into_iter().chain(past.into_iter().rev()).map(year).collect()
}

fn line(day: &DayOff, amends: bool) -> Line {
    let said = when::full_day(day.on);
    Line {
        act: amends.then(|| Act::link("Remove", format!("{OFFICE}/days/{}", day.on)).plain().about(said.clone())),
        day: said.into(),
        name: day.name.clone(),
    }
}

/// The office as whoever may change it sees it.
pub(super) async fn amending(person: &Person) -> Result<OfficeSeen, Problem> {
    person.ctx.permit(Action::AmendRulebook, None).await?;
    Ok(office(&person.ctx).await?)
}
