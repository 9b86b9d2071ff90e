//! Looking for bytes in a file that SQLite works on in this process.
//!
//! Whenever a process closes a file, the system drops all locks that the process has on it, also those by which SQLite tells other processes that
//! somebody works on the database: the next one to close it would throw its log away. So a file that was once opened here is never closed again.
//!
//! # Source
//! "How To Corrupt An SQLite Database File", section 2.2, <https://sqlite.org/howtocorrupt.html>.

use std::fs::File;
use std::io::{Error, ErrorKind};
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::Path;
use std::sync::Arc;

use parking_lot::Mutex;

/// How much of a file is looked through at once.
const CHUNK: usize = 1 << 20;

/// The files that were looked into.
static OPEN: Mutex<Vec<Arc<File>>> = Mutex::new(Vec::new());

/// Whether a file holds any of these byte strings; none does that is not there.
pub(super) fn holds_any(path: &Path, wanted: &[Vec<u8>]) -> Result<bool, Error> {
    let longest = wanted.iter().map(Vec::len).max().unwrap_or(0);
    let Some(file) = opened(path)?.filter(|_| longest != 0) else { return Ok(false) };
    let (mut window, mut at) = (Vec::new(), 0_u64);
    loop {
        let kept: usize = window.len();
        window.resize(kept + CHUNK, 0);
        let read = file.read_at(window.get_mut(kept..).unwrap_or_default(), at)?;
        window.truncate(kept + read);
        let found = |bytes: &Vec<u8>| !bytes.is_empty() && window.windows(bytes.len()).any(|part| part == bytes);
        if wanted.iter().any(found) {
            return Ok(true);
        }
        if read == 0 {
            return Ok(false);
        }
        at += read as u64;
        // what may be the beginning of one goes along into the next part
        window.drain(..window.len() - window.len().min(longest - 1));
    }
}

/// The file, opened now or before.
fn opened(path: &Path) -> Result<Option<Arc<File>>, Error> {
    let known = match std::fs::metadata(path) {
        Ok(found) => (found.dev(), found.ino()),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut open = OPEN.lock();
    for file in open.iter() {
        let about = file.metadata()?;
        if (about.dev(), about.ino()) == known {
            return Ok(Some(Arc::clone(file)));
        }
    }
    let file = Arc::new(File::open(path)?);
    open.push(Arc::clone(&file));
    Ok(Some(file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{Db, DbFault, DbOptions, Place};
    use crate::vals;

    /// How many locks anybody has on a file.
    fn locks(path: &Path) -> usize {
        let inode = format!(":{} ", std::fs::metadata(path).unwrap().ino());
        std::fs::read_to_string("/proc/locks").unwrap().lines().filter(|line| line.contains(&inode)).count()
    }

    #[test]
    fn a_database_that_was_looked_into_and_written_anew_is_still_locked_against_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys.db");
        let db = Db::open(&Place::Sqlite(path.clone()), DbOptions { readers: 1, connections: 1 }).unwrap();
        db.write_now(|tx| tx.batch("CREATE TABLE t (one BIGINT PRIMARY KEY)")).map_err(|fault: DbFault| fault).unwrap();
        db.read_now(|tx| tx.query("SELECT one FROM t", vals![], |_| Ok(()))).map_err(|fault: DbFault| fault).unwrap();
        assert_ne!(locks(&path), 0);
        for _ in 0..2 {
            db.make_anew(&["VACUUM FULL t"]).unwrap();
            assert!(!db.holds_any(&[vec![9; 40]]).unwrap());
        }
        assert_ne!(locks(&path), 0, "the next process to close it would throw its log away");
    }

    #[test]
    fn bytes_are_found_wherever_they_stand_and_also_after_the_file_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let wanted = [vec![7_u8; 40]];
        assert!(!holds_any(&path, &wanted).unwrap(), "there is no file");
        for place in [0, 1, CHUNK - 39, CHUNK - 1, CHUNK, 2 * CHUNK + 5] {
            let mut bytes = vec![1_u8; 3 * CHUNK];
            std::fs::write(&path, &bytes).unwrap();
            assert!(!holds_any(&path, &wanted).unwrap());
            bytes[place..place + 40].fill(7);
            std::fs::write(&path, &bytes).unwrap();
            assert!(holds_any(&path, &wanted).unwrap(), "{place}");
            assert!(!holds_any(&path, &[]).unwrap());
        }
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, [0; 100]).unwrap();
        assert!(!holds_any(&path, &wanted).unwrap(), "another file of the same name");
    }
}
