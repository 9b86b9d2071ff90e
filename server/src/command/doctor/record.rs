//! What the open installation says of itself: engine, keys, sealer, outbox, checkpoints.

use anyhow::Result;
use casework::house::{Clock as _, SystemClock};
use casework::keys::{Age, Ages, KeyKind, KitStands};
use casework::system::{BackupPlan, BackupsAre, judge_backups};
use domain::kits::{KitForm, KitIs, READ_AGAIN};
use domain::time::Instant;
use store::db::Engine;
use store::{BackupNote, BlobFigures, Store, StoreFault, Wrapping};
use web::face::words::size;

use super::Finding;
use crate::command::{house, of_fault, runtime};
use crate::exits::of_store;
use crate::opening::backup_place;
use crate::settings::{BackupsAt, Settings};

/// Lines that wait longer than this for their number, in seconds, are worth a mark.
const SEALER_LAG: i64 = 60;
/// A job that is due and waits longer than this, in seconds, is worth a mark.
const OUTBOX_LAG: i64 = 3600;
/// A document that was not read again for so many times as long as it should is worth a mark.
const SCRUB_LAG: i64 = 2;
/// A document that waits longer than this, in seconds, for the bucket is worth a mark.
const SPOOL_LAG: i64 = 3600;

/// Adds what the store says.
pub(super) fn findings(store: Store, plan: BackupPlan, found: &mut Vec<Finding>) -> Result<()> {
    let now = SystemClock.now();
    let runtime = runtime()?;
    runtime.block_on(ask(&store, plan, now, found)).map_err(of_store)?;
    found.push(kit(&runtime.block_on(house(store).kit_stands()).map_err(|fault| of_fault(&fault))?));
    Ok(())
}

/// Whether the root key can be had when the server is lost.
fn kit(stands: &KitStands) -> Finding {
    let moment = |at: Option<Instant>| at.map_or("never".to_owned(), |at| at.timestamp().to_string());
    let shown = stands.kit.as_ref().map_or_else(String::new, |kit| {
        let read = kit.forms().into_iter().map(|(form, at)| match form {
            KitForm::File => format!(", the file read back {}", moment(at)),
            KitForm::Sheets => format!(", two sheets read back {}", moment(at)),
        });
        format!("{} made {}{}", kit.number, moment(kit.made), read.collect::<String>())
    });
    let value = match stands.is {
        KitIs::None => {
            "there is none: when the root key is lost, so is everything; `casekeep kit make` makes one".to_owned()
        }
        KitIs::Void => format!("{shown}; it holds an older root key: `casekeep kit make` makes a new one"),
        KitIs::Unread => format!("{shown}; `casekeep kit read` reads it back"),
        KitIs::Old => format!("{shown}, more than {READ_AGAIN} days ago; `casekeep kit read` reads it back"),
        KitIs::Good => shown,
    };
    Finding::judged("recovery kit", value, stands.is == KitIs::Good)
}

