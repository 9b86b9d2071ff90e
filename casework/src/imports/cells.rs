//! Cells that are neither text nor dates: yes or no, languages, e-mail addresses.

use vault::index::name_words;

const YES: [&str; 16] =
    ["1", "yes", "y", "true", "t", "x", "ja", "j", "oui", "o", "si", "sim", "s", "da", "tak", "wahr"];
const NO: [&str; 11] = ["0", "no", "n", "false", "f", "nein", "non", "nao", "nee", "nej", "falsch"];

/// Whether a cell says yes or no; an empty one says no, and `None` is neither.
pub(super) fn yes(cell: &str) -> Option<bool> {
    let plain = name_words(cell).concat();
    match plain.as_str() {
        "" => cell.trim().is_empty().then_some(false),
        plain if YES.contains(&plain) => Some(true),
        plain if NO.contains(&plain) => Some(false),
        _ => None,
    }
}

/// Names of languages, in English and in themselves, with their tags.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("am", &["amharic"]),
    ("ar", &["arabic", "العربية"]),
    ("bg", &["bulgarian", "български"]),
    ("bn", &["bengali", "bangla", "বাংলা"]),
    ("cs", &["czech", "čeština"]),
    ("de", &["german", "deutsch"]),
    ("el", &["greek", "ελληνικά"]),
    ("en", &["english"]),
    ("es", &["spanish", "español", "castellano"]),
    ("fa", &["persian", "farsi", "dari", "فارسی"]),
    ("fr", &["french", "français"]),
    ("he", &["hebrew", "עברית"]),
    ("hi", &["hindi", "हिन्दी"]),
    ("ht", &["haitian creole", "kreyòl ayisyen"]),
    ("hu", &["hungarian", "magyar"]),
    ("it", &["italian", "italiano"]),
    ("ja", &["japanese", "日本語"]),
    ("ko", &["korean", "한국어"]),
    ("ku", &["kurdish", "kurdî"]),
    ("nl", &["dutch", "nederlands"]),
    ("pl", &["polish", "polski"]),
    ("ps", &["pashto", "پښتو"]),
    ("pt", &["portuguese", "português"]),
    ("ro", &["romanian", "română"]),
    ("ru", &["russian", "русский"]),
    ("so", &["somali", "soomaali"]),
    ("sq", &["albanian", "shqip"]),
    ("sw", &["swahili", "kiswahili"]),
    ("ti", &["tigrinya"]),
    ("tr", &["turkish", "türkçe"]),
    ("uk", &["ukrainian", "українська"]),
    ("ur", &["urdu", "اردو"]),
    ("vi", &["vietnamese", "tiếng việt"]),
    ("zh", &["chinese", "mandarin", "中文"]),
];

/// The tag of the language that a cell names by a tag or by its name.
pub(super) fn language(cell: &str) -> Option<String> {
    let cell = cell.trim();
    let plain = name_words(cell).concat();
    let named = LANGUAGES.iter().find(|(_, names)| names.iter().any(|name| name_words(name).concat() == plain));
    named.map(|(tag, _)| (*tag).to_owned()).or_else(|| is_tag(cell).then(|| cell.replace('_', "-")))
}

/// The shape of BCP 47: a language of two or three letters, then parts of up to eight.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split(['-', '_']);
    let first = parts.next().unwrap_or_default();
    let letters = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphabetic());
    (2..=3).contains(&first.len())
        && letters(first)
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether this can be an e-mail address: something, an at sign, and a name with a dot or none of these in doubt.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let sound = |part: &str| {
        !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>'))
    };
    sound(local) && sound(domain) && !local.contains('@') && !domain.starts_with('.') && !domain.ends_with('.')
}

/// Whether a cell is a digest in place of a name, as in exports "with hashed identifiers".
pub(super) fn is_digest(text: &str) -> bool {
    matches!(text.len(), 32 | 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_no_and_neither() {
        for (cell, says) in [
            ("Yes", Some(true)),
            (" sí ", Some(true)),
            ("", Some(false)),
            ("0", Some(false)),
            ("99", None),
            ("?", None),
        ] {
            assert_eq!(yes(cell), says, "{cell}");
        }
    }

    #[test]
    fn languages_go_by_tag_or_name() {
        for (cell, tag) in [
            ("es", Some("es")),
            ("pt_BR", Some("pt-BR")),
            ("Español", Some("es")),
            ("한국어", Some("ko")),
            ("Klingon!", None),
        ] {
            assert_eq!(language(cell).as_deref(), tag, "{cell}");
        }
    }

    #[test]
    fn addresses_without_two_sides_are_none() {
        for (text, is) in [
            ("a@b.example", true),
            ("a@b", true),
            ("a.b", false),
            ("@b.example", false),
            ("a b@c.example", false),
            ("a@", false),
        ] {
            assert_eq!(is_email(text), is, "{text}");
        }
    }
}
