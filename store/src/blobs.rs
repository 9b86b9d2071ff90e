//! Blobs: documents as sealed streams, one file each, named by the hash of what is in it; in a folder, or in a bucket with a folder before it, the spool.
//!
//! What is guaranteed: a blob that was [kept](Incoming::keep) is on the disk under its name before the answer, and nothing half-written ever
//! stands under such a name; a file holds sealed bytes only, from the first on; whether it is whole can be told without any key
//! ([`Blobs::check`]). Memory does not grow with the length of a document. Nothing here knows to which dossier a blob belongs, or what it is.
//!
//! With a bucket, what arrives lies in the spool until it is filed and in the bucket; whoever reads looks into the spool first, then into the bucket.
//!
//! All calls block: they are for threads that may wait for a disk, or for the bucket.
//!
//! # Source
//! Decisions 0007 and 0017; security.md 4.2 and 4.10 (write aside, flush, rename, flush the folder, and only then the row).

mod copying;
mod moving;
mod objects;
mod place;
mod reading;
mod spool;

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use ledger::{Hash, Hashing};
use vault::stream::{FileKey, Layout, Sealing};

use crate::StoreFault;
use crate::db::DbFault;
use crate::disk::flush_folder_of;

pub use copying::{Adopted, SealedBlob};
pub use moving::Moved;
pub use place::BlobPlace;
pub use reading::Reading;
use spool::{Beyond, Claim};

/// Where what is still being received lies.
const INCOMING: &str = "incoming";

/// What is younger may still be on its way into the record.
const AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// The blobs.
#[derive(Clone)]
pub struct Blobs {
    folder: PathBuf,
    /// The bucket before which the folder lies, if there is one.
    beyond: Option<Arc<Beyond>>,
}

/// A blob that is on the disk. Address, key and layout belong into the sealed entry that speaks of it: without them it is noise.
pub struct Kept {
    /// The SHA-256 of its sealed bytes, which names it.
    pub address: Hash,
    /// What opens it.
    pub key: FileKey,
    /// How long its content is.
    pub layout: Layout,
}

impl Blobs {
    /// The blobs in this folder, which is made for its owner alone when there is none.
    ///
    /// # Errors
    /// [`StoreFault::File`] when it cannot be made.
    pub fn open(folder: &Path) -> Result<Self, StoreFault> {
        Self::open_at(&folder.to_owned().into())
    }

    /// The blobs at this place; a folder is made for its owner alone when there is none. A bucket is asked nothing yet: it may be away.
    ///
    /// # Errors
    /// [`StoreFault::File`] when the folder cannot be made, [`StoreFault::Malformed`] when there can be no such bucket.
    pub fn open_at(place: &BlobPlace) -> Result<Self, StoreFault> {
        let mut blobs = Self { folder: place.folder.clone(), beyond: None };
        make(&blobs.folder.join(INCOMING)).map_err(fault)?;
        if let Some(bucket) = &place.bucket {
            let beyond = Beyond::open(bucket, place.spool)?;
            beyond.count_anew(blobs.here()?);
            blobs.beyond = Some(Arc::new(beyond));
        }
        Ok(blobs)
    }

    /// Whether they are in a bucket.
    pub fn are_in_a_bucket(&self) -> bool {
        self.beyond.is_some()
    }

    /// Begins a blob with a key of its own. What is not kept in the end leaves nothing behind.
    ///
    /// # Errors
    /// [`DbFault::Full`] as a fault of the store when no space is left, [`StoreFault::File`] otherwise.
    pub fn receive(&self) -> Result<Incoming, StoreFault> {
        self.receive_under(FileKey::generate())
    }

    /// [`Blobs::receive`] for a blob that has been sealed before, under the key that an entry names: the same content under it is the same blob, byte
    /// for byte, and must be [kept as](Incoming::keep_as) that one.
    ///
    /// # Errors
    /// As [`Blobs::receive`].
    pub fn receive_under(&self, key: FileKey) -> Result<Incoming, StoreFault> {
        let (aside, file) = self.aside()?;
        let out = Hashed { file, hashing: Hashing::new() };
        let sealing = Sealing::begin(key, out).map_err(fault)?;
        Ok(Incoming { blobs: self.clone(), aside, sealing, claim: None })
    }

