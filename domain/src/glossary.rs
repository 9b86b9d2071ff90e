//! The organisation's glossary: one word for one thing, what to say instead of jargon and abbreviations, and what sounds harsh (CC-4.1.2, CC-4.2.3).
//!
//! Terms are the organisation's list; each change is signed and counted. One that is no longer looked for is marked so and not deleted; it also switches off a harsh
//! phrase that every organisation starts with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::ItemId;
use crate::organisation::Approved;
use crate::plain::{Phrase, Why, primary, words_of};
use crate::templates::is_language;
use crate::text::Line;

/// How many terms a glossary may have.
pub const MOST_TERMS: usize = 2000;

/// How many words a phrase may have.
const LONGEST: usize = 8;

/// A term is laid down, for the first time or anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermLaidDown {
    /// Which.
    pub id: ItemId,
    /// Its language (BCP 47), such as `es`.
    pub language: String,
    /// Why it is said like this.
    pub why: Why,
    /// The word or phrase to use.
    pub say: Line,
    /// What is not written, each a word or phrase.
    pub avoid: Vec<Line>,
    /// Whether texts are looked through for it.
    pub used: bool,
}

/// The glossary as it stands.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    /// Every term that there ever was, with its version and who signed it.
    pub all: BTreeMap<ItemId, (TermLaidDown, Approved)>,
}

impl Glossary {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        if let Event::TermLaidDown(term) = &entry.event {
            let version = self.all.get(&term.id).map_or(1, |(_, earlier)| earlier.version.saturating_add(1));
            self.all.insert(term.id, (term.clone(), Approved { version, by: entry.author(), at: entry.signed() }));
        }
    }

    /// What is looked for in texts of this language.
    pub(crate) fn phrases(&self, language: &str) -> Vec<Phrase> {
        let used = self.of(language).filter(|term| term.used);
        used.flat_map(|term| {
            let phrase = |avoid: &Line| Phrase {
                avoid: avoid.reveal().to_owned(),
                why: term.why,
                say: term.say.reveal().to_owned(),
            };
            term.avoid.iter().map(phrase)
        })
        .collect()
    }

    /// The phrases of this language of which the organisation has said something, looked for or not.
    pub(crate) fn known(&self, language: &str) -> Vec<Vec<String>> {
        self.of(language).flat_map(|term| &term.avoid).map(|avoid| words_of(avoid.reveal())).collect()
    }

    fn of(&self, language: &str) -> impl Iterator<Item = &TermLaidDown> {
        let wanted = primary(language);
        self.all.values().map(|(term, _)| term).filter(move |term| primary(&term.language) == wanted)
    }

    /// Decides on laying down a term.
    ///
    /// # Errors
    /// [`BadTerm`] names what is wrong with it.
    pub fn lay_down(&self, order: TermLaidDown) -> Result<Vec<Event>, BadTerm> {
        if !is_language(&order.language) {
            return Err(BadTerm::Language);
        }
        let words: Vec<Vec<String>> = order.avoid.iter().map(|avoid| words_of(avoid.reveal())).collect();
        if words.is_empty() || words.iter().any(|words| words.is_empty() || LONGEST < words.len()) {
            return Err(BadTerm::Phrase);
        }
        if words.contains(&words_of(order.say.reveal())) {
            return Err(BadTerm::Itself);
        }
        if self.all.get(&order.id).is_some_and(|(known, _)| *known == order) {
            return Err(BadTerm::Same);
        }
        let others = self.of(&order.language).filter(|term| term.id != order.id && term.used && order.used);
        if others.flat_map(|term| &term.avoid).any(|known| words.contains(&words_of(known.reveal()))) {
            return Err(BadTerm::Known);
        }
        if MOST_TERMS <= self.all.len() && !self.all.contains_key(&order.id) {
            return Err(BadTerm::TooMany);
        }
        Ok(vec![Event::TermLaidDown(order)])
    }
}

/// Why a term cannot be laid down like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadTerm {
    /// No language.
    #[error("please give the code of a language, such as es")]
    Language,
    /// Nothing to look for, or a whole sentence.
    #[error("please give words or phrases of at most {LONGEST} words, with commas between")]
    Phrase,
    /// It says to use what it says not to use.
    #[error("what to say instead stands among what is not to be written")]
    Itself,
    /// Another term speaks of it.
    #[error("another term of this language says already what to write instead of one of these")]
    Known,
    /// Nothing changes.
    #[error("nothing is different from before")]
    Same,
    /// A dictionary.
    #[error("the glossary has {MOST_TERMS} terms; please change one of them instead")]
    TooMany,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plain::{Advice, Phrases, check};
    use uuid::Uuid;

    fn term(id: u128, say: &str, avoid: &[&str], used: bool) -> TermLaidDown {
        let line = |text: &&str| Line::parse(text).unwrap();
        TermLaidDown {
            id: ItemId::new(Uuid::from_u128(id)),
            language: "en".to_owned(),
            why: Why::OneWord,
            say: line(&say),
            avoid: avoid.iter().map(line).collect(),
            used,
        }
    }

    fn glossary(terms: &[TermLaidDown]) -> Glossary {
        let approved =
            Approved { version: 1, by: crate::ids::StaffId::new(Uuid::from_u128(9)), at: crate::time::Instant(0) };
        Glossary { all: terms.iter().map(|term| (term.id, (term.clone(), approved))).collect() }
    }

    #[test]
    fn a_term_is_laid_down_when_it_says_something_else() {
        let known = term(1, "session", &["appointment slot", "consult"], true);
        let glossary = glossary(std::slice::from_ref(&known));
        let check = |order: TermLaidDown| glossary.lay_down(order).map(|events| events.len());
        assert_eq!(check(known.clone()), Err(BadTerm::Same));
        assert_eq!(check(TermLaidDown { used: false, ..known }), Ok(1));
        assert_eq!(check(term(2, "visit", &["Consult"], true)), Err(BadTerm::Known));
        assert_eq!(check(term(2, "visit", &["Consult"], false)), Ok(1));
        assert_eq!(check(term(2, "visit", &["call", "VISIT"], true)), Err(BadTerm::Itself));
        assert_eq!(check(term(2, "visit", &[], true)), Err(BadTerm::Phrase));
        assert_eq!(check(term(2, "visit", &["a b c d e f g h i"], true)), Err(BadTerm::Phrase));
        let language = "english please".to_owned();
        assert_eq!(check(TermLaidDown { language, ..term(2, "visit", &["call"], true) }), Err(BadTerm::Language));
    }

    #[test]
    fn what_is_laid_down_is_found_whatever_the_case_and_the_longest_wins() {
        let glossary = glossary(&[term(1, "case", &["file"], true), term(2, "form", &["file card"], true)]);
        let said = |text: &str| -> Vec<String> {
            let phrases = Phrases::of(&glossary, "en-GB");
            let found = check(text, "en-GB", &phrases).findings;
            found
                .into_iter()
                .map(|finding| match finding.advice {
                    Advice::Instead(_, say) => format!("{} > {say}", &text[finding.at]),
                    Advice::Shorter(_) => "long".to_owned(),
                })
                .collect()
        };
        assert_eq!(said("Your FILE, and the file card."), ["FILE > case", "file card > form"]);
        assert_eq!(said("You must come."), ["You must > please"], "harsh phrases come with the product");
        assert!(said("A profile").is_empty());
    }

    #[test]
    fn a_harsh_phrase_can_be_switched_off() {
        let glossary = glossary(&[term(1, "please", &["you must"], false)]);
        assert!(check("You must come.", "en", &Phrases::of(&glossary, "en")).findings.is_empty());
    }
}
