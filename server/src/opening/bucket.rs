//! The access keys of the buckets of the documents and of the backups: from a private file, a credential of systemd, or the variables that other programs use as well.

use std::fs::{self, File};
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use anyhow::Result;
use backup::BackupPlace;
use store::blobs::BlobPlace;
use store::bucket::{BucketCredentials, BucketPlace};
use zeroize::Zeroizing;

use crate::exits::{Ended, Exit};
use crate::settings::{BackupsAt, Bucket, CredentialsFrom, Documents};

/// More than any such file has, in bytes.
const MOST: u64 = 16 * 1024;

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

/// `NAME=value`, one a line; names of either case, other lines passed over, so that a profile of other programs will do.
fn in_text(text: &str) -> Option<BucketCredentials> {
    parse(|wanted| {
        let mut lines = text.lines().filter_map(|line| line.split_once('='));
        let (_, value) = lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))?;
        Some(Zeroizing::new(value.trim().to_owned()))
    })
}

fn parse(find: impl Fn(&str) -> Option<Zeroizing<String>>) -> Option<BucketCredentials> {
    let find = |name| find(name).filter(|value| !value.is_empty());
    Some(BucketCredentials { key_id: find(KEY_ID)?.to_string(), secret: find(SECRET)?, token: find(TOKEN) })
}

/// The text of a file that is ours alone and lies outside the data, and with them outside their backups.
fn private(path: &Path, data: &Path) -> Result<Zeroizing<String>, &'static str> {
    let path = path.canonicalize().map_err(|_| "is not there")?;
    let about = fs::metadata(&path).map_err(|_| "cannot be read")?;
    if !about.is_file() {
        return Err("is not in a regular file");
    }
    if about.mode() & 0o077 != 0 {
        return Err("is in a file that others can read; set its mode to 0400");
    }
    if about.uid() != rustix::process::geteuid().as_raw() {
        return Err("is in a file of another user");
    }
    if data.canonicalize().is_ok_and(|data| path.starts_with(data)) {
        return Err("lies inside the data folder; keep it elsewhere");
    }
    read(&path)
}

/// systemd itself sees to owner and mode.
fn credential(name: &str) -> Result<Zeroizing<String>, &'static str> {
    let folder = std::env::var_os("CREDENTIALS_DIRECTORY").ok_or("is no credential of this service")?;
    if Path::new(name).file_name() != Some(name.as_ref()) {
        return Err("is no credential of this service");
    }
    read(&Path::new(&folder).join(name))
}

fn read(path: &Path) -> Result<Zeroizing<String>, &'static str> {
    let mut text = Zeroizing::new(String::with_capacity(1024));
    let file = File::open(path).map_err(|_| "cannot be read")?;
    file.take(MOST).read_to_string(&mut text).map_err(|_| "cannot be read")?;
    Ok(text)
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

    #[test]
    fn a_file_that_others_can_read_or_that_lies_with_the_data_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, data) = (folder.path().join("key"), folder.path().join("data"));
        fs::create_dir(&data).unwrap();
        fs::write(&path, "AWS_ACCESS_KEY_ID=a\nAWS_SECRET_ACCESS_KEY=b\n").unwrap();
        let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        mode(0o440);
        assert!(private(&path, &data).unwrap_err().contains("0400"));
        mode(0o400);
        assert!(in_text(&private(&path, &data).unwrap()).is_some());
        assert!(private(&path, folder.path()).unwrap_err().contains("elsewhere"));
        assert!(private(&data, &folder.path().join("none")).unwrap_err().contains("regular"));
        assert_eq!(private(&folder.path().join("gone"), &data).unwrap_err(), "is not there");
    }
}
