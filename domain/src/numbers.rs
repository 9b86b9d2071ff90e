//! Client numbers, case numbers, numbers of inquiries, the codes on labels and the numbers of recovery kits: what people read out on the phone, with a check character that catches slips.
//!
//! All use Crockford's base 32 (no I, L, O, U) for their check character, a remainder modulo a prime, so that one wrong character and every swap
//! of neighbours is noticed (clauses CM-4.2.1, CM-4.2.2, PT-4.3.2).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECKS: &[u8; 37] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

/// The text is not a number of this kind, or its check character does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadNumber {
    /// It does not have the shape.
    #[error("this is not a number of ours")]
    Shape,
    /// It has the shape, but a character is wrong.
    #[error("one character of this number is wrong; please compare it with the paper")]
    Check,
}

fn check_of(value: u64) -> char {
    let index = usize::try_from(value % 37).unwrap_or_default();
    char::from(CHECKS.get(index).copied().unwrap_or(b'0'))
}

fn digit_of(c: char) -> Option<u64> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    DIGITS.iter().position(|&d| char::from(d) == c).and_then(|i| u64::try_from(i).ok())
}

fn check_fits(value: u64, given: &str) -> bool {
    let mut chars = given.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if c.to_ascii_uppercase() == check_of(value))
}

macro_rules! drawn {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// A number made of the lowest thirty of these random bits: the next one whose check character is a letter or digit, because signs
            /// such as `$` are hard to read out on the phone.
            pub const fn from_random(bits: u32) -> Self {
                let mut value = bits & 0x3FFF_FFFF;
                while 32 <= value % 37 {
                    value = (value + 1) & 0x3FFF_FFFF;
                }
                Self(value)
            }

            /// Its thirty bits.
            pub const fn bits(self) -> u32 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_drawn(f, $letter, self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadNumber;

            /// Reads the number as people type it: any case, `O` for zero, `I` or `L` for one.
            fn from_str(text: &str) -> Result<Self, BadNumber> {
                read_drawn($letter, text).map(Self)
            }
        }
    };
}

drawn! {
    /// A client's number, such as `C-7K3F9Q-M`: thirty random bits and a check character. It says nothing about the client.
    ClientNumber, 'C'
}

drawn! {
    /// The code on the label of a physical item, such as `P-7K3F9Q-M`: thirty random bits and a check character. Whoever finds the item learns nothing
    /// from it; whoever may know finds the item by it.
    LabelCode, 'P'
}

drawn! {
    /// The number of a recovery kit, such as `K-7K3F9Q-5`: it stands on each part of the kit, so that parts of different kits are told apart.
    KitNumber, 'K'
}

drawn! {
    /// The number of an inquiry, such as `Q-7K3F9Q-M`: whoever asks is told it, and gives it when they ask again. It says nothing about them.
    InquiryNumber, 'Q'
}

impl InquiryNumber {
    /// The one number that stands in a text, such as the subject of an e-mail; nothing when there is none, or another as well.
    pub fn in_text(text: &str) -> Option<Self> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        let numbers = words.flat_map(|word| {
            let parts: Vec<&str> = word.split('-').collect();
            parts.windows(3).filter_map(|three| three.join("-").parse().ok()).collect::<Vec<Self>>()
        });
        let mut found: Vec<Self> = numbers.collect();
        found.dedup();
        found.pop().filter(|_| found.is_empty())
    }
}

fn write_drawn(f: &mut fmt::Formatter<'_>, letter: char, value: u32) -> fmt::Result {
    write!(f, "{letter}-")?;
    for place in (0..6).rev() {
        let index = usize::try_from((value >> (5 * place)) & 31).unwrap_or_default();
        write!(f, "{}", char::from(DIGITS.get(index).copied().unwrap_or(b'0')))?;
    }
    write!(f, "-{}", check_of(u64::from(value)))
}

fn read_drawn(letter: char, text: &str) -> Result<u32, BadNumber> {
    let mut parts = text.trim().split('-');
    let (Some(first), Some(body), Some(check), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(BadNumber::Shape);
    };
    let mut letters = first.chars();
    let ours = letters.next().is_some_and(|c| c.eq_ignore_ascii_case(&letter)) && letters.next().is_none();
    if !ours || body.chars().count() != 6 {
        return Err(BadNumber::Shape);
    }
    let value = body.chars().try_fold(0_u64, |sum, c| digit_of(c).map(|d| sum * 32 + d)).ok_or(BadNumber::Shape)?;
    if !check_fits(value, check) {
        return Err(BadNumber::Check);
    }
    u32::try_from(value).map_err(|_| BadNumber::Shape)
}

/// A case's number, such as `2026-000123-K`: the year it was opened, a running number of that year, and a check character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber {
    year: u16,
    serial: u32,
}

impl CaseNumber {
    /// The number of the `serial`-th case (from 1) opened in `year`. Serials from a million on simply get longer.
    pub const fn new(year: u16, serial: u32) -> Self {
        Self { year, serial }
    }

