//! Adding a day off of the office, and removing one.

use axum::extract::Path;
use axum::response::Response;
use casework::organisation::{OfficeSeen, amend_office};
use domain::office::{BadOffice, DayOff, LONGEST_NAME, OfficeChange};
use domain::signature::Meaning;
use jiff::civil::Date;

use super::OFFICE;
use super::office::amending;
use crate::answer::{Answer, go, id};
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

fn page(person: &Person, seen: &OfficeSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, |form| Asks {
        title: "Office",
        heading: "Add a day off".into(),
        lead: "A day on which nobody works: no time is offered on it, and no deadline falls on it.".into(),
        about: Pairs::new(),
        action: format!("{OFFICE}/days"),
        fields: vec![
            form.date("day", "Day"),
            form.text("name", "What it is called")
                .max(u32::try_from(LONGEST_NAME).unwrap_or(u32::MAX))
                .hint("Calendars show it, such as Epiphany or Moving house."),
            form.text("reason", "Why").or("Days off").max(200),
        ],
        act: "Sign day off",
        back: Link::new(OFFICE, "Back to the office"),
    })
}

/// `GET /organisation/office/days`
pub async fn new(person: Person) -> Answer {
    let seen = amending(&person).await?;
    Ok(page(&person, &seen, Filled::new()))
}

/// `POST /organisation/office/days`
pub async fn create(person: Person, sent: Fields) -> Answer {
    let seen = amending(&person).await?;
    let mut reader = Reader::new(&sent);
    let (day, name, reason) = (reader.date("day"), reader.line("name"), reader.line("reason"));
    let (Some(on), Some(name), Some(reason)) = (day, name, reason) else {
        return Ok(page(&person, &seen, reader.filled));
    };
    let change = OfficeChange::Add(vec![DayOff { on, name: name.reveal().to_owned() }]);
    match amend_office(&person.ctx, change, reason, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::DAYS_OFF_AMENDED.at(OFFICE)),
        Err(failure) => Ok(page(&person, &seen, here::refused(&sent, failure, place)?)),
    }
}

const fn place(rule: &BadOffice) -> Option<&'static str> {
    match rule {
        BadOffice::LongName => Some("name"),
        BadOffice::Same | BadOffice::TooMany => Some("day"),
        _ => None,
    }
}

fn find(seen: &OfficeSeen, day: &str) -> Result<Date, Problem> {
    let day: Date = id(day)?;
    if seen.office.holidays.contains(&day) { Ok(day) } else { Err(Problem::Missing) }
}

fn removal(person: &Person, seen: &OfficeSeen, day: Date, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, |form| {
        Asks {
        title: "Office",
        heading: "Remove a day off".into(),
        lead: "The office works on this day again, if it is a working day: times are offered on it, and deadlines may fall on it.".into(),
        about: Pairs::new()
            .with("Day", when::full_day(day))
            .with("Called", seen.office.name_of(day).unwrap_or_default().to_owned()),
        action: format!("{OFFICE}/days/{day}"),
        fields: vec![form.text("reason", "Why").max(200)],
        act: "Sign and remove",
        back: Link::new(OFFICE, "Back to the office"),
    }
    })
}

/// `GET /organisation/office/days/{day}`
pub async fn ask_removal(person: Person, Path(day): Path<String>) -> Answer {
    let seen = amending(&person).await?;
    let day = find(&seen, &day)?;
    Ok(removal(&person, &seen, day, Filled::new()))
}

/// `POST /organisation/office/days/{day}`
pub async fn remove(person: Person, Path(day): Path<String>, sent: Fields) -> Answer {
    let seen = amending(&person).await?;
    let day: Date = id(&day)?;
    let mut reader = Reader::new(&sent);
    let Some(reason) = reader.line("reason") else { return Ok(removal(&person, &seen, day, reader.filled)) };
    match amend_office(&person.ctx, OfficeChange::Remove(day), reason, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::DAYS_OFF_AMENDED.at(OFFICE)),
        Err(failure) => Ok(removal(&person, &seen, day, here::refused(&sent, failure, |_| None)?)),
    }
}
