//! How the store is doing, in figures: engine, size, ages of the keys. Nothing here is content.

use domain::time::Instant;

use crate::db::{DbFault, Engine, Tx};
use crate::{Store, StoreFault, vals};

/// The store in figures, every line of it counted; for `casekeep doctor`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Which engine serves.
    pub engine: Engine,
    /// Its version, as it names itself.
    pub version: String,
    /// When the installation began.
    pub created: Instant,
    /// How many dossiers there are.
    pub dossiers: u64,
    /// How many ledger lines, numbered or not.
    pub lines: u64,
}

/// A key-encryption key without the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAge {
    /// Its year.
    pub epoch: u32,
    /// Since when.
    pub created: Instant,
    /// How many keys of dossiers it wraps.
    pub wraps: u64,
}

impl Store {
    /// The store in figures.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn health(&self) -> Result<Health, StoreFault> {
        let engine = self.db().engine();
        let figures = self.db().read(move |tx| figures(tx, engine)).await?;
        let (version, created, dossiers, lines) = figures;
        Ok(Health { engine, version, created, dossiers, lines })
    }

    /// When the installation began.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn began(&self) -> Result<Instant, StoreFault> {
        let find = "SELECT created FROM installation";
        let began = self.db().glance(move |tx| tx.one(find, vals![], |row| row.instant(0)));
        began.await?.ok_or(StoreFault::Damaged)
    }

    /// The key-encryption keys, the oldest first.
    ///
    /// # Errors
    /// [`StoreFault`] of the key database.
    pub async fn key_ages(&self) -> Result<Vec<KeyAge>, StoreFault> {
        self.keys().ages().await
    }
}

fn figures(tx: &mut Tx<'_>, engine: Engine) -> Result<(String, Instant, u64, u64), DbFault> {
    let version = match engine {
        Engine::Sqlite => "SELECT sqlite_version()",
        Engine::Postgres => "SELECT current_setting('server_version')",
    };
    let version = tx.one(version, vals![], |row| row.text(0))?.unwrap_or_default();
    let counted = "SELECT created, (SELECT COUNT(*) FROM dossiers), (SELECT COUNT(*) FROM lines) FROM installation";
    let counted = tx.one(counted, vals![], |row| Ok((row.instant(0)?, row.int(1)?, row.int(2)?)))?;
    let (created, dossiers, lines) = counted.ok_or_else(|| DbFault::named("no installation"))?;
    Ok((version, created, u64::try_from(dossiers).unwrap_or(0), u64::try_from(lines).unwrap_or(0)))
}
