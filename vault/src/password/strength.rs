//! Judging a new password: long enough, and not what a guesser would try early.
//!
//! No rule about capitals, digits or signs: such rules make passwords alike. Source: NIST SP 800-63B-4 section 3.1.1, OWASP ASVS 6.2.
//!
//! # What is common
//!
//! `zxcvbn` looks for 30,000 common passwords, 49,160 common words and 14,695 names – 93,855 entries –, put together, spelt backwards or with
//! the usual exchanges of letters, and counts how many guesses the whole would take. [`FAMOUS`] sentences are looked for besides. This is not a
//! list of the commonest *long* passwords, and falls short of ASVS 6.2.4 (the 3,000 commonest that satisfy the own rules): only 229 of the
//! 30,000 have twelve characters or more. A password that is common as a whole, and whose parts are rare, is accepted. No maintained crate
//! carries such a list under a licence that we could pass on.

use unicode_normalization::UnicodeNormalization;
use zxcvbn::feedback::Warning;
use zxcvbn::{Entropy, Score, zxcvbn};

/// The shortest password that is accepted as it is, in characters.
pub const SHORTEST: usize = 15;

/// The longest password that is accepted, in characters.
pub const LONGEST: usize = 128;

/// From this length on a password is accepted when it is judged as strong as can be.
const SHORTEST_STRONG: usize = 12;

/// Long passwords that everybody has read somewhere; lists of common passwords hold mostly short ones.
const FAMOUS: [&str; 12] = [
    "correcthorsebatterystaple",
    "thequickbrownfoxjumpsoverthelazydog",
    "thequickbrownfox",
    "jumpsoverthelazydog",
    "tobeornottobethatisthequestion",
    "onceuponatimeinalandfarfaraway",
    "itwasthebestoftimesitwastheworstoftimes",
    "loremipsumdolorsitamet",
    "maytheforcebewithyou",
    "ourfatherwhoartinheaven",
    "thisismypassword",
    "changethispassword",
];

/// Why a password is not accepted; shown as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Too short, in characters.
    #[error(
        "at least {SHORTEST} characters, please (this has {length}); four or five unrelated words make a good password"
    )]
    TooShort {
        /// What was written.
        length: usize,
    },
    /// Too long, in characters.
    #[error("at most {LONGEST} characters, please (this has {length})")]
    TooLong {
        /// What was written.
        length: usize,
    },
    /// Mainly the person's own name, sign-in name or the organisation's words.
    #[error("this is mostly your own name, your sign-in name or the name of this service; others would try that first")]
    Personal,
    /// A password that many people have.
    #[error(
        "this is, or is close to, a password that many people use; please choose words that do not belong together"
    )]
    Common,
    /// The same thing again and again.
    #[error("this repeats itself; repeated characters or words add almost nothing")]
    Repeats,
    /// A row of letters, digits or keys.
    #[error("this follows a row of letters, digits or keys; guessers know them all")]
    Sequence,
    /// Names, dates, years.
    #[error("names, dates and years are easy to guess; please add unrelated words")]
    NamesOrDates,
    /// Easy to guess for another reason.
    #[error("this would be guessed too soon; please add one or two unrelated words")]
    Guessable,
}

/// Judges a new password. `forbidden` are words that belong to the person or the house: names, sign-in name, organisation.
///
/// # Errors
/// [`WeakPassword`] with the reason.
pub fn strength(password: &str, forbidden: &[&str]) -> Result<(), WeakPassword> {
    judge(password, forbidden).1
}

/// From 0 (guessed at once) to 4 (beyond guessing), for the meter beside the field: 3 and 4 exactly when [`strength`] accepts it.
pub fn meter(password: &str, forbidden: &[&str]) -> u8 {
    let (score, verdict) = judge(password, forbidden);
    match verdict {
        Ok(()) => score.max(3),
        Err(_) => score.min(2),
    }
}

fn judge(password: &str, forbidden: &[&str]) -> (u8, Result<(), WeakPassword>) {
    let text: String = password.nfc().take(LONGEST + 1).collect();
    let length = password.nfc().count();
    if LONGEST < length {
        return (0, Err(WeakPassword::TooLong { length }));
    }
    let words = words_of(forbidden);
    let estimate = zxcvbn(&text, &words.iter().map(String::as_str).collect::<Vec<_>>());
    (u8::from(estimate.score()), verdict(&text, length, &words, &estimate))
}

fn verdict(text: &str, length: usize, words: &[String], estimate: &Entropy) -> Result<(), WeakPassword> {
    let strongest = estimate.score() == Score::Four;
    if length < SHORTEST_STRONG || (length < SHORTEST && !strongest) {
        return Err(WeakPassword::TooShort { length });
    }
    if mostly(text, words) {
        return Err(WeakPassword::Personal);
    }
    if mostly(text, &FAMOUS.map(String::from)) {
        return Err(WeakPassword::Common);
    }
    if estimate.score() < Score::Three {
        return Err(reason(estimate));
    }
    Ok(())
}

fn reason(estimate: &Entropy) -> WeakPassword {
    match estimate.feedback().and_then(|feedback| feedback.warning()) {
        Some(
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword
            | Warning::AWordByItselfIsEasyToGuess,
        ) => WeakPassword::Common,
        Some(Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess) => {
            WeakPassword::Repeats
        }
        Some(
            Warning::SequencesLikeAbcAreEasyToGuess
            | Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess,
        ) => WeakPassword::Sequence,
        Some(
            Warning::RecentYearsAreEasyToGuess
            | Warning::DatesAreOftenEasyToGuess
            | Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
            | Warning::CommonNamesAndSurnamesAreEasyToGuess,
        ) => WeakPassword::NamesOrDates,
        None => WeakPassword::Guessable,
    }
}

/// The forbidden words one by one and as a whole, longest first, in the form in which they are compared.
fn words_of(forbidden: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = forbidden
        .iter()
        .flat_map(|phrase| phrase.split(|c: char| !c.is_alphanumeric()).chain([*phrase]))
        .map(bare)
        .filter(|word| 3 <= word.chars().count())
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words
}

/// Whether half of the letters and digits or more are forbidden words.
fn mostly(text: &str, words: &[String]) -> bool {
    let whole = bare(text);
    let rest = words.iter().fold(whole.clone(), |rest, word| rest.replace(word.as_str(), " "));
    let left = rest.chars().filter(|c| *c != ' ').count();
    left < whole.chars().count() && left * 2 <= whole.chars().count()
}

fn bare(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}
