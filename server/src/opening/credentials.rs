//! What opens other services – buckets, mail relays, gateways: read from a private file or a credential of systemd, never from the settings.

use std::fs::{self, File};
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use zeroize::Zeroizing;

use crate::settings::CredentialsFrom;

/// More than any such file has, in bytes.
const MOST: u64 = 16 * 1024;

/// The text behind a source; nothing when it stands in variables.
pub(crate) fn text(from: &CredentialsFrom, data: &Path) -> Result<Option<Zeroizing<String>>, &'static str> {
    match from {
        CredentialsFrom::Variables => Ok(None),
        CredentialsFrom::File(path) => private(path, data).map(Some),
        CredentialsFrom::Credential(name) => credential(name).map(Some),
    }
}

/// `NAME=value`, one a line; names of either case, other lines passed over, so that a profile of other programs will do.
pub(crate) fn value(text: &str, wanted: &str) -> Option<Zeroizing<String>> {
    let mut lines = text.lines().filter_map(|line| line.split_once('='));
    let (_, value) = lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))?;
    Some(Zeroizing::new(value.trim().to_owned())).filter(|value| !value.is_empty())
}

/// The lines `USER=…` and `PASSWORD=…`, when both are there.
pub(crate) fn user_and_password(text: &str) -> Option<(Zeroizing<String>, Zeroizing<String>)> {
    value(text, "USER").zip(value(text, "PASSWORD"))
}

/// The text of a file that is ours alone and lies outside the data, and with them outside their backups.
pub(super) fn private(path: &Path, data: &Path) -> Result<Zeroizing<String>, &'static str> {
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
pub(super) fn credential(name: &str) -> Result<Zeroizing<String>, &'static str> {
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
    fn a_file_that_others_can_read_or_that_lies_with_the_data_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let (path, data) = (folder.path().join("key"), folder.path().join("data"));
        fs::create_dir(&data).unwrap();
        fs::write(&path, "USER=a\nPASSWORD=b\n").unwrap();
        let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        mode(0o440);
        assert!(private(&path, &data).unwrap_err().contains("0400"));
        mode(0o400);
        assert_eq!(value(&private(&path, &data).unwrap(), "password").unwrap().as_str(), "b");
        assert!(private(&path, folder.path()).unwrap_err().contains("elsewhere"));
        assert!(private(&data, &folder.path().join("none")).unwrap_err().contains("regular"));
        assert_eq!(private(&folder.path().join("gone"), &data).unwrap_err(), "is not there");
    }
}
