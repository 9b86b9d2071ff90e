//! Destroying a dossier: its key is removed from the key database and from every place where that database kept it, and a tombstone outside the
//! databases sees to it that no copy raises it again. Its entries stay, as ciphertext that nobody can open, so that the chain still verifies.
//!
//! The steps, each of which may be run again after a kill: the intent is an entry of the disposition list, written by [`Store::append`] in one
//! transaction with the mark on the dossier and the removal of its derived rows; then [`Store::entomb`]; then [`Store::remove_keys`]; then
//! [`Store::clear_away`]; then the entry that says it is done.
//!
//! # Source
//! Security §4.12; promises P17 and T6.

mod tombstones;

use domain::ids::{DossierId, EntryNumber};
use domain::time::Instant;
use ledger::checkpoint::Signer;
use ledger::tombstone::Tombstone;
use ledger::{Hash, Id, sha256};

use crate::db::{DbFault, Tx};
use crate::{Store, StoreFault, vals};

pub use tombstones::tombstones_of;
pub(crate) use tombstones::{Tombstones, TombstonesFault, entombed};

/// A dossier that is to be destroyed by the same append that says so, as it was when that was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doomed {
    /// Which.
    pub dossier: DossierId,
    /// Its last entry.
    pub last: EntryNumber,
}

/// A dossier whose destruction cannot be taken back any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entombed {
    /// Which.
    pub dossier: DossierId,
    /// By which list.
    pub disposition: DossierId,
    /// Since when.
    pub at: Instant,
    /// SHA-256 of the wrapped key; of several, one after the other in the order of their versions.
    pub key: Hash,
}

impl Entombed {
    /// The line of the file of tombstones that says so.
    pub(crate) fn sign(&self, signer: &Signer) -> Result<String, StoreFault> {
        let id = |id: DossierId| Id(id.bits().into_bytes());
        let stone =
            Tombstone { dossier: id(self.dossier), disposition: id(self.disposition), at: self.at.0, key: self.key };
        stone.sign(signer).map_err(|_| StoreFault::Malformed("tombstone"))
    }
}

impl Store {
    /// When a dossier was marked as destroyed; nothing for one that was not, or that there never was.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn destroyed(&self, dossier: DossierId) -> Result<Option<Instant>, StoreFault> {
        let find = "SELECT destroyed FROM dossiers WHERE dossier = $1 AND destroyed IS NOT NULL";
        Ok(self.db().glance(move |tx| tx.one(find, vals![dossier], |row| row.instant(0))).await?)
    }

    /// Writes the tombstones of these dossiers, where there is none yet; they are on the disk when it answers, and from then on the destruction
    /// cannot be taken back. Refuses dossiers that no entry has marked.
    ///
    /// # Errors
    /// [`StoreFault`] of the databases or of the file.
    pub async fn entomb(
        &self,
        dossiers: &[DossierId],
        disposition: DossierId,
        at: Instant,
    ) -> Result<Vec<Entombed>, StoreFault> {
        let mut new = Vec::new();
        for &dossier in dossiers.iter().filter(|dossier| self.inner.tombstones.find(**dossier).is_none()) {
            if self.destroyed(dossier).await?.is_none() {
                return Err(StoreFault::Malformed("destruction without an entry"));
            }
            let key = sha256(&self.keys().wrapped_bytes(dossier).await?.concat());
            new.push(Entombed { dossier, disposition, at, key });
        }
        if !new.is_empty() {
            let this = self.clone();
            let write = tokio::task::spawn_blocking(move || this.inner.tombstones.append(&new, this.signer()));
            write.await.map_err(|_| StoreFault::File)??;
        }
        Ok(dossiers.iter().filter_map(|dossier| self.inner.tombstones.find(*dossier)).collect())
    }

    /// Removes the keys of these entombed dossiers: from the key table, from the pages and logs of its file, and from memory. When it answers, the
    /// wrapped keys were looked for byte by byte and are not there.
    ///
    /// # Errors
    /// [`StoreFault::Malformed`] for a dossier without a tombstone; otherwise a fault of the key database. It may be run again.
    pub async fn remove_keys(&self, dossiers: &[DossierId]) -> Result<(), StoreFault> {
        if dossiers.iter().any(|dossier| self.inner.tombstones.find(*dossier).is_none()) {
            return Err(StoreFault::Malformed("removal without a tombstone"));
        }
        self.keys().remove(dossiers).await
    }

    /// Removes whatever stands beside the record of these dossiers: the files of their documents, drafts, jobs, derived rows.
    ///
    /// # Errors
    /// [`StoreFault`] of the database or of the folder of the documents. It may be run again.
    pub async fn clear_away(&self, dossiers: &[DossierId]) -> Result<(), StoreFault> {
        let (asked, dossiers) = (dossiers.to_vec(), dossiers.to_vec());
        let files: Vec<Hash> = self.db().read(move |tx| files(tx, &asked)).await?;
        let blobs = self.blobs().clone();
        // files before rows: without its row nobody would know whose a file was
        let removed = tokio::task::spawn_blocking(move || files.iter().try_for_each(|file| blobs.remove(file)));
        removed.await.map_err(|_| StoreFault::File)??;
        let unit = move |tx: &mut Tx<'_>| {
            dossiers.iter().try_for_each(|dossier| {
                clear(tx, *dossier)?;
                forget_files(tx, *dossier)
            })
        };
        Ok(self.db().write_plain(unit).await?)
    }

    /// The dossiers whose destruction cannot be taken back any more, in the order in which that was written.
    pub fn entombed(&self) -> Vec<Entombed> {
        self.inner.tombstones.all()
    }
}

