//! How the backups are, judged for whoever looks after the server.
//!
//! # Source
//! Procedures PT-4.2.4 and RC-4.6.

use domain::time::Instant;
use store::{BackupOutcome, LastBackups};

use crate::house::BackupPlan;

/// How old the last backup may be, in seconds, where the server makes none by itself: a day, and time for it.
const A_DAY: i64 = 26 * 3_600;
/// How long one that is due may take, in seconds.
const TO_MAKE_ONE: i64 = 3_600;
/// How old the last proof may be, in seconds.
const A_WEEK: i64 = 8 * 86_400;

/// How the backups are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupsAre {
    /// There never was one.
    None,
    /// The last attempt failed.
    Failed,
    /// The last one is older than it should be.
    Old,
    /// It is long since one was proved.
    Unproved,
    /// Something is missing in the last one: documents of the data folder are damaged.
    Incomplete,
    /// As they should be.
    Good,
}

/// Judges them.
pub fn judge_backups(last: &LastBackups, plan: BackupPlan, now: Instant) -> BackupsAre {
    let (Some(tried), written) = (&last.tried, &last.written) else { return BackupsAre::None };
    if tried.outcome == BackupOutcome::Failed {
        return BackupsAre::Failed;
    }
    let limit = match plan {
        BackupPlan::Every(hours) => i64::from(hours) * 3_600 + TO_MAKE_ONE,
        BackupPlan::None | BackupPlan::FewRecipients => A_DAY,
    };
    let older = |at: Instant, limit| limit < now.seconds_since(at);
    match (written, &last.proved) {
        (Some(written), _) if older(written.at, limit) => BackupsAre::Old,
        (Some(written), _) if written.reason.is_some() => BackupsAre::Incomplete,
        (_, Some(proved)) if !older(proved.at, A_WEEK) => BackupsAre::Good,
        _ => BackupsAre::Unproved,
    }
}

#[cfg(test)]
mod tests {
    use store::BackupNote;

    use super::*;

    const NOW: Instant = Instant(1_767_603_600_000_000);

    fn ago(hours: i64, outcome: BackupOutcome) -> Option<BackupNote> {
        let at = NOW.plus_seconds(-hours * 3_600);
        Some(BackupNote { outcome, ..BackupNote::failed(at, 0) })
    }

    #[test]
    fn what_is_wrong_with_the_backups_is_said_by_its_worst() {
        let (proved, failed, written) = (BackupOutcome::Proved, BackupOutcome::Failed, BackupOutcome::Written);
        let check = |tried: Option<BackupNote>, last_written, last_proved, plan| {
            judge_backups(&LastBackups { tried, written: last_written, proved: last_proved }, plan, NOW)
        };
        let none = BackupPlan::None;
        assert_eq!(check(None, None, None, none), BackupsAre::None);
        assert_eq!(check(ago(1, failed), ago(2, proved), ago(2, proved), none), BackupsAre::Failed);
        assert_eq!(check(ago(27, proved), ago(27, proved), ago(27, proved), none), BackupsAre::Old);
        assert_eq!(check(ago(3, proved), ago(3, proved), ago(3, proved), none), BackupsAre::Good);
        assert_eq!(check(ago(3, proved), ago(3, proved), ago(3, proved), BackupPlan::Every(1)), BackupsAre::Old);
        assert_eq!(check(ago(1, written), ago(1, written), ago(200, proved), none), BackupsAre::Unproved);
        assert_eq!(check(ago(1, written), ago(1, written), None, none), BackupsAre::Unproved);
        let missing = ago(1, proved).map(|note| BackupNote { reason: Some("documents".to_owned()), ..note });
        assert_eq!(check(missing.clone(), missing.clone(), missing, none), BackupsAre::Incomplete);
    }
}
