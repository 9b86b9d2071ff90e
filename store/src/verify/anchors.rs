//! The anchor file against the checkpoints of the database.

use std::fs::File;
use std::io::BufReader;

use ledger::checkpoint::NotesReader;
use ledger::{Fault, Found};

use super::{Broken, VerifyFailure, Walk};
use crate::vals;

impl Walk<'_> {
    /// Every note of the file must be signed and stand in the database; answers with the size that the last one vouches for.
    pub(super) async fn anchors(&self) -> Result<u64, VerifyFailure> {
        let path = self.store.sealer().anchor_path().await;
        let unreadable = |_| Broken::Anchor(None);
        let mut notes = NotesReader::new(BufReader::new(File::open(path).map_err(unreadable)?));
        let mut anchored = 0;
        while let Some(note) = notes.next_note().map_err(unreadable)? {
            let checkpoint = self.store.read_note(&note).map_err(|fault| Found::nowhere(fault.into()))?;
            if checkpoint.size < anchored {
                return Err(Broken::Anchor(Some(checkpoint.size)).into());
            }
            anchored = checkpoint.size;
            self.note_is_kept(anchored, note).await?;
        }
        Ok(anchored)
    }

    async fn note_is_kept(&self, size: u64, note: String) -> Result<(), VerifyFailure> {
        let (find, place) = ("SELECT note FROM checkpoints WHERE size = $1", i64::try_from(size).unwrap_or(i64::MAX));
        let kept: Option<String> =
            self.store.db().glance(move |tx| tx.one(find, vals![place], |row| row.text(0))).await?;
        match kept {
            Some(kept) if kept == note => Ok(()),
            None if self.store.ledger_size().await? < size => Err(Found::at(Fault::RolledBack, size).into()),
            _ => Err(Broken::Anchor(Some(size)).into()),
        }
    }
}
