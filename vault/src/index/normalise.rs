//! Normalising: what people may write differently and still mean the same.

use any_ascii::any_ascii_char;
use domain::folding::{is_optional_mark, separates};
use unicode_normalization::UnicodeNormalization;

use super::Field;

/// The form of `text` that is looked up in this field. Normalising twice changes nothing.
///
/// Names: compatibility forms, case, marks, script and punctuation do not matter; words are separated by one space. Numbers and dates: only
/// letters and digits matter. Telephone numbers: the `+` and the digits of E.164, which the caller has made. E-mail addresses and sign-in
/// names: compatibility forms and case do not matter, everything else does.
pub fn normalise(field: Field, text: &str) -> String {
    match field {
        Field::FamilyName | Field::GivenName | Field::AnyNameSound => name_words(text).join(" "),
        Field::BirthDate
        | Field::ExternalNumber
        | Field::ClientNumber
        | Field::CaseNumber
        | Field::Label
        | Field::InquiryNumber
        | Field::Mail => only(text, char::is_alphanumeric),
        Field::Phone => only(text, |c| c == '+' || c.is_ascii_digit()),
        Field::Email | Field::Login | Field::MailName => only(text, |c| !c.is_whitespace() && !c.is_control()),
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
