//! One appointment through its moves, as programs that keep calendars tell it: one name however often it is moved, and a number that only grows.
//!
//! Serves FS-4.1.3. Derived from the entries alone, so that whoever fetches twice is told the same, and whoever fetches late misses nothing
//! (RFC 5545, 3.8.4.7 and 3.8.7.4).

use std::collections::BTreeMap;

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::ItemId;
use crate::sessions::{NotHeld, Slot};
use crate::time::Instant;

/// What is to be told of a booking beside its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revision {
    /// The id of the first booking of this appointment, which stays its name when it is moved.
    pub series: ItemId,
    /// How often it was moved or cancelled.
    pub number: u32,
    /// When that was last, or when it was booked.
    pub changed: Instant,
}

/// The appointments of a case, by the ids of their bookings.
#[derive(Debug, Clone, Default)]
pub struct Moves(BTreeMap<ItemId, Revision>);

impl Moves {
    /// What is to be told of this booking.
    pub fn revision(&self, slot: ItemId) -> Option<Revision> {
        self.0.get(&slot).copied()
    }

    /// Takes one more entry into account. That a session was held is no news to a calendar.
    pub fn apply(&mut self, entry: &Entry) {
        let at = entry.signed();
        match &entry.event {
            Event::SessionNotHeld(missed) => self.ended(missed.slot, missed.why, missed.next.slot(), at),
            event @ (Event::SeriesChanged(_) | Event::GroupSessionsChanged(_)) => {
                let Some(changed) = event.changes() else { return };
                for change in changed.each {
                    self.ended(change.slot, changed.ending(change), change.to.as_ref(), at);
                }
            }
            Event::TimeOffered(offered) if let Some(slot) = offered.ends() => {
                self.ended(slot, NotHeld::Moved, offered.books(), at);
            }
            event => event.books().into_iter().for_each(|slot| self.booked(slot, at)),
        }
    }

    /// A booking that follows no other.
    fn booked(&mut self, slot: &Slot, at: Instant) {
        let fresh = Revision::first(slot.id, at);
        let again = |known: &mut Revision| *known = known.next(at);
        self.0.entry(slot.id).and_modify(again).or_insert(fresh);
    }

    /// A booking that was not held, and what is booked instead: after a move the same appointment, otherwise another one.
    fn ended(&mut self, slot: ItemId, why: NotHeld, next: Option<&Slot>, at: Instant) {
        let ended = self.revision(slot).map(|known| known.next(at));
        if let Some(ended) = ended {
            self.0.insert(slot, ended);
        }
        match (next, ended) {
            (Some(next), Some(moved)) if why == NotHeld::Moved => {
                self.0.insert(next.id, moved);
            }
            (Some(next), _) => self.booked(next, at),
            (None, _) => {}
        }
    }
}

impl Revision {
    pub(crate) const fn first(series: ItemId, at: Instant) -> Self {
        Self { series, number: 0, changed: at }
    }

    pub(crate) const fn next(self, at: Instant) -> Self {
        Self { number: self.number.saturating_add(1), changed: at, ..self }
    }
}
