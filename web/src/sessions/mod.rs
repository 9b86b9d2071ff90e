//! Sessions: booked, prepared, held, missed.

pub mod book;
pub mod list;
pub mod missed;
pub(crate) mod next;
pub mod note;
pub mod ready;
pub mod series;
mod told;
