//! How long files are kept: the schedule and its classes (PT-5.1, CM-4.6.1).

pub mod class;
#[cfg(test)]
pub(crate) mod samples;
pub mod schedule;
