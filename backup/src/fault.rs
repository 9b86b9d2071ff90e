//! How a backup or a restore fails, told apart by who can do something about it. No variant carries content: at most the name of a file.

use std::io;
use std::path::{Path, PathBuf};

use store::bucket::BucketFault;
use store::copies::{CopyFault, LandingFault};
use store::db::DbFault;
use store::{FoundingFault, StartFault, StoreFault, VerifyFailure, Wrong};

/// Why a backup was not made, or not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupFault {
    /// Not a public key of `age`.
    #[error("{0:?} is no age recipient; one looks like age1… and is printed by age-keygen")]
    Recipient(String),
    /// Nobody could open it.
    #[error("somebody must be able to open it: say --recipient age1…")]
    NoRecipient,
    /// No identity of `age` in a file.
    #[error("{0} holds no age identity; one looks like AGE-SECRET-KEY-1… and is made by age-keygen")]
    Identity(PathBuf),
    /// A file or folder cannot be read or written.
    #[error("{path} cannot be read or written: {kind}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        kind: io::ErrorKind,
    },
    /// The folder of the backups lies in the folder of the data.
    #[error("what is written would lie inside the data folder; keep it elsewhere, best on another machine")]
    Inside,
    /// The bucket of the backups does not do what it is asked.
    #[error("the bucket of the backups {0}")]
    Bucket(#[from] BucketFault),
    /// There is no access key for it, or others could read that.
    #[error("{0}")]
    NoKey(String),
    /// Another process writes into the same place.
    #[error("another backup into this place is running, or was cut off a moment ago")]
    Busy,
    /// There is nothing to restore.
    #[error("there is no such backup in {0}")]
    Absent(PathBuf),
    /// The identity is not of any recipient.
    #[error("this identity opens nothing of it: it was made for other recipients")]
    WrongIdentity,
    /// A file does not hold what was written.
    #[error("{0} is damaged")]
    Damaged(String),
    /// A file is gone.
    #[error("{0} is missing")]
    Missing(String),
    /// A file is signed by another installation, or by nobody.
    #[error("{0} is not signed by the ledger of this installation")]
    Foreign(String),
    /// A file was written by a later program.
    #[error("{0} was written by a later program; use that one")]
    Newer(String),
    /// Keys that should be gone are not.
    #[error(
        "{0} should be gone and is still there; see to it that nothing keeps files in this folder from being removed"
    )]
    Undeleted(String),
    /// A proof would fill the disk of the data.
    #[error("the backup was written, but the disk of the data has no room to prove it; {0} bytes should be free")]
    NoRoom(u64),
    /// What was brought in is not what was written.
    #[error("the ledger that was brought in is not the one that was written")]
    Differs,
    /// The place to restore into is not empty.
    #[error("there is something in this place already; an empty one is needed")]
    NotEmpty,
    /// The folder of an export is not empty.
    #[error("there is something in {0} already; everything is exported into an empty folder")]
    Occupied(PathBuf),
    /// There is no export to import.
    #[error("there is no whole export in {0}: its manifest is not there")]
    NoExport(PathBuf),
    /// A file was destroyed while everything was exported.
    #[error("a file was destroyed while everything was being exported, and nothing was kept; begin again")]
    Overtaken,
    /// A line of an export contradicts what came before it.
    #[error("{file}, line {line}: {why}")]
    Line {
        /// The name of the file.
        file: &'static str,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it; no content.
        why: String,
    },
    /// Something of an export contradicts the rest of it, in no line in particular.
    #[error("{0}")]
    Contradiction(#[from] Wrong),
    /// The store does not open.
    #[error(transparent)]
    Start(#[from] StartFault),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The restored record is not in order.
    #[error(transparent)]
    Verify(#[from] VerifyFailure),
}

impl BackupFault {
    /// The code by which it is remembered; what it says may name a folder and does not belong into a table.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Recipient(_) | Self::NoRecipient | Self::Identity(_) | Self::Inside => "settings",
            Self::File { .. } => "file",
            Self::Bucket(BucketFault::NotLetIn) | Self::NoKey(_) => "not_let_in",
            Self::Bucket(BucketFault::Absent | BucketFault::Unusable) => "no_bucket",
            Self::Bucket(_) => "away",
            Self::Busy => "busy",
            Self::Store(StoreFault::Db(DbFault::Full)) | Self::NoRoom(_) => "full",
            Self::Undeleted(_) => "undeleted",
            Self::Damaged(_) | Self::Missing(_) | Self::Foreign(_) | Self::Differs | Self::Verify(_) => "proof",
            _ => "fault",
        }
    }

    /// A file or folder that fails.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| match (of_bucket(&error), error.kind()) {
            (Some(fault), _) => fault.into(),
            (None, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) => StoreFault::from(DbFault::Full).into(),
            (None, kind) => Self::File { path: path.to_owned(), kind },
        }
    }

    /// A document that is copied into a folder: one or the other fails.
    pub(crate) fn document(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| match error.get_ref().and_then(|inner| inner.downcast_ref::<StoreFault>()) {
            Some(fault) => fault.clone().into(),
            None => Self::file(path)(error),
        }
    }

    /// A file of the backup that fails while it is read; `name` is relative to its folder.
    pub(crate) fn reading(name: &str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| match (of_bucket(&error), error.kind()) {
            (Some(BucketFault::Short), _) => Self::Damaged(name.to_owned()),
            (Some(fault), _) => fault.into(),
            (None, io::ErrorKind::NotFound) => Self::Missing(name.to_owned()),
            // what age says of bytes that were changed, or cut off
            (None, io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) => Self::Damaged(name.to_owned()),
            (None, kind) => Self::File { path: path.to_owned(), kind },
        }
    }

    /// A copy inside a file of the backup that fails while it is read.
    pub(crate) fn copy(name: &str, path: &Path) -> impl FnOnce(CopyFault) -> Self {
        move |fault| match fault {
            CopyFault::Store(fault) => fault.into(),
            CopyFault::File(error) => Self::reading(name, path)(error),
            CopyFault::Form => Self::Damaged(name.to_owned()),
        }
    }
}

/// What a bucket says that stands in the error of a file which lies in it.
fn of_bucket(error: &io::Error) -> Option<BucketFault> {
    error.get_ref()?.downcast_ref().copied()
}

impl From<FoundingFault> for BackupFault {
    fn from(fault: FoundingFault) -> Self {
        match fault {
            FoundingFault::Ledger(found) => Self::Verify(found.into()),
            FoundingFault::Wrong(wrong) => Self::Contradiction(wrong),
            FoundingFault::Store(fault) => Self::Store(fault),
        }
    }
}

impl From<LandingFault> for BackupFault {
    fn from(fault: LandingFault) -> Self {
        match fault {
            LandingFault::NotEmpty => Self::NotEmpty,
            LandingFault::Start(fault) => Self::Start(fault),
        }
    }
}
