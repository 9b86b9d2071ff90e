//! What became of backups: when, over how many ledger lines, and whether it was proved that they can be restored.

use domain::time::Instant;
use ledger::Hash;

use super::code::codes;
use crate::db::{DbFault, Row};
use crate::{Store, StoreFault, vals};

/// How long this is remembered, in seconds: somewhat longer than the oldest backup is kept.
const REMEMBERED: i64 = 400 * 86_400;

codes! {
    /// What became of a backup.
    BackupOutcome {
        /// It was written, restored into a scratch place, and every entry opened.
        Proved = "proved",
        /// It was written and not read again, because somebody wished so.
        Written = "written",
        /// There is none, or it was not proved although it should have been.
        Failed = "failed",
    }
}

/// One backup, or the attempt at one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupNote {
    /// When it was begun.
    pub at: Instant,
    /// How long it took, in microseconds.
    pub took: i64,
    /// What became of it.
    pub outcome: BackupOutcome,
    /// Why it failed, a code.
    pub reason: Option<String>,
    /// What its files are named by.
    pub run: Option<String>,
    /// How many ledger lines are in it.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// How many entries were opened to prove it.
    pub entries: u64,
    /// How many documents are in it.
    pub documents: u64,
}

impl BackupNote {
    /// An attempt that came to nothing; what there is of one that did is filled in.
    pub const fn failed(at: Instant, took: i64) -> Self {
        Self {
            at,
            took,
            outcome: BackupOutcome::Failed,
            reason: None,
            run: None,
            size: 0,
            root: Hash::ZERO,
            entries: 0,
            documents: 0,
        }
    }
}

/// The backups that matter now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LastBackups {
    /// The last attempt, whatever became of it.
    pub tried: Option<BackupNote>,
    /// The last one that was written.
    pub written: Option<BackupNote>,
    /// The last one that was proved.
    pub proved: Option<BackupNote>,
}

impl Store {
    /// Remembers what became of a backup, and forgets what was long ago.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn note_backup(&self, note: BackupNote) -> Result<(), StoreFault> {
        let insert = "INSERT INTO backups (id, at, took, outcome, reason, run, size, root, entries, documents)
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let id = uuid::Uuid::new_v4().simple().to_string();
        let [size, entries, documents] =
            [note.size, note.entries, note.documents].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        let written = self.db().write(move |tx| {
            let BackupNote { at, took, outcome, reason, run, root, .. } = &note;
            tx.exec(insert, vals![id, at, took, outcome, reason, run, size, root.0, entries, documents])?;
            tx.exec("DELETE FROM backups WHERE at < $1", vals![at.plus_seconds(-REMEMBERED)])
        });
        written.await.map(drop).map_err(|fault: DbFault| fault.into())
    }

    /// The backups that matter now.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn last_backups(&self) -> Result<LastBackups, StoreFault> {
        let tried = "SELECT at, took, outcome, reason, run, size, root, entries, documents FROM backups
                     ORDER BY at DESC LIMIT 1";
        let ended = "SELECT at, took, outcome, reason, run, size, root, entries, documents FROM backups
                     WHERE outcome = $1 ORDER BY at DESC LIMIT 1";
        let (one, other) = (BackupOutcome::Proved.code(), BackupOutcome::Written.code());
        let last = self.db().read(move |tx| {
            let tried = tx.one(tried, vals![], read)?;
            let proved = tx.one(ended, vals![one], read)?;
            let only_written = tx.one(ended, vals![other], read)?;
            let written = [proved.clone(), only_written].into_iter().flatten().max_by_key(|note| note.at);
            Ok::<_, DbFault>(LastBackups { tried, written, proved })
        });
        Ok(last.await?)
    }
}

fn read(row: &Row<'_>) -> Result<BackupNote, DbFault> {
    let count = |i| row.int(i).map(|count| u64::try_from(count).unwrap_or(0));
    Ok(BackupNote {
        at: row.instant(0)?,
        took: row.int(1)?,
        outcome: row.parse(2)?,
        reason: row.opt_text(3)?,
        run: row.opt_text(4)?,
        size: count(5)?,
        root: Hash::from_slice(&row.bytes(6)?).ok_or_else(|| DbFault::named("root of a backup"))?,
        entries: count(7)?,
        documents: count(8)?,
    })
}
