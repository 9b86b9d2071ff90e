//! Looking after documents: every file is read and hashed once a day – in a bucket every object once a month – and what nobody filed or nobody needs is removed. No key is needed for any of it.
//!
//! # Source
//! Security, promise P5.

use domain::time::Instant;

use crate::{Fault, House};

/// How many files are looked at in one go.
const AT_ONCE: u32 = 32;

/// A day, in seconds.
const DAY: i64 = 24 * 60 * 60;

/// What came of looking after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// How many files were looked at.
    pub checked: u64,
    /// How many of them are not what they were.
    pub damaged: u64,
}

/// Looks at the files whose turn it is, a few at a time; when none is left, what was received and never filed is forgotten, and files that belong to
/// nobody are removed. `sweep` says whether it is time for that.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn look_after(house: &House, sweep: bool) -> Result<Kept, Fault> {
    let now = house.now();
    let mut kept = Kept::default();
    let before = now.plus_seconds(-DAY * i64::from(house.store.scrub_days()));
    for address in house.store.blobs_to_check(before, AT_ONCE).await? {
        kept.checked += 1;
        if !house.store.check_blob(address, now).await? {
            kept.damaged += 1;
            tracing::error!(document = %address, "a document is damaged or gone; put its file back from a backup");
        }
    }
    if sweep {
        forget_unfiled(house, now).await?;
        house.store.sweep_blobs().await?;
    }
    Ok(kept)
}

async fn forget_unfiled(house: &House, now: Instant) -> Result<(), Fault> {
    let days = house.organisation().await?.rulebook.documents.upload_days;
    house.store.drop_uploads_before(now.plus_seconds(-DAY * i64::from(days))).await?;
    Ok(())
}
