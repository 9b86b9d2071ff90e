//! One step of casework as a page: show the form, read it, show what would be signed, sign it, say what was done.
//!
//! A [`Step`] is the usual page of a case, [`super::form`]. Pages that look different, such as the session note and the plan, take only the
//! second half, [`Round`].

use casework::house::Signing;
use casework::{Failure, Rule};
use domain::cases::CannotTakeOff;
use domain::documents::CannotFile;
use domain::event::Event;
use domain::flags::FlagGone;
use domain::ids::{DossierId, EntryId, EntryNumber, ItemId};
use domain::level::Level;
use domain::paper::CannotHandle;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::time::Instant;

use super::form::{self, Tried, Wording};
use super::head::CaseView;
use super::sheets::Teller;
use crate::answer::{Answer, go};
use crate::done::Done;
use crate::drafts;
use crate::face::form::Field;
use crate::face::parts::{DraftState, Sheet};
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::face::when;
use crate::fields::Fields;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{Asking, Back, Shown, goes_back, is_signed, signing};

/// What a form came to: the order of the operation and the entry that would be written by it.
pub(crate) struct Written<O> {
    pub(crate) order: O,
    /// What the sign sheet shows; nothing when it is the entry that the step is about.
    pub(crate) event: Option<Event>,
    pub(crate) happened: Option<Instant>,
    pub(crate) level: Level,
}

impl<O: Clone> Written<O> {
    /// An order that is its own event, at this level.
    pub(crate) fn new(order: O, event: fn(O) -> Event, level: Level) -> Self {
        Self { event: Some(event(order.clone())), order, happened: None, level }
    }

    /// The same of something that happened then.
    pub(crate) fn happened(self, at: Instant) -> Self {
        Self { happened: Some(at), ..self }
    }
}

/// What the sign sheet says around the entry.
#[derive(Clone)]
pub(crate) struct Sign {
    pub(crate) title: Words,
    /// The words on the button.
    pub(crate) act: Words,
    /// What the signature says; an author's usual sentence when empty.
    pub(crate) says: Words,
    /// What happens then.
    pub(crate) then: Words,
    pub(crate) meaning: Meaning,
}

impl Sign {
    /// The signature of an author.
    pub(crate) fn author(title: &'static str, act: &'static str) -> Self {
        Self {
            title: title.into(),
            act: act.into(),
            says: Words::default(),
            then: "Then it is ink: the team can read it, nobody can alter it.".into(),
            meaning: Meaning::Author,
        }
    }
}

/// What a step is about. What is not in the file has no such page.
#[derive(Clone, Copy)]
pub(crate) enum About {
    Case,
    /// Its sheet stands above the form.
    Entry(EntryNumber),
    Slot(ItemId),
    /// Its sheet stands above the form.
    Flag(ItemId),
    /// Who they are stands above the form.
    Person(ItemId),
    /// The sheet that filed its latest version stands above the form.
    Document(ItemId),
    /// The sheet that registered it stands above the form.
    Paper(ItemId),
}

/// The fields of a step, filled in so far.
type FieldsOf = fn(&Person, &CaseView, &Filled) -> Vec<Field>;

/// A step of casework and how its page is worded.
pub(crate) struct Step<F = FieldsOf> {
    pub(crate) case: DossierId,
    pub(crate) action: Action,
    pub(crate) wording: Wording,
    pub(crate) fields: F,
    pub(crate) about: About,
    pub(crate) sign: Sign,
    pub(crate) done: Done,
}

impl<F: Fn(&Person, &CaseView, &Filled) -> Vec<Field>> Step<F> {
    /// Shows the form, with the draft that was begun.
    pub(crate) async fn ask(&self, person: &Person) -> Answer {
        let view = CaseView::open(person, self.case, self.action).await?;
        self.still(&view)?;
        let begun = match &self.wording.draft {
            Some(code) => drafts::begun(person, Some(self.case), code).await?,
            None => (Filled::new(), DraftState::new()),
        };
        self.page(person, &view, begun)
    }

    /// Shows the form of a case that is open already, with what is filled in.
    pub(crate) fn ask_with(&self, person: &Person, view: &CaseView, filled: Filled) -> Answer {
        self.still(view)?;
        self.page(person, view, (filled, DraftState::new()))
    }

    fn page(&self, person: &Person, view: &CaseView, begun: (Filled, DraftState)) -> Answer {
        let about = speaking(person.voice(), || self.about(person, view))?;
        let fields = |filled: &Filled| (self.fields)(person, view, filled);
        form::show(person, view, self.wording.clone(), begun, fields, || about.into_iter().collect())
    }

    /// Whether what the step ends is still there to be ended. Once a form was sent, that is for the operation to say.
    fn still(&self, view: &CaseView) -> Result<(), Problem> {
        let file = view.file();
        match self.about {
            About::Flag(id) if view.raised(id).is_some() && !file.flags.up.iter().any(|(flag, _, _)| flag.id == id) => {
                Err(Problem::rule(&FlagGone))
            }
            About::Person(id) if view.added(id).is_some() && !file.people.iter().any(|person| person.id == id) => {
                Err(Problem::rule(&CannotTakeOff::NotHere))
            }
            About::Document(id) if file.documents.find(id).is_some_and(|document| !document.stands()) => {
                Err(Problem::rule(&CannotFile::NotHere))
            }
            About::Paper(id) if file.paper.find(id).is_some_and(|item| !item.is_here()) => {
                Err(Problem::rule(&CannotHandle::NotHere))
            }
            _ => Ok(()),
        }
    }

