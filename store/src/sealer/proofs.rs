//! What can be shown of the ledger: its size, checkpoints, and that a line is in it.

use ledger::checkpoint::Checkpoint;
use ledger::tree::{Tiled, inclusion};
use ledger::{CheckpointFault, Hash};

use super::MadeCheckpoint;
use super::nodes::{LedgerRows, signed};
use crate::db::{DbFault, Tx};
use crate::{Store, StoreFault, vals};

/// How many notes are carried to the anchor file at once.
const NOTES: i64 = 1_000;

/// The proof that a line is in the ledger that a checkpoint speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The ledger number of the line.
    pub number: u64,
    /// The hash of its leaf.
    pub leaf: Hash,
    /// The path to the root, nearest first.
    pub path: Vec<Hash>,
}

impl Store {
    /// How many lines have a ledger number.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn ledger_size(&self) -> Result<u64, StoreFault> {
        let size = "SELECT COALESCE(MAX(number) + 1, 0) FROM lines WHERE number >= 0";
        let size = self.db().glance(move |tx| tx.one(size, vals![], |row| row.int(0))).await?;
        Ok(size.and_then(|size: i64| u64::try_from(size).ok()).unwrap_or(0))
    }

    /// How many lines wait for a number, and since when the first does: the alarm of a sealer that falls behind.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn waiting_lines(&self) -> Result<(u64, Option<domain::time::Instant>), StoreFault> {
        let count = "SELECT COUNT(*), MIN(at) FROM lines WHERE number IS NULL";
        let found =
            self.db().glance(move |tx| tx.one(count, vals![], |row| Ok((row.int(0)?, row.opt_int(1)?)))).await?;
        let (waiting, first) = found.unwrap_or((0, None));
        Ok((u64::try_from(waiting).unwrap_or(0), first.map(domain::time::Instant)))
    }

    /// The latest checkpoint, if there is one.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when it is not signed by this installation.
    pub async fn latest_checkpoint(&self) -> Result<Option<MadeCheckpoint>, StoreFault> {
        let last = "SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1";
        let Some(note) = self.db().glance(move |tx| tx.one(last, vals![], |row| row.text(0))).await? else {
            return Ok(None);
        };
        let checkpoint = self.read_note(&note).map_err(|_| StoreFault::Damaged)?;
        Ok(Some(MadeCheckpoint { checkpoint, note }))
    }

    /// The root over the first `size` lines.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when there are fewer, or a stored hash is missing.
    pub async fn root_over(&self, size: u64) -> Result<Hash, StoreFault> {
        self.db().read(move |tx| ledger::tree::root(&mut Tiled(LedgerRows(tx)), size)).await
    }

    /// What a note says, once its signature holds.
    pub(crate) fn read_note(&self, note: &str) -> Result<Checkpoint, CheckpointFault> {
        Checkpoint::verify(note, &[self.verifier_key()])
    }

    /// The proof that line `number` is among the first `size`; nothing when it is not.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when a stored hash is missing.
    pub async fn proof(&self, number: u64, size: u64) -> Result<Option<Proof>, StoreFault> {
        self.db().read(move |tx| proof(tx, number, size)).await
    }
}

/// [`Store::proof`] inside a transaction.
pub(crate) fn proof(tx: &mut Tx<'_>, number: u64, size: u64) -> Result<Option<Proof>, StoreFault> {
    let leaf = tx.one("SELECT leaf FROM lines WHERE number = $1", vals![signed(number)], |row| row.bytes(0))?;
    let Some(path) = inclusion(&mut Tiled(LedgerRows(tx)), number, size)? else { return Ok(None) };
    let leaf = leaf.and_then(|leaf| Hash::from_slice(&leaf)).ok_or(StoreFault::Damaged)?;
    Ok(Some(Proof { number, leaf, path }))
}

/// The notes over more than `after` lines, in order.
pub(crate) fn notes_after(tx: &mut Tx<'_>, after: u64) -> Result<Vec<(u64, String)>, DbFault> {
    let find = "SELECT size, note FROM checkpoints WHERE size > $1 ORDER BY size LIMIT $2";
    tx.query(find, vals![signed(after), NOTES], |row| Ok((u64::try_from(row.int(0)?).unwrap_or(0), row.text(1)?)))
}
