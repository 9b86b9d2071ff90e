//! The ledger as it is exported: leaves and notes, page by page.

use ledger::Hash;
use ledger::line::leaf_bytes;

use crate::sealer::notes_after;
use crate::{Store, StoreFault, vals};

impl Store {
    /// The exact bytes of the leaves from ledger number `from` on, at most `most`; fewer at the end of the ledger.
    ///
    /// # Errors
    /// [`StoreFault::Damaged`] when a line has no hash before it; otherwise a fault of the database.
    pub async fn leaves(&self, from: u64, most: u32) -> Result<Vec<Vec<u8>>, StoreFault> {
        let find = "SELECT number, body, prev FROM lines WHERE number >= $1 ORDER BY number LIMIT $2";
        let from = i64::try_from(from).unwrap_or(i64::MAX);
        let lines = self
            .db()
            .glance(move |tx| tx.query(find, vals![from, most], |row| Ok((row.int(0)?, row.bytes(1)?, row.bytes(2)?))));
        let leaf = |(number, body, prev): (i64, Vec<u8>, Vec<u8>)| {
            let number = u64::try_from(number).map_err(|_| StoreFault::Damaged)?;
            let prev = Hash::from_slice(&prev).ok_or(StoreFault::Damaged)?;
            Ok(leaf_bytes(&body, number, &prev))
        };
        lines.await?.into_iter().map(leaf).collect()
    }

    /// The checkpoints over more than `after` lines with their sizes, in order; at most a thousand.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn notes(&self, after: u64) -> Result<Vec<(u64, String)>, StoreFault> {
        Ok(self.db().glance(move |tx| notes_after(tx, after)).await?)
    }
}
