//! How confidential an entry is, and how far a tie lets somebody see.

use serde::{Deserialize, Serialize};

/// The four levels of the communication matrix (clause CC-5), the last one for named persons only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Facts of the service: dates, that a letter went out.
    Standard,
    /// The ordinary content of casework.
    #[default]
    Confidential,
    /// Complaints, allegations, third parties' secrets.
    Sensitive,
    /// Readable only for those who are named.
    Restricted,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 4] = [Self::Standard, Self::Confidential, Self::Sensitive, Self::Restricted];

    /// The rank that is stored, 0 for Standard to 3 for Restricted.
    pub const fn rank(self) -> u8 {
        self as u8
    }

    /// The level with this rank.
    pub fn from_rank(rank: u8) -> Option<Self> {
        Self::ALL.get(usize::from(rank)).copied()
    }

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Standard => "Standard",
            Self::Confidential => "Confidential",
            Self::Sensitive => "Sensitive",
            Self::Restricted => "Restricted",
        }
    }
}
