//! Reading a blob: any part of it, chunk by chunk, each checked before it is given out; out of a file, or out of the bucket a window at a time.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;
use ledger::Hash;
use vault::stream::{CHUNK, ChunkId, FileKey, HEAD, Layout};
use zeroize::Zeroizing;

use super::fault;
use super::spool::Beyond;
use crate::StoreFault;

/// How many bytes are fetched from the bucket in one go: sixteen chunks.
pub(super) const WINDOW: u64 = 16 * CHUNK as u64;

/// A blob that is open.
pub struct Reading {
    from: From,
    key: FileKey,
    layout: Layout,
}

enum From {
    File(File),
    Object(Window),
}

/// What was fetched last.
struct Window {
    beyond: Arc<Beyond>,
    address: Hash,
    start: u64,
    bytes: Bytes,
}

impl Reading {
    pub(super) fn of_file(mut file: File, key: FileKey, layout: Layout) -> Result<Self, StoreFault> {
        if file.metadata().map_err(fault)?.len() != layout.sealed() {
            return Err(StoreFault::Damaged);
        }
        let mut head = [0; HEAD];
        file.read_exact(&mut head).map_err(fault)?;
        key.check(&head)?;
        Ok(Self { from: From::File(file), key, layout })
    }

    pub(super) fn of_object(
        beyond: Arc<Beyond>,
        address: Hash,
        key: FileKey,
        layout: Layout,
    ) -> Result<Self, StoreFault> {
        if beyond.length_of_ours(&address)? != Some(layout.sealed()) {
            return Err(StoreFault::Damaged);
        }
        let mut window = Window { beyond, address, start: 0, bytes: Bytes::new() };
        key.check(&window.take(0..HEAD as u64, layout.sealed())?)?;
        Ok(Self { from: From::Object(window), key, layout })
    }

    /// These bytes of the content, a chunk at a time; each is checked before it is given out. What lies behind the end is left out.
    pub fn range(&mut self, wanted: Range<u64>) -> impl Iterator<Item = Result<Zeroizing<Vec<u8>>, StoreFault>> {
        self.layout.covering(wanted).map(|(chunk, part)| self.part(chunk, part))
    }

    fn part(&mut self, chunk: ChunkId, part: Range<usize>) -> Result<Zeroizing<Vec<u8>>, StoreFault> {
        let place = self.layout.place(chunk);
        let mut bytes = match &mut self.from {
            From::File(file) => sealed(file, place)?,
            From::Object(window) => Zeroizing::new(window.take(place, self.layout.sealed())?.to_vec()),
        };
        self.key.open(chunk, &mut bytes)?;
        bytes.truncate(part.end);
        bytes.drain(..part.start);
        Ok(bytes)
    }
}

fn sealed(file: &mut File, place: Range<u64>) -> Result<Zeroizing<Vec<u8>>, StoreFault> {
    let length = usize::try_from(place.end - place.start).map_err(|_| StoreFault::Damaged)?;
    let mut bytes = Zeroizing::new(vec![0; length]);
    file.seek(SeekFrom::Start(place.start)).map_err(fault)?;
    file.read_exact(&mut bytes).map_err(fault)?;
    Ok(bytes)
}

impl Window {
    /// The bytes at this place of an object that is so long.
    fn take(&mut self, place: Range<u64>, length: u64) -> Result<Bytes, StoreFault> {
        if let Some(bytes) = self.held(&place) {
            return Ok(bytes);
        }
        let part = place.start..length.min(place.start.saturating_add(WINDOW)).max(place.end);
        self.start = part.start;
        self.bytes = self.beyond.part(&self.address, part)?.ok_or(StoreFault::Damaged)?;
        self.held(&place).ok_or(StoreFault::Damaged)
    }

    fn held(&self, place: &Range<u64>) -> Option<Bytes> {
        let from = usize::try_from(place.start.checked_sub(self.start)?).ok()?;
        let to = usize::try_from(place.end.checked_sub(self.start)?).ok()?;
        (to <= self.bytes.len()).then(|| self.bytes.slice(from..to))
    }
}
