//! Where documents are kept, as the settings say it: in a folder, or in a bucket with a folder before it, the spool.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use super::{Given, Wrong, parsed};

/// What the names of buckets are behind.
const SCHEME: &str = "s3://";

/// Where documents are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Documents {
    /// The folder; with a bucket the spool.
    pub(crate) folder: PathBuf,
    /// The bucket, if there is one.
    pub(crate) bucket: Option<Bucket>,
}

/// A bucket of an S3-compatible store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    pub(crate) prefix: String,
    /// Nothing for the store of AWS.
    pub(crate) endpoint: Option<String>,
    pub(crate) region: String,
    pub(crate) credentials: CredentialsFrom,
    /// How many bytes the spool may hold.
    pub(crate) spool: u64,
}

/// Where the access key of the bucket comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CredentialsFrom {
    /// The variables that other programs for such stores use as well.
    Variables,
    /// A file.
    File(PathBuf),
    /// A credential of systemd.
    Credential(String),
}

impl Documents {
    /// What the settings say; in the data folder, when they say nothing.
    pub(super) fn understand(given: &Given, data: &Path) -> Result<Self, Wrong> {
        let ours = data.join("documents");
        let Some(place) = given.value("documents").and_then(|place| place.strip_prefix(SCHEME)) else {
            no_bucket(given)?;
            return Ok(Self { folder: given.value("documents").map_or(ours, PathBuf::from), bucket: None });
        };
        let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
        let prefix = prefix.trim_end_matches('/');
        if !is_bucket(name) || !is_prefix(prefix) {
            return Err(Wrong::Value { name: "documents", because: "a bucket looks like s3://our-papers/casekeep" });
        }
        let because = "a whole number from 1 to 10000";
        let gigabytes: u64 = parsed(given, "documents_spool", "10", because)?;
        if !(1..=10_000).contains(&gigabytes) {
            return Err(Wrong::Value { name: "documents_spool", because });
        }
        let bucket = Bucket {
            name: name.to_owned(),
            prefix: prefix.to_owned(),
            endpoint: given.value("documents_endpoint").map(endpoint).transpose()?,
            region: given.value("documents_region").unwrap_or("us-east-1").to_owned(),
            credentials: CredentialsFrom::parse(given.value("documents_credentials"))?,
            spool: gigabytes * 1_000_000_000,
        };
        Ok(Self { folder: ours, bucket: Some(bucket) })
    }
}

impl fmt::Display for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.bucket {
            Some(bucket) if bucket.prefix.is_empty() => write!(f, "{SCHEME}{}", bucket.name),
            Some(bucket) => write!(f, "{SCHEME}{}/{}", bucket.name, bucket.prefix),
            None => write!(f, "{}", self.folder.display()),
        }
    }
}

impl CredentialsFrom {
    fn parse(text: Option<&str>) -> Result<Self, Wrong> {
        let Some(text) = text else { return Ok(Self::Variables) };
        match text.split_once(':') {
            Some(("file", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            Some(("credential", name)) if !name.is_empty() => Ok(Self::Credential(name.to_owned())),
            _ => Err(Wrong::Value { name: "documents_credentials", because: "it is file:/path or credential:NAME" }),
        }
    }
}

impl fmt::Display for CredentialsFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variables => f.write_str("variables"),
            Self::File(path) => write!(f, "file:{}", path.display()),
            Self::Credential(name) => write!(f, "credential:{name}"),
        }
    }
}

/// What is only for a bucket must not be thought to do something without one.
fn no_bucket(given: &Given) -> Result<(), Wrong> {
    let because = "it is only for documents in a bucket (documents = \"s3://…\")";
    let names = ["documents_endpoint", "documents_region", "documents_credentials", "documents_spool"];
    match names.into_iter().find(|name| given.value(name).is_some()) {
        Some(name) => Err(Wrong::Value { name, because }),
        None => Ok(()),
    }
}

fn is_bucket(name: &str) -> bool {
    (3..=63).contains(&name.len())
        && name.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'.' | b'-'))
}

fn is_prefix(prefix: &str) -> bool {
    let is_part = |part: &str| {
        !matches!(part, "" | "." | "..")
            && part.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'_'))
    };
    prefix.is_empty() || prefix.split('/').all(is_part)
}

/// The address of the store, with TLS unless it is on this machine. No names and passwords stand in it.
fn endpoint(text: &str) -> Result<String, Wrong> {
    let because = "it looks like https://s3.example.org; http:// is for this machine alone";
    let wrong = || Wrong::Value { name: "documents_endpoint", because };
    let text = text.trim_end_matches('/');
    let (scheme, host) = text.split_once("://").ok_or_else(wrong)?;
    if host.is_empty() || host.contains(['@', '/', '?', '#', ' ']) {
        return Err(wrong());
    }
    match scheme {
        "https" => Ok(text.to_owned()),
        "http" if is_here(host) => Ok(text.to_owned()),
        _ => Err(wrong()),
    }
}

fn is_here(host: &str) -> bool {
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|c| c.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name).trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
