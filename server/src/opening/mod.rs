//! Opening the installation for a command: the data folder, the root key, and every check of the store.

mod bucket;
pub(crate) mod credentials;
mod passphrase;
mod restored;
mod root_key;
mod typed;

use std::path::Path;

use anyhow::Result;
use casework::house::{Clock as _, SystemClock};
use store::db::Place;
use store::{StartFault, Store};

use crate::exits::{Ended, Exit, of_start, of_tail};
use crate::settings::Settings;
use crate::terminal::remark;
pub(crate) use bucket::{backup_place, blob_place};
pub(crate) use restored::{root_key_of_imported, root_key_of_kit, root_key_of_restored};
use root_key::Fetched;
pub(crate) use typed::{Unopened, open_typed};

/// Whether a command may begin a new installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum New {
    /// No: there has to be one.
    Never,
    /// In an empty data folder. A PostgreSQL database may be new as well, but the root key must be there: another server may have made it.
    Folder,
    /// As that, for a demo: nothing is said of its key.
    Invented,
    /// Anywhere, with a new root key: somebody asked for it.
    Anywhere,
}

/// Opens the store. Blocking; not to be called from an async task.
///
/// # Errors
/// [`Ended`] with a code of its own for each reason to refuse.
pub(crate) fn open(settings: &Settings, new: New, new_anchor: bool) -> Result<Store> {
    open_telling(settings, new, new_anchor, of_start)
}

/// [`open`] for `verify`: what is wrong with the end of the ledger is told by its own class, as if it had been found on the way there.
///
/// # Errors
/// As [`open`].
pub(crate) fn open_to_verify(settings: &Settings) -> Result<Store> {
    open_telling(settings, New::Never, false, of_tail)
}

fn open_telling(settings: &Settings, new: New, new_anchor: bool, told: fn(StartFault) -> Ended) -> Result<Store> {
    let fresh = is_fresh(settings);
    if fresh && new == New::Never {
        let why = format!(
            "there is no installation in {}; begin one with `casekeep init` or `casekeep serve`",
            settings.data.display()
        );
        return Err(Ended::new(Exit::SetUp, why).into());
    }
    if fresh && std::fs::metadata(&settings.anchor).is_ok_and(|file| 0 < file.len()) {
        let why = format!(
            "the anchor file {0} vouches for an earlier installation, of which nothing is in {1}; put that one back, or, if it is gone for good, \
             remove {0}",
            settings.anchor.display(),
            settings.data.display()
        );
        return Err(Ended::new(Exit::AnchorDisagrees, why).into());
    }
    if fresh || (new != New::Never && !settings.is_local()) {
        make_folder(&settings.data)?;
    }
    let may_make = match new {
        New::Never => false,
        New::Folder | New::Invented => fresh,
        New::Anywhere => fresh || !settings.is_local(),
    };
    let told_to_store = settings.store(new_anchor)?;
    let Fetched { key, made } = root_key::fetch(settings, may_make)?;
    let opened = Store::open(told_to_store, key, SystemClock.now());
    if let (Ok(_), Some(path)) = (&opened, &made)
        && new != New::Invented
    {
        remark(format_args!(
            "A new root key was made: {}\nWithout it nothing can be read. Keep a copy of it apart from the data and its backups.",
            path.display()
        ));
    }
    if let (Err(StartFault::WrongRootKey), Some(path)) = (&opened, made) {
        // The database belongs to another key: the one made a moment ago would only be taken for the right one some day.
        let _ = std::fs::remove_file(path);
    }
    Ok(opened.map_err(told)?)
}

/// Whether nothing was ever kept in the data folder.
pub(crate) fn is_fresh(settings: &Settings) -> bool {
    [&settings.database, &settings.keys].into_iter().all(|place| matches!(place, Place::Sqlite(path) if !path.exists()))
}

/// Makes the data folder, for its owner alone. One that is there stays as it is: the store says when others can look into it.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    if folder.is_dir() {
        return Ok(());
    }
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    let why = |_| Ended::new(Exit::FolderUnusable, format!("the data folder {} cannot be made", folder.display()));
    Ok(made.map_err(why)?)
}
