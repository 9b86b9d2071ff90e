//! What is written aside until it is whole: a file, or a folder of files, for its owner alone. What a run left that was cut off has no name of a
//! kit and is removed by the next one.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::BackupFault;
use crate::ground::{PART, flush, make};
use crate::write::check_place;

/// How every name begins that is given here.
const KIT: &str = "casekeep-kit-";

/// Something that is written aside; it goes away when nobody keeps it.
pub struct Aside {
    at: PathBuf,
    to: PathBuf,
    kept: bool,
}

impl Aside {
    /// Begins a file that is to have this name.
    pub(super) fn file(folder: &Path, name: &str) -> Result<(Self, File), BackupFault> {
        make(folder)?;
        let aside = Self::named(folder, name)?;
        let file = private(&aside.at)?;
        Ok((aside, file))
    }

    /// Writes a folder that is to have this name, with these files.
    ///
    /// # Errors
    /// [`BackupFault::Inside`] in the data folder, [`BackupFault::File`] when it cannot be written.
    pub fn folder(
        folder: &Path,
        data_folder: &Path,
        name: &str,
        files: &[(String, Zeroizing<Vec<u8>>)],
    ) -> Result<Self, BackupFault> {
        check_place(folder, data_folder)?;
        make(folder)?;
        let aside = Self::named(folder, name)?;
        DirBuilder::new().mode(0o700).create(&aside.at).map_err(BackupFault::file(&aside.at))?;
        for (name, content) in files {
            let path = aside.at.join(name);
            let written = private(&path).map(|mut file| file.write_all(content).and_then(|()| file.sync_all()));
            written?.map_err(BackupFault::file(&path))?;
        }
        flush(&aside.at)?;
        Ok(aside)
    }

    /// Gives it its name. It is on the disk when this answers.
    ///
    /// # Errors
    /// [`BackupFault::File`]; then it is gone.
    pub fn keep(mut self) -> Result<PathBuf, BackupFault> {
        fs::rename(&self.at, &self.to).map_err(BackupFault::file(&self.to))?;
        self.kept = true;
        flush(self.to.parent().unwrap_or(&self.to))?;
        Ok(self.to.clone())
    }

    fn named(folder: &Path, name: &str) -> Result<Self, BackupFault> {
        let to = folder.join(name);
        if to.exists() {
            return Err(BackupFault::Occupied(to));
        }
        Ok(Self { at: folder.join(format!("{name}{PART}")), to, kept: false })
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        if !self.kept {
            // what cannot be removed now is removed by the next run into this folder
            let _ = remove(&self.at);
        }
    }
}

/// Removes what a run left in this folder that was cut off; says whether there was anything. A folder that is not there is empty.
///
/// # Errors
/// [`BackupFault::File`] when it cannot be removed: it holds the key, or parts of it.
pub fn clear(folder: &Path) -> Result<bool, BackupFault> {
    let found = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        found => found.map_err(BackupFault::file(folder))?,
    };
    let mut any = false;
    for entry in found {
        let path = entry.map_err(BackupFault::file(folder))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with(KIT) && name.ends_with(PART) {
            remove(&path).map_err(BackupFault::file(&path))?;
            any = true;
        }
    }
    Ok(any)
}

fn remove(path: &Path) -> io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

fn private(path: &Path) -> Result<File, BackupFault> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o400).open(path);
    made.map_err(BackupFault::file(path))
}
