//! Assessments: at intake, at set intervals, and after a significant intervention.
//!
//! Serves PT-4.1.1, PT-4.1.2, PT-4.1.3. Scored instruments are recorded by their own procedure; this is the assessment in words.

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::EntryNumber;
use crate::text::{Line, Narrative};
use crate::time::Instant;

/// Which assessment it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentKind {
    /// At intake (PT-4.1.1).
    Initial,
    /// At the set interval (PT-4.1.2).
    Progress,
    /// After a significant intervention (PT-4.1.2).
    AfterIntervention,
}

impl AssessmentKind {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Initial => "Initial assessment",
            Self::Progress => "Progress assessment",
            Self::AfterIntervention => "Assessment after a significant intervention",
        }
    }
}

/// An assessment is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessmentRecorded {
    /// Which one.
    pub kind: AssessmentKind,
    /// The situation.
    pub summary: Narrative,
    /// Strengths and resources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strengths: Option<Narrative>,
    /// Needs and risks.
    pub needs: Narrative,
    /// What came out, and what follows.
    pub outcome: Narrative,
    /// Why it was written late, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_because: Option<Line>,
}

/// What a case file knows of assessments.
#[derive(Debug, Clone, Default)]
pub struct Assessments {
    /// Those that were made, oldest first.
    pub made: Vec<(EntryNumber, Instant, AssessmentRecorded)>,
    /// The session after which one is due at once, not yet followed by one.
    pub after_intervention: Option<Instant>,
}

impl Assessments {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::AssessmentRecorded(made) => {
                self.made.push((entry.id.number, entry.happened(), made.clone()));
                self.after_intervention = None;
            }
            Event::SessionRecorded(session) if session.significant => {
                self.after_intervention = Some(entry.happened());
            }
            _ => {}
        }
    }

    /// The latest one.
    pub fn last(&self) -> Option<&(EntryNumber, Instant, AssessmentRecorded)> {
        self.made.last()
    }

    /// Which kind the next one is.
    pub fn next_kind(&self) -> AssessmentKind {
        if self.made.is_empty() {
            AssessmentKind::Initial
        } else if self.after_intervention.is_some() {
            AssessmentKind::AfterIntervention
        } else {
            AssessmentKind::Progress
        }
    }
}
