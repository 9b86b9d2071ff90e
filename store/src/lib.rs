//! Keeps the record: entries, ledger lines, keys, derived rows, drafts, what is to be sent, accounts and sign-ins.
//!
//! This crate knows no procedure and shows no page. It guarantees that what it acknowledged is on the disk, that entry, ledger line, derived
//! rows and outbox are written together or not at all, that nothing readable stands in a table, and that a change behind its back is found.

pub mod blobs;
pub mod bucket;
pub mod columns;
pub mod copies;
pub mod db;
mod destruction;
mod disk;
mod everything;
mod fault;
mod health;
mod keys;
pub mod migrate;
mod record;
mod sealed;
mod sealer;
mod seals;
mod settings;
mod shelves;
mod start;
mod verify;

use std::sync::Arc;

use domain::ids::InstallationId;
use domain::time::Instant;
use ledger::checkpoint::{Origin, Signer, VerifierKey};

pub use destruction::{Doomed, Entombed, tombstones_of};
pub use everything::{
    Carried, Deed, Founding, FoundingFault, LeftOut, OpenSheet, WholeAccount, WholeDossier, WholeEntry, WholeLine,
    Wrong,
};
pub use fault::StoreFault;
pub use health::{Health, KeyAge};
pub use keys::Wrapping;
pub use record::*;
pub use sealed::is_sealed;
pub use sealer::{MadeCheckpoint, Proof};
pub use settings::StoreSettings;
pub use shelves::*;
pub use start::StartFault;
pub use verify::{Broken, BundleFailure, DossierVerified, Progress, Scope, Verified, VerifyFailure};

use vault::{Cost, IndexKey, Passwords, Pepper, RootKey, SystemKey};

use blobs::Blobs;
use db::Db;
use destruction::Tombstones;
use keys::{Keys, Secrets, SecretsFault};
use sealer::Sealer;

/// The open store; clones share it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    keys: Keys,
    blobs: Blobs,
    installation: InstallationId,
    secrets: Secrets,
    signer: Signer,
    sealer: Sealer,
    tombstones: Tombstones,
    last_line: Option<Instant>,
}

/// How large a database may become in a drill of a full disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Squeeze {
    /// Not larger than it is.
    AsItIs,
    /// As large as it will.
    None,
}

impl Store {
    /// The random name of this installation.
    pub fn installation(&self) -> InstallationId {
        self.inner.installation
    }

    /// The name of the ledger, as it stands in checkpoints.
    pub fn origin(&self) -> Origin {
        self.inner.signer.key().origin
    }

    /// The public key by which anybody can check the checkpoints.
    pub fn verifier_key(&self) -> VerifierKey {
        *self.inner.signer.key()
    }

    /// When the last line of the ledger was written before this store was opened.
    pub fn last_line_before(&self) -> Option<Instant> {
        self.inner.last_line
    }

    /// How much room the disk of the record has; `None` where that cannot be seen from here.
    pub fn space(&self) -> Option<db::Space> {
        self.inner.db.space()
    }

    /// After a failed flush to disk nothing is written any more: the server has to end and start again.
    pub fn is_broken(&self) -> bool {
        self.inner.db.is_broken()
    }

    /// Lets the SQLite file of the record have so many pages and no more, as a full disk would: for tests and drills. Giving up the room that is
    /// kept for reading lifts it. Does nothing on PostgreSQL.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn squeeze(&self, room: Squeeze) -> Result<(), StoreFault> {
        let limit = match room {
            Squeeze::AsItIs => "PRAGMA max_page_count = 1",
            Squeeze::None => "PRAGMA max_page_count = 4294967294",
        };
        if self.db().engine() == db::Engine::Sqlite {
            self.db().urgent().write_plain(move |tx| tx.query(limit, vals![], |_| Ok(()))).await?;
        }
        Ok(())
    }

    /// The root key, to be put into a recovery kit: whoever has it and the key database can read everything.
    pub fn root_for_kit(&self) -> RootKey {
        RootKey::from_kit(self.keys().root().for_kit())
    }

    /// The fingerprint of the root key, by which the record tells a kit that holds it from one that does not.
    pub fn root_fingerprint(&self) -> String {
        self.keys().root().fingerprint()
    }

    /// Whether this is the root key of this installation: it must open the same secrets as at a start. Blocking.
    ///
    /// # Errors
    /// [`StoreFault`] when the key database fails.
    pub fn is_opened_by(&self, root: &RootKey) -> Result<bool, StoreFault> {
        match Secrets::open(self.keys().db(), root) {
            Ok(_) => Ok(true),
            Err(SecretsFault::Wrong(_)) => Ok(false),
            Err(SecretsFault::Db(fault)) => Err(fault.into()),
            Err(SecretsFault::Missing) => Err(StoreFault::Damaged),
        }
    }

    /// The files of the documents. Their calls block.
    pub fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    /// Hashes and checks passwords with this installation's pepper, at this cost.
    pub fn passwords(&self, cost: Cost) -> Passwords {
        Passwords::new(self.inner.secrets.pepper.clone(), cost)
    }

    /// What goes into password hashes and the digests of recovery codes.
    pub fn pepper(&self) -> &Pepper {
        &self.inner.secrets.pepper
    }

    pub(crate) fn system(&self) -> &SystemKey {
        &self.inner.secrets.system
    }

    pub(crate) fn index(&self) -> &IndexKey {
        &self.inner.secrets.index
    }

    pub(crate) fn signer(&self) -> &Signer {
        &self.inner.signer
    }

    pub(crate) fn sealer(&self) -> &Sealer {
        &self.inner.sealer
    }
}
