//! Writing the derived rows of dossiers anew, out of what their entries say. The record itself is not touched.

use domain::ids::{DossierId, DossierKind, EntryNumber};

use super::derived::replace;
use super::heads::{Head, read};
use super::order::Derived;
use super::prepare::PreparedPart;
use crate::db::{DbFault, Tx};
use crate::{Store, StoreFault, vals};

impl Store {
    /// How many dossiers there are.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn dossier_count(&self) -> Result<u64, StoreFault> {
        let count = "SELECT COUNT(*) FROM dossiers";
        let counted = self.db().glance(move |tx| tx.one(count, vals![], |row| row.int(0)));
        Ok(counted.await?.and_then(|count| u64::try_from(count).ok()).unwrap_or(0))
    }

    /// The dossiers behind `after` in the order of their ids, at most `limit`, with how far each goes.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn dossiers(&self, after: Option<DossierId>, limit: u32) -> Result<Vec<(DossierId, Head)>, StoreFault> {
        let find = "SELECT dossier, kind, entries FROM dossiers WHERE dossier > $1 ORDER BY dossier LIMIT $2";
        let after = after.map(|after| after.to_string()).unwrap_or_default();
        Ok(self.db().glance(move |tx| tx.query(find, vals![after, limit], read)).await?)
    }

    /// Puts these derived rows in the place of those that are there, if the dossier still ends with entry `last`; says whether it did.
    ///
    /// # Errors
    /// [`StoreFault::NoKey`] when the dossier's key is gone; otherwise a fault of the database.
    pub async fn rederive(
        &self,
        dossier: DossierId,
        kind: DossierKind,
        last: EntryNumber,
        derived: Derived,
    ) -> Result<bool, StoreFault> {
        let key = self.keys().open(dossier).await?;
        let derived = self.prepare_derived(dossier, kind, derived, &key)?;
        let part = PreparedPart { dossier, kind, after: last, entries: Vec::new(), derived: Some(derived) };
        Ok(self.db().write(move |tx| write(tx, &part)).await?)
    }

    /// Removes derived rows of dossiers that there are not, and of those whose kind has none; says how many.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn drop_strays(&self) -> Result<u64, StoreFault> {
        let dropped = self.db().write(|tx| {
            let mut rows = 0;
            for delete in [
                "DELETE FROM cards WHERE dossier NOT IN (SELECT dossier FROM dossiers)",
                "DELETE FROM ties WHERE dossier NOT IN (SELECT dossier FROM dossiers)",
                "DELETE FROM tokens WHERE dossier NOT IN (SELECT dossier FROM dossiers)",
                "DELETE FROM duties WHERE dossier NOT IN (SELECT dossier FROM dossiers)",
                "DELETE FROM appointments WHERE dossier NOT IN (SELECT dossier FROM dossiers)",
                "DELETE FROM blobs WHERE dossier NOT IN (SELECT dossier FROM dossiers)",
                "DELETE FROM session_outcomes WHERE dossier NOT IN (SELECT dossier FROM dossiers)",
                "DELETE FROM waiting_list WHERE dossier NOT IN (SELECT dossier FROM dossiers)",
                "DELETE FROM inquiries WHERE dossier NOT IN (SELECT dossier FROM dossiers)",
                "DELETE FROM reminders WHERE dossier NOT IN (SELECT dossier FROM dossiers)",
                "DELETE FROM whereabouts WHERE dossier NOT IN (SELECT dossier FROM dossiers)",
                "DELETE FROM holds WHERE matter NOT IN (SELECT dossier FROM dossiers)",
            ] {
                rows += tx.exec(delete, vals![])?;
            }
            Ok::<_, DbFault>(rows)
        });
        Ok(dropped.await?)
    }
}

fn write(tx: &mut Tx<'_>, part: &PreparedPart) -> Result<bool, DbFault> {
    let Some(derived) = &part.derived else { return Ok(false) };
    // whoever appends meanwhile and whoever derives meet in this row
    let lock = "UPDATE dossiers SET derived = $3 WHERE dossier = $1 AND entries = $2 AND destroyed IS NULL
                RETURNING last_at";
    let locked = tx.one(lock, vals![part.dossier, part.after, derived.marks], |row| row.instant(0))?;
    let Some(at) = locked else { return Ok(false) };
    replace(tx, part, derived, &[], at)?;
    Ok(true)
}
