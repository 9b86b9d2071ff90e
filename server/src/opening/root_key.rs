//! Fetching the root key from where the settings say, and making it at the beginning of an installation.

use std::path::{Path, PathBuf};

use anyhow::Result;
use vault::{RootFault, RootKey, RootSource};

use super::passphrase;
use crate::exits::{Ended, Exit, of_root};
use crate::settings::{RootKeyFrom, Settings};

/// The root key, and the file that was made for it just now.
pub(super) struct Fetched {
    pub(super) key: RootKey,
    pub(super) made: Option<PathBuf>,
}

/// Fetches the root key; makes it when it may and the file of the default is not there.
pub(super) fn fetch(settings: &Settings, may_make: bool) -> Result<Fetched> {
    let mut made = None;
    let source = match &settings.root_key {
        RootKeyFrom::File { path, named } => {
            if may_make && !named && !path.exists() {
                make(path, &settings.data)?;
                made = Some(path.clone());
            }
            RootSource::File(path.clone())
        }
        RootKeyFrom::Credential(name) => RootSource::Credential(name.clone()),
        RootKeyFrom::Command(words) => RootSource::Command(words.clone()),
        RootKeyFrom::Passphrase => {
            let salt = passphrase::salt(&settings.data, may_make)?;
            RootSource::Passphrase(passphrase::ask(may_make)?, salt)
        }
    };
    let read = source.read(&settings.data).map_err(|fault| told(fault, &settings.root_key));
    Ok(Fetched { key: read?, made })
}

/// The reason, with the place where somebody has to look.
pub(super) fn told(fault: RootFault, from: &RootKeyFrom) -> Ended {
    let ended = of_root(fault);
    Ended::with_code(ended.code, format_args!("{ended} ({from})"))
}

fn make(path: &Path, data: &Path) -> Result<()> {
    // Only when the data folder is the root of a disk: whatever lies beside it lies in it.
    if path.parent().is_some_and(|folder| data.canonicalize().is_ok_and(|data| folder.starts_with(data))) {
        return Err(of_root(RootFault::InsideTheData).into());
    }
    let why = |_| Ended::new(Exit::File, format!("the root key file {} cannot be made", path.display()));
    Ok(RootKey::generate().write_file(path).map_err(why)?)
}
