//! A bucket as the ground of the backups. A file is written aside on the disk of the data, where it has no name and goes with the process, and sent
//! when it is whole: an object is there as a whole or not at all.
//!
//! Every request has its time and its repeats; `store::bucket` sees to them.

use std::fs::File;
use std::io::{Read, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use store::bucket::{Bucket, BucketPlace};

use super::{Aside, Ground};
use crate::BackupFault;

/// How many bytes are fetched in one go.
const WINDOW: u64 = 8 << 20;

/// A bucket.
pub(crate) struct Far {
    bucket: Arc<Bucket>,
    /// Where files are written aside.
    scratch: PathBuf,
}

impl Far {
    /// Gets ready; asks nothing yet.
    pub(crate) fn open(place: &BucketPlace, scratch: &Path) -> Result<Self, BackupFault> {
        Ok(Self { bucket: Arc::new(Bucket::open(place, "backups")?), scratch: scratch.to_owned() })
    }
}

impl Ground for Far {
    fn is_far(&self) -> bool {
        true
    }

    fn names(&self, folder: &str) -> Result<Vec<String>, BackupFault> {
        let listed = self.bucket.list(folder)?;
        let mut names: Vec<String> = listed.objects.into_iter().map(|object| object.name).collect();
        names.extend(listed.folders);
        names.sort_unstable();
        Ok(names)
    }

    fn files(&self, folder: &str) -> Result<Vec<(String, u64)>, BackupFault> {
        let listed = self.bucket.list(folder)?;
        Ok(listed.objects.into_iter().map(|object| (object.name, object.length)).collect())
    }

    fn open(&self, name: &str) -> Result<Box<dyn Read + Send>, BackupFault> {
        let stream = self.bucket.stream(name, WINDOW)?;
        Ok(Box::new(stream.ok_or_else(|| BackupFault::Missing(name.to_owned()))?))
    }

    fn begin(&self) -> Result<Aside, BackupFault> {
        let file = tempfile::tempfile_in(&self.scratch).map_err(BackupFault::file(&self.scratch))?;
        Ok(Aside { file, path: None })
    }

    fn keep(&self, Aside { mut file, .. }: Aside, length: u64, name: &str) -> Result<(), BackupFault> {
        File::rewind(&mut file).map_err(BackupFault::file(&self.scratch))?;
        Ok(self.bucket.send(name, &mut file, length)?)
    }

    fn make(&self, _: &str) -> Result<bool, BackupFault> {
        Ok(false)
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), BackupFault> {
        if self.bucket.rename(from, to)? { Ok(()) } else { Err(BackupFault::Missing(from.to_owned())) }
    }

    fn remove(&self, name: &str) -> Result<bool, BackupFault> {
        let was_there = self.bucket.length(name)?.is_some();
        if was_there {
            self.bucket.remove(name)?;
        }
        Ok(was_there)
    }
}
