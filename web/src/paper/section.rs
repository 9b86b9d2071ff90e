//! The section of the documents of a case that lists its physical items.

use domain::ids::DossierId;
use domain::paper::PaperItem;
use domain::policy::Action;

use super::told;
use crate::cases::head::CaseView;
use crate::face::parts::Act;
use crate::face::prelude::*;
use crate::face::words::html_parts;
use crate::paths;
use crate::person::Person;

/// One item.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it is told in full.
    pub href: String,
    /// What it holds.
    pub title: Words,
    /// Where it is.
    pub state: State,
    /// What it is, and where it belongs.
    pub more: Words,
    /// The code on its label.
    pub label: Number,
    /// Its name by the convention.
    pub name: String,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// The physical items of a case.
#[derive(Debug, Template)]
#[template(path = "paper/section.html")]
pub struct Section {
    /// Those for which the case answers.
    pub here: Vec<Line>,
    /// Those that are not here any more, or never were.
    pub gone: Vec<Line>,
    /// Registering one, printing all labels.
    pub acts: Vec<Act>,
}

html_parts!(Section);

/// The section. To be called while a page is being built.
pub(crate) fn section(person: &Person, view: &CaseView) -> Section {
    let (here, gone): (Vec<&PaperItem>, Vec<&PaperItem>) =
        view.file().paper.all.iter().partition(|item| item.is_here());
    let line = |item: &&PaperItem| line(person, view, item);
    let case = view.id();
    let mut acts = Vec::new();
    if view.may(Action::RegisterPaper) {
        acts.push(Act::link("Register an item", paths::of_case(case, "paper/new")).icon("plus"));
    }
    if view.may(Action::PrintLabel) && 1 < here.len() {
        acts.push(Act::link("Print all labels", paths::of_case(case, "paper/labels")).plain().icon("print"));
    }
    Section { here: here.iter().map(line).collect(), gone: gone.iter().map(line).collect(), acts }
}

/// An item as a line of a list.
pub(crate) fn line(person: &Person, view: &CaseView, item: &PaperItem) -> Line {
    let title: Words = item.about.title.reveal().to_owned().into();
    let acts = acts(view, view.id(), item);
    Line {
        href: paths::paper(view.id(), item.id),
        state: told::state(item, |staff| view.staff_name(staff), person.voice().today),
        more: Words::from("{form}. {place}")
            .with("form", Words::from(item.about.form.word()))
            .with("place", told::place(&person.organisation, item.place)),
        label: Number::new(item.label),
        name: item.name.reveal().to_owned(),
        acts: acts.into_iter().map(|act| act.about(title.clone())).collect(),
        title,
    }
}

/// What can be done with an item, the usual next thing first.
pub(super) fn acts(view: &CaseView, case: DossierId, item: &PaperItem) -> Vec<Act> {
    let href = paths::paper(case, item.id);
    let mut acts = Vec::new();
    if item.is_here() && view.may(Action::HandlePaper) {
        acts.push(match item.out() {
            Some(_) => Act::link("Return", format!("{href}/return")),
            None => Act::link("Check out", format!("{href}/check-out")),
        });
    }
    if item.is_here() && view.may(Action::PrintLabel) {
        acts.push(Act::link("Print label", format!("{href}/label")).plain().icon("print"));
    }
    acts
}
