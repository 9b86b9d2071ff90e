//! How far a dossier goes, and whether an intended effect was had.

use domain::ids::{DossierId, DossierKind, EntryId, EntryNumber, OnceKey, StaffId};

use crate::db::{DbFault, Row};
use crate::{Store, StoreFault, vals};

/// What is known of a dossier without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Its kind.
    pub kind: DossierKind,
    /// Its last entry.
    pub last: EntryNumber,
}

impl Store {
    /// The kind and last entry of a dossier; nothing when there is none, or it is destroyed.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn head(&self, dossier: DossierId) -> Result<Option<Head>, StoreFault> {
        let find = "SELECT dossier, kind, entries FROM dossiers WHERE dossier = $1 AND destroyed IS NULL";
        let found = self.db().glance(move |tx| tx.one(find, vals![dossier], read));
        Ok(found.await?.map(|(_, head)| head))
    }

    /// The dossiers of one kind, the one that changed last first, at most `limit`, with how far each goes.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn heads_of(&self, kind: DossierKind, limit: u32) -> Result<Vec<(DossierId, Head)>, StoreFault> {
        let find = "SELECT d.dossier, d.kind, d.entries FROM cards c JOIN dossiers d ON d.dossier = c.dossier
                    WHERE c.kind = $1 ORDER BY c.changed DESC, c.dossier DESC LIMIT $2";
        Ok(self.db().glance(move |tx| tx.query(find, vals![kind.code(), limit], read)).await?)
    }

    /// How many entries a dossier has that is destroyed.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn entries_of_destroyed(&self, dossier: DossierId) -> Result<u32, StoreFault> {
        let find = "SELECT entries FROM dossiers WHERE dossier = $1 AND destroyed IS NOT NULL";
        let found = self.db().glance(move |tx| tx.one(find, vals![dossier], |row| row.number(0))).await?;
        Ok(found.unwrap_or_default().0)
    }

    /// The first entry of an intended effect that `actor` has had already; nothing when it was not had, or by somebody else.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn effect(&self, once: OnceKey, actor: StaffId) -> Result<Option<EntryId>, StoreFault> {
        let find = "SELECT dossier, entry FROM deeds WHERE once = $1 AND staff = $2";
        let found = self.db().glance(move |tx| {
            tx.one(find, vals![once, actor], |row| Ok(EntryId { dossier: row.parse(0)?, number: row.number(1)? }))
        });
        Ok(found.await?)
    }
}

/// Reads dossier, kind and number of entries.
pub(super) fn read(row: &Row<'_>) -> Result<(DossierId, Head), DbFault> {
    let kind = DossierKind::from_code(&row.text(1)?).ok_or_else(|| DbFault::named("kind of dossier"))?;
    Ok((row.parse(0)?, Head { kind, last: row.number(2)? }))
}
