//! Ties: why somebody has to do with a dossier, and how far each lets them see (PT-4.4.2, CM-4.3.1).

use crate::ids::DossierKind;
use crate::level::Level;

// Ties that lines of the table name together.
pub(super) const WORKING: &[TieKind] = &[TieKind::Assigned, TieKind::Supervises, TieKind::Covers, TieKind::Named];
pub(super) const CARRYING: &[TieKind] = &[TieKind::Assigned, TieKind::Covers];
pub(super) const ASSIGNED: &[TieKind] = &[TieKind::Assigned];
pub(super) const SUPERVISING: &[TieKind] = &[TieKind::Supervises];
pub(super) const SUPPORTING: &[TieKind] = &[TieKind::Supports];
pub(super) const AFTER_CARE: &[TieKind] = &[TieKind::AfterCare];
pub(super) const REGISTERED: &[TieKind] = &[TieKind::Registered];
pub(super) const LEADING: &[TieKind] = &[TieKind::Leads, TieKind::Supervises];
pub(super) const LEADS: &[TieKind] = &[TieKind::Leads];
pub(super) const ANSWERING: &[TieKind] = &[TieKind::Answers];
pub(super) const ANSWERING_OR_TOLD: &[TieKind] = &[TieKind::Answers, TieKind::Told];
pub(super) const OWN: &[TieKind] = &[TieKind::Own];

/// Why somebody has to do with a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TieKind {
    /// Carries the case.
    Assigned,
    /// Supervises whoever carries it.
    Supervises,
    /// Stands in for some days.
    Covers,
    /// Is named for restricted entries.
    Named,
    /// Registered the client; for the identity only, and for a limited time.
    Registered,
    /// Administrative staff of the team that carries it.
    Supports,
    /// Leads a group, or leads it with somebody.
    Leads,
    /// Answers an inquiry.
    Answers,
    /// Was told of a serious complaint, and reads it.
    Told,
    /// Asks the client once more after the case was closed; sees how to reach the client.
    AfterCare,
    /// One's own dossier.
    Own,
    /// Must never see it: own file, relative, conflict of interest. Beats everything.
    Excluded,
}

impl TieKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Assigned,
        Self::Supervises,
        Self::Covers,
        Self::Named,
        Self::Registered,
        Self::Supports,
        Self::Leads,
        Self::Answers,
        Self::Told,
        Self::AfterCare,
        Self::Own,
        Self::Excluded,
    ];

    /// The code that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Supervises => "supervises",
            Self::Covers => "covers",
            Self::Named => "named",
            Self::Registered => "registered",
            Self::Supports => "supports",
            Self::Leads => "leads",
            Self::Answers => "answers",
            Self::Told => "told",
            Self::AfterCare => "after_care",
            Self::Own => "own",
            Self::Excluded => "excluded",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// How far it lets somebody see in a dossier of this kind. Administrative staff keep names, addresses and telephone numbers, which is what a
    /// client's file holds; what is said in a case is not theirs to read.
    pub const fn clearance_in(self, kind: Option<DossierKind>) -> Level {
        match (self, kind) {
            (Self::Supports, Some(DossierKind::Client)) => Level::Confidential,
            _ => self.clearance(),
        }
    }

    /// How far it lets somebody see in a case, and in any dossier but for [`Self::clearance_in`].
    pub const fn clearance(self) -> Level {
        match self {
            Self::Assigned | Self::Supervises | Self::Leads | Self::Answers | Self::Told | Self::Own => {
                Level::Sensitive
            }
            Self::Covers | Self::Registered | Self::AfterCare => Level::Confidential,
            Self::Named => Level::Restricted,
            Self::Supports | Self::Excluded => Level::Standard,
        }
    }
}
