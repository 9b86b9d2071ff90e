//! Text that people typed, parsed once at the edge and never printed by accident.
//!
//! A value of one of these types is known to be well formed: NFC, no control characters, no bidirectional overrides, within its length.
//! Its `Debug` shows only how long it is, so that no log and no panic message can carry a client's words.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Why a text is refused; shown at its field as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadText {
    /// Nothing was written where something is required.
    #[error("please fill this in")]
    Missing,
    /// Longer than the field allows; both in characters.
    #[error("at most {limit} characters, please; this has {length}")]
    TooLong {
        /// What the field allows.
        limit: usize,
        /// What was written.
        length: usize,
    },
    /// Contains a control character, or one that turns the direction of the text around it.
    #[error("this contains an invisible control character; please remove it or type the text again")]
    Control,
}

fn turns_or_hides(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

fn clean(raw: &str, limit: usize, lines: bool) -> Result<String, BadText> {
    let unified = raw.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = unified.trim().nfc().collect();
    if text.chars().any(|c| (c.is_control() && !(lines && matches!(c, '\n' | '\t'))) || turns_or_hides(c)) {
        return Err(BadText::Control);
    }
    let length = text.chars().count();
    if limit < length {
        return Err(BadText::TooLong { limit, length });
    }
    Ok(text)
}

macro_rules! written {
    ($(#[$doc:meta])* $name:ident, limit $limit:expr, lines $lines:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The longest that is accepted, in characters.
            pub const LIMIT: usize = $limit;

            /// The text, trimmed, in NFC.
            ///
            /// # Errors
            /// [`BadText`] when it is empty, too long, or holds control characters.
            pub fn parse(raw: &str) -> Result<Self, BadText> {
                match Self::parse_optional(raw)? {
                    Some(text) => Ok(text),
                    None => Err(BadText::Missing),
                }
            }

            /// The text, or nothing when the field was left empty.
            ///
            /// # Errors
            /// [`BadText`] when it is too long or holds control characters.
            pub fn parse_optional(raw: &str) -> Result<Option<Self>, BadText> {
                let text = clean(raw, Self::LIMIT, $lines)?;
                Ok(if text.is_empty() { None } else { Some(Self(text)) })
            }

            /// What can be kept of a text that comes from outside: without what hides or turns text, and no longer than the limit. Nothing when nothing
            /// remains.
            pub fn salvage(raw: &str) -> Option<Self> {
                let unified = raw.replace("\r\n", "\n").replace('\r', "\n");
                let plain = unified.chars().filter(|c| !turns_or_hides(*c)).map(|c| match c {
                    '\n' | '\t' if $lines => c,
                    c if c.is_control() => ' ',
                    c => c,
                });
                // composing characters makes a text shorter, hardly ever longer
                let text: String = plain.collect::<String>().trim().nfc().take($limit).collect();
                Self::parse_optional(&text).ok().flatten()
            }

            /// What was written. Whoever calls this shows it or seals it; nothing else.
            pub fn reveal(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} characters)"), self.0.chars().count())
            }
        }
    };
}

written! {
    /// One line: a name, a subject, an address line.
    Line, limit 200, lines false
}
written! {
    /// Several paragraphs: a note, a summary, an assessment.
    Narrative, limit 20_000, lines true
}
