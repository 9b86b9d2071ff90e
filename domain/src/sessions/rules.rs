//! When a session may be booked, recorded, or recorded as not held (FS-4.1.3, FS-4.2.2, FS-4.3.3).

use jiff::tz::TimeZone;

use super::{Next, NotHeld, Place, SessionBooked, SessionNotHeld, SessionRecorded, Sessions, Slot};
use crate::contacts::{CannotLog, When, check_actions, check_when};
use crate::event::Event;
use crate::ids::ItemId;
use crate::plans::{GoalRating, Plan};
use crate::rulebook::Rulebook;
use crate::time::Instant;

impl Sessions {
    /// Decides on a booking.
    ///
    /// # Errors
    /// [`CannotMeet`] when the slot cannot be.
    pub fn book(&self, slot: Slot, now: Instant) -> Result<Vec<Event>, CannotMeet> {
        self.check_slot(&slot, None, now)?;
        Ok(vec![Event::SessionBooked(SessionBooked { slot })])
    }

    /// Decides on recording that a booked session was not held.
    ///
    /// # Errors
    /// [`CannotMeet`] when there is no such booking or the next slot cannot be.
    pub fn miss(&self, order: SessionNotHeld, now: Instant) -> Result<Vec<Event>, CannotMeet> {
        let slot = self.slot(order.slot).ok_or(CannotMeet::NoSuchBooking)?;
        if order.why == NotHeld::NoShow && now < slot.starts {
            return Err(CannotMeet::NotYetBegun);
        }
        if order.why == NotHeld::CancelledByUs && order.note.is_none() {
            return Err(CannotMeet::WhyByUs);
        }
        if order.why == NotHeld::Moved && order.next.slot().is_none() {
            return Err(CannotMeet::MovedNowhere);
        }
        self.check_next(&order.next, Some(order.slot), now)?;
        Ok(vec![Event::SessionNotHeld(order)])
    }

    /// Decides on the note of a session (FS-4.2.2, FS-4.3.1).
    ///
    /// # Errors
    /// [`CannotMeet`] names the rule that is not met.
    pub fn record(
        &self,
        order: SessionRecorded,
        when: When,
        plan: &Plan,
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotMeet> {
        check_when(when, order.late_because.as_ref(), rules)?;
        check_actions(&order.actions, when, rules)?;
        if order.slot.is_some_and(|slot| self.slot(slot).is_none()) {
            return Err(CannotMeet::NoSuchBooking);
        }
        check_length(order.minutes)?;
        if order.arrived.is_some_and(|arrived| when.happened < arrived) {
            return Err(CannotMeet::ArrivedLater);
        }
        let known = |rating: &GoalRating| plan.open_goals().any(|goal| goal.id == rating.goal);
        if !order.ratings.iter().all(|rating| known(rating) && (1..=5).contains(&rating.step)) {
            return Err(CannotMeet::UnknownGoal);
        }
        self.check_next(&order.next, order.slot, when.now)?;
        Ok(vec![Event::SessionRecorded(order)])
    }

    /// Whether what comes next can be; `ending` is the booking that ends with it.
    pub(crate) fn check_next(&self, next: &Next, ending: Option<ItemId>, now: Instant) -> Result<(), CannotMeet> {
        match next {
            Next::Booked(slot) => self.check_slot(slot, ending, now),
            Next::Standing(slot) => {
                let stands = self.slot(*slot).filter(|_| Some(*slot) != ending).ok_or(CannotMeet::NotStanding)?;
                if stands.starts < now { Err(CannotMeet::InThePast) } else { Ok(()) }
            }
            Next::None(_) => Ok(()),
        }
    }

    /// `ending` is the booking that ends with it, and may lend its id.
    pub(crate) fn check_slot(&self, slot: &Slot, ending: Option<ItemId>, now: Instant) -> Result<(), CannotMeet> {
        slot.check(now)?;
        if ending != Some(slot.id) && self.slot(slot.id).is_some() { Err(CannotMeet::BookedAlready) } else { Ok(()) }
    }
}

impl Slot {
    /// Whether it can be booked at all, whatever else is booked.
    pub(crate) fn check(&self, now: Instant) -> Result<(), CannotMeet> {
        if self.starts < now {
            return Err(CannotMeet::InThePast);
        }
        if self.room.is_some() && self.place != Place::Office {
            return Err(CannotMeet::RoomElsewhere);
        }
        if self.zone.as_ref().is_some_and(|zone| TimeZone::get(zone).is_err()) {
            return Err(CannotMeet::NoZone);
        }
        check_length(self.minutes)
    }
}

fn check_length(minutes: u16) -> Result<(), CannotMeet> {
    if (5..=480).contains(&minutes) { Ok(()) } else { Err(CannotMeet::BadLength) }
}

/// Why a session cannot be booked or recorded like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotMeet {
    /// The rules of every interaction.
    #[error(transparent)]
    Contact(#[from] CannotLog),
    /// The booking is gone: held, cancelled or moved meanwhile.
    #[error("this booking is no longer open; somebody has recorded or moved it meanwhile")]
    NoSuchBooking,
    /// The booking that was named as the next one is gone, or it is the one that ends.
    #[error("the next session is not booked any more; please choose a time")]
    NotStanding,
    /// The time zone has no such name.
    #[error("this time zone is not known")]
    NoZone,
    /// A slot that has begun already.
    #[error("a session can only be booked in the future")]
    InThePast,
    /// The same booking again.
    #[error("this session is booked already")]
    BookedAlready,
    /// Shorter than five minutes or longer than eight hours.
    #[error("a session lasts between 5 minutes and 8 hours")]
    BadLength,
    /// A no-show before the time.
    #[error("this session has not begun yet; nobody can have missed it")]
    NotYetBegun,
    /// Cancelled by us, and nobody says why.
    #[error("please say in a few words why we cancelled; it is not the client’s to answer for")]
    WhyByUs,
    /// The client arrived after it began.
    #[error("the client arrived after the session began; please look at both times again")]
    ArrivedLater,
    /// Moved without a new time.
    #[error("please choose the time to which the session is moved")]
    MovedNowhere,
    /// A rating of a goal that is not in the plan, or beyond the five steps.
    #[error("the plan has changed meanwhile; please look at the goals again")]
    UnknownGoal,
    /// Whoever is to hold it has another session at that time.
    #[error("this time is taken; please choose another one")]
    SlotTaken,
    /// Whoever is to hold it is away.
    #[error("whoever is to hold it is away then; please choose another time")]
    Away,
    /// The room is taken.
    #[error("the room is taken at that time; please choose another one, or none")]
    RoomTaken,
    /// The room is not used any more.
    #[error("this room is not in use; please choose another one, or none")]
    NoRoom,
    /// A room for a session that is elsewhere.
    #[error("a room is only needed for a session at the office")]
    RoomElsewhere,
    /// The client has another session at that time, perhaps in another case.
    #[error("the client has another session at that time; please choose another one")]
    ClientTaken,
}
