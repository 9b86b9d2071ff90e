//! The end of the ledger, checked at every start: from the last checkpoint on, and the thousand lines before it. The whole is checked by
//! `verify`; this takes milliseconds however large the ledger is.

use ledger::Hash;
use ledger::check::Check;
use ledger::checkpoint::VerifierKey;
use ledger::line::{leaf_bytes, leaf_hash};
use ledger::tree::{self, Tiled};

use super::StartFault;
use crate::StoreFault;
use crate::db::{Db, DbFault, Tx};
use crate::sealer::{Edge, LedgerRows, frontier};
use crate::vals;

/// How many lines are checked before the last checkpoint.
const BEFORE: u64 = 1_000;

/// Checks the end; answers with the size of the ledger.
pub(super) fn check(db: &Db, key: VerifierKey) -> Result<u64, StartFault> {
    db.read_now(move |tx| Tail { tx, key }.check().map_err(Reason::into_fault)).map_err(|Fault(fault)| fault)
}

/// The root over the first `size` lines, out of tiles and leaves.
pub(super) fn root(db: &Db, size: u64) -> Result<Hash, StoreFault> {
    db.read_now(move |tx| tree::root(&mut Tiled(LedgerRows(tx)), size))
}

struct Tail<'t, 'c> {
    tx: &'t mut Tx<'c>,
    key: VerifierKey,
}

impl Tail<'_, '_> {
    fn check(mut self) -> Result<u64, Reason> {
        let last = "SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1";
        let signed = self.tx.one(last, vals![], |row| Ok((row.int(0)?, row.text(1)?)))?;
        let (covered, note) = match signed {
            Some((size, note)) => (u64::try_from(size).map_err(|_| StoreFault::Damaged)?, Some(note)),
            None => (0, None),
        };
        let edge = Edge::read(self.tx)?;
        let size = edge.frontier.size();
        let start = covered.min(size).saturating_sub(BEFORE);
        let mut check = self.begin(start)?;
        self.feed(&mut check, start, covered.min(size))?;
        if let Some(note) = note {
            check.checkpoint(&note)?;
        }
        self.feed(&mut check, covered.min(size), size)?;
        if check.checked().last != edge.last || check.checked().root != edge.frontier.root() {
            return Err(StoreFault::Damaged.into());
        }
        Ok(size)
    }

    /// A checker that goes on behind the first `start` lines.
    fn begin(&mut self, start: u64) -> Result<Check, Reason> {
        if start == 0 {
            return Ok(Check::new(vec![self.key]));
        }
        let before = "SELECT leaf FROM lines WHERE number = $1";
        let leaf = self.tx.one(before, vals![signed(start - 1)], |row| row.bytes(0))?;
        let leaf = leaf.and_then(|leaf| Hash::from_slice(&leaf)).ok_or(StoreFault::Damaged)?;
        Ok(Check::resume(vec![self.key], frontier(self.tx, start)?, leaf))
    }

    fn feed(&mut self, check: &mut Check, from: u64, to: u64) -> Result<(), Reason> {
        let lines = "SELECT number, body, prev, leaf FROM lines WHERE number >= $1 AND number < $2 ORDER BY number";
        let rows = self.tx.query(lines, vals![signed(from), signed(to)], |row| {
            Ok((row.int(0)?, row.bytes(1)?, row.bytes(2)?, row.bytes(3)?))
        })?;
        for (number, body, prev, leaf) in rows {
            let number = u64::try_from(number).map_err(|_| StoreFault::Damaged)?;
            let prev = Hash::from_slice(&prev).ok_or(StoreFault::Damaged)?;
            let bytes = leaf_bytes(&body, number, &prev);
            check.leaf(&bytes)?;
            if leaf != leaf_hash(&bytes).0 {
                return Err(StoreFault::Damaged.into());
            }
        }
        if check.size() == to { Ok(()) } else { Err(StoreFault::Damaged.into()) }
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Why the tail does not verify.
enum Reason {
    Store(StoreFault),
    Found(ledger::Found),
}

impl Reason {
    fn into_fault(self) -> Fault {
        Fault(match self {
            Self::Store(fault) => fault.into(),
            Self::Found(found) => StartFault::TailBroken(Box::new(found)),
        })
    }
}

impl From<StoreFault> for Reason {
    fn from(fault: StoreFault) -> Self {
        Self::Store(fault)
    }
}

impl From<DbFault> for Reason {
    fn from(fault: DbFault) -> Self {
        Self::Store(fault.into())
    }
}

impl From<ledger::Found> for Reason {
    fn from(found: ledger::Found) -> Self {
        Self::Found(found)
    }
}

/// Carries the fault through the unit of work.
struct Fault(StartFault);

impl From<DbFault> for Fault {
    fn from(fault: DbFault) -> Self {
        Self(fault.into())
    }
}
