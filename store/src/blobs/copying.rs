//! Blobs on their way out and in as they are, for backups: no key is needed, and none is there.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};

use ledger::{Hash, Hashing};
use vault::stream::CHUNK;

use super::spool::Beyond;
use super::{Aside, Blobs, Hashed, fault};
use crate::bucket::Stream;
use crate::{Store, StoreFault, vals};

impl Blobs {
    /// The blobs of one of the two hundred and fifty-six shelves with their lengths, in the order of their addresses: those of the folder, and those of
    /// the bucket. What is no blob is passed over.
    ///
    /// # Errors
    /// [`StoreFault::File`] when the folder cannot be read, [`StoreFault::Away`] when the bucket is.
    pub fn shelf(&self, shelf: u8) -> Result<Vec<(Hash, u64)>, StoreFault> {
        let mut blobs = self.shelf_here(shelf)?;
        if let Some(beyond) = &self.beyond {
            blobs.extend(beyond.shelf(shelf)?.into_iter().map(|blob| (blob.address, blob.length)));
            blobs.sort_unstable();
            // one that is being moved lies in both
            blobs.dedup_by_key(|(address, _)| *address);
        }
        Ok(blobs)
    }

    /// The blobs of one shelf of the folder, in the order of their addresses.
    pub(super) fn shelf_here(&self, shelf: u8) -> Result<Vec<(Hash, u64)>, StoreFault> {
        let found = match fs::read_dir(self.folder.join(format!("{shelf:02x}"))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            found => found.map_err(fault)?,
        };
        let mut blobs = Vec::new();
        for file in found {
            let file = file.map_err(fault)?;
            let Some(address) = file.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
            match file.metadata() {
                Ok(about) => blobs.push((address, about.len())),
                // removed a moment ago
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(fault(error)),
            }
        }
        blobs.sort_unstable();
        Ok(blobs)
    }

    /// The sealed bytes of a blob; nothing when it is not there (any more).
    ///
    /// # Errors
    /// [`StoreFault::File`] when it cannot be read, [`StoreFault::Away`] when the bucket is.
    pub fn sealed(&self, address: &Hash) -> Result<Option<SealedBlob>, StoreFault> {
        match (self.file(address)?, &self.beyond) {
            (Some(file), _) => Ok(Some(SealedBlob::of_file(file))),
            (None, Some(beyond)) => SealedBlob::of_object(beyond, address),
            (None, None) => Ok(None),
        }
    }

    /// Begins a blob that is sealed already. What is not kept in the end leaves nothing behind.
    ///
    /// # Errors
    /// As [`Blobs::receive`].
    pub fn adopt(&self) -> Result<Adopted, StoreFault> {
        let (aside, file) = self.aside()?;
        Ok(Adopted { blobs: self.clone(), aside, out: Hashed { file, hashing: Hashing::new() } })
    }
}

impl Store {
    /// How many documents entries speak of that are not there: after a restore there should be none.
    ///
    /// # Errors
    /// [`StoreFault`] of the database, of the folder or of the bucket.
    pub async fn absent_blobs(&self) -> Result<u64, StoreFault> {
        let find = "SELECT address FROM blobs WHERE $1 <= address AND address < $2";
        let mut absent = 0;
        for shelf in 0..=u8::MAX {
            // g is what follows the digits
            let (from, to) = (format!("{shelf:02x}"), format!("{shelf:02x}g"));
            let named: Vec<Hash> =
                self.db().glance(move |tx| tx.query(find, vals![from, to], |row| row.parse(0))).await?;
            if named.is_empty() {
                continue;
            }
            let there = self.with_blobs(move |blobs| blobs.shelf(shelf)).await?;
            let there: BTreeSet<Hash> = there.into_iter().map(|(address, _)| address).collect();
            absent += named.iter().filter(|address| !there.contains(address)).count() as u64;
        }
        Ok(absent)
    }
}

/// The sealed bytes of a blob, from the beginning to the end.
pub struct SealedBlob(Sealed);

enum Sealed {
    File(File),
    Object(Stream),
}

impl SealedBlob {
    pub(super) fn of_file(file: File) -> Self {
        Self(Sealed::File(file))
    }

    pub(super) fn of_object(beyond: &Beyond, address: &Hash) -> Result<Option<Self>, StoreFault> {
        Ok(beyond.stream(address)?.map(|stream| Self(Sealed::Object(stream))))
    }

    /// The hash of what is left to read.
    pub(super) fn hash(&mut self) -> Result<Hash, StoreFault> {
        let (mut hashing, mut some) = (Hashing::new(), vec![0; CHUNK]);
        loop {
            match self.some(&mut some)? {
                0 => return Ok(hashing.finish()),
                read => hashing.update(some.get(..read).unwrap_or_default()),
            }
        }
    }

    fn some(&mut self, into: &mut [u8]) -> Result<usize, StoreFault> {
        match &mut self.0 {
            Sealed::File(file) => file.read(into).map_err(fault),
            Sealed::Object(object) => Ok(object.some(into)?),
        }
    }
}

impl Read for SealedBlob {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.some(into).map_err(io::Error::other)
    }
}

/// A sealed blob on its way in.
pub struct Adopted {
    blobs: Blobs,
    aside: Aside,
    out: Hashed,
}

impl Adopted {
    /// Ends it, and answers when it is on the disk under its name.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when the bytes are not those that this address names; otherwise as [`Blobs::receive`].
    pub fn keep(self, address: &Hash) -> Result<(), StoreFault> {
        let Self { blobs, aside, out: Hashed { file, hashing } } = self;
        if hashing.finish() != *address {
            return Err(StoreFault::Damaged);
        }
        blobs.settle(&aside, &file, address)?;
        blobs.make_room_behind(address)
    }
}

impl Write for Adopted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
