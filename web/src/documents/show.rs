//! One document: what it is, its versions, and what can be done with it.

use axum::extract::Path;
use domain::documents::{Document, Version, Way};
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::policy::Action;

use super::{look, told};
use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::face::parts::{Act, Folder, Pairs, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;

/// One version.
#[derive(Debug, Clone)]
pub struct VersionLine {
    /// "Version 2".
    pub title: Words,
    /// What kind of file it is, and who filed it when.
    pub more: Words,
    /// Its name by the convention of that day.
    pub name: String,
    /// What an antivirus program said.
    pub scanned: State,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /cases/{case}/documents/{document}`
#[derive(Debug, Template)]
#[template(path = "documents/show.html")]
pub struct DocumentPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// What it is.
    pub title: Words,
    /// Whether it is marked, or above the usual level.
    pub states: Vec<State>,
    /// Why it is marked as a mistake.
    pub mistake: Words,
    /// Type, dates, name.
    pub facts: Pairs,
    /// The versions, the latest first.
    pub versions: Vec<VersionLine>,
    /// What can be done with the whole.
    pub acts: Vec<Act>,
}

/// `GET /cases/{case}/documents/{document}`
pub async fn show(person: Person, Path((case, document)): Path<(String, String)>) -> Answer {
    let (case, document): (DossierId, ItemId) = (id(&case)?, id(&document)?);
    let view = CaseView::open(&person, case, Action::ReadDocument).await?;
    let found = view.file().documents.find(document).ok_or(Problem::Missing)?;
    let rules = &person.organisation.rulebook.documents;
    Ok(person.show("Document", |frame| {
        let href = paths::document(case, document);
        let mut acts = vec![Act::link("All documents", paths::of_case(case, "documents")).plain().icon("back")];
        if view.may(Action::FileDocument) && view.file().is_open() && found.stands() {
            acts.push(match found.awaits() {
                true => Act::link("Say what it is", format!("{href}/description")).main().icon("pen"),
                false => Act::link("Correct", format!("{href}/correction")).icon("pen"),
            });
            acts.push(Act::link("Filed by mistake", format!("{href}/mistake")).plain());
        }
        let latest = found.latest();
        let level = latest.map(|latest| latest.level).filter(|level| Level::Confidential < *level);
        let mut states: Vec<State> = found.withdrawn.iter().map(|_| State::overdue("Filed by mistake")).collect();
        states.extend(found.awaits().then(|| State::due("Nobody has said what it is")));
        states.extend(level.map(|level| State::note(level.word()).icon("lock")));
        DocumentPage {
            folder: view.folder(&person, Vec::new()),
            tabs: view.tabs(At::Documents),
            title: found.about.title.reveal().to_owned().into(),
            states,
            mistake: found.withdrawn.as_ref().map(|why| why.reveal().to_owned().into()).unwrap_or_default(),
            facts: facts(found, rules),
            versions: found.versions.iter().rev().map(|version| line(&view, found, version)).collect(),
            acts,
            frame,
        }
    }))
}

fn facts(document: &Document, rules: &domain::documents::DocumentRules) -> Pairs {
    let about = &document.about;
    Pairs::new()
        .with("Type", rules.name_of(&about.kind).to_owned())
        .with("Date on it", when::full_day(about.dated))
        .with("Received", when::full_day(about.received))
        .with("Number in the case", document.serial.to_string())
        .with("Name", document.name.reveal().to_owned())
}

fn line(view: &CaseView, document: &Document, version: &Version) -> VersionLine {
    let filed = &version.filed;
    let title = Words::from("Version {n}").with("n", filed.version);
    let more = match filed.file.way {
        Way::Added => Words::from("{file}, filed {when} by {who}").with("who", view.staff_name(version.by)),
        way => Words::from("{file}, filed {when} by itself. {way}").with("way", Words::from(way.word())),
    };
    let more = more.with("file", told::file(&filed.file)).with("when", when::when(version.at));
    let original = filed.file.original.as_ref().map(|name| name.reveal().to_owned());
    let more = match original {
        Some(original) => Words::from("{more}; it came as “{name}”").with("more", more).with("name", original),
        None => more,
    };
    let href = paths::document(view.id(), document.id);
    let seen = look::can_be_seen(filed.file.media);
    let mut acts = Vec::new();
    acts.extend(seen.then(|| Act::link("Look at it", format!("{href}/look/{}", filed.version)).icon("read")));
    acts.push(Act::link("Download", format!("{href}/files/{}", filed.version)).icon("download"));
    acts.push(Act::link("Entry", paths::entry(view.id(), version.entry)).plain());
    VersionLine {
        more,
        name: filed.name.reveal().to_owned(),
        scanned: told::scanned(&filed.file),
        acts: acts.into_iter().map(|act| act.about(title.clone())).collect(),
        title,
    }
}
