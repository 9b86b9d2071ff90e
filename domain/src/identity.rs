//! How it was made sure who somebody is before anything personal is given to them (CC-4.4.1).
//!
//! Facts are compared one by one with the file. What is recorded is which ones were asked for and which were right, never an answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::level::Level;

/// By what it was made sure who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityCheck {
    /// The answer says nothing personal, so anybody may have it.
    NothingPersonal,
    /// We called back at a number, or wrote to an address, that was in the file before.
    KnownAddress,
    /// Facts were compared that others do not know.
    FactsCompared,
    /// They showed a document.
    DocumentShown,
    /// Whoever answered knows them in person.
    KnownInPerson,
}

impl IdentityCheck {
    /// Every way.
    pub const ALL: [Self; 5] =
        [Self::NothingPersonal, Self::KnownAddress, Self::FactsCompared, Self::DocumentShown, Self::KnownInPerson];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NothingPersonal => "The answer says nothing personal",
            Self::KnownAddress => "Called back or written to at a number or address from the file",
            Self::FactsCompared => "Compared facts that others do not know",
            Self::DocumentShown => "They showed a document",
            Self::KnownInPerson => "I know them in person, face or voice",
        }
    }
}

/// A fact of the file that somebody can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityFact {
    /// The day of birth.
    BirthDate,
    /// The address.
    Address,
    /// The phone number in the file.
    Phone,
    /// The e-mail address in the file.
    Email,
    /// The client number.
    ClientNumber,
    /// The day of the last session.
    LastSession,
}

impl IdentityFact {
    /// Every fact.
    pub const ALL: [Self; 6] =
        [Self::BirthDate, Self::Address, Self::Phone, Self::Email, Self::ClientNumber, Self::LastSession];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::BirthDate => "Birth date",
            Self::Address => "Address",
            Self::Phone => "Phone number",
            Self::Email => "E-mail address",
            Self::ClientNumber => "Client number",
            Self::LastSession => "Day of the last session",
        }
    }
}

/// How many facts must be right, by how confidential it is what they hear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentityRules {
    /// Of what is Standard.
    pub standard: u32,
    /// Of what is Confidential.
    pub confidential: u32,
    /// Of what is Sensitive or Restricted.
    pub sensitive: u32,
}

impl Default for IdentityRules {
    fn default() -> Self {
        Self { standard: 1, confidential: 2, sensitive: 3 }
    }
}

impl IdentityRules {
    /// Whether it is what every organisation starts with, which is not written.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// How many facts each level needs, the least confidential first.
    pub const fn each(&self) -> [(Level, u32); 3] {
        [(Level::Standard, self.standard), (Level::Confidential, self.confidential), (Level::Sensitive, self.sensitive)]
    }

    /// How many facts must be right for something of this level; never none.
    pub fn needed(&self, level: Level) -> u32 {
        let needed = match level {
            Level::Standard => self.standard,
            Level::Confidential => self.confidential,
            Level::Sensitive | Level::Restricted => self.sensitive,
        };
        needed.max(1)
    }
}

/// Why it is not certain yet who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotIdentify {
    /// Something personal was said, and nobody made sure to whom.
    #[error("this is about somebody’s file; please say how you made sure who they are")]
    Open,
    /// Too few facts were right. Each wrong answer needs another right one.
    #[error(
        "{right} right and {wrong} wrong: {needed} facts must be right, and one more for each wrong answer. Ask for another fact, or make sure in another way, such as calling back at the number in the file"
    )]
    TooFew {
        /// How many were right.
        right: u32,
        /// How many were wrong.
        wrong: u32,
        /// How many must be right.
        needed: u32,
    },
}

/// How it was made sure who somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identified {
    /// By what.
    pub by: IdentityCheck,
    /// Which facts were compared, and whether each was right.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<IdentityFact, bool>,
}

impl Identified {
    /// Whether it is certain enough for something of this level.
    ///
    /// # Errors
    /// [`CannotIdentify`].
    pub fn suffices(&self, level: Level, rules: &IdentityRules) -> Result<(), CannotIdentify> {
        match self.by {
            IdentityCheck::NothingPersonal => Err(CannotIdentify::Open),
            IdentityCheck::FactsCompared => {
                let count = |wanted: bool| {
                    let found = self.facts.values().filter(|right| **right == wanted).count();
                    u32::try_from(found).unwrap_or(u32::MAX)
                };
                let (right, wrong, needed) = (count(true), count(false), rules.needed(level));
                if right < needed.saturating_add(wrong) {
                    return Err(CannotIdentify::TooFew { right, wrong, needed });
                }
                Ok(())
            }
            IdentityCheck::KnownAddress | IdentityCheck::DocumentShown | IdentityCheck::KnownInPerson => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(right: usize, wrong: usize, level: Level) -> bool {
        let facts = IdentityFact::ALL.into_iter().zip((0..right).map(|_| true).chain((0..wrong).map(|_| false)));
        let identified = Identified { by: IdentityCheck::FactsCompared, facts: facts.collect() };
        identified.suffices(level, &IdentityRules::default()).is_ok()
    }

    #[test]
    fn the_more_confidential_the_more_facts_and_each_wrong_answer_needs_another_right_one() {
        assert!(!check(0, 0, Level::Standard) && check(1, 0, Level::Standard));
        assert!(!check(1, 0, Level::Confidential) && check(2, 0, Level::Confidential));
        assert!(!check(2, 0, Level::Sensitive) && check(3, 0, Level::Sensitive));
        assert!(!check(2, 1, Level::Confidential) && check(3, 1, Level::Confidential));
        assert!(!check(2, 0, Level::Restricted) && check(3, 0, Level::Restricted));
    }

    #[test]
    fn what_says_nothing_personal_makes_nobody_sure() {
        let identified = |by| Identified { by, facts: BTreeMap::new() };
        let rules = IdentityRules::default();
        assert_eq!(
            identified(IdentityCheck::NothingPersonal).suffices(Level::Standard, &rules),
            Err(CannotIdentify::Open)
        );
        assert_eq!(identified(IdentityCheck::DocumentShown).suffices(Level::Restricted, &rules), Ok(()));
    }
}
