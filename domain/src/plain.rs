//! The plain-language check: how long the sentences of a text are, how easy it is to read, and which words of it the organisation says otherwise.
//!
//! Serves CC-4.2.3 (courteous, concise, clear) and CC-4.1.2 (one word for one thing). What is found is advice with its place in the text, never a wall. The time is
//! linear in the text, and no more than [`MOST`] findings are kept, whatever the text is.

mod ease;
mod phrases;
mod sentences;
mod shipped;
mod syllables;

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::folding;

pub use ease::{Counts, Ease, Formula, Grade};
pub use phrases::{Phrase, Phrases, Why};

/// How many findings are kept of one text.
pub const MOST: usize = 40;

/// A sentence of more words than this is called long.
pub const LONG: usize = 25;

/// A text of fewer words has no reading ease: the formulas were made for whole pages, and a few words say nothing.
pub const FEWEST: usize = 25;

/// Something that could be said more plainly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where it stands, in bytes of the text.
    pub at: Range<usize>,
    /// What it is.
    pub advice: Advice,
}

/// What could be done about it.
#[derive(Clone, PartialEq, Eq)]
pub enum Advice {
    /// The sentence has so many words.
    Shorter(usize),
    /// There is another word for it.
    Instead(Why, String),
}

impl std::fmt::Debug for Advice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shorter(words) => write!(f, "Shorter({words})"),
            Self::Instead(why, _) => write!(f, "Instead({why:?})"),
        }
    }
}

/// What the check came to.
#[derive(Debug, Clone)]
pub struct Checked {
    /// Sentences, words, syllables, letters.
    pub counts: Counts,
    /// How easy it is to read; nothing for short texts and for languages without a formula.
    pub ease: Option<Ease>,
    /// What could be said more plainly, in the order of the text.
    pub findings: Vec<Finding>,
    /// How many findings there were beyond those that are kept.
    pub more: usize,
}

impl Checked {
    /// Whether there is nothing to say.
    pub fn is_plain(&self) -> bool {
        self.findings.is_empty() && self.ease.is_none_or(|ease| ease.grade() == Grade::Plain)
    }
}

/// Checks a text that is written in this language (BCP 47).
pub fn check(text: &str, language: &str, phrases: &Phrases) -> Checked {
    let formula = Formula::of(language);
    let sentences = sentences::of(text);
    let mut counts = Counts { sentences: sentences.len(), ..Counts::default() };
    let mut words: Vec<(String, Range<usize>)> = Vec::new();
    for (at, word) in text.unicode_word_indices() {
        counts.words += 1;
        counts.letters += word.chars().filter(|c| c.is_alphanumeric()).count();
        counts.syllables += formula.map_or(1, |formula| syllables::of(word, formula));
        words.push((folded(word), at..at + word.len()));
    }
    let mut findings: Vec<Finding> = sentences
        .into_iter()
        .filter(|sentence| LONG < sentence.words && sentence.alone * 2 < sentence.words)
        .map(|sentence| Finding { at: sentence.at, advice: Advice::Shorter(sentence.words) })
        .collect();
    findings.extend(phrases.found(&words));
    findings.sort_by_key(|finding| (finding.at.start, finding.at.end));
    let more = findings.len().saturating_sub(MOST);
    findings.truncate(MOST);
    let ease = formula.filter(|_| FEWEST <= counts.words).and_then(|formula| Ease::of(formula, counts));
    Checked { counts, ease, findings, more }
}

/// Where the sentences of a text stand, in bytes. What holds no word belongs to none.
pub fn sentences(text: &str) -> impl DoubleEndedIterator<Item = Range<usize>> + use<> {
    sentences::of(text).into_iter().map(|sentence| sentence.at)
}

/// The language of a tag without its region: `pt` of `pt-BR`.
pub fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().trim().to_lowercase()
}

/// A word as it is compared.
fn folded(word: &str) -> String {
    let mut into = String::with_capacity(word.len());
    for c in word.chars() {
        folding::fold(c, &mut into);
    }
    into
}

/// The words of a phrase as they are compared.
pub(crate) fn words_of(phrase: &str) -> Vec<String> {
    phrase.unicode_words().map(folded).filter(|word| !word.is_empty()).collect()
}
