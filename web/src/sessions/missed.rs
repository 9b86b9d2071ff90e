//! A booked session was not held, or is moved.

use axum::extract::Path;
use casework::sessions::{CannotMeetHere, SessionMissed, record_not_held};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::policy::Action;
use domain::sessions::{CannotMeet, Next, NotHeld, SessionNotHeld};

use super::book::{read_slot, slot_fields};
use crate::answer::{Answer, id};
use crate::cases::form::{self, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::contacts::new::field_of;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::signed::is_signed;

fn step(case: DossierId, slot: ItemId) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
    let part = format!("sessions/{slot}/missed");
    Step {
        case,
        action: Action::BookSession,
        wording: Wording {
            heading: "Session not held".into(),
            lead: "Missed, cancelled or moved, and what comes instead.".into(),
            action: part,
            draft: None,
            act: "Review and sign".into(),
            at: At::Sessions,
        },
        fields: move |_: &Person, view: &CaseView, filled: &Filled| fields(view, slot, filled),
        about: About::Slot(slot),
        sign: Sign::author("Sign this entry", "Sign"),
        done: Done::SESSION_NOT_HELD,
    }
}

fn fields(view: &CaseView, slot: ItemId, filled: &Filled) -> Vec<Field> {
    let reasons = NotHeld::ALL.map(|why| Choice::new(code(&why), why.word()));
    let booked = view.booking(slot);
    let when = booked.map(|slot| when::when(slot.starts)).unwrap_or_default();
    let mut fields = vec![
        filled.radios("why", "What happened", &reasons).hint(Words::from("Booked for {when}.").with("when", when)),
        filled.text("note", "More in words").optional().max(200),
        next_field(filled),
    ];
    fields.push(next_slot(view, filled));
    fields.push(filled.text("none_because", "If none is booked: why").optional().max(200));
    fields
}

/// The slot of the next session, in a row.
pub(crate) fn next_slot(view: &CaseView, filled: &Filled) -> Field {
    Field::row("The next session", slot_fields(view, filled, "next_").into_iter().map(Field::free).collect())
}

/// Whether the next session is booked here.
pub(crate) fn next_field(filled: &Filled) -> Field {
    let choices = [
        Choice::new("booked", "Book the next session").chosen(),
        Choice::new("none", "No next session").hint("Say why."),
    ];
    filled.radios("next", "Next session", &choices)
}

/// Reads what comes next.
pub(crate) fn read_next(reader: &mut Reader<'_>, person: &Person, sent: &Fields) -> Option<Next> {
    match sent.text("next") {
        "booked" => read_slot(reader, person, sent, "next_").map(Next::Booked),
        "none" => reader.line("none_because").map(Next::None),
        _ => {
            reader.wrong("next", "Please choose one.");
            None
        }
    }
}

/// `GET /cases/{case}/sessions/{slot}/missed`
pub async fn new(person: Person, Path((case, slot)): Path<(String, String)>) -> Answer {
    step(id(&case)?, id(&slot)?).ask(&person).await
}

fn read(person: &Person, view: &CaseView, slot: ItemId, sent: &Fields) -> Result<Written<SessionNotHeld>, Filled> {
    let mut reader = Reader::new(sent);
    let why = reader.choice("why", decode::<NotHeld>);
    let note = reader.line_or_none("note");
    let next = read_next(&mut reader, person, sent);
    let (Some(why), Some(next), true) = (why, next, reader.is_good()) else { return Err(reader.filled) };
    let missed = SessionNotHeld { slot, why, note, next };
    if !is_signed(sent) {
        let checked = view.file().sessions.miss(missed.clone(), person.now());
        checked.map_err(|rule| form::refused(sent, &CannotMeetHere::Session(rule), next_place(&rule)))?;
    }
    Ok(Written::new(missed, Event::SessionNotHeld, Level::Standard))
}

/// `POST /cases/{case}/sessions/{slot}/missed`
pub async fn create(person: Person, Path((case, slot)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, slot): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let step = step(case, slot);
    let act = async |order, ink| record_not_held(&person.ctx, SessionMissed { case, order }, ink).await;
    step.create(&person, &sent, |view| read(&person, view, slot, &sent), act, place_of_rule).await
}

/// At which field of the next slot a rule is shown.
fn next_place(rule: &CannotMeet) -> Option<&'static str> {
    match super::book::place_of(*rule)? {
        "hour" => Some("next_hour"),
        _ => Some("next_minutes"),
    }
}

/// The same of a rule of an operation on a case.
pub(crate) fn place_of_rule(rule: &CannotMeetHere) -> Option<&'static str> {
    match rule {
        CannotMeetHere::Session(CannotMeet::Contact(rule)) => field_of(*rule),
        CannotMeetHere::Session(rule) => next_place(rule),
        CannotMeetHere::Closed(_) => None,
    }
}
