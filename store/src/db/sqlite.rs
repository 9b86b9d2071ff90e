//! SQLite: one writer thread with group commit, several reader threads.
//!
//! The writer opens one transaction, runs each queued unit in a savepoint of its own (a unit that fails or panics hurts no other), goes on
//! while there is work, commits once, and only then answers everybody. Nobody hears "done" before the bytes are on the disk.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::Receiver;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::tx::{Inner, Rewritten, Tx};
use super::unit::Work;
use super::{DbFault, Task};

/// How many units share one commit at most.
const GROUP: usize = 64;

const SETTINGS: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
    PRAGMA journal_size_limit = 67108864;
";

/// Opens the writer's connection; makes the file, readable by its owner only, when there is none.
pub(crate) fn open_writer(path: &Path) -> Result<Connection, DbFault> {
    make_private(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(DbFault::named("the database cannot use a write-ahead log here"));
    }
    settle(connection)
}

/// Opens a reader's connection: it cannot write, whatever a unit asks.
pub(crate) fn open_reader(path: &Path) -> Result<Connection, DbFault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    settle(Connection::open_with_flags(path, flags)?)
}

fn settle(connection: Connection) -> Result<Connection, DbFault> {
    connection.execute_batch(SETTINGS)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // plans do not look at the values: otherwise a kept statement is compiled again whenever they change, which is most of its time
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

fn make_private(path: &Path) -> Result<(), DbFault> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop).map_err(|_| DbFault::Unavailable)
}

/// A reader thread: one unit after the other, each in a snapshot of its own.
pub(crate) fn read_loop(connection: &Connection, tasks: &Receiver<Task>) {
    let mut texts = Rewritten::new();
    for mut task in tasks {
        let fault = read_one(connection, &mut texts, &mut task);
        task.work.answer(fault);
    }
}

fn read_one(connection: &Connection, texts: &mut Rewritten, task: &mut Task) -> Option<DbFault> {
    if task.snapshot
        && let Err(error) = connection.execute_batch("BEGIN")
    {
        return Some(error.into());
    }
    task.work.run(&mut Tx::new(Inner::Sqlite(connection, texts)));
    if connection.is_autocommit() {
        return None;
    }
    connection.execute_batch("ROLLBACK").err().map(DbFault::from)
}

/// The writer thread.
pub(crate) fn write_loop(mut connection: Connection, tasks: &Receiver<Task>, broken: &Arc<AtomicBool>) {
    let mut texts = Rewritten::new();
    while let Ok(first) = tasks.recv() {
        if broken.load(Ordering::Acquire) {
            first.work.answer(Some(DbFault::Unavailable));
            continue;
        }
        let mut group = Vec::with_capacity(GROUP);
        let fault = write_group(&mut connection, &mut texts, first, tasks, &mut group, broken);
        for work in group {
            work.answer(fault.clone());
        }
    }
}

/// Runs a group in one transaction; the fault, if any, holds for every unit of `group`.
fn write_group(
    connection: &mut Connection,
    texts: &mut Rewritten,
    first: Task,
    tasks: &Receiver<Task>,
    group: &mut Vec<Box<dyn Work>>,
    broken: &AtomicBool,
) -> Option<DbFault> {
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        group.push(first.work);
        return Some(noticed(error, broken));
    }
    let mut next = Some(first);
    while let Some(task) = next {
        let mut work = task.work;
        let ran = in_savepoint(connection, texts, work.as_mut());
        group.push(work);
        if let Err(error) = ran {
            let fault = noticed(error, broken);
            let _ = connection.execute_batch("ROLLBACK");
            return Some(fault);
        }
        // a full disk makes SQLite roll the whole transaction back by itself: then nothing of this group has happened
        if connection.is_autocommit() {
            return Some(DbFault::Full);
        }
        next = if group.len() < GROUP { tasks.try_recv().ok() } else { None };
    }
    let Err(error) = connection.execute_batch("COMMIT") else { return None };
    let fault = noticed(error, broken);
    if !connection.is_autocommit() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    Some(fault)
}

fn in_savepoint(connection: &Connection, texts: &mut Rewritten, work: &mut dyn Work) -> Result<(), rusqlite::Error> {
    again(connection, "SAVEPOINT unit")?;
    let keep = work.run(&mut Tx::new(Inner::Sqlite(connection, texts)));
    if connection.is_autocommit() {
        return Ok(());
    }
    if !keep {
        again(connection, "ROLLBACK TO unit")?;
    }
    again(connection, "RELEASE unit")
}

/// A statement that is kept between its runs.
fn again(connection: &Connection, text: &str) -> Result<(), rusqlite::Error> {
    connection.prepare_cached(text)?.execute([]).map(drop)
}

/// After a failed flush nobody knows what is on the disk: this process takes no more writes, and the server restarts.
fn noticed(error: rusqlite::Error, broken: &AtomicBool) -> DbFault {
    const FLUSHES: [i32; 3] =
        [rusqlite::ffi::SQLITE_IOERR_FSYNC, rusqlite::ffi::SQLITE_IOERR_DIR_FSYNC, rusqlite::ffi::SQLITE_IOERR_WRITE];
    if let rusqlite::Error::SqliteFailure(failure, _) = &error
        && FLUSHES.contains(&failure.extended_code)
    {
        broken.store(true, Ordering::Release);
    }
    error.into()
}
