//! When several sessions may be booked or changed at once (FS-4.1.1, FS-4.1.3).

use std::collections::BTreeSet;

use super::{Rhythm, SeriesBooked, SeriesChanged};
use crate::event::Event;
use crate::ids::ItemId;
use crate::sessions::{CannotMeet, NotHeld, Sessions, Slot};
use crate::time::Instant;

impl Sessions {
    /// Decides on booking a series.
    ///
    /// # Errors
    /// [`CannotRepeat`] names the rule that is not met, and of which session.
    pub fn book_series(&self, mut order: SeriesBooked, now: Instant) -> Result<Vec<Event>, CannotRepeat> {
        let count = u8::try_from(order.slots.len()).unwrap_or(u8::MAX);
        if !Rhythm::WEEKS.contains(&order.weeks) {
            return Err(CannotRepeat::BadRhythm);
        }
        if !(Rhythm::FEWEST..=Rhythm::MOST).contains(&count) {
            return Err(CannotRepeat::BadCount);
        }
        order.slots.sort_by_key(|slot| slot.starts);
        self.check_slots(order.slots.iter(), &BTreeSet::new(), now)?;
        Ok(vec![Event::SeriesBooked(order)])
    }

    /// The bookings of its series from this one on that are still to be held, in the order of their times.
    pub fn following(&self, slot: ItemId) -> Vec<&Slot> {
        let (Some(series), Some(from)) = (self.series.of(slot), self.slot(slot)) else { return Vec::new() };
        let later = |known: &&Slot| series.slots.contains(&known.id) && from.starts <= known.starts;
        let mut slots: Vec<&Slot> = self.booked.iter().filter(later).collect();
        slots.sort_by_key(|slot| slot.starts);
        slots
    }

    /// Decides on moving or cancelling several sessions of a series.
    ///
    /// # Errors
    /// [`CannotRepeat`] names the rule that is not met, and of which session.
    pub fn change_series(&self, order: SeriesChanged, now: Instant) -> Result<Vec<Event>, CannotRepeat> {
        let ending: BTreeSet<ItemId> = order.changes.iter().map(|change| change.slot).collect();
        let belongs = |slot: &ItemId| self.series.of(*slot).is_some_and(|series| series.id == order.series);
        let stands = |slot: &ItemId| self.slot(*slot).is_some() && belongs(slot);
        if ending.is_empty() || ending.len() < order.changes.len() || !ending.iter().all(stands) {
            return Err(CannotRepeat::Gone);
        }
        let mut to: Vec<&Slot> = order.changes.iter().filter_map(|change| change.to.as_ref()).collect();
        to.sort_by_key(|slot| slot.starts);
        match order.why {
            NotHeld::NoShow => return Err(CannotRepeat::NotYet),
            NotHeld::Moved if to.is_empty() => return Err(CannotRepeat::MovedNowhere),
            NotHeld::CancelledByClient | NotHeld::CancelledByUs if !to.is_empty() => return Err(CannotRepeat::NotYet),
            _ => {}
        }
        self.check_slots(to, &ending, now)?;
        Ok(vec![Event::SeriesChanged(order)])
    }

    /// Each for itself, and none over another. `ending` are the bookings that end with it.
    fn check_slots<'s>(
        &self,
        slots: impl IntoIterator<Item = &'s Slot>,
        ending: &BTreeSet<ItemId>,
        now: Instant,
    ) -> Result<(), CannotRepeat> {
        let mut before: Option<&Slot> = None;
        let mut ids = BTreeSet::new();
        for slot in slots {
            let on = |why| CannotRepeat::On(slot.starts, why);
            let lent = Some(slot.id).filter(|id| ending.contains(id));
            self.check_slot(slot, lent, now).map_err(on)?;
            if !ids.insert(slot.id) || before.is_some_and(|before| slot.starts < before.ends()) {
                return Err(on(CannotMeet::ClientTaken));
            }
            before = Some(slot);
        }
        Ok(())
    }
}

/// Why several sessions cannot be booked or changed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotRepeat {
    /// Neither of the four.
    #[error("the sessions of a series are one to four weeks apart")]
    BadRhythm,
    /// Fewer than two or more than half a year of weeks.
    #[error("a series has between 2 and 26 sessions")]
    BadCount,
    /// One of them cannot be booked; when it would begin, and why.
    #[error("one of the sessions cannot be booked: {1}")]
    On(Instant, CannotMeet),
    /// One of the bookings is gone, or belongs to another series.
    #[error("one of these sessions was recorded, moved or cancelled meanwhile; please look at the list again")]
    Gone,
    /// Moved, and every one is left out.
    #[error("at least one of the sessions has to be moved; otherwise cancel them")]
    MovedNowhere,
    /// What is to come was not missed.
    #[error("sessions that are to come are moved or cancelled")]
    NotYet,
}
