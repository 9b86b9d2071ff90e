//! Sessions that come again: the same hour every so many weeks, booked in one act, and changed from one of them on.
//!
//! Serves FS-4.1.1 and FS-4.1.3. Each of them is a booking like any other afterwards: held, missed and moved by itself. What is remembered is which belong
//! together, and how often the plan has them meet.

mod propose;
mod rules;

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::ids::ItemId;
use crate::sessions::{NotHeld, Slot};
use crate::text::Line;

pub use propose::{InTheWay, Planned, Proposal, Rhythm, Taken, propose, shifted};
pub use rules::CannotRepeat;

/// Several sessions are booked at once (FS-4.1.1, FS-4.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesBooked {
    /// The id of the series.
    pub id: ItemId,
    /// How many weeks lie between two of them: what the plan asks for.
    pub weeks: u8,
    /// The bookings, in the order of their times.
    pub slots: Vec<Slot>,
}

/// What becomes of one booking of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotChanged {
    /// The booking that ends.
    pub slot: ItemId,
    /// What is booked instead; nothing when it is cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Slot>,
}

/// A session and those that follow it in its series are moved or cancelled at once (FS-4.1.3, FS-4.3.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesChanged {
    /// Which series.
    pub series: ItemId,
    /// Moved, or who cancelled.
    pub why: NotHeld,
    /// What becomes of each.
    pub changes: Vec<SlotChanged>,
    /// Why.
    pub reason: Line,
}

/// Several bookings that are moved or cancelled at once.
#[derive(Debug, Clone, Copy)]
pub struct Changes<'e> {
    /// Moved, or who cancelled.
    pub why: NotHeld,
    /// What becomes of each.
    pub each: &'e [SlotChanged],
    /// Why.
    pub reason: &'e Line,
}

impl Changes<'_> {
    /// How a booking ends by it: what a move leaves out is cancelled by us.
    pub const fn ending(&self, change: &SlotChanged) -> NotHeld {
        match (self.why, &change.to) {
            (_, Some(_)) => NotHeld::Moved,
            (NotHeld::Moved, None) => NotHeld::CancelledByUs,
            (why, None) => why,
        }
    }
}

/// A series as the file knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its id.
    pub id: ItemId,
    /// How many weeks lie between two of its sessions.
    pub weeks: u8,
    /// Its bookings in their order, each where it stands now.
    pub slots: Vec<ItemId>,
    /// Bookings of it that were moved, and are now others.
    pub former: Vec<ItemId>,
}

/// Which session of a series one is: "3 of 8".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Counted from one.
    pub number: u8,
    /// How many there are.
    pub of: u8,
}

/// The series of a case, in the order in which they were booked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllSeries(Vec<Series>);

impl AllSeries {
    /// The series to which this booking belongs, or belonged before it was moved.
    pub fn of(&self, slot: ItemId) -> Option<&Series> {
        self.0.iter().find(|series| series.slots.contains(&slot) || series.former.contains(&slot))
    }

    /// Which of its series it is.
    pub fn turn(&self, slot: ItemId) -> Option<Turn> {
        let series = self.of(slot)?;
        let number = series.slots.iter().position(|known| *known == slot)? + 1;
        Some(Turn { number: u8::try_from(number).ok()?, of: u8::try_from(series.slots.len()).ok()? })
    }

    /// How many weeks lie between two sessions by what was laid down last; nothing when no series was ever booked.
    pub fn weeks(&self) -> Option<u8> {
        self.0.last().map(|series| series.weeks)
    }

    /// Takes one more event into account.
    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::SeriesBooked(booked) => self.0.push(Series {
                id: booked.id,
                weeks: booked.weeks,
                slots: booked.slots.iter().map(|slot| slot.id).collect(),
                former: Vec::new(),
            }),
            Event::SeriesChanged(changed) => {
                for change in &changed.changes {
                    self.moved(change.slot, change.to.as_ref());
                }
            }
            Event::SessionNotHeld(missed) if missed.why == NotHeld::Moved => {
                self.moved(missed.slot, missed.next.slot());
            }
            Event::TimeOffered(offered) if let Some(slot) = offered.ends() => self.moved(slot, offered.books()),
            _ => {}
        }
    }

    /// A booking that is moved keeps its place in the series.
    fn moved(&mut self, from: ItemId, to: Option<&Slot>) {
        let Some(to) = to else { return };
        for series in &mut self.0 {
            if let Some(slot) = series.slots.iter_mut().find(|slot| **slot == from) {
                *slot = to.id;
                series.former.push(from);
            }
        }
    }
}
