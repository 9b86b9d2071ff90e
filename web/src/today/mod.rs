//! Today: what waits for one person.

mod moving;
pub mod pages;
