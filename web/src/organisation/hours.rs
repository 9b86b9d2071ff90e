//! Changing when the office works: time zone, hours, working days.

use axum::response::Response;
use casework::organisation::{OfficeSeen, amend_office};
use domain::calendar::Day;
use domain::office::{BadOffice, OfficeChange, OfficeHours};
use domain::signature::Meaning;
use domain::text::Line;

use super::OFFICE;
use super::office::amending;
use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

fn page(person: &Person, seen: &OfficeSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, |form| {
        Asks {
        title: "Office",
        heading: "When the office works".into(),
        lead: "It holds from the moment in which you sign. What is due already keeps its hour until something new is written in its file.".into(),
        about: Pairs::new(),
        action: format!("{OFFICE}/hours"),
        fields: fields(form, seen),
        act: "Sign hours",
        back: Link::new(OFFICE, "Back to the office"),
    }
    })
}

/// The time zones that there are, to choose from.
pub(crate) fn zones() -> Vec<String> {
    jiff::tz::db().available().map(|zone| zone.to_string()).filter(|zone| zone.contains('/')).collect()
}

fn fields(form: &Filled, seen: &OfficeSeen) -> Vec<Field> {
    let office = &seen.office;
    let clock = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
    let sent = form.has("zone");
    let day = |day: Day| {
        let choice = Choice::new(code(&day), day.word());
        if !sent && office.days.contains(&day) { choice.chosen() } else { choice }
    };
    vec![
        form.text("zone", "Time zone")
            .or(office.zone.clone())
            .max(60)
            .suggest(zones())
            .hint("Type a part of its name and choose, such as Europe/Madrid."),
        Field::row(
            "Opening hours",
            vec![
                form.time("opens", "Opens").or(clock(office.opens)),
                form.time("closes", "Closes")
                    .or(clock(office.closes))
                    .hint("A deadline of whole days falls on this hour."),
            ],
        ),
        form.checks("days[]", "Working days", &Day::ALL.map(day)),
        form.text("reason", "Why it changes").max(200),
    ]
}

/// `GET /organisation/office/hours`
pub async fn edit(person: Person) -> Answer {
    let seen = amending(&person).await?;
    Ok(page(&person, &seen, Filled::new()))
}

/// `POST /organisation/office/hours`
pub async fn change(person: Person, sent: Fields) -> Answer {
    let seen = amending(&person).await?;
    let (hours, reason) = match read(&sent) {
        Ok(read) => read,
        Err(filled) => return Ok(page(&person, &seen, filled)),
    };
    match amend_office(&person.ctx, OfficeChange::Hours(hours), reason, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::OFFICE_AMENDED.at(OFFICE)),
        Err(failure) => Ok(page(&person, &seen, here::refused(&sent, failure, place)?)),
    }
}

const fn place(rule: &BadOffice) -> Option<&'static str> {
    match rule {
        BadOffice::NoSuchZone => Some("zone"),
        BadOffice::NoHours => Some("closes"),
        BadOffice::NoDays => Some("days[]"),
        BadOffice::LongName | BadOffice::TooMany | BadOffice::NoDayOff | BadOffice::Same => None,
    }
}

fn read(sent: &Fields) -> Result<(OfficeHours, Line), Filled> {
    let mut reader = Reader::new(sent);
    let zone = reader.line("zone");
    let (opens, closes) = (reader.time_or_none("opens"), reader.time_or_none("closes"));
    for (name, time) in [("opens", opens), ("closes", closes)] {
        if time.is_none() && sent.text(name).is_empty() {
            reader.wrong(name, "Please fill in the time.");
        }
    }
    let days: Vec<Day> = sent.all("days[]").filter_map(decode::<Day>).collect();
    if days.is_empty() {
        reader.wrong("days[]", "Please choose at least one day on which the office works.");
    }
    let reason = reader.line("reason");
    match (zone, opens, closes, reason, reader.is_good()) {
        (Some(zone), Some(opens), Some(closes), Some(reason), true) => {
            Ok((OfficeHours { zone: zone.reveal().to_owned(), opens, closes, days }, reason))
        }
        _ => Err(reader.filled),
    }
}