/// Marks a dossier as destroyed and takes it out of every list; says whether it still stood as it was when that was decided.
pub(crate) fn doom(tx: &mut Tx<'_>, doomed: Doomed, at: Instant) -> Result<bool, DbFault> {
    let mark = "UPDATE dossiers SET destroyed = $3 WHERE dossier = $1 AND entries = $2 AND destroyed IS NULL";
    if tx.exec(mark, vals![doomed.dossier, doomed.last, at])? == 0 {
        return Ok(false);
    }
    clear(tx, doomed.dossier)?;
    Ok(true)
}

/// Removes whatever stands beside the entries of a dossier.
pub(crate) fn clear(tx: &mut Tx<'_>, dossier: DossierId) -> Result<(), DbFault> {
    for delete in [
        "DELETE FROM cards WHERE dossier = $1",
        "DELETE FROM ties WHERE dossier = $1",
        "DELETE FROM tokens WHERE dossier = $1",
        "DELETE FROM duties WHERE dossier = $1",
        "DELETE FROM appointments WHERE dossier = $1",
        "DELETE FROM session_outcomes WHERE dossier = $1",
        "DELETE FROM waiting_list WHERE dossier = $1",
        "DELETE FROM inquiries WHERE dossier = $1",
        "DELETE FROM whereabouts WHERE dossier = $1",
        "DELETE FROM drafts WHERE dossier = $1",
        "DELETE FROM public_links WHERE dossier = $1",
        "DELETE FROM messages WHERE dossier = $1",
        "DELETE FROM reminders WHERE dossier = $1",
        "DELETE FROM outbox WHERE dossier = $1",
    ] {
        tx.exec(delete, vals![dossier])?;
    }
    Ok(())
}

/// The names of the files of these dossiers, filed or on their way.
fn files(tx: &mut Tx<'_>, dossiers: &[DossierId]) -> Result<Vec<Hash>, DbFault> {
    let find = "SELECT address FROM blobs WHERE dossier = $1 UNION SELECT address FROM uploads WHERE dossier = $1";
    let mut files = Vec::new();
    for dossier in dossiers {
        files.extend(tx.query(find, vals![dossier], |row| row.parse::<Hash>(0))?);
    }
    Ok(files)
}

fn forget_files(tx: &mut Tx<'_>, dossier: DossierId) -> Result<(), DbFault> {
    for delete in ["DELETE FROM blobs WHERE dossier = $1", "DELETE FROM uploads WHERE dossier = $1"] {
        tx.exec(delete, vals![dossier])?;
    }
    Ok(())
}

/// Removes again what a copy of the databases from before a destruction has brought back: keys, marks, derived rows. To be run before anything is
/// served, and by every restore. Files of documents that came back belong to nobody then, and are swept away with other strays. Blocking.
///
/// # Errors
/// [`StoreFault`] of the databases; then nothing may be served.
pub(crate) fn replay(data: &crate::db::Db, keys: &crate::db::Db, tombstones: &Tombstones) -> Result<usize, StoreFault> {
    let entombed = tombstones.all();
    let stones = entombed.clone();
    data.write_now(move |tx| {
        for stone in &stones {
            let mark = "UPDATE dossiers SET destroyed = $2 WHERE dossier = $1 AND destroyed IS NULL";
            if 0 < tx.exec(mark, vals![stone.dossier, stone.at])? {
                clear(tx, stone.dossier)?;
                forget_files(tx, stone.dossier)?;
            }
        }
        Ok::<_, DbFault>(())
    })?;
    let dossiers: Vec<DossierId> = entombed.iter().map(|stone| stone.dossier).collect();
    crate::keys::remove_now(keys, &dossiers, crate::keys::Files::IfFound)
}
