//! Looking after documents while the server runs: each file is read once a day, and what nobody filed or needs is removed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use casework::House;
use casework::documents::look_after;

/// How long to wait when every file has had its turn.
const QUIET: Duration = Duration::from_secs(60);
/// How long to wait between some files and the next, so that people come first.
const BREATH: Duration = Duration::from_secs(2);
/// How often files are looked for that belong to nobody.
const SWEEP: Duration = Duration::from_secs(3_600);

/// Looks after them until `stop`.
pub(super) async fn run(house: Arc<House>, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    let mut swept: Option<Instant> = None;
    loop {
        let sweep = swept.is_none_or(|at| SWEEP <= at.elapsed());
        let wait = match look_after(&house, sweep).await {
            Ok(kept) => {
                swept = if sweep { Some(Instant::now()) } else { swept };
                if kept.checked == 0 { QUIET } else { BREATH }
            }
            Err(fault) => {
                tracing::warn!(%fault, "documents could not be looked after");
                QUIET
            }
        };
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}
