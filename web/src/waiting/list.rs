//! The list for everybody who books sessions: the times that are free again with those whom they fit, and everybody who waits.

use axum::response::Response;
use casework::waiting::{Fitting, Freed, InLine, WaitingList, waiting_list};
use domain::ids::StaffId;
use domain::time::Instant;
use domain::waiting::Urgency;

use super::{offering, path, told};
use crate::answer::Answer;
use crate::face::parts::{Act, Empty};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{code, decode};
use crate::guard::Query;
use crate::person::Person;
use crate::staff::name_of;

/// Which of those who wait are listed.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Wanted {
    #[serde(default)]
    whose: String,
    #[serde(default)]
    urgency: String,
}

impl Wanted {
    fn mine(&self) -> bool {
        self.whose == "mine"
    }

    fn urgency(&self) -> Option<Urgency> {
        decode(&self.urgency)
    }

    fn address(mine: bool, urgency: Option<Urgency>) -> String {
        let whose = if mine { "mine" } else { "all" };
        let urgency = urgency.map(|urgency| format!("&urgency={}", code(&urgency))).unwrap_or_default();
        format!("{}?whose={whose}{urgency}", super::PATH)
    }
}

/// What can be left out.
#[derive(Debug, Clone)]
pub struct Way {
    /// "Mine".
    pub label: Words,
    /// Its address.
    pub href: String,
    /// Whether it is shown.
    pub current: bool,
}

/// Somebody whom a time fits.
#[derive(Debug, Clone)]
pub struct FitLine {
    /// Where what they wait for stands.
    pub href: String,
    /// The client or case.
    pub number: Number,
    /// The client.
    pub name: Name,
    /// How soon they need it.
    pub state: State,
    /// Since when they wait, and how many come before.
    pub more: Words,
    /// The way to offer it.
    pub act: Option<Act>,
}

/// A time that is free again.
#[derive(Debug, Clone)]
pub struct FreedLine {
    /// Names its heading.
    pub id: String,
    /// When.
    pub when: Words,
    /// With whom, and in which room.
    pub who: Words,
    /// That it is kept for somebody.
    pub kept: Option<State>,
    /// Whom it fits, in their turn.
    pub fits: Vec<FitLine>,
    /// Whom else it fits, or that it fits nobody.
    pub more: Words,
}

/// Somebody who waits.
#[derive(Debug, Clone)]
pub struct WaitLine {
    /// Where it stands.
    pub href: String,
    /// The client or case.
    pub number: Number,
    /// The client.
    pub name: Name,
    /// How soon they need it.
    pub state: State,
    /// Since when they wait, and who carries the case.
    pub since: Words,
    /// What for.
    pub wish: Words,
    /// What is booked already, and what was offered last.
    pub more: Words,
}

/// `GET /waiting`
#[derive(Debug, Template)]
#[template(path = "waiting/list.html")]
pub struct ListPage {
    /// The frame.
    pub frame: Frame,
    /// The times that are free again.
    pub freed: Vec<FreedLine>,
    /// Said while there is none.
    pub none_freed: Option<Empty>,
    /// Whose are listed.
    pub whose: Vec<Way>,
    /// How soon.
    pub urgencies: Vec<Way>,
    /// Who waits.
    pub lines: Vec<WaitLine>,
    /// Said while nobody is listed.
    pub none: Option<Empty>,
    /// How many wait in cases of others.
    pub others: Words,
}

/// `GET /waiting`
pub async fn show(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let list = waiting_list(&person.ctx).await?;
    Ok(shown(&person, &list, &wanted))
}

fn shown(person: &Person, list: &WaitingList, wanted: &Wanted) -> Response {
    let (me, now) = (person.card.id, person.now());
    person.show("Waiting list", |frame| page(list, wanted, (me, now), frame))
}

