//! Removing keys for ever: the rows, the pages they stood on, the log, and what memory holds of them.

use std::io::Read as _;
use std::path::Path;

use domain::ids::DossierId;

use super::Keys;
use crate::db::{Db, DbFault, Tx};
use crate::{Store, StoreFault, vals};

/// How much of a file is looked through at once.
const CHUNK: usize = 1 << 20;

impl Keys {
    /// The wrapped key as it is stored.
    pub(crate) async fn wrapped_bytes(&self, dossier: DossierId) -> Result<Option<Vec<u8>>, StoreFault> {
        let find = "SELECT wrapped FROM keys WHERE dossier = $1";
        Ok(self.db.glance(move |tx| tx.one(find, vals![dossier], |row| row.bytes(0))).await?)
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
    let found: Vec<Vec<u8>> = db.read_now(move |tx| rows(tx, &wanted))?;
    if found.is_empty() && files == Files::IfFound {
        return Ok(0);
    }
    let gone = dossiers.to_vec();
    db.write_now(move |tx| {
        gone.iter().try_for_each(|dossier| tx.exec("DELETE FROM keys WHERE dossier = $1", vals![dossier]).map(drop))
    })
    .map_err(|fault: DbFault| fault)?;
    db.make_anew("VACUUM FULL keys")?;
    for file in db.files() {
        if holds_any(&file, &found).map_err(|_| StoreFault::File)? {
            return Err(StoreFault::Malformed("a removed key is still in the file"));
        }
    }
    Ok(found.len())
}

fn rows(tx: &mut Tx<'_>, dossiers: &[DossierId]) -> Result<Vec<Vec<u8>>, DbFault> {
    let mut found = Vec::new();
    for dossier in dossiers {
        found.extend(tx.one("SELECT wrapped FROM keys WHERE dossier = $1", vals![dossier], |row| row.bytes(0))?);
    }
    Ok(found)
}

/// Whether a file holds any of these byte strings; none does that is not there.
fn holds_any(path: &Path, wanted: &[Vec<u8>]) -> std::io::Result<bool> {
    let mut file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let longest = wanted.iter().map(Vec::len).max().unwrap_or(1);
    let mut window: Vec<u8> = Vec::with_capacity(CHUNK + longest);
    loop {
        let read = file.by_ref().take(CHUNK as u64).read_to_end(&mut window)?;
        let found =
            |bytes: &Vec<u8>| !bytes.is_empty() && window.windows(bytes.len()).any(|part| part == bytes.as_slice());
        if wanted.iter().any(found) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        // what may be the beginning of one goes along into the next part
        let keep = window.len().min(longest.saturating_sub(1));
        window.drain(..window.len() - keep);
    }
}

impl Store {
    /// The wrapped key of a dossier as it is stored: for looking whether it is anywhere else. Worthless without the root key.
    ///
    /// # Errors
    /// [`StoreFault`] of the key database.
    pub async fn wrapped_key(&self, dossier: DossierId) -> Result<Option<Vec<u8>>, StoreFault> {
        self.keys().wrapped_bytes(dossier).await
    }
}
