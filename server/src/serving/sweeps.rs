//! Forgetting what has run out: sign-ins, invitations, throttles. Finishing destructions that were cut off. And watching whether the store still takes writes.

use std::sync::Arc;
use std::time::Duration;

use casework::{Fault, House};
use store::Store;

/// How often.
const EVERY: Duration = Duration::from_secs(600);
/// How often the store is asked whether it broke.
const WATCH: Duration = Duration::from_millis(500);
/// Invitations and throttles are kept for a day after they ran out, so that a late click can be told from a wrong one.
const LATE: i64 = 86_400;

/// What a message is stays known so long after its appointment: somebody may write back late.
const REPLIES: i64 = 35 * 86_400;

/// Sweeps now and then until `stop`.
pub(super) async fn run(house: Arc<House>, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        match sweep(&house).await {
            Ok(swept) => tracing::debug!(swept, "what had run out was forgotten"),
            Err(fault) => tracing::warn!(%fault, "what has run out could not be forgotten"),
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

async fn sweep(house: &Arc<House>) -> Result<u64, Fault> {
    // what was ordered goes on by itself, whatever cut it off
    let destroyed = house.finish_destructions().await?;
    if 0 < destroyed {
        tracing::info!(destroyed, "a destruction that was cut off is finished");
    }
    house.note_expired_copies().await?;
    house.file_drill().await?;
    let (store, now) = (house.store(), house.now());
    let organisation = house.organisation().await?;
    let rules = &organisation.rulebook;
    let began = now.plus_seconds(-i64::from(rules.absolute_hours) * 3600);
    let seen = now.plus_seconds(-i64::from(rules.idle_minutes) * 60);
    let late = now.plus_seconds(-LATE);
    let sign_ins = store.sweep_sign_ins(began, seen).await?;
    Ok(sign_ins
        + store.sweep_invitations(late).await?
        + store.sweep_links(late).await?
        + store.sweep_messages(now.plus_seconds(-REPLIES)).await?
        + store.sweep_throttles(late).await?)
}

/// Until the store takes no more writes, because the disk failed to keep some.
pub(super) async fn broken(store: Store) {
    while !store.is_broken() {
        tokio::time::sleep(WATCH).await;
    }
}
