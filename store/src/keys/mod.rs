//! The key database: key-encryption keys by epoch, one wrapped key per dossier, and the installation's own secrets.
//!
//! A dossier's key is made before its first row is written, so a row whose key was never stored cannot exist; a key without rows is harmless.
//! New keys are wrapped under the newest epoch; those of older ones are read all the same, and wrapped anew by a rotation ([`rotate`]). Opened
//! keys stay in memory for at most ten minutes and at most 512 of them.
//!
//! # Source
//! Security §4.1.

mod cache;
mod remove;
mod rotate;
mod secrets;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::ids::DossierId;
use domain::time::Instant;
use parking_lot::{Mutex, RwLock};
use vault::{DataKey, Kek, Purpose, PurposeKey, RootKey};

use crate::db::{Db, DbFault, Tx};
use crate::{KeyAge, StoreFault, vals};
use cache::Cache;
pub(crate) use remove::{Files, remove_now};
pub use rotate::Wrapping;
pub(crate) use secrets::{Secrets, SecretsFault};

/// Which data key of a dossier sealed a value; so far every dossier has one for life.
pub(crate) const DATA_KEY: u32 = 1;

/// The opened key of one dossier, ready for each use. Cloning the `Arc` shares it; it is wiped with the last one.
pub(crate) struct DossierKey {
    record: PurposeKey,
    card: PurposeKey,
    draft: PurposeKey,
    document: PurposeKey,
    outbox: PurposeKey,
}

impl DossierKey {
    pub(crate) fn new(key: &DataKey) -> Self {
        Self {
            record: key.purpose(Purpose::Record),
            card: key.purpose(Purpose::Card),
            draft: key.purpose(Purpose::Draft),
            document: key.purpose(Purpose::Document),
            outbox: key.purpose(Purpose::Outbox),
        }
    }

    /// The key for one kind of content.
    pub(crate) fn purpose(&self, purpose: Purpose) -> &PurposeKey {
        match purpose {
            Purpose::Record => &self.record,
            Purpose::Card => &self.card,
            Purpose::Draft => &self.draft,
            Purpose::Document => &self.document,
            Purpose::Outbox => &self.outbox,
        }
    }
}

/// The open key database.
pub(crate) struct Keys {
    db: Db,
    root: RootKey,
    keks: RwLock<BTreeMap<u32, Arc<Kek>>>,
    opened: Mutex<Cache>,
}

/// A key as it is stored, with the key-encryption key above it as it was at the same moment: the two may be replaced together.
#[derive(Clone)]
struct Wrapped {
    epoch: u32,
    bytes: Vec<u8>,
    kek: Option<Vec<u8>>,
}

/// How often a new key is wrapped again because a newer key-encryption key came between.
const TRIES: u8 = 8;

impl Keys {
    /// Over a migrated key database.
    pub(crate) fn new(db: Db, root: RootKey) -> Self {
        Self { db, root, keks: RwLock::default(), opened: Mutex::default() }
    }

    /// The key of a dossier that exists.
    ///
    /// # Errors
    /// [`StoreFault::NoKey`] when there is none (any more), [`StoreFault::Damaged`] when it does not open.
    pub(crate) async fn open(&self, dossier: DossierId) -> Result<Arc<DossierKey>, StoreFault> {
        self.open_many(&[dossier]).await?.remove(&dossier).ok_or(StoreFault::NoKey)
    }

    /// The keys of several dossiers in one go; dossiers without a key are left out.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when one does not open.
    pub(crate) async fn open_many(
        &self,
        dossiers: &[DossierId],
    ) -> Result<HashMap<DossierId, Arc<DossierKey>>, StoreFault> {
        let (mut found, missing) = self.opened.lock().find(dossiers);
        if missing.is_empty() {
            return Ok(found);
        }
        for (dossier, wrapped) in self.db.read(move |tx| wrapped(tx, &missing)).await? {
            found.insert(dossier, self.keep(dossier, &wrapped)?);
        }
        Ok(found)
    }

    /// The key of a dossier that is being founded; made and stored when there is none. Of several founders all get the same.
    ///
    /// # Errors
    /// [`StoreFault`] when the key database fails.
    pub(crate) async fn found(&self, dossier: DossierId, at: Instant) -> Result<Arc<DossierKey>, StoreFault> {
        if let Some(key) = self.open_many(&[dossier]).await?.remove(&dossier) {
            return Ok(key);
        }
        let fresh = DataKey::generate();
        for _ in 0..TRIES {
            let kek = self.newest().await?;
            let epoch = kek.epoch();
            let bytes = fresh.wrap(dossier, &kek);
            let stored = self.db.write(move |tx| {
                // of a key-encryption key that is about to be removed, no new key may be wrapped under it
                if newest_epoch(tx)? != Some(epoch) {
                    return Ok(None);
                }
                tx.exec(
                    "INSERT INTO keys (dossier, epoch, wrapped, created) VALUES ($1, $2, $3, $4) ON CONFLICT (dossier) DO NOTHING",
                    vals![dossier, epoch, bytes, at],
                )?;
                wrapped(tx, &[dossier]).map(|mut stored| stored.pop())
            });
            let stored: Result<_, DbFault> = stored.await;
            if let Some((_, stored)) = stored? {
                return self.keep(dossier, &stored);
            }
        }
        Err(DbFault::Conflict.into())
    }

