//! One batch: up to 256 lines get their numbers, with the tiles they complete and the checkpoint that is due, in one transaction.

use domain::time::Instant;
use ledger::Hash;
use ledger::checkpoint::{Checkpoint, Signer};
use ledger::line::{leaf_bytes, leaf_hash};
use ledger::tree::{Frontier, Nodes as _, TILE_LEVELS, Tiled};

use super::nodes::{LedgerRows, signed};
use super::{CHECKPOINT_SECONDS, LEASE, MadeCheckpoint};
use crate::db::{DbFault, Tx};
use crate::shelves::take_lease_in;
use crate::{StoreFault, vals};

/// How many lines are numbered in one transaction.
const LINES: usize = 256;

/// After so many lines a checkpoint is due in any case.
const CHECKPOINT_LINES: u64 = 1_000;

/// How long the lease is taken for, in seconds.
const LEASE_SECONDS: i64 = 10;

/// The right edge of the ledger: what the next line continues.
#[derive(Debug, Clone)]
pub(crate) struct Edge {
    pub(crate) frontier: Frontier,
    pub(crate) last: Hash,
}

/// What a batch came to.
pub(super) struct Sealed {
    pub(super) size: u64,
    pub(super) more: bool,
    pub(super) checkpoint: Option<MadeCheckpoint>,
}

pub(super) struct Batch<'b, 'c> {
    pub(super) tx: &'b mut Tx<'c>,
    pub(super) signer: &'b Signer,
    pub(super) holder: &'b str,
    pub(super) now: Instant,
    /// A checkpoint is wanted even when none is due.
    pub(super) force: bool,
    /// The lease is kept afterwards: this process goes on sealing.
    pub(super) keep: bool,
}

impl Edge {
    /// The edge as the database has it.
    pub(crate) fn read(tx: &mut Tx<'_>) -> Result<Self, StoreFault> {
        let Some((size, last)) = end(tx)? else { return Ok(Self { frontier: Frontier::new(), last: Hash::ZERO }) };
        Ok(Self { frontier: frontier(tx, size)?, last })
    }
}

/// The right edge of the tree over the first `size` lines, out of tiles and leaves.
pub(crate) fn frontier(tx: &mut Tx<'_>, size: u64) -> Result<Frontier, StoreFault> {
    let mut bytes = size.to_be_bytes().to_vec();
    let (mut start, mut nodes) = (0_u64, Tiled(LedgerRows(tx)));
    for level in (0..63_u8).rev().filter(|level| (size >> level) & 1 == 1) {
        bytes.extend_from_slice(&nodes.node(level, start >> level)?.0);
        start += 1 << level;
    }
    Frontier::from_bytes(&bytes).ok_or(StoreFault::Damaged)
}

/// How many lines have a number, and the hash of the last.
fn end(tx: &mut Tx<'_>) -> Result<Option<(u64, Hash)>, StoreFault> {
    let last = "SELECT number, leaf FROM lines WHERE number = (SELECT MAX(number) FROM lines WHERE number >= 0)";
    let Some((number, leaf)) = tx.one(last, vals![], |row| Ok((row.int(0)?, row.bytes(1)?)))? else { return Ok(None) };
    let size = u64::try_from(number).ok().map(|number| number + 1);
    Ok(Some((size.ok_or(StoreFault::Damaged)?, Hash::from_slice(&leaf).ok_or(StoreFault::Damaged)?)))
}

/// Whether a line waits, or something new has waited for a checkpoint since `latest`.
pub(super) fn anything(tx: &mut Tx<'_>, latest: Instant) -> Result<bool, DbFault> {
    if tx.one("SELECT 1 FROM lines WHERE number IS NULL LIMIT 1", vals![], |_| Ok(()))?.is_some() {
        return Ok(true);
    }
    let size = tx.one("SELECT COALESCE(MAX(number) + 1, 0) FROM lines WHERE number >= 0", vals![], |row| row.int(0))?;
    let (covered, at) = last_checkpoint(tx)?;
    Ok(signed(covered) < size.unwrap_or(0) && at <= latest)
}

/// Whether a line waits that was there at that time.
pub(super) fn waits(tx: &mut Tx<'_>, at: Instant) -> Result<bool, DbFault> {
    let waits = "SELECT 1 FROM lines WHERE number IS NULL AND at <= $1 LIMIT 1";
    Ok(tx.one(waits, vals![at], |_| Ok(()))?.is_some())
}

