//! People other than the client who belong to a case (CM-4.1.3).

use serde::{Deserialize, Serialize};

use crate::ids::ItemId;
use crate::text::Line;

/// What somebody is to the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonRole {
    /// Mother, father, sibling, partner …
    Relative,
    /// Who looks after the client.
    Carer,
    /// Legal guardian.
    Guardian,
    /// Doctor, school, lawyer, other service.
    ExternalProvider,
    /// Whoever may be called in an emergency.
    EmergencyContact,
    /// The other side of a dispute.
    OpposingParty,
    /// Anybody else.
    Other,
}

impl PersonRole {
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Relative,
        Self::Carer,
        Self::Guardian,
        Self::ExternalProvider,
        Self::EmergencyContact,
        Self::OpposingParty,
        Self::Other,
    ];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Relative => "Relative",
            Self::Carer => "Carer",
            Self::Guardian => "Legal guardian",
            Self::ExternalProvider => "External provider",
            Self::EmergencyContact => "Emergency contact",
            Self::OpposingParty => "Opposing party",
            Self::Other => "Somebody else",
        }
    }
}

/// Somebody other than the client belongs to the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAdded {
    /// Their id in this case.
    pub id: ItemId,
    /// Their name.
    pub name: Line,
    /// What they are to the case.
    pub role: PersonRole,
    /// How they are related, or for which service they work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<Line>,
    /// How to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<Line>,
}

/// Somebody no longer belongs to the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLeft {
    /// Who.
    pub id: ItemId,
    /// Why.
    pub reason: Line,
}
