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

use super::room::Room;
use super::tx::{Inner, Rewritten, Tx};
use super::unit::Work;
use super::{DbFault, Task};

/// How many units share one commit at most.
const GROUP: usize = 64;

/// The log is folded back into the file after sixteen MiB: what is written over and over, such as a card, goes there once.
///
/// The cache is in KiB for each connection, of which five serve the data: taken only as far as it is used. The entries of a long case lie
/// scattered among those of all others, and do not fit into the two MiB that SQLite takes by itself.
const SETTINGS: &str = "
    PRAGMA busy_timeout = 5000;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -12288;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA journal_size_limit = 67108864;
";

/// Opens a connection that writes; makes the file, readable by its owner only, when there is none.
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

/// One that is there is not even opened: closing it would drop the locks of this process on it (see [`super::looking`]).
fn make_private(path: &Path) -> Result<(), DbFault> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(DbFault::Unavailable),
        _ => Ok(()),
    }
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

/// The writer thread with what it works on.
pub(crate) struct Writer {
    connection: Connection,
    texts: Rewritten,
    room: Room,
    broken: Arc<AtomicBool>,
}

impl Writer {
    pub(crate) fn new(connection: Connection, room: Room, broken: Arc<AtomicBool>) -> Self {
        Self { connection, texts: Rewritten::new(), room, broken }
    }

    /// Until nobody can ask any more.
    pub(crate) fn serve(mut self, tasks: &Receiver<Task>) {
        while let Ok(first) = tasks.recv() {
            if self.broken.load(Ordering::Acquire) {
                first.work.answer(Some(DbFault::Unavailable));
                continue;
            }
            let scarce = self.room.is_scarce();
            let mut ran = Vec::with_capacity(GROUP);
            let next = || tasks.try_recv().ok();
            let fault = self.group(admitted(Some(first), next, scarce), &mut ran);
            if fault == Some(DbFault::Full) && self.room.give_up(&self.connection) {
                // nothing of the group has happened: what reading needs is run again in the room that is free now
                let (mut again, mut urgent) = (ran.into_iter(), Vec::new());
                let fault = self.group(admitted(None, || again.next(), true), &mut urgent);
                // those that did not come to their turn share its fate
                answer(urgent.into_iter().chain(again), fault.as_ref());
            } else {
                answer(ran, fault.as_ref());
            }
        }
    }

    /// Runs a group in one transaction; the fault, if any, holds for every unit that `ran`.
    fn group(&mut self, tasks: impl Iterator<Item = Task>, ran: &mut Vec<Task>) -> Option<DbFault> {
        let mut tasks = tasks.peekable();
        tasks.peek()?;
        if let Err(error) = self.connection.execute_batch("BEGIN IMMEDIATE") {
            ran.extend(tasks.next());
            return Some(noticed(error, &self.broken));
        }
        for mut task in tasks {
            let outcome = in_savepoint(&self.connection, &mut self.texts, task.work.as_mut());
            ran.push(task);
            match outcome {
                // a full disk often makes SQLite roll the whole transaction back by itself; it is done here in any case
                Ok(Met::Full) => {
                    self.roll_back();
                    return Some(DbFault::Full);
                }
                Ok(Met::Nothing) => {}
                Err(error) => {
                    self.roll_back();
                    return Some(noticed(error, &self.broken));
                }
            }
            if GROUP <= ran.len() {
                break;
            }
        }
        let Err(error) = self.connection.execute_batch("COMMIT") else { return None };
        self.roll_back();
        Some(noticed(error, &self.broken))
    }

    fn roll_back(&self) {
        if !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

/// The tasks that may be run; while room is `scarce` the others are told that the disk is full.
fn admitted(first: Option<Task>, mut next: impl FnMut() -> Option<Task>, scarce: bool) -> impl Iterator<Item = Task> {
    let mut first = first;
    std::iter::from_fn(move || {
        loop {
            let task = first.take().or_else(&mut next)?;
            if !scarce || task.urgent {
                return Some(task);
            }
            task.work.answer(Some(DbFault::Full));
        }
    })
}

fn answer(ran: impl IntoIterator<Item = Task>, fault: Option<&DbFault>) {
    for task in ran {
        task.work.answer(fault.cloned());
    }
}

/// What a unit met, as far as it concerns the whole group.
enum Met {
    Nothing,
    Full,
}

fn in_savepoint(connection: &Connection, texts: &mut Rewritten, work: &mut dyn Work) -> Result<Met, rusqlite::Error> {
    again(connection, "SAVEPOINT unit")?;
    let mut tx = Tx::new(Inner::Sqlite(connection, texts));
    let keep = work.run(&mut tx);
    if connection.is_autocommit() || tx.met() == Some(&DbFault::Full) {
        return Ok(Met::Full);
    }
    if !keep {
        again(connection, "ROLLBACK TO unit")?;
    }
    again(connection, "RELEASE unit")?;
    Ok(Met::Nothing)
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
