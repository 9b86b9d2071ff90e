//! A booking that is over: how it ended, and whether that came too late for anybody else (FS-4.3.3).

use super::{NotHeld, Sessions, Slot};
use crate::slots::SlotState;
use crate::time::Instant;

/// A booking that is over, and how it ended.
#[derive(Debug, Clone)]
pub struct Past {
    /// The booking.
    pub slot: Slot,
    /// Why it was not held; nothing when it was.
    pub not_held: Option<NotHeld>,
    /// When that was said, or it was held.
    pub at: Instant,
    /// Whether it ended together with others that were to come.
    pub of_many: bool,
}

impl Past {
    /// Whether the client cancelled it so late that nobody else could have had the time: within so many hours before it.
    pub fn is_late(&self, hours: u32) -> bool {
        let until = self.slot.starts.plus_seconds(-i64::from(hours) * 3600);
        self.not_held == Some(NotHeld::CancelledByClient) && until < self.at
    }

    /// Whether the client did not come, or cancelled too late.
    pub fn is_unkept(&self, hours: u32) -> bool {
        self.not_held == Some(NotHeld::NoShow) || self.is_late(hours)
    }

    /// Whether the client is to be reached because of it: of sessions that were cancelled together only where the client did so too late for the first of them.
    pub fn is_missed(&self, hours: u32) -> bool {
        !self.of_many || self.is_late(hours)
    }

    /// Whether its time was free again before it came.
    pub fn freed_its_time(&self) -> bool {
        self.not_held.is_some() && self.at < self.slot.starts
    }

    /// How it stands in calendars, where so many hours are late.
    pub fn state(&self, hours: u32) -> SlotState {
        match self.not_held {
            None => SlotState::Held,
            Some(NotHeld::NoShow) => SlotState::NoShow,
            Some(NotHeld::CancelledByClient) if self.is_late(hours) => SlotState::CancelledLate,
            Some(NotHeld::CancelledByClient | NotHeld::CancelledByUs) => SlotState::Cancelled,
            Some(NotHeld::Moved) => SlotState::Moved,
        }
    }
}

impl Sessions {
    /// What was missed or cancelled since the last session that was held, where so many hours before one are late for the client to cancel.
    pub fn missed(&self, late_hours: u32) -> impl DoubleEndedIterator<Item = &Past> {
        self.missed.iter().filter(move |past| past.is_missed(late_hours))
    }
}
