//! Looking after the files of the documents: is each of them whole, and does each of them belong to somebody.
//!
//! # Source
//! Security, promise P5: silent corruption is noticed within a day.

use domain::ids::DossierId;
use domain::time::Instant;
use ledger::Hash;
use vault::stream::{FileKey, Layout};

use crate::Blob;
use crate::blobs::{Blobs, Reading};
use crate::db::{DbFault, Tx};
use crate::{Store, StoreFault, vals};

/// How often a document is read again that lies in a folder, in days.
const EVERY_DAY: u32 = 1;

/// How often one is that lies in a bucket: every byte that leaves it may cost money.
const EVERY_MONTH: u32 = 30;

/// How the files of the documents are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BlobFigures {
    /// How many documents there are.
    pub documents: u64,
    /// How many bytes they take.
    pub bytes: u64,
    /// Whether they are in a bucket.
    pub in_a_bucket: bool,
    /// How often each of them is read again, in days.
    pub every_days: u32,
    /// How many wait in the spool of a server for the bucket.
    pub waiting: u64,
    /// Since when the one does that waits longest.
    pub waiting_since: Option<Instant>,
    /// How many were looked at and are not what they were.
    pub damaged: u64,
    /// How many were not looked at yet.
    pub unchecked: u64,
    /// When the one that waits longest was looked at.
    pub oldest: Option<Instant>,
}

impl Store {
    /// How often a document is to be read again, in days.
    pub fn scrub_days(&self) -> u32 {
        if self.blobs().are_in_a_bucket() { EVERY_MONTH } else { EVERY_DAY }
    }

    /// The blobs of a dossier.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn blobs_of(&self, dossier: DossierId) -> Result<Vec<Blob>, StoreFault> {
        let find = "SELECT address, length FROM blobs WHERE dossier = $1 ORDER BY address";
        let found = self.db().glance(move |tx| {
            tx.query(find, vals![dossier], |row| Ok::<_, DbFault>(Blob { address: row.parse(0)?, length: row.int(1)? }))
        });
        Ok(found.await?)
    }

    /// Up to `limit` blobs that nobody has looked at since `before`: first those that were never looked at. Those in a spool have their turn when they
    /// leave it.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn blobs_to_check(&self, before: Instant, limit: u32) -> Result<Vec<Hash>, StoreFault> {
        let never =
            "SELECT b.address FROM blobs b WHERE NOT EXISTS (SELECT 1 FROM scrubs s WHERE s.address = b.address)
                     AND NOT EXISTS (SELECT 1 FROM spooled w WHERE w.address = b.address)
                     ORDER BY b.address LIMIT $1";
        let long_ago = "SELECT s.address FROM scrubs s WHERE s.checked < $1 AND EXISTS (SELECT 1 FROM blobs b WHERE b.address = s.address)
                        ORDER BY s.checked LIMIT $2";
        let found = self.db().read(move |tx| {
            let mut found: Vec<Hash> = tx.query(never, vals![limit], |row| row.parse(0))?;
            if found.is_empty() {
                found = tx.query(long_ago, vals![before, limit], |row| row.parse(0))?;
            }
            Ok::<_, DbFault>(found)
        });
        Ok(found.await?)
    }

    /// Reads a blob to its end and notes whether it is what it was; says so. One that is gone is not.
    ///
    /// # Errors
    /// [`StoreFault`] when the folder or the database fails.
    pub async fn check_blob(&self, address: Hash, now: Instant) -> Result<bool, StoreFault> {
        let whole = match self.with_blobs(move |blobs| blobs.check(&address)).await {
            Ok(()) => true,
            Err(StoreFault::Damaged) => false,
            Err(fault) => return Err(fault),
        };
        self.note_scrub(address, now, whole).await?;
        Ok(whole)
    }

    /// Notes what a look at a blob has shown. It waits in no spool any more: it has left it, or cannot.
    pub(crate) async fn note_scrub(&self, address: Hash, now: Instant, whole: bool) -> Result<(), StoreFault> {
        let note = "INSERT INTO scrubs (address, checked, whole) VALUES ($1, $2, $3)
                    ON CONFLICT (address) DO UPDATE SET checked = $2, whole = $3";
        let unit = move |tx: &mut Tx<'_>| {
            tx.exec(note, vals![address, now, whole])?;
            tx.exec("DELETE FROM spooled WHERE address = $1", vals![address])
        };
        self.db().write_plain(unit).await?;
        Ok(())
    }

    /// How the documents are.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn blob_figures(&self) -> Result<BlobFigures, StoreFault> {
        Ok(BlobFigures {
            in_a_bucket: self.blobs().are_in_a_bucket(),
            every_days: self.scrub_days(),
            ..self.db().read(figures).await?
        })
    }

    /// Removes files and objects that belong to no document and to no upload, such as those that a power cut left behind, and what is no longer known of
    /// them. One younger than a day may belong to what is being written now, and stays. Says how many went.
    ///
    /// # Errors
    /// [`StoreFault`] when the folder, the bucket or the database fails.
    pub async fn sweep_blobs(&self) -> Result<u64, StoreFault> {
        self.with_blobs(|blobs| blobs.forget_begun()).await?;
        let mut removed = 0;
        for shelf in 0..=u8::MAX {
            let old = self.with_blobs(move |blobs| blobs.old_on(shelf)).await?;
            for stray in self.db().read(move |tx| strays(tx, &old)).await? {
                self.with_blobs(move |blobs| blobs.discard(&stray)).await?;
                removed += 1;
            }
        }
        self.forget_unknown().await?;
        let installation = self.installation();
        // what is no document of ours could be another's
        if self.with_blobs(move |blobs| blobs.is_ours(installation)).await? {
            for shelf in 0..=u8::MAX {
                let old = self.with_blobs(move |blobs| blobs.old_beyond(shelf)).await?;
                for stray in self.db().read(move |tx| strays(tx, &old)).await? {
                    self.with_blobs(move |blobs| blobs.remove(&stray)).await?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    async fn forget_unknown(&self) -> Result<(), StoreFault> {
        let scrubs = "DELETE FROM scrubs WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.address = scrubs.address)";
        let spooled = "DELETE FROM spooled WHERE NOT EXISTS (SELECT 1 FROM blobs b WHERE b.address = spooled.address)
                       AND NOT EXISTS (SELECT 1 FROM uploads u WHERE u.address = spooled.address)";
        let unit = move |tx: &mut Tx<'_>| {
            tx.exec(scrubs, vals![])?;
            tx.exec(spooled, vals![])
        };
        self.db().write_plain(unit).await?;
        Ok(())
    }
}

impl Store {
    /// Opens a blob for reading parts of it.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when it is gone or not what it was, [`StoreFault::OnItsWay`] when it lies in the spool of another server,
    /// [`StoreFault::Away`] when the bucket is away.
    pub async fn open_blob(&self, address: Hash, key: FileKey, layout: Layout) -> Result<Reading, StoreFault> {
        let opened =
            self.with_blobs(move |blobs| Ok((blobs.read(&address, key, layout), blobs.path_of(&address).exists())));
        match opened.await? {
            (Err(StoreFault::Damaged | StoreFault::Away), false) if self.is_spooled(address).await? => {
                Err(StoreFault::OnItsWay)
            }
            (opened, _) => opened,
        }
    }

    async fn is_spooled(&self, address: Hash) -> Result<bool, StoreFault> {
        let find = "SELECT 1 FROM spooled WHERE address = $1";
        Ok(self.db().glance(move |tx| tx.one(find, vals![address], |_| Ok(()))).await?.is_some())
    }

    /// Work with the files, on a thread that may wait for the disk.
    pub(crate) async fn with_blobs<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Blobs) -> Result<T, StoreFault> + Send + 'static,
    ) -> Result<T, StoreFault> {
        let blobs = self.blobs().clone();
        tokio::task::spawn_blocking(move || work(&blobs)).await.map_err(|_| StoreFault::File)?
    }
}

