//! What comes by itself: an e-mail that opens an inquiry or belongs to one, what was attached to it, and the form that anybody can fill in.
//!
//! Guarantees that nothing of it passes for more than it is: who an e-mail says it is from proves nothing, and nothing in it decides who may see it.

use serde::{Deserialize, Serialize};

use super::{Asker, CannotInquire, Inquiry, InquiryReceived};
use crate::documents::Arrived;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{DossierId, EntryNumber, ItemId};
use crate::level::Level;
use crate::numbers::InquiryNumber;
use crate::rulebook::Rulebook;
use crate::text::{Line, Narrative};
use crate::time::Instant;

/// How many further messages one inquiry takes; whatever comes then opens another one.
pub const MOST_MESSAGES: usize = 100;

/// How an inquiry came, when nobody took it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// As an e-mail.
    Mail(Mailed),
    /// By the form that anybody can fill in.
    Form,
}

/// What is known of an e-mail beside what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailed {
    /// What its sender's program has named it, by which replies name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Line>,
    /// SHA-256 over that name and what it says, in hexadecimal digits: the same message is taken once.
    pub digest: String,
    /// How many attached files lie in the message alone, because there are too many of them, or they are of no kind that is accepted.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u32,
    /// The inquiry that it answers, when that one is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Earlier>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// An inquiry that was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Which.
    pub inquiry: DossierId,
    /// Its number.
    pub number: InquiryNumber,
}

/// Whoever asks has written again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryFollowed {
    /// Who it says it is from.
    pub from: Asker,
    /// What it is about, in one line.
    pub subject: Line,
    /// What was written.
    pub said: Narrative,
    /// The e-mail.
    pub mailed: Mailed,
}

/// A file that came with an inquiry is kept in it: the message as it came, or something attached to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InquiryFileKept {
    /// Its id.
    pub id: ItemId,
    /// The file.
    pub file: Arrived,
    /// Whether it is the message as it came.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole: bool,
}

/// A further message, and when it reached us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Further {
    /// What it says.
    pub message: InquiryFollowed,
    /// When it reached us.
    pub at: Instant,
}

/// A file of an inquiry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InquiryFile {
    /// What is kept.
    pub kept: InquiryFileKept,
    /// With which message it came: 0 is the first one.
    pub message: usize,
    /// The entry that brought it.
    pub entry: EntryNumber,
}

/// What came by itself into an inquiry after it was opened, and with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Post {
    /// Further messages in the order in which they came.
    pub further: Vec<Further>,
    /// Files in the order in which they came.
    pub files: Vec<InquiryFile>,
    /// Whether a message came after anybody did something last.
    pub unseen: bool,
}

impl Post {
    /// Takes one more entry into account.
    pub(super) fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::InquiryFollowed(message) => {
                self.further.push(Further { message: message.clone(), at: entry.happened() });
                self.unseen = true;
            }
            Event::InquiryFileKept(kept) => {
                let (kept, message) = (kept.clone(), self.further.len());
                self.files.push(InquiryFile { kept, message, entry: entry.id.number });
            }
            _ => self.unseen = false,
        }
    }

    /// The files that came with this message.
    pub fn files_of(&self, message: usize) -> impl Iterator<Item = &InquiryFile> {
        self.files.iter().filter(move |file| file.message == message)
    }
}

impl Inquiry {
    /// Every e-mail that came into it.
    pub fn mails(&self) -> impl Iterator<Item = &Mailed> {
        let first = self.received.iter().filter_map(|(received, _, _)| match &received.came {
            Some(Came::Mail(mailed)) => Some(mailed),
            _ => None,
        });
        first.chain(self.post.further.iter().map(|further| &further.message.mailed))
    }

    /// Decides on taking it in with the files that came with it.
    ///
    /// # Errors
    /// [`CannotInquire`] names what is wrong.
    pub fn receive_with(
        &self,
        order: InquiryReceived,
        files: Vec<InquiryFileKept>,
        when: (Level, Instant, Instant),
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotInquire> {
        let mut events = self.receive(order, when, rules)?;
        events.extend(files.into_iter().map(Event::from));
        Ok(events)
    }

    /// Decides on a further message with its files.
    ///
    /// # Errors
    /// [`CannotInquire::Over`] when it is over, or has taken as many messages as one inquiry takes.
    pub fn follow(&self, order: InquiryFollowed, files: Vec<InquiryFileKept>) -> Result<Vec<Event>, CannotInquire> {
        if !self.is_open() || MOST_MESSAGES <= self.post.further.len() {
            return Err(CannotInquire::Over);
        }
        let files = files.into_iter().map(Event::from);
        Ok(std::iter::once(Event::from(order)).chain(files).collect())
    }
}
