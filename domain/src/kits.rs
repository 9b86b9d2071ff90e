//! Recovery kits: the root key in the hands of several people, for the day on which the server has burned.
//!
//! Serves PT-4.2.4 and PT-3c. A kit is a file that each of its custodians can open, or three sheets of paper of which two are needed, or both. It is
//! worth something only when somebody has read it back: that it opens, and that what is in it is the root key of this installation. The record
//! says of both when it was, never what.

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::numbers::KitNumber;
use crate::organisation::Organisation;
use crate::text::Line;
use crate::time::Instant;

/// After how many days a kit is to be read back again.
///
/// # Source
/// Security §4.1: the kit is verified yearly.
pub const READ_AGAIN: i64 = 365;

const DAY: i64 = 86_400;

/// How many people hold a sheet, when there are sheets.
const SHEETS: usize = 3;

/// How many people at least can open the file, when there is one.
const CUSTODIANS: usize = 2;

/// In which form the key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KitForm {
    /// An encrypted file, which each custodian can open.
    File,
    /// Sheets of paper, of which two are needed.
    Sheets,
}

/// A recovery kit was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitMade {
    /// Its number, which stands on each of its parts.
    pub kit: KitNumber,
    /// The fingerprint of the root key that is in it, in hexadecimal.
    pub fingerprint: String,
    /// Who can open the file; nobody when there is none.
    pub custodians: Vec<Line>,
    /// Who holds the sheets, in their order; nobody when there are none.
    pub holders: Vec<Line>,
}

/// A recovery kit was read back, and it holds the root key of this installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitRead {
    /// Its number.
    pub kit: KitNumber,
    /// The fingerprint of the root key that is in it, in hexadecimal.
    pub fingerprint: String,
    /// What was read.
    pub form: KitForm,
}

/// Why no kit goes into the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoKit {
    /// The organisation was never founded.
    #[error("this installation is not set up yet")]
    NotFounded,
    /// Neither a file nor sheets.
    #[error("a kit is for at least two custodians, or on three sheets of paper")]
    Nobody,
    /// One custodian can be away, or lose the key.
    #[error("a kit needs at least two custodians")]
    OneCustodian,
    /// Too few or too many people for the sheets.
    #[error("the three sheets are for three people")]
    Holders,
    /// A name stands twice.
    #[error("the same name stands there twice")]
    Twice,
}

/// A kit, as far as the record knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kit {
    /// Its number.
    pub number: KitNumber,
    /// The fingerprint of the root key in it.
    pub fingerprint: String,
    /// When it was made; nothing when the record from which this one was restored did not know it.
    pub made: Option<Instant>,
    /// How many people can open the file.
    pub custodians: usize,
    /// How many people hold a sheet.
    pub holders: usize,
    /// When its file was read back last.
    pub file_read: Option<Instant>,
    /// When two of its sheets were read back last.
    pub sheets_read: Option<Instant>,
}

impl Kit {
    /// Its forms, and when each was read back last.
    pub fn forms(&self) -> Vec<(KitForm, Option<Instant>)> {
        let file = (0 < self.custodians || self.file_read.is_some()).then_some((KitForm::File, self.file_read));
        let sheets = (0 < self.holders || self.sheets_read.is_some()).then_some((KitForm::Sheets, self.sheets_read));
        file.into_iter().chain(sheets).collect()
    }
}

/// How it stands with the recovery kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KitIs {
    /// There never was one.
    None,
    /// The newest one holds another root key than the one that is in use.
    Void,
    /// Nobody has read back the newest one, or one of its forms.
    Unread,
    /// It is more than a year ago that it was read back.
    Old,
    /// As it should be.
    Good,
}

/// All kits of the organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kits(Vec<Kit>);

impl Kits {
    /// The newest one. Older ones are not looked at: whoever makes a new one takes the old ones back.
    pub fn newest(&self) -> Option<&Kit> {
        self.0.last()
    }

    /// How it stands with the newest one, while the root key with this fingerprint is in use.
    pub fn judged(&self, fingerprint: &str, now: Instant) -> KitIs {
        let Some(kit) = self.newest() else { return KitIs::None };
        if kit.fingerprint != fingerprint {
            return KitIs::Void;
        }
        let read: Option<Vec<Instant>> = kit.forms().into_iter().map(|(_, read)| read).collect();
        match read.and_then(|read| read.into_iter().min()) {
            None => KitIs::Unread,
            Some(read) if READ_AGAIN * DAY < now.seconds_since(read) => KitIs::Old,
            Some(_) => KitIs::Good,
        }
    }

    pub(crate) fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::KitMade(made) => {
                let (custodians, holders) = (made.custodians.len(), made.holders.len());
                let kit =
                    Kit { made: Some(entry.signed()), custodians, holders, ..unknown(made.kit, &made.fingerprint) };
                self.0.push(kit);
            }
            Event::KitRead(read) => {
                if !self.0.iter().any(|kit| kit.number == read.kit) {
                    self.0.push(unknown(read.kit, &read.fingerprint));
                }
                for kit in self.0.iter_mut().filter(|kit| kit.number == read.kit) {
                    match read.form {
                        KitForm::File => kit.file_read = Some(entry.signed()),
                        KitForm::Sheets => kit.sheets_read = Some(entry.signed()),
                    }
                }
            }
            _ => {}
        }
    }
}

fn unknown(number: KitNumber, fingerprint: &str) -> Kit {
    let fingerprint = fingerprint.to_owned();
    Kit { number, fingerprint, made: None, custodians: 0, holders: 0, file_read: None, sheets_read: None }
}

impl Organisation {
    /// Decides on recording that a kit was made.
    ///
    /// # Errors
    /// [`NoKit`].
    pub fn make_kit(&self, made: KitMade) -> Result<Vec<Event>, NoKit> {
        if self.name.is_none() {
            return Err(NoKit::NotFounded);
        }
        made.check()?;
        Ok(vec![Event::KitMade(made)])
    }

    /// Decides on recording that a kit was read back. One that the record does not know counts as well: it may be younger than the backup from
    /// which this installation was restored.
    ///
    /// # Errors
    /// [`NoKit::NotFounded`].
    pub fn read_kit(&self, read: KitRead) -> Result<Vec<Event>, NoKit> {
        if self.name.is_none() { Err(NoKit::NotFounded) } else { Ok(vec![Event::KitRead(read)]) }
    }
}

impl KitMade {
    /// Whether it is for enough people.
    ///
    /// # Errors
    /// [`NoKit`].
    pub fn check(&self) -> Result<(), NoKit> {
        let twice = |names: &[Line]| names.iter().any(|name| 1 < names.iter().filter(|other| *other == name).count());
        match (self.custodians.len(), self.holders.len()) {
            (0, 0) => Err(NoKit::Nobody),
            (few, _) if 0 < few && few < CUSTODIANS => Err(NoKit::OneCustodian),
            (_, holders) if holders != 0 && holders != SHEETS => Err(NoKit::Holders),
            _ if twice(&self.custodians) || twice(&self.holders) => Err(NoKit::Twice),
            _ => Ok(()),
        }
    }
}
