//! How a case ends: what the first step of the closure records, and what has to be seen to or explained before (RC-4.4, FS-4.3.3, FS-4.5.2).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{CannotClose, Onward};
use crate::cases::CaseFile;
use crate::parting::{AfterCare, check_after_care};
use crate::retention::{Stated, Trigger};
use crate::rulebook::Rulebook;
use crate::text::{Line, Narrative};

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The goals were reached.
    GoalsMet,
    /// Some were.
    PartlyMet,
    /// The client goes on elsewhere.
    Transferred,
    /// The client does not wish to go on.
    ClientEnded,
    /// The client can no longer be reached.
    LostContact,
    /// The client has died.
    Died,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 6] =
        [Self::GoalsMet, Self::PartlyMet, Self::Transferred, Self::ClientEnded, Self::LostContact, Self::Died];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::GoalsMet => "Goals reached",
            Self::PartlyMet => "Goals partly reached",
            Self::Transferred => "Goes on elsewhere",
            Self::ClientEnded => "Ended by the client",
            Self::LostContact => "Contact lost",
            Self::Died => "The client has died",
        }
    }
}

/// What the first step records: how the case ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// How.
    pub outcome: Outcome,
    /// Closing summary.
    pub summary: Narrative,
    /// The day on which the service ended; retention counts from it.
    pub discharged: Date,
    /// The day from which the record class of the file counts, where the file does not know it: birth, death, order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<Stated>,
    /// Why a case ends because contact was lost although not everything was tried (FS-4.3.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_tried: Option<Line>,
    /// Who carries on, when the client goes on elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onward: Option<Onward>,
    /// What is to be asked once more afterwards, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_care: Option<AfterCare>,
}

impl Ending {
    /// An ending of which nothing else is to be said.
    pub const fn new(outcome: Outcome, summary: Narrative, discharged: Date) -> Self {
        Self { outcome, summary, discharged, stated: None, not_tried: None, onward: None, after_care: None }
    }

    fn states(&self, trigger: Trigger) -> bool {
        self.stated.is_some_and(|stated| stated.trigger == trigger)
    }
}

impl CaseFile {
    /// Whether what was found out about how the case ends is enough, or somebody says why not.
    pub(super) fn check_ending(&self, ending: &Ending, rules: &Rulebook, today: Date) -> Result<(), CannotClose> {
        if let Some(care) = &ending.after_care {
            check_after_care(care, ending.outcome, today)?;
        }
        if ending.outcome == Outcome::LostContact && ending.not_tried.is_none() {
            let tried = self.tried(rules);
            if !tried.is_enough() {
                return Err(CannotClose::NotTried(tried));
            }
        }
        if today < ending.discharged {
            return Err(CannotClose::EndsAhead);
        }
        if ending.stated.is_some_and(|stated| today < stated.day) {
            return Err(CannotClose::StatedAhead);
        }
        match self.record_class(rules).map(|class| class.trigger) {
            Some(Trigger::Birth) if !ending.states(Trigger::Birth) => return Err(CannotClose::BirthMissing),
            Some(stated) if stated.is_stated() && !ending.states(stated) => return Err(CannotClose::DayMissing),
            _ => {}
        }
        Ok(self.check_onward(ending)?)
    }
}
