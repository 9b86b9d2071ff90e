//! Moving what was filed out of the spool into the bucket.
//!
//! A file leaves the spool when its object was read back from the bucket and hashed to its name. A process that ends at any moment leaves the file in the
//! spool, or an object that is the same as the file: whoever goes on finds both, and writing it twice is harmless.

use std::io::Seek as _;

use domain::time::Instant;
use ledger::Hash;
use tokio::task::JoinSet;

use super::{Blobs, SealedBlob, fault};
use crate::db::{DbFault, Tx};
use crate::{Store, StoreFault, vals};

/// How many are moved at once.
const AT_ONCE: usize = 4;

/// What came of moving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    /// How many documents are in the bucket that were not before.
    pub moved: u64,
    /// How many are damaged in the spool and stay there.
    pub damaged: u64,
}

impl Blobs {
    /// Puts a blob of the spool into the bucket, and reads it back. It stays in the spool. Says whether it was there.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when the file is not what its name says; [`StoreFault::Away`] when the bucket is, or gives other bytes back.
    pub(super) fn put_beyond(&self, address: &Hash) -> Result<bool, StoreFault> {
        let (Some(beyond), Some(mut file)) = (&self.beyond, self.file(address)?) else { return Ok(false) };
        if SealedBlob::of_file(file.try_clone().map_err(fault)?).hash()? != *address {
            return Err(StoreFault::Damaged);
        }
        file.rewind().map_err(fault)?;
        let length = file.metadata().map_err(fault)?.len();
        if beyond.length(address)? != Some(length) || self.check_beyond(address).is_err() {
            beyond.send(address, &file, length)?;
            self.check_beyond(address)?;
        }
        Ok(true)
    }

    fn check_beyond(&self, address: &Hash) -> Result<(), StoreFault> {
        let object = self.beyond.as_ref().map(|beyond| SealedBlob::of_object(beyond, address)).transpose()?;
        let Some(mut object) = object.flatten() else { return Err(StoreFault::Away) };
        if object.hash()? == *address {
            return Ok(());
        }
        tracing::error!(document = %address, "the document store gives back other bytes than it was given");
        Err(StoreFault::Away)
    }
}

impl Store {
    /// Moves what is filed and lies in the spool of this server into the bucket; says what came of it. Does nothing where there is no bucket.
    ///
    /// # Errors
    /// [`StoreFault::Away`] when the bucket is, [`StoreFault::NotOurs`] when it is another installation's; otherwise [`StoreFault`] of the database or the
    /// folder. What was moved until then is moved.
    pub async fn move_blobs(&self, now: Instant) -> Result<Moved, StoreFault> {
        let mut came = Moved::default();
        if !self.blobs().are_in_a_bucket() {
            return Ok(came);
        }
        self.with_blobs(|blobs| blobs.recount()).await?;
        // what waits is known to all servers also while the bucket is away
        let mut filed = Vec::new();
        for shelf in 0..=u8::MAX {
            let here = self.with_blobs(move |blobs| blobs.shelf_here(shelf)).await?;
            if !here.is_empty() {
                filed.extend(self.note_spooled(here.into_iter().map(|(address, _)| address).collect(), now).await?);
            }
        }
        for some in filed.chunks(AT_ONCE) {
            self.own_bucket().await?;
            self.move_some(some, now, &mut came).await?;
        }
        Ok(came)
    }

    /// Sees to it that the bucket is this installation's.
    pub(crate) async fn own_bucket(&self) -> Result<(), StoreFault> {
        let installation = self.installation();
        self.with_blobs(move |blobs| blobs.own(installation)).await
    }

    /// Notes which of these wait in the spool; answers with those that are filed, and not known to be damaged.
    async fn note_spooled(&self, addresses: Vec<Hash>, now: Instant) -> Result<Vec<Hash>, StoreFault> {
        let (filed, unknown) = self.db().read(move |tx| filed(tx, &addresses)).await?;
        if !unknown.is_empty() {
            let note = "INSERT INTO spooled (address, since) VALUES ($1, $2) ON CONFLICT (address) DO NOTHING";
            let unit = move |tx: &mut Tx<'_>| {
                unknown.iter().try_for_each(|address| tx.exec(note, vals![address, now]).map(drop))
            };
            self.db().write_plain(unit).await?;
        }
        Ok(filed)
    }

    async fn move_some(&self, some: &[Hash], now: Instant, came: &mut Moved) -> Result<(), StoreFault> {
        let mut moving = JoinSet::new();
        for address in some.iter().copied() {
            let blobs = self.blobs().clone();
            moving.spawn_blocking(move || (address, blobs.put_beyond(&address)));
        }
        let mut fault = None;
        while let Some(put) = moving.join_next().await {
            match put.map_err(|_| StoreFault::File)? {
                // somebody else was faster
                (_, Ok(false)) => {}
                (address, Ok(true)) => came.moved += u64::from(self.leaves_spool(address, now).await?),
                (address, Err(StoreFault::Damaged)) => {
                    tracing::error!(document = %address, "a document is damaged in the spool; put its file back from a backup");
                    self.note_scrub(address, now, false).await?;
                    came.damaged += 1;
                }
                (_, Err(other)) => fault = Some(other),
            }
        }
        fault.map_or(Ok(()), Err)
    }

    /// A document is in the bucket: it leaves the spool. When it was destroyed meanwhile it leaves the bucket as well.
    async fn leaves_spool(&self, address: Hash, now: Instant) -> Result<bool, StoreFault> {
        if self.is_wanted(address).await? {
            // it was read back a moment ago; and the row goes before the file, so that none is left that waits for ever
            self.note_scrub(address, now, true).await?;
        }
        self.with_blobs(move |blobs| blobs.take_out(&address)).await?;
        // a destruction marks the dossier, then empties spool and bucket: asked behind the spool, either it or we remove the object
        let is_wanted = self.is_wanted(address).await?;
        if !is_wanted {
            self.with_blobs(move |blobs| blobs.remove(&address)).await?;
        }
        Ok(is_wanted)
    }

    async fn is_wanted(&self, address: Hash) -> Result<bool, StoreFault> {
        Ok(self.db().read(move |tx| tx.one(WANTED, vals![address], |_| Ok(()))).await?.is_some())
    }
}

/// Whether a document is filed, and not to be destroyed.
const WANTED: &str =
    "SELECT 1 FROM blobs b JOIN dossiers d ON d.dossier = b.dossier WHERE b.address = $1 AND d.destroyed IS NULL";

/// Those of the addresses that are filed and not known to be damaged, and those of them that nobody has noted.
fn filed(tx: &mut Tx<'_>, addresses: &[Hash]) -> Result<(Vec<Hash>, Vec<Hash>), DbFault> {
    let damaged = "SELECT 1 FROM scrubs WHERE address = $1 AND whole = 0";
    let noted = "SELECT 1 FROM spooled WHERE address = $1";
    let mut is = |question, address: &Hash| Ok::<_, DbFault>(tx.one(question, vals![address], |_| Ok(()))?.is_some());
    let (mut filed, mut unknown) = (Vec::new(), Vec::new());
    for address in addresses {
        if is(WANTED, address)? && !is(damaged, address)? {
            filed.push(*address);
            if !is(noted, address)? {
                unknown.push(*address);
            }
        }
    }
    Ok((filed, unknown))
}
