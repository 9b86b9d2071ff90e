//! Disposition lists: what is due, two approvals, a rest, destruction (PT-5.1, PT-5.2, RC-4.6b).

pub mod certificate;
pub mod change;
pub mod hand_over;
pub mod list;
pub mod paper;
#[cfg(test)]
pub(crate) mod samples;
pub mod show;

use domain::ids::DossierId;

/// Where the lists are.
pub(crate) const PATH: &str = "/records/lists";

/// A list, or a part of its pages.
pub(crate) fn path(list: DossierId, part: &str) -> String {
    if part.is_empty() { format!("{PATH}/{list}") } else { format!("{PATH}/{list}/{part}") }
}
