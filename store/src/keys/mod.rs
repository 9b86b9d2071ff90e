//! The key database: key-encryption keys by epoch, the wrapped keys of each dossier, and the installation's own secrets.
//!
//! A dossier's key is made before its first row is written, so a row whose key was never stored cannot exist; a key without rows is harmless.
//! New keys are wrapped under the newest epoch; those of older ones are read all the same, and wrapped anew by a rotation ([`rotate`]). Opened
//! keys stay in memory for at most ten minutes and at most 512 of them.
//!
//! A dossier has one key until that has sealed for two years; what is written then makes the next one. Every sealed value names the version that
//! sealed it, and all versions of a dossier are removed together.
//!
//! # Source
//! Security §4.1.

mod cache;
mod coming;
mod remove;
mod rotate;
mod secrets;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::ids::DossierId;
use domain::time::Instant;
use parking_lot::{Mutex, RwLock};
use vault::seal::key_id;
use vault::{Bound, DataKey, Kek, Purpose, PurposeKey, RootKey};
use zeroize::Zeroizing;

use crate::db::{Db, DbFault, Tx};
use crate::{KeyAge, StoreFault, vals};
use cache::Cache;
pub(crate) use coming::ComingKey;
pub(crate) use remove::{Files, remove_now};
pub use rotate::Wrapping;
pub(crate) use secrets::{Secrets, SecretsFault, open_one};

/// The first key of a dossier, and the only one of the system: every sealed value names the version of the key that sealed it.
pub(crate) const FIRST: u32 = 1;

/// For how long a key of a dossier seals, in seconds: two years. The first entry after that is sealed under another one.
///
/// # Source
/// Security §4.1, cryptoperiods: originator use of a data key.
const SEALS_FOR: i64 = 2 * 366 * 86_400;

/// The opened keys of one dossier, the newest last. Cloning the `Arc` shares them; they are wiped with the last one.
pub(crate) struct DossierKey {
    versions: Vec<Version>,
}

/// One key of a dossier, ready for each use.
struct Version {
    version: u32,
    created: Instant,
    record: PurposeKey,
    card: PurposeKey,
    draft: PurposeKey,
    document: PurposeKey,
    outbox: PurposeKey,
}

impl DossierKey {
    /// A dossier with one key.
    #[cfg(test)]
    pub(crate) fn only(key: &DataKey) -> Self {
        Self { versions: vec![Version::new(FIRST, Instant(0), key)] }
    }

    /// Seals a content under the newest key.
    pub(crate) fn seal(&self, purpose: Purpose, bound: &Bound<'_>, plain: &[u8]) -> Result<Vec<u8>, StoreFault> {
        let newest = self.versions.last().ok_or(StoreFault::NoKey)?;
        Ok(vault::seal(newest.purpose(purpose), newest.version, bound, plain))
    }

    /// Opens a content under the key that it names.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when there is no such key, or it does not open.
    pub(crate) fn open(
        &self,
        purpose: Purpose,
        bound: &Bound<'_>,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreFault> {
        let named = key_id(sealed)?;
        let one = self.versions.iter().find(|one| one.version == named).ok_or(StoreFault::Damaged)?;
        Ok(vault::open(one.purpose(purpose), bound, sealed)?)
    }

    /// The newest version.
    fn newest(&self) -> u32 {
        self.versions.last().map_or(0, |newest| newest.version)
    }

    /// Whether what is written at this moment should be sealed under another key.
    fn is_old(&self, at: Instant) -> bool {
        self.versions.last().is_some_and(|newest| SEALS_FOR < at.seconds_since(newest.created))
    }
}

impl Version {
    fn new(version: u32, created: Instant, key: &DataKey) -> Self {
        Self {
            version,
            created,
            record: key.purpose(Purpose::Record),
            card: key.purpose(Purpose::Card),
            draft: key.purpose(Purpose::Draft),
            document: key.purpose(Purpose::Document),
            outbox: key.purpose(Purpose::Outbox),
        }
    }

    /// The key for one kind of content.
    const fn purpose(&self, purpose: Purpose) -> &PurposeKey {
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
    version: u32,
    created: Instant,
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

    /// The key of a dossier for opening these sealed values: read anew when one names a version that is not remembered, because another process
    /// has made it.
    ///
    /// # Errors
    /// As [`Keys::open`].
    pub(crate) async fn open_for<'s>(
        &self,
        dossier: DossierId,
        sealed: impl Iterator<Item = &'s [u8]> + Send,
    ) -> Result<Arc<DossierKey>, StoreFault> {
        let needed = needed(sealed);
        let key = self.open(dossier).await?;
        if needed <= key.newest() {
            return Ok(key);
        }
        self.opened.lock().forget(&[dossier]);
        self.open(dossier).await
    }

