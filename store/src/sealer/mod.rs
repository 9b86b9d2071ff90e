//! The sealer: gives committed lines their gap-free ledger number and the hash of the line before, and signs checkpoints.
//!
//! One process at a time does it, held by a lease. Lines are numbered in the order of (time, dossier, entry, id), at most 256 in one
//! transaction; hashes of perfect subtrees are stored with the line that completes them. Nothing waits for the sealer but what is printed
//! or exported. Every checkpoint is appended to the anchor file outside the database, so that a roll-back is found at the next start.
//!
//! # Source
//! Design §4; security §4.4. A chain advanced inside each writing transaction was measured at a tenth of the throughput.

mod anchor;
mod batch;
mod nodes;
mod proofs;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::time::Instant;
use ledger::checkpoint::Checkpoint;
use tokio::sync::Mutex;

use crate::db::DbFault;
use crate::{Store, StoreFault};

pub(crate) use anchor::{Anchor, AnchorFault};
pub(crate) use batch::{Edge, frontier};
pub(crate) use nodes::LedgerRows;
pub use proofs::Proof;
pub(crate) use proofs::{notes_after, proof};

use batch::{Batch, Sealed};

/// The name of the lease.
const LEASE: &str = "sealer";

/// How long the sealer waits before it looks for new lines again; long enough for a batch to gather.
const PAUSE: Duration = Duration::from_millis(100);

/// How many times half that pause a caller waits for another process to seal; longer than a lease lasts.
const PATIENCE: u32 = 300;

/// How long a checkpoint may wait when something is new, in seconds.
const CHECKPOINT_SECONDS: i64 = 60;

/// What the sealing process keeps in memory.
pub(crate) struct Sealer {
    /// The name of this process in the lease.
    holder: String,
    /// Whether [`Store::run_sealer`] runs here, which keeps the lease between batches.
    running: AtomicBool,
    state: Mutex<State>,
}

struct State {
    /// The right edge of the ledger as this process left it; checked against the database before it is used.
    edge: Option<Edge>,
    anchor: Anchor,
    swept: Option<Instant>,
}

/// A checkpoint and its signed note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeCheckpoint {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The signed note, to be printed, mailed, kept.
    pub note: String,
}

impl Sealer {
    pub(crate) fn new(anchor: Anchor) -> Self {
        Self {
            holder: uuid::Uuid::new_v4().simple().to_string(),
            running: AtomicBool::new(false),
            state: Mutex::new(State { edge: None, anchor, swept: None }),
        }
    }

    /// Where the anchor file is.
    pub(crate) async fn anchor_path(&self) -> std::path::PathBuf {
        self.state.lock().await.anchor.path().to_owned()
    }
}