    /// [`Blobs::receive`] for at most so many bytes of content, when the spool has room for them: it is kept for this blob until it is kept or dropped.
    ///
    /// # Errors
    /// [`StoreFault::SpoolFull`] when so much waits for the bucket that there is none; otherwise as [`Blobs::receive`].
    pub fn receive_at_most(&self, length: u64) -> Result<Incoming, StoreFault> {
        let claim = self.beyond.as_ref().map(|beyond| beyond.claim(Layout::of(length).sealed())).transpose()?;
        Ok(Incoming { claim, ..self.receive()? })
    }

    fn aside(&self) -> Result<(Aside, File), StoreFault> {
        let path = self.folder.join(INCOMING).join(uuid::Uuid::new_v4().simple().to_string());
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(fault)?;
        Ok((Aside(path), file))
    }

    /// Opens a blob for reading parts of it.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when it is not there, has another length, or was sealed under another key; [`StoreFault::Away`] when the bucket is.
    pub fn read(&self, address: &Hash, key: FileKey, layout: Layout) -> Result<Reading, StoreFault> {
        match (self.file(address)?, &self.beyond) {
            (Some(file), _) => Reading::of_file(file, key, layout),
            (None, Some(beyond)) => Reading::of_object(Arc::clone(beyond), *address, key, layout),
            (None, None) => Err(StoreFault::Damaged),
        }
    }

    /// Whether a blob still holds what it is named by. Needs no key.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when it holds something else or is gone; [`StoreFault::Away`] when the bucket is.
    pub fn check(&self, address: &Hash) -> Result<(), StoreFault> {
        let mut sealed = self.sealed(address)?.ok_or(StoreFault::Damaged)?;
        if sealed.hash()? == *address { Ok(()) } else { Err(StoreFault::Damaged) }
    }

    /// Removes a blob; one that is gone already is no fault. That it is gone is on the disk before the answer.
    ///
    /// # Errors
    /// [`StoreFault::File`] when the folder refuses, [`StoreFault::Away`] when the bucket is.
    pub fn remove(&self, address: &Hash) -> Result<(), StoreFault> {
        // the spool first: whoever moves it at this moment finds it gone there, and takes it out of the bucket again
        self.discard(address)?;
        self.beyond.as_ref().map_or(Ok(()), |beyond| beyond.remove(address))
    }

    /// Removes a blob that was received and never filed: it lies in the folder, and in no bucket.
    ///
    /// # Errors
    /// [`StoreFault::File`] when the folder refuses.
    pub fn discard(&self, address: &Hash) -> Result<(), StoreFault> {
        self.take_out(address).map(drop)
    }

    /// Removes the file of a blob; says whether there was one.
    fn take_out(&self, address: &Hash) -> Result<bool, StoreFault> {
        let path = self.path_of(address);
        let length = fs::metadata(&path).map_or(0, |about| about.len());
        match fs::remove_file(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(fault(error)),
            Ok(()) => {
                self.beyond.iter().for_each(|beyond| beyond.left(length));
                flush_folder_of(&path).map_err(fault).map(|()| true)
            }
        }
    }

    /// Removes what was begun a day ago or more and never kept.
    ///
    /// # Errors
    /// [`StoreFault::File`] when the folder cannot be listed.
    pub(crate) fn forget_begun(&self) -> Result<(), StoreFault> {
        for entry in fs::read_dir(self.folder.join(INCOMING)).map_err(fault)? {
            let path = entry.map_err(fault)?.path();
            if is_old(&path) {
                fs::remove_file(path).map_err(fault)?;
            }
        }
        Ok(())
    }

    /// The blobs of one shelf of the folder that have been there for a day or more.
    ///
    /// # Errors
    /// [`StoreFault::File`] when the folder cannot be listed.
    pub(crate) fn old_on(&self, shelf: u8) -> Result<Vec<Hash>, StoreFault> {
        let blobs = self.shelf_here(shelf)?.into_iter().map(|(address, _)| address);
        Ok(blobs.filter(|address| is_old(&self.path_of(address))).collect())
    }

