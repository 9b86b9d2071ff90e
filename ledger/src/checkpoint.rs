//! Checkpoints: a signed sentence "the ledger of this installation has so many lines, and this is their root".
//!
//! Whoever keeps a checkpoint outside the database can show later that a line was there, and that nothing before it was changed. A signed
//! note may carry more signatures, such as a witness's; those of unknown keys are passed over, as the format asks.
//!
//! # Source
//! C2SP tlog-checkpoint and signed-note, version 1 (`c2sp.org/tlog-checkpoint`, `c2sp.org/signed-note`), Ed25519, type 0x01.

mod key;
mod note;
mod notes;
mod text;

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{CheckpointFault, Hash, Id};

pub use key::{NotAKey, Signer, VerifierKey};
pub use note::{Note, NoteSignature};
pub use notes::{NotesReader, append, split};

/// The name of a ledger: `casekeep/` and the id of the installation. Keys and checkpoints carry the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(pub Id);

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "casekeep/{}", self.0)
    }
}

impl FromStr for Origin {
    type Err = CheckpointFault;

    fn from_str(text: &str) -> Result<Self, CheckpointFault> {
        let id = text.strip_prefix("casekeep/").and_then(|id| id.parse().ok());
        id.map(Self).ok_or(CheckpointFault::Origin)
    }
}

/// What a checkpoint says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    /// Of which ledger.
    pub origin: Origin,
    /// How many lines it has.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

impl Checkpoint {
    /// The text that is signed: three lines.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root.0))
    }

    /// The signed note.
    pub fn sign(&self, signer: &Signer) -> String {
        let text = self.text();
        format!("{text}\n{}", signer.line(&text))
    }

    /// What this note says, once its signature by one of `keys` holds.
    ///
    /// # Errors
    /// `Form` when it is no note with a checkpoint; `Origin` when it is of a ledger that none of the keys belongs to; `Signature` when none
    /// of the keys has signed it, or one of them wrongly.
    pub fn verify(note: &str, keys: &[VerifierKey]) -> Result<Self, CheckpointFault> {
        let note = Note::parse(note)?;
        let checkpoint = note.checkpoint;
        if keys.iter().all(|key| key.origin != checkpoint.origin) {
            return Err(CheckpointFault::Origin);
        }
        note.signed_by_any(keys)?;
        Ok(checkpoint)
    }
}

#[cfg(test)]
mod tests;
