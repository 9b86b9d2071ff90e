//! Case reviews: the regular look at a case with some distance (CM-4.4.1).

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::EntryNumber;
use crate::text::Narrative;
use crate::time::Instant;

/// A case is reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseReviewed {
    /// What was found.
    pub found: Narrative,
    /// What was agreed.
    pub agreed: Narrative,
}

/// What a case file knows of its reviews.
#[derive(Debug, Clone, Default)]
pub struct Reviews {
    /// The latest one.
    pub last: Option<(EntryNumber, Instant)>,
}

impl Reviews {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        if let Event::CaseReviewed(_) = &entry.event {
            self.last = Some((entry.id.number, entry.happened()));
        }
    }
}
