//! Blobs: documents as sealed streams, one file each, named by the hash of what is in it.
//!
//! What is guaranteed: a blob that was [kept](Incoming::keep) is on the disk under its name before the answer, and nothing half-written ever
//! stands under such a name; a file holds sealed bytes only, from the first on; whether it is whole can be told without any key
//! ([`Blobs::check`]). Memory does not grow with the length of a document. Nothing here knows to which dossier a blob belongs, or what it is.
//!
//! All calls block: they are for threads that may wait for a disk.
//!
//! # Source
//! Decision 0007; security.md 4.2 and 4.10 (write aside, flush, rename, flush the folder, and only then the row).

mod copying;

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Seek as _, SeekFrom, Write};
use std::ops::Range;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ledger::{Hash, Hashing};
use vault::stream::{CHUNK, ChunkId, FileKey, HEAD, Layout, Sealing};
use zeroize::Zeroizing;

use crate::StoreFault;
use crate::db::DbFault;
use crate::disk::flush_folder_of;

pub use copying::Adopted;

/// Where what is still being received lies.
const INCOMING: &str = "incoming";

/// What is younger may still be on its way into the record.
const AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// The folder of the blobs.
#[derive(Clone)]
pub struct Blobs {
    folder: PathBuf,
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
        let blobs = Self { folder: folder.to_owned() };
        make(&blobs.folder.join(INCOMING)).map_err(fault)?;
        Ok(blobs)
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
        let path = self.folder.join(INCOMING).join(uuid::Uuid::new_v4().simple().to_string());
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(fault)?;
        let aside = Aside(path);
        let out = Hashed { file, hashing: Hashing::new() };
        let sealing = Sealing::begin(key, out).map_err(fault)?;
        Ok(Incoming { folder: self.folder.clone(), aside, sealing })
    }

    /// Opens a blob for reading parts of it.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when it is not there, has another length, or was sealed under another key.
    pub fn read(&self, address: &Hash, key: FileKey, layout: Layout) -> Result<Reading, StoreFault> {
        let mut file = self.file(address)?;
        if file.metadata().map_err(fault)?.len() != layout.sealed() {
            return Err(StoreFault::Damaged);
        }
        let mut head = [0; HEAD];
        file.read_exact(&mut head).map_err(fault)?;
        key.check(&head)?;
        Ok(Reading { file, key, layout })
    }

    /// Whether the file still holds what it is named by. Needs no key.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when it holds something else or is gone.
    pub fn check(&self, address: &Hash) -> Result<(), StoreFault> {
        let mut file = self.file(address)?;
        let (mut hashing, mut some) = (Hashing::new(), vec![0; CHUNK]);
        loop {
            let read = file.read(&mut some).map_err(fault)?;
            if read == 0 {
                break;
            }
            hashing.update(some.get(..read).unwrap_or_default());
        }
        if hashing.finish() == *address { Ok(()) } else { Err(StoreFault::Damaged) }
    }

    /// Removes a blob; one that is gone already is no fault. That it is gone is on the disk before the answer.
    ///
    /// # Errors
    /// [`StoreFault::File`] when the folder refuses.
    pub fn remove(&self, address: &Hash) -> Result<(), StoreFault> {
        let path = self.path_of(address);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(fault(error)),
            Ok(()) => flush_folder_of(&path).map_err(fault),
            Err(_) => Ok(()),
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

    /// The blobs of one shelf that have been there for a day or more.
    ///
    /// # Errors
    /// [`StoreFault::File`] when the folder cannot be listed.
    pub(crate) fn old_on(&self, shelf: u8) -> Result<Vec<Hash>, StoreFault> {
        let blobs = self.shelf(shelf)?.into_iter().map(|(address, _)| address);
        Ok(blobs.filter(|address| is_old(&self.path_of(address))).collect())
    }

    /// Where a blob lies, for whoever puts one back or looks at it from outside.
    pub fn path_of(&self, address: &Hash) -> PathBuf {
        place(&self.folder, address)
    }

    fn file(&self, address: &Hash) -> Result<File, StoreFault> {
        File::open(self.path_of(address)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => StoreFault::Damaged,
            _ => fault(error),
        })
    }
}

/// A blob on its way in.
pub struct Incoming {
    folder: PathBuf,
    aside: Aside,
    sealing: Sealing<Hashed>,
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
        let Self { folder, aside, sealing } = self;
        let (Hashed { file, hashing }, key, layout) = sealing.finish().map_err(fault)?;
        let address = hashing.finish();
        aside.move_to(&file, &place(&folder, &address)).map_err(fault)?;
        Ok(Kept { address, key, layout })
    }

    /// [`Incoming::keep`] when the blob is the one that this address names; otherwise nothing is left of it.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when it is another one; otherwise as [`Incoming::push`].
    pub fn keep_as(self, address: &Hash) -> Result<(), StoreFault> {
        let Self { folder, aside, sealing } = self;
        let (Hashed { file, hashing }, ..) = sealing.finish().map_err(fault)?;
        if hashing.finish() != *address {
            return Err(StoreFault::Damaged);
        }
        aside.move_to(&file, &place(&folder, address)).map_err(fault)
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

/// A blob that is open.
pub struct Reading {
    file: File,
    key: FileKey,
    layout: Layout,
}

impl Reading {
    /// These bytes of the content, a chunk at a time; each is checked before it is given out. What lies behind the end is left out.
    pub fn range(&mut self, wanted: Range<u64>) -> impl Iterator<Item = Result<Zeroizing<Vec<u8>>, StoreFault>> {
        self.layout.covering(wanted).map(|(chunk, part)| self.part(chunk, part))
    }

    fn part(&mut self, chunk: ChunkId, part: Range<usize>) -> Result<Zeroizing<Vec<u8>>, StoreFault> {
        let place = self.layout.place(chunk);
        let length = usize::try_from(place.end - place.start).map_err(|_| StoreFault::Damaged)?;
        let mut bytes = Zeroizing::new(vec![0; length]);
        self.file.seek(SeekFrom::Start(place.start)).map_err(fault)?;
        self.file.read_exact(&mut bytes).map_err(fault)?;
        self.key.open(chunk, &mut bytes)?;
        bytes.truncate(part.end);
        bytes.drain(..part.start);
        Ok(bytes)
    }
}

/// Two hundred and fifty-six shelves, so that no folder grows too long to be listed.
fn place(folder: &Path, address: &Hash) -> PathBuf {
    let name = address.to_string();
    let (shelf, _) = name.split_at(2);
    folder.join(shelf).join(&name)
}

/// Whether nobody has written to a file for a day; one that went away meanwhile is not old.
fn is_old(path: &Path) -> bool {
    let written = fs::metadata(path).and_then(|about| about.modified());
    written.is_ok_and(|written| written.elapsed().is_ok_and(|age| AGE <= age))
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
