//! Phone numbers as people type them, kept in E.164.

use domain::text::Line;
use phonenumber::{Mode, country};

/// The text is not a phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not a phone number; please write it with its country code, such as +34 600 123 456")]
pub struct BadPhone;

/// A number as typed, in E.164. Without a country code it is read as one of `home` (ISO 3166, such as `ES`).
///
/// # Errors
/// [`BadPhone`] when no such number can exist.
pub fn parse_phone(typed: &str, home: Option<&str>) -> Result<Option<Line>, BadPhone> {
    let typed = international(typed);
    if typed.is_empty() {
        return Ok(None);
    }
    let country: Option<country::Id> = home.and_then(|code| code.parse().ok());
    let number = phonenumber::parse(country, &typed).map_err(|_| BadPhone)?;
    if !number.is_valid() {
        return Err(BadPhone);
    }
    Line::parse(&number.format().mode(Mode::E164).to_string()).map(Some).map_err(|_| BadPhone)
}

/// Two leading zeros are the sign of another country, as a plus is.
fn international(typed: &str) -> String {
    let typed = typed.trim();
    typed.strip_prefix("00").map_or_else(|| typed.to_owned(), |rest| format!("+{rest}"))
}

/// A number of E.164 in groups, as people read it out: "+49 30 901820".
pub fn spoken_phone(e164: &str) -> String {
    phonenumber::parse(None, e164)
        .map_or_else(|_| e164.to_owned(), |number| number.format().mode(Mode::International).to_string())
}

/// The numbers that a search text may mean.
pub(crate) fn readings(typed: &str) -> Vec<String> {
    let given = parse_phone(typed, None).ok().flatten().map(|line| line.reveal().to_owned());
    let digits: String = international(typed).chars().filter(char::is_ascii_digit).collect();
    given.into_iter().chain([format!("+{digits}")]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, home: Option<&str>) -> String {
        match parse_phone(typed, home) {
            Ok(line) => line.map_or_else(|| "nothing".to_owned(), |line| line.reveal().to_owned()),
            Err(_) => "wrong".to_owned(),
        }
    }

    #[test]
    fn a_number_is_kept_in_one_shape_however_it_is_typed() {
        for typed in ["+34 600 123 456", "0034600123456", " +34-600-123-456 "] {
            assert_eq!(check(typed, None), "+34600123456", "{typed}");
        }
        assert_eq!(check("600 123 456", Some("ES")), "+34600123456");
        assert_eq!(check("", None), "nothing");
        for typed in ["600 123 456", "+34 1", "call me", "+999 123 456 789"] {
            assert_eq!(check(typed, None), "wrong", "{typed}");
        }
        assert_eq!(spoken_phone("+34600123456"), "+34 600 12 34 56");
    }
}
