//! Legal holds: matters and the files that they keep from being destroyed (PT-5.1, RC-4.6b).

pub mod change;
pub mod list;
#[cfg(test)]
pub(crate) mod samples;
pub mod show;

use domain::ids::DossierId;

/// Where the matters are.
pub(crate) const PATH: &str = "/records/matters";

/// A matter, or a part of its pages.
pub(crate) fn path(matter: DossierId, part: &str) -> String {
    if part.is_empty() { format!("{PATH}/{matter}") } else { format!("{PATH}/{matter}/{part}") }
}
