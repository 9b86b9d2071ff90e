//! Documents as objects of the bucket behind the spool: named by their addresses, on shelves as in a folder.

use std::ops::Range;
use std::time::SystemTime;

use bytes::Bytes;
use ledger::Hash;

use super::reading::WINDOW;
use super::spool::Beyond;
use crate::StoreFault;
use crate::bucket::{Object, Stream};

/// The object that says whose bucket it is.
const OWNER: &str = "owner";

/// A blob of a shelf in the bucket.
pub(super) struct Shelved {
    pub(super) address: Hash,
    pub(super) length: u64,
    /// When it was written, by the clock of the store.
    pub(super) written: SystemTime,
}

impl Beyond {
    /// How long a blob is; nothing when there is none.
    pub(super) fn length(&self, address: &Hash) -> Result<Option<u64>, StoreFault> {
        Ok(self.bucket.length(&name(address))?)
    }

    /// [`Beyond::length`] of a blob that ought to be there. Without the object that says whose it is this is not the place that it was, such as after a
    /// slip in the settings: then nothing is there, and nothing is lost.
    pub(super) fn length_of_ours(&self, address: &Hash) -> Result<Option<u64>, StoreFault> {
        let length = self.length(address)?;
        if length.is_none() && self.owner()?.is_none() {
            tracing::warn!("the place that the settings name in the document store is empty");
            return Err(StoreFault::Away);
        }
        Ok(length)
    }

    /// Some bytes of a blob that is known to be at least so long; nothing when there is none.
    pub(super) fn part(&self, address: &Hash, part: Range<u64>) -> Result<Option<Bytes>, StoreFault> {
        Ok(self.bucket.part(&name(address), part)?)
    }

    /// A blob from the beginning to the end; nothing when there is none.
    pub(super) fn stream(&self, address: &Hash) -> Result<Option<Stream>, StoreFault> {
        let length = self.length_of_ours(address)?;
        Ok(length.map(|length| self.bucket.stream_of(&name(address), length, WINDOW)))
    }

    /// Puts a blob of so many bytes there, or over itself.
    pub(super) fn send(&self, address: &Hash, mut from: impl std::io::Read, length: u64) -> Result<(), StoreFault> {
        Ok(self.bucket.send(&name(address), &mut from, length)?)
    }

    /// Removes a blob; one that is gone already is no fault.
    pub(super) fn remove(&self, address: &Hash) -> Result<(), StoreFault> {
        Ok(self.bucket.remove(&name(address))?)
    }

    /// The blobs of a shelf, in the order of their addresses. What is no blob is passed over.
    pub(super) fn shelf(&self, shelf: u8) -> Result<Vec<Shelved>, StoreFault> {
        let listed = self.bucket.list(&format!("{shelf:02x}"))?;
        let mut blobs: Vec<Shelved> = listed.objects.iter().filter_map(shelved).collect();
        blobs.sort_unstable_by_key(|blob| blob.address);
        Ok(blobs)
    }

    /// Whose bucket it is: what [`Beyond::own`] has written, if anybody has.
    pub(super) fn owner(&self) -> Result<Option<Bytes>, StoreFault> {
        Ok(self.bucket.get(OWNER)?)
    }

    /// Writes down whose it is.
    pub(super) fn own(&self, owner: Bytes) -> Result<(), StoreFault> {
        Ok(self.bucket.put(OWNER, owner)?)
    }
}

fn name(address: &Hash) -> String {
    let name = address.to_string();
    let (shelf, _) = name.split_at(2);
    format!("{shelf}/{name}")
}

fn shelved(object: &Object) -> Option<Shelved> {
    Some(Shelved { address: object.name.parse().ok()?, length: object.length, written: object.written })
}