    /// The one case number that stands in a text, such as the name of a file or the subject of an e-mail; nothing when there is none, or another as well.
    pub fn in_text(text: &str) -> Option<Self> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        // what stands before and behind it is often joined to it by another dash
        let numbers = words.flat_map(|word| {
            let parts: Vec<&str> = word.split('-').collect();
            parts.windows(3).filter_map(|three| three.join("-").parse().ok()).collect::<Vec<Self>>()
        });
        let mut found: Vec<Self> = numbers.collect();
        found.dedup();
        found.pop().filter(|_| found.is_empty())
    }

    /// The remainder modulo 31, which is enough for decimal digits: every wrong digit and every swap of neighbours is noticed.
    fn check(self) -> char {
        let value = u64::from(self.year) * 100_000_000 + u64::from(self.serial);
        let index = usize::try_from(value % 31).unwrap_or_default();
        char::from(DIGITS.get(index).copied().unwrap_or(b'0'))
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:06}-{}", self.year, self.serial, self.check())
    }
}

impl FromStr for CaseNumber {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Self, BadNumber> {
        let mut parts = text.trim().split('-');
        let (Some(year), Some(serial), Some(check), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(BadNumber::Shape);
        };
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || !(6..=8).contains(&serial.len()) || !all_digits(year) || !all_digits(serial) {
            return Err(BadNumber::Shape);
        }
        let number = match (year.parse(), serial.parse()) {
            (Ok(year), Ok(serial)) => Self { year, serial },
            _ => return Err(BadNumber::Shape),
        };
        let mut given = check.chars().map(|c| c.to_ascii_uppercase());
        let fits = given.next() == Some(number.check()) && given.next().is_none();
        if fits { Ok(number) } else { Err(BadNumber::Check) }
    }
}

macro_rules! as_text {
    ($name:ident) => {
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

as_text!(ClientNumber);
as_text!(LabelCode);
as_text!(InquiryNumber);
as_text!(KitNumber);
as_text!(CaseNumber);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_client_number_reads_back_and_notices_any_one_wrong_character(bits in any::<u32>(), place in 2_usize..8, by in 1_u64..31) {
            let number = ClientNumber::from_random(bits);
            let text = number.to_string();
            prop_assert_eq!(text.parse::<ClientNumber>().ok(), Some(number));

            let mut wrong: Vec<char> = text.chars().collect();
            let digit = digit_of(wrong[place]).unwrap();
            wrong[place] = char::from(DIGITS[usize::try_from((digit + by) % 32).unwrap()]);
            let wrong: String = wrong.into_iter().collect();
            prop_assert_eq!(wrong.parse::<ClientNumber>(), Err(BadNumber::Check));
        }

        #[test]
        fn a_case_number_reads_back(year in 1990_u16..2200, serial in 1_u32..5_000_000) {
            let number = CaseNumber::new(year, serial);
            prop_assert_eq!(number.to_string().parse::<CaseNumber>().ok(), Some(number));
        }
    }

    #[test]
    fn a_case_number_is_found_in_a_text_that_names_one_case() {
        let (one, other) = (CaseNumber::new(2026, 123), CaseNumber::new(2025, 7));
        for text in [
            format!("{one}"),
            format!("{one}_letter.pdf"),
            format!("scan-{one}-2.pdf"),
            format!("Re: [{one}] report; see {one}"),
            format!("documents+{}@example.org", one.to_string().to_lowercase()),
        ] {
            assert_eq!(CaseNumber::in_text(&text), Some(one), "{text}");
        }
        let wrong = one.to_string().replace("123", "124");
        for text in [String::new(), "scan0001.pdf".to_owned(), wrong, format!("{one} and {other}"), format!("9{one}")] {
            assert_eq!(CaseNumber::in_text(&text), None, "{text}");
        }
    }

    #[test]
    fn the_number_of_an_inquiry_is_found_in_a_subject() {
        let (one, other) = (InquiryNumber::from_random(4711), InquiryNumber::from_random(12));
        for text in
            [one.to_string(), format!("Re: [{one}] Your question"), format!("AW:{}", one.to_string().to_lowercase())]
        {
            assert_eq!(InquiryNumber::in_text(&text), Some(one), "{text}");
        }
        for text in
            [String::new(), "Q-1".to_owned(), format!("{one} and {other}"), ClientNumber::from_random(1).to_string()]
        {
            assert_eq!(InquiryNumber::in_text(&text), None, "{text}");
        }
    }

    #[test]
    fn letters_that_look_like_digits_are_read_as_digits() {
        let number = ClientNumber::from_random(1);
        assert_eq!(number.to_string(), "C-000001-1");
        assert_eq!("c-oooool-1".parse::<ClientNumber>(), Ok(number));
        assert_eq!("P-000001-1".parse::<ClientNumber>(), Err(BadNumber::Shape), "a label is no client");
        assert_eq!("p-00000l-1".parse(), Ok(LabelCode::from_random(1)));
    }
}
