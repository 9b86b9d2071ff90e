//! An entry as a sheet of paper: one arm for each event, so that a new event makes the compiler ask how it looks.

use std::collections::BTreeMap;

use domain::contacts::{ActionItem, PlanAfter};
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{EntryNumber, ItemId};
use domain::level::Level;
use domain::plans::PlanRevised;
use domain::reports::ReportSubmitted;
use domain::sessions::Next;
use domain::signature::{Meaning, Method};

use super::head::CaseView;
use crate::documents::told;
use crate::face::parts::{Line, Sheet, Signature, Todo, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;
use crate::reports::Kind;

/// What every sheet of a case needs to know.
pub(crate) struct Teller<'a> {
    pub(crate) view: &'a CaseView,
    pub(crate) person: &'a Person,
    /// What stands with another entry, by its number: looked for once, a page tells sixty entries of hundreds.
    beside: BTreeMap<EntryNumber, Vec<&'a Entry>>,
}

pub(crate) fn blank(icon: &'static str, title: impl Into<Words>) -> Sheet {
    Sheet { icon, title: title.into(), ..Sheet::default() }
}

pub(crate) fn told(lines: &mut Vec<Line>, term: &'static str, text: Option<&domain::text::Narrative>) {
    lines.extend(text.map(|text| Line::new(term, text.reveal().to_owned())));
}

impl<'a> Teller<'a> {
    /// A teller of this case for this person.
    pub(crate) fn new(view: &'a CaseView, person: &'a Person) -> Self {
        let mut beside: BTreeMap<EntryNumber, Vec<&Entry>> = BTreeMap::new();
        for entry in view.seen.opened.sheets.iter().filter_map(casework::house::Sheet::entry) {
            match &entry.event {
                Event::AddendumWritten(addendum) => beside.entry(addendum.to).or_default().push(entry),
                Event::EntryCoSigned(signed) => beside.entry(signed.entry).or_default().push(entry),
                _ => {}
            }
        }
        Self { view, person, beside }
    }

    /// The entry as a sheet, with its signature.
    pub(crate) fn sheet(&self, entry: &Entry) -> Sheet {
        let mut sheet = self.content(&entry.event);
        sheet.id = format!("e{}", entry.id.number);
        sheet.entry = Words::from("Entry {n}").with("n", entry.id.number.0);
        if Level::Confidential < entry.level {
            sheet.chips.push(State::note(entry.level.word()).icon("lock").chip());
        }
        if matches!(entry.event, Event::SessionRecorded(_) | Event::ContactLogged(_)) {
            sheet.when = when::when(entry.happened()).into();
        }
        sheet.signatures.push(self.signature(entry));
        sheet
    }

    /// The signature line of an entry.
    pub(crate) fn signature(&self, entry: &Entry) -> Signature {
        let signature = &entry.signature;
        let how = match signature.method {
            Method::Password | Method::PasswordAndCode => "Signed with password",
            Method::RecentSignIn => "Signed within a recent sign-in",
            Method::Console => "Written at the server’s terminal",
            Method::System => "Attested by the system",
        };
        let late = entry.late();
        let after = entry.signed().seconds_since(entry.happened());
        let lateness = if late {
            Words::from("{time} after it happened").with("time", when::length(after))
        } else if after < 120 {
            Words::default()
        } else {
            Words::from("{time} after").with("time", when::length(after))
        };
        let role = if signature.role.is_empty() { signature.title.clone() } else { signature.role.clone() };
        Signature {
            name: signature.name.clone(),
            role: Words::from("{role}, {meaning}")
                .with("role", role)
                .with("meaning", Words::from(meaning(signature.meaning))),
            how: Some(if late { State::overdue("Late entry") } else { State::done(how) }),
            at: Some(entry.signed()),
            after: lateness,
            ledger: Words::default(),
        }
    }

