//! What becomes of a message after it was handed over (PT-4.5.3): it arrives or it does not, and the client may write back.
//!
//! Reports come late, twice, before our own record of the sending, or never. The last word counts, except that what has arrived has arrived, and what somebody
//! has seen to by hand is seen to.

use serde::{Deserialize, Serialize};

use super::{Answer, AppointmentAnswered, CannotRemind, Means, Outcome, Reminder, Said, Way};
use crate::cases::CaseFile;
use crate::clients::{ClientCorrected, ClientFile};
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId};
use crate::reach::{Channel, Purpose};
use crate::text::{Line, Narrative};
use crate::time::Instant;

/// Why a message did not arrive, as far as the gateway or the relay says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undelivered {
    /// Nobody has this number or address.
    Unknown,
    /// It was not let in: switched off for good, blocked, or full.
    Rejected,
    /// It could not be delivered for too long.
    Expired,
    /// Something else, or nothing was said.
    Other,
}

/// What is reported of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reported {
    /// It has arrived.
    Delivered,
    /// It has not, and will not.
    NotDelivered(Undelivered),
}

/// The gateway or the relay has told what became of a reminder (FS-4.1.2, PT-4.5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageReported {
    /// Of which booking.
    pub slot: ItemId,
    /// Of which of its reminders.
    pub hours: u32,
    /// By what it was sent.
    pub means: Means,
    /// What became of it.
    pub what: Reported,
}

/// A message to the client's number or address did not arrive, because nobody has it (PT-4.5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachFailed {
    /// Whether it was the number or the address.
    pub means: Means,
}

/// The client has written back to a text message (FS-4.1.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplyReceived {
    /// To the reminder of which booking.
    pub slot: ItemId,
    /// What they wrote.
    pub text: Narrative,
    /// Whether they want no more messages.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stop: bool,
}

/// Somebody has seen to what a client wrote back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplySettled {
    /// In which entry that stands.
    pub reply: EntryNumber,
    /// What came of it.
    pub note: Line,
}

/// What is reported of a message, as the file knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// What became of it.
    pub what: Reported,
    /// By what it was sent.
    pub means: Means,
    /// When that came.
    pub at: Instant,
}

/// What a client wrote back, as the file knows it.
#[derive(Debug, Clone)]
pub struct Reply {
    /// In which entry it stands.
    pub entry: EntryNumber,
    /// When it came.
    pub at: Instant,
    /// What it says.
    pub received: ReplyReceived,
    /// Whether somebody has seen to it.
    pub settled: bool,
}

impl Reminder {
    /// Whether somebody has to give it.
    pub fn waits(&self) -> bool {
        match (self.outcome, self.reported) {
            (Some((Outcome::Told | Outcome::NotReached | Outcome::Needless, _)), _)
            | (_, Some(Report { what: Reported::Delivered, .. }))
            | (Some((Outcome::Sent(_), _)), None) => false,
            // what is told once the appointment has begun can no longer be made up for
            (_, Some(Report { what: Reported::NotDelivered(_), at, .. })) => at < self.starts,
            (Some((Outcome::Failed(_), _)), None) => true,
            (None, None) => matches!(self.way, Way::ByHand(_)),
        }
    }

    /// Whether a report still changes something.
    fn takes(&self, what: Reported) -> bool {
        let by_hand = matches!(self.outcome, Some((Outcome::Told | Outcome::NotReached | Outcome::Needless, _)));
        let known = self.reported.map(|report| report.what);
        !by_hand && known != Some(Reported::Delivered) && known != Some(what)
    }
}

impl CaseFile {
    /// Decides on a report of what became of a message about a booking that began then. Of one that was moved, or is over, it is written down all the same.
    ///
    /// # Errors
    /// [`CannotRemind`] when no such message went out, or the report says nothing new.
    pub fn report(&self, order: MessageReported, starts: Instant) -> Result<Vec<Event>, CannotRemind> {
        self.must_be_open()?;
        let known = self.reminders.of(order.slot).into_iter().flat_map(|known| &known.reminders);
        let sent = |reminder: &&Reminder| {
            reminder.hours == order.hours && reminder.starts == starts && matches!(reminder.way, Way::Sent(_))
        };
        let reminder = known.into_iter().find(sent).ok_or(CannotRemind::NoSuchBooking)?;
        if reminder.takes(order.what) {
            Ok(vec![Event::MessageReported(order)])
        } else {
            Err(CannotRemind::NothingWaits)
        }
    }

    /// Decides on what a client wrote back: a plain yes confirms the appointment while it is to come and nothing speaks against it; everything else is read by somebody.
    ///
    /// # Errors
    /// [`CannotRemind::Closed`] when the case is closed.
    pub fn write_back(
        &self,
        order: ReplyReceived,
        said: Said,
        starts: Instant,
        now: Instant,
    ) -> Result<Vec<Event>, CannotRemind> {
        self.must_be_open()?;
        let stands = self.sessions.slot(order.slot).is_some_and(|slot| slot.starts == starts && now < starts);
        let answered = self.reminders.of(order.slot).and_then(|known| known.answer);
        // who has asked for another time, and then says yes, may mean either
        let plain = answered.is_none_or(|(answer, _)| answer == Answer::Comes);
        Ok(vec![if said == Said::Yes && stands && plain {
            Event::AppointmentAnswered(AppointmentAnswered {
                slot: order.slot,
                answer: Answer::Comes,
                by: Some(Means::Sms),
            })
        } else {
            Event::ReplyReceived(ReplyReceived { stop: said == Said::Stop, ..order })
        }])
    }

    /// Decides that somebody has seen to what a client wrote back.
    ///
    /// # Errors
    /// [`CannotRemind`] when there is nothing of the kind, or somebody has done so.
    pub fn settle_reply(&self, order: ReplySettled) -> Result<Vec<Event>, CannotRemind> {
        self.must_be_open()?;
        match self.reminders.reply(order.reply) {
            Some(reply) if !reply.settled => Ok(vec![Event::ReplySettled(order)]),
            _ => Err(CannotRemind::NoReply),
        }
    }
}

impl ClientFile {
    /// Decides that a number or an address does not take messages.
    ///
    /// # Errors
    /// [`CannotRemind::Already`] when that is known.
    pub fn fail_to_reach(&self, means: Means) -> Result<Vec<Event>, CannotRemind> {
        if self.unreached.contains_key(&means) {
            return Err(CannotRemind::Already);
        }
        Ok(vec![Event::ReachFailed(ReachFailed { means })])
    }

    /// Decides that the client gets no more text messages about appointments: how they want to hear of them is then no longer known, until somebody has asked.
    ///
    /// # Errors
    /// [`CannotRemind::Already`] when they get none.
    pub fn stop_messages(&self, reason: Line) -> Result<Vec<Event>, CannotRemind> {
        let details = self.details.as_ref().filter(|it| it.channels.get(&Purpose::Appointments) == Some(&Channel::Sms));
        let mut details = details.cloned().ok_or(CannotRemind::Already)?;
        details.channels.remove(&Purpose::Appointments);
        Ok(vec![Event::ClientCorrected(ClientCorrected { details, reason })])
    }
}
