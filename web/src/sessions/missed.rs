//! A booked session was not held, or is moved.

use axum::extract::Path;
use casework::sessions::{CannotMeetHere, SessionMissed, record_not_held};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::policy::Action;
use domain::sessions::{Next, NotHeld, SessionNotHeld};

use super::book::{read_slot, slot_fields};
use crate::answer::{Answer, id, sentence};
use crate::cases::form::{self, Tried, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::Teller;
use crate::contacts::new::{asking, code, decode};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::DraftState;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::is_signed;

fn wording(slot: ItemId) -> Wording {
    Wording {
        heading: "Session not held".into(),
        lead: "Missed, cancelled or moved, and what comes instead.".into(),
        action: format!("sessions/{slot}/missed"),
        draft: None,
        act: "Review and sign".into(),
        at: At::Sessions,
    }
}

fn fields(view: &CaseView, slot: ItemId, filled: &Filled) -> Vec<Field> {
    let reasons = NotHeld::ALL.map(|why| Choice::new(code(&why), why.word()));
    let booked = view.file().sessions.slot(slot);
    let when = booked.map(|slot| when::when(slot.starts)).unwrap_or_default();
    let mut fields = vec![
        filled.radios("why", "What happened", &reasons).hint(Words::from("Booked for {when}.").with("when", when)),
        filled.text("note", "More in words").optional().max(200),
        next_field(filled),
    ];
    fields.extend(slot_fields(view, filled, "next_").into_iter().map(Field::optional));
    fields.push(filled.text("none_because", "If none is booked: why").optional().max(200));
    fields
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
    let (case, slot): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let view = CaseView::open(&person, case, Action::BookSession).await?;
    page(&person, &view, slot, Filled::new())
}

fn page(person: &Person, view: &CaseView, slot: ItemId, filled: Filled) -> Answer {
    if view.file().sessions.slot(slot).is_none() {
        return Err(Problem::Missing);
    }
    let begun = (filled, DraftState::new());
    form::show(person, view, wording(slot), begun, |filled| fields(view, slot, filled), Vec::new)
}

/// `POST /cases/{case}/sessions/{slot}/missed`
pub async fn create(person: Person, Path((case, slot)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, slot): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let view = CaseView::open(&person, case, Action::BookSession).await?;
    let mut reader = Reader::new(&sent);
    let why = reader.choice("why", decode::<NotHeld>);
    let note = reader.line_or_none("note");
    let next = read_next(&mut reader, &person, &sent);
    let (Some(why), Some(next), true) = (why, next, reader.is_good()) else {
        return page(&person, &view, slot, reader.filled);
    };
    let order = SessionNotHeld { slot, why, note, next };
    if let Err(rule) = view.file().sessions.miss(order.clone(), person.now()) {
        return page(&person, &view, slot, refused(&sent, CannotMeetHere::Session(rule)));
    }
    let mut bad = None;
    if is_signed(&sent) {
        let ink = crate::signed::signing(&sent, domain::signature::Meaning::Author).at_level(Level::Standard);
        let missed = SessionMissed { case, order: order.clone() };
        match form::tried(record_not_held(&person.ctx, missed, ink).await)? {
            Tried::Signed(entry) => return form::done(Done::SESSION_NOT_HELD, entry),
            Tried::Rule(rule) => return page(&person, &view, slot, refused(&sent, rule)),
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    }
    let now = person.now();
    let part = format!("sessions/{slot}/missed");
    let ask = || crate::signed::Asking {
        back: crate::paths::of_case(case, &part),
        ..asking(case, now, now, "Sign this entry", "Sign", &part)
    };
    let sheet = || Teller { view: &view, person: &person }.content(&Event::SessionNotHeld(order));
    form::sign(&person, &sent, ask, sheet, bad).await
}

/// The form again with the rule at its field; rules about a slot stand at the next slot's fields.
pub(crate) fn refused(sent: &Fields, rule: CannotMeetHere) -> Filled {
    let words = sentence(&rule.to_string());
    let place = match rule {
        CannotMeetHere::Session(rule) => super::book::place_of(rule),
        CannotMeetHere::Closed(_) => None,
    };
    match place {
        Some(field) => sent.filled().wrong(&format!("next_{field}"), words),
        None => sent.filled().refused(words),
    }
}
