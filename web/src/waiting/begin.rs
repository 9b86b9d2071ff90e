//! Putting a client on the waiting list.

use axum::extract::Path;
use casework::waiting::begin_waiting;
use domain::calendar::Day;
use domain::event::Event;
use domain::ids::{DossierId, StaffId};
use domain::level::Level;
use domain::policy::Action;
use domain::sessions::{Place, Slot};
use domain::waiting::{Urgency, WaitingBegun, Wish};

use super::place_of;
use crate::answer::{Answer, id};
use crate::cases::form::{self, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::sessions::book::holders;
use crate::signed::is_signed;

/// How many hours before it a time is offered at the latest when nobody has said anything.
const NOTICE: &str = "24";

fn step(case: DossierId) -> Step {
    Step {
        case,
        action: Action::BookSession,
        wording: Wording {
            heading: "Put on the waiting list".into(),
            lead: "For a session, or for an earlier one than is booked. When a time becomes free, the list shows whom it fits.".into(),
            action: "waiting".to_owned(),
            draft: None,
            act: "Review and sign".into(),
            at: At::Sessions,
        },
        fields: |_, view, filled| fields(view, filled),
        about: About::Case,
        sign: Sign::author("Put on the waiting list", "Sign"),
        done: Done::WAITING_BEGUN,
    }
}

fn fields(view: &CaseView, filled: &Filled) -> Vec<Field> {
    let anybody = Choice::new("", "Anybody who holds sessions");
    let people: Vec<Choice> = std::iter::once(anybody).chain(holders(view)).collect();
    let anywhere = Choice::new("", "No matter where");
    let places = Place::ALL.map(|place| Choice::new(code(&place), place.word()));
    let places: Vec<Choice> = std::iter::once(anywhere).chain(places).collect();
    let days = Day::ALL.map(|day| Choice::new(code(&day), day.word()));
    let how_soon = |urgency: Urgency| {
        let choice = Choice::new(code(&urgency), urgency.word());
        match urgency {
            Urgency::Urgent => choice.hint("It cannot wait; comes before all others."),
            Urgency::Soon => choice.hint("Before those for whom it is usual."),
            Urgency::Usual => choice.chosen(),
        }
    };
    let how_soon: Vec<Choice> = Urgency::ALL.iter().rev().map(|urgency| how_soon(*urgency)).collect();
    let session = vec![
        filled.select("with", "With", &people).optional(),
        filled.number("minutes", "Minutes").or(Slot::USUAL_MINUTES.to_string()),
        filled.select("place", "Where", &places).optional(),
    ];
    let hours = vec![filled.time("from", "Not before").optional(), filled.time("until", "Over by").optional()];
    vec![
        filled.radios("urgency", "How soon", &how_soon),
        Field::row("The session", session),
        filled.checks("days[]", "On which days", &days).hint("Any day when none is ticked.").optional(),
        Field::row("At what time of day", hours),
        filled.date("latest", "Until which day it makes sense").optional(),
        filled
            .number("notice", "How many hours before it they have to know")
            .or(NOTICE)
            .hint("Times that are nearer are not offered."),
        filled.text("note", "More in words").optional().max(200),
    ]
}

/// `GET /cases/{case}/waiting/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    step(id(&case)?).ask(&person).await
}

fn read(person: &Person, view: &CaseView, sent: &Fields) -> Result<Written<WaitingBegun>, Filled> {
    let mut reader = Reader::new(sent);
    let urgency = reader.choice("urgency", decode::<Urgency>);
    let with = match reader.text("with") {
        "" => Some(None),
        _ => reader.choice("with", |text| text.parse::<StaffId>().ok()).map(Some),
    };
    let place = match reader.text("place") {
        "" => Some(None),
        _ => reader.choice("place", decode::<Place>).map(Some),
    };
    let minutes = reader.choice("minutes", |text| text.parse::<u16>().ok());
    let days: Vec<Day> = Day::ALL.into_iter().filter(|day| sent.all("days[]").any(|sent| sent == code(day))).collect();
    let (from, until) = (reader.time_or_none("from"), reader.time_or_none("until"));
    let latest = reader.date_or_none("latest");
    let notice = reader.choice("notice", |text| text.parse::<u16>().ok());
    let note = reader.line_or_none("note");
    let (Some(urgency), Some(with), Some(place), Some(minutes), Some(short_notice_hours), true) =
        (urgency, with, place, minutes, notice, reader.is_good())
    else {
        return Err(reader.filled);
    };
    // every day of the week is no wish
    let days = if days.len() == Day::ALL.len() { Vec::new() } else { days };
    let wish = Wish { with, minutes, place, days, from, until, latest, urgency, short_notice_hours };
    let begun = WaitingBegun { id: person.ctx.new_item(), wish, note };
    if !is_signed(sent) {
        let rules = &person.organisation.rulebook;
        let checked = view.file().begin_waiting(begun.clone(), person.now(), rules);
        checked.map_err(|rule| form::refused(sent, &rule, place_of(&rule)))?;
    }
    Ok(Written::new(begun, Event::WaitingBegun, Level::Standard))
}

/// `POST /cases/{case}/waiting`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let act = async |begun, ink| begin_waiting(&person.ctx, case, begun, ink).await;
    step(case).create(&person, &sent, |view| read(&person, view, &sent), act, place_of).await
}
