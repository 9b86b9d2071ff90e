//! The identity page of a client: details with their marks, safe contact, consent, conflict of interest, cases and history.

use axum::extract::Path;
use casework::accounts::staff_list;
use casework::clients::{CaseAround, cases_around};
use casework::house::Seen;
use domain::clients::{ClientFile, ConflictAnswer, Fact};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::staff::StaffCard;
use jiff::civil::Date;

use super::history::{self, Past};
use super::ladder::{self, May, Next};
use super::list::{CaseRow, case_row};
use super::verify::VerifyForm;
use super::{About, colleague, details};
use crate::answer::{Answer, id};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::SEEN;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;

/// A fact with its mark.
#[derive(Debug)]
pub struct FactRow {
    /// What it is.
    pub term: Words,
    /// What the form says.
    pub text: Words,
    /// Written on several lines.
    pub written: bool,
    /// Who checked it against what, or that nobody did; nothing for what cannot be checked.
    pub mark: Option<(State, Words)>,
}

/// Facts under a heading.
#[derive(Debug)]
pub struct FactGroup {
    /// The heading.
    pub heading: Words,
    /// The facts.
    pub rows: Vec<FactRow>,
}

/// Consent or conflict check: how it stands and what can be done.
#[derive(Debug)]
pub struct Standing {
    /// How it stands.
    pub state: State,
    /// More about it.
    pub more: Words,
    /// What can be done.
    pub act: Option<Act>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "clients/show.html")]
pub struct ShowPage {
    /// The frame.
    pub frame: Frame,
    /// Number and name.
    pub about: About,
    /// What can be done with the details.
    pub acts: Vec<Act>,
    /// What must be kept to when contacting the person.
    pub safe: Vec<Words>,
    /// The steps to a case, while there is none.
    pub ladder: Option<Ladder>,
    /// The details.
    pub groups: Vec<FactGroup>,
    /// Marking facts as verified, by permission.
    pub verify: Option<VerifyForm>,
    /// Cases that may be opened.
    pub cases: Vec<CaseRow>,
    /// Open cases that others carry.
    pub elsewhere: Vec<Words>,
    /// Opening one more case, by permission.
    pub open: Option<Act>,
    /// The consent to the service.
    pub consent: Standing,
    /// The consents to share: how many hold, and when the first of them ends.
    pub sharing: Standing,
    /// The conflict check.
    pub conflict: Standing,
    /// All entries, the latest first.
    pub history: Vec<Past>,
}

/// What the page is built from.
pub(super) struct Identity {
    client: DossierId,
    seen: Seen<ClientFile>,
    around: Vec<CaseAround>,
    staff: Vec<StaffCard>,
    today: Date,
    may: May,
    corrects: bool,
    verifies: bool,
}

/// `GET /clients/{client}`
pub async fn show(person: Person, Path(client): Path<String>) -> Answer {
    let identity = Identity::open(&person, id(&client)?).await?;
    let form = person.keyed(Filled::new().with(SEEN, identity.seen.opened.last.to_string()));
    Ok(person.show("Client", |frame| identity.page(frame, form, person.now())))
}

impl Identity {
    pub(super) async fn open(person: &Person, client: DossierId) -> Result<Self, Problem> {
        let ctx = &person.ctx;
        let seen = ctx.view::<ClientFile>(Action::ReadClient, client).await?;
        Ok(Self {
            client,
            around: cases_around(ctx, client).await?,
            staff: staff_list(ctx).await?,
            today: person.organisation.rulebook.office.today(person.now()),
            may: May {
                consent: seen.may(Action::RecordConsent),
                conflict: seen.may(Action::CheckConflict),
                open: seen.may(Action::OpenCase),
            },
            corrects: seen.may(Action::CorrectClient),
            verifies: seen.may(Action::VerifyFacts),
            seen,
        })
    }

    pub(super) fn page(&self, frame: Frame, form: Filled, now: domain::time::Instant) -> ShowPage {
        let file: &ClientFile = &self.seen;
        let is_open = |case: &CaseAround| match case {
            CaseAround::Readable(_, card) => card.closed.is_none(),
            CaseAround::Elsewhere(_) => true,
        };
        let has_case = self.around.iter().any(is_open);
        let next = ladder::next(file, self.today);
        ShowPage {
            frame,
            about: About::of(self.client, file),
            acts: self.acts(),
            safe: file.details.as_ref().map(|known| details::safe_rules(&known.safe_contact)).unwrap_or_default(),
            ladder: (!has_case).then(|| ladder::ladder(self.client, &self.seen, self.today, self.may)),
            groups: self.groups(),
            verify: (self.verifies && file.details.is_some()).then(|| VerifyForm::new(self.client, file, form)),
            cases: self.cases(now),
            elsewhere: self.elsewhere(),
            open: (has_case && self.may.open && next == Next::Case)
                .then(|| Act::link("Open another case", paths::of_client(self.client, "cases/new"))),
            consent: self.consent(has_case),
            sharing: self.sharing(),
            conflict: self.conflict(has_case),
            history: history::of(&self.seen, self.today),
        }
    }

    fn acts(&self) -> Vec<Act> {
        let correct = || Act::link("Correct details", paths::of_client(self.client, "correction")).icon("pen");
        self.corrects.then(correct).into_iter().collect()
    }

