//! Groups of several clients: forming them, who belongs to them, their meetings, and the attendance sheet (FS-4.1 to FS-4.3).

pub mod attendance;
pub mod form;
pub mod hand_over;
pub mod list;
pub mod meetings;
pub mod members;
pub mod paper;
pub mod plan;
#[cfg(test)]
pub(crate) mod samples;
pub mod show;
mod told;

use domain::ids::{DossierId, ItemId};

pub(crate) use told::{sheet, stands};

/// Where the groups are.
pub(crate) const PATH: &str = "/groups";

/// A group, or a part of its pages.
pub(crate) fn path(group: DossierId, part: &str) -> String {
    if part.is_empty() { format!("{PATH}/{group}") } else { format!("{PATH}/{group}/{part}") }
}

/// The attendance sheet of a meeting.
pub(crate) fn meeting(group: DossierId, meeting: ItemId) -> String {
    path(group, &format!("meetings/{meeting}"))
}

/// Where somebody is taken out of a group.
pub(crate) fn leaving(group: DossierId, case: DossierId) -> String {
    path(group, &format!("members/{case}"))
}
