//! One physical item: what it is, where it is, its custody, and what can be done with it.

use axum::extract::Path;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::paper::{Link as Custody, PaperItem};
use domain::policy::Action;

use super::{section, told};
use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::face::parts::{Act, Folder, Pairs, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;

/// One link of the custody.
#[derive(Debug, Clone)]
pub struct CustodyLine {
    /// What was done.
    pub what: Words,
    /// What was written with it.
    pub written: Words,
    /// Who signed, and when.
    pub more: Words,
    /// The way to its entry.
    pub entry: Act,
}

/// `GET /cases/{case}/paper/{item}`
#[derive(Debug, Template)]
#[template(path = "paper/show.html")]
pub struct PaperPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// What it holds.
    pub title: Words,
    /// Where it is, and whether it is above the usual level.
    pub states: Vec<State>,
    /// Label, name, form, place.
    pub facts: Pairs,
    /// What can be done.
    pub acts: Vec<Act>,
    /// Its custody, the latest link first.
    pub custody: Vec<CustodyLine>,
}

/// `GET /cases/{case}/paper/{item}`
pub async fn show(person: Person, Path((case, item)): Path<(String, String)>) -> Answer {
    let (case, item): (DossierId, ItemId) = (id(&case)?, id(&item)?);
    let view = CaseView::open(&person, case, Action::ReadDocument).await?;
    let found = view.file().paper.find(item).ok_or(Problem::Missing)?;
    Ok(person.show("Physical item", |frame| {
        let mut states = vec![told::state(found, |staff| view.staff_name(staff), person.voice().today)];
        let level = Some(found.level).filter(|level| Level::Confidential < *level);
        states.extend(level.map(|level| State::note(level.word()).icon("lock")));
        PaperPage {
            folder: view.folder(&person, Vec::new()),
            tabs: view.tabs(At::Documents),
            title: found.about.title.reveal().to_owned().into(),
            states,
            facts: facts(&person, found),
            acts: acts(&view, found),
            custody: found.chain.iter().rev().map(|link| line(&person, &view, link)).collect(),
            frame,
        }
    }))
}

fn facts(person: &Person, item: &PaperItem) -> Pairs {
    let place = person.organisation.places.find(item.place);
    let facts = Pairs::new()
        .with("Label", item.label.to_string())
        .with("What it is", item.about.form.word())
        .with("Belongs to", told::place(&person.organisation, item.place))
        .with("Locked", place.map(|place| place.about.lock.reveal().to_owned()).unwrap_or_default())
        .with("Number in the case", item.serial.to_string())
        .with("Name", item.name.reveal().to_owned());
    match item.out() {
        Some(out) => facts.with("Out for", out.purpose.reveal().to_owned()),
        None => facts,
    }
}

fn acts(view: &CaseView, item: &PaperItem) -> Vec<Act> {
    let href = paths::paper(view.id(), item.id);
    let back = Act::link("All documents and items", paths::of_case(view.id(), "documents")).plain().icon("back");
    let mut acts = vec![back];
    acts.extend(section::acts(view, view.id(), item));
    let rests = item.is_here() && item.out().is_none();
    let mut add = |may: Action, label: &'static str, part: &str| {
        if rests && view.may(may) {
            acts.push(Act::link(label, format!("{href}/{part}")).plain());
        }
    };
    add(Action::HandlePaper, "Move", "move");
    add(Action::RegisterPaper, "Correct", "correction");
    add(Action::EndPaper, "Handed over or shredded", "departure");
    add(Action::RegisterPaper, "Registered by mistake", "mistake");
    acts
}

fn line(person: &Person, view: &CaseView, link: &Custody) -> CustodyLine {
    let (what, written) = told::link(&link.event, person, |staff| view.staff_name(staff));
    let more = Words::from("{who}, {when}").with("who", view.staff_name(link.by)).with("when", when::when(link.at));
    let entry = Act::link("Entry", paths::entry(view.id(), link.entry)).plain().about(what.clone());
    CustodyLine { what, written, more, entry }
}
