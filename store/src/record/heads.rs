//! How far a dossier goes, and whether an intended effect was had.

use domain::ids::{DossierId, DossierKind, EntryId, EntryNumber, OnceKey, StaffId};

use crate::db::DbFault;
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
    /// The kind and last entry of a dossier; nothing when there is none.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn head(&self, dossier: DossierId) -> Result<Option<Head>, StoreFault> {
        let find = "SELECT kind, entries FROM dossiers WHERE dossier = $1";
        let found = self.db().glance(move |tx| {
            tx.one(find, vals![dossier], |row| {
                let kind = DossierKind::from_code(&row.text(0)?).ok_or_else(|| DbFault::named("kind of dossier"))?;
                Ok(Head { kind, last: row.number(1)? })
            })
        });
        Ok(found.await?)
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
