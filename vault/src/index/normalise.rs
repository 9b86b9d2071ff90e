//! Normalising: what people may write differently and still mean the same.

use any_ascii::any_ascii_char;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Field;

/// The form of `text` that is looked up in this field. Normalising twice changes nothing.
///
/// Names: compatibility forms, case, marks, script and punctuation do not matter; words are separated by one space. Numbers and dates: only
/// letters and digits matter. Telephone numbers: the `+` and the digits of E.164, which the caller has made. E-mail addresses and sign-in
/// names: compatibility forms and case do not matter, everything else does.
pub fn normalise(field: Field, text: &str) -> String {
    match field {
        Field::FamilyName | Field::GivenName | Field::AnyNameSound => name_words(text).join(" "),
        Field::BirthDate | Field::ExternalNumber | Field::ClientNumber | Field::CaseNumber | Field::Label => {
            only(text, char::is_alphanumeric)
        }
        Field::Phone => only(text, |c| c == '+' || c.is_ascii_digit()),
        Field::Email | Field::Login => only(text, |c| !c.is_whitespace() && !c.is_control()),
    }
}

/// What is kept, composed once more: letters that were apart before may now stand beside their marks.
fn only(text: &str, kept: impl Fn(char) -> bool) -> String {
    folded(text).filter(|&c| kept(c)).nfkc().collect()
}

/// The words of a name in the form that is looked up, in their order. Each becomes a token of its own; there are no beginnings of words.
///
/// Hyphens, commas and dots separate words; apostrophes do not (`O'Brien` is one word). Words in other scripts are transliterated letter
/// by letter, so a name in Chinese characters is found by its characters or their Mandarin reading, not by its Japanese reading.
pub fn name_words(text: &str) -> Vec<String> {
    let plain = without_marks(text);
    plain.split(separates).map(latin).filter(|word| !word.is_empty()).collect()
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    // Lower case may undo the composition (İ), and compatibility forms may bring capitals (ℌ): hence twice.
    let lower = text.nfkc().collect::<String>().to_lowercase();
    lower.nfkc().collect::<String>().to_lowercase().nfkc().collect::<Vec<_>>().into_iter()
}

fn without_marks(text: &str) -> String {
    folded(text).nfkd().filter(|&c| !is_optional_mark(c)).nfkc().collect()
}

/// Marks that people leave out without meaning another name: accents, Hebrew points, Arabic vowel signs and the stretching stroke.
///
/// The vowel signs of Indic scripts and the Japanese voicing marks are marks to Unicode as well, but letters to everybody else: they stay.
fn is_optional_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E8}'
        | '\u{6EA}'..='\u{6ED}')
}

fn separates(c: char) -> bool {
    !(c.is_alphanumeric() || is_combining_mark(c) || joins(c))
}

/// Apostrophes of every kind, and characters that only steer how letters join: they belong to the word, but not to its form.
fn joins(c: char) -> bool {
    matches!(c, '\'' | '`' | '\u{B4}' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{FF07}' | '\u{2B9}'..='\u{2BF}' | '\u{5F3}' | '\u{5F4}'
        | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// The word in the letters a–z and digits. A word of which nothing would remain stays as it is, so that no name becomes nothing.
fn latin(word: &str) -> String {
    let letters = word.chars().flat_map(|c| transliterated(c).chars());
    let plain: String = letters.filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if plain.is_empty() { word.chars().filter(|c| c.is_alphanumeric()).nfkc().collect() } else { plain }
}

fn transliterated(c: char) -> &'static str {
    match c {
        // The table leaves alef out; at the beginning of a name it is mostly heard as "a".
        '\u{627}' => "a",
        other => any_ascii_char(other),
    }
}
