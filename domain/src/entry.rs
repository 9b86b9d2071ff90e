//! One entry as it is read back: where it stands, who signed it, and what it says.

use crate::event::Event;
use crate::ids::{EntryId, StaffId};
use crate::level::Level;
use crate::signature::{Meaning, Signature};
use crate::time::Instant;

/// An opened entry.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where it stands.
    pub id: EntryId,
    /// How confidential it is.
    pub level: Level,
    /// Who signed, at least one; the first is the author.
    pub signature: Signature,
    /// What it says.
    pub event: Event,
}

impl Entry {
    /// When it was signed.
    pub const fn signed(&self) -> Instant {
        self.signature.signed
    }

    /// When the thing happened, as stated.
    pub const fn happened(&self) -> Instant {
        self.signature.happened
    }

    /// Who signed it.
    pub const fn author(&self) -> StaffId {
        self.signature.signer
    }

    /// Whether it was written later than the rulebook asks.
    pub fn late(&self) -> bool {
        self.signature.meaning == Meaning::LateEntry
    }
}
