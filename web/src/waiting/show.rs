//! What the client of a case waits for: since when, what was offered, and the times that suit.

use axum::extract::Path;
use casework::waiting::{FreedTime, Suiting, suiting};
use domain::cases::CaseFile;
use domain::ids::DossierId;
use domain::policy::Action;
use domain::waiting::{FreeTime, Waits};

use super::{new, offering, path, told};
use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::face::parts::{Act, Empty, Folder, Pairs, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;

/// A time that suits.
#[derive(Debug, Clone)]
pub struct TimeLine {
    /// When.
    pub when: Words,
    /// With whom.
    pub who: Words,
    /// Whether it is free again, and who comes first.
    pub state: Option<State>,
    /// The way to offer it.
    pub act: Option<Act>,
}

/// `GET /cases/{case}/waiting`
#[derive(Debug, Template)]
#[template(path = "waiting/case.html")]
pub struct CasePage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// Said while the client does not wait.
    pub none: Option<Empty>,
    /// What they wait for.
    pub wish: Pairs,
    /// How to take them off the list.
    pub acts: Vec<Act>,
    /// Times that suit.
    pub times: Vec<TimeLine>,
    /// What was offered, the latest first.
    pub offers: Vec<Words>,
}

/// `GET /cases/{case}/waiting`
pub async fn show(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let seen = person.ctx.view::<CaseFile>(Action::BookSession, case).await?;
    let suits = suiting(&person.ctx, &seen).await?;
    let view = CaseView::of(&person, seen).await?;
    Ok(person.show("Waiting list", |frame| page(&person, &view, &suits, frame)))
}

fn page(person: &Person, view: &CaseView, suits: &Suiting, frame: Frame) -> CasePage {
    let case = view.id();
    let (folder, tabs) = (view.folder(person, Vec::new()), view.tabs(At::Sessions));
    let Some(waits) = &view.file().waiting.now else {
        let put = Act::link("Put on the waiting list", new(case)).main().icon("waiting");
        let none = Empty::new(
            "This client is not on the waiting list.",
            "Whoever waits is offered times that become free when others cancel.",
        );
        let none = Some(none.act(put)).filter(|_| view.file().is_open());
        return CasePage {
            none: none.or_else(|| Some(Empty::new("This client is not on the waiting list.", ""))),
            wish: Pairs::new(),
            acts: Vec::new(),
            times: Vec::new(),
            offers: Vec::new(),
            folder,
            tabs,
            frame,
        };
    };
    let name = |staff| view.staff_name(staff);
    CasePage {
        none: None,
        wish: wish(person, view, waits),
        acts: vec![Act::link("Take off the list", format!("{}/ending", path(case)))],
        times: times(case, suits, name),
        offers: waits.offers.iter().rev().map(|offer| told::offered(offer, name)).collect(),
        folder,
        tabs,
        frame,
    }
}

fn wish(person: &Person, view: &CaseView, waits: &Waits) -> Pairs {
    let booked: Words = match view.file().sessions.standing(None, person.now()) {
        Some(slot) => when::when(slot.starts).into(),
        None => "None".into(),
    };
    let facts = Pairs::new()
        .with("Waits for", told::wish(&waits.wish, &view.staff))
        .with(
            "Since",
            Words::from("{when}, {time}")
                .with("when", when::when(waits.since))
                .with("time", when::length(person.now().seconds_since(waits.since))),
        )
        .with("How soon", waits.wish.urgency.word())
        .with("Session that is booked", booked);
    match &view.file().waiting.note {
        Some(note) => facts.with("In words", note.reveal().to_owned()),
        None => facts,
    }
}

pub(super) fn times(case: DossierId, suits: &Suiting, name: impl Fn(domain::ids::StaffId) -> String) -> Vec<TimeLine> {
    let act = |time: FreeTime| Act::link("Offer", offering(case, time)).about(told::time(time));
    let line = |time: FreeTime, state, act| TimeLine {
        when: told::time(time),
        who: name(time.staff).into(),
        state: Some(state),
        act,
    };
    let freed = |freed: &FreedTime| {
        let time = freed.time;
        match (freed.kept, freed.before) {
            (Some(until), _) => {
                let words = Words::from("Kept for somebody else until {when}").with("when", when::when(until));
                line(time, State::due(words).icon("clock"), None)
            }
            (None, 0) => line(time, State::done("Free again, comes first"), Some(act(time))),
            (None, n) => {
                let words = Words::count("Free again, {n} comes before", "Free again, {n} come before", n);
                line(time, State::note(words), Some(act(time)))
            }
        }
    };
    let free = |time: &FreeTime| line(*time, State::plain("Free"), Some(act(*time)));
    let mut times: Vec<TimeLine> = suits.freed.iter().map(freed).chain(suits.free.iter().map(free)).collect();
    if let Some(act) = times.iter_mut().find_map(|line| line.act.as_mut()) {
        *act = act.clone().main();
    }
    times
}
