//! How the gateway names what it tells, where it has names of its own.

use std::collections::BTreeMap;
use std::str::FromStr;

/// What a gateway tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Told {
    /// The mark that we gave to the message.
    Reference,
    /// What became of it.
    Status,
    /// Why it did not arrive.
    Error,
    /// From which number somebody wrote.
    From,
    /// What they wrote.
    Text,
}

impl Told {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Reference, "reference"),
        (Self::Status, "status"),
        (Self::Error, "error"),
        (Self::From, "from"),
        (Self::Text, "text"),
    ];
}

/// The names that a gateway has of its own; the others are the usual ones of its shape. In an object of JSON a dot leads into another object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldNames(BTreeMap<Told, String>);

impl FieldNames {
    /// Its own name for this, if it has one.
    pub fn of(&self, told: Told) -> Option<&str> {
        self.0.get(&told).map(String::as_str)
    }
}

/// What is no list of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these are no names for what a gateway tells")]
pub struct NoNames;

impl FromStr for FieldNames {
    type Err = NoNames;

    fn from_str(text: &str) -> Result<Self, NoNames> {
        let mut names = BTreeMap::new();
        for pair in text.split(',') {
            let (told, name) = pair.split_once('=').ok_or(NoNames)?;
            let (told, name) = (told.trim(), name.trim());
            let (told, _) = Told::ALL.into_iter().find(|(_, word)| *word == told).ok_or(NoNames)?;
            let plain = !name.is_empty() && name.len() <= 60 && !name.contains(|c: char| c.is_control() || c == ' ');
            if !plain || names.insert(told, name.to_owned()).is_some() {
                return Err(NoNames);
            }
        }
        Ok(Self(names))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_given_once_and_only_for_what_is_told() {
        let names: FieldNames = "reference = ClientRef, status=message.state".parse().unwrap();
        assert_eq!((names.of(Told::Reference), names.of(Told::Status)), (Some("ClientRef"), Some("message.state")));
        assert_eq!((names.of(Told::Error), names.of(Told::Text)), (None, None));
        for bad in ["", "ClientRef", "reference=", "to=To", "status=a,status=b", "status=a b", "status=a,", "=a"] {
            assert_eq!(bad.parse::<FieldNames>(), Err(NoNames), "{bad}");
        }
    }
}