impl Store {
    /// Seals until `stop` comes, then once more with a checkpoint. The server runs this as one task; on several nodes one at a time seals.
    pub async fn run_sealer(&self, clock: impl Fn() -> Instant + Send, stop: impl Future<Output = ()> + Send) {
        let mut stop = std::pin::pin!(stop);
        self.sealer().running.store(true, Ordering::Release);
        let mut failing = false;
        loop {
            let sealed = self.seal_some(clock(), false).await;
            // said when it begins and when it ends: it is tried ten times a second
            match &sealed {
                Err(fault) if !failing => {
                    tracing::error!(fault = %fault, "the ledger cannot be sealed; it will be tried again")
                }
                Ok(_) if failing => tracing::info!("the ledger is sealed again"),
                _ => {}
            }
            failing = sealed.is_err();
            self.tidy(clock()).await;
            tokio::select! {
                () = &mut stop => break,
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
        self.sealer().running.store(false, Ordering::Release);
        if let Err(fault) = self.seal_all(clock(), true).await {
            tracing::error!(fault = %fault, "the last checkpoint could not be made");
        }
        // also when there was nothing to seal; if it fails, the lease runs out by itself
        let _ = self.release_lease(LEASE, &self.sealer().holder).await;
    }

    /// Seals everything that was committed before the call; answers with the size of the ledger. For tests and the command line.
    ///
    /// # Errors
    /// [`StoreFault`]; [`DbFault::Unavailable`] when another process holds the lease and does not seal.
    pub async fn seal_now(&self, now: Instant) -> Result<u64, StoreFault> {
        Ok(self.seal_all(now, false).await?.size)
    }

    /// Seals everything and signs a checkpoint over it, appended to the anchor file.
    ///
    /// # Errors
    /// As [`Store::seal_now`]; [`StoreFault::File`] when the anchor file cannot be written.
    pub async fn checkpoint(&self, now: Instant) -> Result<MadeCheckpoint, StoreFault> {
        let sealed = self.seal_all(now, true).await?;
        match sealed.checkpoint {
            Some(made) => Ok(made),
            None => self.latest_checkpoint().await?.ok_or(StoreFault::Damaged),
        }
    }

    async fn seal_all(&self, now: Instant, force: bool) -> Result<Sealed, StoreFault> {
        for _ in 0..PATIENCE {
            if let Some(sealed) = self.seal_some(now, force).await? {
                return Ok(sealed);
            }
            // another process seals: what was there at the call will have its number soon
            if !self.db().glance(move |tx| batch::waits(tx, now)).await? {
                return self.sealed_elsewhere(now, force).await;
            }
            tokio::time::sleep(PAUSE / 2).await;
        }
        Err(DbFault::Unavailable.into())
    }

    async fn sealed_elsewhere(&self, now: Instant, force: bool) -> Result<Sealed, StoreFault> {
        if !force {
            return Ok(Sealed { size: self.ledger_size().await?, more: false, checkpoint: None });
        }
        let mut state = self.sealer().state.lock().await;
        let store = self.clone();
        let signed = self
            .db()
            .write(move |tx| Batch { tx, signer: store.signer(), holder: "", now, force, keep: false }.sign_only());
        let signed = signed.await?;
        self.anchor(&mut state).await?;
        Ok(signed)
    }

    /// Seals batch after batch until nothing waits; nothing when another process holds the lease.
    async fn seal_some(&self, now: Instant, force: bool) -> Result<Option<Sealed>, StoreFault> {
        let mut state = self.sealer().state.lock().await;
        let mut last = None;
        loop {
            let quiet = !force && !self.anything_to_seal(now).await?;
            if quiet && last.is_none() {
                let size = self.ledger_size().await?;
                return Ok(Some(Sealed { size, more: false, checkpoint: None }));
            }
            let Some((edge, sealed)) = self.one_batch(state.edge.take(), now, force).await? else { return Ok(None) };
            state.edge = Some(edge);
            let more = sealed.more;
            last = Some(sealed);
            if !more {
                break;
            }
        }
        self.anchor(&mut state).await?;
        Ok(last)
    }

    async fn one_batch(
        &self,
        edge: Option<Edge>,
        now: Instant,
        force: bool,
    ) -> Result<Option<(Edge, Sealed)>, StoreFault> {
        let (store, edge) = (self.clone(), Arc::new(edge));
        let (holder, keep) = (self.sealer().holder.clone(), self.sealer().running.load(Ordering::Acquire));
        self.db()
            .write_plain(move |tx| {
                Batch { tx, signer: store.signer(), holder: &holder, now, force, keep }.seal(edge.as_ref().as_ref())
            })
            .await
    }

    /// Whether lines wait for a number, or numbered lines for a checkpoint that is due.
    async fn anything_to_seal(&self, now: Instant) -> Result<bool, StoreFault> {
        let latest = now.plus_seconds(-CHECKPOINT_SECONDS);
        Ok(self.db().read(move |tx| batch::anything(tx, latest)).await?)
    }

    /// Appends to the anchor file what it does not have yet.
    async fn anchor(&self, state: &mut State) -> Result<(), StoreFault> {
        let after = state.anchor.size();
        let notes = self.db().read(move |tx| proofs::notes_after(tx, after)).await?;
        if notes.is_empty() {
            return Ok(());
        }
        let mut anchor = state.anchor.clone();
        let appended = tokio::task::spawn_blocking(move || anchor.append(&notes).map(|()| anchor)).await;
        state.anchor = appended.map_err(|_| StoreFault::File)?.map_err(|_| StoreFault::File)?;
        Ok(())
    }

    /// Appends every checkpoint that the anchor file does not have yet: it may be a new one.
    pub(crate) async fn anchor_all(&self) -> Result<(), StoreFault> {
        let mut state = self.sealer().state.lock().await;
        loop {
            let before = state.anchor.size();
            self.anchor(&mut state).await?;
            if state.anchor.size() == before {
                return Ok(());
            }
        }
    }

    /// Forgets opened keys that have lain too long, and, every hour, once-keys of more than two days ago.
    async fn tidy(&self, now: Instant) {
        self.keys().sweep();
        let mut state = self.sealer().state.lock().await;
        if state.swept.is_some_and(|swept| now < swept.plus_seconds(3_600)) {
            return;
        }
        state.swept = Some(now);
        if let Err(fault) = self.forget_removed_keks().await {
            tracing::warn!(fault = %fault, "it cannot be told which key-encryption keys are gone");
        }
        let old = now.plus_seconds(-48 * 3_600);
        let swept =
            self.db().write_plain(move |tx| tx.exec("DELETE FROM deeds WHERE at < $1", crate::vals![old])).await;
        if let Err(fault) = swept {
            tracing::warn!(fault = %fault, "old once-keys could not be swept");
        }
    }
}
