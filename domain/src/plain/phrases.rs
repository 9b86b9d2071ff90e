//! Words and phrases that are said otherwise: those of the organisation's glossary, and the harsh ones that every organisation starts with.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Advice, Finding, primary, shipped, words_of};
use crate::glossary::Glossary;

/// Why something is said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The organisation has one word for it.
    OneWord,
    /// Jargon, or an abbreviation that outsiders do not know.
    Jargon,
    /// It sounds harsh.
    Harsh,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::OneWord, Self::Jargon, Self::Harsh];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OneWord => "Our one word for it",
            Self::Jargon => "Jargon or abbreviation",
            Self::Harsh => "Sounds harsh",
        }
    }
}

/// Something that is said otherwise.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// What is not written.
    pub avoid: String,
    /// Why.
    pub why: Why,
    /// What to say instead.
    pub say: String,
}

/// The phrases of a language, ready to be looked for.
#[derive(Debug, Clone, Default)]
pub struct Phrases {
    /// By the first word: the words behind it, and what is said of it. The longest first.
    by_first: BTreeMap<String, Vec<(Vec<String>, Why, String)>>,
}

impl Phrases {
    /// The phrases that hold for texts in this language.
    pub fn of(glossary: &Glossary, language: &str) -> Self {
        let own = glossary.phrases(language);
        let known: Vec<Vec<String>> = glossary.known(language);
        let shipped = shipped::harsh(&primary(language)).iter().filter(|(avoid, _)| !known.contains(&words_of(avoid)));
        let harsh = |(avoid, say): &(&str, &str)| Phrase {
            avoid: (*avoid).to_owned(),
            why: Why::Harsh,
            say: (*say).to_owned(),
        };
        Self::new(own.into_iter().chain(shipped.map(harsh)))
    }

    /// These phrases.
    pub fn new(phrases: impl IntoIterator<Item = Phrase>) -> Self {
        let mut by_first: BTreeMap<String, Vec<(Vec<String>, Why, String)>> = BTreeMap::new();
        for phrase in phrases {
            let mut words = words_of(&phrase.avoid).into_iter();
            if let Some(first) = words.next() {
                by_first.entry(first).or_default().push((words.collect(), phrase.why, phrase.say));
            }
        }
        for known in by_first.values_mut() {
            known.sort_by_key(|(rest, ..)| std::cmp::Reverse(rest.len()));
        }
        Self { by_first }
    }

    /// Where they stand among these words.
    pub(super) fn found(&self, words: &[(String, Range<usize>)]) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut rest = words;
        while let Some(((word, at), behind)) = rest.split_first() {
            rest = behind;
            let fits = |more: &[String]| {
                more.len() <= behind.len() && more.iter().zip(behind).all(|(wanted, (word, _))| wanted == word)
            };
            let known = self.by_first.get(word).and_then(|known| known.iter().find(|(more, ..)| fits(more)));
            if let Some((more, why, say)) = known {
                let end = more.len().checked_sub(1).and_then(|last| behind.get(last)).map_or(at.end, |(_, at)| at.end);
                found.push(Finding { at: at.start..end, advice: Advice::Instead(*why, say.clone()) });
                rest = behind.get(more.len()..).unwrap_or_default();
            }
        }
        found
    }
}
