//! The sentences of a text, by the Unicode standard (UAX 29), except behind the abbreviations that people write in letters.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::folding;

/// What ends in a full stop and no sentence.
const SHORTENED: &[&str] = &[
    "dr", "mr", "mrs", "ms", "prof", "st", "no", "nr", "str", "tel", "bzw", "ca", "usw", "sr", "sra", "dra", "mme",
    "mlle", "sig", "dott", "dhr", "mevr", "av", "avda", "art", "abs", "vs", "approx", "resp", "e.g", "i.e", "z.b",
    "d.h", "u.a", "p.ej",
];

/// A sentence with a word in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// Where it stands, in bytes.
    pub(super) at: Range<usize>,
    /// Its words.
    pub(super) words: usize,
    /// How many of them are single signs of a script without spaces between words.
    pub(super) alone: usize,
}

/// The sentences of this text.
pub(super) fn of(text: &str) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = Vec::new();
    let mut goes_on = false;
    for (start, part) in text.split_sentence_bound_indices() {
        let words = part.unicode_words().count();
        let alone = part.chars().filter(|c| folding::stands_alone(*c)).count();
        let bare = part.trim();
        let lead = part.len() - part.trim_start().len();
        let at = start + lead..start + lead + bare.len();
        match found.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.at.end = at.end.max(last.at.end);
                last.words += words;
                last.alone += alone;
            }
            None if 0 < words => found.push(Sentence { at, words, alone }),
            None => {}
        }
        goes_on = !part.ends_with('\n') && is_shortened(bare) && !found.is_empty();
    }
    found
}

/// Whether the last word only looks like the end of a sentence: “Dr.”, “z. B.”, an initial.
fn is_shortened(part: &str) -> bool {
    let Some(bare) = part.strip_suffix('.') else { return false };
    let last = bare.rsplit([' ', '\u{A0}', '(']).next().unwrap_or_default();
    let mut letters = last.chars();
    let initial = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_alphabetic() && c != 'I');
    initial || SHORTENED.contains(&last.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, sentences: &[&str]) {
        let found = of(text);
        let found: Vec<&str> = found.iter().map(|sentence| &text[sentence.at.clone()]).collect();
        assert_eq!(found, sentences);
    }

    #[test]
    fn a_sentence_ends_where_a_reader_stops() {
        check("Come in. Sit down!  Is it 3.30 already?", &["Come in.", "Sit down!", "Is it 3.30 already?"]);
        check("Dr. Ruiz and J. Keller call you. Goodbye", &["Dr. Ruiz and J. Keller call you.", "Goodbye"]);
        check("Bitte bringen Sie z. B. Briefe mit. Danke.", &["Bitte bringen Sie z. B. Briefe mit.", "Danke."]);
        check("Please bring:\n- your letter\n- a pen\n\n…", &["Please bring:", "- your letter", "- a pen"]);
        check("¿Viene usted? Le esperamos.", &["¿Viene usted?", "Le esperamos."]);
        check("", &[]);
    }
}
