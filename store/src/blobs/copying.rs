//! Blobs on their way out and in as they are, for backups: no key is needed, and none is there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use ledger::{Hash, Hashing};

use super::{Aside, Blobs, Hashed, INCOMING, fault, place};
use crate::{Store, StoreFault, vals};

impl Blobs {
    /// The blobs of one of the two hundred and fifty-six shelves with their lengths, in the order of their addresses. What is no blob is passed
    /// over.
    ///
    /// # Errors
    /// [`StoreFault::File`] when the folder cannot be read.
    pub fn shelf(&self, shelf: u8) -> Result<Vec<(Hash, u64)>, StoreFault> {
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
    /// [`StoreFault::File`] when it cannot be read.
    pub fn sealed(&self, address: &Hash) -> Result<Option<File>, StoreFault> {
        match File::open(self.path_of(address)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault(error)),
        }
    }

    /// Begins a blob that is sealed already. What is not kept in the end leaves nothing behind.
    ///
    /// # Errors
    /// As [`Blobs::receive`].
    pub fn adopt(&self) -> Result<Adopted, StoreFault> {
        let path = self.folder.join(INCOMING).join(uuid::Uuid::new_v4().simple().to_string());
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).map_err(fault)?;
        Ok(Adopted { folder: self.folder.clone(), aside: Aside(path), out: Hashed { file, hashing: Hashing::new() } })
    }
}

impl Store {
    /// How many documents entries speak of whose file is not there: after a restore there should be none.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn absent_blobs(&self) -> Result<u64, StoreFault> {
        let find = "SELECT address FROM blobs WHERE address > $1 ORDER BY address LIMIT 1000";
        let (mut absent, mut after) = (0, String::new());
        loop {
            let from = after.clone();
            let page: Vec<Hash> = self.db().glance(move |tx| tx.query(find, vals![from], |row| row.parse(0))).await?;
            let Some(last) = page.last() else { return Ok(absent) };
            after = last.to_string();
            absent += page.iter().filter(|address| !self.blobs().path_of(address).exists()).count() as u64;
        }
    }
}

/// A sealed blob on its way in.
pub struct Adopted {
    folder: PathBuf,
    aside: Aside,
    out: Hashed,
}

impl Adopted {
    /// Ends it, and answers when it is on the disk under its name.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when the bytes are not those that this address names; otherwise as [`Blobs::receive`].
    pub fn keep(self, address: &Hash) -> Result<(), StoreFault> {
        let Self { folder, aside, out: Hashed { file, hashing } } = self;
        if hashing.finish() != *address {
            return Err(StoreFault::Damaged);
        }
        aside.move_to(&file, &place(&folder, address)).map_err(fault)
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
