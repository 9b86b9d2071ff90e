//! Today: what waits for one person.

pub mod pages;
