//! The one place that knows that there are two databases.
//!
//! A unit of work is a synchronous closure over a [`Tx`]; it runs on a thread of the database, never on one of the async runtime, and no
//! transaction is ever open across an `.await`. A unit may run several times (a lost race on PostgreSQL), so it must not consume what it
//! captured nor have effects of its own. Every SQL text is written once, as for PostgreSQL, and rewritten for SQLite (`sql.rs`):
//!
//! - places are `$1 … $n`; columns are BIGINT, TEXT, BYTEA; instants are microseconds; yes and no are 1 and 0
//! - `SUM` of numbers needs `CAST(SUM(x) AS BIGINT)`; a place without a column beside it needs `CAST($1 AS BIGINT)`
//! - absent values sort first on SQLite and last on PostgreSQL: order by `COALESCE`
//! - `FOR UPDATE SKIP LOCKED` may be written as it stands; SQLite, with its one writer, does without
//! - a statement that fails spoils the transaction on PostgreSQL: use `ON CONFLICT`, do not catch
//!
//! # Source
//! Security §4.10; measured in the prototype: group commit is worth a factor of twelve on SQLite.

mod anew;
mod connect;
mod fault;
mod looking;
mod postgres;
mod room;
mod sql;
mod sqlite;
mod tx;
mod unit;
mod value;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crossbeam_channel::{Receiver, Sender, bounded};

pub use fault::DbFault;
pub(crate) use sql::schema_for_sqlite;
pub use tx::Tx;
pub use value::{Row, ToVal, Val};

use room::Room;
pub use room::Space;
use sqlite::Writer;
use unit::{Answer, Unit, Work};

/// How many units may wait; beyond that the database counts as unavailable, and the caller is told at once.
const QUEUE: usize = 4096;

/// Where a database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// The address of a PostgreSQL database; it may hold a password and is never printed.
    Postgres(String),
}

/// Which engine serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, in this process.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// How many threads serve a database.
#[derive(Debug, Clone, Copy)]
pub struct DbOptions {
    /// Reader threads of SQLite.
    pub readers: usize,
    /// Threads, and so connections, of PostgreSQL.
    pub connections: usize,
}

impl Default for DbOptions {
    fn default() -> Self {
        Self { readers: 4, connections: 16 }
    }
}

#[derive(Clone, Copy)]
pub(crate) enum Mode {
    Read,
    Write,
    /// A write whose reads need not hold until the commit; it takes no part in the detection of races.
    Plain,
}

pub(crate) struct Task {
    work: Box<dyn Work>,
    mode: Mode,
    snapshot: bool,
    /// Whether it may be written into the room that is kept for a full disk.
    urgent: bool,
}

/// An open database; clones share it, and the last one to go waits for its threads.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Threads>,
    urgent: bool,
}

struct Threads {
    engine: Engine,
    reads: Option<Sender<Task>>,
    writes: Option<Sender<Task>>,
    broken: Arc<AtomicBool>,
    handles: Vec<JoinHandle<()>>,
    /// The file of SQLite.
    file: Option<PathBuf>,
    /// Where PostgreSQL is.
    address: Option<Arc<connect::Target>>,
}

impl Db {
    /// Opens the database at `place` and checks that it answers. Blocking.
    ///
    /// # Errors
    /// [`DbFault::Unavailable`] when there is no way to it, [`DbFault::Other`] when the address is not understood.
    pub fn open(place: &Place, options: DbOptions) -> Result<Self, DbFault> {
        Self::over(match place {
            Place::Sqlite(path) => open_sqlite(path, options, Room::none())?,
            Place::Postgres(url) => open_postgres(url, options)?,
        })
    }

    /// As [`Db::open`], and keeps room beside a file of SQLite for what reading needs when the disk is full.
    ///
    /// # Errors
    /// As [`Db::open`].
    pub fn open_with_room(place: &Place, options: DbOptions) -> Result<Self, DbFault> {
        match place {
            Place::Sqlite(path) => Self::over(open_sqlite(path, options, Room::beside(path))?),
            Place::Postgres(_) => Self::open(place, options),
        }
    }

    fn over(threads: Threads) -> Result<Self, DbFault> {
        let db = Self { inner: Arc::new(threads), urgent: false };
        db.read_now(|tx| tx.one("SELECT 1", vals(), |_| Ok(())))?;
        Ok(db)
    }

