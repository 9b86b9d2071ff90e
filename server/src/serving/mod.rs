//! The running server: pages on one address, and the tasks behind them – sealer, outbox, sweeps, spool, inbox, mailbox, backups – until it is told to stop.

mod backups;
mod clocks;
mod connections;
mod documents;
mod forwarded;
mod guarding;
pub(crate) mod inbox;
pub(crate) mod mailbox;
pub(crate) mod post;
mod rotation;
mod sealed;
mod signals;
mod spool;
mod sweeps;
mod window;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use casework::House;
use casework::house::{Clock as _, SystemClock};
use store::run_outbox;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use web::app::WebSettings;

use crate::exits::{Ended, Exit};
use crate::settings::Inbox;
use connections::Listening;

pub(crate) use backups::Scheduled;
pub(crate) use guarding::no_core_dumps;
pub(crate) use sealed::{Unsealed, begin_anew, unsealed};
pub(crate) use signals::Stop;
pub(crate) use window::Window;

/// How long everything may take from the signal to the end.
const PATIENCE: Duration = Duration::from_secs(9);
/// How much of it requests under way may take.
const DRAIN: Duration = Duration::from_secs(4);

/// Listens on the address.
///
/// # Errors
/// [`Exit::Listen`] when it cannot.
pub(crate) async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr)> {
    let why = |fault: std::io::Error| Ended::new(Exit::Listen, format!("cannot listen on {address}: {}", fault.kind()));
    let listener = TcpListener::bind(address).await.map_err(why)?;
    let at = listener.local_addr().map_err(why)?;
    Ok((listener, at))
}

/// How much of it they may take when the server is sealed: it is an emergency.
const SEALING: Duration = Duration::from_secs(1);

/// Why the server ended what it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It was told to.
    Stopped,
    /// It was sealed: what is in memory has to go, whatever still runs.
    Sealed,
}

/// What is served where.
pub(crate) struct Serving {
    /// The house.
    pub(crate) house: Arc<House>,
    /// Listening already.
    pub(crate) listener: TcpListener,
    /// What the pages must be told.
    pub(crate) web: WebSettings,
    /// Whose forwarded headers are believed.
    pub(crate) proxies: Arc<[IpAddr]>,
    /// The folder from which scans and e-mails are taken.
    pub(crate) inbox: Option<Inbox>,
    /// The data folder, in which no sign-in may lie.
    pub(crate) data: PathBuf,
    /// The backups that it makes by itself.
    pub(crate) backups: Option<Scheduled>,
    /// When to end.
    pub(crate) stop: Stop,
}

/// Serves until a signal comes, the server is sealed, or the store breaks; `ready` is called once requests are answered.
///
/// # Errors
/// [`Exit::Broken`] when the disk failed to keep what was written.
pub(crate) async fn serve(serving: Serving, ready: impl FnOnce()) -> Result<Ending> {
    let Serving { house, listener, web, proxies, inbox, data, backups, stop } = serving;
    let (tell, told) = watch::channel(false);
    let mut tasks = JoinSet::new();
    let store = house.store().clone();
    let (sealing, end) = (store.clone(), wait(told.clone()));
    tasks.spawn(async move { sealing.run_sealer(|| SystemClock.now(), end).await });
    for handlers in post::handlers(&house) {
        tasks.spawn(run_outbox(store.clone(), || SystemClock.now(), handlers, told.clone()));
    }
    if let Some(scheduled) = backups {
        tasks.spawn(scheduled.run(Arc::clone(&house), wait(told.clone())));
    }
    tasks.spawn(rotation::run(Arc::clone(&house), wait(told.clone())));
    tasks.spawn(clocks::run(Arc::clone(&house), wait(told.clone())));
    tasks.spawn(sweeps::run(Arc::clone(&house), wait(told.clone())));
    tasks.spawn(documents::run(Arc::clone(&house), wait(told.clone())));
    tasks.spawn(spool::run(Arc::clone(&house), wait(told.clone())));
    tasks.spawn(post::run(Arc::clone(&house), wait(told.clone())));
    if let Some(inbox) = &inbox {
        house.opens_inbox(inbox.address.clone());
    }
    tasks.spawn(mailbox::run(Arc::clone(&house), inbox.clone(), data, wait(told.clone())));
    tasks.spawn(inbox::run(Arc::clone(&house), inbox, wait(told)));

    let window = Window::new(Arc::clone(&house), web).map_err(|bad| Ended::new(Exit::Settings, bad))?;
    ready();
    let (seal, sealed) = watch::channel(false);
    let watched = Arc::clone(&house);
    let watching = tokio::spawn(async move {
        if watched.may_be_sealed() {
            watched.sealed().await;
            let _ = seal.send(true);
        } else {
            // a demonstration: nobody can
            std::future::pending::<()>().await;
        }
    });
    let until = async {
        tokio::select! {
            () = stop.asked() => {}
            () = wait(sealed.clone()) => {}
        }
    };
    let cut_off = async {
        wait(sealed.clone()).await;
        tokio::time::sleep(SEALING).await;
    };
    let broken = tokio::select! {
        outcome = connections::accept(Listening::Closed(listener), window, until, DRAIN, proxies) => { outcome?; false }
        () = cut_off => false,
        () = sweeps::broken(store.clone()) => true,
    };
    watching.abort();
    let _ = tell.send(true);
    if *sealed.borrow() {
        tracing::warn!("sealed: the server begins anew without its keys");
        return Ok(Ending::Sealed);
    }
    tracing::info!("stopping");
    let finished = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(PATIENCE - DRAIN, finished).await.is_err() {
        tracing::warn!("some tasks did not end in time; what they held is taken up at the next start");
    }
    if broken {
        return Err(Ended::new(
            Exit::Broken,
            "the disk failed to keep what was written; the server ends to be started again",
        )
        .into());
    }
    tracing::info!("stopped");
    Ok(Ending::Stopped)
}

/// Until it is told.
async fn wait(mut told: watch::Receiver<bool>) {
    let _ = told.wait_for(|stop| *stop).await;
}

/// Half as long to as long, so that several servers do not come at the same moment.
fn jittered(wait: Duration) -> Duration {
    let chance = u32::from(uuid::Uuid::new_v4().as_bytes().first().copied().unwrap_or(0));
    wait / 2 + wait / 2 * chance / 255
}
