//! The access keys of the buckets of the documents and of the backups: from a private file, a credential of systemd, or the variables that other programs use as well.

use std::path::Path;

use anyhow::Result;
use backup::BackupPlace;
use store::blobs::BlobPlace;
use store::bucket::{BucketCredentials, BucketPlace};
use zeroize::Zeroizing;

use super::credentials::{credential, private, value};
use crate::exits::{Ended, Exit};
use crate::settings::{BackupsAt, Bucket, CredentialsFrom, Documents};

/// The names by which the three stand in a file and among the variables.
const KEY_ID: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const TOKEN: &str = "AWS_SESSION_TOKEN";

/// Where the documents are, with what opens the bucket.
///
/// # Errors
/// [`Exit::BucketCredentials`] when there is no access key, or others could read it.
pub(crate) fn blob_place(documents: &Documents, data: &Path) -> Result<BlobPlace> {
    let bucket = documents.bucket.as_ref().map(|bucket| place(bucket, "documents", data)).transpose()?;
    Ok(BlobPlace { folder: documents.folder.clone(), bucket, spool: documents.spool })
}

/// Where backups are, with what opens the bucket.
///
/// # Errors
/// [`Exit::BucketCredentials`] when there is no access key, or others could read it.
pub(crate) fn backup_place(at: &BackupsAt, data: &Path) -> Result<BackupPlace> {
    Ok(match at {
        BackupsAt::Folder(folder) => BackupPlace::Folder(folder.clone()),
        BackupsAt::Bucket(bucket) => BackupPlace::Bucket(place(bucket, "backups", data)?),
    })
}

fn place(bucket: &Bucket, of: &str, data: &Path) -> Result<BucketPlace> {
    Ok(BucketPlace {
        bucket: bucket.name.clone(),
        prefix: bucket.prefix.clone(),
        endpoint: bucket.way.endpoint.clone(),
        region: bucket.way.region.clone(),
        credentials: credentials(&bucket.way.credentials, of, data)?,
    })
}

fn credentials(from: &CredentialsFrom, of: &str, data: &Path) -> Result<BucketCredentials> {
    let wrong = |why: &str| {
        Ended::new(Exit::BucketCredentials, format!("the access key for the bucket of the {of} {why} ({from})"))
    };
    let found = match from {
        CredentialsFrom::Variables => parse(|name| std::env::var(name).ok().map(Zeroizing::new)),
        CredentialsFrom::File(path) => in_text(&private(path, data).map_err(wrong)?),
        CredentialsFrom::Credential(name) => in_text(&credential(name).map_err(wrong)?),
    };
    let missing = format!("needs {KEY_ID} and {SECRET}");
    Ok(found.ok_or_else(|| wrong(&missing))?)
}

fn in_text(text: &str) -> Option<BucketCredentials> {
    parse(|wanted| value(text, wanted))
}

fn parse(find: impl Fn(&str) -> Option<Zeroizing<String>>) -> Option<BucketCredentials> {
    let find = |name| find(name).filter(|value| !value.is_empty());
    Some(BucketCredentials { key_id: find(KEY_ID)?.to_string(), secret: find(SECRET)?, token: find(TOKEN) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_key_is_found_in_the_files_that_people_have() {
        for text in [
            "AWS_ACCESS_KEY_ID=AKIA1\nAWS_SECRET_ACCESS_KEY=a/b+c=\n",
            "[default]\naws_access_key_id = AKIA1\naws_secret_access_key = a/b+c=\nregion = eu-central-1\n",
        ] {
            let found = in_text(text).unwrap();
            assert_eq!((found.key_id.as_str(), found.secret.as_str(), found.token), ("AKIA1", "a/b+c=", None));
            assert!(!format!("{:?}", in_text(text)).contains("a/b"));
        }
        assert!(in_text("AWS_ACCESS_KEY_ID=AKIA1\nAWS_SECRET_ACCESS_KEY=\n").is_none());
    }
}
