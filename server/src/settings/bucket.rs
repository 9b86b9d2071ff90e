//! Buckets of S3-compatible stores as the settings say them: the one of the documents, and the one of the backups.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use store::bucket::SCHEME;

use super::{Given, Wrong};

/// A bucket of an S3-compatible store, or what lies behind a prefix in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bucket {
    pub(crate) name: String,
    pub(crate) prefix: String,
    pub(crate) way: BucketWay,
}

/// The way to a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BucketWay {
    /// Nothing for the store of AWS.
    pub(crate) endpoint: Option<String>,
    pub(crate) region: String,
    pub(crate) credentials: CredentialsFrom,
}

/// The settings that say the way to one bucket.
pub(super) struct WayNames {
    pub(super) endpoint: &'static str,
    pub(super) region: &'static str,
    pub(super) credentials: &'static str,
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

impl BucketWay {
    pub(super) fn understand(given: &Given, names: &WayNames) -> Result<Self, Wrong> {
        let WayNames { endpoint: at, region, credentials } = *names;
        Ok(Self {
            endpoint: given.value(at).map(|text| endpoint(at, text)).transpose()?,
            region: given.value(region).unwrap_or("us-east-1").to_owned(),
            credentials: CredentialsFrom::parse(credentials, given.value(credentials))?,
        })
    }
}

impl Bucket {
    /// What a setting of this name says of it: a bucket, or nothing when it is a folder.
    pub(super) fn parse(name: &'static str, place: &str, way: &BucketWay) -> Result<Option<Self>, Wrong> {
        let Some(place) = place.strip_prefix(SCHEME) else { return Ok(None) };
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        let prefix = prefix.trim_end_matches('/');
        if !is_bucket(bucket) || !is_prefix(prefix) {
            return Err(Wrong::Value { name, because: "a bucket looks like s3://our-papers/casekeep" });
        }
        Ok(Some(Self { name: bucket.to_owned(), prefix: prefix.to_owned(), way: way.clone() }))
    }

    /// Whether one of the two lies in the other.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let within = |one: &str, other: &str| {
            other.is_empty() || one.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.name == other.name
            && self.way.endpoint == other.way.endpoint
            && (within(&self.prefix, &other.prefix) || within(&other.prefix, &self.prefix))
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}", self.name)?;
        if self.prefix.is_empty() { Ok(()) } else { write!(f, "/{}", self.prefix) }
    }
}

impl CredentialsFrom {
    pub(super) fn parse(name: &'static str, text: Option<&str>) -> Result<Self, Wrong> {
        let Some(text) = text else { return Ok(Self::Variables) };
        match text.split_once(':') {
            Some(("file", path)) if !path.is_empty() => Ok(Self::File(path.into())),
            Some(("credential", of)) if !of.is_empty() => Ok(Self::Credential(of.to_owned())),
            _ => Err(Wrong::Value { name, because: "it is file:/path or credential:NAME" }),
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
fn endpoint(name: &'static str, text: &str) -> Result<String, Wrong> {
    let because = "it looks like https://s3.example.org; http:// is for this machine alone";
    let wrong = || Wrong::Value { name, because };
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

pub(super) fn is_here(host: &str) -> bool {
    let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|c| c.is_ascii_digit()));
    let name = name.map_or(host, |(name, _)| name).trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
