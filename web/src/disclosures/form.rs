//! The fields of a form by which something is given out: entries by their kind, documents, what is told; and how they are read.

use std::collections::BTreeSet;

use domain::disclosures::Chosen;
use domain::documents::Document;
use domain::entry::Entry;
use domain::ids::EntryNumber;
use domain::reports::ReportState;
use domain::sharing::{GivenBy, InfoKind};

use super::passages;
use crate::cases::head::CaseView;
use crate::cases::sheets::Teller;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;

/// What may be chosen: everything, or what a consent covers.
pub(super) struct Covers {
    pub(super) kinds: BTreeSet<InfoKind>,
    pub(super) ways: BTreeSet<GivenBy>,
}

impl Covers {
    pub(super) fn everything() -> Self {
        Self { kinds: InfoKind::ALL.into(), ways: GivenBy::ALL.into() }
    }
}

/// The field by which the client themselves is named.
const IDENTITY: &str = "identity_too";

fn of_kind(kind: InfoKind) -> String {
    format!("entries_{}[]", code(&kind))
}

/// What is given out and how.
pub(super) fn fields(person: &Person, view: &CaseView, form: &Filled, covers: &Covers) -> Vec<Field> {
    let teller = Teller::new(view, person);
    let identity = covers.kinds.contains(&InfoKind::Identity).then(|| identity(form));
    let entries = covers.kinds.iter().filter_map(|kind| entries(&teller, form, *kind));
    let mut fields: Vec<Field> = identity.into_iter().chain(entries).collect();
    if covers.kinds.contains(&InfoKind::Documents) {
        fields.extend(documents(view, form));
    }
    fields.extend(passages::fields(&teller, form, &ticked(form)));
    let ways: Vec<Choice> = covers.ways.iter().map(|way| Choice::new(code(way), way.word())).collect();
    fields.push(form.radios("by", "How it is given", &ways));
    if covers.ways.contains(&GivenBy::Told) {
        let kinds: Vec<Choice> = covers.kinds.iter().map(|kind| Choice::new(code(kind), kind.word())).collect();
        let inner = vec![
            form.area("told", "What is told").free().rows(4).written().max(20_000),
            form.checks("kinds[]", "What kind of information that is", &kinds).free(),
        ];
        let open = !form.value("told").is_empty() || form.is_wrong_at("told");
        fields.push(Field::fold("It is told by word of mouth", inner, open));
    }
    fields
}

/// That the client themselves is named.
fn identity(form: &Filled) -> Field {
    let line = Words::from("Give out: {kind}").with("kind", Words::from(InfoKind::Identity.word()));
    let all = Choice::new(IDENTITY, "Name, date of birth and how to reach them, with what must be kept to");
    let field = form.checks(IDENTITY, "The client", &[all]).free().hint("As their file says it when you sign.");
    Field::fold(line, vec![field], form.has(IDENTITY))
}

/// A form in which all is ticked that may be read and given out, but what is told.
pub(super) fn everything(view: &CaseView) -> Filled {
    let entries = InfoKind::ALL
        .into_iter()
        .flat_map(|kind| fitting(view, kind).map(move |entry| (of_kind(kind), entry.id.number.to_string())));
    let documents = standing(view).map(|document| ("documents[]".to_owned(), document.id.to_string()));
    let identity = (IDENTITY.to_owned(), IDENTITY.to_owned());
    entries.chain(documents).chain([identity]).fold(Filled::new(), |filled, (name, value)| filled.with(&name, value))
}

/// The entries of one kind that may be read and given out, the newest first.
fn fitting(view: &CaseView, kind: InfoKind) -> impl Iterator<Item = &Entry> {
    let sheets = view.seen.opened.sheets.iter().rev().filter_map(casework::house::Sheet::entry);
    sheets.filter(move |entry| {
        let known = view.file().disclosures.entry(entry.id.number).is_some_and(|(known, _)| known == kind);
        known && (kind != InfoKind::Reports || is_approved(view, entry.id.number))
    })
}

fn entries(teller: &Teller<'_>, form: &Filled, kind: InfoKind) -> Option<Field> {
    let choice = |entry: &Entry| {
        let words = Words::from("{title}, {when} (entry {n})")
            .with("title", teller.content(&entry.event).title)
            .with("when", when::when(entry.happened()))
            .with("n", entry.id.number.0);
        Choice::new(entry.id.number.to_string(), words)
    };
    let choices: Vec<Choice> = fitting(teller.view, kind).map(choice).collect();
    let line = Words::from("Give out: {kind} ({n})").with("kind", Words::from(kind.word())).with("n", choices.len());
    let open = form.has(&of_kind(kind));
    let field = |choices: &[Choice]| form.checks(&of_kind(kind), "Which", choices).free();
    (!choices.is_empty()).then(|| Field::fold(line, vec![field(&choices)], open))
}

/// The entries that are ticked.
fn ticked(form: &Filled) -> BTreeSet<EntryNumber> {
    let names = InfoKind::ALL.map(of_kind);
    names.iter().flat_map(|name| form.all(name)).filter_map(|entry| entry.parse().ok()).collect()
}

fn is_approved(view: &CaseView, entry: EntryNumber) -> bool {
    let mut reports = view.file().reports.all.iter();
    reports.any(|report| report.entry == entry && matches!(report.state, ReportState::Approved(..)))
}

fn standing(view: &CaseView) -> impl Iterator<Item = &Document> {
    view.file().documents.all.iter().filter(|document| document.stands())
}

fn documents(view: &CaseView, form: &Filled) -> Option<Field> {
    let choice = |document: &Document| {
        let latest = document.latest()?;
        let label = Words::from("{title}").with("title", latest.filed.about.title.reveal().to_owned());
        Some(Choice::new(document.id.to_string(), label))
    };
    let choices: Vec<Choice> = standing(view).filter_map(choice).collect();
    let line = Words::from("Give out: {kind} ({n})")
        .with("kind", Words::from(InfoKind::Documents.word()))
        .with("n", choices.len());
    let field = || {
        form.checks("documents[]", "Which", &choices)
            .free()
            .hint("They leave with the copy: you get one packed file with the paper and each document as it was filed.")
    };
    (!choices.is_empty()).then(|| Field::fold(line, vec![field()], form.has("documents[]")))
}

/// What was chosen and how it is given. What does not belong to that way is left out.
pub(super) fn read(reader: &mut Reader<'_>, sent: &Fields) -> Option<(Chosen, GivenBy)> {
    let by = reader.choice("by", decode::<GivenBy>)?;
    let chosen = match by {
        GivenBy::Told => Chosen {
            told: reader.narrative_or_none("told"),
            kinds: sent.all("kinds[]").filter_map(decode).collect(),
            ..Chosen::default()
        },
        GivenBy::Hand | GivenBy::Post | GivenBy::Email | GivenBy::Page | GivenBy::Package => {
            let names = InfoKind::ALL.map(of_kind);
            let entries = names.iter().flat_map(|name| sent.all(name)).filter_map(|entry| entry.parse().ok());
            let entries = entries.collect();
            let withheld = passages::read(sent, &entries);
            let documents = sent.all("documents[]").filter_map(|id| id.parse().ok());
            let identity = sent.has(IDENTITY);
            Chosen { entries, identity, documents: documents.collect(), withheld, ..Chosen::default() }
        }
    };
    reader.is_good().then_some((chosen, by))
}
