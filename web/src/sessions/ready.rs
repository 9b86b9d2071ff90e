//! Ready for the session: last note, goals, promises, what is missing. Opening it is recorded, and proves that notes and goals were reviewed (FS-4.2.1).

use domain::duties;
use domain::duties::DutyKind;

use crate::cases::head::CaseView;
use crate::cases::sheets::Teller;
use crate::cases::show::goals;
use crate::face::parts::{Goal, Sheet, Todo};
use crate::face::prelude::*;
use crate::person::Person;
use crate::today::pages::{address, wording};

/// Something that is missing or due.
#[derive(Debug, Clone)]
pub struct Missing {
    /// Its hue and icon.
    pub state: State,
    /// What, with a link.
    pub link: Link,
}

/// What to know before the session.
#[derive(Debug, Clone)]
pub struct Ready {
    /// When the page was opened, in words.
    pub opened: Words,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// What was promised and is open.
    pub promised: Vec<Todo>,
    /// Open goals with their trend.
    pub goals: Vec<Goal>,
    /// The last notes, newest first: of the last session and of contacts since.
    pub notes: Vec<Sheet>,
}

/// Puts together what to know. To be called while a page is being built.
pub(crate) fn ready(person: &Person, view: &CaseView) -> Ready {
    let teller = Teller::new(view, person);
    let open: Vec<_> = view.file().contacts.open_actions().map(|action| action.item.clone()).collect();
    Ready {
        opened: Words::from("Opened {when}, on record").with("when", crate::face::when::clock(person.now())),
        missing: missing(person, view),
        promised: teller.todos(&open),
        goals: goals(view),
        notes: notes(&teller),
    }
}

fn missing(person: &Person, view: &CaseView) -> Vec<Missing> {
    let now = person.now();
    let soon = now.plus_seconds(14 * 86_400);
    let skipped = [DutyKind::ActionItem, DutyKind::SessionNote, DutyKind::Flag];
    let list = duties::of_case(view.file(), &person.organisation.rulebook);
    let due = list.iter().filter(|duty| duty.raised <= now && duty.due <= soon && !skipped.contains(&duty.kind));
    let line = |duty: &duties::Duty| Missing {
        state: State::limit(duty.due),
        link: Link::new(address(duty.kind, view.id(), duty.item), wording(duty.kind).0),
    };
    due.map(line).collect()
}

fn notes(teller: &Teller<'_>) -> Vec<Sheet> {
    let view = teller.view;
    let sheets = view.seen.opened.sheets.iter().rev().filter_map(casework::house::Sheet::entry);
    let told = sheets.filter(|entry| {
        matches!(entry.event, domain::event::Event::SessionRecorded(_) | domain::event::Event::ContactLogged(_))
    });
    let small = |entry| Sheet { small: true, ..teller.sheet(entry) };
    told.take(2).map(small).collect()
}
