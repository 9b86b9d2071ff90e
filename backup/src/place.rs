//! The place that a record is brought into: it must be empty, but for what was left there by a restore or an import that was cut off.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use store::StoreSettings;
use store::copies::Standing;
use store::db::Place;

use crate::BackupFault;

/// Files that may lie in an empty data folder: the settings, and the salt of a root passphrase.
const SETTINGS: [&str; 2] = ["casekeep.toml", "root-salt"];

/// The data folder holds nothing but perhaps the settings, and databases without a record; what was left there by something that was cut off is known
/// by its mark.
pub(crate) fn check_empty(data_folder: &Path, settings: &StoreSettings, standing: Standing) -> Result<(), BackupFault> {
    // the documents may lie elsewhere: those of somebody must not be taken for what was left there
    let documents = standing != Standing::Unfinished && !shelves_of(&settings.documents.folder)?.is_empty();
    if standing == Standing::Full || documents {
        return Err(BackupFault::NotEmpty);
    }
    let bases = [&settings.data, &settings.keys].map(|place| match place {
        Place::Sqlite(path) => path.file_name().and_then(|name| name.to_str()),
        Place::Postgres(_) => None,
    });
    let may_be_there = |name: &str| {
        let database =
            bases.iter().flatten().any(|base| name.strip_prefix(base).is_some_and(|rest| !rest.contains('.')));
        SETTINGS.contains(&name) || database || standing == Standing::Unfinished
    };
    let found = match fs::read_dir(data_folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        found => found.map_err(BackupFault::file(data_folder))?,
    };
    for file in found {
        let file = file.map_err(BackupFault::file(data_folder))?;
        if !file.file_name().to_str().is_some_and(may_be_there) {
            return Err(BackupFault::NotEmpty);
        }
    }
    Ok(())
}

/// The names in the folder of the documents that a store puts there.
fn shelves_of(documents: &Path) -> Result<Vec<PathBuf>, BackupFault> {
    let found = match fs::read_dir(documents) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        found => found.map_err(BackupFault::file(documents))?,
    };
    let ours = |name: &str| name == "incoming" || (name.len() == 2 && name.bytes().all(|c| c.is_ascii_hexdigit()));
    let mut shelves = Vec::new();
    for entry in found {
        let path = entry.map_err(BackupFault::file(documents))?.path();
        if path.file_name().and_then(|name| name.to_str()).is_some_and(ours) {
            shelves.push(path);
        }
    }
    Ok(shelves)
}

/// Removes what was left there by something that was cut off.
pub(crate) fn clear_documents(documents: &Path) -> Result<(), BackupFault> {
    shelves_of(documents)?.iter().try_for_each(|shelf| fs::remove_dir_all(shelf).map_err(BackupFault::file(shelf)))
}
