//! Reminders of appointments: when one is due, on which way it reaches the client, and what the client answers.
//!
//! Serves FS-4.1.2, CC-4.2.1, PT-4.4.4, PT-4.5.3. A reminder is due once for each booking and each of the rulebook's hours, whatever crashes and however many
//! servers run: that it is due is an entry of the case, and a second one cannot be. It is sent only where the client wants messages about appointments by
//! e-mail or text message and nothing that is written down about safe contact needs a person to read it; everything else is somebody's duty.

mod given;
mod reported;
mod rules;
mod said;
mod state;
mod wording;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId};
use crate::reach::Channel;
use crate::text::Line;
use crate::time::Instant;

pub use given::CannotRemind;
pub use reported::{MessageReported, ReachFailed, Reply, ReplyReceived, ReplySettled, Report, Reported, Undelivered};
pub use rules::{Able, BadReminders, Booking, ReminderRules, Window, last_call};
pub use said::Said;
pub use state::ReminderState;
pub use wording::{BadWording, Begins, DayForm, Wording};

/// By what Casekeep sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// E-mail.
    Email,
    /// Text message.
    Sms,
}

impl Means {
    /// The channel that it is.
    pub const fn channel(self) -> Channel {
        match self {
            Self::Email => Channel::Email,
            Self::Sms => Channel::Sms,
        }
    }
}

/// Why a reminder is not sent, but somebody is asked to give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ByHand {
    /// The client wants to hear of appointments like this.
    Prefers(Channel),
    /// Nothing is written down, or no number or address for it.
    NothingSaid,
    /// What is written down about safe contact has to be read by a person, or leaves no hour.
    SafeContact,
    /// The server cannot send so.
    NotSetUp(Means),
}

/// How a client is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// By a message.
    Sent(Means),
    /// By somebody.
    ByHand(ByHand),
}

/// A reminder is due: it is sent now, or somebody is asked to give it (FS-4.1.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderDue {
    /// Of which booking.
    pub slot: ItemId,
    /// When that begins: a booking that is moved may keep its id.
    pub starts: Instant,
    /// So many hours before, as the rulebook had it.
    pub hours: u32,
    /// On which way.
    pub way: Way,
}

/// Why a message could not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotSent {
    /// The relay or gateway refused it for good, such as an address that does not exist.
    Refused,
    /// It could not be sent for so long that it came too late.
    TooLate,
    /// What the client wants, or what is written down about safe contact, has changed meanwhile.
    Changed,
}

/// What came of a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The relay or gateway has taken it.
    Sent(Means),
    /// It could not be sent.
    Failed(NotSent),
    /// Somebody has told the client.
    Told,
    /// Somebody has tried, and could not reach the client.
    NotReached,
    /// It was not needed.
    Needless,
}

impl Outcome {
    /// What somebody can say of a reminder that they gave.
    pub const BY_HAND: [Self; 3] = [Self::Told, Self::NotReached, Self::Needless];
}

/// What came of a reminder (PT-4.5.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderGiven {
    /// Of which booking.
    pub slot: ItemId,
    /// Of which of its reminders.
    pub hours: u32,
    /// What came of it.
    pub outcome: Outcome,
    /// More in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

/// What a client answers by the link in a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// They come.
    Comes,
    /// They need another time.
    Moves,
    /// They do not come; the booking ends with it.
    Cancels,
}

impl Answer {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Comes, Self::Moves, Self::Cancels];
}

/// A client has answered by the link in a reminder, or by writing back (FS-4.1.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentAnswered {
    /// About which booking.
    pub slot: ItemId,
    /// What.
    pub answer: Answer,
    /// By what they wrote back; nothing: by the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Means>,
}

/// A reminder as the file knows it.
#[derive(Debug, Clone)]
pub struct Reminder {
    /// When the appointment begins.
    pub starts: Instant,
    /// So many hours before.
    pub hours: u32,
    /// On which way.
    pub way: Way,
    /// Since when it is due.
    pub at: Instant,
    /// In which entry that stands.
    pub entry: EntryNumber,
    /// What came of it, and when.
    pub outcome: Option<(Outcome, Instant)>,
    /// What is reported of the message.
    pub reported: Option<Report>,
}

/// What a booking's reminders came to.
#[derive(Debug, Clone, Default)]
pub struct Reminded {
    /// Its reminders, in the order in which they were due.
    pub reminders: Vec<Reminder>,
    /// What the client has answered last, and when.
    pub answer: Option<(Answer, Instant)>,
}

/// What a case file knows of reminders, by booking. Of bookings that are over as well: what reminded of them is told in reviews.
#[derive(Debug, Clone, Default)]
pub struct Reminders {
    of: BTreeMap<ItemId, Reminded>,
    replies: Vec<Reply>,
}

impl Reminders {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        for slot in entry.event.books() {
            // a booking that is moved and keeps its id is another one
            self.of.insert(slot.id, Reminded::default());
        }
        match &entry.event {
            Event::ReminderDue(due) => {
                let (at, entry) = (entry.signed(), entry.id.number);
                let (starts, hours, way) = (due.starts, due.hours, due.way);
                let reminder = Reminder { starts, hours, way, at, entry, outcome: None, reported: None };
                if let Some(known) = self.of.get_mut(&due.slot) {
                    known.reminders.push(reminder);
                }
            }
            Event::ReminderGiven(given) => {
                for reminder in self.these(given.slot, given.hours) {
                    reminder.outcome = Some((given.outcome, entry.signed()));
                }
            }
            Event::MessageReported(told) => {
                for reminder in self.these(told.slot, told.hours) {
                    reminder.reported = Some(Report { what: told.what, means: told.means, at: entry.signed() });
                }
            }
            Event::ReplyReceived(received) => {
                let (at, received) = (entry.signed(), received.clone());
                self.replies.push(Reply { entry: entry.id.number, at, received, settled: false });
            }
            Event::ReplySettled(settled) => {
                for reply in self.replies.iter_mut().filter(|reply| reply.entry == settled.reply) {
                    reply.settled = true;
                }
            }
            Event::AppointmentAnswered(answered) => {
                if let Some(known) = self.of.get_mut(&answered.slot) {
                    known.answer = Some((answered.answer, entry.signed()));
                }
            }
            _ => {}
        }
    }

    fn these(&mut self, slot: ItemId, hours: u32) -> impl Iterator<Item = &mut Reminder> {
        let known = self.of.get_mut(&slot).into_iter().flat_map(|known| &mut known.reminders);
        known.filter(move |reminder| reminder.hours == hours)
    }

    /// What clients wrote back, and nobody has seen to, the oldest first.
    pub fn to_read(&self) -> impl Iterator<Item = &Reply> {
        self.replies.iter().filter(|reply| !reply.settled)
    }

    /// What a client wrote back, by the entry in which it stands.
    pub fn reply(&self, entry: EntryNumber) -> Option<&Reply> {
        self.replies.iter().find(|reply| reply.entry == entry)
    }

    /// The bookings with what their reminders came to.
    pub fn all(&self) -> impl Iterator<Item = (ItemId, &Reminded)> {
        self.of.iter().map(|(slot, known)| (*slot, known))
    }

    /// What the reminders of this booking came to.
    pub fn of(&self, slot: ItemId) -> Option<&Reminded> {
        self.of.get(&slot)
    }

    /// For how many hours before this booking the latest reminder was due, if there was one.
    pub fn reminded(&self, slot: ItemId) -> Option<u32> {
        self.of.get(&slot)?.reminders.iter().map(|reminder| reminder.hours).min()
    }
}
