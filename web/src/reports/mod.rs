//! Progress reports: written from the template, decided on by the supervisor, locked, printed (PT-4.3, CM-4.5).

mod chronology;
mod closing;
pub mod decide;
mod document;
pub mod list;
pub mod print;
pub mod show;
mod told;
pub mod write;

pub(crate) use chronology::{opened, plain};
pub(crate) use closing::lines as closing_lines;
pub(crate) use told::Kind;

#[cfg(test)]
pub(crate) mod samples;
