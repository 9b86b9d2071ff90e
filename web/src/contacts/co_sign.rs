//! A supervisor reads an entry and signs beside its author.

use axum::extract::Path;
use casework::contacts::{CoSign, co_sign};
use domain::contacts::EntryCoSigned;
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
    let part = format!("entries/{entry}/co-signature");
    Ok(Step {
        case: id::<DossierId>(case)?,
        action: Action::CoSign,
        wording: Wording {
            heading: Words::from("Read and sign entry {n}").with("n", entry.0),
            lead: "Your signature stands beside the author’s.".into(),
            action: part,
            draft: None,
            act: "Go on to sign".into(),
            at: At::Timeline,
        },
        fields,
        about: About::Entry(entry),
        sign: Sign {
            title: Words::from("Sign beside the author of entry {n}").with("n", entry.0),
            act: "Sign".into(),
            says: "With your signature you say: I have read this entry.".into(),
            then: "Your name stands beside the author’s.".into(),
            meaning: Meaning::Reviewed,
        },
        done: Done::CO_SIGNED,
    })
}

fn fields(_person: &Person, _view: &CaseView, filled: &Filled) -> Vec<Field> {
    vec![filled.text("remark", "A remark for the author").optional().max(200)]
}

/// `GET /cases/{case}/entries/{entry}/co-signature`
pub async fn new(person: Person, Path((case, entry)): Path<(String, String)>) -> Answer {
    step(&case, id(&entry)?)?.ask(&person).await
}

/// `POST /cases/{case}/entries/{entry}/co-signature`
pub async fn create(person: Person, Path((case, entry)): Path<(String, String)>, sent: Fields) -> Answer {
    let entry: EntryNumber = id(&entry)?;
    let step = step(&case, entry)?;
    let read = |_: &CaseView| {
        let mut reader = Reader::new(&sent);
        let remark = reader.line_or_none("remark");
        let order = CoSign { case: step.case, signed: EntryCoSigned { entry, remark } };
        // What is signed once more is the entry itself, so that is what the sheet shows.
        let written = Written { order, event: None, happened: None, level: Level::Confidential };
        if reader.is_good() { Ok(written) } else { Err(reader.filled) }
    };
    let act = async |order, ink| co_sign(&person.ctx, order, ink).await;
    step.create(&person, &sent, read, act, |_| None).await
}
