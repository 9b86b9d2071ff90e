//! What is said of a complaint, and of feedback: how serious it is, what it is about, how it came out, and what was learned (CC-4.3.3, CC-5, FS-6.2).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::StaffId;
use crate::text::{Line, Narrative};

/// How much harm is in a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seriousness {
    /// Something small that can be put right at once.
    Minor,
    /// Somebody was let down.
    Moderate,
    /// Somebody was harmed, or could have been; or somebody's rights were. The director is told of it.
    Serious,
}

impl Seriousness {
    /// Every degree.
    pub const ALL: [Self; 3] = [Self::Minor, Self::Moderate, Self::Serious];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Minor => "Minor: it can be put right at once",
            Self::Moderate => "Moderate: somebody was let down",
            Self::Serious => "Serious: somebody was or could have been harmed, or their rights were",
        }
    }
}

/// What a complaint, or feedback, is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// How long something took.
    Waiting,
    /// How somebody was treated.
    Conduct,
    /// What somebody was told, or not.
    Information,
    /// What somebody learned who should not have.
    Confidentiality,
    /// How one comes to be helped: the way, the hours, the language.
    Access,
    /// Something else, in words.
    Other,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Self; 6] =
        [Self::Waiting, Self::Conduct, Self::Information, Self::Confidentiality, Self::Access, Self::Other];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Conduct => "How somebody was treated",
            Self::Information => "Information",
            Self::Confidentiality => "Confidentiality",
            Self::Access => "Access: the way here, hours, language",
            Self::Other => "Something else",
        }
    }
}

/// A theme, with words where it is another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Themed {
    /// Which.
    pub theme: Theme,
    /// What it is about; needed when it is something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Line>,
}

impl Themed {
    /// Whether it says what it is about.
    pub const fn is_said(&self) -> bool {
        !matches!(self, Self { theme: Theme::Other, words: None })
    }
}

/// The escalation report of a complaint (CC-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscalationReported {
    /// How serious it is.
    pub seriousness: Seriousness,
    /// What it is about; reports of before it was asked for say nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Themed>,
    /// What happened, as far as it is known.
    pub found: Narrative,
    /// What was done at once, and what follows.
    pub measures: Narrative,
    /// The directors who read it from now on, because it is serious.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub told: BTreeSet<StaffId>,
}

/// Whether a complaint was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// In all that matters.
    Upheld,
    /// In some of it.
    PartlyUpheld,
    /// No.
    NotUpheld,
    /// They took it back.
    Withdrawn,
}

impl Finding {
    /// Every finding.
    pub const ALL: [Self; 4] = [Self::Upheld, Self::PartlyUpheld, Self::NotUpheld, Self::Withdrawn];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Upheld => "Upheld: they are right",
            Self::PartlyUpheld => "Partly upheld: they are right in some of it",
            Self::NotUpheld => "Not upheld",
            Self::Withdrawn => "Withdrawn: they took it back",
        }
    }

    /// Whether something is to be put right.
    pub const fn is_right(self) -> bool {
        matches!(self, Self::Upheld | Self::PartlyUpheld)
    }
}

/// What the house learns from a complaint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Learned {
    /// Somebody has thought about it, and there is nothing to change.
    Nothing,
    /// What changes.
    Change(Narrative),
}

/// How a complaint came out. What was told to whoever complained stands beside it, in the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Whether it was right.
    pub finding: Finding,
    /// What was found.
    pub found: Narrative,
    /// What was put right; needed when it was right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put_right: Option<Narrative>,
    /// What was learned.
    pub learned: Learned,
}
