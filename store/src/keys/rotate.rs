//! A new key-encryption key in the place of the old one, while people go on working.
//!
//! The steps, each of which may be run again after a kill: [`Store::begin_epoch`] makes the key of the next epoch, under which new keys are
//! wrapped from then on; [`Store::rewrap_some`] wraps the keys of the older epochs anew, some at a time; [`Store::remove_old_keks`] removes the
//! key-encryption keys that wrap nothing any more, with the same care as the key of a destroyed dossier. A key that is removed meanwhile stays
//! removed: nothing is ever put in, only replaced where it stands. Where every file is to have another key as well, [`Store::renew_some`] makes them afterwards, some at a time. That a rotation is wanted, and that it is done, are entries of the organisation.
//!
//! # Source
//! Security §4.1; promise P16; decision 0010.

use std::sync::Arc;

use domain::ids::DossierId;
use domain::time::Instant;
use vault::{DataKey, Kek};

use super::remove::leave_nothing;
use super::{Keys, epoch_of, newest_epoch, version_of};
use crate::db::{DbFault, Tx};
use crate::{KeyAge, Store, StoreFault, vals};

/// How the keys of the dossiers are wrapped at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrapping {
    /// The newest epoch.
    pub epoch: u32,
    /// How many keys there are.
    pub keys: u64,
    /// How many of them are still wrapped under an older one.
    pub older: u64,
}

impl Wrapping {
    /// As these keys wrap; the newest is the last.
    pub fn of(keys: &[KeyAge]) -> Self {
        let (epoch, under_it) = keys.last().map_or((0, 0), |newest| (newest.epoch, newest.wraps));
        let all: u64 = keys.iter().map(|key| key.wraps).sum();
        Self { epoch, keys: all, older: all.saturating_sub(under_it) }
    }
}

/// A key under an older epoch, as it is stored.
struct Old {
    dossier: DossierId,
    version: u32,
    epoch: u32,
    wrapped: Vec<u8>,
    kek: Option<Vec<u8>>,
}

/// The same key, wrapped anew.
struct Anew {
    dossier: DossierId,
    version: u32,
    /// From which epoch.
    from: u32,
    wrapped: Vec<u8>,
}

impl Store {
    /// How the keys of the dossiers are wrapped at this moment.
    ///
    /// # Errors
    /// [`StoreFault`] of the key database.
    pub async fn wrapping(&self) -> Result<Wrapping, StoreFault> {
        Ok(Wrapping::of(&self.key_ages().await?))
    }

    /// Makes the key-encryption key of this epoch, unless there is one of it or of a later one. New keys are wrapped under it from then on, and
    /// the older ones count as retired.
    ///
    /// # Errors
    /// [`StoreFault`] of the key database. It may be run again.
    pub async fn begin_epoch(&self, epoch: u32, at: Instant) -> Result<(), StoreFault> {
        let fresh = Kek::generate(epoch).wrap(self.keys().root());
        let begin = self.keys().db().write(move |tx| {
            if newest_epoch(tx)?.is_none_or(|newest| newest < epoch) {
                let insert = "INSERT INTO keks (epoch, wrapped, created) VALUES ($1, $2, $3)";
                tx.exec(insert, vals![epoch, fresh, at])?;
            }
            let retire = "UPDATE keks SET retired = $1 WHERE retired IS NULL AND epoch < (SELECT MAX(epoch) FROM keks)";
            tx.exec(retire, vals![at]).map(drop)
        });
        begin.await.map_err(|fault: DbFault| fault.into())
    }

    /// Wraps at most so many of the keys that are under an older epoch anew, under the newest, in one transaction; says how many it looked at: none
    /// when there are no more.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when one of them does not open: then its key-encryption key is still needed. It may be run again.
    pub async fn rewrap_some(&self, most: u32) -> Result<usize, StoreFault> {
        let newest = self.keys().newest().await?;
        let epoch = newest.epoch();
        let old = self.keys().db().read(move |tx| some_under_older(tx, epoch, most)).await?;
        if old.is_empty() {
            return Ok(0);
        }
        let (this, count) = (self.clone(), old.len());
        let anew = tokio::task::spawn_blocking(move || this.keys().wrapped_anew(&old, &newest));
        let anew = anew.await.map_err(|_| DbFault::Unavailable)??;
        // where the row is gone, or somebody else was quicker, nothing happens
        let replace = "UPDATE keys SET epoch = $4, wrapped = $5 WHERE dossier = $1 AND version = $2 AND epoch = $3";
        let write = self.keys().db().write_plain(move |tx| {
            anew.iter().try_for_each(|key| {
                tx.exec(replace, vals![key.dossier, key.version, key.from, epoch, key.wrapped]).map(drop)
            })
        });
        write.await.map_err(|fault: DbFault| StoreFault::from(fault))?;
        Ok(count)
    }

