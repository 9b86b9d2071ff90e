//! The fields of a form by which something is given out: entries by their kind, documents, what is told; and how they are read.

use std::collections::BTreeSet;

use domain::disclosures::Chosen;
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

fn of_kind(kind: InfoKind) -> String {
    format!("entries_{}[]", code(&kind))
}

/// What is given out and how.
pub(super) fn fields(person: &Person, view: &CaseView, form: &Filled, covers: &Covers) -> Vec<Field> {
    let teller = Teller::new(view, person);
    let mut fields: Vec<Field> = covers.kinds.iter().filter_map(|kind| entries(&teller, form, *kind)).collect();
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

/// The entries of one kind that may be read and given out, the newest first.
fn entries(teller: &Teller<'_>, form: &Filled, kind: InfoKind) -> Option<Field> {
    let file = teller.view.file();
    let sheets = teller.view.seen.opened.sheets.iter().rev().filter_map(casework::house::Sheet::entry);
    let fits = |entry: &&Entry| {
        let known = file.disclosures.entry(entry.id.number).is_some_and(|(known, _)| known == kind);
        known && (kind != InfoKind::Reports || is_approved(teller.view, entry.id.number))
    };
    let choice = |entry: &Entry| {
        let words = Words::from("{title}, {when} (entry {n})")
            .with("title", teller.content(&entry.event).title)
            .with("when", when::when(entry.happened()))
            .with("n", entry.id.number.0);
        Choice::new(entry.id.number.to_string(), words)
    };
    let choices: Vec<Choice> = sheets.filter(fits).map(choice).collect();
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

fn documents(view: &CaseView, form: &Filled) -> Option<Field> {
    let standing = view.file().documents.all.iter().filter(|document| document.stands());
    let choice = |document: &domain::documents::Document| {
        let latest = document.latest()?;
        let label = Words::from("{title}").with("title", latest.filed.about.title.reveal().to_owned());
        Some(Choice::new(document.id.to_string(), label))
    };
    let choices: Vec<Choice> = standing.filter_map(choice).collect();
    let line = Words::from("Give out: {kind} ({n})")
        .with("kind", Words::from(InfoKind::Documents.word()))
        .with("n", choices.len());
    let field = || {
        form.checks("documents[]", "Which", &choices)
            .free()
            .hint("They are named on the copy. Print or attach each of them yourself; the page of this disclosure leads to them.")
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
        GivenBy::Hand | GivenBy::Post | GivenBy::Email => {
            let names = InfoKind::ALL.map(of_kind);
            let entries = names.iter().flat_map(|name| sent.all(name)).filter_map(|entry| entry.parse().ok());
            let entries = entries.collect();
            let withheld = passages::read(sent, &entries);
            let documents = sent.all("documents[]").filter_map(|id| id.parse().ok());
            Chosen { entries, documents: documents.collect(), withheld, ..Chosen::default() }
        }
    };
    reader.is_good().then_some((chosen, by))
}
