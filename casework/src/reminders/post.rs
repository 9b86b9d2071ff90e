//! What sends messages, as the casework sees it; the server has the mail relay and the gateway.

use std::fmt;
use std::pin::Pin;

use domain::reminders::{Able, Means};
use uuid::Uuid;
use vault::codes::SharedSecret;

use super::names::FieldNames;

/// A message to a client. Its `Debug` shows nothing of it.
pub struct Message {
    /// Its mark: the same whenever it is sent again.
    pub id: Uuid,
    /// To which address or number.
    pub to: String,
    /// The subject, where there is one.
    pub subject: String,
    /// What it says.
    pub text: String,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Message({})", self.id)
    }
}

/// Why a message was not taken; the code says more, never the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostFault {
    /// Not now: the relay or gateway is away, slow, or says so.
    Later(&'static str),
    /// Never: it is refused for good.
    Never(&'static str),
}

/// A message being sent.
pub type Posting<'a> = Pin<Box<dyn Future<Output = Result<(), PostFault>> + Send + 'a>>;

/// Sends messages.
pub trait Post: Send + Sync {
    /// By what it can send.
    fn able(&self) -> Able;

    /// The address under which people reach this server, for links.
    fn origin(&self) -> &str;

    /// The secret that the gateway signs with when it reports; nothing when it does not.
    fn shared_secret(&self) -> Option<&SharedSecret> {
        None
    }

    /// The names that the gateway has of its own for what it reports.
    fn field_names(&self) -> FieldNames {
        FieldNames::default()
    }

    /// Hands a message over. It ends by itself, within a time that a person would wait.
    fn send(&self, means: Means, message: Message) -> Posting<'_>;
}
