//! The names of the files of a backup. They say when, for which recipients, and of documents their address: never what, who or how many.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use ledger::Hash;

/// One run: when it began, and for which set of recipients. Its text begins the names of its files.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// When, in whole seconds.
    pub at: Timestamp,
    /// The first digits of the hash over the recipients.
    pub set: String,
}

/// How a time stands in a name; a colon is not welcome everywhere.
const TIME: &str = "%Y-%m-%dT%H-%M-%SZ";

impl Run {
    /// The name of its manifest. While there is none, there is no backup.
    pub fn manifest(&self) -> String {
        format!("{self}.manifest.age")
    }

    /// The name of the file of the data.
    pub fn data(&self) -> String {
        format!("data/{self}.data.age")
    }

    /// The name of the file of the keys.
    pub fn keys(&self) -> String {
        format!("keys/{self}.keys.age")
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.at.strftime(TIME), self.set)
    }
}

impl FromStr for Run {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, set) = text.rsplit_once('-').ok_or(())?;
        let run = Self { at: time(at).ok_or(())?, set: set.to_owned() };
        if set.len() == 8 && run.to_string() == text { Ok(run) } else { Err(()) }
    }
}

fn time(text: &str) -> Option<Timestamp> {
    let time = jiff::civil::DateTime::strptime(TIME, text).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp())
}

/// A document of a backup: `address-seal.age`, where the seal is the beginning of the hash of the file itself, so that it can be checked by
/// whoever cannot open it. One whose original is gone has `.gone-` and the time when that was noticed before the ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocumentName {
    pub(crate) address: Hash,
    pub(crate) seal: String,
    pub(crate) gone: Option<Timestamp>,
}

/// How many digits of the hash stand in the name.
const SEAL: usize = 32;

impl DocumentName {
    pub(crate) fn new(address: Hash, file: &Hash) -> Self {
        Self { address, seal: seal(file), gone: None }
    }

    /// Whether a file with this hash is the one.
    pub(crate) fn names(&self, file: &Hash) -> bool {
        self.seal == seal(file)
    }
}

fn seal(file: &Hash) -> String {
    file.to_string().chars().take(SEAL).collect()
}

impl fmt::Display for DocumentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.address, self.seal)?;
        if let Some(gone) = self.gone {
            write!(f, ".gone-{}", gone.strftime(TIME))?;
        }
        f.write_str(".age")
    }
}

impl FromStr for DocumentName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let name = text.strip_suffix(".age").ok_or(())?;
        let (name, gone) = match name.split_once(".gone-") {
            Some((name, gone)) => (name, Some(time(gone).ok_or(())?)),
            None => (name, None),
        };
        let (address, seal) = name.split_once('-').ok_or(())?;
        let name = Self { address: address.parse().map_err(|_| ())?, seal: seal.to_owned(), gone };
        if seal.len() == SEAL && name.to_string() == text { Ok(name) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reads_back_and_no_other_text_does() {
        let run: Run = "2026-11-21T14-00-07Z-1a2b3c4d".parse().unwrap();
        assert_eq!(run.at.to_string(), "2026-11-21T14:00:07Z");
        assert_eq!(run.data(), "data/2026-11-21T14-00-07Z-1a2b3c4d.data.age");
        for wrong in ["", "2026-11-21T14-00-07Z", "2026-11-21T14-00-07Z-1a2b", "2026-13-21T14-00-07Z-1a2b3c4d"] {
            assert_eq!(wrong.parse::<Run>(), Err(()), "{wrong}");
        }
        let (address, file) = (ledger::sha256(b"sealed"), ledger::sha256(b"age"));
        let mut name = DocumentName::new(address, &file);
        assert!(name.names(&file) && !name.names(&address));
        assert_eq!(name.to_string().parse(), Ok(name.clone()));
        name.gone = Some(run.at);
        assert!(name.to_string().ends_with(".gone-2026-11-21T14-00-07Z.age"));
        assert_eq!(name.to_string().parse(), Ok(name));
    }
}
