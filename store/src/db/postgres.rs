//! PostgreSQL: several threads with one client each; writes are SERIALIZABLE and run again when they lost a race.
//!
//! The client must never be touched on a thread of the async runtime: it would start a runtime within the runtime.

use std::time::Duration;

use crossbeam_channel::Receiver;
use postgres::Client;

use super::connect::Target;
use super::tx::{Inner, Prepared, Tx};
use super::unit::Work;
use super::{DbFault, Mode, Task};

/// How often a unit runs at most before the caller hears of a conflict.
const ATTEMPTS: u32 = 8;

/// A connection that comes back after it was lost.
struct Line<'t> {
    target: &'t Target,
    open: Option<(Client, Prepared)>,
}

impl Line<'_> {
    fn is_lost(&self) -> bool {
        self.open.as_ref().is_some_and(|(client, _)| client.is_closed())
    }

    fn client(&mut self) -> Result<&mut (Client, Prepared), DbFault> {
        if self.is_lost() {
            self.open = None;
        }
        if self.open.is_none() {
            self.open = Some((self.target.connect()?, Prepared::new()));
        }
        self.open.as_mut().ok_or(DbFault::Unavailable)
    }
}

/// One thread of the pool.
pub(crate) fn serve(target: &Target, tasks: &Receiver<Task>) {
    let mut line = Line { target, open: None };
    for mut task in tasks {
        let fault = attempt(&mut line, &mut task).err();
        task.work.answer(fault);
    }
}

fn attempt(line: &mut Line<'_>, task: &mut Task) -> Result<(), DbFault> {
    let mut again = 0;
    loop {
        let fault = match once(line, task) {
            Err(fault) => fault,
            Ok(()) => return Ok(()),
        };
        again += 1;
        if fault != DbFault::Conflict || ATTEMPTS <= again {
            return Err(fault);
        }
        std::thread::sleep(pause(again));
    }
}

/// One run. An error means that nothing was kept, except after a lost connection during COMMIT, where nobody can know:
/// a once-key tells the two apart when the caller tries again.
fn once(line: &mut Line<'_>, task: &mut Task) -> Result<(), DbFault> {
    if !task.snapshot {
        return match glance(line, task) {
            // the connection died while idle; what only reads may be run again
            Err(_) if line.is_lost() => glance(line, task),
            outcome => outcome,
        };
    }
    begin(line, task.mode)?;
    let (client, prepared) = line.client()?;
    let keep = match ran(task.work.as_mut(), client, prepared) {
        Ok(keep) => keep,
        Err(fault) => {
            let _ = client.batch_execute("ROLLBACK");
            return Err(fault);
        }
    };
    client.batch_execute(if keep { "COMMIT" } else { "ROLLBACK" }).map_err(DbFault::from)
}

fn glance(line: &mut Line<'_>, task: &mut Task) -> Result<(), DbFault> {
    let (client, prepared) = line.client()?;
    ran(task.work.as_mut(), client, prepared).map(drop)
}

/// Opens the transaction; a connection that died while idle is replaced once.
fn begin(line: &mut Line<'_>, mode: Mode) -> Result<(), DbFault> {
    let text = match mode {
        Mode::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        Mode::Write => "BEGIN ISOLATION LEVEL SERIALIZABLE",
        Mode::Plain => "BEGIN ISOLATION LEVEL READ COMMITTED",
    };
    let (client, _) = line.client()?;
    match client.batch_execute(text) {
        Ok(()) => Ok(()),
        Err(_) if client.is_closed() => Ok(line.client()?.0.batch_execute(text)?),
        Err(error) => Err(error.into()),
    }
}

/// Runs the unit: whether it wants its changes, or the fault that makes the transaction void whatever it wants.
fn ran(work: &mut dyn Work, client: &mut Client, prepared: &mut Prepared) -> Result<bool, DbFault> {
    let mut tx = Tx::new(Inner::Postgres(client, prepared));
    let keep = work.run(&mut tx);
    match tx.met() {
        Some(fault @ (DbFault::Conflict | DbFault::Unavailable | DbFault::Full)) => Err(fault.clone()),
        _ => Ok(keep),
    }
}

/// Longer with every attempt, and different for each thread.
fn pause(attempt: u32) -> Duration {
    let spread = u64::from(uuid::Uuid::new_v4().as_bytes()[0]);
    Duration::from_micros((1 << attempt.min(6)) * (300 + spread * 4))
}
