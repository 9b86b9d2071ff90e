//! What the store must be told.

use std::path::PathBuf;

use crate::blobs::BlobPlace;
use crate::db::{DbOptions, Place};

/// Where the store keeps its things.
#[derive(Clone)]
pub struct StoreSettings {
    /// The data database.
    pub data: Place,
    /// The key database; never the same one.
    pub keys: Place,
    /// Where the documents are.
    pub documents: BlobPlace,
    /// The anchor file: every checkpoint is appended to it. It belongs on another disk or machine than the data.
    pub anchor: PathBuf,
    /// The anchor file is known to be gone or new, such as after a restore: begin one instead of refusing to start.
    pub new_anchor: bool,
    /// How many threads serve the data database.
    pub options: DbOptions,
}
