//! Holds: which files must not be destroyed, and by what.
//!
//! tidy: sql because only placeholders and constant clauses vary; every value is bound

use std::sync::LazyLock;

use domain::ids::DossierId;
use domain::time::Instant;

use super::texts::{ByLength, LONGEST, by_length, with_list};
use crate::db::{DbFault, Row, Tx};
use crate::{Hold, Store, StoreFault};

/// A hold and where it was laid down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoldSeen {
    /// The dossier that says so.
    pub matter: DossierId,
    /// Which file, and from when to when.
    pub hold: Hold,
}

static ON_SOME: ByLength = LazyLock::new(|| {
    by_length(1, |dossiers| {
        format!(
            "SELECT matter, dossier, since, until FROM holds WHERE dossier IN ({dossiers}) ORDER BY matter, dossier"
        )
    })
});

impl Store {
    /// The holds on these files at that time; those on a client's file are not those on the client's cases.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn holds_on(&self, dossiers: &[DossierId], at: Instant) -> Result<Vec<HoldSeen>, StoreFault> {
        if dossiers.is_empty() {
            return Ok(Vec::new());
        }
        let dossiers = dossiers.to_vec();
        Ok(self.db().read(move |tx| on(tx, &dossiers, at)).await?)
    }
}

/// [`Store::holds_on`] inside a transaction.
pub(crate) fn on(tx: &mut Tx<'_>, dossiers: &[DossierId], at: Instant) -> Result<Vec<HoldSeen>, DbFault> {
    let mut found = Vec::new();
    for part in dossiers.chunks(LONGEST) {
        let Some((sql, vals)) = with_list(&ON_SOME, &[], part) else { continue };
        found.extend(
            tx.query(sql, &vals, read)?.into_iter().filter(|seen| seen.hold.until.is_none_or(|until| at < until)),
        );
    }
    Ok(found)
}

fn read(row: &Row<'_>) -> Result<HoldSeen, DbFault> {
    let hold = Hold { dossier: row.parse(1)?, since: row.instant(2)?, until: row.opt_int(3)?.map(Instant) };
    Ok(HoldSeen { matter: row.parse(0)?, hold })
}
