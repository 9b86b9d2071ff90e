//! Where a bucket is, as the settings say it, and how to get in.

use std::fmt;

use zeroize::Zeroizing;

/// What the names of buckets are behind.
pub const SCHEME: &str = "s3://";

/// A bucket of an S3-compatible store, and how to get in.
#[derive(Debug, Clone)]
pub struct BucketPlace {
    /// Its name.
    pub bucket: String,
    /// What stands before the names of the objects, without a stroke at either end; may be empty.
    pub prefix: String,
    /// The address of the store; that of AWS in the region when there is none.
    pub endpoint: Option<String>,
    /// Its region, which is part of every signature.
    pub region: String,
    /// By which it lets us in.
    pub credentials: BucketCredentials,
}

impl fmt::Display for BucketPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}", self.bucket)?;
        if self.prefix.is_empty() { Ok(()) } else { write!(f, "/{}", self.prefix) }
    }
}

/// By which a store lets us in. Never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct BucketCredentials {
    /// The name of the access key.
    pub key_id: String,
    /// The access key.
    pub secret: Zeroizing<String>,
    /// What goes with a key that holds for some hours.
    pub token: Option<Zeroizing<String>>,
}

impl fmt::Debug for BucketCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BucketCredentials(hidden)")
    }
}
