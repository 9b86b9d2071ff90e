//! The ends of backups and restores, and of everything that is exported and imported.

use backup::BackupFault;
use store::bucket::BucketFault;

use super::{Ended, Exit, of_start, of_store, of_verify};

/// The end for a backup or an export that was not made, or not brought in.
pub(crate) fn of_backup(fault: BackupFault) -> Ended {
    let exit = match fault {
        BackupFault::Start(fault) => return of_start(fault),
        BackupFault::Store(fault) => return of_store(fault),
        BackupFault::Verify(failure) => return of_verify(failure),
        BackupFault::Recipient(_) | BackupFault::NoRecipient | BackupFault::Identity(_) | BackupFault::Inside => {
            Exit::BackupUnusable
        }
        BackupFault::File { .. } | BackupFault::Undeleted(_) => Exit::File,
        BackupFault::Bucket(BucketFault::NotLetIn) | BackupFault::NoKey(_) => Exit::BucketCredentials,
        BackupFault::Bucket(BucketFault::Absent | BucketFault::Unusable) => Exit::BackupUnusable,
        BackupFault::Bucket(_) => Exit::BucketAway,
        BackupFault::NoRoom(_) => Exit::DiskFull,
        BackupFault::Absent(_) | BackupFault::NoExport(_) => Exit::BackupAbsent,
        BackupFault::WrongIdentity => Exit::BackupIdentity,
        BackupFault::Damaged(_) => Exit::BackupDamaged,
        BackupFault::Missing(_) => Exit::BackupMissing,
        BackupFault::Foreign(_) | BackupFault::Newer(_) => Exit::BackupForeign,
        BackupFault::Differs => Exit::BackupDiffers,
        BackupFault::NotEmpty | BackupFault::Occupied(_) => Exit::NotEmpty,
        BackupFault::Overtaken => Exit::ExportOvertaken,
        BackupFault::Line { .. } | BackupFault::Contradiction(_) => Exit::ExportContradicts,
        BackupFault::Busy => Exit::BackupBusy,
    };
    Ended::new(exit, fault)
}
