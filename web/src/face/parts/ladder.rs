//! Steps that are climbed in order, with who, when and evidence; and what still blocks the way.

use askama::Template;

use super::act::Act;
use crate::face::filters;
use crate::face::state::{Clause, Link, State, Tone};
use crate::face::words::{Words, html_parts};

/// One step of a checklist.
#[derive(Debug, Clone)]
pub struct Rung {
    /// Done, due, or not yet (plain).
    pub tone: Tone,
    /// What the step is.
    pub title: Words,
    /// What it asks for, or what was found.
    pub more: Words,
    /// Where the proof lies.
    pub evidence: Vec<Link>,
    /// Who signed it, or whose it is.
    pub who: Words,
    /// When and how, or when it opens.
    pub state: Option<State>,
    /// What to do now.
    pub act: Option<Act>,
}

/// The steps in order.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/ladder.html")]
pub struct Ladder {
    /// From first to last.
    pub rungs: Vec<Rung>,
}

/// One thing that still blocks: what, with whom, since when, and the way to it.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/blocker.html")]
pub struct Blocker {
    /// Overdue when somebody is late with it, due otherwise.
    pub tone: Tone,
    /// An icon for the kind of thing.
    pub icon: &'static str,
    /// What blocks.
    pub what: Words,
    /// With whom it lies and since when.
    pub more: Words,
    /// The clause that asks for it.
    pub clause: Option<Clause>,
    /// The way to it.
    pub act: Option<Act>,
}

html_parts!(Ladder, Blocker);
