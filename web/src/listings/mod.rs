//! The directory: the services of others, finding one, and what is said of each (FS-4.6.2).

pub mod form;
pub mod list;
pub mod refer;
#[cfg(test)]
pub(crate) mod samples;
pub mod show;

use domain::ids::DossierId;
use domain::listings::{Listing, Takes};
use domain::time::Instant;

use crate::face::prelude::*;
use crate::face::when;

pub(crate) use list::{Line, filter, lines, nothing, too_many, wanted};

/// Where the directory is.
pub(crate) const PATH: &str = "/services";

/// A service, or a part of its pages.
pub(crate) fn path(listing: DossierId, part: &str) -> String {
    if part.is_empty() { format!("{PATH}/{listing}") } else { format!("{PATH}/{listing}/{part}") }
}

/// Whether it takes new clients.
pub(crate) fn takes(takes: Takes) -> State {
    match takes {
        Takes::Now => State::done(takes.word()),
        Takes::WaitingList => State::note(takes.word()).icon("waiting"),
        Takes::Nobody => State::due(takes.word()).icon("lock"),
        Takes::Unknown => State::plain("Nobody has asked whether it takes clients").icon("info"),
    }
}

/// "Checked Mon 23 Nov by Maria Vega", and that it is long ago.
fn checked(at: Instant, by: String, now: Instant) -> (Words, Option<State>) {
    let words = Words::from("Checked {when} by {who}").with("when", when::when(at)).with("who", by);
    let old = Listing::is_old(when::local(at).date(), when::local(now).date());
    (words, old.then(|| State::due("Ask again: it is long ago").icon("clock")))
}