pub(super) fn page(list: &WaitingList, wanted: &Wanted, (me, now): (StaffId, Instant), frame: Frame) -> ListPage {
    let (mine, urgency) = (wanted.mine(), wanted.urgency());
    let is_mine = |line: &InLine| line.worker == Some(me) || line.waits.wish.with == Some(me);
    let listed =
        |line: &&InLine| (!mine || is_mine(line)) && urgency.is_none_or(|urgency| line.waits.wish.urgency == urgency);
    let lines: Vec<WaitLine> = list.lines.iter().filter(listed).map(|line| wait_line(list, line, now)).collect();
    let whose = |label: &'static str, of: bool| Way {
        label: label.into(),
        href: Wanted::address(of, urgency),
        current: of == mine,
    };
    let how_soon = |of: Option<Urgency>| Way {
        label: of.map_or("However soon", Urgency::word).into(),
        href: Wanted::address(mine, of),
        current: of == urgency,
    };
    let mut freed: Vec<FreedLine> =
        list.freed.iter().enumerate().map(|(n, freed)| freed_line(list, n, freed, now)).collect();
    // the first that can be offered is the next thing to do
    let first = freed.iter_mut().flat_map(|freed| &mut freed.fits).find_map(|fits| fits.act.as_mut());
    if let Some(act) = first {
        *act = act.clone().main();
    }
    ListPage {
        freed,
        none_freed: list.freed.is_empty().then(|| {
            Empty::new("No time has become free.", "When a session is cancelled or moved, its time stands here.")
        }),
        whose: vec![whose("Everybody", false), whose("Mine", true)],
        urgencies: [None].into_iter().chain(Urgency::ALL.map(Some)).map(how_soon).collect(),
        none: lines.is_empty().then(|| match list.lines.is_empty() {
            true => Empty::new(
                "Nobody whom you may see waits.",
                "A client is put on the list in their case, beside the sessions.",
            ),
            false => Empty::new("Nobody of these waits.", "Choose others above."),
        }),
        lines,
        others: match list.others {
            0 => Words::default(),
            n => Words::count("{n} more client of colleagues waits.", "{n} more clients of colleagues wait.", n),
        },
        frame,
    }
}

fn named(line: &InLine) -> (Number, Name) {
    match &line.client {
        Some(client) => (Number::new(&client.number), Name::new(client.full_name())),
        None => (Number::new(&line.number), Name::default()),
    }
}

fn freed_line(list: &WaitingList, n: usize, freed: &Freed, now: Instant) -> FreedLine {
    let room = freed.room.and_then(|room| list.rooms.find(room));
    let name = name_of(&list.people, freed.time.staff);
    let fits: Vec<FitLine> = freed.fits.iter().filter_map(|fits| fit_line(list, freed, *fits, now)).collect();
    FreedLine {
        id: format!("freed-{n}"),
        when: told::time(freed.time),
        who: match room {
            Some(room) => Words::from("{name}, {room}").with("name", name).with("room", room.full_name()),
            None => name.into(),
        },
        kept: freed.kept.map(|kept| {
            let words = match kept.case.and_then(|case| list.line(case)) {
                Some(line) => Words::from("Kept for {number} until {when}").with("number", named(line).0),
                None => Words::from("Kept for a client of a colleague until {when}"),
            };
            State::due(words.with("when", when::when(kept.until))).icon("clock")
        }),
        more: match (freed.others, fits.is_empty()) {
            (0, true) => "Nobody who waits could come then.".into(),
            (0, false) => Words::default(),
            (n, true) => Words::count("It fits {n} client of a colleague.", "It fits {n} clients of colleagues.", n),
            (n, false) => {
                Words::count("It also fits {n} client of a colleague.", "It also fits {n} clients of colleagues.", n)
            }
        },
        fits,
    }
}

fn fit_line(list: &WaitingList, freed: &Freed, fits: Fitting, now: Instant) -> Option<FitLine> {
    let line = list.line(fits.case)?;
    let (number, name) = named(line);
    let waits = told::waits(&line.waits, now);
    // a time that somebody was asked about is offered to nobody else meanwhile
    let free = freed.kept.is_none_or(|kept| kept.case == Some(fits.case));
    let act = free.then(|| Act::link("Offer", offering(fits.case, freed.time)).about(told::time(freed.time)));
    Some(FitLine {
        href: path(fits.case),
        number,
        name,
        state: told::urgency(line.waits.wish.urgency),
        more: match fits.before {
            0 => Words::from("{waits}, comes first").with("waits", waits),
            n => Words::count("{waits}, {n} comes before", "{waits}, {n} come before", n).with("waits", waits),
        },
        act,
    })
}

fn wait_line(list: &WaitingList, line: &InLine, now: Instant) -> WaitLine {
    let (number, name) = named(line);
    let waits = told::waits(&line.waits, now);
    let booked = match line.booked {
        Some(starts) => Words::from("Booked: {when}.").with("when", when::when(starts)),
        None => "No session is booked.".into(),
    };
    let offered = match line.waits.offers.last() {
        Some(last) => Words::from("Last offered: {offer}.")
            .with("offer", told::offered(last, |staff| name_of(&list.people, staff))),
        None => "Nothing was offered yet.".into(),
    };
    WaitLine {
        href: path(line.case),
        number,
        name,
        state: told::urgency(line.waits.wish.urgency),
        since: match line.worker {
            Some(worker) => {
                Words::from("{waits}, {worker}").with("waits", waits).with("worker", name_of(&list.people, worker))
            }
            None => waits,
        },
        wish: told::wish(&line.waits.wish, &list.people),
        more: Words::from("{booked} {offered}").with("booked", booked).with("offered", offered),
    }
}
