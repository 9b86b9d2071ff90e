//! E-mail addresses as people type them. Whether anybody reads them is found out by verification, not here.

use domain::text::{BadText, Line};

/// The text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadEmail {
    /// There is no name before the sign, or no house behind it.
    #[error("this is not an e-mail address; please write it like name@example.org")]
    Shape,
    /// It is no text of ours.
    #[error(transparent)]
    Text(#[from] BadText),
}

/// The address as typed, or nothing when the field was left empty.
///
/// # Errors
/// [`BadEmail`] when it cannot be one.
pub fn parse_email(typed: &str) -> Result<Option<Line>, BadEmail> {
    let Some(line) = Line::parse_optional(typed)? else { return Ok(None) };
    let fits = |(name, house): (&str, &str)| {
        !name.is_empty()
            && house.contains('.')
            && !house.starts_with('.')
            && !house.ends_with('.')
            && !house.contains('@')
    };
    let text = line.reveal();
    let whole = !text.contains(char::is_whitespace) && text.split_once('@').is_some_and(fits);
    if whole { Ok(Some(line)) } else { Err(BadEmail::Shape) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str) -> String {
        match parse_email(typed) {
            Ok(line) => line.map_or_else(|| "nothing".to_owned(), |line| line.reveal().to_owned()),
            Err(bad) => bad.to_string(),
        }
    }

    #[test]
    fn an_address_has_a_name_and_a_house() {
        let shape = "this is not an e-mail address; please write it like name@example.org";
        assert_eq!(check(" "), "nothing");
        assert_eq!(check(" jonas@example.org "), "jonas@example.org");
        for typed in ["jonas", "@example.org", "jonas@example", "jonas@.org", "jo nas@example.org", "a@b@c.org"] {
            assert_eq!(check(typed), shape, "{typed}");
        }
    }
}
