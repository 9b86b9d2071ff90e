//! The key database: key-encryption keys per year, one wrapped key per dossier, and the installation's own secrets.
//!
//! A dossier's key is made before its first row is written, so a row whose key was never stored cannot exist; a key without rows is harmless.
//! Opened keys stay in memory for at most ten minutes and at most 512 of them.
//!
//! # Source
//! Security §4.1.

mod cache;
mod remove;
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

/// A key as it is stored.
#[derive(Clone)]
struct Wrapped {
    epoch: u32,
    bytes: Vec<u8>,
}

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
            let kek = self.kek(wrapped.epoch).await?;
            found.insert(dossier, self.keep(dossier, &wrapped, &kek)?);
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
        let kek = self.kek_of_year(at).await?;
        let epoch = kek.epoch();
        let bytes = DataKey::generate().wrap(dossier, &kek);
        let stored = self.db.write(move |tx| {
            tx.exec(
                "INSERT INTO keys (dossier, epoch, wrapped, created) VALUES ($1, $2, $3, $4) ON CONFLICT (dossier) DO NOTHING",
                vals![dossier, epoch, bytes, at],
            )?;
            wrapped(tx, &[dossier])
        });
        let (_, stored) = stored.await?.pop().ok_or(StoreFault::NoKey)?;
        let kek = self.kek(stored.epoch).await?;
        self.keep(dossier, &stored, &kek)
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

    fn keep(&self, dossier: DossierId, wrapped: &Wrapped, kek: &Kek) -> Result<Arc<DossierKey>, StoreFault> {
        let key = Arc::new(DossierKey::new(&DataKey::unwrap(dossier, &wrapped.bytes, kek)?));
        self.opened.lock().keep(dossier, &key);
        Ok(key)
    }

    async fn kek(&self, epoch: u32) -> Result<Arc<Kek>, StoreFault> {
        if let Some(kek) = self.keks.read().get(&epoch) {
            return Ok(Arc::clone(kek));
        }
        let stored = self.db.read(move |tx| stored_kek(tx, epoch)).await?.ok_or(StoreFault::Damaged)?;
        self.keep_kek(epoch, &stored)
    }

    async fn kek_of_year(&self, at: Instant) -> Result<Arc<Kek>, StoreFault> {
        let epoch = year(at);
        if let Some(kek) = self.keks.read().get(&epoch) {
            return Ok(Arc::clone(kek));
        }
        let fresh = Kek::generate(epoch).wrap(&self.root);
        let stored = self.db.write(move |tx| {
            tx.exec(
                "INSERT INTO keks (epoch, wrapped, created) VALUES ($1, $2, $3) ON CONFLICT (epoch) DO NOTHING",
                vals![epoch, fresh, at],
            )?;
            stored_kek(tx, epoch)
        });
        self.keep_kek(epoch, &stored.await?.ok_or(StoreFault::Damaged)?)
    }

    fn keep_kek(&self, epoch: u32, stored: &[u8]) -> Result<Arc<Kek>, StoreFault> {
        let kek = Arc::new(Kek::unwrap(epoch, stored, &self.root)?);
        self.keks.write().insert(epoch, Arc::clone(&kek));
        Ok(kek)
    }
}

/// The epoch of an instant: its year in UTC.
fn year(at: Instant) -> u32 {
    let year = at.timestamp().to_zoned(jiff::tz::TimeZone::UTC).year();
    u32::try_from(year).unwrap_or(0)
}

fn wrapped(tx: &mut Tx<'_>, dossiers: &[DossierId]) -> Result<Vec<(DossierId, Wrapped)>, DbFault> {
    let mut all = Vec::with_capacity(dossiers.len());
    for dossier in dossiers {
        let one = tx.one("SELECT epoch, wrapped FROM keys WHERE dossier = $1", vals![dossier], |row| {
            let epoch = u32::try_from(row.int(0)?).map_err(|_| DbFault::named("epoch of a key"))?;
            Ok((*dossier, Wrapped { epoch, bytes: row.bytes(1)? }))
        })?;
        all.extend(one);
    }
    Ok(all)
}

fn stored_kek(tx: &mut Tx<'_>, epoch: u32) -> Result<Option<Vec<u8>>, DbFault> {
    tx.one("SELECT wrapped FROM keks WHERE epoch = $1", vals![epoch], |row| row.bytes(0))
}
