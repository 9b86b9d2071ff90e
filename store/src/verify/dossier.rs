//! Checking one dossier: before it is closed, and before it is exported.

use domain::ids::{DossierId, EntryNumber};
use ledger::Hash;
use ledger::line::{Body, body_hash};

use super::lines::ENTRY_LINE;
use crate::db::{DbFault, Row};
use crate::record::header;
use crate::seals::Header;
use crate::{Store, StoreFault, vals};

/// How many entries of a dossier are as they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DossierVerified {
    /// Entries that open, match their line, and stand in its chain.
    pub good: u32,
    /// Entries that there are, or should be.
    pub of: u32,
}

/// An entry with its line.
pub(super) struct Placed {
    pub(super) header: Header,
    pub(super) sealed: Vec<u8>,
    pub(super) body: Vec<u8>,
    pub(super) number: Option<u64>,
    pub(super) prev: Option<Hash>,
}

impl Store {
    /// Checks every entry of a dossier against its line and the chain.
    ///
    /// # Errors
    /// [`StoreFault::NoKey`] when its key is gone; otherwise a fault of the database.
    pub async fn verify_dossier(&self, dossier: DossierId) -> Result<DossierVerified, StoreFault> {
        let of = self.head(dossier).await?.map_or(0, |head| head.last.0);
        let placed = self.placed(dossier).await?;
        let key = self.keys().open_for(dossier, placed.iter().map(|entry| entry.sealed.as_slice())).await?;
        let (mut good, mut expected, mut prev) = (0, EntryNumber::NONE, Hash::ZERO);
        for entry in &placed {
            expected = expected.next();
            let chained = entry.header.number == expected && follows(&entry.body, &entry.header, prev);
            prev = body_hash(&entry.body);
            if chained && self.holds(&entry.header, &key, &entry.sealed, &entry.body) {
                good += 1;
            }
        }
        Ok(DossierVerified { good, of: of.max(u32::try_from(placed.len()).unwrap_or(u32::MAX)) })
    }

    /// Every entry of a dossier that has a line, in order.
    pub(super) async fn placed(&self, dossier: DossierId) -> Result<Vec<Placed>, StoreFault> {
        // by two ways, because lines without a number are not in the index of their dossier
        let find = "SELECT e.dossier, e.number, e.kind, e.version, e.level, e.author, e.happened, e.signed, e.sealed,
                           l.body, l.number, l.prev
                    FROM (SELECT entry, body, number, prev FROM lines WHERE dossier = $1 AND number IS NOT NULL
                          UNION ALL
                          SELECT entry, body, number, prev FROM lines WHERE dossier = $1 AND number IS NULL) l
                         JOIN entries e ON e.number = l.entry AND substr(l.body, 1, 15) = $2
                    WHERE e.dossier = $1 ORDER BY e.number";
        Ok(self.db().glance(move |tx| tx.query(find, vals![dossier, *ENTRY_LINE], read)).await?)
    }
}

fn follows(body: &[u8], header: &Header, prev: Hash) -> bool {
    matches!(Body::parse(body), Some(Body::Entry(line)) if line.prev == prev && line.entry == header.number.0)
}

fn read(row: &Row<'_>) -> Result<Placed, DbFault> {
    Ok(Placed {
        header: header(row, 0)?,
        sealed: row.bytes(8)?,
        body: row.bytes(9)?,
        number: row.opt_int(10)?.and_then(|number| u64::try_from(number).ok()),
        prev: row.opt_bytes(11)?.and_then(|prev| Hash::from_slice(&prev)),
    })
}
