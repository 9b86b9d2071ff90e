//! The day's sessions on one line of time, with a mark for now.

use askama::Template;
use domain::time::Instant;

use super::act::Act;
use crate::face::filters;
use crate::face::names::{Name, Number};
use crate::face::state::State;
use crate::face::words::{Words, html_parts};

/// One session of the day, or the mark for now.
#[derive(Debug, Clone)]
pub enum Slip {
    /// It is now this time.
    Now(Instant),
    /// A session.
    Session {
        /// When it begins.
        at: Instant,
        /// What it is when it is not for one client, such as a group.
        title: Words,
        /// The client.
        number: Option<Number>,
        /// The client's name, by permission.
        name: Name,
        /// Where the words lead.
        href: String,
        /// "Room 2, 50 minutes, 14th session".
        place: Words,
        /// Whether all is ready, held, signed.
        state: State,
        /// Already held.
        held: bool,
        /// The button, on the next session only.
        act: Option<Act>,
    },
}

/// The line of the day.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/daybook.html")]
pub struct Daybook {
    /// In the order of the day.
    pub slips: Vec<Slip>,
}

html_parts!(Daybook);
