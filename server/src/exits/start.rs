//! The ends of a start that was refused: one for each reason.

use ledger::Found;
use store::{StartFault, StoreFault};
use vault::RootFault;

use super::found::{of_database, of_found, of_store};
use super::{Ended, Exit};

/// The end for a store that does not open.
pub(crate) fn of_start(fault: StartFault) -> Ended {
    let exit = match &fault {
        StartFault::SqliteTooOld => Exit::SqliteTooOld,
        StartFault::FolderOpen => Exit::FolderOpen,
        StartFault::SchemaNewer { .. } => Exit::SchemaNewer,
        StartFault::WrongRootKey => Exit::WrongRootKey,
        StartFault::KeysMissing => Exit::KeysMissing,
        StartFault::ClockBehind => Exit::ClockBehind,
        StartFault::TailBroken(_) => Exit::TailBroken,
        StartFault::BehindAnchor { .. } => Exit::BehindAnchor,
        StartFault::AnchorDisagrees => Exit::AnchorDisagrees,
        StartFault::AnchorMissing => Exit::AnchorMissing,
        StartFault::AnchorChanged => Exit::AnchorChanged,
        StartFault::AnchorUnusable => Exit::AnchorUnusable,
        StartFault::DocumentsUnusable => Exit::DocumentsUnusable,
        StartFault::RestoreUnfinished => Exit::RestoreUnfinished,
        StartFault::TombstonesChanged => Exit::TombstonesChanged,
        StartFault::TombstonesUnusable => Exit::TombstonesUnusable,
        StartFault::Db(fault) => of_database(fault),
    };
    Ended::new(exit, fault)
}

/// The end for a store that does not open, where the end of the ledger is told by what is wrong with it.
pub(crate) fn of_tail(fault: StartFault) -> Ended {
    match fault {
        StartFault::TailBroken(reason) => {
            match reason.downcast::<Found>().map_err(|reason| reason.downcast::<StoreFault>()) {
                Ok(found) => of_found(*found),
                Err(Ok(fault)) => of_store(*fault),
                Err(Err(reason)) => Ended::new(Exit::TailBroken, reason),
            }
        }
        other => of_start(other),
    }
}

/// The end for a root key that cannot be had.
pub(crate) fn of_root(fault: RootFault) -> Ended {
    let exit = match fault {
        RootFault::Missing => Exit::RootMissing,
        RootFault::Unreadable => Exit::RootUnreadable,
        RootFault::WrongLength => Exit::RootLength,
        RootFault::NotAFile => Exit::RootNotAFile,
        RootFault::ReadableByOthers => Exit::RootReadable,
        RootFault::NotOurs => Exit::RootNotOurs,
        RootFault::InsideTheData => Exit::RootInside,
        RootFault::CommandFailed => Exit::RootCommand,
        RootFault::ShortSalt => Exit::RootSalt,
    };
    Ended::new(exit, fault)
}