    pub(crate) fn content(&self, event: &Event) -> Sheet {
        match event {
            Event::SessionRecorded(session) => self.session(session),
            Event::ContactLogged(contact) => {
                let mut sheet = blank(super::told::channel_icon(contact.channel), contact.channel.word());
                sheet.chips.push(State::plain(contact.kind.word()).icon("note").chip());
                if let Some(with) = &contact.with {
                    sheet.lines.push(
                        Line::new("With", Words::from("{name}").with("name", Name::new(with.reveal())))
                            .voiced(Voiced::Product),
                    );
                }
                sheet.lines.push(Line::new("Summary", contact.summary.reveal().to_owned()));
                sheet.decision = contact.decision.as_ref().map(|d| d.reveal().to_owned().into()).unwrap_or_default();
                sheet.todos = self.todos(&contact.actions);
                self.after(&mut sheet, contact.plan, contact.late_because.as_ref());
                sheet
            }
            Event::AssessmentRecorded(made) => {
                let mut sheet = blank("assurance", made.kind.word());
                sheet.lines.push(Line::new("Situation", made.summary.reveal().to_owned()));
                told(&mut sheet.lines, "Strengths", made.strengths.as_ref());
                sheet.lines.push(Line::new("Needs and risks", made.needs.reveal().to_owned()));
                sheet.lines.push(Line::new("Outcome", made.outcome.reveal().to_owned()));
                sheet
            }
            Event::CaseReviewed(review) => {
                let mut sheet = blank("meeting", "Case review");
                sheet.lines.push(Line::new("Found", review.found.reveal().to_owned()));
                sheet.lines.push(Line::new("Agreed", review.agreed.reveal().to_owned()));
                sheet
            }
            Event::PlanRevised(plan) => self.plan(plan),
            Event::ReportSubmitted(report) => self.report(report),
            Event::ReportReturned(returned) => {
                let mut sheet = small(
                    "back",
                    self.about_report(returned.id, "Progress report sent back", "Closing report sent back"),
                );
                sheet.text = returned.comments.reveal().to_owned().into();
                sheet
            }
            Event::ReportApproved(approved) => {
                let words = ("Progress report approved and locked", "Closing report approved and locked");
                small("done", self.about_report(approved.id, words.0, words.1))
            }
            other => self.administration(other),
        }
    }

    pub(crate) fn goal(&self, goal: ItemId) -> String {
        let versions = self.view.file().plan.versions.iter().rev();
        let mut goals = versions.flat_map(|(_, _, plan)| &plan.goals);
        goals.find(|known| known.id == goal).map(|known| known.title.reveal().to_owned()).unwrap_or_default()
    }

    pub(crate) fn next(&self, next: &Next) -> Words {
        match next {
            Next::Booked(slot) => Words::from("{when}, {place}")
                .with("when", when::when(slot.starts))
                .with("place", crate::hours::place(self.person, slot)),
            Next::Standing(slot) => match self.view.booking(*slot) {
                Some(slot) => Words::from("Booked before: {when}").with("when", when::when(slot.starts)),
                None => "Booked before".into(),
            },
            Next::None(why) => Words::from("None: {why}").with("why", why.reveal()),
        }
    }

    fn plan(&self, plan: &PlanRevised) -> Sheet {
        let mut sheet = blank("plan", Words::from("Plan, version {n}").with("n", plan.version));
        for goal in &plan.goals {
            let text = Words::from("{goal} – {status}");
            let text = text.with("goal", goal.title.reveal()).with("status", Words::from(goal.status.word()));
            sheet.lines.push(Line::new("Goal", text));
        }
        for intervention in &plan.interventions {
            let what = intervention.what.reveal();
            let text = match &intervention.who {
                Some(who) => Words::from("{what} – {who}").with("what", what).with("who", who.reveal()),
                None => Words::from(what.to_owned()),
            };
            sheet.lines.push(Line::new("Intervention", text));
        }
        sheet.lines.push(Line::new("Reason", plan.reason.reveal().to_owned()));
        sheet.lines.push(Line::new("Client", plan.agreement.word()).voiced(Voiced::Product));
        sheet
    }

