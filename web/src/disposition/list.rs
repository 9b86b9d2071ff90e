//! The lists, and what a new one would hold.

use axum::response::Response;
use casework::disposition::{Due, ListLine, due_files, lists, prepare_list};
use domain::disposition::ListedFile;
use domain::ids::EntryNumber;
use domain::policy::Action;
use domain::signature::Meaning;

use super::{PATH, path};
use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::parts::{Act, Empty, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::Fields;
use crate::person::Person;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// A list as a line.
#[derive(Debug, Clone)]
pub struct Line {
    /// Where it is.
    pub href: String,
    /// When it was prepared.
    pub title: Words,
    /// How far it is.
    pub state: State,
    /// How many files it has.
    pub more: Words,
}

/// `GET /records/lists`
#[derive(Debug, Template)]
#[template(path = "disposition/list.html")]
pub struct ListsPage {
    /// The frame.
    pub frame: Frame,
    /// The way to a new one.
    pub add: Option<Act>,
    /// The lists.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// `GET /records/lists`
pub async fn show(person: Person) -> Answer {
    let lists = lists(&person.ctx).await?;
    let prepares = person.ctx.may(Action::PrepareDisposition, None).await?;
    Ok(person.show("Files to be destroyed", |frame| page(&lists, prepares, frame)))
}

pub(super) fn page(lists: &[ListLine], prepares: bool, frame: Frame) -> ListsPage {
    ListsPage {
        add: prepares.then(|| Act::link("Prepare a list", format!("{PATH}/new")).main()),
        none: lists.is_empty().then(|| {
            Empty::new(
                "No list was prepared yet.",
                "Files that are due by the schedule are destroyed only by a list that two people approve.",
            )
        }),
        lines: lists.iter().map(line).collect(),
        frame,
    }
}

fn line(one: &ListLine) -> Line {
    let card = &one.card;
    let state = match (one.state.as_str(), card.approved) {
        ("open", None) => State::due("Waits for approval"),
        ("open", Some(_)) => State::due("Approved, rests"),
        ("ordered", _) => State::due("Is being destroyed"),
        ("beyond", _) => {
            State::done(Words::count("{n} file beyond recovery", "{n} files beyond recovery", card.destroyed))
        }
        ("done", _) => State::done(Words::count("{n} file destroyed", "{n} files destroyed", card.destroyed)),
        _ => State::plain("Withdrawn"),
    };
    Line {
        href: path(one.list, ""),
        title: Words::from("List of {when}").with("when", when::when(card.prepared)),
        state,
        more: Words::count("{n} file", "{n} files", card.files),
    }
}

/// A file in one line: class, rule, days.
pub(super) fn about(listed: &ListedFile) -> Words {
    Words::from("{class}. Counted from {from}, kept until {until}.")
        .with("class", listed.term.class.name.clone())
        .with("from", when::plain_day(listed.term.from))
        .with("until", when::plain_day(listed.term.until))
}

fn prepare_page(person: &Person, due: &Due, filled: Filled) -> Response {
    here::show(person, filled, EntryNumber::NONE, Challenge::Always, |_| Asks {
        title: "Prepare a list",
        heading: "Prepare a list of files to be destroyed".into(),
        lead: lead(due),
        about: facts(due),
        action: PATH.to_owned(),
        fields: Vec::new(),
        act: if due.files.is_empty() { "" } else { "Sign the list" },
        back: Link::new(PATH, "Back to the lists"),
    })
}

fn lead(due: &Due) -> Words {
    match due.files.len() {
        0 => "No file is due by the schedule that could stand on a list.".into(),
        n => Words::count(
            "{n} file is due by the schedule and not held. With your signature you say: this list is complete as it was computed. Two others have to approve it.",
            "{n} files are due by the schedule and not held. With your signature you say: this list is complete as it was computed. Two others have to approve it.",
            i64::try_from(n).unwrap_or(i64::MAX),
        ),
    }
}

fn facts(due: &Due) -> Pairs {
    let mut facts = Pairs::new();
    for listed in &due.files {
        facts = facts.with(listed.number.clone(), about(listed));
    }
    let count =
        |facts: Pairs, n: usize, term: &'static str| if n == 0 { facts } else { facts.with(term, n.to_string()) };
    facts = count(facts, due.held, "Due, but held");
    facts = count(facts, due.listed, "Due, and on a list that is open");
    if due.more {
        facts.with("More", "One list holds so many files at most; prepare another one afterwards.")
    } else {
        facts
    }
}

/// `GET /records/lists/new`
pub async fn new(person: Person) -> Answer {
    let due = due_files(&person.ctx).await?;
    Ok(prepare_page(&person, &due, Filled::new()))
}

/// `POST /records/lists`
pub async fn create(person: Person, sent: Fields) -> Answer {
    person.ctx.permit(Action::PrepareDisposition, None).await?;
    match prepare_list(&person.ctx, signing(&sent, Meaning::Author)).await {
        Ok(entry) => go(&Done::LIST_PREPARED.at(&path(entry.dossier, ""))),
        Err(failure) => {
            let filled = here::refused(&sent, failure, |_| None)?;
            let due = due_files(&person.ctx).await?;
            Ok(prepare_page(&person, &due, filled))
        }
    }
}
