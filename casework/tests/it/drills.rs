//! Restore drills: the proof of a backup becomes an entry, once in thirty days (PT-4.2.4).

use casework::system::{BackupNote, BackupOutcome, health};
use insta::assert_snapshot;
use ledger::Hash;

use crate::cast::PAVEL;
use crate::world::{World, story};

const DAY: i64 = 86_400;

impl World {
    async fn backed_up(&self, outcome: BackupOutcome, reason: Option<&str>) {
        let note = BackupNote {
            outcome,
            reason: reason.map(str::to_owned),
            size: 40,
            root: Hash([7; 32]),
            entries: 30,
            documents: 2,
            ..BackupNote::failed(self.house.now(), 312_000_000)
        };
        self.house.store().note_backup(note).await.unwrap();
    }
}

#[test]
fn the_proof_of_a_backup_is_filed_once_in_thirty_days() {
    let told = story(async |world| {
        world.changes().await;
        let filed = async || world.house.file_drill().await.unwrap();
        assert!(!filed().await, "there is no backup");
        for (outcome, reason) in [
            (BackupOutcome::Failed, Some("file")),
            (BackupOutcome::Written, None),
            (BackupOutcome::Proved, Some("documents")),
        ] {
            world.backed_up(outcome, reason).await;
            assert!(!filed().await, "{outcome:?} {reason:?} proves nothing, or not everything");
            world.clock.pass(60);
        }
        world.backed_up(BackupOutcome::Proved, None).await;
        assert!(filed().await && !filed().await);
        world.tell("the first one that was proved").await;
        let drill = health(&world.acting(PAVEL)).await.unwrap().drill;
        assert_eq!(drill, Some(world.house.now()));

        world.clock.pass(29 * DAY);
        world.backed_up(BackupOutcome::Proved, None).await;
        assert!(!filed().await);
        world.clock.pass(DAY);
        assert!(!filed().await, "the backup is from before");
        world.backed_up(BackupOutcome::Proved, None).await;
        assert!(filed().await);
        world.tell("thirty days later").await;
    });
    assert_snapshot!(told, @"
    # the first one that was proved
    entry  the organisation #4 DrillHeld, Confidential, by the organisation as Author with System

    # thirty days later
    entry  the organisation #5 DrillHeld, Confidential, by the organisation as Author with System
    ");
}
