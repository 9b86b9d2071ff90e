//! How the pages look and listen in one browser, as codes: `curtain=1;scheme=dark;letters=1`.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use super::code::codes;

codes! {
    /// Light or dark.
    Scheme {
        /// As the device says.
        Device = "device",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}

/// How the pages look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preferences {
    /// Whether names are hidden until pointed at.
    pub curtain: bool,
    /// Light or dark.
    pub scheme: Scheme,
    /// Whether single letters act as keys (WCAG 2.2, 2.1.4: they can be turned off).
    pub letters: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { curtain: false, scheme: Scheme::Device, letters: true }
    }
}

impl fmt::Display for Preferences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [curtain, letters] = [self.curtain, self.letters].map(u8::from);
        write!(f, "curtain={curtain};scheme={};letters={letters}", self.scheme.code())
    }
}

impl FromStr for Preferences {
    type Err = Infallible;

    /// What is not understood, perhaps written by a later program, stays as it is by default: nobody is locked out by a colour.
    fn from_str(text: &str) -> Result<Self, Infallible> {
        let mut read = Self::default();
        for (name, value) in text.split(';').filter_map(|part| part.split_once('=')) {
            match name {
                "curtain" => read.curtain = value == "1",
                "letters" => read.letters = value != "0",
                "scheme" => read.scheme = value.parse().unwrap_or(Scheme::Device),
                _ => {}
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_read_back_and_unknown_ones_do_no_harm() {
        let dark = Preferences { curtain: true, scheme: Scheme::Dark, letters: false };
        assert_eq!(dark.to_string(), "curtain=1;scheme=dark;letters=0");
        assert_eq!(dark.to_string().parse(), Ok(dark));
        assert_eq!(
            "scheme=sepia;font=9;;curtain=1".parse(),
            Ok(Preferences { curtain: true, ..Preferences::default() })
        );
    }
}
