//! Who may write into a bucket. A folder has its lock; for a bucket the database of the installation says who it is. The name is held for as long as
//! the value lives, and runs out soon after a process that was killed.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use store::Store;
use tokio::runtime::Handle;

use crate::BackupFault;

/// The name of the lease.
const NAME: &str = "backup_bucket";
/// How long it holds, in seconds.
const SECONDS: i64 = 60;
/// How often it is made longer.
const RENEW: Duration = Duration::from_secs(15);

/// The lease.
pub(crate) struct Lease {
    held: Held,
    end: Option<Sender<()>>,
    renewing: Option<JoinHandle<()>>,
}

#[derive(Clone)]
struct Held {
    store: Store,
    runtime: Handle,
    holder: String,
    /// When it was taken, by both clocks.
    at: domain::time::Instant,
    since: Instant,
}

impl Lease {
    /// Takes it; [`BackupFault::Busy`] when somebody has it.
    pub(crate) fn take(store: &Store, runtime: &Handle, at: domain::time::Instant) -> Result<Self, BackupFault> {
        let holder = uuid::Uuid::new_v4().simple().to_string();
        let taking = store.take_lease(NAME, &holder, at, at.plus_seconds(SECONDS));
        if !runtime.block_on(taking)? {
            return Err(BackupFault::Busy);
        }
        let held = Held { store: store.clone(), runtime: runtime.clone(), holder, at, since: Instant::now() };
        let (end, ended) = channel();
        let renewing = held.clone();
        let renewing = Builder::new().name("backup-lease".to_owned()).spawn(move || {
            while ended.recv_timeout(RENEW) == Err(RecvTimeoutError::Timeout) {
                // whoever writes asks before it matters
                let _ = renewing.renew();
            }
        });
        Ok(Self { held, end: Some(end), renewing: renewing.ok() })
    }

    /// Sees to it that it was never lost, and is not for a while.
    pub(crate) fn still(&self) -> Result<(), BackupFault> {
        if self.held.renew()? { Ok(()) } else { Err(BackupFault::Busy) }
    }
}

impl Held {
    fn renew(&self) -> Result<bool, BackupFault> {
        let passed = i64::try_from(self.since.elapsed().as_secs()).unwrap_or(i64::MAX / 2_000_000);
        let now = self.at.plus_seconds(passed);
        Ok(self.runtime.block_on(self.store.renew_lease(NAME, &self.holder, now, now.plus_seconds(SECONDS)))?)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        drop(self.end.take());
        if let Some(renewing) = self.renewing.take() {
            let _ = renewing.join();
        }
        // one that cannot be given back runs out by itself
        let _ = self.held.runtime.block_on(self.held.store.release_lease(NAME, &self.held.holder));
    }
}
