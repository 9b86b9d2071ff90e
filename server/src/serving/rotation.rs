//! Seeing a change of the keys through: at once when it was ordered on a page, after a start, and when another process has died over it.

use std::sync::Arc;
use std::time::Duration;

use casework::House;
use casework::keys::Rotated;

/// How often is looked whether one is left.
const LOOK: Duration = Duration::from_secs(30);

/// Looks after it until `stop`; what is cut off then goes on after the next start.
pub(super) async fn run(house: Arc<House>, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        let finished = tokio::select! {
            () = &mut stop => return,
            finished = house.finish_rotation(|_| ()) => finished,
        };
        match finished {
            Ok(Rotated::Done(done)) => {
                tracing::info!(keys.count = done.keys, keys.epoch = done.epoch, "the key-encryption key was changed");
            }
            Ok(Rotated::Nothing | Rotated::Elsewhere) => {}
            Err(fault) => tracing::error!(%fault, "the keys could not be changed; it will be tried again"),
        }
        tokio::select! {
            () = &mut stop => return,
            () = house.rotation_ordered() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
