//! How the store fails.

use crate::db::DbFault;

/// A failure of the store; nothing was changed. No variant carries content.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbFault),
    /// A sealed value or a wrapped key does not open, or rows contradict each other: somebody or something changed them. An alarm.
    #[error("a part of the record is damaged")]
    Damaged,
    /// The key of the dossier is gone: it was destroyed, or never was.
    #[error("the key of this dossier is gone")]
    NoKey,
    /// What was to be written has no valid form, such as a kind that is no code; a defect of the caller.
    #[error("this cannot be written ({0})")]
    Malformed(&'static str),
    /// The bucket of the documents does not answer, or does not let us in.
    #[error("the store of the documents cannot be reached")]
    Away,
    /// The document lies in the spool of another server, which has not moved it into the bucket yet.
    #[error("this document is still on its way to the store of the documents")]
    OnItsWay,
    /// So much waits for the bucket that nothing more can be received.
    #[error("no room is left for documents that wait for their store")]
    SpoolFull,
    /// The bucket is the one of another installation.
    #[error("the bucket of the documents belongs to another installation")]
    NotOurs,
    /// A file beside the database, such as the anchor file, cannot be written.
    #[error("a file beside the database cannot be written")]
    File,
}

impl From<vault::Damaged> for StoreFault {
    fn from(_: vault::Damaged) -> Self {
        Self::Damaged
    }
}

impl From<vault::WrongKey> for StoreFault {
    fn from(_: vault::WrongKey) -> Self {
        Self::Damaged
    }
}
