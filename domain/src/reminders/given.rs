//! The rules of reminders: once for each booking and hour, and only while the booking stands.

use super::{Answer, AppointmentAnswered, Outcome, Reminder, ReminderDue, ReminderGiven};
use crate::cases::{CaseClosedNow, CaseFile};
use crate::event::Event;
use crate::ids::ItemId;
use crate::sessions::{CannotMeet, Next, NotHeld, SessionNotHeld, Slot};
use crate::text::Line;
use crate::time::Instant;

/// Why a reminder cannot be given, or an answer not be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotRemind {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// The booking is gone or over.
    #[error("this booking is no longer open; somebody has recorded or moved it meanwhile")]
    NoSuchBooking,
    /// It was due before.
    #[error("the client was reminded already")]
    Already,
    /// Nothing waits to be given.
    #[error("nobody has to remind the client of this appointment, or somebody has done so meanwhile")]
    NothingWaits,
    /// Nobody wrote back, or somebody has seen to it.
    #[error("somebody has seen to this reply already")]
    NoReply,
    /// A rule of sessions.
    #[error(transparent)]
    Session(#[from] CannotMeet),
}

impl CaseFile {
    /// Decides that a reminder is due.
    ///
    /// # Errors
    /// [`CannotRemind`] when the booking is gone, has begun, or had this reminder or a later one.
    pub fn remind(&self, order: ReminderDue, now: Instant) -> Result<Vec<Event>, CannotRemind> {
        let slot = self.to_come(order.slot, now)?;
        if slot.starts != order.starts {
            return Err(CannotRemind::NoSuchBooking);
        }
        if self.reminders.reminded(slot.id).is_some_and(|earlier| earlier <= order.hours) {
            return Err(CannotRemind::Already);
        }
        Ok(vec![Event::ReminderDue(order)])
    }

    /// Whether a message is still to be sent: the booking stands at that time, and nothing is known yet of what came of it. A gateway that did not answer may have
    /// sent it: when it reports so, that is known.
    pub fn to_send(&self, slot: ItemId, starts: Instant, hours: u32) -> bool {
        let stands = self.sessions.slot(slot).is_some_and(|booked| booked.starts == starts);
        self.is_open() && stands && self.unsent(slot, hours).is_some_and(|known| known.reported.is_none())
    }

    /// Decides on what came of a message that was to be sent.
    ///
    /// # Errors
    /// [`CannotRemind::NothingWaits`] when that is known already.
    pub fn sent(&self, order: ReminderGiven) -> Result<Vec<Event>, CannotRemind> {
        if self.unsent(order.slot, order.hours).is_some() {
            Ok(vec![Event::ReminderGiven(order)])
        } else {
            Err(CannotRemind::NothingWaits)
        }
    }

    /// This reminder, if it was due and we have not written down what came of it.
    fn unsent(&self, slot: ItemId, hours: u32) -> Option<&Reminder> {
        let mut known = self.reminders.of(slot).into_iter().flat_map(|known| &known.reminders);
        known.find(|reminder| reminder.hours == hours && reminder.outcome.is_none())
    }

    /// Reminders of this booking that somebody has to give; the latest first.
    pub fn to_give(&self, slot: ItemId) -> impl Iterator<Item = &Reminder> {
        let known = self.sessions.slot(slot).and_then(|slot| self.reminders.of(slot.id));
        known.into_iter().flat_map(|known| known.reminders.iter().rev()).filter(|reminder| reminder.waits())
    }

    /// Decides on what somebody says of reminders that they gave: all that waited for this booking.
    ///
    /// # Errors
    /// [`CannotRemind`] when nothing waits.
    pub fn give(&self, slot: ItemId, outcome: Outcome, note: Option<Line>) -> Result<Vec<Event>, CannotRemind> {
        self.must_be_open()?;
        let given = |reminder: &Reminder| {
            Event::ReminderGiven(ReminderGiven { slot, hours: reminder.hours, outcome, note: note.clone() })
        };
        let events: Vec<Event> = self.to_give(slot).map(given).collect();
        if events.is_empty() { Err(CannotRemind::NothingWaits) } else { Ok(events) }
    }

    /// Decides on what the client answers. Who does not come frees the time at once; whoever carries the case follows it up as any session that was missed.
    ///
    /// # Errors
    /// [`CannotRemind`] when the booking is gone, has begun, or stands at another time by now.
    pub fn answer(
        &self,
        order: AppointmentAnswered,
        starts: Instant,
        cancelled: Line,
        now: Instant,
    ) -> Result<Vec<Event>, CannotRemind> {
        let slot = self.to_come(order.slot, now)?;
        if slot.starts != starts {
            return Err(CannotRemind::NoSuchBooking);
        }
        let ends = match order.answer {
            Answer::Comes | Answer::Moves => Vec::new(),
            Answer::Cancels => {
                let next = Next::None(cancelled);
                let over = SessionNotHeld { slot: slot.id, why: NotHeld::CancelledByClient, note: None, next };
                self.sessions.miss(over, now)?
            }
        };
        Ok(std::iter::once(Event::AppointmentAnswered(order)).chain(ends).collect())
    }

    fn to_come(&self, slot: ItemId, now: Instant) -> Result<&Slot, CannotRemind> {
        self.must_be_open()?;
        self.sessions.slot(slot).filter(|slot| now < slot.starts).ok_or(CannotRemind::NoSuchBooking)
    }
}
