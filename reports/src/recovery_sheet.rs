//! A sheet of the recovery kit: one of three, of which two give the root key of the installation.

use std::fmt;

use domain::numbers::KitNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Marks, Modules};

/// One sheet, a page of its own.
///
/// # Source
/// Security.md 4.1; `docs/recovery-kit.md` specifies the letters.
#[derive(Clone, Serialize, Deserialize)]
pub struct RecoverySheet {
    /// The organisation, as its letterhead says it.
    pub organisation: String,
    /// Who keeps the sheet.
    pub holder: String,
    /// The kit that it belongs to.
    pub kit: KitNumber,
    /// Its number, from 1.
    pub number: u8,
    /// How many sheets there are.
    pub sheets: u8,
    /// The installation whose key it is.
    pub installation: String,
    /// The day on which it was made.
    pub made: Date,
    /// The letters, in rows of groups.
    pub rows: Vec<Vec<String>>,
    /// The same letters as a QR code.
    pub qr: Modules,
    /// The marks of the print.
    pub marks: Marks,
}

/// Which sheet it is, and none of its letters.
impl fmt::Debug for RecoverySheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecoverySheet({}, {} of {})", self.kit, self.number, self.sheets)
    }
}