    /// How many dossiers have no key that was made since this time.
    ///
    /// # Errors
    /// [`StoreFault`] of the key database.
    pub async fn files_to_renew(&self, since: Instant) -> Result<u64, StoreFault> {
        let count = "SELECT COUNT(*) FROM (SELECT dossier FROM keys GROUP BY dossier HAVING MAX(created) < $1) due";
        let counted = self.keys().db().glance(move |tx| tx.one(count, vals![since], |row| row.int(0))).await?;
        Ok(counted.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }

    /// Makes another key for at most so many of the dossiers that have none that was made since this time; says how many it looked at: none when there
    /// are no more. What was sealed before stays as it is and opens under the key that it names; what is written from now on is sealed under the new one.
    ///
    /// # Errors
    /// [`StoreFault`] of the key database. It may be run again.
    pub async fn renew_some(&self, since: Instant, now: Instant, most: u32) -> Result<usize, StoreFault> {
        let find = "SELECT dossier, MAX(version) FROM keys GROUP BY dossier HAVING MAX(created) < $1 LIMIT $2";
        let due: Vec<(DossierId, u32)> = self
            .keys()
            .db()
            .read(move |tx| tx.query(find, vals![since, most], |row| Ok((row.parse(0)?, version_of(row.int(1)?)?))))
            .await?;
        if due.is_empty() {
            return Ok(0);
        }
        let newest = self.keys().newest().await?;
        let (epoch, dossiers): (u32, Vec<DossierId>) = (newest.epoch(), due.iter().map(|(file, _)| *file).collect());
        let fresh = tokio::task::spawn_blocking(move || -> Vec<(DossierId, u32, Vec<u8>)> {
            let one = |(dossier, last): (DossierId, u32)| (dossier, last, DataKey::generate().wrap(dossier, &newest));
            due.into_iter().map(one).collect()
        });
        let fresh = fresh.await.map_err(|_| DbFault::Unavailable)?;
        // a clock that is behind the one that ordered it must not make keys that are due again
        let created = now.max(since);
        let insert = "INSERT INTO keys (dossier, version, epoch, wrapped, created)
                      SELECT $1, $2, $3, $4, $5 WHERE EXISTS (SELECT 1 FROM keys WHERE dossier = $1 AND version = $6)
                      ON CONFLICT (dossier, version) DO NOTHING";
        let write = self.keys().db().write(move |tx| {
            // as in `Keys::add`: no new key under one that is about to be removed, none in the place of one that was destroyed
            if newest_epoch(tx)? != Some(epoch) {
                return Ok(());
            }
            fresh.iter().try_for_each(|(dossier, last, wrapped)| {
                tx.exec(insert, vals![*dossier, last.saturating_add(1), epoch, wrapped.clone(), created, *last])
                    .map(drop)
            })
        });
        write.await.map_err(|fault: DbFault| StoreFault::from(fault))?;
        self.keys().forget(&dossiers);
        Ok(dossiers.len())
    }

    /// Removes the key-encryption keys of older epochs that wrap nothing any more: from their table, from the pages and logs of its file, and from
    /// memory. When it answers, they and everything that was ever wrapped under them stand nowhere in the key database.
    ///
    /// # Errors
    /// [`StoreFault`] of the key database. It may be run again, also when nothing is left to be removed: it may have been cut off in the middle.
    pub async fn remove_old_keks(&self) -> Result<(), StoreFault> {
        let db = self.keys().db().clone();
        let removed = tokio::task::spawn_blocking(move || {
            let removed: Vec<Vec<u8>> = db.write_now(take_unneeded)?;
            leave_nothing(&db, &["VACUUM FULL keys", "VACUUM FULL keks"], &removed)
        });
        removed.await.map_err(|_| DbFault::Unavailable)??;
        self.forget_removed_keks().await
    }

    /// Drops key-encryption keys from memory that another process has removed.
    ///
    /// # Errors
    /// [`StoreFault`] of the key database.
    pub async fn forget_removed_keks(&self) -> Result<(), StoreFault> {
        let read =
            self.keys().db().glance(|tx| tx.query("SELECT epoch FROM keks", vals![], |row| epoch_of(row.int(0)?)));
        let there = read.await?;
        self.keys().keks.write().retain(|epoch, _| there.contains(epoch));
        Ok(())
    }
}

impl Keys {
    fn wrapped_anew(&self, old: &[Old], newest: &Arc<Kek>) -> Result<Vec<Anew>, StoreFault> {
        let anew = old.iter().map(|key| {
            let kek = self.kek(key.epoch, key.kek.as_deref())?;
            let opened = DataKey::unwrap(key.dossier, &key.wrapped, &kek)?;
            let wrapped = opened.wrap(key.dossier, newest);
            Ok(Anew { dossier: key.dossier, version: key.version, from: key.epoch, wrapped })
        });
        anew.collect()
    }
}

fn some_under_older(tx: &mut Tx<'_>, epoch: u32, most: u32) -> Result<Vec<Old>, DbFault> {
    let find =
        "SELECT k.dossier, k.version, k.epoch, k.wrapped, e.wrapped FROM keys k LEFT JOIN keks e ON e.epoch = k.epoch
                WHERE k.epoch < $1 ORDER BY k.epoch LIMIT $2";
    tx.query(find, vals![epoch, most], |row| {
        Ok(Old {
            dossier: row.parse(0)?,
            version: version_of(row.int(1)?)?,
            epoch: epoch_of(row.int(2)?)?,
            wrapped: row.bytes(3)?,
            kek: row.opt_bytes(4)?,
        })
    })
}

/// Takes the key-encryption keys away under which there is nothing, and which are not the newest.
fn take_unneeded(tx: &mut Tx<'_>) -> Result<Vec<Vec<u8>>, DbFault> {
    tx.query(
        "DELETE FROM keks WHERE epoch < (SELECT MAX(epoch) FROM keks)
             AND NOT EXISTS (SELECT 1 FROM keys WHERE keys.epoch = keks.epoch)
         RETURNING wrapped",
        vals![],
        |row| row.bytes(0),
    )
}
