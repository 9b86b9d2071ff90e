//! The whole record as a stream of rows, and back: one form for both engines, so that what was written out of SQLite goes into PostgreSQL and the
//! other way round.
//!
//! There are two streams, because there are two databases: the data, and the keys. Each is read in one snapshot, row by row; neither is ever
//! whole in memory. What is derived is left out and derived anew; sign-ins and whatever else passes by itself is left out for good
//! ([`tables`] says which is which). Contents stay sealed all the way: nothing here opens any.
//!
//! # Source
//! Decision 0008; security.md 4.11; `docs/backup.md` specifies the form for strangers.

mod batch;
mod form;
mod landing;
pub mod tables;
mod write;

pub(crate) use batch::Batch;
pub(crate) use form::Cell;
pub use form::{COPY_VERSION, CopyReader, CopyWriter, Kind, Record, Start};
pub(crate) use landing::is_unfinished;
pub use landing::{Landing, LandingFault, Standing, anchored};
pub use write::{DataCopy, Schema};

use crate::StoreFault;
use crate::db::DbFault;

/// Why a copy could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum CopyFault {
    /// A fault of the store.
    #[error(transparent)]
    Store(#[from] StoreFault),
    /// The file that it is written to or read from failed.
    #[error("the copy cannot be read or written: {}", .0.kind())]
    File(#[from] std::io::Error),
    /// What was read is no copy, or not a whole one.
    #[error("this is no whole copy of a record")]
    Form,
}

impl CopyFault {
    /// Rows that this crate has put together itself and that were not taken: the database failed, or they have another form than their table.
    pub(crate) fn of_rows(self) -> StoreFault {
        match self {
            Self::Store(fault) => fault,
            Self::File(_) | Self::Form => StoreFault::Malformed("row"),
        }
    }
}

impl From<DbFault> for CopyFault {
    fn from(fault: DbFault) -> Self {
        Self::Store(fault.into())
    }
}
