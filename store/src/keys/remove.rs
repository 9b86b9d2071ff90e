//! Removing keys for ever: the rows, the pages they stood on, the log, and what memory holds of them.

use domain::ids::DossierId;

use super::Keys;
use crate::db::{Db, DbFault, Tx};
use crate::{Store, StoreFault, vals};

impl Keys {
    /// The wrapped keys of a dossier as they are stored, in the order of their versions.
    pub(crate) async fn wrapped_bytes(&self, dossier: DossierId) -> Result<Vec<Vec<u8>>, StoreFault> {
        Ok(self.db.glance(move |tx| rows(tx, &[dossier])).await?)
    }

    /// Removes the keys of these dossiers from the database, its files and memory; they were looked for when it answers.
    pub(crate) async fn remove(&self, dossiers: &[DossierId]) -> Result<(), StoreFault> {
        self.opened.lock().forget(dossiers);
        let (db, gone) = (self.db.clone(), dossiers.to_vec());
        let removed = tokio::task::spawn_blocking(move || remove_now(&db, &gone, Files::Always));
        removed.await.map_err(|_| DbFault::Unavailable)??;
        // whoever opened one meanwhile has put it there again
        self.opened.lock().forget(dossiers);
        Ok(())
    }
}

/// When the files of the database are made anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Files {
    /// Also when no row was left: a run before may have been cut off between the two.
    Always,
    /// When a row was there.
    IfFound,
}

/// Removes the keys of these dossiers from the database and its files; says how many there were. Blocking.
pub(crate) fn remove_now(db: &Db, dossiers: &[DossierId], files: Files) -> Result<usize, StoreFault> {
    let wanted = dossiers.to_vec();
    if files == Files::IfFound && db.read_now(move |tx| rows(tx, &wanted))?.is_empty() {
        return Ok(0);
    }
    let gone = dossiers.to_vec();
    // in one transaction: it may be wrapped anew at this moment
    let found = db.write_now(move |tx| {
        let found = rows(tx, &gone)?;
        gone.iter().try_for_each(|dossier| tx.exec("DELETE FROM keys WHERE dossier = $1", vals![dossier]).map(drop))?;
        Ok::<_, DbFault>(found)
    })?;
    leave_nothing(db, &["VACUUM FULL keys"], &found)?;
    Ok(found.len())
}

/// Writes the files of the database anew – on PostgreSQL by these texts –, and looks through them for what was removed. Blocking.
pub(super) fn leave_nothing(db: &Db, texts: &[&'static str], removed: &[Vec<u8>]) -> Result<(), StoreFault> {
    db.make_anew(texts)?;
    match db.holds_any(removed) {
        Ok(false) => Ok(()),
        Ok(true) => Err(StoreFault::Malformed("a removed key is still in the file")),
        Err(_) => Err(StoreFault::File),
    }
}

fn rows(tx: &mut Tx<'_>, dossiers: &[DossierId]) -> Result<Vec<Vec<u8>>, DbFault> {
    let mut found = Vec::new();
    for dossier in dossiers {
        let find = "SELECT wrapped FROM keys WHERE dossier = $1 ORDER BY version";
        found.extend(tx.query(find, vals![dossier], |row| row.bytes(0))?);
    }
    Ok(found)
}

impl Store {
    /// The first wrapped key of a dossier as it is stored: for looking whether it is anywhere else. Worthless without the root key.
    ///
    /// # Errors
    /// [`StoreFault`] of the key database.
    pub async fn wrapped_key(&self, dossier: DossierId) -> Result<Option<Vec<u8>>, StoreFault> {
        Ok(self.wrapped_keys(dossier).await?.into_iter().next())
    }

    /// Every wrapped key of a dossier, in the order of their versions.
    ///
    /// # Errors
    /// [`StoreFault`] of the key database.
    pub async fn wrapped_keys(&self, dossier: DossierId) -> Result<Vec<Vec<u8>>, StoreFault> {
        self.keys().wrapped_bytes(dossier).await
    }
}
