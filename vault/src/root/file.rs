//! The root key in a file: who may read it, and where it may lie.

use std::fmt::Write as _;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Component, Path};

use zeroize::Zeroizing;

use super::RootFault;

/// More than any key has; what is longer is refused as a wrong length.
const MOST: u64 = 256;

/// The content of a key file, once it is known to be private to us and to lie outside the data.
pub(super) fn read_private(path: &Path, data_folder: &Path) -> Result<Zeroizing<Vec<u8>>, RootFault> {
    let path = path.canonicalize().map_err(|error| reason(error.kind()))?;
    // Looked at before opening, since opening a pipe would wait for a writer.
    check(&fs::metadata(&path).map_err(|error| reason(error.kind()))?)?;
    if data_folder.canonicalize().is_ok_and(|data| path.starts_with(data)) {
        return Err(RootFault::InsideTheData);
    }
    let file = File::open(&path).map_err(|error| reason(error.kind()))?;
    // And once more what was really opened, in case it was exchanged in between.
    check(&file.metadata().map_err(|_| RootFault::Unreadable)?)?;
    content(file)
}

/// The content of a systemd credential. systemd itself sees to owner and mode.
pub(super) fn read_credential(name: &str) -> Result<Zeroizing<Vec<u8>>, RootFault> {
    let folder = std::env::var_os("CREDENTIALS_DIRECTORY").ok_or(RootFault::Missing)?;
    credential_in(Path::new(&folder), name)
}

pub(super) fn credential_in(folder: &Path, name: &str) -> Result<Zeroizing<Vec<u8>>, RootFault> {
    let mut parts = Path::new(name).components();
    let (Some(Component::Normal(plain)), None) = (parts.next(), parts.next()) else { return Err(RootFault::Missing) };
    let path = folder.join(plain);
    if !fs::metadata(&path).map_err(|error| reason(error.kind()))?.is_file() {
        return Err(RootFault::NotAFile);
    }
    content(File::open(path).map_err(|error| reason(error.kind()))?)
}

/// Writes a new key file.
pub(super) fn write(key: &[u8; 32], path: &Path) -> std::io::Result<()> {
    let mut text = Zeroizing::new(String::with_capacity(65));
    for byte in key {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o400).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    // The name must survive a power cut as well: without this file everything is lost.
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}

fn check(about: &Metadata) -> Result<(), RootFault> {
    if !about.is_file() {
        return Err(RootFault::NotAFile);
    }
    if about.mode() & 0o077 != 0 {
        return Err(RootFault::ReadableByOthers);
    }
    if about.uid() != rustix::process::geteuid().as_raw() {
        return Err(RootFault::NotOurs);
    }
    Ok(())
}

fn content(file: File) -> Result<Zeroizing<Vec<u8>>, RootFault> {
    let mut content = Zeroizing::new(Vec::with_capacity(1024));
    file.take(MOST).read_to_end(&mut content).map_err(|_| RootFault::Unreadable)?;
    Ok(content)
}

fn reason(kind: ErrorKind) -> RootFault {
    match kind {
        ErrorKind::NotFound => RootFault::Missing,
        _ => RootFault::Unreadable,
    }
}
