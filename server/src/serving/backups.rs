//! Backups that the server makes by itself: so many hours after the last one, whoever made it; of several servers on one database, one at a time.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use backup::{BackUp, BackedUp, BackupFault, note_failure};
use casework::House;
use casework::house::BackupPlan;
use domain::time::Instant;
use store::{LastBackups, StoreFault};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::opening::backup_place;
use crate::settings::{Backups, Settings};

/// How often is looked whether one is due, and the lease made longer while one is made.
const LOOK: Duration = Duration::from_secs(60);
/// How long the lease holds, in seconds: several looks.
const LEASE_SECONDS: i64 = 300;
/// The name of the lease.
const LEASE: &str = "backup";
/// How long after one that failed it is tried again, in seconds, unless they are made more often.
const AGAIN: i64 = 900;

/// What is to be backed up, and how.
#[derive(Clone)]
pub(crate) struct Scheduled {
    backups: Backups,
    data_folder: PathBuf,
}

impl Scheduled {
    /// As the settings say.
    pub(crate) fn of(settings: &Settings) -> Self {
        Self { backups: settings.backups.clone(), data_folder: settings.data.clone() }
    }

    /// Makes backups until `stop`. One that is under way then is cut off with the process, and cleared away by the next one.
    pub(super) async fn run(self, house: Arc<House>, stop: impl Future<Output = ()>) {
        let plan = self.backups.plan();
        house.plan_backups(plan);
        let hours = match plan {
            BackupPlan::None => return,
            BackupPlan::FewRecipients => {
                tracing::warn!("no backups are made: backup_recipients must name at least two public keys of age");
                return;
            }
            BackupPlan::Every(hours) => i64::from(hours),
        };
        let mut stop = std::pin::pin!(stop);
        let holder = uuid::Uuid::new_v4().simple().to_string();
        loop {
            tokio::select! {
                () = &mut stop => return,
                () = self.look(&house, &holder, hours) => {}
            }
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// Makes one if it is due, and nobody else does.
    async fn look(&self, house: &Arc<House>, holder: &str, hours: i64) {
        match due(house, hours).await {
            Ok(false) => return,
            Ok(true) => {}
            Err(fault) => return tracing::warn!(%fault, "it cannot be told whether a backup is due"),
        }
        if !lease(house, holder).await || !due(house, hours).await.unwrap_or(false) {
            return;
        }
        let mut made = self.begin(house);
        let outcome = loop {
            tokio::select! {
                outcome = &mut made => break outcome,
                () = tokio::time::sleep(LOOK) => { lease(house, holder).await; }
            }
        };
        match outcome {
            Ok(Ok(made)) => tracing::info!(
                backup.lines = made.manifest.ledger.size,
                backup.documents = made.documents.all,
                took_ms = u64::try_from(made.took.as_millis()).unwrap_or(u64::MAX),
                "backed up and proved"
            ),
            Ok(Err(fault)) => tracing::error!(%fault, "the backup failed; it will be tried again"),
            Err(_) => tracing::error!("the backup ended without an answer; it will be tried again"),
        }
        let _ = house.store().release_lease(LEASE, holder).await;
        // keys of what was destroyed may have been in what is gone now
        if let Err(fault) = house.note_expired_copies().await {
            tracing::warn!(%fault, "it could not be recorded which files are beyond recovery");
        }
        if let Err(fault) = house.file_drill().await {
            tracing::warn!(%fault, "the restore drill could not be filed");
        }
    }

    /// Begins one, on a thread that nobody waits for at the end.
    fn begin(&self, house: &Arc<House>) -> oneshot::Receiver<Result<BackedUp, BackupFault>> {
        let (tell, told) = oneshot::channel();
        let (order, house, runtime) = (self.clone(), Arc::clone(house), Handle::current());
        let begun = std::thread::Builder::new().name("backup".to_owned()).spawn(move || {
            let _ = tell.send(order.make(&house, &runtime));
        });
        if let Err(fault) = begun {
            tracing::error!(%fault, "no thread for the backup");
        }
        told
    }

    fn make(&self, house: &House, runtime: &Handle) -> Result<BackedUp, BackupFault> {
        let (Some(to), Some(recipients)) = (&self.backups.to, &self.backups.recipients) else {
            return Err(BackupFault::NoRecipient);
        };
        // read each time: a key that is changed every some months needs no restart
        let to = backup_place(to, &self.data_folder).map_err(|error| {
            let fault = BackupFault::NoKey(format!("{error:#}"));
            note_failure(house.store(), runtime, house.now(), &fault);
            fault
        })?;
        let order = BackUp {
            store: house.store(),
            runtime,
            to: &to,
            data_folder: &self.data_folder,
            recipients,
            root_key: true,
            prove: true,
            keep: self.backups.keep,
            now: house.now(),
        };
        order.run(&mut |_| {})
    }
}

async fn due(house: &House, hours: i64) -> Result<bool, StoreFault> {
    Ok(is_due(&house.store().last_backups().await?, house.now(), hours * 3_600))
}

/// Whether the next one is due: `every` seconds after the last that was written; sooner after one that failed.
fn is_due(last: &LastBackups, now: Instant, every: i64) -> bool {
    let since = |at: Instant| now.seconds_since(at);
    let waited = last.written.as_ref().is_none_or(|written| every <= since(written.at));
    let tried = last.tried.as_ref().is_none_or(|tried| AGAIN.min(every) <= since(tried.at));
    waited && tried
}

async fn lease(house: &House, holder: &str) -> bool {
    let now = house.now();
    house.store().take_lease(LEASE, holder, now, now.plus_seconds(LEASE_SECONDS)).await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use store::{BackupNote, BackupOutcome};

    use super::*;

    const NOW: Instant = Instant(1_767_603_600_000_000);

    fn ago(minutes: i64, outcome: BackupOutcome) -> Option<BackupNote> {
        let at = NOW.plus_seconds(-minutes * 60);
        Some(BackupNote { outcome, ..BackupNote::failed(at, 0) })
    }

    #[test]
    fn the_next_backup_is_due_after_its_hours_and_sooner_after_a_failure() {
        let check =
            |tried, written: Option<BackupNote>| is_due(&LastBackups { tried, written, proved: None }, NOW, 3_600);
        let (proved, failed) = (BackupOutcome::Proved, BackupOutcome::Failed);
        assert!(check(None, None));
        assert!(!check(ago(59, proved), ago(59, proved)));
        assert!(check(ago(60, proved), ago(60, proved)));
        assert!(!check(ago(14, failed), ago(90, proved)));
        assert!(check(ago(15, failed), ago(90, proved)));
        assert!(!check(ago(15, failed), ago(20, proved)));
        assert!(!check(ago(1, failed), None));
    }
}