fn last_checkpoint(tx: &mut Tx<'_>) -> Result<(u64, Instant), DbFault> {
    let last = "SELECT size, at FROM checkpoints ORDER BY size DESC LIMIT 1";
    let found = tx.one(last, vals![], |row| Ok((u64::try_from(row.int(0)?).unwrap_or(0), row.instant(1)?)))?;
    Ok(found.unwrap_or((0, Instant(i64::MIN))))
}

impl Batch<'_, '_> {
    /// Seals one batch; nothing when the lease is another process's.
    pub(super) fn seal(mut self, known: Option<&Edge>) -> Result<Option<(Edge, Sealed)>, StoreFault> {
        if !take_lease_in(self.tx, LEASE, self.holder, self.now, self.now.plus_seconds(LEASE_SECONDS))? {
            return Ok(None);
        }
        let mut edge = self.edge(known)?;
        let waiting = self.waiting()?;
        for (id, body) in &waiting {
            self.number(&mut edge, id, body)?;
        }
        let more = waiting.len() == LINES;
        let checkpoint = if self.due(&edge, more)? { Some(self.sign(&edge)?) } else { None };
        if !more && !self.keep {
            self.tx.exec("DELETE FROM leases WHERE name = $1 AND holder = $2", vals![LEASE, self.holder])?;
        }
        let size = edge.frontier.size();
        Ok(Some((edge, Sealed { size, more, checkpoint })))
    }

    /// Signs what is numbered so far, without the lease: another process seals, and only a checkpoint is wanted from us.
    pub(super) fn sign_only(mut self) -> Result<Sealed, StoreFault> {
        let edge = Edge::read(self.tx)?;
        let checkpoint = if self.due(&edge, false)? { Some(self.sign(&edge)?) } else { None };
        Ok(Sealed { size: edge.frontier.size(), more: false, checkpoint })
    }

    /// What this process remembers, if it is still true; otherwise what the database says.
    fn edge(&mut self, known: Option<&Edge>) -> Result<Edge, StoreFault> {
        let (size, last) = end(self.tx)?.unwrap_or((0, Hash::ZERO));
        match known {
            Some(edge) if edge.frontier.size() == size && edge.last == last => Ok(edge.clone()),
            _ => Edge::read(self.tx),
        }
    }

    /// Absent values sort differently on the two engines, hence the substitutes.
    fn waiting(&mut self) -> Result<Vec<(String, Vec<u8>)>, DbFault> {
        let waiting = "SELECT id, body FROM lines WHERE number IS NULL
                       ORDER BY at, COALESCE(dossier, ''), COALESCE(entry, 0), id LIMIT $1";
        self.tx.query(waiting, vals![LINES as i64], |row| Ok((row.text(0)?, row.bytes(1)?)))
    }

    fn number(&mut self, edge: &mut Edge, id: &str, body: &[u8]) -> Result<(), StoreFault> {
        let n = edge.frontier.size();
        let leaf = leaf_hash(&leaf_bytes(body, n, &edge.last));
        let set = "UPDATE lines SET number = $2, prev = $3, leaf = $4 WHERE id = $1";
        self.tx.exec(set, vals![id, signed(n), edge.last.0, leaf.0])?;
        let mut tiles = Vec::new();
        edge.frontier.append_with(leaf, |level, index, hash| {
            if 0 < level && level.is_multiple_of(TILE_LEVELS) {
                tiles.push((level, index, hash));
            }
        });
        edge.last = leaf;
        for (level, index, hash) in tiles {
            let put = "INSERT INTO tiles (level, idx, hash) VALUES ($1, $2, $3)";
            self.tx.exec(put, vals![level, signed(index), hash.0])?;
        }
        Ok(())
    }

    fn due(&mut self, edge: &Edge, more: bool) -> Result<bool, DbFault> {
        let (covered, at) = last_checkpoint(self.tx)?;
        let size = edge.frontier.size();
        if size <= covered {
            return Ok(false);
        }
        let waited = at <= self.now.plus_seconds(-CHECKPOINT_SECONDS);
        Ok(covered + CHECKPOINT_LINES <= size || (!more && (self.force || waited)))
    }

    fn sign(&mut self, edge: &Edge) -> Result<MadeCheckpoint, DbFault> {
        let origin = self.signer.key().origin;
        let checkpoint = Checkpoint { origin, size: edge.frontier.size(), root: edge.frontier.root() };
        let note = checkpoint.sign(self.signer);
        let keep = "INSERT INTO checkpoints (size, at, note) VALUES ($1, $2, $3)";
        self.tx.exec(keep, vals![signed(checkpoint.size), self.now, note])?;
        Ok(MadeCheckpoint { checkpoint, note })
    }
}
