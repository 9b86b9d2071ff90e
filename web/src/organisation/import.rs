//! A list of public holidays, pasted or as a file: read, shown with what could not be read, and signed.
//!
//! What was read stands in the field when it is shown, so what is signed is what was seen; a list that was changed is shown again.

use axum::RequestExt as _;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use casework::organisation::{ListRead, OfficeSeen, amend_office, read_list};
use domain::office::{BadOffice, DayOff, OfficeChange};
use domain::signature::Meaning;

use super::OFFICE;
use super::office::amending;
use crate::answer::{Answer, go, sentence};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// How large a list may be, in bytes: a calendar of several years.
const LARGEST: usize = 400_000;

/// How many days and lines are shown; of more only the number.
const SHOWN: usize = 60;

/// The days of a list that are not known, or have another name.
fn new_days(seen: &OfficeSeen, list: &ListRead) -> Vec<DayOff> {
    let office = &seen.office;
    let known = |day: &DayOff| {
        office.holidays.contains(&day.on) && (day.name.is_empty() || office.name_of(day.on) == Some(day.name.as_str()))
    };
    list.days.iter().filter(|day| !known(day)).cloned().collect()
}

fn page(person: &Person, seen: &OfficeSeen, list: Option<&ListRead>, filled: Filled) -> Response {
    let news = list.map(|list| new_days(seen, list)).unwrap_or_default();
    let signs = !news.is_empty();
    let asks = |form: &Filled| {
        Asks {
        title: "Office",
        heading: "Read a list of holidays".into(),
        lead: "A calendar file (.ics) or a table with a day and a name on each line. Nothing is kept before you have seen what was read and signed it."
            .into(),
        about: list.map(|list| told(list, &news)).unwrap_or_default(),
        action: format!("{OFFICE}/list"),
        fields: fields(form, signs),
        act: if signs { "Sign days off" } else { "Read the list" },
        back: Link::new(OFFICE, "Back to the office"),
    }
    };
    here::show(person, filled, seen.last, if signs { Challenge::Always } else { Challenge::Never }, asks)
}

fn fields(form: &Filled, signs: bool) -> Vec<Field> {
    let mut fields = vec![form.hidden("read")];
    if !signs {
        fields.push(
            form.file("file", "Choose a file").optional().accept(".ics,.csv,.txt,text/calendar,text/csv,text/plain"),
        );
    }
    fields.push(
        form.area("list", if signs { "The list" } else { "Or paste the list" })
            .free()
            .rows(if signs { 5 } else { 10 })
            .hint("One day on a line, such as 2026-12-25, Christmas."),
    );
    if signs {
        fields.push(form.text("reason", "Why").or("Public holidays").max(200));
    }
    fields
}

/// What was read: how much, the new days, and what could not be read.
fn told(list: &ListRead, news: &[DayOff]) -> Pairs {
    let known = list.days.len() - news.len();
    let counted = Words::from("{days}: {news} new or renamed, {known} known already")
        .with("days", Words::count("{n} day", "{n} days", u32::try_from(list.days.len()).unwrap_or(u32::MAX)))
        .with("news", news.len())
        .with("known", known);
    let mut facts = Pairs::new().with("Read", counted);
    for day in news.iter().take(SHOWN) {
        facts = facts.with(when::full_day(day.on), day.name.clone());
    }
    if SHOWN < news.len() {
        facts = facts.with("And", Words::from("{n} more").with("n", news.len() - SHOWN));
    }
    for unread in list.unread.iter().take(SHOWN) {
        let label = Words::from("Line {n} could not be read").with("n", unread.line);
        facts = facts.with(label, sentence(&unread.why.to_string()));
    }
    if SHOWN < list.unread.len() {
        facts = facts.with("And", Words::from("{n} lines more").with("n", list.unread.len() - SHOWN));
    }
    facts
}

/// `GET /organisation/office/list`
pub async fn ask(person: Person) -> Answer {
    let seen = amending(&person).await?;
    Ok(page(&person, &seen, None, Filled::new()))
}

/// `POST /organisation/office/list` – reads what came, shows what it holds, and signs what was shown.
pub async fn create(person: Person, request: Request) -> Answer {
    let seen = amending(&person).await?;
    let sent = match received(request).await? {
        Ok(sent) => sent,
        Err(sent) => {
            let words = "This is no calendar file and no table in UTF-8. Please save it as text, or paste it below.";
            return Ok(page(&person, &seen, None, sent.filled().replace("read", "").wrong("file", words)));
        }
    };
    let text = sent.text("list").to_owned();
    if text.is_empty() {
        let wrong = sent.filled().replace("read", "").wrong("list", "Please choose a file, or paste a list.");
        return Ok(page(&person, &seen, None, wrong));
    }
    let list = read_list(&text);
    let news = new_days(&seen, &list);
    let marked = mark(&news);
    let filled = sent.filled().replace("read", marked.clone());
    if list.days.is_empty() {
        let wrong = filled.replace("read", "").wrong("list", "There is no day in this list that can be read.");
        return Ok(page(&person, &seen, Some(&list), wrong));
    }
    if news.is_empty() {
        let wrong = filled.replace("read", "").wrong("list", "Every day of this list is known already.");
        return Ok(page(&person, &seen, Some(&list), wrong));
    }
    if sent.text("read") != marked {
        return Ok(page(&person, &seen, Some(&list), filled));
    }
    let mut reader = Reader::new(&sent);
    let Some(reason) = reader.line("reason") else { return Ok(page(&person, &seen, Some(&list), reader.filled)) };
    match amend_office(&person.ctx, OfficeChange::Add(news), reason, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::DAYS_OFF_AMENDED.at(OFFICE)),
        Err(failure) => {
            let place = |_: &BadOffice| Some("list");
            Ok(page(&person, &seen, Some(&list), here::refused(&sent, failure, place)?))
        }
    }
}

/// The days that were shown, so that others are shown before they are signed.
fn mark(days: &[DayOff]) -> String {
    days.iter().map(|day| format!("{} {}", day.on, day.name)).collect::<Vec<_>>().join(";")
}

/// The fields of the form, with the text of the file in place of what was pasted. The form itself when the file is no text.
async fn received(request: Request) -> Result<Result<Fields, Fields>, Problem> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        return Ok(Ok(request.extract().await?));
    }
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Problem::Malformed)?;
    let (mut fields, mut file, mut room) = (Fields::default(), None, LARGEST);
    while let Some(mut part) = parts.next_field().await.map_err(|_| Problem::TooLarge)? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let mut bytes = Vec::new();
        while let Some(piece) = part.chunk().await.map_err(|_| Problem::TooLarge)? {
            room = room.checked_sub(piece.len()).ok_or(Problem::TooLarge)?;
            bytes.extend_from_slice(&piece);
        }
        match is_file {
            // a field for files in which nothing was chosen comes empty
            true if bytes.is_empty() => {}
            true => file = Some(String::from_utf8(bytes).ok().filter(|text| !text.contains(['\0', '\u{FFFD}']))),
            false => fields.push(name, String::from_utf8(bytes).map_err(|_| Problem::Malformed)?)?,
        }
    }
    Ok(match file {
        None => Ok(fields),
        Some(Some(text)) => Ok(fields.replace("list", text)),
        Some(None) => Err(fields),
    })
}