async fn ask(store: &Store, plan: BackupPlan, now: Instant, found: &mut Vec<Finding>) -> Result<(), StoreFault> {
    let health = store.health().await?;
    let engine = match health.engine {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    found.push(Finding::good("database", format!("{engine} {}", health.version)));
    found.push(Finding::good("installation", format!("{} of {}", store.installation(), health.created.timestamp())));
    found.push(Finding::good("record", format!("{} dossiers, {} ledger lines", health.dossiers, health.lines)));
    found.push(Finding::good("ledger key", store.verifier_key()));
    let keys = store.key_ages().await?;
    found.extend(Ages::judged(health.created, &keys, now).0.map(age));
    let Wrapping { epoch, keys, older } = Wrapping::of(&keys);
    let value = match older {
        0 => format!("{keys} keys of dossiers under epoch {epoch}"),
        older => format!(
            "{older} of {keys} keys of dossiers are still under an epoch before {epoch}; `casekeep rotate-keys` wraps them anew"
        ),
    };
    found.push(Finding::good("wrapping", value));
    if store.is_marked_sealed().await? {
        let words =
            "the server is sealed; whoever has the root key unseals it on its page, or with `casekeep serve --unseal`";
        found.push(Finding::judged("sealed", words, false));
    }
    found.push(sealer(store, now).await?);
    found.push(checkpoint(store).await?);
    found.push(outbox(store, now).await?);
    found.push(documents(store, now).await?);
    if let Some((lying, room)) = store.blobs().spool() {
        found.push(document_store(store));
        found.push(spool(store, (lying, room), now).await?);
    }
    found.extend(kept_room(store));
    found.extend(backups(store, plan, now).await?);
    Ok(())
}

/// How old a key is, and what to do when it is too old.
fn age(age: Age) -> Finding {
    let (what, remedy) = match age.kind {
        KeyKind::Root => ("age of root key", "this version cannot change it: see that few people can reach it"),
        KeyKind::Encryption => ("age of KEK", "`casekeep rotate-keys` makes a new one while people work"),
        KeyKind::Signing => ("age of ledger key", "this version cannot change it: see that few people can reach it"),
    };
    let days = match age.days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    let value = if age.is_old() { format!("{days}, more than {}; {remedy}", age.most) } else { days };
    Finding::judged(what, value, !age.is_old())
}

async fn documents(store: &Store, now: Instant) -> Result<Finding, StoreFault> {
    let BlobFigures { documents, bytes, every_days, damaged, unchecked, oldest, .. } = store.blob_figures().await?;
    let lag = SCRUB_LAG * 24 * i64::from(every_days);
    let hours = oldest.map_or(0, |oldest| now.seconds_since(oldest).max(0) / 3_600);
    let size = size(bytes);
    Ok(match (damaged, unchecked) {
        (0, 0) if hours <= lag => {
            Finding::good("documents", format!("{documents}, {size}, each read again within {hours} h"))
        }
        (0, _) => {
            let words =
                format!("{documents}, {size}; {unchecked} not read again yet, the oldest look is {hours} h old");
            Finding::judged("documents", words, hours <= lag)
        }
        (damaged, _) => {
            let words = format!("{damaged} of {documents} are damaged or gone; put their files back from a backup");
            Finding::judged("documents", words, false)
        }
    })
}

/// Whether the bucket lets us do what we need.
fn document_store(store: &Store) -> Finding {
    probed("document store", store.blobs().probe())
}

/// Whether the bucket of the backups does, where they go into one.
pub(super) fn backup_store(settings: &Settings) -> Option<Finding> {
    let at = settings.backups.to.as_ref().filter(|at| matches!(at, BackupsAt::Bucket(_)))?;
    let what = "backup store";
    match backup_place(at, &settings.data) {
        Ok(place) => Some(probed(what, place.probe())),
        Err(error) => Some(Finding::judged(what, format!("{error:#}"), false)),
    }
}

fn probed(what: &'static str, probe: Result<(), &'static str>) -> Finding {
    match probe {
        Ok(()) => Finding::good(what, "an object was written, read and removed again"),
        Err(failed) => {
            let words = format!("an object could not be {failed}; look at its address, bucket, region and access key");
            Finding::judged(what, words, false)
        }
    }
}

/// What waits for the bucket, in the spools of all servers; and how full the one of this server is.
async fn spool(store: &Store, (lying, room): (u64, u64), now: Instant) -> Result<Finding, StoreFault> {
    let BlobFigures { waiting, waiting_since, .. } = store.blob_figures().await?;
    let lag = waiting_since.map_or(0, |since| now.seconds_since(since).max(0));
    let value =
        format!("{waiting} documents wait, the first for {lag} s; {} of {} taken here", size(lying), size(room));
    Ok(Finding::judged("spool", value, lag <= SPOOL_LAG && lying < room))
}

/// When the last backup and the last proof were, and what is wrong with them.
async fn backups(store: &Store, plan: BackupPlan, now: Instant) -> Result<[Finding; 2], StoreFault> {
    let last = store.last_backups().await?;
    let moment =
        |note: &Option<BackupNote>| note.as_ref().map_or("never".to_owned(), |note| note.at.timestamp().to_string());
    let are = judge_backups(&last, plan, now);
    let failed = match last.tried.as_ref().and_then(|tried| tried.reason.as_deref()) {
        Some("away") => ": the last attempt failed, because the bucket of the backups could not be reached",
        Some("not_let_in") => {
            ": the last attempt failed, because the store did not let us in; see to backup_credentials"
        }
        Some("no_bucket") => ": the last attempt failed, because there is no such bucket; see to backup_to",
        _ => ": the last attempt failed; the System page and the log say why",
    };
    let trouble = match are {
        BackupsAre::Good => "",
        BackupsAre::None => ": there is none",
        BackupsAre::Failed => failed,
        BackupsAre::Old => ": it is older than it should be",
        BackupsAre::Unproved => ": none was proved for a week",
        BackupsAre::Incomplete => ": damaged documents are not in it",
    };
    let planned = match plan {
        BackupPlan::Every(hours) => format!("every {hours} h by the server, into at least two hands"),
        BackupPlan::FewRecipients => {
            "none by the server: backup_recipients must name at least two public keys".to_owned()
        }
        BackupPlan::None => "none by the server: backup_to and backup_recipients are not set".to_owned(),
    };
    let value = format!("{}, proved {}{trouble}", moment(&last.written), moment(&last.proved));
    Ok([
        Finding::judged("last backup", value, are == BackupsAre::Good),
        Finding::judged("backups", planned, plan != BackupPlan::FewRecipients),
    ])
}

async fn sealer(store: &Store, now: Instant) -> Result<Finding, StoreFault> {
    let (waiting, first) = store.waiting_lines().await?;
    let lag = first.map_or(0, |first| now.seconds_since(first).max(0));
    Ok(Finding::judged("sealer", format!("{waiting} lines wait, the first for {lag} s"), lag <= SEALER_LAG))
}

async fn checkpoint(store: &Store) -> Result<Finding, StoreFault> {
    Ok(match store.latest_checkpoint().await? {
        Some(made) => Finding::good(
            "last checkpoint",
            format!("over {} of {} numbered lines", made.checkpoint.size, store.ledger_size().await?),
        ),
        None => Finding::judged("last checkpoint", "none yet", store.ledger_size().await? == 0),
    })
}

async fn outbox(store: &Store, now: Instant) -> Result<Finding, StoreFault> {
    let figures = store.outbox_figures(now).await?;
    let lag = figures.oldest.map_or(0, |oldest| now.seconds_since(oldest).max(0));
    let value = format!("{} waiting, {} dead, the oldest due for {lag} s", figures.waiting, figures.dead);
    Ok(Finding::judged("outbox", value, figures.dead == 0 && lag <= OUTBOX_LAG))
}

/// Whether reading would go on when the disk is full.
fn kept_room(store: &Store) -> Option<Finding> {
    let kept = store.space()?.kept;
    let value = match kept {
        true => "kept (data.db-room): when the disk is full, reading goes on for some time",
        false => {
            "none is kept, because the disk is too full or the file data.db-room was taken away: make room and start again; when the disk is full nothing can be read either"
        }
    };
    Some(Finding::judged("room for a full disk", value, kept))
}
