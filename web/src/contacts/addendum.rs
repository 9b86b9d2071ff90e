//! An addendum: the original stays readable, the correction is clipped beneath it.

use axum::extract::Path;
use casework::contacts::{WriteAddendum, write_addendum};
use domain::contacts::AddendumWritten;
use domain::event::Event;
use domain::ids::{DossierId, EntryNumber};
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;

use crate::answer::{Answer, id};
use crate::cases::form::Wording;
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;

fn step(case: &str, entry: EntryNumber) -> Result<Step, Problem> {
    let part = format!("entries/{entry}/addendum");
    Ok(Step {
        case: id::<DossierId>(case)?,
        action: Action::WriteAddendum,
        wording: Wording {
            heading: Words::from("Addendum to entry {n}").with("n", entry.0),
            lead: "The entry stays as it is; what you write here stands beneath it.".into(),
            action: part,
            draft: Some(format!("addendum.{entry}")),
            act: "Review and sign".into(),
            at: At::Timeline,
        },
        fields,
        about: About::Entry(entry),
        sign: Sign {
            says: "With your signature you say: this correction is true and complete to my knowledge.".into(),
            then: "It is clipped beneath its entry; both stay readable.".into(),
            meaning: Meaning::Correction,
            ..Sign::author("Sign this addendum", "Sign addendum")
        },
        done: Done::ADDENDUM_SIGNED,
    })
}

fn fields(_person: &Person, _view: &CaseView, filled: &Filled) -> Vec<Field> {
    vec![
        filled.area("text", "Correction or addition").rows(4).written().max(20_000),
        filled.text("reason", "Reason").hint("Such as “wrong day noted”.").max(200),
    ]
}

/// `GET /cases/{case}/entries/{entry}/addendum`
pub async fn new(person: Person, Path((case, entry)): Path<(String, String)>) -> Answer {
    step(&case, id(&entry)?)?.ask(&person).await
}

/// `POST /cases/{case}/entries/{entry}/addendum`
pub async fn create(person: Person, Path((case, entry)): Path<(String, String)>, sent: Fields) -> Answer {
    let to: EntryNumber = id(&entry)?;
    let step = step(&case, to)?;
    let read = |view: &CaseView| {
        let level = view.seen.opened.entry(to).map_or(Level::Confidential, |original| original.level);
        let mut reader = Reader::new(&sent);
        match (reader.narrative("text"), reader.line("reason")) {
            (Some(text), Some(reason)) => {
                Ok(Written::new(AddendumWritten { to, text, reason }, Event::AddendumWritten, level))
            }
            _ => Err(reader.filled),
        }
    };
    let act = async |addendum, ink| write_addendum(&person.ctx, WriteAddendum { case: step.case, addendum }, ink).await;
    step.create(&person, &sent, read, act, |_| None).await
}
