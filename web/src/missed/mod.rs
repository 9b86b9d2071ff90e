//! After a session that was missed (FS-4.3.3): the steps of the programme, recording an attempt, and what the rulebook says of it.

pub mod attempt;
pub mod rules;
mod told;

pub(crate) use told::{evidence, sheet, tries};

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    rules::samples(show);
}
