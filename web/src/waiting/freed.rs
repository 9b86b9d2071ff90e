//! Times that have become free, where somebody comes by: at the head of the case that gave them up, and on Today.

use casework::house::Seen;
use casework::waiting::{Freed, FreedFor, freed_among};
use domain::cases::CaseFile;
use domain::policy::Action;
use domain::waiting::FreeTime;

use super::{PATH, offering, path, told};
use crate::cases::head::CaseView;
use crate::face::parts::{Act, Duties, Duty, Flag};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;
use crate::problem::Problem;

/// The times that this case has given up and that fit somebody who waits. Nothing is looked for where none was given up.
pub(crate) async fn freed_by(person: &Person, seen: &Seen<CaseFile>) -> Result<Vec<Freed>, Problem> {
    let now = person.now();
    let given_up = || seen.sessions.past.iter().filter(|past| past.freed_its_time() && now < past.slot.starts);
    if !seen.is_open() || given_up().next().is_none() {
        return Ok(Vec::new());
    }
    let mine =
        |time: FreeTime| given_up().any(|past| past.slot.staff == time.staff && past.slot.period() == time.period);
    Ok(freed_among(&person.ctx, mine).await?)
}

/// That the client of a case waits, as a line at its head.
pub(crate) fn on_list(view: &CaseView) -> Option<Flag> {
    let waits = view.file().waiting.now.as_ref()?;
    let booked = view.file().sessions.next().is_some();
    Some(Flag {
        tone: Tone::Note,
        icon: "waiting",
        what: if booked { "Waits for an earlier session." } else { "Waits for a session." }.into(),
        more: Words::from("{how_soon}, since {when}.")
            .with("how_soon", Words::from(waits.wish.urgency.word()))
            .with("when", when::when(waits.since)),
        act: view.may(Action::BookSession).then(|| Act::link("Offer a time", path(view.id()))),
    })
}

/// As a line at the head of the case that has given it up.
pub(crate) fn given_up(freed: &Freed) -> Flag {
    Flag {
        tone: Tone::Note,
        icon: "calendar",
        what: Words::from("Free again: {time}.").with("time", told::time(freed.time)),
        more: Words::count(
            "{n} client waits for a time like it.",
            "{n} clients wait for a time like it.",
            freed.fitting(),
        ),
        act: Some(Act::link("See whom it fits", PATH)),
    }
}

/// The group of Today; nothing when no time has become free.
pub(crate) fn group(freed: &[FreedFor]) -> Option<Duties> {
    (!freed.is_empty()).then(|| Duties {
        id: "d-freed",
        tone: Tone::Plain,
        heading: "A time has become free".into(),
        duties: freed.iter().map(line).collect(),
    })
}

fn line(freed: &FreedFor) -> Duty {
    let first = &freed.first;
    let href = offering(first.case, freed.time);
    let time = Words::from("Offer {time}").with("time", told::time(freed.time));
    let what = match freed.more {
        0 => time,
        n => Words::count("{offer}; it fits {n} more", "{offer}; it fits {n} more", n).with("offer", time),
    };
    Duty {
        what: what.clone(),
        href: href.clone(),
        number: Some(Number::new(first.client.as_ref().map_or(&first.number, |client| &client.number))),
        name: first.client.as_ref().map(|client| Name::new(client.full_name())).unwrap_or_default(),
        limit: State::limit(freed.time.period.start),
        clause: None,
        act: Some(Act::link("Offer", href).about(what)),
    }
}
