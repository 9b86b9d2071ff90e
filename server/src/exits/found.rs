//! The ends of `verify` and of whatever meets a fault of the store.

use ledger::{CheckpointFault, Fault, Found};
use store::db::DbFault;
use store::{Broken, StoreFault, VerifyFailure};

use super::{Ended, Exit};

/// Every class of fault that a ledger, an export or a bundle can have.
pub(super) const FAULTS: [Fault; 15] = [
    Fault::Malformed,
    Fault::Numbering,
    Fault::Chain,
    Fault::DossierChain,
    Fault::Time,
    Fault::Checkpoint(CheckpointFault::Form),
    Fault::Checkpoint(CheckpointFault::Origin),
    Fault::Checkpoint(CheckpointFault::Signature),
    Fault::Checkpoint(CheckpointFault::Root),
    Fault::Checkpoint(CheckpointFault::Order),
    Fault::RolledBack,
    Fault::Manifest,
    Fault::Commitment,
    Fault::Inclusion,
    Fault::Incomplete,
];

/// The end for something found in a ledger, an export or a bundle.
pub(crate) fn of_found(found: Found) -> Ended {
    Ended::with_code(found.fault.code(), found)
}

/// The end for a record that is not in order, or could not be checked.
pub(crate) fn of_verify(failure: VerifyFailure) -> Ended {
    let broken = match failure {
        VerifyFailure::Broken(Broken::Ledger(found)) => return of_found(found),
        VerifyFailure::Fault(fault) => return of_store(fault),
        VerifyFailure::Broken(broken) => broken,
    };
    let exit = match broken {
        Broken::Ledger(found) => return of_found(found),
        Broken::Leaf(_) => Exit::Leaf,
        Broken::Columns(_) => Exit::Columns,
        Broken::Tile { .. } => Exit::Tile,
        Broken::EntryMissing { .. } => Exit::EntryMissing,
        Broken::Entries(_) => Exit::Entries,
        Broken::Header { .. } => Exit::Header,
        Broken::Content { .. } => Exit::Content,
        Broken::Head(_) => Exit::Head,
        Broken::Anchor(_) => Exit::Anchor,
    };
    Ended::new(exit, broken)
}

/// The end for a fault of the store.
pub(crate) fn of_store(fault: StoreFault) -> Ended {
    let exit = match &fault {
        StoreFault::Db(fault) => of_database(fault),
        StoreFault::Damaged => Exit::Damaged,
        StoreFault::File => Exit::AnchorUnusable,
        StoreFault::Away | StoreFault::OnItsWay => Exit::BucketAway,
        StoreFault::NotOurs => Exit::BucketForeign,
        StoreFault::SpoolFull => Exit::DiskFull,
        StoreFault::NoKey | StoreFault::Malformed(_) => Exit::Fault,
    };
    Ended::new(exit, fault)
}

/// The end for a fault of the database.
pub(super) fn of_database(fault: &DbFault) -> Exit {
    match fault {
        DbFault::Full => Exit::DiskFull,
        DbFault::Unavailable => Exit::DatabaseUnavailable,
        DbFault::Conflict | DbFault::Other(_) => Exit::DatabaseFault,
    }
}
