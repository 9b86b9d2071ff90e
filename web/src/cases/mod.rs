//! The case: its head, its timeline, the people on it, and who has looked at it.

pub mod accesses;
pub mod assignment;
pub mod form;
pub(crate) mod goals;
pub(crate) mod head;
pub(crate) mod kinds;
pub mod people;
mod people_and_flags;
pub(crate) mod sheets;
pub mod show;
pub(crate) mod step;
pub(crate) mod told;
