//! One form inside a case: head, fields, one button. Most steps of casework are this page.

use casework::{BadSignature, Failure, Rule};
use domain::ids::EntryId;
use domain::level::Level;

use super::head::{At, CaseView};
use crate::answer::{Answer, go, sentence};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{DraftState, Folder, Sheet, Tabs};
use crate::face::prelude::*;
use crate::fields::Fields;
use crate::paths;
use crate::person::Person;
use crate::signed::{self, Asking};

/// A form of a case.
#[derive(Debug, Template)]
#[template(path = "cases/form.html")]
pub struct FormPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// What is being done.
    pub heading: Words,
    /// One sentence about it.
    pub lead: Words,
    /// Where it is sent.
    pub action: String,
    /// Where its draft is saved.
    pub draft: Option<String>,
    /// Whether a draft is there.
    pub state: DraftState,
    /// What is wrong.
    pub form: Filled,
    /// The fields in their order.
    pub fields: Vec<Field>,
    /// Sheets that the form speaks of, such as the entry that is corrected.
    pub about: Vec<Sheet>,
    /// The words on the button.
    pub act: Words,
    /// Where "back" leads.
    pub back: String,
}

/// What differs between the forms of a case.
#[derive(Clone)]
pub(crate) struct Wording {
    /// What is being done.
    pub(crate) heading: Words,
    /// One sentence about it.
    pub(crate) lead: Words,
    /// Where it is sent, below the case.
    pub(crate) action: String,
    /// The code of its draft, when it keeps one.
    pub(crate) draft: Option<String>,
    /// The words on the button.
    pub(crate) act: Words,
    /// Which tab is open.
    pub(crate) at: At,
}

/// Shows a form of a case; with 422 when something in it is wrong.
pub(crate) fn show(
    person: &Person,
    view: &CaseView,
    wording: Wording,
    (form, state): (Filled, DraftState),
    fields: impl FnOnce(&Filled) -> Vec<Field>,
    about: impl FnOnce() -> Vec<Sheet>,
) -> Answer {
    let wrong = form.is_wrong();
    let form = person.keyed(form);
    let build = |frame: Frame| FormPage {
        folder: view.folder(person, Vec::new()),
        tabs: view.tabs(wording.at),
        heading: wording.heading,
        lead: wording.lead,
        action: paths::of_case(view.id(), &wording.action),
        draft: wording.draft.map(|code| format!("/drafts/{}/{code}", view.id())),
        state,
        fields: fields(&form),
        about: about(),
        act: wording.act,
        back: paths::case(view.id()),
        form,
        frame,
    };
    Ok(person.form("Case", wrong, build))
}

/// What came of trying to sign: where to go on, or what to show again.
pub(crate) enum Tried<R> {
    /// It is in the record.
    Signed(EntryId),
    /// The rule that forbids it.
    Rule(R),
    /// The signature did not hold.
    Bad(BadSignature),
}

/// Sorts the answer of an operation.
pub(crate) fn tried<R: Rule>(answer: Result<EntryId, Failure<R>>) -> Result<Tried<R>, crate::problem::Problem> {
    match answer {
        Ok(entry) => Ok(Tried::Signed(entry)),
        Err(Failure::Rule(rule)) => Ok(Tried::Rule(rule)),
        Err(Failure::Signature(bad)) => Ok(Tried::Bad(bad)),
        Err(failure) => Err(failure.into()),
    }
}

/// Goes back to the timeline, saying what was done.
pub(crate) fn done(done: Done, entry: EntryId) -> Answer {
    go(&done.entry(&paths::case(entry.dossier), entry.number))
}

/// The form once more with the rule that forbids the step, at its field or above the form.
pub(crate) fn refused(fields: &Fields, rule: &impl Rule, field: Option<&str>) -> Filled {
    let words = sentence(&rule.to_string());
    match field {
        Some(field) => fields.filled().wrong(field, words),
        None => fields.filled().refused(words),
    }
}

/// Shows what would be signed.
pub(crate) async fn sign(
    person: &Person,
    fields: &Fields,
    asking: impl FnOnce() -> Asking,
    sheet: impl FnOnce() -> Sheet,
    bad: Option<BadSignature>,
) -> Answer {
    signed::sheet(person, fields, || (asking(), sheet()), bad).await
}

/// The level that a form chose, or this one.
pub(crate) fn level(fields: &Fields, least: Level) -> Level {
    fields.text("level").parse().ok().and_then(Level::from_rank).unwrap_or(least)
}

/// The choices of levels.
pub(crate) fn levels(chosen: Level) -> Vec<Choice> {
    let choice = |level: Level| {
        let choice = Choice::new(level.rank().to_string(), level.word());
        if level == chosen { choice.chosen() } else { choice }
    };
    Level::ALL.into_iter().filter(|level| *level < Level::Restricted).map(choice).collect()
}
