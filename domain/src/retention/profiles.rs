//! Examples of classes by jurisdiction, to be looked at, edited and signed. They are no legal advice and take effect only as amendments.

use super::{Disposal, RecordClass, Trigger};

/// Whose law the examples follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// The United States.
    UnitedStates,
    /// The European Union.
    EuropeanUnion,
    /// The United Kingdom.
    UnitedKingdom,
}

/// An example of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// Its code in addresses.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// From what it counts.
    pub trigger: Trigger,
    /// How long, in years.
    pub years: u32,
    /// What is done at the end.
    pub action: Disposal,
    /// By which law.
    pub law: &'static str,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 3] = [Self::UnitedStates, Self::EuropeanUnion, Self::UnitedKingdom];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::UnitedStates => "United States (HIPAA)",
            Self::EuropeanUnion => "European Union (GDPR)",
            Self::UnitedKingdom => "United Kingdom",
        }
    }

    /// Its examples.
    pub const fn examples(self) -> &'static [Example] {
        match self {
            Self::UnitedStates => UNITED_STATES,
            Self::EuropeanUnion => EUROPEAN_UNION,
            Self::UnitedKingdom => UNITED_KINGDOM,
        }
    }
}

impl Example {
    /// The example with this code.
    pub fn find(code: &str) -> Option<Self> {
        Profile::ALL.iter().flat_map(|profile| profile.examples()).find(|example| example.code == code).copied()
    }

    /// The class that it would be under this code.
    pub fn class(self, code: String) -> RecordClass {
        RecordClass {
            code,
            name: self.name.to_owned(),
            trigger: self.trigger,
            months: self.years.saturating_mul(12),
            action: self.action,
            law: self.law.to_owned(),
        }
    }
}

const UNITED_STATES: &[Example] = &[
    Example {
        code: "us-adults",
        name: "Case files of adults",
        trigger: Trigger::Discharge,
        years: 7,
        action: Disposal::Destroy,
        law: "State law on client records; HIPAA sets no period for them, only six years for its own documentation (45 CFR 164.316(b)(2))",
    },
    Example {
        code: "us-minors",
        name: "Case files of minors",
        trigger: Trigger::Birth,
        years: 25,
        action: Disposal::Destroy,
        law: "State law on records of minors: seven years after coming of age",
    },
];

const EUROPEAN_UNION: &[Example] = &[
    Example {
        code: "eu-advice",
        name: "Advice and short support",
        trigger: Trigger::LastContact,
        years: 3,
        action: Disposal::Destroy,
        law: "GDPR article 5(1)(e): no longer than the purpose needs; limitation of claims",
    },
    Example {
        code: "eu-treatment",
        name: "Treatment and therapy",
        trigger: Trigger::Discharge,
        years: 10,
        action: Disposal::Review,
        law: "GDPR article 5(1)(e) with national law, such as section 630f of the German Civil Code",
    },
];

const UNITED_KINGDOM: &[Example] = &[
    Example {
        code: "uk-looked-after",
        name: "Looked-after children",
        trigger: Trigger::Birth,
        years: 75,
        action: Disposal::Destroy,
        law: "England: until the 75th birthday; 15 years after death under 18",
    },
    Example {
        code: "uk-adoption",
        name: "Adoption",
        trigger: Trigger::Order,
        years: 100,
        action: Disposal::Transfer,
        law: "England: one hundred years from the adoption order",
    },
    Example {
        code: "uk-protection",
        name: "Child protection",
        trigger: Trigger::Closure,
        years: 35,
        action: Disposal::Review,
        law: "Local policy; 35 years were challenged in [2015] EWHC 2134 (Admin), so the reason has to stand on file",
    },
];