    /// The same for several dossiers, each with its sealed values.
    ///
    /// # Errors
    /// As [`Keys::open_many`].
    pub(crate) async fn open_many_for<'s>(
        &self,
        sealed: impl Iterator<Item = (DossierId, &'s [u8])> + Send,
    ) -> Result<HashMap<DossierId, Arc<DossierKey>>, StoreFault> {
        let mut asked: BTreeMap<DossierId, u32> = BTreeMap::new();
        for (dossier, sealed) in sealed {
            let most = asked.entry(dossier).or_default();
            *most = needed(std::iter::once(sealed)).max(*most);
        }
        let dossiers: Vec<DossierId> = asked.keys().copied().collect();
        let mut found = self.open_many(&dossiers).await?;
        let is_behind = |(dossier, key): &(&DossierId, &Arc<DossierKey>)| asked.get(*dossier) > Some(&key.newest());
        let behind: Vec<DossierId> = found.iter().filter(is_behind).map(|(dossier, _)| *dossier).collect();
        if !behind.is_empty() {
            self.opened.lock().forget(&behind);
            found.extend(self.open_many(&behind).await?);
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
        let key = self.add(dossier, 0, at).await?;
        key.ok_or(StoreFault::NoKey)
    }

    /// The key of a dossier under which something is written at this moment: another one is made when the newest has sealed for long enough.
    ///
    /// # Errors
    /// As [`Keys::open`].
    pub(crate) async fn open_to_write(&self, dossier: DossierId, at: Instant) -> Result<Arc<DossierKey>, StoreFault> {
        let key = self.open(dossier).await?;
        if !key.is_old(at) {
            return Ok(key);
        }
        self.add(dossier, key.newest(), at).await?.ok_or(StoreFault::NoKey)
    }

    /// Makes the key that follows this version, unless somebody else was quicker: of several all get the same. Nothing when the keys that were
    /// there are gone: whoever destroyed them must not be followed by another key.
    async fn add(&self, dossier: DossierId, after: u32, at: Instant) -> Result<Option<Arc<DossierKey>>, StoreFault> {
        let (fresh, version) = (DataKey::generate(), after.saturating_add(1));
        for _ in 0..TRIES {
            let kek = self.newest().await?;
            let epoch = kek.epoch();
            let bytes = fresh.wrap(dossier, &kek);
            let stored = self.db.write(move |tx| {
                // of a key-encryption key that is about to be removed, no new key may be wrapped under it
                if newest_epoch(tx)? != Some(epoch) {
                    return Ok(None);
                }
                let count = "SELECT COUNT(*) FROM keys WHERE dossier = $1 AND version = $2";
                if after == 0 || tx.one(count, vals![dossier, after], |row| row.int(0))? == Some(1) {
                    tx.exec(
                        "INSERT INTO keys (dossier, version, epoch, wrapped, created) VALUES ($1, $2, $3, $4, $5)
                         ON CONFLICT (dossier, version) DO NOTHING",
                        vals![dossier, version, epoch, bytes, at],
                    )?;
                }
                wrapped(tx, &[dossier]).map(Some)
            });
            let stored: Result<_, DbFault> = stored.await;
            if let Some(mut stored) = stored? {
                return stored.pop().map(|(_, stored)| self.keep(dossier, &stored)).transpose();
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
                let (epoch, wraps) = (row.int(0)?, row.int(2)?);
                Ok(KeyAge {
                    epoch: u32::try_from(epoch).unwrap_or(0),
                    created: row.instant(1)?,
                    wraps: u64::try_from(wraps).unwrap_or(0),
                })
            })
        });
        Ok(ages.await?)
    }

    /// Keys of these dossiers are read anew.
    pub(crate) fn forget(&self, dossiers: &[DossierId]) {
        self.opened.lock().forget(dossiers);
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

    fn keep(&self, dossier: DossierId, wrapped: &[Wrapped]) -> Result<Arc<DossierKey>, StoreFault> {
        let versions = wrapped.iter().map(|one| {
            let kek = self.kek(one.epoch, one.kek.as_deref())?;
            Ok(Version::new(one.version, one.created, &DataKey::unwrap(dossier, &one.bytes, &kek)?))
        });
        let key = Arc::new(DossierKey { versions: versions.collect::<Result<_, StoreFault>>()? });
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

fn version_of(stored: i64) -> Result<u32, DbFault> {
    u32::try_from(stored).map_err(|_| DbFault::named("version of a key"))
}

fn newest_epoch(tx: &mut Tx<'_>) -> Result<Option<u32>, DbFault> {
    let newest = tx.one("SELECT MAX(epoch) FROM keks", vals![], |row| row.opt_int(0))?.flatten();
    newest.map(epoch_of).transpose()
}

/// The newest version that one of these values names; what names none does not open anyway.
fn needed<'s>(sealed: impl Iterator<Item = &'s [u8]>) -> u32 {
    sealed.filter_map(|sealed| key_id(sealed).ok()).max().unwrap_or(0)
}

/// The keys of those of these dossiers that have some, in the order of their versions.
fn wrapped(tx: &mut Tx<'_>, dossiers: &[DossierId]) -> Result<Vec<(DossierId, Vec<Wrapped>)>, DbFault> {
    let find = "SELECT k.version, k.created, k.epoch, k.wrapped, e.wrapped
                FROM keys k LEFT JOIN keks e ON e.epoch = k.epoch WHERE k.dossier = $1 ORDER BY k.version";
    let mut all = Vec::with_capacity(dossiers.len());
    for dossier in dossiers {
        let of_one = tx.query(find, vals![dossier], |row| {
            Ok(Wrapped {
                version: version_of(row.int(0)?)?,
                created: row.instant(1)?,
                epoch: epoch_of(row.int(2)?)?,
                bytes: row.bytes(3)?,
                kek: row.opt_bytes(4)?,
            })
        })?;
        if !of_one.is_empty() {
            all.push((*dossier, of_one));
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests;
