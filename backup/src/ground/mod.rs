//! The ground that the folder of the backups lies on: a disk, or a bucket. Names and files are the same on either, so that whoever copies the bucket
//! into a folder has the folder.

mod bucket;
mod disk;

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use store::bucket::{Bucket, BucketPlace};
use tempfile::TempPath;

use crate::BackupFault;

pub(crate) use bucket::Far;
pub(crate) use disk::{Disk, PART, flush, make};

/// Where backups lie, as the settings or a command say it.
#[derive(Debug, Clone)]
pub enum BackupPlace {
    /// In a folder.
    Folder(PathBuf),
    /// In a bucket of an S3-compatible store.
    Bucket(BucketPlace),
}

impl BackupPlace {
    /// Whether an object can be written to the bucket, read and removed again; nothing to try in a folder.
    ///
    /// # Errors
    /// The word for the first of them that fails: `written`, `read` or `removed`.
    pub fn probe(&self) -> Result<(), &'static str> {
        match self {
            Self::Folder(_) => Ok(()),
            Self::Bucket(place) => Bucket::open(place, "backups").map_err(|_| "written")?.probe(),
        }
    }

    /// Its name as a path, for faults that name a file in it.
    pub(crate) fn at(&self) -> PathBuf {
        PathBuf::from(self.to_string())
    }
}

impl From<&Path> for BackupPlace {
    fn from(folder: &Path) -> Self {
        Self::Folder(folder.to_owned())
    }
}

impl fmt::Display for BackupPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Bucket(bucket) => write!(f, "{bucket}"),
        }
    }
}

/// A file that is being written, under no name yet; it goes away when nobody keeps it.
pub(crate) struct Aside {
    pub(crate) file: File,
    /// Where it lies, if it lies anywhere.
    pub(crate) path: Option<TempPath>,
}

/// What a ground can do. Names are those of files in the folder of the backups, with strokes between folders.
pub(crate) trait Ground: Send + Sync {
    /// Whether reading costs money and time: then what was checked once is not read at every backup.
    fn is_far(&self) -> bool;

    /// The names in a folder, of files and of folders, in their order; none when there is no such folder.
    fn names(&self, folder: &str) -> Result<Vec<String>, BackupFault>;

    /// The files in a folder with their lengths, in the order of their names.
    fn files(&self, folder: &str) -> Result<Vec<(String, u64)>, BackupFault>;

    /// A file, from its beginning.
    fn open(&self, name: &str) -> Result<Box<dyn Read + Send>, BackupFault>;

    /// Begins a file.
    fn begin(&self) -> Result<Aside, BackupFault>;

    /// Gives a file of this length its name. When this answers it is there as a whole and stays; until then nothing bears the name.
    fn keep(&self, aside: Aside, length: u64, name: &str) -> Result<(), BackupFault>;

    /// Makes an empty folder; says whether there can be one.
    fn make(&self, folder: &str) -> Result<bool, BackupFault>;

    /// Gives a file another name. One that is cut off may leave both.
    fn rename(&self, from: &str, to: &str) -> Result<(), BackupFault>;

    /// Removes a file; one that is gone is no fault. Says whether it was there.
    fn remove(&self, name: &str) -> Result<bool, BackupFault>;
}
