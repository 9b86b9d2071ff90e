//! The first run: organisation and time zone, first administrator, keys and recovery kit, done. Opened by a one-time link.

pub mod kit;
pub mod pages;
pub mod views;