fn strays(tx: &mut Tx<'_>, addresses: &[Hash]) -> Result<Vec<Hash>, DbFault> {
    let known = "SELECT 1 FROM blobs WHERE address = $1 UNION ALL SELECT 1 FROM uploads WHERE address = $1 LIMIT 1";
    let mut strays = Vec::new();
    for address in addresses {
        if tx.one(known, vals![address], |_| Ok(()))?.is_none() {
            strays.push(*address);
        }
    }
    Ok(strays)
}

fn figures(tx: &mut Tx<'_>) -> Result<BlobFigures, DbFault> {
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    let all = tx.one("SELECT COUNT(*), CAST(COALESCE(SUM(length), 0) AS BIGINT) FROM blobs", vals![], |row| {
        Ok((row.int(0)?, row.int(1)?))
    })?;
    let seen = "SELECT COUNT(*), COUNT(CASE WHEN s.whole = 0 THEN 1 END), MIN(s.checked)
                FROM scrubs s WHERE EXISTS (SELECT 1 FROM blobs b WHERE b.address = s.address)";
    let seen = tx.one(seen, vals![], |row| Ok((row.int(0)?, row.int(1)?, row.opt_int(2)?)))?;
    let waiting =
        "SELECT COUNT(*), MIN(w.since) FROM spooled w WHERE EXISTS (SELECT 1 FROM blobs b WHERE b.address = w.address)";
    let waiting = tx.one(waiting, vals![], |row| Ok((row.int(0)?, row.opt_int(1)?)))?;
    let (waiting, waiting_since) = waiting.unwrap_or_default();
    let ((documents, bytes), (checked, damaged, oldest)) = (all.unwrap_or_default(), seen.unwrap_or_default());
    Ok(BlobFigures {
        documents: count(documents),
        bytes: count(bytes),
        in_a_bucket: false,
        every_days: EVERY_DAY,
        waiting: count(waiting),
        waiting_since: waiting_since.map(Instant),
        damaged: count(damaged),
        unchecked: count(documents.saturating_sub(checked).saturating_sub(waiting)),
        oldest: oldest.map(Instant),
    })
}
