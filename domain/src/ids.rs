//! Names of things: every kind of thing has an id type of its own, so that no two kinds can be mixed up.
//!
//! Ids are random and carry no meaning; they may stand in clear in tables, URLs and logs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The text is not an id of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a valid id")]
pub struct NotAnId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The id with these bits; the caller draws them at random.
            pub const fn new(bits: Uuid) -> Self {
                Self(bits)
            }

            /// The bits of the id.
            pub const fn bits(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.simple().fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            /// Reads the 32 lower-case hexadecimal digits that [`fmt::Display`] writes, and nothing else.
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let plain = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
                if !plain {
                    return Err(NotAnId);
                }
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }
    };
}

id! {
    /// One installation of Casekeep: bound into every seal, so that nothing sealed elsewhere opens here.
    InstallationId
}
id! {
    /// Everything kept under one key, one access rule and one retention clock.
    DossierId
}
id! {
    /// A member of staff, for ever: accounts are closed, never reused. It is also the id of the staff member's own dossier.
    StaffId
}
id! {
    /// A team of staff with a supervisor.
    TeamId
}
id! {
    /// Something inside a dossier that later entries speak of again: a goal, an action item, a person on the case, a report, an appointment.
    ItemId
}
id! {
    /// One intended effect: a form that is sent twice carries the same key, and has one effect.
    OnceKey
}

impl StaffId {
    /// The staff member's own dossier.
    pub const fn dossier(self) -> DossierId {
        DossierId(self.0)
    }
}

impl From<DossierId> for StaffId {
    fn from(dossier: DossierId) -> Self {
        Self(dossier.0)
    }
}

/// The place of an entry in its dossier, from 1 without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct EntryNumber(pub u32);

impl EntryNumber {
    /// Before the first entry.
    pub const NONE: Self = Self(0);

    /// The entry after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for EntryNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for EntryNumber {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        text.parse().ok().filter(|&n| 0 < n).map(Self).ok_or(NotAnId)
    }
}

/// One entry of one dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntryId {
    /// Where it stands.
    pub dossier: DossierId,
    /// Its place there.
    pub number: EntryNumber,
}

/// The kinds of dossier; the code is stored and stands in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DossierKind {
    /// The organisation itself: its rulebook, teams, programmes, templates.
    Organisation,
    /// A member of staff: roles, confidentiality agreement.
    Staff,
    /// The identity of a person served.
    Client,
    /// One period of responsibility for a client.
    Case,
    /// What keeps files from being destroyed.
    Matter,
    /// A list of files that are due.
    Disposition,
    /// A look into a place for physical items.
    SpotCheck,
    /// Several clients who meet together.
    Group,
    /// A question, feedback or complaint from anybody.
    Inquiry,
    /// A service of somebody else to which clients can be referred.
    Listing,
}

impl DossierKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Organisation,
        Self::Staff,
        Self::Client,
        Self::Case,
        Self::Matter,
        Self::Disposition,
        Self::SpotCheck,
        Self::Group,
        Self::Inquiry,
        Self::Listing,
    ];

    /// The code that is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::Staff => "staff",
            Self::Client => "client",
            Self::Case => "case",
            Self::Matter => "matter",
            Self::Disposition => "disposition",
            Self::SpotCheck => "spot_check",
            Self::Group => "group",
            Self::Inquiry => "inquiry",
            Self::Listing => "listing",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}
