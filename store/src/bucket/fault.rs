//! How asking a bucket fails.

use std::io;

use object_store::Error;

use crate::StoreFault;

/// Why a bucket did not do what it was asked: told apart by who can do something about it, without what the store says, which may name anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BucketFault {
    /// No answer, or none that helps.
    #[error("cannot be reached just now")]
    Away,
    /// The access key is not known there, or may not do what was asked.
    #[error("does not let us in, or not do what is needed: see to its access key")]
    NotLetIn,
    /// The store has no such bucket.
    #[error("is not there: see to its name")]
    Absent,
    /// There can be no such place; or this machine has no threads left.
    #[error("cannot be used: see to its name and address")]
    Unusable,
    /// An object has fewer bytes than it had, or is gone.
    #[error("gives back less than it was given")]
    Short,
    /// What was to be sent cannot be read.
    #[error("was to get a file that cannot be read: {0}")]
    Unread(io::ErrorKind),
}

impl BucketFault {
    pub(super) fn of(error: &Error) -> Self {
        match error {
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => Self::NotLetIn,
            Error::NotFound { .. } => Self::Absent,
            // of a list only the text has what the store answered
            error => Self::in_words(&error.to_string()),
        }
    }

    fn in_words(text: &str) -> Self {
        let status = text.split_once("status code: ").and_then(|(_, rest)| rest.get(..3));
        match status {
            Some("401" | "403") => Self::NotLetIn,
            Some("404") => Self::Absent,
            _ => Self::Away,
        }
    }
}

/// What a fault of its bucket means for a document: whoever waits for one can do nothing about a name or a key.
impl From<BucketFault> for StoreFault {
    fn from(fault: BucketFault) -> Self {
        match fault {
            BucketFault::Away | BucketFault::NotLetIn | BucketFault::Absent => Self::Away,
            BucketFault::Unusable => Self::Malformed("bucket"),
            // the file is shorter than it was
            BucketFault::Short | BucketFault::Unread(io::ErrorKind::UnexpectedEof) => Self::Damaged,
            BucketFault::Unread(_) => Self::File,
        }
    }
}
