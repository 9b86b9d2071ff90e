//! Taking a client off the waiting list.

use axum::extract::Path;
use casework::waiting::end_waiting;
use domain::event::Event;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::waiting::{CannotWait, WaitingEnded, WhyEnded};

use super::{WAITING, place_of};
use crate::answer::{Answer, id};
use crate::cases::form::{self, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::is_signed;

fn step(case: DossierId) -> Step {
    Step {
        case,
        action: Action::BookSession,
        wording: Wording {
            heading: "Take off the waiting list".into(),
            lead: "Nothing is offered to this client any more.".into(),
            action: "waiting/ending".to_owned(),
            draft: None,
            act: "Review and sign".into(),
            at: At::Sessions,
        },
        fields: |_, _, filled| fields(filled),
        about: About::Case,
        sign: Sign::author("Take off the waiting list", "Sign"),
        done: Done::WAITING_ENDED,
    }
}

fn fields(filled: &Filled) -> Vec<Field> {
    let reasons = WhyEnded::ALL.map(|why| Choice::new(code(&why), why.word()));
    vec![
        filled.radios("why", "Why", &reasons),
        filled.text("note", "More in words").optional().max(200),
        filled.hidden(WAITING),
    ]
}

/// `GET /cases/{case}/waiting/ending`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::BookSession).await?;
    let Some(waits) = &view.file().waiting.now else { return Err(Problem::rule(&CannotWait::NotWaiting)) };
    step(case).ask_with(&person, &view, Filled::new().with(WAITING, waits.id.to_string()))
}

fn read(view: &CaseView, sent: &Fields) -> Result<Written<WaitingEnded>, Filled> {
    let mut reader = Reader::new(sent);
    let why = reader.choice("why", decode::<WhyEnded>);
    let note = reader.line_or_none("note");
    let (Some(why), true) = (why, reader.is_good()) else { return Err(reader.filled) };
    let waiting = sent.text(WAITING).parse().map_err(|_| form::refused(sent, &CannotWait::NotWaiting, None))?;
    let ended = WaitingEnded { waiting, why, note };
    if !is_signed(sent) {
        let checked = view.file().end_waiting(ended.clone());
        checked.map_err(|rule| form::refused(sent, &rule, None))?;
    }
    Ok(Written::new(ended, Event::WaitingEnded, Level::Standard))
}

/// `POST /cases/{case}/waiting/ending`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let act = async |ended, ink| end_waiting(&person.ctx, case, ended, ink).await;
    step(case).create(&person, &sent, |view| read(view, &sent), act, place_of).await
}
