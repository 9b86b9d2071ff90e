//! The root key of an installation that is brought in: out of the backup, made anew, or from where the settings say.

use std::path::{Path, PathBuf};

use anyhow::Result;
use vault::{RootFault, RootKey};

use super::root_key::{fetch, told};
use crate::exits::{Ended, Exit};
use crate::settings::{RootKeyFrom, Settings};

/// The root key, and where it is to be kept.
pub(crate) struct RootOfLanded {
    pub(crate) key: RootKey,
    file: Option<PathBuf>,
}

/// The root key that came with the backup goes into the file that the settings name, if it is not there yet; any other source must have it
/// already, and so must the file when the backup holds none.
///
/// # Errors
/// [`Ended`] when it cannot be had, or another one lies where it belongs.
pub(crate) fn root_key_of_restored(settings: &Settings, kit: Option<RootKey>) -> Result<RootOfLanded> {
    match (kit, &settings.root_key) {
        (Some(key), RootKeyFrom::File { path, .. }) if !path.exists() => {
            refuse_inside(settings, path)?;
            Ok(RootOfLanded { key, file: Some(path.clone()) })
        }
        (kit, _) => {
            let key = fetch(settings, false)?.key;
            if kit.is_some_and(|kit| kit.for_kit() != key.for_kit()) {
                let why = format!(
                    "{} holds another root key than the backup; move it away, and the right one is put there",
                    settings.root_key
                );
                return Err(Ended::new(Exit::WrongRootKey, why).into());
            }
            Ok(RootOfLanded { key, file: None })
        }
    }
}

/// The root key for everything that is imported: a new one for the file that the settings name, if that is not there yet; otherwise what the settings say.
///
/// # Errors
/// [`Ended`] when it cannot be had.
pub(crate) fn root_key_of_imported(settings: &Settings) -> Result<RootOfLanded> {
    match &settings.root_key {
        RootKeyFrom::File { path, .. } if !path.exists() => {
            refuse_inside(settings, path)?;
            Ok(RootOfLanded { key: RootKey::generate(), file: Some(path.clone()) })
        }
        _ => Ok(RootOfLanded { key: fetch(settings, true)?.key, file: None }),
    }
}

/// Puts the root key of a recovery kit into this file, for its owner alone.
///
/// # Errors
/// [`Ended`] when it would lie in the data folder, or cannot be made; one that is there is never overwritten.
pub(crate) fn root_key_of_kit(settings: &Settings, path: &Path, key: RootKey) -> Result<()> {
    refuse_inside(settings, path)?;
    RootOfLanded { key, file: Some(path.to_owned()) }.keep()
}

impl RootOfLanded {
    /// Puts it where it belongs, for its owner alone.
    ///
    /// # Errors
    /// [`Ended`] when the file cannot be made.
    pub(crate) fn keep(&self) -> Result<()> {
        let Some(path) = &self.file else { return Ok(()) };
        let why = |_| Ended::new(Exit::File, format!("the root key file {} cannot be made", path.display()));
        Ok(self.key.write_file(path).map_err(why)?)
    }
}

fn refuse_inside(settings: &Settings, path: &Path) -> Result<()> {
    let folder = path.parent().and_then(|folder| folder.canonicalize().ok());
    let inside = folder.is_some_and(|folder| settings.data.canonicalize().is_ok_and(|data| folder.starts_with(data)));
    if inside { Err(told(RootFault::InsideTheData, &settings.root_key).into()) } else { Ok(()) }
}
