//! One step of casework as a page: show the form, read it, show what would be signed, sign it, say what was done.

use casework::house::Signing;
use casework::{Failure, Rule};
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::time::Instant;

use super::form::{self, Tried, Wording};
use super::head::CaseView;
use super::sheets::Teller;
use crate::answer::Answer;
use crate::done::Done;
use crate::drafts;
use crate::face::form::Field;
use crate::face::parts::DraftState;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::Fields;
use crate::paths;
use crate::person::Person;
use crate::signed::{Asking, is_signed, signing};

/// What a form came to: the event that would be written, when it happened, at which level.
pub(crate) struct Written {
    pub(crate) event: Event,
    pub(crate) happened: Option<Instant>,
    pub(crate) level: Level,
}

/// A step of casework and how its page is worded.
pub(crate) struct Step {
    pub(crate) case: DossierId,
    pub(crate) action: Action,
    pub(crate) wording: fn() -> Wording,
    pub(crate) fields: fn(&Person, &CaseView, &Filled) -> Vec<Field>,
    /// Title and button of the sign sheet.
    pub(crate) sign: (&'static str, &'static str),
    pub(crate) done: Done,
}

impl Step {
    /// Shows the form, with the draft that was begun.
    pub(crate) async fn ask(&self, person: &Person) -> Answer {
        let view = CaseView::open(person, self.case, self.action).await?;
        let begun = match (self.wording)().draft {
            Some(code) => drafts::begun(person, Some(self.case), &code).await?,
            None => (Filled::new(), DraftState::new()),
        };
        self.page(person, &view, begun)
    }

    fn page(&self, person: &Person, view: &CaseView, begun: (Filled, DraftState)) -> Answer {
        form::show(person, view, (self.wording)(), begun, |filled| (self.fields)(person, view, filled), Vec::new)
    }

    /// Takes the form: shows it again, shows what would be signed, or signs it by `act`. `place` says at which field a rule is shown.
    pub(crate) async fn create<R: Rule>(
        &self,
        person: &Person,
        sent: &Fields,
        read: Result<Written, Filled>,
        act: impl AsyncFnOnce(Signing) -> Result<EntryId, Failure<R>>,
        place: fn(&R) -> Option<&'static str>,
    ) -> Answer {
        let view = CaseView::open(person, self.case, self.action).await?;
        let written = match read {
            Ok(written) => written,
            Err(filled) => return self.page(person, &view, (filled, DraftState::new())),
        };
        let wording = (self.wording)();
        let mut bad = None;
        if is_signed(sent) {
            let mut ink = signing(sent, Meaning::Author).at_level(written.level);
            ink.happened = written.happened;
            ink.draft = wording.draft.clone().map(|code| (self.case, code));
            match form::tried(act(ink).await)? {
                Tried::Signed(entry) => return form::done(self.done, entry),
                Tried::Rule(rule) => {
                    let filled = form::refused(sent, &rule, place(&rule));
                    return self.page(person, &view, (filled, DraftState::new()));
                }
                Tried::Bad(wrong) => bad = Some(wrong),
            }
        }
        let asking = || self.asking(person, &wording, written.happened);
        let sheet = || Teller { view: &view, person }.content(&written.event);
        form::sign(person, sent, asking, sheet, bad).await
    }

    fn asking(&self, person: &Person, wording: &Wording, happened: Option<Instant>) -> Asking {
        let to = paths::of_case(self.case, &wording.action);
        let mut facts: Vec<(Words, Words)> = Vec::new();
        facts.extend(happened.map(|at| ("It happened".into(), when::full(at).into())));
        facts.push(("Written".into(), when::full(person.now()).into()));
        Asking {
            title: self.sign.0.into(),
            act: self.sign.1.into(),
            back: paths::case(self.case),
            action: to,
            says: Words::default(),
            then: "Then it is ink: the team can read it, nobody can alter it.".into(),
            facts,
            always: false,
        }
    }
}
