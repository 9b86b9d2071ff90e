//! A new key-encryption key in the place of the old one: ordered by a person, seen through by whoever comes to it, also after a kill.

use std::sync::Arc;

use domain::ids::EntryId;
use domain::keys::{CannotRotate, KeysRotated, Rotation};
use domain::organisation::Organisation;
use domain::policy::Action;
use domain::text::Line;
use store::Wrapping;
use uuid::Uuid;

use crate::house::{House, Proof, Signing, Target, Who};
use crate::{Ctx, Failure, Fault};

/// Of all processes on one database, one wraps keys anew.
const LEASE: &str = "key-rotation";
/// How long the lease holds, in seconds: many times what some keys take.
const LEASE_SECONDS: i64 = 5;
/// How many keys are wrapped anew in one transaction.
const AT_ONCE: u32 = 1_000;

/// What came of seeing a rotation through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotated {
    /// None is under way.
    Nothing,
    /// Another process is at it.
    Elsewhere,
    /// It is done.
    Done(Wrapping),
}

/// How far a rotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turning {
    /// The keys of all files are wrapped anew.
    Wrapping(Wrapping),
    /// Every file gets another key; so many have none yet.
    Files(u64),
}

/// Orders a new key-encryption key, and with `files` another key for every file. It is seen through by the server, by itself: from this moment it goes on after every kill.
///
/// # Errors
/// [`CannotRotate`] while one is under way; then nothing has changed.
pub async fn order_rotation(
    ctx: &Ctx,
    reason: Line,
    files: bool,
    signing: Signing,
) -> Result<EntryId, Failure<CannotRotate>> {
    let epoch = ctx.house.store.wrapping().await?.epoch.saturating_add(1);
    let target = Target::file(ctx.house.organisation_dossier());
    let ordered = ctx.act(Action::RotateKeys, target, signing, |organisation: &Organisation, _| {
        organisation.order_rotation(epoch, reason.clone(), files)
    });
    let entry = ordered.await?;
    ctx.house.rotation.notify_one();
    Ok(entry)
}

impl House {
    /// Until a rotation was ordered in this process.
    pub async fn rotation_ordered(&self) {
        self.rotation.notified().await;
    }

    /// Sees a rotation through that was ordered: the new key, the keys of all dossiers wrapped anew, the old key removed for ever, another key for every file where that was wanted, the entry that
    /// says so. Each step may be run again. Called when one is ordered, at every start of the server, and now and then; `tell` hears how far it is.
    ///
    /// # Errors
    /// [`Fault`]; what is left is done the next time.
    pub async fn finish_rotation(self: &Arc<Self>, tell: impl FnMut(Turning)) -> Result<Rotated, Fault> {
        let Some(rotation) = self.organisation().await?.rotating() else { return Ok(Rotated::Nothing) };
        let holder = Uuid::new_v4().simple().to_string();
        let outcome = self.rotate(rotation, &holder, tell).await;
        // what went wrong with the rotation is told before what went wrong with its lease, which ends by itself
        let released = self.store.release_lease(LEASE, &holder).await;
        let outcome = outcome?;
        released?;
        Ok(outcome)
    }

    async fn rotate(
        self: &Arc<Self>,
        rotation: Rotation,
        holder: &str,
        mut tell: impl FnMut(Turning),
    ) -> Result<Rotated, Fault> {
        if !self.alone(holder).await? {
            return Ok(Rotated::Elsewhere);
        }
        self.store.begin_epoch(rotation.epoch, self.now()).await?;
        let mut left = self.store.wrapping().await?;
        tell(Turning::Wrapping(left));
        loop {
            let some = self.store.rewrap_some(AT_ONCE).await?;
            if some == 0 {
                break;
            }
            // counted down: counting all keys after every thousand would take longer than wrapping them
            left.older = left.older.saturating_sub(u64::try_from(some).unwrap_or(u64::MAX));
            tell(Turning::Wrapping(left));
            if !self.alone(holder).await? {
                return Ok(Rotated::Elsewhere);
            }
        }
        self.store.remove_old_keks().await?;
        if rotation.files && !self.renew_files(rotation, holder, &mut tell).await? {
            return Ok(Rotated::Elsewhere);
        }
        let wrapping = self.store.wrapping().await?;
        let done = KeysRotated { epoch: wrapping.epoch, keys: wrapping.keys };
        let target = Target::file(self.organisation_dossier());
        let console = self.acting(Who::console(self));
        let recorded =
            console.act(Action::RotateKeys, target, Signing::author(Proof::System), |file: &Organisation, _| {
                file.finish_rotation(done.clone())
            });
        match recorded.await {
            // another process was quicker
            Ok(_) | Err(Failure::Rule(_)) => {}
            Err(Failure::Fault(fault)) => return Err(fault),
            Err(_) => return Err(Fault::Other("rotation")),
        }
        self.store.checkpoint(self.now()).await?;
        Ok(Rotated::Done(wrapping))
    }

    /// Another key for every file; whether this process was the one until the end.
    async fn renew_files(
        &self,
        rotation: Rotation,
        holder: &str,
        tell: &mut impl FnMut(Turning),
    ) -> Result<bool, Fault> {
        let mut left = self.store.files_to_renew(rotation.ordered).await?;
        loop {
            tell(Turning::Files(left));
            let some = self.store.renew_some(rotation.ordered, self.now(), AT_ONCE).await?;
            if some == 0 {
                return Ok(true);
            }
            left = left.saturating_sub(u64::try_from(some).unwrap_or(u64::MAX));
            if !self.alone(holder).await? {
                return Ok(false);
            }
        }
    }

    /// Whether this process is the one that wraps keys anew, now and for some seconds.
    async fn alone(&self, holder: &str) -> Result<bool, Fault> {
        let now = self.now();
        Ok(self.store.take_lease(LEASE, holder, now, now.plus_seconds(LEASE_SECONDS)).await?)
    }
}
