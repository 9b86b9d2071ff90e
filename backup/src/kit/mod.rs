//! The recovery kit as a file: the root key in an envelope for several people, with everything that a stranger needs to know to raise the
//! installation from its data or a backup. The stock `age` program opens it.
//!
//! # Source
//! Security.md 4.1; decision 0016; `docs/recovery-kit.md` specifies the file.

mod aside;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use domain::ids::InstallationId;
use domain::numbers::KitNumber;
use jiff::civil::Date;
use vault::RootKey;
use zeroize::Zeroizing;

use crate::BackupFault;
use crate::envelope::{Envelope, Identities, Recipients, Shut, open};
use crate::write::check_place;
pub use aside::{Aside, clear};

/// The first line of every kit.
const FIRST: &str = "casekeep recovery kit 1";

/// How the first line of a later kind would begin.
const ANY: &str = "casekeep recovery kit ";

/// What follows the facts.
const INSTRUCTION: &str = include_str!("instruction.txt");

/// The largest kit that is read.
const LARGEST: u64 = 64 * 1024;

/// What a kit says. It has no `Debug`: it holds the root key.
pub struct Kit {
    /// Its number.
    pub number: KitNumber,
    /// The name of the organisation, as printed.
    pub organisation: String,
    /// Of which installation.
    pub installation: InstallationId,
    /// The public key of the ledger, by which the restored record is known to be the right one.
    pub ledger: String,
    /// The day on which it was made.
    pub made: Date,
    /// Who can open it, by name.
    pub custodians: Vec<String>,
    /// The root key.
    pub key: RootKey,
}

impl Kit {
    /// Writes it aside in this folder, for these people. It gets its name when [`Aside::keep`] is called.
    ///
    /// # Errors
    /// [`BackupFault::Inside`] in the data folder, [`BackupFault::File`] when it cannot be written.
    pub fn write(&self, folder: &Path, data_folder: &Path, recipients: &Recipients) -> Result<Aside, BackupFault> {
        check_place(folder, data_folder)?;
        let (aside, file) = Aside::file(folder, &format!("casekeep-kit-{}.age", self.number))?;
        let fail = |error| BackupFault::file(folder)(error);
        let mut envelope = Envelope::begin(file, recipients).map_err(fail)?;
        envelope.write_all(self.text().as_bytes()).map_err(fail)?;
        let (file, _, _) = envelope.close().map_err(fail)?;
        file.sync_all().map_err(fail)?;
        Ok(aside)
    }

    /// Opens one.
    ///
    /// # Errors
    /// [`BackupFault::WrongIdentity`] when none of the identities opens it, [`BackupFault::Damaged`] when a byte was changed or it is no kit,
    /// [`BackupFault::Newer`] when a later program wrote it.
    pub fn open(path: &Path, identities: &Identities) -> Result<Self, BackupFault> {
        let file = File::open(path).map_err(BackupFault::file(path))?;
        let damaged = || BackupFault::Damaged(path.display().to_string());
        let content = match open(Box::new(file), identities) {
            Ok(content) => content,
            Err(Shut::NotForUs) => return Err(BackupFault::WrongIdentity),
            Err(Shut::Damaged) => return Err(damaged()),
            Err(Shut::File(error)) => return Err(BackupFault::file(path)(error)),
        };
        let mut text = Zeroizing::new(String::with_capacity(usize::try_from(LARGEST).unwrap_or(0)));
        content.take(LARGEST).read_to_string(&mut text).map_err(|_| damaged())?;
        match text.lines().next() {
            Some(FIRST) => Self::parse(&text).ok_or_else(damaged),
            Some(first) if first.starts_with(ANY) => Err(BackupFault::Newer(path.display().to_string())),
            _ => Err(damaged()),
        }
    }

    fn text(&self) -> Zeroizing<String> {
        // room for all of it, so that no half of it is left behind where the text grew
        let mut text = Zeroizing::new(String::with_capacity(usize::try_from(LARGEST).unwrap_or(0)));
        let Self { number, organisation, installation, ledger, made, custodians, key } = self;
        let custodians = custodians.join("; ");
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "{FIRST}\n\nkit: {number}\norganisation: {organisation}\ninstallation: {installation}\nledger key: {ledger}\nmade: {made}\n\
             custodians: {custodians}\nroot key: "
        );
        for byte in key.for_kit().iter() {
            let _ = write!(text, "{byte:02x}");
        }
        text.push('\n');
        text.push_str(INSTRUCTION);
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let says = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        Some(Self {
            number: says("kit")?.parse().ok()?,
            organisation: says("organisation")?.to_owned(),
            installation: says("installation")?.parse().ok()?,
            ledger: says("ledger key")?.to_owned(),
            made: says("made")?.parse().ok()?,
            custodians: says("custodians")?.split("; ").map(str::to_owned).collect(),
            key: RootKey::typed(says("root key")?).ok()?,
        })
    }
}

#[cfg(test)]
mod tests;
