//! The tree's stored hashes, read inside a transaction.

use ledger::Hash;
use ledger::tree::Rows;

use crate::StoreFault;
use crate::db::Tx;
use crate::vals;

/// Leaf hashes and tiles. A hash that should be there and is not means that somebody took it away.
pub(crate) struct LedgerRows<'t, 'c>(pub(crate) &'t mut Tx<'c>);

impl Rows for LedgerRows<'_, '_> {
    type Error = StoreFault;

    fn rows(&mut self, level: u8, first: u64, count: u64) -> Result<Vec<Hash>, StoreFault> {
        let (from, to) = (signed(first), signed(first.saturating_add(count)));
        let found = if level == 0 {
            let leaves = "SELECT leaf FROM lines WHERE number >= $1 AND number < $2 ORDER BY number";
            self.0.query(leaves, vals![from, to], |row| row.bytes(0))?
        } else {
            let tiles = "SELECT hash FROM tiles WHERE level = $3 AND idx >= $1 AND idx < $2 ORDER BY idx";
            self.0.query(tiles, vals![from, to, level], |row| row.bytes(0))?
        };
        let hashes: Option<Vec<Hash>> = found.iter().map(|bytes| Hash::from_slice(bytes)).collect();
        hashes.filter(|hashes| hashes.len() as u64 == count).ok_or(StoreFault::Damaged)
    }
}

pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
