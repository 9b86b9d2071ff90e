//! What has to be said to a disk so that it keeps a file.

use std::fs::File;
use std::io;
use std::path::Path;

/// Puts the name of a file onto the disk: it is there when its folder is.
///
/// # Errors
/// Those of the folder.
pub(crate) fn flush_folder_of(path: &Path) -> io::Result<()> {
    match path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => File::open(folder)?.sync_all(),
        None => File::open(".")?.sync_all(),
    }
}
