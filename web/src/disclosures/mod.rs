//! What leaves the house: the account of it, giving something out, asking whether a law lets one, and the copies (CM-4.3.3, CC-4.4.1 to CC-4.4.3). Decision 0030.

pub mod decide;
pub mod door;
pub mod list;
pub mod make;
pub mod new;
pub mod package;
mod passages;
pub mod pickup;
pub mod print;
pub mod rules;
pub mod show;

mod copy;
mod form;
#[cfg(test)]
pub(crate) mod samples;
mod told;

use domain::disclosures::CannotDisclose;
use domain::ids::{DossierId, ItemId};

use crate::paths;

pub(crate) use told::sheet;

/// The disclosures of a case.
pub(crate) fn path(case: DossierId) -> String {
    paths::of_case(case, "disclosures")
}

/// One of them.
pub(crate) fn path_of(case: DossierId, id: ItemId) -> String {
    format!("{}/{id}", path(case))
}

/// Where something is given out of a case for a request for one's own record.
pub(crate) fn answering(case: DossierId, inquiry: DossierId) -> String {
    format!("{}/new/request?inquiry={inquiry}", path(case))
}

/// Where something is given out on this ground for a referral.
pub(crate) fn asking(case: DossierId, ground: &str, referral: ItemId) -> String {
    format!("{}/new/{ground}?referral={referral}", path(case))
}

/// At which field a rule is shown.
const fn place_of(rule: &CannotDisclose) -> Option<&'static str> {
    match rule {
        CannotDisclose::Identity(_) => Some("identity"),
        CannotDisclose::OtherWay(_) | CannotDisclose::TooConfidential(_) => Some("by"),
        CannotDisclose::NotWritten => Some("told"),
        _ => None,
    }
}
