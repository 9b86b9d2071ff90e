//! Folding: what people may write differently and still mean the same word. Names are looked up by it, and words are found in a file by it.

use any_ascii::any_ascii_char;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The first letter behind the Latin, Greek and Cyrillic ones.
const BEHIND_THE_ALPHABETS: char = '\u{530}';

/// Marks that people leave out without meaning another word: accents, Hebrew points, Arabic vowel signs and the stretching stroke.
///
/// The vowel signs of Indic scripts and the Japanese voicing marks are marks to Unicode as well, but letters to everybody else: they stay.
pub const fn is_optional_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E8}'
        | '\u{6EA}'..='\u{6ED}')
}

/// Whether a character stands between words and in none.
pub fn separates(c: char) -> bool {
    !(c.is_alphanumeric() || is_combining_mark(c) || joins(c))
}

/// Apostrophes of every kind, and characters that only steer how letters join: they belong to the word, but not to its form.
const fn joins(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{B4}' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{FF07}' | '\u{2B9}'..='\u{2BF}' | '\u{5F3}' | '\u{5F4}'
        | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether a character belongs to the one before it, whatever that is.
pub(crate) fn leans(c: char) -> bool {
    is_combining_mark(c) || joins(c) || matches!(c, '\u{FF9E}' | '\u{FF9F}')
}

/// Whether a character is of a script that is written without spaces between words, so that each stands for itself.
pub(crate) const fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{E01}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9D}' | '\u{20000}'..='\u{3FFFF}')
}

/// Puts the letters that `c` counts as behind `into`: compatibility forms, case and [marks](is_optional_mark) do not matter, and Latin, Greek and
/// Cyrillic letters count as the plain Latin ones that stand for them. Letters of other scripts stay what they are.
pub(crate) fn fold(c: char, into: &mut String) {
    if c.is_ascii() {
        into.extend(c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()));
        return;
    }
    let lower = std::iter::once(c).nfkc().flat_map(char::to_lowercase).nfkd().flat_map(char::to_lowercase);
    for letter in lower.filter(|&c| !is_optional_mark(c) && !joins(c)) {
        if letter < BEHIND_THE_ALPHABETS {
            let plain = any_ascii_char(letter).chars().filter(char::is_ascii_alphanumeric);
            into.extend(plain.map(|c| c.to_ascii_lowercase()));
        } else if letter.is_alphanumeric() || is_combining_mark(letter) {
            into.push(letter);
        }
    }
}
