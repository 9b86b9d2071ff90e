//! Flags: a case needs urgent follow-up or somebody higher up (CM-4.4.3).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::text::Line;
use crate::time::Instant;

/// A flag is raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagRaised {
    /// Its id.
    pub id: ItemId,
    /// What it is about.
    pub what: Line,
    /// Who sees to it.
    pub owner: StaffId,
    /// By which day.
    pub due: Date,
}

/// A flag is taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagResolved {
    /// Which one.
    pub id: ItemId,
    /// What was done.
    pub how: Line,
}

/// What a case file knows of its flags.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// Those that are up: the flag, its entry, since when.
    pub up: Vec<(FlagRaised, EntryNumber, Instant)>,
}

impl Flags {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::FlagRaised(flag) => self.up.push((flag.clone(), entry.id.number, entry.signed())),
            Event::FlagResolved(resolved) => self.up.retain(|(flag, _, _)| flag.id != resolved.id),
            _ => {}
        }
    }

    /// Decides on taking a flag down.
    ///
    /// # Errors
    /// [`FlagGone`] when it is down already.
    pub fn resolve(&self, order: FlagResolved) -> Result<Vec<Event>, FlagGone> {
        if !self.up.iter().any(|(flag, _, _)| flag.id == order.id) {
            return Err(FlagGone);
        }
        Ok(vec![Event::FlagResolved(order)])
    }
}

/// The flag is down already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this flag has been taken down already")]
pub struct FlagGone;
