//! The day's sessions on one line of time, with a mark for now.

use askama::Template;
use domain::time::Instant;

use super::act::Act;
use crate::face::filters;
use crate::face::names::{Name, Number};
use crate::face::state::State;
use crate::face::words::{Words, html_parts};

/// One session of the day.
#[derive(Debug, Clone)]
pub struct Slip {
    /// When it begins.
    pub at: Instant,
    /// What it is when it is not for one client, such as a group.
    pub title: Words,
    /// The client.
    pub number: Option<Number>,
    /// The client's name, by permission.
    pub name: Name,
    /// Where the words lead.
    pub href: String,
    /// "Room 2, 50 minutes, 14th session".
    pub place: Words,
    /// What the client has answered to a reminder.
    pub said: Words,
    /// Whether all is ready, held, signed.
    pub state: State,
    /// Already held.
    pub held: bool,
    /// The button, on the next session only.
    pub act: Option<Act>,
}

/// The line of the day; the mark for now stands in its place by time.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/daybook.html")]
pub struct Daybook {
    /// In the order of the day.
    pub slips: Vec<Slip>,
    /// Now, when the day is today.
    pub now: Option<Instant>,
}

impl Daybook {
    /// Now, when it stands right before the slip at this place; the place behind the last is the end of the day.
    fn now_before(&self, place: &usize) -> Option<Instant> {
        let now = self.now?;
        let after = place.checked_sub(1).and_then(|earlier| self.slips.get(earlier)).is_none_or(|slip| slip.at <= now);
        let before = self.slips.get(*place).is_none_or(|slip| now < slip.at);
        (after && before).then_some(now)
    }

    /// Now, when the day's last slip has begun.
    fn now_after_all(&self) -> Option<Instant> {
        self.now_before(&self.slips.len())
    }
}

html_parts!(Daybook);
