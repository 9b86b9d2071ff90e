//! Booking a session.

use axum::extract::Path;
use casework::sessions::{BookSession, CannotMeetHere, book_session};
use domain::event::Event;
use domain::ids::{DossierId, StaffId};
use domain::level::Level;
use domain::policy::Action;
use domain::sessions::{CannotMeet, Place, SessionBooked, Slot};
use domain::staff::Role;

use crate::answer::{Answer, id, sentence};
use crate::cases::form::Wording;
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;

fn step(case: &str) -> Result<Step, Problem> {
    Ok(Step {
        case: id::<DossierId>(case)?,
        action: Action::BookSession,
        wording: Wording {
            heading: "Book a session".into(),
            lead: Words::default(),
            action: "sessions".to_owned(),
            draft: None,
            act: "Review and sign".into(),
            at: At::Sessions,
        },
        fields: |_, view, filled| slot_fields(view, filled, ""),
        about: About::Case,
        sign: Sign::author("Book this session", "Book session"),
        done: Done::SESSION_BOOKED,
    })
}

/// The fields of a slot; `prefix` tells two slots of one form apart.
pub(crate) fn slot_fields(view: &CaseView, filled: &Filled, prefix: &str) -> Vec<Field> {
    let fits = |card: &&domain::staff::StaffCard| card.active && (card.is(Role::Caseworker) || card.is(Role::Provider));
    let people: Vec<Choice> =
        view.staff.iter().filter(fits).map(|card| Choice::new(card.id.to_string(), card.name.clone())).collect();
    let worker = view.file().assignment().map(|hands| hands.worker.to_string()).unwrap_or_default();
    let places = Place::ALL.map(|place| Choice::new(code(&place), place.word()));
    let name = |name: &str| format!("{prefix}{name}");
    vec![
        filled.date(&name("day"), "Day"),
        filled.time(&name("hour"), "Time"),
        filled.number(&name("minutes"), "Minutes").or("50"),
        filled.select(&name("staff"), "With", &people).or(worker),
        filled.select(&name("place"), "Where", &places).or(code(&Place::Office)),
    ]
}

/// Reads a slot; what is wrong stands at its field.
pub(crate) fn read_slot(reader: &mut Reader<'_>, person: &Person, sent: &Fields, prefix: &str) -> Option<Slot> {
    let name = |name: &str| format!("{prefix}{name}");
    let day = reader.date(&name("day"));
    let hour = reader.time_or_none(&name("hour"));
    if hour.is_none() && sent.text(&name("hour")).is_empty() {
        reader.wrong(&name("hour"), "Please fill in the time.");
    }
    let minutes = reader.choice(&name("minutes"), |text| text.parse::<u16>().ok());
    let staff = reader.choice(&name("staff"), |text| text.parse::<StaffId>().ok());
    let place = reader.choice(&name("place"), decode::<Place>);
    let starts = match person.organisation.rulebook.office.instant(day?, hour?) {
        Ok(at) => at,
        Err(why) => {
            reader.wrong(&name("hour"), sentence(&why.to_string()));
            return None;
        }
    };
    Some(Slot { id: person.ctx.new_item(), staff: staff?, starts, minutes: minutes?, place: place? })
}

/// At which field of a slot a rule is shown.
pub(crate) const fn place_of(rule: CannotMeet) -> Option<&'static str> {
    match rule {
        CannotMeet::InThePast | CannotMeet::SlotTaken => Some("hour"),
        CannotMeet::BadLength => Some("minutes"),
        _ => None,
    }
}

/// `GET /cases/{case}/sessions/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    step(&case)?.ask(&person).await
}

/// `POST /cases/{case}/sessions`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let step = step(&case)?;
    let read = |_: &CaseView| {
        let mut reader = Reader::new(&sent);
        let slot = read_slot(&mut reader, &person, &sent, "").ok_or(reader.filled)?;
        Ok(Written::new(SessionBooked { slot }, Event::SessionBooked, Level::Standard))
    };
    let act =
        async |SessionBooked { slot }, ink| book_session(&person.ctx, BookSession { case: step.case, slot }, ink).await;
    step.create(&person, &sent, read, act, |rule| match rule {
        CannotMeetHere::Session(rule) => place_of(*rule),
        _ => None,
    })
    .await
}
