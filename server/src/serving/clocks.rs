//! Counting the clocks of inquiries anew when the director has changed them, or a day off.

use std::sync::Arc;
use std::time::Duration;

use casework::House;

/// How often is looked whether the rules have changed.
const LOOK: Duration = Duration::from_secs(5);

/// Looks after it until `stop`; what is cut off then goes on after the next start.
pub(super) async fn run(house: Arc<House>, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    loop {
        let counted = tokio::select! {
            () = &mut stop => return,
            counted = house.recount_inquiries(|_| ()) => counted,
        };
        match counted {
            Ok(0) => {}
            Ok(counted) => tracing::info!(counted, "the clocks of inquiries were counted anew"),
            Err(fault) => {
                tracing::warn!(%fault, "the clocks of inquiries could not be counted anew; it will be tried again")
            }
        }
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
