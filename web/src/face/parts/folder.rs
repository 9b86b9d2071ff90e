//! The head of a case: a folder with its label on the tab, facts, the next dates as cells, flags as a strip, and its tabs.

use askama::Template;

use super::act::Act;
use crate::face::filters;
use crate::face::names::{Name, Number};
use crate::face::state::{State, Tone};
use crate::face::words::{Words, html_parts};

/// One of the next dates of a case.
#[derive(Debug, Clone)]
pub struct DateCell {
    /// "Session", "Assessment", "Consent ends".
    pub what: Words,
    /// Where it leads.
    pub href: String,
    /// "Today 11:00", "Mon 23 Nov".
    pub when: Words,
    /// "in 1 working day", "2 days late"; its tone colours the cell.
    pub state: State,
}

/// A flag across the head of a case.
#[derive(Debug, Clone)]
pub struct Flag {
    /// Its hue.
    pub tone: Tone,
    /// Its icon, usually `flag`.
    pub icon: &'static str,
    /// "Urgent follow-up."
    pub what: Words,
    /// What it is about, whose it is and until when.
    pub more: Words,
    /// What to do about it.
    pub act: Option<Act>,
}

/// The head of a case.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/folder.html")]
pub struct Folder {
    /// The case number on the tab.
    pub case: Number,
    /// The level on the tab.
    pub level: Words,
    /// A state on the tab, such as "Closed".
    pub standing: Option<State>,
    /// The client's number.
    pub client: Number,
    /// The client's name, by permission.
    pub name: Name,
    /// Programme, opened, caseworker, supervisor.
    pub facts: Vec<(Words, Words)>,
    /// The next dates, up to five.
    pub dates: Vec<DateCell>,
    /// What needs everybody's eye.
    pub flags: Vec<Flag>,
    /// What can be done here.
    pub acts: Vec<Act>,
}

/// One tab: a link with its own address.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Its word.
    pub label: Words,
    /// Its address.
    pub href: String,
    /// How many are behind it.
    pub count: Option<u32>,
    /// Whether it is the open one.
    pub current: bool,
}

/// The tabs of a folder.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/tabs.html")]
pub struct Tabs {
    /// What they belong to: "In this case".
    pub label: Words,
    /// From left to right.
    pub tabs: Vec<Tab>,
}

html_parts!(Folder, Tabs);
