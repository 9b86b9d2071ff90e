//! A supervisor reads an entry and signs beside its author.

use axum::extract::Path;
use casework::contacts::{CoSign, co_sign};
use domain::contacts::EntryCoSigned;
use domain::ids::{DossierId, EntryNumber};
use domain::policy::Action;
use domain::signature::Meaning;

use crate::answer::{Answer, id};
use crate::cases::form::{self, Tried, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::Teller;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::DraftState;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{Asking, is_signed, signing};

fn part(entry: EntryNumber) -> String {
    format!("entries/{entry}/co-signature")
}

fn wording(entry: EntryNumber) -> Wording {
    Wording {
        heading: Words::from("Read and sign entry {n}").with("n", entry.0),
        lead: "Your signature stands beside the author’s.".into(),
        action: part(entry),
        draft: None,
        act: "Go on to sign".into(),
        at: At::Timeline,
    }
}

fn fields(filled: &Filled) -> Vec<Field> {
    vec![filled.text("remark", "A remark for the author").optional().max(200)]
}

/// `GET /cases/{case}/entries/{entry}/co-signature`
pub async fn new(person: Person, Path((case, entry)): Path<(String, String)>) -> Answer {
    let (case, entry): (DossierId, EntryNumber) = (id(&case)?, id(&entry)?);
    let view = CaseView::open(&person, case, Action::CoSign).await?;
    page(&person, &view, entry, Filled::new())
}

fn page(person: &Person, view: &CaseView, entry: EntryNumber, filled: Filled) -> Answer {
    let original = view.seen.opened.entry(entry).ok_or(Problem::Missing)?;
    let about = || vec![Teller { view, person }.sheet(original)];
    form::show(person, view, wording(entry), (filled, DraftState::new()), fields, about)
}

/// `POST /cases/{case}/entries/{entry}/co-signature`
pub async fn create(person: Person, Path((case, entry)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, entry): (DossierId, EntryNumber) = (id(&case)?, id(&entry)?);
    let view = CaseView::open(&person, case, Action::CoSign).await?;
    let original = view.seen.opened.entry(entry).ok_or(Problem::Missing)?;
    let mut reader = Reader::new(&sent);
    let remark = reader.line_or_none("remark");
    if !reader.is_good() {
        return page(&person, &view, entry, reader.filled);
    }
    let mut bad = None;
    if is_signed(&sent) {
        let order = CoSign { case, signed: EntryCoSigned { entry, remark } };
        match form::tried(co_sign(&person.ctx, order, signing(&sent, Meaning::Reviewed)).await)? {
            Tried::Signed(written) => return form::done(Done::CO_SIGNED, written),
            Tried::Rule(rule) => return page(&person, &view, entry, form::refused(&sent, &rule, None)),
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    }
    let asking = || Asking {
        title: Words::from("Sign beside the author of entry {n}").with("n", entry.0),
        act: "Sign".into(),
        back: crate::paths::of_case(case, &part(entry)),
        action: crate::paths::of_case(case, &part(entry)),
        says: "With your signature you say: I have read this entry.".into(),
        then: "Your name stands beside the author’s.".into(),
        facts: Vec::new(),
        always: false,
    };
    form::sign(&person, &sent, asking, || Teller { view: &view, person: &person }.sheet(original), bad).await
}
