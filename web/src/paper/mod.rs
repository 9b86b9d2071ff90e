//! Paper: physical items of a case, their labels and custody; where everything is; the places (PT-4.4.3, CM-4.2.2, RC-4.1).

pub mod change;
pub mod checking;
pub mod checks;
pub mod custody;
pub mod labels;
pub(crate) mod photos;
pub mod places;
pub mod register;
#[cfg(test)]
pub(crate) mod samples;
pub mod section;
pub mod show;
pub(crate) mod told;
pub mod trace;

/// Where all items are.
pub(crate) const RECORDS: &str = "/records/paper";

/// Where the spot checks are.
pub(crate) const CHECKS: &str = "/records/checks";

/// Where the places are.
pub(crate) const PLACES: &str = "/records/places";
