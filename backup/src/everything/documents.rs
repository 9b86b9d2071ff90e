//! Documents: out of their seals into envelopes with their own bytes, and back under the seals that their entries name.
//!
//! A document is sealed under a key of its own, which stands in its entry. The entry cannot be changed, so the same key seals it again: the same bytes
//! under it are the same sealed bytes, whose hash is the address in the entry.

use std::io::{Read as _, Write as _};

use domain::documents::Arrived;
use ledger::{Hash, Hashing};
use store::StoreFault;
use store::blobs::Blobs;
use vault::stream::{CHUNK, FileKey, Layout};
use zeroize::Zeroizing;

use super::names;
use crate::BackupFault;
use crate::envelope::{Identities, Recipients};
use crate::folder::Folder;

/// Where a document lies, what opens it, and what its bytes are.
struct Sealed {
    address: Hash,
    key: FileKey,
    digest: Hash,
}

impl Sealed {
    fn of(file: &Arrived) -> Result<Self, StoreFault> {
        let hash = |digits: &str| digits.parse::<Hash>().map_err(|_| StoreFault::Damaged);
        let key = FileKey::from_bytes(Zeroizing::new(hash(file.secret.reveal())?.0));
        Ok(Self { address: hash(&file.address)?, key, digest: hash(&file.digest)? })
    }
}

/// Puts the bytes of a document into an envelope; answers with the name of its file, or with nothing when they are gone or not what the entry says.
pub(super) fn pack(
    blobs: &Blobs,
    file: &Arrived,
    folder: &Folder,
    recipients: &Recipients,
) -> Result<Option<String>, BackupFault> {
    let Sealed { address, key, digest } = Sealed::of(file)?;
    let name = names::document(&file.address);
    let mut reading = match blobs.read(&address, key, Layout::of(file.length)) {
        Err(StoreFault::Damaged) => return Ok(None),
        reading => reading?,
    };
    let (mut writing, mut hashing) = (folder.begin(recipients)?, Hashing::new());
    for piece in reading.range(0..file.length) {
        let piece = match piece {
            Err(StoreFault::Damaged) => return Ok(None),
            piece => piece?,
        };
        hashing.update(&piece);
        writing.write_all(&piece).map_err(BackupFault::file(&folder.place(&name)))?;
    }
    if hashing.finish() != digest {
        return Ok(None);
    }
    folder.keep(writing, |_| name.clone())?;
    Ok(Some(name))
}

/// Seals a document again out of its envelope.
pub(super) fn unpack(
    folder: &Folder,
    name: &str,
    identities: &Identities,
    file: &Arrived,
    blobs: &Blobs,
) -> Result<(), BackupFault> {
    let damaged = || BackupFault::Damaged(name.to_owned());
    let Sealed { address, key, digest } = Sealed::of(file)?;
    let mut content = folder.open(name, identities)?;
    let (mut incoming, mut hashing, mut length) = (blobs.receive_under(key)?, Hashing::new(), 0_u64);
    let mut some = Zeroizing::new(vec![0; CHUNK]);
    loop {
        let read = content.read(&mut some).map_err(BackupFault::reading(name, &folder.place(name)))?;
        let piece = some.get(..read).unwrap_or_default();
        if piece.is_empty() {
            break;
        }
        length = length.saturating_add(piece.len() as u64);
        if file.length < length {
            return Err(damaged());
        }
        hashing.update(piece);
        incoming.push(piece)?;
    }
    if (length, hashing.finish()) != (file.length, digest) {
        return Err(damaged());
    }
    match incoming.keep_as(&address) {
        Err(StoreFault::Damaged) => Err(damaged()),
        kept => Ok(kept?),
    }
}
