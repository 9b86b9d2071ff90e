//! The sessions of a case: what is booked, what was held.

use axum::extract::Path;
use domain::ids::DossierId;
use domain::policy::Action;
use domain::sessions::Past;
use domain::slots::SlotState;

use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::face::parts::{Act, Empty, Folder, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::feeds::appointment::address;
use crate::hours;
use crate::missed::{attempt, tries};
use crate::paths;
use crate::person::Person;
use crate::sessions::series::{agreed, theirs, turn};

/// One session.
#[derive(Debug, Clone)]
pub struct Line {
    /// When.
    pub when: Words,
    /// With whom, where, how long.
    pub more: Words,
    /// How it stands.
    pub state: State,
    /// What reminders came to, once one was due.
    pub reminded: Option<Words>,
    /// What was tried after it was missed.
    pub tried: Vec<Words>,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /cases/{case}/sessions`
#[derive(Debug, Template)]
#[template(path = "sessions/list.html")]
pub struct SessionsPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// Booked, the next first.
    pub booked: Vec<Line>,
    /// Held, the latest first.
    pub held: Vec<Line>,
    /// Missed or cancelled, the latest first.
    pub missed: Vec<Line>,
    /// When nothing is booked.
    pub none: Option<Empty>,
    /// The groups to which the client belongs.
    pub groups: Vec<Link>,
}

/// `GET /cases/{case}/sessions`
pub async fn show(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::ReadCase).await?;
    let groups = casework::groups::groups_of(&person.ctx, view.file()).await?;
    Ok(person.show("Sessions", |frame| {
        let may_book = view.may(Action::BookSession) && view.file().is_open();
        let book = may_book.then(|| Act::link("Book a session", paths::of_case(case, "sessions/new")).icon("plus"));
        let series = may_book.then(|| Act::link("Book a series", paths::of_case(case, "series/new")).icon("calendar"));
        let waits = (may_book && view.file().waiting.now.is_none())
            .then(|| Act::link("Put on the waiting list", crate::waiting::new(case)).icon("waiting"));
        let sessions = &view.file().sessions;
        let mut slots: Vec<_> = sessions.booked.iter().collect();
        slots.sort_by_key(|slot| slot.starts);
        let booked: Vec<Line> =
            slots.into_iter().enumerate().map(|(at, slot)| booked(&person, &view, slot, at == 0)).collect();
        let why = sessions.none_because.as_ref();
        let none = booked.is_empty().then(|| match why {
            Some(why) => {
                Empty::new("No session is booked.", Words::from("Noted reason: {why}").with("why", why.reveal()))
            }
            None => {
                Empty::new("No session is booked.", "After each session the next one is booked, or a reason is given.")
            }
        });
        SessionsPage {
            folder: view.folder(&person, book.into_iter().chain(series).chain(waits).collect()),
            tabs: view.tabs(At::Sessions),
            held: sessions.held.iter().rev().map(|held| self::held(&view, held)).collect(),
            missed: missed(&person, &view),
            groups: groups
                .iter()
                .map(|(group, card)| Link::new(crate::groups::path(*group, ""), card.name.clone()))
                .collect(),
            booked,
            none,
            frame,
        }
    }))
}

/// Only the next one asks for something now; of a series the others stand back.
fn booked(person: &Person, view: &CaseView, slot: &domain::sessions::Slot, next: bool) -> Line {
    let over = slot.ends() <= person.now();
    let href = paths::session(view.id(), slot.id);
    let mut acts = Vec::new();
    if view.may(Action::RecordSession) {
        let label = if over { "Write note" } else { "Get ready" };
        let act = Act::link(label, href.clone());
        acts.push(if next || over { act.main() } else { act });
    }
    if view.may(Action::BookSession) {
        if !over && view.file().to_give(slot.id).next().is_some() {
            acts.push(Act::link("Remind the client", crate::reminders::give::path(view.id(), slot.id)).plain());
        }
        acts.push(Act::link("Not held or moved", format!("{href}/missed")).plain());
        if 1 < view.file().sessions.following(slot.id).len() {
            acts.push(Act::link("This and the following", format!("{href}/following")).plain());
        }
    }
    if !over && view.may(Action::GiveAppointment) {
        acts.push(Act::link("Calendar file for the client", address(view.id(), slot.id)).plain().icon("download"));
    }
    let how = Words::from("{who}, {place}, {n} minutes")
        .with("who", view.staff_name(slot.staff))
        .with("place", hours::place(person, slot))
        .with("n", u32::from(slot.minutes));
    let beside = [view.file().sessions.series.turn(slot.id).map(turn), agreed(person, slot), theirs(view, slot.starts)]
        .into_iter()
        .flatten();
    Line {
        when: when::when(slot.starts).into(),
        more: beside.fold(how, |said, next| Words::from("{said}, {next}").with("said", said).with("next", next)),
        state: if over { State::overdue("Note missing") } else { State::plain(when::away(slot.starts)) },
        reminded: crate::reminders::stands(view.file().reminders.of(slot.id)),
        tried: Vec::new(),
        acts,
    }
}

/// What was missed or cancelled; what was moved stands at its new time.
fn missed(person: &Person, view: &CaseView) -> Vec<Line> {
    let file = view.file();
    let rules = &person.organisation.rulebook;
    let follow_up = file.follow_up(rules).map(|found| found.missed.slot.id);
    let line = |past: &Past| {
        let state = match past.state(rules.late_cancel_hours) {
            SlotState::NoShow => State::due("Did not come").icon("late"),
            SlotState::CancelledLate => State::due("Cancelled late").icon("close"),
            SlotState::Cancelled => State::plain(past.not_held?.word()).icon("close"),
            SlotState::Booked | SlotState::Held | SlotState::Moved | SlotState::Away => return None,
        };
        let follows = follow_up == Some(past.slot.id) && view.may(Action::BookSession);
        let act = follows.then(|| Act::link("Follow up", attempt::path(view.id(), past.slot.id)).main());
        Some(Line {
            when: when::when(past.slot.starts).into(),
            more: view.staff_name(past.slot.staff).into(),
            state,
            reminded: crate::reminders::stands(file.reminders.of(past.slot.id)),
            tried: tries(past, view),
            acts: act.into_iter().collect(),
        })
    };
    file.sessions.past.iter().rev().filter_map(line).collect()
}

fn held(view: &CaseView, held: &domain::sessions::Held) -> Line {
    Line {
        when: when::when(held.at).into(),
        more: Words::from("{place}, {n} minutes")
            .with("place", Words::from(held.session.place.word()))
            .with("n", u32::from(held.session.minutes)),
        state: State::done(Words::from("Held, entry {n}").with("n", held.entry.0)),
        reminded: None,
        tried: Vec::new(),
        acts: vec![Act::link("Read note", paths::entry(view.id(), held.entry)).plain()],
    }
}
