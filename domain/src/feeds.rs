//! Feeds: the secret addresses at which other programs fetch somebody's calendar.
//!
//! Serves FS-4.1.3 and PT-4.4.2. Opening and revoking one stands in the file of whoever owns it, so the record says at any time which addresses are
//! good; the secret itself is no part of it. Whoever leaves has none any more.

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::ItemId;
use crate::rooms::Rooms;
use crate::time::Instant;

/// How many addresses somebody may have at once: one for every device, and no more than can be told apart.
pub const MOST_FEEDS: usize = 10;

/// Whose sessions a feed shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedOf {
    /// Those that its owner holds.
    Own,
    /// Those of everybody in the team of its owner.
    Team,
    /// Those in this room.
    Room(ItemId),
}

impl FeedOf {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Own => "Your own sessions",
            Self::Team => "The sessions of your team",
            Self::Room(_) => "The sessions in a room",
        }
    }

    /// Of which room they are.
    pub const fn room(self) -> Option<ItemId> {
        match self {
            Self::Own | Self::Team => None,
            Self::Room(room) => Some(room),
        }
    }
}

/// An address is made at which another program fetches a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedOpened {
    /// Its id; the secret in the address is no part of the record.
    pub feed: ItemId,
    /// Whose sessions it shows.
    pub of: FeedOf,
}

/// An address is good no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedRevoked {
    /// Which.
    pub feed: ItemId,
}

/// A feed that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feed {
    /// Its id.
    pub id: ItemId,
    /// Whose sessions it shows.
    pub of: FeedOf,
    /// Since when.
    pub since: Instant,
}

/// The feeds of a member of staff.
#[derive(Debug, Clone, Default)]
pub struct Feeds {
    /// Those that are open, oldest first.
    pub open: Vec<Feed>,
}

impl Feeds {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::FeedOpened(opened) => {
                self.open.push(Feed { id: opened.feed, of: opened.of, since: entry.signed() });
            }
            Event::FeedRevoked(revoked) => self.open.retain(|feed| feed.id != revoked.feed),
            Event::StaffLeft(_) => self.open.clear(),
            _ => {}
        }
    }

    /// The open feed with this id.
    pub fn feed(&self, id: ItemId) -> Option<&Feed> {
        self.open.iter().find(|feed| feed.id == id)
    }

    /// Decides on another address. `in_a_team` says whether its owner is; `rooms` are the organisation's.
    ///
    /// # Errors
    /// [`CannotFeed`] names the rule that is not met.
    pub fn open(&self, order: FeedOpened, in_a_team: bool, rooms: &Rooms) -> Result<Vec<Event>, CannotFeed> {
        if order.of == FeedOf::Team && !in_a_team {
            return Err(CannotFeed::NoTeam);
        }
        if order.of.room().is_some_and(|room| !rooms.is_used(room)) {
            return Err(CannotFeed::NoRoom);
        }
        if MOST_FEEDS <= self.open.len() || self.feed(order.feed).is_some() {
            return Err(CannotFeed::TooMany);
        }
        Ok(vec![Event::FeedOpened(order)])
    }

    /// Decides on revoking an address.
    ///
    /// # Errors
    /// [`CannotFeed::NoSuchFeed`] when there is no such address, or it was revoked before.
    pub fn revoke(&self, order: FeedRevoked) -> Result<Vec<Event>, CannotFeed> {
        self.feed(order.feed).ok_or(CannotFeed::NoSuchFeed)?;
        Ok(vec![Event::FeedRevoked(order)])
    }
}

/// Why an address cannot be made or revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotFeed {
    /// There are many already.
    #[error("you have ten addresses already; stop one that is not used any more")]
    TooMany,
    /// The owner belongs to no team.
    #[error("you belong to no team; choose your own sessions")]
    NoTeam,
    /// The room is not used any more.
    #[error("this room is not in use")]
    NoRoom,
    /// Revoked before, or never there.
    #[error("this address has been stopped already")]
    NoSuchFeed,
}
