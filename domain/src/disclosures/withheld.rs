//! Passages that are left out of a copy: what speaks of somebody else, could do harm, or is for lawyers alone (CC-4.4.2, CC-4.4.3). They are chosen while the copy
//! is prepared; the record is unchanged, and what is left out never reaches the copy.

use serde::{Deserialize, Serialize};

use crate::ids::EntryNumber;

/// Why a passage is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithheldWhy {
    /// It says something about another person, who has not agreed.
    ThirdParty,
    /// It could put the client or somebody else in danger.
    Harm,
    /// It is advice of a lawyer, or was written for a court case.
    Privileged,
    /// It has nothing to do with what it is given out for.
    NotAsked,
}

impl WithheldWhy {
    /// Every reason.
    pub const ALL: [Self; 4] = [Self::ThirdParty, Self::Harm, Self::Privileged, Self::NotAsked];

    /// The words for it, as they stand on the copy.
    pub const fn word(self) -> &'static str {
        match self {
            Self::ThirdParty => "is about somebody else",
            Self::Harm => "could put somebody in danger",
            Self::Privileged => "is for lawyers and courts alone",
            Self::NotAsked => "has nothing to do with what was asked",
        }
    }
}

/// A passage that is left out of the copy of an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Withheld {
    /// Which entry.
    pub entry: EntryNumber,
    /// Which passage of it.
    pub passage: PassageDigest,
    /// Why.
    pub why: WithheldWhy,
}

/// What tells a passage from the others of its entry: the SHA-256 of its words, in hexadecimal digits. Where an entry says the same twice, both are meant; when
/// it does not say it any more, nothing else is left out by mistake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PassageDigest(String);

impl PassageDigest {
    /// The one of this SHA-256.
    pub fn of(sha256: [u8; 32]) -> Self {
        Self(sha256.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The one with these digits.
    pub fn from_digits(digits: &str) -> Option<Self> {
        let fits = digits.len() == 64 && digits.bytes().all(|c| matches!(c, b'0'..=b'9' | b'a'..=b'f'));
        fits.then(|| Self(digits.to_owned()))
    }

    /// Its digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_sixty_four_small_digits() {
        let digits = "0123456789abcdef".repeat(4);
        assert_eq!(PassageDigest::from_digits(&digits).as_ref().map(PassageDigest::digits), Some(digits.as_str()));
        assert_eq!(PassageDigest::from_digits(&digits.to_uppercase()), None);
        assert_eq!(PassageDigest::from_digits("00"), None);
        assert_eq!(PassageDigest::of([0xAB; 32]).digits(), "ab".repeat(32));
    }
}
