//! Letters to a client, written in the case from an approved template (CC-4.1.1, CC-4.1.2).
//!
//! A letter counts as contact with the client. Where it is dangerous that others learn who writes, the name of the organisation is not on it.

use serde::{Deserialize, Serialize};

use crate::cases::{CaseClosedNow, CaseFile};
use crate::contacts::{CannotLog, ContactKind};
use crate::event::Event;
use crate::level::Level;
use crate::reach::SafeContact;
use crate::rulebook::Rulebook;
use crate::templates::{NotApproved, Occasion, Place, TemplateUsed, Templates, standing};
use crate::text::Narrative;

/// A letter to the client is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterWritten {
    /// From which template.
    pub template: TemplateUsed,
    /// Its language (BCP 47).
    pub language: String,
    /// Its words, as they are printed.
    pub text: Narrative,
    /// Whether the name of the organisation is left off.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_sender: bool,
}

impl CaseFile {
    /// Decides on a letter to the client.
    ///
    /// # Errors
    /// [`CannotWrite`] names the rule that is not met.
    pub fn write_letter(
        &self,
        order: LetterWritten,
        level: Level,
        (templates, safe): (&Templates, &SafeContact),
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotWrite> {
        self.must_be_open()?;
        templates.approved(order.template, Occasion::ToClient)?;
        if let Some(place) = standing(order.text.reveal()) {
            return Err(CannotWrite::Standing(place));
        }
        if safe.say_no_name && !order.without_sender {
            return Err(CannotWrite::SayNoName);
        }
        let least = rules.level_of(ContactKind::ServiceUpdate);
        if level < least {
            return Err(CannotLog::LevelTooLow(least).into());
        }
        Ok(vec![order.into()])
    }
}

/// Why a letter cannot be written like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotWrite {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// It is not written from an approved template.
    #[error(transparent)]
    Template(#[from] NotApproved),
    /// Something was not put in.
    #[error("please write what stands for {{{}}}", .0.code())]
    Standing(Place),
    /// The client's rules of safe contact.
    #[error("this client must not be told where we write from: please leave our name off the letter")]
    SayNoName,
    /// A rule that every contact has.
    #[error(transparent)]
    Contact(#[from] CannotLog),
}
