//! Keys of dossiers that are being brought in from elsewhere: every one is new. Blocking, before anybody else works with the key database.

use std::sync::Arc;

use domain::ids::DossierId;
use domain::time::Instant;
use vault::{DataKey, Kek};

use super::{DossierKey, FIRST, Keys, Version, epoch_of, wrapped};
use crate::db::DbFault;
use crate::{StoreFault, vals};

/// A key that was made and is not in the database yet.
pub(crate) struct ComingKey {
    /// The key, ready for use.
    pub(crate) key: Arc<DossierKey>,
    /// Its version.
    pub(crate) version: u32,
    /// The key-encryption key under which it is wrapped.
    pub(crate) epoch: u32,
    /// As it is to be stored.
    pub(crate) wrapped: Vec<u8>,
}

impl Keys {
    /// The key-encryption key of a key database that was set up a moment ago.
    pub(crate) fn first_kek(&self) -> Result<Arc<Kek>, StoreFault> {
        let find = "SELECT epoch, wrapped FROM keks ORDER BY epoch DESC LIMIT 1";
        let found = self.db.read_now(|tx| tx.one(find, vals![], |row| Ok((epoch_of(row.int(0)?)?, row.bytes(1)?))));
        let (epoch, stored) = found.map_err(|fault: DbFault| fault)?.ok_or(StoreFault::Damaged)?;
        self.kek(epoch, Some(&stored))
    }

    /// A new key for a dossier that has none.
    pub(crate) fn make(dossier: DossierId, kek: &Kek, at: Instant) -> ComingKey {
        let fresh = DataKey::generate();
        let key = Arc::new(DossierKey { versions: vec![Version::new(FIRST, at, &fresh)] });
        ComingKey { key, version: FIRST, epoch: kek.epoch(), wrapped: fresh.wrap(dossier, kek) }
    }

    /// [`Keys::open`], blocking.
    pub(crate) fn open_now(&self, dossier: DossierId) -> Result<Arc<DossierKey>, StoreFault> {
        let stored = self.db.read_now(move |tx| wrapped(tx, &[dossier]))?;
        let (_, stored) = stored.into_iter().next().ok_or(StoreFault::NoKey)?;
        self.keep(dossier, &stored)
    }
}