    /// The blobs of one shelf of the bucket that have been there for a day or more; none where there is no bucket.
    ///
    /// # Errors
    /// [`StoreFault::Away`] when the bucket is.
    pub(crate) fn old_beyond(&self, shelf: u8) -> Result<Vec<Hash>, StoreFault> {
        let Some(beyond) = &self.beyond else { return Ok(Vec::new()) };
        let blobs = beyond.shelf(shelf)?.into_iter();
        Ok(blobs.filter(|blob| is_past(blob.written)).map(|blob| blob.address).collect())
    }

    /// Where the file of a blob lies, or would lie, for whoever puts one back or looks at it from outside.
    pub fn path_of(&self, address: &Hash) -> PathBuf {
        let name = address.to_string();
        let (shelf, _) = name.split_at(2);
        self.folder.join(shelf).join(&name)
    }

    fn file(&self, address: &Hash) -> Result<Option<File>, StoreFault> {
        match File::open(self.path_of(address)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault(error)),
        }
    }

    /// Puts what was written aside under its name.
    fn settle(&self, aside: &Aside, file: &File, address: &Hash) -> Result<(), StoreFault> {
        let length = file.metadata().map_err(fault)?.len();
        aside.move_to(file, &self.path_of(address)).map_err(fault)?;
        self.beyond.iter().for_each(|beyond| beyond.came(length));
        Ok(())
    }
}

/// A blob on its way in.
pub struct Incoming {
    blobs: Blobs,
    aside: Aside,
    sealing: Sealing<Hashed>,
    /// The room in the spool that is kept for it.
    claim: Option<Claim>,
}

impl Incoming {
    /// Takes the next bytes of the content.
    ///
    /// # Errors
    /// [`DbFault::Full`] as a fault of the store when no space is left, [`StoreFault::File`] otherwise; then the blob is lost.
    pub fn push(&mut self, content: &[u8]) -> Result<(), StoreFault> {
        self.sealing.write_all(content).map_err(fault)
    }

    /// Ends the content, and answers when the blob is on the disk under its name.
    ///
    /// # Errors
    /// As [`Incoming::push`].
    pub fn keep(self) -> Result<Kept, StoreFault> {
        let Self { blobs, aside, sealing, claim } = self;
        let (Hashed { file, hashing }, key, layout) = sealing.finish().map_err(fault)?;
        let address = hashing.finish();
        blobs.settle(&aside, &file, &address)?;
        drop(claim);
        Ok(Kept { address, key, layout })
    }

    /// [`Incoming::keep`] when the blob is the one that this address names; otherwise nothing is left of it.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when it is another one; otherwise as [`Incoming::push`].
    pub fn keep_as(self, address: &Hash) -> Result<(), StoreFault> {
        let Self { blobs, aside, sealing, .. } = self;
        let (Hashed { file, hashing }, ..) = sealing.finish().map_err(fault)?;
        if hashing.finish() != *address {
            return Err(StoreFault::Damaged);
        }
        blobs.settle(&aside, &file, address)?;
        blobs.make_room_behind(address)
    }
}

/// A file that goes away when nobody moves it.
struct Aside(PathBuf);

impl Aside {
    fn move_to(&self, file: &File, place: &Path) -> io::Result<()> {
        file.sync_all()?;
        if let Some(shelf) = place.parent().filter(|shelf| !shelf.is_dir()) {
            make(shelf)?;
            flush_folder_of(shelf)?;
        }
        fs::rename(&self.0, place)?;
        flush_folder_of(place)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // after it was moved there is nothing under this name
        let _ = fs::remove_file(&self.0);
    }
}

/// A file whose bytes are hashed on their way to it.
struct Hashed {
    file: File,
    hashing: Hashing,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hashing.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Whether nobody has written to a file for a day; one that went away meanwhile is not old.
fn is_old(path: &Path) -> bool {
    let written = fs::metadata(path).and_then(|about| about.modified());
    written.is_ok_and(is_past)
}

fn is_past(written: SystemTime) -> bool {
    written.elapsed().is_ok_and(|age| AGE <= age)
}

fn make(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn fault(error: io::Error) -> StoreFault {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => DbFault::Full.into(),
        // the file is shorter than it was
        ErrorKind::UnexpectedEof => StoreFault::Damaged,
        _ => StoreFault::File,
    }
}

#[cfg(test)]
mod tests;
