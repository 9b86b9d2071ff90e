//! The spool: the folder before a bucket, and how much may lie in it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use domain::ids::InstallationId;
use ledger::Hash;

use super::Blobs;
use crate::StoreFault;
use crate::bucket::{Bucket, BucketPlace};

/// The bucket behind the spool.
pub(super) struct Beyond {
    pub(super) bucket: Arc<Bucket>,
    /// How many bytes the spool may hold.
    limit: u64,
    /// How many it holds.
    lying: AtomicU64,
    /// For how many more room is kept.
    claimed: AtomicU64,
    /// Whether the bucket was seen to be ours.
    ours: AtomicBool,
}

impl Beyond {
    pub(super) fn open(place: &BucketPlace, spool: u64) -> Result<Self, StoreFault> {
        Ok(Self {
            bucket: Arc::new(Bucket::open(place, "documents")?),
            limit: spool,
            lying: AtomicU64::new(0),
            claimed: AtomicU64::new(0),
            ours: AtomicBool::new(false),
        })
    }

    /// Keeps room for a blob of so many sealed bytes.
    pub(super) fn claim(self: &Arc<Self>, bytes: u64) -> Result<Claim, StoreFault> {
        let claimed = self.claimed.fetch_add(bytes, Ordering::SeqCst).saturating_add(bytes);
        // given back when it is dropped, also when there is no room
        let claim = Claim { beyond: Arc::clone(self), bytes };
        if self.limit < self.lying.load(Ordering::SeqCst).saturating_add(claimed) {
            return Err(StoreFault::SpoolFull);
        }
        Ok(claim)
    }

    pub(super) fn came(&self, bytes: u64) {
        self.lying.fetch_add(bytes, Ordering::SeqCst);
    }

    pub(super) fn left(&self, bytes: u64) {
        let less = |lying: u64| Some(lying.saturating_sub(bytes));
        let _ = self.lying.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less);
    }

    pub(super) fn count_anew(&self, bytes: u64) {
        self.lying.store(bytes, Ordering::SeqCst);
    }

    fn is_over_its_limit(&self) -> bool {
        self.limit < self.lying.load(Ordering::SeqCst)
    }
}

/// Room that is kept in the spool.
pub(super) struct Claim {
    beyond: Arc<Beyond>,
    bytes: u64,
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.beyond.claimed.fetch_sub(self.bytes, Ordering::SeqCst);
    }
}

/// What is written into a bucket to say whose it is.
const OWNED_BY: &str = "casekeep ";

fn owner_line(installation: InstallationId) -> Vec<u8> {
    format!("{OWNED_BY}{installation}\n").into_bytes()
}

impl Blobs {
    /// How many bytes lie in the folder.
    pub(super) fn here(&self) -> Result<u64, StoreFault> {
        let mut bytes = 0_u64;
        for shelf in 0..=u8::MAX {
            bytes = self.shelf_here(shelf)?.iter().fold(bytes, |sum, (_, length)| sum.saturating_add(*length));
        }
        Ok(bytes)
    }

    /// Counts anew how much lies in the spool.
    pub(super) fn recount(&self) -> Result<(), StoreFault> {
        if let Some(beyond) = &self.beyond {
            beyond.count_anew(self.here()?);
        }
        Ok(())
    }

    /// A restore brings more than the spool may hold: what has come goes on into the bucket then, and the next can come.
    pub(super) fn make_room_behind(&self, address: &Hash) -> Result<(), StoreFault> {
        match &self.beyond {
            Some(beyond) if beyond.is_over_its_limit() => {
                self.put_beyond(address)?;
                self.discard(address)
            }
            _ => Ok(()),
        }
    }

    /// Sees to it that the bucket is this installation's: two in the same place would take each other's documents for strays.
    ///
    /// # Errors
    /// [`StoreFault::NotOurs`] when another installation uses it, [`StoreFault::Away`] when it is.
    pub(crate) fn own(&self, installation: InstallationId) -> Result<(), StoreFault> {
        let Some(beyond) = &self.beyond else { return Ok(()) };
        if !self.is_ours(installation)? {
            beyond.own(owner_line(installation).into())?;
            beyond.ours.store(true, Ordering::SeqCst);
        }
        Ok(())
    }

    /// Whether the bucket was seen to be this installation's; it is nobody's before the first document is moved there.
    ///
    /// # Errors
    /// As [`Blobs::own`].
    pub(crate) fn is_ours(&self, installation: InstallationId) -> Result<bool, StoreFault> {
        let Some(beyond) = &self.beyond else { return Ok(false) };
        if beyond.ours.load(Ordering::SeqCst) {
            return Ok(true);
        }
        let ours = match beyond.owner()? {
            Some(owner) if owner != owner_line(installation) => return Err(StoreFault::NotOurs),
            owner => owner.is_some(),
        };
        beyond.ours.store(ours, Ordering::SeqCst);
        Ok(ours)
    }

    /// Whether an object can be written to the bucket, read and removed again; the word for what did not go well. Nothing to try without a bucket.
    ///
    /// # Errors
    /// The word for the first of them that fails: `written`, `read` or `removed`.
    pub fn probe(&self) -> Result<(), &'static str> {
        self.beyond.as_ref().map_or(Ok(()), |beyond| beyond.bucket.probe())
    }

    /// How many bytes lie in the spool, and how many may; nothing without a bucket.
    pub fn spool(&self) -> Option<(u64, u64)> {
        self.beyond.as_ref().map(|beyond| (beyond.lying.load(Ordering::SeqCst), beyond.limit))
    }
}
