//! A booked session was not held, or is moved.

use axum::extract::{Path, Query};
use casework::sessions::{CannotMeetHere, SessionMissed, record_not_held};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::policy::Action;
use domain::sessions::{CannotMeet, NotHeld, SessionNotHeld};
use jiff::civil::{Date, Time};

use super::next::{NEXT, Offers, place_of, read_next, slot_row};
use crate::answer::{Answer, id};
use crate::cases::form::{self, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::contacts::new::field_of;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode, is_likely};
use crate::person::Person;
use crate::signed::is_signed;

fn step(case: DossierId, slot: ItemId, offers: Offers) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
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
        fields: move |_: &Person, view: &CaseView, filled: &Filled| fields(view, slot, &offers, filled),
        about: About::Slot(slot),
        sign: Sign::author("Sign this entry", "Sign"),
        done: Done::SESSION_NOT_HELD,
    }
}

fn fields(view: &CaseView, slot: ItemId, offers: &Offers, filled: &Filled) -> Vec<Field> {
    let reasons = NotHeld::ALL.map(|why| Choice::new(code(&why), why.word()));
    let booked = view.booking(slot);
    let when = booked.map(|slot| when::when(slot.starts)).unwrap_or_default();
    let mut fields = vec![
        filled.radios("why", "What happened", &reasons).hint(Words::from("Booked for {when}.").with("when", when)),
        filled.text("note", "More in words").optional().max(200).hint("Needed when we cancelled."),
        offers.next_field(view, filled),
    ];
    fields.push(slot_row(view, offers, filled));
    fields.push(
        filled
            .text("none_because", "If none is booked: why")
            .optional()
            .max(200)
            .hint("Whoever waits for a time is put on the waiting list afterwards, beside the sessions."),
    );
    fields
}

/// The time to which a session was drawn in a calendar.
#[derive(Debug, Default, serde::Deserialize)]
pub struct To {
    #[serde(default)]
    day: String,
    #[serde(default)]
    hour: String,
}

/// The form with that time filled in: moved, otherwise as it stands. Empty when there is no such time.
fn moved(view: &CaseView, slot: ItemId, to: &To) -> Filled {
    let likely = to.day.parse::<Date>().is_ok_and(is_likely) && to.hour.parse::<Time>().is_ok();
    let Some(stands) = view.file().sessions.slot(slot).filter(|_| likely) else { return Filled::new() };
    let name = |name: &str| format!("{NEXT}{name}");
    Filled::new()
        .with("why", code(&NotHeld::Moved))
        .with("next", "booked")
        .with(&name("day"), &*to.day)
        .with(&name("hour"), &*to.hour)
        .with(&name("minutes"), stands.minutes.to_string())
        .with(&name("staff"), stands.staff.to_string())
        .with(&name("place"), code(&stands.place))
        .with(&name("room"), stands.room.map(|room| room.to_string()).unwrap_or_default())
}

/// `GET /cases/{case}/sessions/{slot}/missed`
pub async fn new(person: Person, Path((case, slot)): Path<(String, String)>, Query(to): Query<To>) -> Answer {
    let (case, slot): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let view = CaseView::open(&person, case, Action::BookSession).await?;
    let filled = moved(&view, slot, &to);
    let offers = Offers::find(&person, case, Some(slot), &filled, NEXT).await?;
    step(case, slot, offers).ask_with(&person, &view, filled)
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
        checked.map_err(|rule| form::refused(sent, &CannotMeetHere::Session(rule), place_of(rule)))?;
    }
    Ok(Written::new(missed, Event::SessionNotHeld, Level::Standard))
}

/// `POST /cases/{case}/sessions/{slot}/missed`
pub async fn create(person: Person, Path((case, slot)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, slot): (DossierId, ItemId) = (id(&case)?, id(&slot)?);
    let step = step(case, slot, Offers::find(&person, case, Some(slot), &sent.filled(), NEXT).await?);
    let act = async |order, ink| record_not_held(&person.ctx, SessionMissed { case, order }, ink).await;
    step.create(&person, &sent, |view| read(&person, view, slot, &sent), act, place_of_rule).await
}

/// At which field a rule is shown.
pub(crate) fn place_of_rule(rule: &CannotMeetHere) -> Option<&'static str> {
    match rule {
        CannotMeetHere::Session(CannotMeet::Contact(rule)) => field_of(*rule),
        CannotMeetHere::Session(rule) => place_of(*rule),
        CannotMeetHere::Series(_) | CannotMeetHere::Closed(_) => None,
    }
}
