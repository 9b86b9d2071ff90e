//! What became of backups.

use domain::time::Instant;
use ledger::Hash;
use store::{BackupNote, BackupOutcome, KeyCopy, LastBackups};

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

#[tokio::test]
async fn a_key_can_be_in_every_copy_that_was_begun_before_it_went_and_is_not_known_to_be_gone() {
    // some days after the installation was set up
    let hour = |hours: i64| at((100 + hours) * 3_600);
    let copy = |hours: i64| KeyCopy { run: format!("run-{hours}"), at: hour(hours) };
    for (_place, store) in stores() {
        let without = async |hours: i64| store.key_copies().await.unwrap().are_without(hour(hours));
        assert!(!without(-500).await, "without any copy nothing is known");
        store.note_key_copy("one disk", copy(0)).await.unwrap();
        store.note_key_copy("another disk", copy(5)).await.unwrap();
        assert!(without(-2).await && !without(-1).await && !without(3).await, "an hour is left for clocks that differ");
        assert!(without(-100).await && !without(-101).await, "of what went elsewhere, before, nothing is known");

        store.note_key_copies_left("another disk", vec![copy(5), copy(30)], hour(30)).await.unwrap();
        assert!(!without(3).await, "the first lies on the other disk still");
        store.note_key_copies_left("one disk", Vec::new(), hour(31)).await.unwrap();
        assert!(without(3).await && !without(5).await);
        store.note_key_copies_left("another disk", vec![copy(30)], hour(32)).await.unwrap();
        assert!(without(28).await && !without(29).await);
        store.note_key_copies_left("another disk", vec![copy(2), copy(30)], hour(33)).await.unwrap();
        assert!(!without(28).await, "one that nobody had noted was found");
    }
}
