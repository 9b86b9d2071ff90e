//! Ties: why somebody has to do with a dossier. The facts that the policy decides on; what a tie allows is not known here.
//!
//! tidy: sql because only placeholders and constant clauses vary; every value is bound

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::ids::{DossierId, StaffId};
use domain::time::Instant;

use super::texts::{ByLength, LONGEST, by_length, with_list};
use crate::db::{DbFault, Row, ToVal, Tx};
use crate::{Store, StoreFault, Tie, vals};

/// A tie and what it ties to. Exclusions are ties as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieSeen {
    /// To which dossier.
    pub dossier: DossierId,
    /// Whose, as what, and how far.
    pub tie: Tie,
}

static TO_SOME: ByLength = LazyLock::new(|| {
    by_length(3, |dossiers| {
        format!(
            "SELECT dossier, staff, tie, clearance, since, until FROM ties WHERE staff = $1 AND since <= $2
             AND (until IS NULL OR $2 < until) AND dossier IN ({dossiers}) ORDER BY dossier, tie"
        )
    })
});

impl Store {
    /// The ties of this person that hold at that time.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn ties_of_staff(&self, staff: StaffId, at: Instant) -> Result<Vec<TieSeen>, StoreFault> {
        let all = "SELECT dossier, staff, tie, clearance, since, until FROM ties WHERE staff = $1 AND since <= $2
                   AND (until IS NULL OR $2 < until) ORDER BY dossier, tie";
        Ok(self.db().glance(move |tx| tx.query(all, vals![staff, at], read)).await?)
    }

    /// The ties of this person that hold at that time or will.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn ties_to_come(&self, staff: StaffId, at: Instant) -> Result<Vec<TieSeen>, StoreFault> {
        let all = "SELECT dossier, staff, tie, clearance, since, until FROM ties WHERE staff = $1
                   AND (until IS NULL OR $2 < until) ORDER BY dossier, tie";
        Ok(self.db().glance(move |tx| tx.query(all, vals![staff, at], read)).await?)
    }

    /// The ties to this dossier that hold at that time.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn ties_of_dossier(&self, dossier: DossierId, at: Instant) -> Result<Vec<TieSeen>, StoreFault> {
        let all = "SELECT dossier, staff, tie, clearance, since, until FROM ties WHERE dossier = $1 AND since <= $2
                   AND (until IS NULL OR $2 < until) ORDER BY staff, tie";
        Ok(self.db().glance(move |tx| tx.query(all, vals![dossier, at], read)).await?)
    }

    /// The ties of this person to these dossiers that hold at that time, by dossier.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn ties_to(
        &self,
        staff: StaffId,
        dossiers: &[DossierId],
        at: Instant,
    ) -> Result<HashMap<DossierId, Vec<Tie>>, StoreFault> {
        if dossiers.is_empty() {
            return Ok(HashMap::new());
        }
        let dossiers = dossiers.to_vec();
        Ok(self.db().read(move |tx| ties_to(tx, staff, &dossiers, at)).await?)
    }
}

/// [`Store::ties_to`] inside a transaction.
pub(super) fn ties_to(
    tx: &mut Tx<'_>,
    staff: StaffId,
    dossiers: &[DossierId],
    at: Instant,
) -> Result<HashMap<DossierId, Vec<Tie>>, DbFault> {
    let mut found: HashMap<DossierId, Vec<Tie>> = HashMap::new();
    for part in dossiers.chunks(LONGEST) {
        let Some((sql, vals)) = with_list(&TO_SOME, &[staff.val(), at.val()], part) else { continue };
        for tie in tx.query(sql, &vals, read)? {
            found.entry(tie.dossier).or_default().push(tie.tie);
        }
    }
    Ok(found)
}

fn read(row: &Row<'_>) -> Result<TieSeen, DbFault> {
    Ok(TieSeen {
        dossier: row.parse(0)?,
        tie: Tie {
            staff: row.parse(1)?,
            tie: row.text(2)?,
            clearance: row.level(3)?,
            since: row.instant(4)?,
            until: row.opt_int(5)?.map(Instant),
        },
    })
}
