//! How to reach a person without doing harm: channels, what each is preferred for, and the rules of safe contact.
//!
//! Serves CC-4.2.1, CM-4.1.1.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::text::Line;

/// How to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A call.
    Phone,
    /// An e-mail.
    Email,
    /// A text message.
    Sms,
    /// A letter.
    Letter,
    /// Face to face.
    InPerson,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 5] = [Self::Phone, Self::Email, Self::Sms, Self::Letter, Self::InPerson];

    /// The code that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Letter => "letter",
            Self::InPerson => "in_person",
        }
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Phone => "Phone call",
            Self::Email => "E-mail",
            Self::Sms => "Text message",
            Self::Letter => "Letter",
            Self::InPerson => "In person",
        }
    }
}

/// What a message is about; each may have a preferred channel of its own (CC-4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Reminders and changes of appointments.
    Appointments,
    /// Questions and answers between sessions.
    Questions,
    /// Letters and documents.
    Documents,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 3] = [Self::Appointments, Self::Questions, Self::Documents];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Appointments => "Appointments",
            Self::Questions => "Questions and answers",
            Self::Documents => "Letters and documents",
        }
    }
}

/// Rules that keep a contact from doing harm.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SafeContact {
    /// Never leave a message on a machine.
    pub no_voicemail: bool,
    /// Never say where we call from.
    pub say_no_name: bool,
    /// Not before this time of day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Time>,
    /// Not after this time of day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_after: Option<Time>,
    /// Anything else, such as "only when the children are at school".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<Line>,
}
