//! The worker: claims jobs of the outbox and does them, several at a time, until it is told to stop.
//!
//! While a handler runs its claim is renewed; when that fails the handler is dropped, for somebody else may have the job by now. A handler that
//! panics costs its own attempt only. Any number of workers may run, on any number of nodes, each for some kinds of jobs: what hangs holds up its own kind alone.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use domain::time::Instant;
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::outbox::{Claim, Job};
use crate::{Store, StoreFault};

/// How many jobs one worker does at the same time.
const AT_ONCE: usize = 16;

/// How long a claim lasts in seconds, unless renewed; also how long a job of a worker that died rests.
pub const LEASE_SECONDS: i64 = 60;

/// How often a job is tried before it is dead: with the waits of [`wait_seconds`] that is some three days.
pub const ATTEMPTS: u32 = 20;

/// How often an idle worker looks.
const IDLE: Duration = Duration::from_millis(500);

/// How often the claim of a running job is renewed: twice may fail.
const RENEW: Duration = Duration::from_secs(LEASE_SECONDS.unsigned_abs() / 3);

/// How long the jobs that are running may take when the worker is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// How a job went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// Not now; the code says why.
    Again(&'static str),
    /// Not before then; the code says why.
    At(Instant, &'static str),
    /// Never: trying again would not help. The code says why.
    Never(&'static str),
}

type Doing = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// What is to be done for each kind of job.
#[derive(Clone, Default)]
pub struct Handlers(HashMap<String, Arc<dyn Fn(Job) -> Doing + Send + Sync>>);

impl Handlers {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Does jobs of this kind so. A handler has to have a time limit of its own; it is called again with the same job after a failure.
    #[must_use]
    pub fn on<F>(mut self, kind: &str, handler: impl Fn(Job) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Outcome> + Send + 'static,
    {
        self.0.insert(kind.to_owned(), Arc::new(move |job| Box::pin(handler(job))));
        self
    }
}

/// The seconds until the next attempt after so many: 30, doubled each time, six hours at most; between half of it and all of it, as
/// `chance` (0 to 255) says, so that a thousand mails that failed together do not come back together.
pub fn wait_seconds(attempts: u32, chance: u8) -> i64 {
    let doubled = 30_i64 << attempts.saturating_sub(1).min(20);
    let longest = doubled.min(6 * 3600);
    longest / 2 + longest / 2 * i64::from(chance) / 255
}

/// Does jobs until `stop` becomes true, then waits up to ten seconds for those that are running. Faults of the database are logged and
/// outlived.
pub async fn run_outbox(
    store: Store,
    clock: impl Fn() -> Instant + Clone + Send + Sync + 'static,
    handlers: Handlers,
    mut stop: watch::Receiver<bool>,
) {
    let holder = Uuid::new_v4().simple().to_string();
    let mut running = JoinSet::new();
    while !*stop.borrow() {
        let free = AT_ONCE.saturating_sub(running.len());
        match claim(&store, &handlers, &holder, free, clock()).await {
            Ok(jobs) => {
                for job in jobs {
                    running.spawn(see_to(store.clone(), clock.clone(), handlers.clone(), holder.clone(), job));
                }
            }
            Err(fault) => tracing::warn!(%fault, "jobs could not be claimed"),
        }
        tokio::select! {
            changed = stop.changed() => if changed.is_err() { break },
            Some(_) = running.join_next() => {}
            () = tokio::time::sleep(IDLE) => {}
        }
    }
    let finished = async { while running.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, finished).await.is_err() {
        tracing::warn!("jobs were cut off; they are tried again when their lease has run out");
    }
}

async fn claim(
    store: &Store,
    handlers: &Handlers,
    holder: &str,
    free: usize,
    now: Instant,
) -> Result<Vec<Job>, StoreFault> {
    let kinds: Vec<String> = handlers.0.keys().cloned().collect();
    if free == 0 || !store.jobs_are_due(kinds.clone(), now).await? {
        return Ok(Vec::new());
    }
    let most = u32::try_from(free).unwrap_or(1);
    let claim = Claim { holder: holder.to_owned(), kinds, most, until: now.plus_seconds(LEASE_SECONDS) };
    store.claim_jobs(claim, now).await
}

/// Does one job and writes down how it went.
async fn see_to(store: Store, clock: impl Fn() -> Instant + Send + Sync, handlers: Handlers, holder: String, job: Job) {
    let (id, kind, attempts) = (job.id, job.kind.clone(), job.attempts);
    let Some(outcome) = attempt(&store, &clock, &handlers, &holder, job, RENEW).await else {
        tracing::warn!(job.id = %id, job.kind = kind, "the lease of a job was lost; somebody else does it");
        return;
    };
    let now = clock();
    let noted = match outcome {
        Outcome::Done => store.finish_job(id, &holder).await,
        Outcome::Again(reason) if attempts < ATTEMPTS => {
            let [chance, ..] = Uuid::new_v4().into_bytes();
            store.retry_job(id, &holder, now.plus_seconds(wait_seconds(attempts, chance)), reason).await
        }
        Outcome::At(due, reason) if attempts < ATTEMPTS => store.retry_job(id, &holder, due, reason).await,
        Outcome::Again(reason) | Outcome::At(_, reason) | Outcome::Never(reason) => {
            store.give_up_job(id, &holder, reason).await
        }
    };
    match noted {
        Ok(_) => tracing::debug!(job.id = %id, job.kind = kind, ?outcome, "a job was tried"),
        Err(fault) => {
            tracing::warn!(job.id = %id, job.kind = kind, %fault, "the outcome of a job could not be written")
        }
    }
}

/// Runs the handler and renews the claim meanwhile; nothing when the claim was lost.
async fn attempt(
    store: &Store,
    clock: &(impl Fn() -> Instant + Send + Sync),
    handlers: &Handlers,
    holder: &str,
    job: Job,
    renew: Duration,
) -> Option<Outcome> {
    // a job that takes its process down with it is never answered for; it must not do so for ever
    if ATTEMPTS < job.attempts {
        return Some(Outcome::Never("exhausted"));
    }
    let Some(handler) = handlers.0.get(&job.kind) else { return Some(Outcome::Again("no_handler")) };
    let id = job.id;
    let mut doing = JoinSet::new();
    doing.spawn(handler(job));
    let mut until = clock().plus_seconds(LEASE_SECONDS);
    loop {
        tokio::select! {
            ended = doing.join_next() => return Some(ended.and_then(Result::ok).unwrap_or(Outcome::Again("panicked"))),
            () = tokio::time::sleep(renew) => {
                let now = clock();
                let longer = now.plus_seconds(LEASE_SECONDS);
                match store.renew_job(id, holder, now, longer).await {
                    Ok(true) => until = longer,
                    // a database that is away for a moment is no reason to stop what is half done
                    Err(_) if clock() < until => {}
                    Ok(false) | Err(_) => return None,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
