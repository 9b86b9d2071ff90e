//! Where blobs lie, as the settings say it.

use std::path::PathBuf;

use crate::bucket::BucketPlace;

/// Where blobs lie.
#[derive(Debug, Clone)]
pub struct BlobPlace {
    /// The folder of the blobs. With a bucket it is the spool: what arrives lies there until it is in the bucket.
    pub folder: PathBuf,
    /// The bucket, if there is one.
    pub bucket: Option<BucketPlace>,
    /// How many bytes the spool may hold; without a bucket there is none.
    pub spool: u64,
}

impl From<PathBuf> for BlobPlace {
    fn from(folder: PathBuf) -> Self {
        Self { folder, bucket: None, spool: 0 }
    }
}
