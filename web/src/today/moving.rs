//! Sessions that are booked over an absence of whoever is to hold them, as a group of the list: they wait to be moved (FS-4.1.3).

use casework::calendar::Booking;

use crate::face::parts::{Act, Duties, Duty};
use crate::face::prelude::*;
use crate::face::state::Tone;
use crate::face::when;
use crate::paths;

/// The group; nothing when there is nothing to move.
pub(super) fn group(moves: &[Booking]) -> Option<Duties> {
    let duties: Vec<Duty> = moves.iter().filter_map(line).collect();
    (!duties.is_empty()).then(|| Duties {
        id: "d-moves",
        tone: Tone::Due,
        heading: "Booked over an absence".into(),
        duties,
    })
}

fn line(booking: &Booking) -> Option<Duty> {
    let met = booking.met.as_ref()?;
    let href = format!("{}/missed", paths::session(met.case, met.slot));
    let what = Words::from("Move the session of {when}").with("when", when::when(booking.period.start));
    Some(Duty {
        what: what.clone(),
        href: href.clone(),
        number: Some(Number::new(met.client.as_ref().map_or(&met.number, |client| &client.number))),
        name: met.client.as_ref().map(|client| Name::new(client.full_name())).unwrap_or_default(),
        limit: State::limit(booking.period.start),
        clause: None,
        act: Some(Act::link("Move", href).about(what)),
    })
}
