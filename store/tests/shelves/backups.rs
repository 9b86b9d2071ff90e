//! What became of backups.

use domain::time::Instant;
use ledger::Hash;
use store::{BackupNote, BackupOutcome, LastBackups};

use crate::support::{NOON, stores};

fn note(seconds: i64, outcome: BackupOutcome) -> BackupNote {
    BackupNote {
        at: at(seconds),
        took: 1_500_000,
        outcome,
        reason: (outcome == BackupOutcome::Failed).then(|| "file".to_owned()),
        run: Some("2026-01-05T09-00-00Z-1a2b3c4d".to_owned()),
        size: 12,
        root: Hash([7; 32]),
        entries: 9,
        documents: 2,
    }
}

fn at(seconds: i64) -> Instant {
    NOON.plus_seconds(seconds)
}

#[tokio::test]
async fn the_last_backup_the_last_that_was_written_and_the_last_that_was_proved_are_known() {
    for (_place, store) in stores() {
        assert_eq!(store.last_backups().await.unwrap(), LastBackups::default());
        for (seconds, outcome) in
            [(0, BackupOutcome::Proved), (60, BackupOutcome::Written), (120, BackupOutcome::Failed)]
        {
            store.note_backup(note(seconds, outcome)).await.unwrap();
        }
        let last = store.last_backups().await.unwrap();
        assert_eq!(last.tried, Some(note(120, BackupOutcome::Failed)));
        assert_eq!(last.written, Some(note(60, BackupOutcome::Written)));
        assert_eq!(last.proved, Some(note(0, BackupOutcome::Proved)));

        store.note_backup(note(500 * 86_400, BackupOutcome::Failed)).await.unwrap();
        assert_eq!(store.last_backups().await.unwrap().proved, None, "what was long ago is forgotten");
    }
}