    /// The key-encryption keys with their ages, the oldest first.
    ///
    /// # Errors
    /// [`StoreFault`] when the key database fails.
    pub(crate) async fn ages(&self) -> Result<Vec<KeyAge>, StoreFault> {
        let find =
            "SELECT epoch, created, (SELECT COUNT(*) FROM keys k WHERE k.epoch = keks.epoch) FROM keks ORDER BY epoch";
        let ages = self.db.glance(move |tx| {
            tx.query(find, vals![], |row| {
                let (epoch, dossiers) = (row.int(0)?, row.int(2)?);
                Ok(KeyAge {
                    epoch: u32::try_from(epoch).unwrap_or(0),
                    created: row.instant(1)?,
                    dossiers: u64::try_from(dossiers).unwrap_or(0),
                })
            })
        });
        Ok(ages.await?)
    }

    /// The database itself, to be copied.
    pub(crate) const fn db(&self) -> &Db {
        &self.db
    }

    /// The key above all others.
    pub(crate) const fn root(&self) -> &RootKey {
        &self.root
    }

    /// Forgets opened keys that have been in memory for too long; called now and then.
    pub(crate) fn sweep(&self) {
        self.opened.lock().sweep();
    }

    fn keep(&self, dossier: DossierId, wrapped: &Wrapped) -> Result<Arc<DossierKey>, StoreFault> {
        let kek = self.kek(wrapped.epoch, wrapped.kek.as_deref())?;
        let key = Arc::new(DossierKey::new(&DataKey::unwrap(dossier, &wrapped.bytes, &kek)?));
        self.opened.lock().keep(dossier, &key);
        Ok(key)
    }

    /// The key-encryption key of an epoch: from memory, or out of what was stored beside the key that it wraps.
    fn kek(&self, epoch: u32, stored: Option<&[u8]>) -> Result<Arc<Kek>, StoreFault> {
        if let Some(kek) = self.keks.read().get(&epoch) {
            return Ok(Arc::clone(kek));
        }
        let kek = Arc::new(Kek::unwrap(epoch, stored.ok_or(StoreFault::Damaged)?, &self.root)?);
        self.keks.write().insert(epoch, Arc::clone(&kek));
        Ok(kek)
    }

    /// The key-encryption key under which new keys are wrapped.
    async fn newest(&self) -> Result<Arc<Kek>, StoreFault> {
        let find = "SELECT epoch, wrapped FROM keks ORDER BY epoch DESC LIMIT 1";
        let read = self.db.glance(move |tx| tx.one(find, vals![], |row| Ok((epoch_of(row.int(0)?)?, row.bytes(1)?))));
        let (epoch, stored) = read.await?.ok_or(StoreFault::Damaged)?;
        self.kek(epoch, Some(&stored))
    }
}

/// The epoch of the first key-encryption key of an installation: its year in UTC. Those that follow count on.
fn year(at: Instant) -> u32 {
    let year = at.timestamp().to_zoned(jiff::tz::TimeZone::UTC).year();
    u32::try_from(year).unwrap_or(0)
}

fn epoch_of(stored: i64) -> Result<u32, DbFault> {
    u32::try_from(stored).map_err(|_| DbFault::named("epoch of a key"))
}

fn newest_epoch(tx: &mut Tx<'_>) -> Result<Option<u32>, DbFault> {
    let newest = tx.one("SELECT MAX(epoch) FROM keks", vals![], |row| row.opt_int(0))?.flatten();
    newest.map(epoch_of).transpose()
}

fn wrapped(tx: &mut Tx<'_>, dossiers: &[DossierId]) -> Result<Vec<(DossierId, Wrapped)>, DbFault> {
    let mut all = Vec::with_capacity(dossiers.len());
    for dossier in dossiers {
        let find = "SELECT k.epoch, k.wrapped, e.wrapped FROM keys k LEFT JOIN keks e ON e.epoch = k.epoch WHERE k.dossier = $1";
        let one = tx.one(find, vals![dossier], |row| {
            Ok((*dossier, Wrapped { epoch: epoch_of(row.int(0)?)?, bytes: row.bytes(1)?, kek: row.opt_bytes(2)? }))
        })?;
        all.extend(one);
    }
    Ok(all)
}
