//! What was found in a kit, whichever form it has.

use std::path::PathBuf;

use backup::Identities;
use backup::kit::Kit;
use clap::Args;
use domain::ids::InstallationId;
use domain::kits::KitForm;
use domain::numbers::KitNumber;
use vault::RootKey;
use vault::sheets::{CannotJoin, Sheet, join};

use super::typing;
use crate::exits::{Ended, Exit, of_backup};

/// Which kit is read, and from where.
#[derive(Args)]
pub(super) struct From {
    /// The file of the kit
    #[arg(long, value_name = "FILE", requires = "identity", required_unless_present_any = ["paper", "sheet"])]
    kit: Option<PathBuf>,
    /// A file with an identity of age that opens it; may be repeated
    #[arg(long, value_name = "FILE", requires = "kit")]
    identity: Vec<PathBuf>,
    /// Asks for the letters of two sheets, row by row; without a terminal they are read from standard input, an empty line between them
    #[arg(long, conflicts_with_all = ["kit", "sheet"])]
    paper: bool,
    /// A file with the letters of one sheet; given twice
    #[arg(long, value_name = "FILE", conflicts_with = "kit")]
    sheet: Vec<PathBuf>,
}

/// A kit that was read. It has no `Debug`: it holds the root key.
pub(super) struct Found {
    pub(super) number: KitNumber,
    pub(super) form: KitForm,
    pub(super) key: RootKey,
    of: Of,
}

/// Of which installation it says to be.
enum Of {
    Named(InstallationId),
    Printed(Sheet),
}

impl From {
    /// Reads it.
    ///
    /// # Errors
    /// [`Ended`] with a code of its own for each reason; no line carries a letter of a sheet.
    pub(super) fn read(&self) -> Result<Found, Ended> {
        match &self.kit {
            Some(file) => {
                let identities = Identities::read(self.identity.iter().map(PathBuf::as_path)).map_err(of_backup)?;
                let Kit { number, installation, key, .. } = Kit::open(file, &identities).map_err(of_backup)?;
                Ok(Found { number, form: KitForm::File, key, of: Of::Named(installation) })
            }
            None => {
                let [one, other] = typing::two_sheets(&self.sheet)?;
                let key = join(&one, &other).map_err(of_join)?;
                Ok(Found { number: one.kit(), form: KitForm::Sheets, key, of: Of::Printed(one) })
            }
        }
    }
}

impl Found {
    /// Whether it says to be of this installation.
    pub(super) fn is_of(&self, installation: InstallationId) -> bool {
        match &self.of {
            Of::Named(named) => *named == installation,
            Of::Printed(sheet) => sheet.is_of(installation),
        }
    }
}

/// The end for two sheets that give no key.
pub(super) fn of_join(cannot: CannotJoin) -> Ended {
    let exit = match cannot {
        CannotJoin::DifferentKits(..) | CannotJoin::Same(_) => Exit::SheetsDiffer,
        CannotJoin::NoKey => Exit::SheetWrong,
    };
    Ended::new(exit, cannot)
}
