//! The ends of backups and restores.

use backup::BackupFault;

use super::{Ended, Exit, of_start, of_store, of_verify};

/// The end for a backup that was not made, or not restored.
pub(crate) fn of_backup(fault: BackupFault) -> Ended {
    let exit = match fault {
        BackupFault::Start(fault) => return of_start(fault),
        BackupFault::Store(fault) => return of_store(fault),
        BackupFault::Verify(failure) => return of_verify(failure),
        BackupFault::Recipient(_) | BackupFault::NoRecipient | BackupFault::Identity(_) | BackupFault::Inside => {
            Exit::BackupUnusable
        }
        BackupFault::File { .. } | BackupFault::Undeleted(_) => Exit::File,
        BackupFault::NoRoom(_) => Exit::DiskFull,
        BackupFault::Absent(_) => Exit::BackupAbsent,
        BackupFault::WrongIdentity => Exit::BackupIdentity,
        BackupFault::Damaged(_) => Exit::BackupDamaged,
        BackupFault::Missing(_) => Exit::BackupMissing,
        BackupFault::Foreign(_) | BackupFault::Newer(_) => Exit::BackupForeign,
        BackupFault::Differs => Exit::BackupDiffers,
        BackupFault::NotEmpty => Exit::NotEmpty,
        BackupFault::Busy => Exit::BackupBusy,
    };
    Ended::new(exit, fault)
}
