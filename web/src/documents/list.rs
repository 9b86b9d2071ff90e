//! The documents of a case in the order of their dates, and what is still missing (CM-4.2.4, RC-4.5a).

use axum::extract::Path;
use domain::documents::Document;
use domain::ids::DossierId;
use domain::policy::Action;

use super::{look, told};
use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::face::parts::{Act, Empty, Folder, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::paper::section::{Section, section};
use crate::paths;
use crate::person::Person;

/// One document.
#[derive(Debug, Clone)]
pub struct DocumentLine {
    /// What it is.
    pub title: Words,
    /// Type and dates.
    pub more: Words,
    /// Its name by the convention.
    pub name: String,
    /// What kind of file, how long, how many versions.
    pub file: Words,
    /// Whether it is marked, or above the usual level.
    pub states: Vec<State>,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /cases/{case}/documents`
#[derive(Debug, Template)]
#[template(path = "documents/list.html")]
pub struct DocumentsPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// Types of document that the programme asks for, and whether they are there.
    pub asked: Vec<(Words, State)>,
    /// Documents, the oldest first.
    pub documents: Vec<DocumentLine>,
    /// Those that were filed by mistake.
    pub mistakes: Vec<DocumentLine>,
    /// When there are none.
    pub empty: Option<Empty>,
    /// Folders, envelopes and other physical items.
    pub paper: Section,
}

/// `GET /cases/{case}/documents`
pub async fn show(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::ReadCase).await?;
    let rules = &person.organisation.rulebook;
    Ok(person.show("Documents", |frame| {
        let may_add = view.may(Action::FileDocument) && view.file().is_open();
        let add = || Act::link("Add documents", paths::of_case(case, "documents/new")).icon("upload");
        let (standing, mistakes): (Vec<&Document>, Vec<&Document>) =
            view.file().documents.in_order().into_iter().partition(|document| document.stands());
        let line = |document: &&Document| line(&person, &view, document);
        let empty = (standing.is_empty() && mistakes.is_empty()).then(|| {
            let words = "Letters, scans and photos are kept here, sealed, under names that are made for them.";
            let empty = Empty::new("No document was filed yet.", words);
            if may_add { empty.act(add().main()) } else { empty }
        });
        let shown_above = may_add && empty.is_none();
        DocumentsPage {
            folder: view.folder(&person, shown_above.then(|| add().main()).into_iter().collect()),
            tabs: view.tabs(At::Documents),
            asked: asked(&view, rules),
            documents: standing.iter().map(line).collect(),
            mistakes: mistakes.iter().map(line).collect(),
            empty,
            paper: section(&person, &view),
            frame,
        }
    }))
}

fn asked(view: &CaseView, rules: &domain::rulebook::Rulebook) -> Vec<(Words, State)> {
    let Some(opening) = &view.file().opening else { return Vec::new() };
    let missing = view.file().missing_documents(rules);
    let state = |code: &String| match missing.contains(code) {
        true => State::due("Missing"),
        false => State::done("There"),
    };
    let asked = rules.programme(&opening.opened.programme).required_documents;
    asked.iter().map(|code| (rules.documents.name_of(code).to_owned().into(), state(code))).collect()
}

/// A document as a line of a list.
pub(crate) fn line(person: &Person, view: &CaseView, document: &Document) -> DocumentLine {
    let rules = &person.organisation.rulebook.documents;
    let title: Words = document.about.title.reveal().to_owned().into();
    let latest = document.latest();
    let mut states = Vec::new();
    states.extend(document.withdrawn.as_ref().map(|_| State::overdue("Filed by mistake")));
    states.extend(document.awaits().then(|| State::due("Nobody has said what it is")));
    let level = latest.map(|latest| latest.level).filter(|level| domain::level::Level::Confidential < *level);
    states.extend(level.map(|level| State::note(level.word()).icon("lock")));
    let versions = i64::try_from(document.versions.len()).unwrap_or(i64::MAX);
    let file = latest.map(|latest| {
        let words = Words::from("{file}, filed {when}");
        let words = words.with("file", told::file(&latest.filed.file)).with("when", when::when(latest.at));
        match versions {
            1 => words,
            n => Words::from("{file}; {n} versions").with("file", words).with("n", n),
        }
    });
    let href = paths::document(view.id(), document.id);
    let mut acts = vec![Act::link("Details", href.clone()).plain()];
    if document.awaits() && view.may(Action::FileDocument) && view.file().is_open() {
        acts.insert(0, Act::link("Say what it is", format!("{href}/description")).icon("pen"));
    }
    if view.may(Action::ReadDocument) {
        let version = latest.map_or(1, |latest| latest.filed.version);
        let seen = latest.is_some_and(|latest| look::can_be_seen(latest.filed.file.media));
        let mut first = Vec::new();
        first.extend(seen.then(|| Act::link("Look at it", format!("{href}/look/{version}")).icon("read")));
        first.push(Act::link("Download", format!("{href}/files/{version}")).icon("download"));
        acts.splice(0..0, first);
    }
    DocumentLine {
        more: told::beneath(document, rules),
        name: document.name.reveal().to_owned(),
        file: file.unwrap_or_default(),
        states,
        acts: acts.into_iter().map(|act| act.about(title.clone())).collect(),
        title,
    }
}
