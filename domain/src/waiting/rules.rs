//! When somebody may be put on the waiting list, offered a time, or taken off it (FS-4.1.1, FS-4.1.3).

use super::{Reply, TimeOffered, WaitingBegun, WaitingEnded, Waits};
use crate::cases::{CaseClosedNow, CaseFile};
use crate::contacts::{CannotLog, When, check_when};
use crate::event::Event;
use crate::ids::ItemId;
use crate::rulebook::Rulebook;
use crate::sessions::CannotMeet;
use crate::time::Instant;

/// The longest notice that somebody can ask for, in hours: two weeks.
const MOST_NOTICE: u16 = 14 * 24;

/// Why somebody cannot wait, be offered a time, or be taken off the list like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotWait {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// The rules of every interaction.
    #[error(transparent)]
    Contact(#[from] CannotLog),
    /// The time cannot be booked.
    #[error(transparent)]
    Session(#[from] CannotMeet),
    /// On the list already.
    #[error("this client is on the waiting list already; take them off it first if the wish is another one now")]
    Already,
    /// Not, or not any more.
    #[error("this client is not on the waiting list any more")]
    NotWaiting,
    /// The time of day ends before it begins, or is too short.
    #[error("between these times of day the session has no room; please give a later end")]
    Backwards,
    /// The last day is over.
    #[error("this day is over; please choose a later one")]
    LatestOver,
    /// More than two weeks.
    #[error("please give between 0 and {MOST_NOTICE} hours")]
    Notice,
    /// An answer that is awaited in the past, or after the session.
    #[error("please give a time from now on, before the session begins")]
    AnswerBy,
}

impl CaseFile {
    /// Decides on putting the client on the waiting list.
    ///
    /// # Errors
    /// [`CannotWait`] names the rule that is not met.
    pub fn begin_waiting(&self, order: WaitingBegun, now: Instant, rules: &Rulebook) -> Result<Vec<Event>, CannotWait> {
        self.must_be_open()?;
        if self.waiting.now.is_some() {
            return Err(CannotWait::Already);
        }
        let wish = &order.wish;
        if !(5..=480).contains(&wish.minutes) {
            return Err(CannotMeet::BadLength.into());
        }
        let from = wish.from.map_or(0, minute);
        let until = wish.until.map_or(24 * 60, minute);
        if until < from + i64::from(wish.minutes) {
            return Err(CannotWait::Backwards);
        }
        if wish.latest.is_some_and(|latest| latest < rules.office.today(now)) {
            return Err(CannotWait::LatestOver);
        }
        if MOST_NOTICE < wish.short_notice_hours {
            return Err(CannotWait::Notice);
        }
        Ok(vec![Event::WaitingBegun(order)])
    }

    /// Decides on an offer. Whoever takes the time has it booked by it, and what it replaces ends as moved.
    ///
    /// # Errors
    /// [`CannotWait`] names the rule that is not met.
    pub fn offer_time(&self, order: TimeOffered, when: When, rules: &Rulebook) -> Result<Vec<Event>, CannotWait> {
        self.must_be_open()?;
        self.waits(order.waiting)?;
        check_when(when, order.late_because.as_ref(), rules)?;
        match order.came {
            Reply::Taken => self.sessions.check_slot(&order.slot, order.replaces, when.now)?,
            Reply::Asked(until) if until <= when.now || order.slot.starts < until => return Err(CannotWait::AnswerBy),
            Reply::Asked(_) | Reply::Declined | Reply::NotReached => {}
        }
        if order.replaces.is_some_and(|slot| self.sessions.slot(slot).is_none()) {
            return Err(CannotMeet::NoSuchBooking.into());
        }
        Ok(vec![Event::TimeOffered(order)])
    }

    /// Decides on taking the client off the list.
    ///
    /// # Errors
    /// [`CannotWait`] when the case is closed, or they are not on it.
    pub fn end_waiting(&self, order: WaitingEnded) -> Result<Vec<Event>, CannotWait> {
        self.must_be_open()?;
        self.waits(order.waiting)?;
        Ok(vec![Event::WaitingEnded(order)])
    }

    fn waits(&self, id: ItemId) -> Result<&Waits, CannotWait> {
        self.waiting.now.as_ref().filter(|waits| waits.id == id).ok_or(CannotWait::NotWaiting)
    }
}

fn minute(time: jiff::civil::Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}
