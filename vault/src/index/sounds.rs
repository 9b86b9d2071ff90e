//! How names sound: for "is this the same person, written differently?".

use rphonetic::{DoubleMetaphone, Encoder};

use super::name_words;

/// The Double Metaphone codes of the words of a name, without repetition: primary and, where it differs, alternate code.
///
/// Made for European names; other scripts go through their transliteration. A word whose code would say next to nothing – only vowels, as
/// in many short transliterations, or no letter at all – stands for itself. Stored under [`super::Field::AnyNameSound`].
pub fn sounds(text: &str) -> Vec<String> {
    let mut codes = Vec::new();
    for word in name_words(text) {
        for code in codes_of(&word) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}

fn codes_of(word: &str) -> Vec<String> {
    let encoder = DoubleMetaphone::default();
    let letters: String = word.chars().filter(char::is_ascii_alphabetic).collect();
    let primary = encoder.encode(&letters).to_ascii_lowercase();
    if matches!(primary.as_str(), "" | "a") {
        return vec![word.to_owned()];
    }
    vec![primary, encoder.encode_alternate(&letters).to_ascii_lowercase()]
}
