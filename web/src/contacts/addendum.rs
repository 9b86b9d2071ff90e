//! An addendum: the original stays readable, the correction is clipped beneath it.

use axum::extract::Path;
use casework::contacts::{WriteAddendum, write_addendum};
use domain::contacts::AddendumWritten;
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryNumber};
use domain::policy::Action;
use domain::signature::Meaning;

use crate::answer::{Answer, id};
use crate::cases::form::{self, Tried, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::Teller;
use crate::done::Done;
use crate::drafts;
use crate::face::form::Field;
use crate::face::parts::DraftState;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{Asking, is_signed, signing};

fn part(entry: EntryNumber) -> String {
    format!("entries/{entry}/addendum")
}

fn draft(entry: EntryNumber) -> String {
    format!("addendum.{entry}")
}

fn wording(entry: EntryNumber) -> Wording {
    Wording {
        heading: Words::from("Addendum to entry {n}").with("n", entry.0),
        lead: "The entry stays as it is; what you write here stands beneath it.".into(),
        action: part(entry),
        draft: Some(draft(entry)),
        act: "Review and sign".into(),
        at: At::Timeline,
    }
}

fn fields(filled: &Filled) -> Vec<Field> {
    vec![
        filled.area("text", "Correction or addition").rows(4).written().max(20_000),
        filled.text("reason", "Reason").hint("Such as “wrong day noted”.").max(200),
    ]
}

fn original(view: &CaseView, entry: EntryNumber) -> Result<&Entry, Problem> {
    view.seen.opened.entry(entry).ok_or(Problem::Missing)
}

/// `GET /cases/{case}/entries/{entry}/addendum`
pub async fn new(person: Person, Path((case, entry)): Path<(String, String)>) -> Answer {
    let (case, entry): (DossierId, EntryNumber) = (id(&case)?, id(&entry)?);
    let view = CaseView::open(&person, case, Action::WriteAddendum).await?;
    let begun = drafts::begun(&person, Some(case), &draft(entry)).await?;
    page(&person, &view, entry, begun)
}

fn page(person: &Person, view: &CaseView, entry: EntryNumber, begun: (Filled, DraftState)) -> Answer {
    let original = original(view, entry)?;
    form::show(person, view, wording(entry), begun, fields, || vec![Teller { view, person }.sheet(original)])
}

/// `POST /cases/{case}/entries/{entry}/addendum`
pub async fn create(person: Person, Path((case, entry)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, entry): (DossierId, EntryNumber) = (id(&case)?, id(&entry)?);
    let view = CaseView::open(&person, case, Action::WriteAddendum).await?;
    let level = original(&view, entry)?.level;
    let mut reader = Reader::new(&sent);
    let (text, reason) = (reader.narrative("text"), reader.line("reason"));
    let (Some(text), Some(reason)) = (text, reason) else {
        return page(&person, &view, entry, (reader.filled, DraftState::new()));
    };
    let addendum = AddendumWritten { to: entry, text, reason };
    let mut bad = None;
    if is_signed(&sent) {
        let signing = signing(&sent, Meaning::Correction).at_level(level).dropping(case, &draft(entry));
        let order = WriteAddendum { case, addendum: addendum.clone() };
        match form::tried(write_addendum(&person.ctx, order, signing).await)? {
            Tried::Signed(written) => return form::done(Done::ADDENDUM_SIGNED, written),
            Tried::Rule(rule) => {
                let filled = form::refused(&sent, &rule, None);
                return page(&person, &view, entry, (filled, DraftState::new()));
            }
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    }
    let asking = || Asking {
        title: "Sign this addendum".into(),
        act: "Sign addendum".into(),
        back: crate::paths::of_case(case, &part(entry)),
        action: crate::paths::of_case(case, &part(entry)),
        says: "With your signature you say: this correction is true and complete to my knowledge.".into(),
        then: "It is clipped beneath its entry; both stay readable.".into(),
        facts: Vec::new(),
        always: false,
    };
    let sheet = || Teller { view: &view, person: &person }.content(&Event::AddendumWritten(addendum));
    form::sign(&person, &sent, asking, sheet, bad).await
}
