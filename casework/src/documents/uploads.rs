//! What was received and waits to be filed; private to whoever sent it.

use domain::documents::Arrived;
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::time::Instant;

use super::receive::remove;
use crate::{Ctx, Failure, Fault, Never};

/// A file that waits to be described and filed.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its id.
    pub id: ItemId,
    /// When it had arrived.
    pub received: Instant,
    /// The file.
    pub file: Arrived,
}

/// What the acting person has sent for this case and not filed yet, in the order in which it came.
///
/// # Errors
/// [`Failure`].
pub async fn waiting(ctx: &Ctx, case: DossierId) -> Result<Vec<Waiting>, Failure<Never>> {
    ctx.permit(Action::FileDocument, Some(case)).await?;
    Ok(read(ctx, case).await?)
}

pub(super) async fn read(ctx: &Ctx, case: DossierId) -> Result<Vec<Waiting>, Fault> {
    let seen = ctx.house.store.uploads(ctx.staff(), case).await?;
    let one = |seen: store::UploadSeen| {
        let file = serde_json::from_slice(&seen.about).map_err(|_| Fault::Damaged)?;
        Ok(Waiting { id: seen.upload.id, received: seen.upload.received, file })
    };
    seen.into_iter().map(one).collect()
}

/// Throws away a file that was not filed; one that is gone already is no fault.
///
/// # Errors
/// [`Failure`].
pub async fn drop_upload(ctx: &Ctx, case: DossierId, id: ItemId) -> Result<(), Failure<Never>> {
    ctx.permit(Action::FileDocument, Some(case)).await?;
    if let Some(blob) = ctx.house.store.drop_upload(id, ctx.staff()).await? {
        remove(&ctx.house, blob.address).await?;
    }
    Ok(())
}
