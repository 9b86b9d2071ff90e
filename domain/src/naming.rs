//! The convention by which documents and physical items are named (CM-4.2.2): a pattern of the rulebook, filled in by the product and never typed.

use std::fmt::{self, Write as _};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::media::Media;
use crate::numbers::CaseNumber;

/// A pattern such as `{case}_{date}_{type}_{serial}_v{version}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Case,
    Date,
    Type,
    Serial,
    Version,
}

/// Why a pattern is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadPattern {
    /// A place that is none.
    #[error(
        "a name is made of {{case}}, {{date}}, {{type}}, {{serial}} and {{version}}, with letters, digits, - and _ between them"
    )]
    Unknown,
    /// Two documents could get one name.
    #[error("{{case}}, {{serial}} and {{version}} are needed, or two documents could have one name")]
    NotUnique,
}

/// What a name is made of.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a> {
    /// The number of the case.
    pub case: CaseNumber,
    /// The date that stands on it.
    pub date: Date,
    /// The code of its type.
    pub kind: &'a str,
    /// Its running number in the case.
    pub serial: u32,
    /// Its version, from 1.
    pub version: u32,
}

/// The name of a document by the convention, with the ending of its kind, or of a physical item. It says whose case it belongs to, so it is printed in no log.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileName(String);

impl FileName {
    /// The name. Whoever calls this shows it; nothing else.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileName")
    }
}

impl Pattern {
    /// The name of a file of this kind.
    pub fn file_name(&self, named: &Named<'_>, media: Media) -> FileName {
        FileName(format!("{}.{}", self.name(named), media.ending()))
    }

    /// The name of a physical item, which has no ending.
    pub fn item_name(&self, named: &Named<'_>) -> FileName {
        FileName(self.name(named))
    }

    /// The pattern that every organisation starts with.
    pub fn usual() -> Self {
        let text = |text: &str| Part::Text(text.to_owned());
        Self(vec![
            Part::Case,
            text("_"),
            Part::Date,
            text("_"),
            Part::Type,
            text("_"),
            Part::Serial,
            text("_v"),
            Part::Version,
        ])
    }

    /// Reads a pattern.
    ///
    /// # Errors
    /// [`BadPattern`] when it holds a place that is none, a character that is awkward in the name of a file, or could name two documents alike.
    pub fn parse(raw: &str) -> Result<Self, BadPattern> {
        let mut parts = Vec::new();
        let mut rest = raw.trim();
        while !rest.is_empty() {
            let (part, after) = match rest.strip_prefix('{') {
                Some(open) => {
                    let (place, after) = open.split_once('}').ok_or(BadPattern::Unknown)?;
                    (Part::place(place).ok_or(BadPattern::Unknown)?, after)
                }
                None => {
                    let (text, after) = rest.split_at(rest.find('{').unwrap_or(rest.len()));
                    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
                    (Part::Text(Some(text).filter(|_| plain).ok_or(BadPattern::Unknown)?.to_owned()), after)
                }
            };
            parts.push(part);
            rest = after;
        }
        let needed = [Part::Case, Part::Serial, Part::Version];
        if needed.iter().all(|part| parts.contains(part)) { Ok(Self(parts)) } else { Err(BadPattern::NotUnique) }
    }

    /// The name of something, without an ending.
    pub fn name(&self, named: &Named<'_>) -> String {
        self.0.iter().fold(String::new(), |mut name, part| {
            let written = match part {
                Part::Text(text) => name.write_str(text),
                Part::Case => write!(name, "{}", named.case),
                Part::Date => write!(name, "{}", named.date),
                Part::Type => name.write_str(named.kind),
                Part::Serial => write!(name, "{:03}", named.serial),
                Part::Version => write!(name, "{}", named.version),
            };
            debug_assert!(written.is_ok(), "a text takes what is written to it");
            name
        })
    }
}

impl Part {
    fn place(word: &str) -> Option<Self> {
        Some(match word {
            "case" => Self::Case,
            "date" => Self::Date,
            "type" => Self::Type,
            "serial" => Self::Serial,
            "version" => Self::Version,
            _ => return None,
        })
    }
}

impl TryFrom<String> for Pattern {
    type Error = BadPattern;

    fn try_from(text: String) -> Result<Self, BadPattern> {
        Self::parse(&text)
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.0.iter().fold(Self::new(), |text, part| {
            text + match part {
                Part::Text(text) => text,
                Part::Case => "{case}",
                Part::Date => "{date}",
                Part::Type => "{type}",
                Part::Serial => "{serial}",
                Part::Version => "{version}",
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_document_is_named_by_the_pattern_and_never_twice_alike() {
        let named = Named {
            case: CaseNumber::new(2026, 123),
            date: date(2026, 3, 14),
            kind: "court_order",
            serial: 7,
            version: 2,
        };
        assert_eq!(Pattern::usual().name(&named), format!("{}_2026-03-14_court_order_007_v2", named.case));
        for (raw, says) in [
            ("{case}-{serial}-{version}", Ok("-007-2")),
            ("{case}_{date}_{type}_{serial}_v{version}", Ok("_2026-03-14_court_order_007_v2")),
            ("", Err(BadPattern::NotUnique)),
            ("{case}_{serial}", Err(BadPattern::NotUnique)),
            ("{case}/{serial}/{version}", Err(BadPattern::Unknown)),
            ("{case}{serial}{version}{client}", Err(BadPattern::Unknown)),
            ("{case}{serial}{version", Err(BadPattern::Unknown)),
            ("{case}..{serial}{version}", Err(BadPattern::Unknown)),
        ] {
            let read = Pattern::parse(raw);
            assert_eq!(
                read.clone().map(|pattern| pattern.name(&named)),
                says.map(|rest| format!("{}{rest}", named.case)),
                "{raw}"
            );
            if let Ok(pattern) = read {
                assert_eq!(String::from(pattern), raw);
            }
        }
    }
}