    /// The same database, for writes without which nothing can be read: they go on when the disk is full, into the room that is kept for them.
    #[must_use]
    pub fn urgent(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), urgent: true }
    }

    /// Which engine serves.
    pub fn engine(&self) -> Engine {
        self.inner.engine
    }

    /// Whether any of these byte strings stands in the files in which SQLite keeps it: the database and its log. Never for PostgreSQL, whose files
    /// cannot be seen from here. Blocking.
    ///
    /// # Errors
    /// That of the system, when a file cannot be read.
    pub(crate) fn holds_any(&self, wanted: &[Vec<u8>]) -> std::io::Result<bool> {
        let Some(file) = &self.inner.file else { return Ok(false) };
        let mut log = file.clone().into_os_string();
        log.push("-wal");
        Ok(looking::holds_any(file, wanted)? || looking::holds_any(log.as_ref(), wanted)?)
    }

    /// Writes the database anew without what was deleted, and empties its log; on PostgreSQL runs these texts instead, each of which
    /// names a table. Blocking.
    ///
    /// # Errors
    /// [`DbFault::Conflict`] when somebody reads on and keeps the old pages; it may be tried again.
    pub(crate) fn make_anew(&self, texts: &[&'static str]) -> Result<(), DbFault> {
        match (&self.inner.file, &self.inner.address) {
            (Some(file), _) => anew::sqlite(file),
            (None, Some(address)) => anew::postgres(address, texts),
            (None, None) => Ok(()),
        }
    }

    /// How much room the disk has; `None` for PostgreSQL, whose disk cannot be seen from here.
    pub fn space(&self) -> Option<Space> {
        self.inner.file.as_deref().map(Space::beside)
    }

    /// After a failed flush to disk this process takes no more writes: the server has to end and start again.
    pub fn is_broken(&self) -> bool {
        self.inner.broken.load(Ordering::Acquire)
    }

    /// Runs a unit that only reads, in one snapshot.
    ///
    /// # Errors
    /// What the unit says, or the [`DbFault`] of the database.
    pub async fn read<T, E>(&self, unit: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        self.go(Mode::Read, true, unit).await
    }

    /// Runs a unit that reads with a single statement: each statement sees its own moment, which saves PostgreSQL two round trips.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn glance<T, E>(&self, unit: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        self.go(Mode::Read, false, unit).await
    }

    /// Runs a unit that writes: all of it or nothing, as if no other ran at the same time. The answer comes after the commit.
    /// A unit that returns an error has changed nothing.
    ///
    /// # Errors
    /// What the unit says, or the [`DbFault`] of the database.
    pub async fn write<T, E>(&self, unit: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        self.go(Mode::Write, true, unit).await
    }

    /// Like [`Db::write`], for a unit whose reads need not hold until its commit: the sealer, which a lease keeps alone.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_plain<T, E>(
        &self,
        unit: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        self.go(Mode::Plain, true, unit).await
    }

    /// [`Db::read`] for the command line and the start: blocks the thread.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T, E>(&self, unit: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        self.go_now(Mode::Read, unit)
    }

    /// [`Db::write`] for the command line and the start: blocks the thread.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T, E>(&self, unit: impl FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
    {
        self.go_now(Mode::Write, unit)
    }

    async fn go<T, E, F>(&self, mode: Mode, snapshot: bool, unit: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (tell, hear) = tokio::sync::oneshot::channel();
        self.queue(mode, snapshot, unit, Box::new(|outcome| drop(tell.send(outcome))))?;
        hear.await.unwrap_or_else(|_| Err(DbFault::Unavailable.into()))
    }

    fn go_now<T, E, F>(&self, mode: Mode, unit: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (tell, hear) = bounded(1);
        self.queue(mode, true, unit, Box::new(move |outcome| drop(tell.send(outcome))))?;
        hear.recv().unwrap_or_else(|_| Err(DbFault::Unavailable.into()))
    }

    fn queue<T, E, F>(&self, mode: Mode, snapshot: bool, unit: F, answer: Answer<T, E>) -> Result<(), DbFault>
    where
        T: Send + 'static,
        E: From<DbFault> + Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let work = Box::new(Unit { unit, outcome: None, answer });
        let queue = match mode {
            Mode::Read => &self.inner.reads,
            Mode::Write | Mode::Plain => &self.inner.writes,
        };
        let queue = queue.as_ref().ok_or(DbFault::Unavailable)?;
        queue.try_send(Task { work, mode, snapshot, urgent: self.urgent }).map_err(|_| DbFault::Unavailable)
    }
}

const fn vals() -> &'static [Val<'static>] {
    &[]
}

fn open_sqlite(path: &std::path::Path, options: DbOptions, room: Room) -> Result<Threads, DbFault> {
    let (reads, read_tasks) = bounded(QUEUE);
    let (writes, write_tasks) = bounded(QUEUE);
    let broken = Arc::new(AtomicBool::new(false));
    let writer = sqlite::open_writer(path)?;
    let mut handles = Vec::new();
    for _ in 0..options.readers.max(1) {
        let (reader, tasks): (_, Receiver<Task>) = (sqlite::open_reader(path)?, read_tasks.clone());
        handles.push(thread("db-read", move || sqlite::read_loop(&reader, &tasks))?);
    }
    let seen = Arc::clone(&broken);
    handles.push(thread("db-write", move || Writer::new(writer, room, seen).serve(&write_tasks))?);
    let file = Some(path.to_owned());
    Ok(Threads {
        engine: Engine::Sqlite,
        reads: Some(reads),
        writes: Some(writes),
        broken,
        handles,
        file,
        address: None,
    })
}

fn open_postgres(url: &str, options: DbOptions) -> Result<Threads, DbFault> {
    let target = Arc::new(connect::Target::parse(url)?);
    let (queue, tasks) = bounded(QUEUE);
    let mut handles = Vec::new();
    for _ in 0..options.connections.max(1) {
        let (target, tasks) = (Arc::clone(&target), tasks.clone());
        handles.push(thread("db-link", move || postgres::serve(&target, &tasks))?);
    }
    let broken = Arc::new(AtomicBool::new(false));
    let (reads, writes) = (Some(queue.clone()), Some(queue));
    Ok(Threads { engine: Engine::Postgres, reads, writes, broken, handles, file: None, address: Some(target) })
}

fn thread(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, DbFault> {
    std::thread::Builder::new().name(name.to_owned()).spawn(run).map_err(|_| DbFault::Unavailable)
}

impl Drop for Threads {
    /// Lets what is queued finish, so that files are closed and nothing is cut off half-way.
    fn drop(&mut self) {
        self.reads = None;
        self.writes = None;
        let me = std::thread::current().id();
        for handle in self.handles.drain(..).filter(|handle| handle.thread().id() != me) {
            let _ = handle.join();
        }
    }
}
