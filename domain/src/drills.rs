//! Restore drills: a backup was restored into a scratch place and everything in it was opened, and the record says so.
//!
//! Serves PT-4.2.4 and PT-3c. Every backup that the server makes is proved like this; once in thirty days the proof becomes an entry, so that an
//! auditor finds it in the ledger and not on a page that forgets.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::organisation::Organisation;
use crate::time::Instant;

/// For how long one stands, in seconds.
const STANDS: i64 = 30 * 86_400;

/// A backup was restored for a trial, and it was whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillHeld {
    /// When the backup was begun.
    pub backup: Instant,
    /// How many ledger lines came back.
    pub lines: u64,
    /// The root over them, in hexadecimal; it is that of the backup.
    pub root: String,
    /// How many entries were opened.
    pub entries: u64,
    /// How many documents were compared.
    pub documents: u64,
    /// How long backup and trial took, in seconds.
    pub seconds: u64,
}

/// Why no drill is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoDrill {
    /// The organisation was never founded.
    #[error("this installation is not set up yet")]
    NotFounded,
    /// One of the last thirty days stands in the record.
    #[error("a drill of the last thirty days stands in the record")]
    NotDue,
}

impl Organisation {
    /// Decides on filing a drill.
    ///
    /// # Errors
    /// [`NoDrill`]; a backup that was made before the last drill is none after it.
    pub fn file_drill(&self, held: DrillHeld) -> Result<Vec<Event>, NoDrill> {
        if self.name.is_none() {
            return Err(NoDrill::NotFounded);
        }
        match &self.drill {
            Some(last) if held.backup.seconds_since(last.backup) < STANDS => Err(NoDrill::NotDue),
            _ => Ok(vec![Event::DrillHeld(held)]),
        }
    }
}
