//! Closing a case: what still blocks, the five steps, closing, and reopening (RC-4.4, RC-4.5, RC-5).
//!
//! Records officer and IT administrator sign their steps here without reading the case: their pages know its number, the ladder and who loses access.

pub mod access;
pub mod after_care;
mod blockers;
pub mod close;
pub mod filing;
pub mod hands;
mod ladder;
mod onward;
pub mod reopen;
mod sheet;
pub mod show;
pub mod step;
pub mod told;

pub(crate) use access::told as access_told;
pub(crate) use after_care::told as after_care_told;
pub(crate) use filing::told as filing_told;
pub(crate) use sheet::{of_care, of_ending, of_term};
pub(crate) use told::told as closure_told;

#[cfg(test)]
pub(crate) mod samples;
