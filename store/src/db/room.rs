//! Room that is kept for a full disk: then reading goes on, because its record can still be written.
//!
//! A file of up to 64 MiB lies beside the database and holds nothing. When the disk is full it is given up, and from then on only what reading needs is
//! written: the record of accesses, and signing in. Everything else is refused as [`DbFault::Full`](super::DbFault::Full), so that it cannot take
//! this room. As soon as there is space for the file again it is made anew, and everything is written as before. No restart is needed.
//!
//! # Source
//! Security, promise P4.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rustix::fs::{FallocateFlags, fallocate, statvfs};
use rustix::io::Errno;

/// The most that is kept: enough for the record of some hundred thousand accesses. On a small disk it is a quarter of what is free.
const MOST: u64 = 64 * 1024 * 1024;

/// Less is not worth keeping.
const LEAST: u64 = 1024 * 1024;

/// How long to wait between two looks at the disk.
const LOOK: Duration = Duration::from_millis(500);

/// Less than this is worth telling whoever looks after the server: a GiB.
const SCARCE: u64 = 1024 * 1024 * 1024;

/// How much room the disk of a database has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// Bytes that may still be written.
    pub free: u64,
    /// Whether room is kept beside it, so that reading goes on when the disk is full.
    pub kept: bool,
}

impl Space {
    /// Of the disk on which this database lies.
    pub(super) fn beside(database: &Path) -> Self {
        let file = name_of(database);
        let kept = file.metadata().is_ok_and(|about| about.is_file() && LEAST <= about.len());
        Self { free: free_beside(&file), kept }
    }

    /// Whether the disk should be looked after before it is full.
    pub const fn is_scarce(self) -> bool {
        self.free < SCARCE
    }
}

/// The room that is kept beside one database.
pub(super) struct Room {
    /// The file and its size; nothing where none is kept.
    kept: Option<(PathBuf, u64)>,
    /// Since when the disk has been full: the last look at it.
    full: Option<Instant>,
}

impl Room {
    /// None is kept.
    pub(super) const fn none() -> Self {
        Self { kept: None, full: None }
    }

    /// Keeps room beside this database.
    pub(super) fn beside(database: &Path) -> Self {
        let file = name_of(database);
        let there = file.metadata().ok().filter(std::fs::Metadata::is_file).map_or(0, |file| file.len());
        let size = if LEAST <= there { there } else { MOST.min(free_beside(&file) / 4) };
        let kept = LEAST <= there || (LEAST <= size && keep(&file, size));
        if !kept {
            tracing::warn!(
                "the disk has no room to keep for the record of accesses: when it is full, reading ends too"
            );
        }
        Self { kept: kept.then_some((file, size)), full: None }
    }

    /// Whether only what reading needs may be written now. Looks at the disk from time to time.
    pub(super) fn is_scarce(&mut self) -> bool {
        let (Some((file, size)), Some(looked)) = (&self.kept, self.full) else { return false };
        if looked.elapsed() < LOOK {
            return true;
        }
        // somewhat more than the room itself, or it would be given up again at once
        if size + size / 4 <= free_beside(file) && keep(file, *size) {
            tracing::info!("the disk of the database has space again; everything is written as before");
            self.full = None;
        } else {
            self.full = Some(Instant::now());
        }
        self.full.is_some()
    }

    /// Gives the room up for what reading needs; `false` when it is given up already, or there is none.
    pub(super) fn give_up(&mut self, connection: &Connection) -> bool {
        let (Some((file, _)), None) = (&self.kept, self.full) else { return false };
        tracing::error!("the disk of the database is full; only what reading needs is still written");
        let _ = std::fs::remove_file(file);
        // a limit that was set for a drill is the disk of that drill
        let _ = connection.execute_batch("PRAGMA max_page_count = 4294967294");
        self.full = Some(Instant::now());
        true
    }
}

fn name_of(database: &Path) -> PathBuf {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push("-room");
    database.with_file_name(name)
}

/// How many bytes this process may still write beside the file.
fn free_beside(file: &Path) -> u64 {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    statvfs(folder).map_or(0, |disk| disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Makes the file; half of it is no use, and would take the last space.
fn keep(file: &Path, size: u64) -> bool {
    let kept = take(file, size).is_ok();
    if !kept {
        let _ = std::fs::remove_file(file);
    }
    kept
}

/// Takes the space on the disk: not only the name of it.
fn take(path: &Path, size: u64) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    match fallocate(&file, FallocateFlags::empty(), 0, size) {
        Ok(()) => Ok(()),
        // a file system that cannot promise space is given bytes
        Err(Errno::OPNOTSUPP | Errno::NOSYS) => {
            let zeros = vec![0; 1024 * 1024];
            (0..size / LEAST).try_for_each(|_| file.write_all(&zeros))?;
            file.sync_all()
        }
        Err(errno) => Err(errno.into()),
    }
}
