//! Where documents are kept, as the settings say it: in a folder, or in a bucket with a folder before it, the spool.

use std::fmt;
use std::path::{Path, PathBuf};

use super::bucket::{Bucket, BucketWay, WayNames};
use super::{Given, Wrong, parsed};

/// The settings of their bucket.
const WAY: WayNames =
    WayNames { endpoint: "documents_endpoint", region: "documents_region", credentials: "documents_credentials" };

/// Where documents are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Documents {
    /// The folder; with a bucket the spool.
    pub(crate) folder: PathBuf,
    /// The bucket, if there is one.
    pub(crate) bucket: Option<Bucket>,
    /// How many bytes the spool may hold.
    pub(crate) spool: u64,
}

impl Documents {
    /// What the settings say; in the data folder, when they say nothing.
    pub(super) fn understand(given: &Given, data: &Path) -> Result<Self, Wrong> {
        let (ours, place) = (data.join("documents"), given.value("documents"));
        let way = BucketWay::understand(given, &WAY)?;
        let Some(bucket) = Bucket::parse("documents", place.unwrap_or_default(), &way)? else {
            no_bucket(given)?;
            return Ok(Self { folder: place.map_or(ours, PathBuf::from), bucket: None, spool: 0 });
        };
        let because = "a whole number from 1 to 10000";
        let gigabytes: u64 = parsed(given, "documents_spool", "10", because)?;
        if !(1..=10_000).contains(&gigabytes) {
            return Err(Wrong::Value { name: "documents_spool", because });
        }
        Ok(Self { folder: ours, bucket: Some(bucket), spool: gigabytes * 1_000_000_000 })
    }
}

impl fmt::Display for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.bucket {
            Some(bucket) => write!(f, "{bucket}"),
            None => write!(f, "{}", self.folder.display()),
        }
    }
}

/// What is only for a bucket must not be thought to do something without one.
fn no_bucket(given: &Given) -> Result<(), Wrong> {
    let because = "it is only for documents in a bucket (documents = \"s3://…\")";
    let names = [WAY.endpoint, WAY.region, WAY.credentials, "documents_spool"];
    match names.into_iter().find(|name| given.value(name).is_some()) {
        Some(name) => Err(Wrong::Value { name, because }),
        None => Ok(()),
    }
}
