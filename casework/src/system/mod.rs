//! How the record is kept: figures without content, for whoever looks after the server or audits it.

mod backups;
mod drill;

use domain::ids::EntryNumber;
use domain::keys::Rotation;
use domain::policy::Action;
use domain::time::Instant;
pub use store::db::Space;
pub use store::{BackupNote, BackupOutcome, BlobFigures, LastBackups, Wrapping};

pub use crate::house::{BackupPlan, InboxIs, MailboxIs, MailboxTrouble};
pub use backups::{BackupsAre, judge_backups};

use crate::keys::{Ages, KitStands};
use crate::{Ctx, Failure, Never};

/// How far the sealer may be behind before it is an alarm, in seconds.
const BEHIND: i64 = 60;

/// The figures.
#[derive(Debug, Clone)]
pub struct Health {
    /// Lines with a ledger number.
    pub lines: u64,
    /// Lines that wait for one.
    pub waiting: u64,
    /// Whether the oldest of them waits too long.
    pub behind: bool,
    /// The latest checkpoint: over how many lines, and the signed note.
    pub checkpoint: Option<(u64, String)>,
    /// The public key as text.
    pub key: String,
    /// Jobs of the outbox that wait.
    pub jobs_waiting: u64,
    /// Jobs that were given up.
    pub jobs_dead: u64,
    /// How much room the disk has; `None` where that cannot be seen from here.
    pub space: Option<Space>,
    /// How the documents are.
    pub documents: BlobFigures,
    /// The backups that matter now.
    pub backups: LastBackups,
    /// The last restore drill that stands in the record.
    pub drill: Option<Instant>,
    /// Whether this server makes them by itself.
    pub plan: BackupPlan,
    /// The keys.
    pub keys: KeysAre,
    /// The folder from which this server takes scans and e-mails, if there is one.
    pub inbox: Option<InboxIs>,
    /// The mailbox that it reads, if there is one.
    pub mailbox: Option<MailboxIs>,
    /// The recovery kit.
    pub kit: KitStands,
    /// When the figures were read.
    pub now: Instant,
}

/// How the keys are, and what the acting person may do about them.
#[derive(Debug, Clone, Copy)]
pub struct KeysAre {
    /// How old they are.
    pub ages: Ages,
    /// How the keys of the dossiers are wrapped.
    pub wrapping: Wrapping,
    /// The last rotation, or the one under way.
    pub rotation: Option<Rotation>,
    /// How many files still wait for another key, while one is under way that gives them one.
    pub files_left: u64,
    /// Whether the acting person may order one.
    pub may_rotate: bool,
    /// Whether the acting person may seal this server.
    pub may_seal: bool,
}

/// The last entry of the organisation, as somebody sees it who is about to sign something about its keys.
///
/// # Errors
/// [`Failure::Refused`] for those who may not do this.
pub async fn before_keys(ctx: &Ctx, action: Action) -> Result<EntryNumber, Failure<Never>> {
    ctx.permit(action, None).await?;
    Ok(ctx.house.store.head(ctx.house.organisation_dossier()).await?.map(|head| head.last).unwrap_or_default())
}

async fn keys(ctx: &Ctx) -> Result<KeysAre, Failure<Never>> {
    let (store, house) = (&ctx.house.store, &ctx.house);
    let keys = store.key_ages().await?;
    let rotation = house.organisation().await?.rotation;
    let renewing = rotation.filter(|rotation| rotation.files && rotation.done.is_none());
    Ok(KeysAre {
        files_left: match renewing {
            Some(rotation) => store.files_to_renew(rotation.ordered).await?,
            None => 0,
        },
        ages: Ages::judged(store.began().await?, &keys, ctx.now()),
        wrapping: Wrapping::of(&keys),
        rotation,
        may_rotate: ctx.may(Action::RotateKeys, Some(house.organisation_dossier())).await?,
        may_seal: house.may_be_sealed() && ctx.may(Action::SealServer, Some(house.organisation_dossier())).await?,
    })
}

/// Reads the figures.
///
/// # Errors
/// [`Failure::Refused`] for roles without the System page.
pub async fn health(ctx: &Ctx) -> Result<Health, Failure<Never>> {
    ctx.permit(Action::SeeSystem, None).await?;
    let store = &ctx.house.store;
    let (waiting, oldest) = store.waiting_lines().await?;
    let outbox = store.outbox_figures(ctx.now()).await?;
    let made = store.latest_checkpoint().await?;
    Ok(Health {
        lines: store.ledger_size().await?,
        waiting,
        behind: oldest.is_some_and(|at| BEHIND < ctx.now().seconds_since(at)),
        checkpoint: made.map(|made| (made.checkpoint.size, made.note)),
        key: store.verifier_key().to_string(),
        jobs_waiting: outbox.waiting.into(),
        jobs_dead: outbox.dead.into(),
        space: store.space(),
        documents: store.blob_figures().await?,
        backups: store.last_backups().await?,
        drill: ctx.house.organisation().await?.drill.as_ref().map(|drill| drill.backup),
        plan: ctx.house.backup_plan(),
        keys: keys(ctx).await?,
        inbox: ctx.house.inbox(),
        mailbox: ctx.house.mailbox(),
        kit: ctx.house.kit_stands().await?,
        now: ctx.now(),
    })
}
