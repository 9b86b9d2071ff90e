//! A folder as the ground of the backups. A file is written aside, flushed, given its name, and the folder flushed: what has a name is whole.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Read};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::{Aside, Ground};
use crate::BackupFault;

/// How the name of a file begins that is being written.
const ASIDE: &str = "casekeep-";
/// And how it ends.
pub(crate) const PART: &str = ".part";

/// A folder. One that is written into is locked for as long as this value lives.
pub(crate) struct Disk {
    path: PathBuf,
    _lock: Option<File>,
}

impl Disk {
    /// For reading.
    pub(crate) fn read(path: &Path) -> Self {
        Self { path: path.to_owned(), _lock: None }
    }

    /// For writing; made for its owner alone when there is none. What was half-written when it was cut off is removed.
    pub(crate) fn write(path: &Path) -> Result<Self, BackupFault> {
        make(path)?;
        let lock = File::open(path).map_err(BackupFault::file(path))?;
        lock.try_lock().map_err(|error| match error {
            fs::TryLockError::WouldBlock => BackupFault::Busy,
            fs::TryLockError::Error(error) => BackupFault::file(path)(error),
        })?;
        let disk = Self { path: path.to_owned(), _lock: Some(lock) };
        for name in names_in(path)? {
            if name.starts_with(ASIDE) && name.ends_with(PART) {
                disk.remove(&name)?;
            }
        }
        Ok(disk)
    }

    fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Ground for Disk {
    fn is_far(&self) -> bool {
        false
    }

    fn names(&self, folder: &str) -> Result<Vec<String>, BackupFault> {
        names_in(&self.place(folder))
    }

    fn files(&self, folder: &str) -> Result<Vec<(String, u64)>, BackupFault> {
        let mut files = Vec::new();
        for name in self.names(folder)? {
            let place = self.place(folder).join(&name);
            let about = fs::metadata(&place).map_err(BackupFault::file(&place))?;
            files.push((name, about.len()));
        }
        Ok(files)
    }

    fn open(&self, name: &str) -> Result<Box<dyn Read + Send>, BackupFault> {
        let place = self.place(name);
        Ok(Box::new(File::open(&place).map_err(BackupFault::reading(name, &place))?))
    }

    fn begin(&self) -> Result<Aside, BackupFault> {
        let made = Builder::new().prefix(ASIDE).suffix(PART).tempfile_in(&self.path);
        let (file, path) = made.map_err(BackupFault::file(&self.path))?.into_parts();
        Ok(Aside { file, path: Some(path) })
    }

    fn keep(&self, Aside { file, path }: Aside, _: u64, name: &str) -> Result<(), BackupFault> {
        let place = self.place(name);
        file.sync_all().map_err(BackupFault::file(&place))?;
        let shelf = place.parent().unwrap_or(&self.path);
        if !shelf.is_dir() {
            make(shelf)?;
            shelf.ancestors().skip(1).take_while(|above| above.starts_with(&self.path)).try_for_each(flush)?;
        }
        if let Some(path) = path {
            path.persist(&place).map_err(|error| BackupFault::file(&place)(error.error))?;
        }
        flush(shelf)
    }

    fn make(&self, folder: &str) -> Result<bool, BackupFault> {
        make(&self.place(folder))?;
        flush(&self.path).map(|()| true)
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), BackupFault> {
        let place = self.place(to);
        fs::rename(self.place(from), &place).map_err(BackupFault::file(&place))?;
        flush(place.parent().unwrap_or(&self.path))
    }

    fn remove(&self, name: &str) -> Result<bool, BackupFault> {
        let place = self.place(name);
        match fs::remove_file(&place) {
            Ok(()) => flush(place.parent().unwrap_or(&self.path)).map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(BackupFault::file(&place)(error)),
        }
    }
}

fn names_in(path: &Path) -> Result<Vec<String>, BackupFault> {
    let found = match fs::read_dir(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        found => found.map_err(BackupFault::file(path))?,
    };
    let mut names = Vec::new();
    for file in found {
        names.extend(file.map_err(BackupFault::file(path))?.file_name().into_string());
    }
    names.sort_unstable();
    Ok(names)
}

/// Makes a folder for its owner alone, when there is none.
pub(crate) fn make(path: &Path) -> Result<(), BackupFault> {
    if path.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(BackupFault::file(path))
}

/// Sees to it that the names in a folder are on the disk.
pub(crate) fn flush(path: &Path) -> Result<(), BackupFault> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(BackupFault::file(path))
}
