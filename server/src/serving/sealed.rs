//! The sealed server: it listens, has no key, and waits until somebody gives it one. And the way into that state: the program runs itself anew in the same
//! process, so that nothing of what was in its memory is left.

use std::net::IpAddr;
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Result;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::{Mutex as Turn, oneshot};
use web::sealed::{Asked, Opener, StillSealed, Tried, router};
use zeroize::Zeroizing;

use super::connections::{self, Listening};
use super::{DRAIN, Stop, Window};
use crate::exits::{Ended, Exit};
use crate::opening::{Unopened, open_typed};
use crate::settings::{RootKeyFrom, Settings};

/// How long a wrong key has to wait for its answer.
const PAUSE: Duration = Duration::from_secs(1);

/// The program itself, also when its file was replaced by a newer one.
const MYSELF: &str = "/proc/self/exe";

/// An installation that was opened by hand.
pub(crate) struct Unsealed {
    pub(crate) store: Store,
    /// How many wrong keys were tried before.
    pub(crate) tries: u32,
}

/// Waits for the root key, and gives the listener back with the open store; nothing when it is to end.
///
/// # Errors
/// [`Exit::Settings`] when the public address is none.
pub(crate) async fn unsealed(
    settings: &Settings,
    new_anchor: bool,
    listener: TcpListener,
    origin: &str,
    stop: Stop,
) -> Result<Option<(TcpListener, Unsealed)>> {
    let (tell, mut told) = oneshot::channel();
    let lock = Lock {
        settings: settings.clone(),
        new_anchor,
        tell: Mutex::new(Some(tell)),
        tries: AtomicU32::new(0),
        turn: Turn::new(()),
    };
    let pages = router(Arc::new(lock), origin).map_err(|bad| Ended::new(Exit::Settings, bad))?;
    let proxies: Arc<[IpAddr]> = settings.trusted_proxies.as_slice().into();
    let mut opened = None;
    let until = async {
        tokio::select! {
            () = stop.asked() => {}
            unsealed = &mut told => opened = unsealed.ok(),
        }
    };
    let listener = connections::accept(Listening::Kept(listener), Window::of(pages), until, DRAIN, proxies).await?;
    Ok(listener.zip(opened))
}

/// What keeps a sealed server shut.
struct Lock {
    settings: Settings,
    new_anchor: bool,
    tell: Mutex<Option<oneshot::Sender<Unsealed>>>,
    tries: AtomicU32,
    /// One at a time: a passphrase takes much memory.
    turn: Turn<()>,
}

impl Opener for Lock {
    fn open(&self, typed: Zeroizing<String>) -> Tried<'_> {
        Box::pin(self.tried(typed))
    }

    fn asks(&self) -> Asked {
        if self.settings.root_key == RootKeyFrom::Passphrase { Asked::Passphrase } else { Asked::Key }
    }
}

impl Lock {
    fn teller(&self) -> MutexGuard<'_, Option<oneshot::Sender<Unsealed>>> {
        self.tell.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn tried(&self, typed: Zeroizing<String>) -> Result<(), StillSealed> {
        let Ok(_turn) = self.turn.try_lock() else { return Err(StillSealed::Busy) };
        if self.teller().is_none() {
            // somebody was quicker
            return Ok(());
        }
        let (settings, new_anchor) = (self.settings.clone(), self.new_anchor);
        let opened = tokio::task::spawn_blocking(move || open_typed(&settings, typed, new_anchor)).await;
        match opened {
            Ok(Ok(store)) => {
                let tries = self.tries.load(Ordering::Relaxed);
                let tell = self.teller().take();
                if let Some(tell) = tell {
                    let _ = tell.send(Unsealed { store, tries });
                }
                Ok(())
            }
            Ok(Err(Unopened::Form)) => Err(StillSealed::Form),
            Ok(Err(Unopened::Wrong)) => {
                let tries = self.tries.fetch_add(1, Ordering::Relaxed).saturating_add(1);
                tracing::warn!(tries, "a wrong root key was tried on the page of the sealed server");
                tokio::time::sleep(PAUSE).await;
                Err(StillSealed::Wrong)
            }
            Ok(Err(Unopened::Other(reason))) => {
                tracing::error!(reason = format!("{reason:#}"), "the sealed server does not open");
                Err(StillSealed::Fault)
            }
            Err(_) => Err(StillSealed::Fault),
        }
    }
}

/// What a start is told that unseals; it held for that start alone.
const UNSEAL: &str = "--unseal";

/// Runs this program anew with the same words, in the same process: whatever was in its memory is gone. Comes back only when that fails.
pub(crate) fn begin_anew() -> Ended {
    let mut words = std::env::args_os();
    let mut again = Command::new(MYSELF);
    if let Some(name) = words.next() {
        again.arg0(name);
    }
    let fault = again.args(words.filter(|word| word != UNSEAL)).exec();
    Ended::new(Exit::Sealed, format!("the server is sealed and could not begin anew: {}", fault.kind()))
}
