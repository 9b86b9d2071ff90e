//! Moving documents into their bucket while the server runs; where documents are in a folder there is nothing to do.

use std::sync::Arc;
use std::time::Duration;

use casework::House;
use casework::house::{Clock as _, SystemClock};
use store::StoreFault;

use super::jittered;

/// How long to wait before the spool is looked at again.
const BREATH: Duration = Duration::from_secs(5);
/// How long to wait at most while the bucket is away.
const LONGEST: Duration = Duration::from_secs(60);

/// Moves them until `stop`.
pub(super) async fn run(house: Arc<House>, stop: impl Future<Output = ()>) {
    if !house.store().blobs().are_in_a_bucket() {
        return;
    }
    let (mut stop, mut wait) = (std::pin::pin!(stop), BREATH);
    loop {
        let moving = house.store().move_blobs(SystemClock.now());
        let moved = tokio::select! {
            () = &mut stop => return,
            moved = moving => moved,
        };
        wait = match moved {
            Ok(_) => BREATH,
            Err(StoreFault::NotOurs) => {
                tracing::error!(
                    "the bucket of the documents belongs to another installation; no document is moved there: give this one a place of its own (setting documents)"
                );
                LONGEST
            }
            Err(fault) => {
                tracing::warn!(%fault, "documents wait in the spool");
                LONGEST.min(wait * 2)
            }
        };
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(jittered(wait)) => {}
        }
    }
}
