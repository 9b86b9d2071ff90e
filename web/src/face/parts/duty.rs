//! Duties: what must be done, for which case, why, by when, and the button that does it.

use askama::Template;

use super::act::Act;
use crate::face::filters;
use crate::face::names::{Name, Number};
use crate::face::state::{Clause, State, Tone};
use crate::face::words::{Words, html_parts};

/// One duty, one line.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/duty.html")]
pub struct Duty {
    /// What must be done.
    pub what: Words,
    /// Where the words lead.
    pub href: String,
    /// The client or case it is for, when it is for one.
    pub number: Option<Number>,
    /// The client's name, by permission.
    pub name: Name,
    /// The time limit, in words.
    pub limit: State,
    /// The clause that asks for it.
    pub clause: Option<Clause>,
    /// The button that does it.
    pub act: Option<Act>,
}

/// Duties of one kind: overdue, today, this week.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/duties.html")]
pub struct Duties {
    /// The only one of its kind on the page, such as `overdue`.
    pub id: &'static str,
    /// The hue of the heading and its icon.
    pub tone: Tone,
    /// The heading.
    pub heading: Words,
    /// The lines.
    pub duties: Vec<Duty>,
}

html_parts!(Duty, Duties);