    fn groups(&self) -> Vec<FactGroup> {
        let Some(known) = &self.seen.details else { return Vec::new() };
        let row = |fact: details::Told| FactRow {
            mark: fact.fact.and_then(|fact| self.mark(fact)),
            term: fact.term,
            text: fact.text,
            written: fact.written,
        };
        let mut groups = details::groups(known, self.today);
        for (term, text) in crate::reminders::unreached(&self.seen) {
            let fact = if term == Fact::Phone.word() { Fact::Phone } else { Fact::Email };
            let beside = groups.iter_mut().flat_map(|group| &mut group.facts).find(|told| told.fact == Some(fact));
            if let Some(told) = beside {
                told.text = Words::from("{known}. {more}.").with("known", &told.text).with("more", text);
            }
        }
        let group = |group: details::Group| FactGroup {
            heading: group.heading,
            rows: group.facts.into_iter().map(row).collect(),
        };
        groups.into_iter().map(group).collect()
    }

    /// Who checked a fact, against what and when; or that nobody did, when there is something to check.
    fn mark(&self, fact: Fact) -> Option<(State, Words)> {
        let known = self.seen.details.as_ref().is_some_and(|known| super::verify::is_known(known, fact));
        let Some((number, against)) = self.seen.verified.get(&fact) else {
            return known.then(|| (State::plain("Not verified").icon("question"), Words::default()));
        };
        let entry = self.seen.opened.entry(*number)?;
        let more = Words::from("{name}, {day}, against: {against}")
            .with("name", &entry.signature.name)
            .with("day", when::Moment::when(entry.signed()))
            .with("against", against.reveal());
        Some((State::done("Verified"), more))
    }

    fn cases(&self, now: domain::time::Instant) -> Vec<CaseRow> {
        let row = |case: &CaseAround| match case {
            CaseAround::Readable(case, card) => Some(case_row(*case, card, &self.staff, now)),
            CaseAround::Elsewhere(_) => None,
        };
        self.around.iter().filter_map(row).collect()
    }

    fn elsewhere(&self) -> Vec<Words> {
        let told = |case: &CaseAround| match case {
            CaseAround::Readable(..) => None,
            CaseAround::Elsewhere(worker) => Some(match worker.and_then(|worker| colleague(&self.staff, worker)) {
                Some(name) => Words::from("A case is open with {name}.").with("name", name),
                None => "A case is open with a colleague.".into(),
            }),
        };
        self.around.iter().filter_map(told).collect()
    }

    fn consent(&self, has_case: bool) -> Standing {
        let label = if self.seen.consent(self.today).is_some() { "Renew or withdraw" } else { "Record the consent" };
        // Before there is a case the ladder leads to the step that is missing; what is there can still be changed here.
        let shown = self.may.consent && (has_case || self.seen.consent(self.today).is_some());
        let act = shown.then(|| Act::link(label, paths::of_client(self.client, "consents")));
        let (state, more) = consent_state(&self.seen, self.today);
        Standing { state, more, act }
    }

    fn sharing(&self) -> Standing {
        let holding = self.seen.sharings.all.iter().filter(|sharing| sharing.holds(self.today));
        let ends: Vec<Date> = holding.map(|sharing| sharing.agreed.until).collect();
        let n = i64::try_from(ends.len()).unwrap_or(i64::MAX);
        let state = match n {
            0 => State::plain("None holds today"),
            _ => State::done(Words::count("{n} holds today", "{n} hold today", n)),
        };
        let more = ends.into_iter().min();
        let more = more.map(|day| Words::from("The first ends on {day}.").with("day", when::plain_day(day)));
        let act =
            Some(Act::link("See what may be shared, and what was given out", paths::of_client(self.client, "sharing")));
        Standing { state, more: more.unwrap_or_default(), act }
    }

    fn conflict(&self, has_case: bool) -> Standing {
        let label = if self.seen.conflict.is_some() { "See or check again" } else { "Check for a conflict" };
        let shown = self.may.conflict && (has_case || self.seen.conflict.is_some());
        let act = shown.then(|| Act::link(label, paths::of_client(self.client, "conflict")));
        Standing { state: conflict_state(&self.seen), more: Words::default(), act }
    }
}

/// Whether a consent is in force, and until when.
pub(super) fn consent_state(file: &ClientFile, today: Date) -> (State, Words) {
    if let Some(consent) = file.consent(today) {
        let given = Words::from("Given {when}: {how}.")
            .with("when", when::Moment::when(consent.on))
            .with("how", Words::from(consent.given.how.word()));
        let Some(until) = consent.given.until else {
            return (State::done("In force until it is withdrawn"), given);
        };
        let words = Words::from("In force until {day}").with("day", when::plain_day(until));
        let soon = until <= domain::calendar::days_later(today, 30);
        return (if soon { State::due(words) } else { State::done(words) }, given);
    }
    match file.consents.last() {
        None => (State::overdue("None recorded"), Words::default()),
        Some(last) => match (last.withdrawn, last.given.until) {
            (Some(at), _) => {
                (State::overdue(Words::from("Withdrawn {when}").with("when", when::Moment::when(at))), Words::default())
            }
            (None, Some(until)) => {
                (State::overdue(Words::from("Ended on {day}").with("day", when::plain_day(until))), Words::default())
            }
            (None, None) => (State::overdue("None in force"), Words::default()),
        },
    }
}

/// How the conflict check stands.
pub(super) fn conflict_state(file: &ClientFile) -> State {
    match file.conflict.as_ref().map(|checked| (checked.answer, checked.decision.is_some())) {
        None => State::due("Not checked yet"),
        Some((ConflictAnswer::Clear, _)) => State::done("Clear"),
        Some((ConflictAnswer::Stop, _)) => State::overdue("Stop"),
        Some((ConflictAnswer::Ask, false)) => State::due("Waits for a decision"),
        Some((ConflictAnswer::Ask, true)) => State::done("Decided: we may go on"),
    }
}