    /// The words for a progress report, or for the closing report.
    fn about_report(&self, id: ItemId, progress: &'static str, closing: &'static str) -> &'static str {
        match self.view.file().reports.find(id).map(|report| Kind::of(&report.latest)) {
            Some(Kind::Closing) => closing,
            _ => progress,
        }
    }

    fn report(&self, report: &ReportSubmitted) -> Sheet {
        let title = match Kind::of(report) {
            Kind::Progress => "Progress report submitted",
            Kind::Closing => "Closing report submitted",
        };
        let mut sheet = blank("report", title);
        let (before, agreed) = report.closing.as_ref().map(crate::reports::closing_lines).unzip();
        sheet.lines.extend(before.into_iter().flatten());
        let days = Words::from("{from} to {until}");
        sheet.when = days.with("from", when::full_day(report.from)).with("until", when::full_day(report.until));
        sheet.lines.push(Line::new("Assessment", report.assessment.reveal().to_owned()));
        for goal in &report.goals {
            let steps: Vec<String> = goal.ratings.iter().map(u8::to_string).collect();
            let rated = match steps.is_empty() {
                true => Words::from("not rated"),
                false => Words::from("rated {steps} of 5").with("steps", steps.join(", ")),
            };
            let comment = goal.comment.as_ref().map(|comment| comment.reveal().to_owned()).unwrap_or_default();
            let text = Words::from("{goal} – {status}, {rated}\n{comment}")
                .with("goal", goal.title.reveal())
                .with("status", Words::from(goal.status.word()))
                .with("rated", rated)
                .with("comment", comment);
            sheet.lines.push(Line::new("Goal", text));
        }
        sheet.lines.push(Line::new("Outcomes", report.outcomes.reveal().to_owned()));
        sheet.lines.extend(agreed);
        let after = if report.closing.is_some() { "After-care" } else { "Recommendations" };
        sheet.lines.push(Line::new(after, report.recommendations.reveal().to_owned()));
        let template = Words::from("{name}, version {version}").with("name", report.template.clone());
        let template = template.with("version", report.template_version);
        sheet.lines.push(Line::new("Template", template).voiced(Voiced::Product));
        sheet
    }

    fn administration(&self, event: &Event) -> Sheet {
        match event {
            Event::AddendumWritten(addendum) => {
                let mut sheet = small("clip", Words::from("Addendum to entry {n}").with("n", addendum.to.0));
                sheet.text = addendum.text.reveal().to_owned().into();
                sheet.lines.push(Line::new("Reason", addendum.reason.reveal().to_owned()).voiced(Voiced::Product));
                sheet
            }
            Event::EntryCoSigned(signed) => {
                let mut sheet = small("done", Words::from("Entry {n} read and signed").with("n", signed.entry.0));
                sheet.text = signed.remark.as_ref().map(|r| r.reveal().to_owned().into()).unwrap_or_default();
                sheet
            }
            Event::ActionSettled(settled) => {
                let what = self.action(settled.item);
                let title = if settled.kept { "Kept: {what}" } else { "Dropped: {what}" };
                let mut sheet =
                    small(if settled.kept { "done" } else { "close" }, Words::from(title).with("what", what));
                sheet.text = settled.note.as_ref().map(|n| n.reveal().to_owned().into()).unwrap_or_default();
                sheet
            }
            Event::CaseOpened(opened) => {
                let programme = self.person.organisation.rulebook.programme(&opened.programme).name;
                small("records", Words::from("Case opened: {programme}").with("programme", programme))
            }
            Event::CaseAssigned(assigned) => {
                let hands = assigned.assignment;
                let title = Words::from("Handed over to {worker}, supervised by {supervisor}");
                let title = title.with("worker", self.view.staff_name(hands.worker));
                let mut sheet = small("person", title.with("supervisor", self.view.staff_name(hands.supervisor)));
                sheet.text = assigned.reason.reveal().to_owned().into();
                sheet
            }
            Event::SessionBooked(booked) => {
                let slot = &booked.slot;
                let title = Words::from("Session booked for {when}").with("when", when::when(slot.starts));
                small("calendar", title)
            }
            Event::SessionNotHeld(missed) => {
                let mut sheet =
                    small("late", Words::from("Session not held: {why}").with("why", Words::from(missed.why.word())));
                if let Some(note) = &missed.note {
                    sheet.lines.push(Line::new("In words", note.reveal().to_owned()));
                }
                sheet.lines.push(Line::new("Next session", self.next(&missed.next)).voiced(Voiced::Product));
                sheet
            }
            Event::SeriesBooked(_) | Event::SeriesChanged(_) => {
                crate::sessions::series::told::sheet(event, self.view, self.person)
            }
            Event::PersonAdded(_) | Event::PersonLeft(_) => self.person_on_the_case(event),
            Event::FlagRaised(_) | Event::FlagResolved(_) => self.flag_on_the_case(event),
            other => {
                let rules = &self.person.organisation.rulebook.documents;
                let document = || told::sheet(other, self.view.file(), rules);
                let paper = || crate::paper::told::sheet(other, self.view, self.person);
                let filing = || crate::closure::filing_told(other, self.view, self.person);
                let parting = || crate::closure::closure_told(other).or_else(|| crate::closure::after_care_told(other));
                let access = || crate::closure::access_told(other, &self.view.staff);
                let access = || access().or_else(|| crate::cover::case::sheet(other, self.view));
                let access = || access().or_else(|| crate::groups::sheet(other, self.view));
                let access = || access().or_else(|| crate::disclosures::sheet(other, self.view));
                let access = || access().or_else(|| crate::referrals::sheet(other, self.view));
                let around = || {
                    document()
                        .or_else(paper)
                        .or_else(filing)
                        .or_else(|| crate::reminders::sheet(other))
                        .or_else(|| crate::missed::sheet(other, self))
                        .or_else(|| crate::waiting::sheet(other, self))
                        .or_else(|| crate::letters::sheet(other))
                };
                around().or_else(parting).or_else(access).unwrap_or_else(|| super::told::closing(other))
            }
        }
    }

    fn action(&self, item: ItemId) -> String {
        let actions = &self.view.file().contacts.actions;
        let found = actions.iter().find(|action| action.item.id == item);
        found.map(|action| action.item.what.reveal().to_owned()).unwrap_or_default()
    }

    pub(crate) fn todos(&self, items: &[ActionItem]) -> Vec<Todo> {
        let settled = |id: ItemId| {
            let actions = &self.view.file().contacts.actions;
            actions.iter().find(|action| action.item.id == id).and_then(|action| action.settled.as_ref())
        };
        let todo = |item: &ActionItem| {
            let who = item.owner.map_or_else(|| "The client".to_owned(), |owner| self.view.staff_name(owner));
            let (kept, more) = match settled(item.id) {
                Some((settled, at)) if settled.kept => {
                    (true, Words::from("{who}, kept {when}").with("who", who).with("when", when::when(*at)))
                }
                Some((_, at)) => {
                    (false, Words::from("{who}, dropped {when}").with("who", who).with("when", when::when(*at)))
                }
                None => (false, Words::from("{who}, by {day}").with("who", who).with("day", when::day(item.due))),
            };
            Todo { what: item.what.reveal().to_owned().into(), more, kept }
        };
        items.iter().map(todo).collect()
    }

    pub(crate) fn after(&self, sheet: &mut Sheet, plan: PlanAfter, late: Option<&domain::text::Line>) {
        let plan = match plan {
            PlanAfter::NoChange => "No change",
            PlanAfter::Changed => "Has to change",
        };
        sheet.lines.push(Line::new("Plan", plan).voiced(Voiced::Product));
        if let Some(why) = late {
            sheet.lines.push(Line::new("Written late because", why.reveal().to_owned()).voiced(Voiced::Product));
        }
    }

    /// What is clipped beneath this entry, in its order: addenda, and what supervisors remarked when they signed beside its author.
    pub(crate) fn addenda_to(&self, number: EntryNumber) -> impl Iterator<Item = &'a Entry> {
        self.beside_of(number).filter(|entry| match &entry.event {
            Event::EntryCoSigned(signed) => signed.remark.is_some(),
            _ => true,
        })
    }

    /// The entries in which others signed this one beside its author.
    pub(crate) fn co_signed(&self, number: EntryNumber) -> impl Iterator<Item = &'a Entry> {
        self.beside_of(number).filter(|entry| matches!(entry.event, Event::EntryCoSigned(_)))
    }

    fn beside_of(&self, number: EntryNumber) -> impl Iterator<Item = &'a Entry> {
        self.beside.get(&number).into_iter().flatten().copied()
    }
}

pub(crate) fn small(icon: &'static str, title: impl Into<Words>) -> Sheet {
    Sheet { small: true, ..blank(icon, title) }
}

/// What a signature says, in a word.
pub(crate) const fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Author => "author",
        Meaning::Reviewed => "reviewed",
        Meaning::Approved => "approved",
        Meaning::Witnessed => "witnessed",
        Meaning::Correction => "correction",
        Meaning::LateEntry => "author, late entry",
        Meaning::ClosureSignOff => "closure sign-off",
    }
}
