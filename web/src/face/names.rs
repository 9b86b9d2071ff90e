//! Names of people that the curtain covers, and the numbers that stand before them.
//!
//! With the curtain drawn the name is not in the page at all: nothing to find in the source, the clipboard or a screenshot.

use std::fmt::{self, Display};

use askama::filters::{Escaper as _, Html};

use super::voice::asked;
use super::words::{html_parts, translate};

/// The name of a client or of somebody around a client. Staff names are not covered and are ordinary text.
///
/// `Debug` does not show it.
#[derive(Clone, Default)]
pub struct Name(String);

impl Name {
    /// This name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// For attributes, options and titles: the name, or three dots.
    pub fn text(&self) -> String {
        if asked(|voice| voice.curtain) { "●●●".to_owned() } else { self.0.clone() }
    }

    /// Whether there is no name at all, so that lists can leave the place empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({} characters)", self.0.chars().count())
    }
}

impl From<&str> for Name {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Name {
    fn from(name: String) -> Self {
        Self(name)
    }
}

impl Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        if asked(|voice| voice.curtain) {
            f.write_str("<span class=\"name drawn\"><span class=\"said\">")?;
            Html.write_escaped_str(&mut *f, &translate("name behind the curtain"))?;
            return f.write_str("</span><span aria-hidden=\"true\">●●● ●●●●●</span></span>");
        }
        f.write_str("<bdi class=\"name\">")?;
        Html.write_escaped_str(&mut *f, &self.0)?;
        f.write_str("</bdi>")
    }
}

/// A client, case or entry number: monospaced, never broken, left to right also inside right-to-left text.
#[derive(Debug, Clone, Default)]
pub struct Number(String);

impl Number {
    /// The number as it is read out.
    pub fn new(number: impl Display) -> Self {
        Self(number.to_string())
    }
}

impl From<&str> for Number {
    fn from(number: &str) -> Self {
        Self(number.to_owned())
    }
}

impl Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<span class=\"number\">")?;
        Html.write_escaped_str(&mut *f, &self.0)?;
        f.write_str("</span>")
    }
}

html_parts!(Name, Number);

#[cfg(test)]
mod tests {
    use domain::time::Instant;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::face::voice::{Voice, speaking};

    #[test]
    fn behind_the_curtain_the_name_is_not_in_the_page() {
        let name = Name::new("Jonas Feldkamp");
        let open = Voice::new(Instant(0), TimeZone::UTC);
        assert!(speaking(&open, || name.to_string()).contains("Jonas"));
        assert!(!speaking(&open.with_curtain(true), || name.to_string() + &name.text()).contains("Jonas"));
        assert!(!format!("{name:?}").contains("Jonas"));
    }

    #[test]
    fn a_name_cannot_break_out() {
        let open = Voice::new(Instant(0), TimeZone::UTC);
        let told = speaking(&open, || Name::new("<script>").to_string());
        assert_eq!(told, "<bdi class=\"name\">&#60;script&#62;</bdi>");
    }
}