    fn about(&self, person: &Person, view: &CaseView) -> Result<Option<Sheet>, Problem> {
        let teller = Teller::new(view, person);
        match self.about {
            About::Case => Ok(None),
            About::Entry(number) => {
                let entry = view.seen.opened.entry(number).ok_or(Problem::Missing)?;
                Ok(Some(teller.sheet(entry)))
            }
            About::Slot(slot) => view.booking(slot).map(|_| None).ok_or(Problem::Missing),
            About::Flag(id) => view.raised(id).map(|raised| Some(teller.sheet(raised))).ok_or(Problem::Missing),
            About::Document(id) => view.filed(id).map(|filed| Some(teller.sheet(filed))).ok_or(Problem::Missing),
            About::Paper(id) => {
                view.registered(id).map(|registered| Some(teller.sheet(registered))).ok_or(Problem::Missing)
            }
            About::Person(id) => view.added(id).map(|added| Some(teller.sheet(added))).ok_or(Problem::Missing),
        }
    }

    /// Takes the form: shows it again, shows what would be signed, or signs it by `act`. `place` says at which field a rule is shown.
    pub(crate) async fn create<O, R: Rule>(
        &self,
        person: &Person,
        sent: &Fields,
        read: impl FnOnce(&CaseView) -> Result<Written<O>, Filled>,
        act: impl AsyncFnOnce(O, Signing) -> Result<EntryId, Failure<R>>,
        place: fn(&R) -> Option<&'static str>,
    ) -> Answer {
        let view = CaseView::open(person, self.case, self.action).await?;
        let about = speaking(person.voice(), || self.about(person, &view))?;
        let again = |filled: Filled| self.page(person, &view, (filled, DraftState::new()));
        if goes_back(sent) {
            return again(sent.filled());
        }
        let written = match read(&view) {
            Ok(written) => written,
            Err(filled) => return again(filled),
        };
        let teller = Teller::new(&view, person);
        let sheet = |event: Option<&Event>| event.map(|event| teller.content(event)).or(about);
        let round = Round {
            person,
            sent,
            draft: self.wording.draft.as_ref().map(|code| (self.case, code.clone())),
            action: paths::of_case(self.case, &self.wording.action),
            to: paths::case(self.case),
            shown: view.shown(),
            sign: self.sign.clone(),
            done: self.done,
        };
        round.sign(written, act, |rule| again(form::refused(sent, rule, place(rule))), sheet).await
    }
}

/// What was read is shown as it will stand, and signed.
pub(crate) struct Round<'a> {
    pub(crate) person: &'a Person,
    pub(crate) sent: &'a Fields,
    /// The draft that is dropped by the signature.
    pub(crate) draft: Option<(DossierId, String)>,
    /// Where the form is sent.
    pub(crate) action: String,
    /// Where the signed entry is shown.
    pub(crate) to: String,
    /// The file as it is shown.
    pub(crate) shown: Shown,
    pub(crate) sign: Sign,
    pub(crate) done: Done,
}

impl Round<'_> {
    /// Signs by `act`, or shows the sign sheet. `again` shows the form with the rule that forbids it.
    pub(crate) async fn sign<O, R: Rule>(
        self,
        written: Written<O>,
        act: impl AsyncFnOnce(O, Signing) -> Result<EntryId, Failure<R>>,
        again: impl FnOnce(&R) -> Answer,
        sheet: impl FnOnce(Option<&Event>) -> Option<Sheet>,
    ) -> Answer {
        let Written { order, event, happened, level } = written;
        let mut bad = None;
        if is_signed(self.sent) {
            let mut ink = signing(self.sent, self.sign.meaning).at_level(level);
            ink.happened = happened;
            ink.draft = self.draft;
            match form::tried(act(order, ink).await)? {
                Tried::Signed(entry) => return go(&self.done.entry(&self.to, entry.number)),
                Tried::Rule(rule) => return again(&rule),
                Tried::Bad(wrong) => bad = Some(wrong),
            }
        }
        // Names and times are put into words here, so it is done in the voice of the page.
        let sheet = speaking(self.person.voice(), || sheet(event.as_ref())).ok_or(Problem::Missing)?;
        let Sign { title, act, says, then, .. } = self.sign;
        let back = Back::Form;
        let (now, action, shown) = (self.person.now(), self.action, self.shown);
        let asking = || {
            let mut facts: Vec<(Words, Words)> = Vec::new();
            facts.extend(happened.map(|at| ("It happened".into(), when::full(at).into())));
            facts.push(("Written".into(), when::full(now).into()));
            (Asking { title, act, back, action, level, says, then, facts, shown, always: false }, sheet)
        };
        crate::signed::sheet(self.person, self.sent, asking, bad).await
    }
}
