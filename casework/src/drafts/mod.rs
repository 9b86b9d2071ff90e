//! Drafts: unsigned text, sealed, private to its author, and no part of the record.

use domain::ids::DossierId;
use domain::policy::Action;
use domain::time::Instant;
use store::DraftKey;
use zeroize::Zeroizing;

use crate::{Ctx, Failure, Never};

/// A draft as it was saved last.
pub struct Draft {
    /// When.
    pub saved: Instant,
    /// The fields of the form as the page sent them.
    pub fields: Zeroizing<Vec<u8>>,
}

/// Saves a draft; answers with the time, and with the time of the one that another window had saved meanwhile. `action` is what the text is for:
/// whoever may not sign it may not keep it either.
///
/// # Errors
/// [`Failure`].
pub async fn save_draft(
    ctx: &Ctx,
    action: Action,
    dossier: Option<DossierId>,
    form: &str,
    fields: Vec<u8>,
) -> Result<Instant, Failure<Never>> {
    ctx.permit(action, dossier).await?;
    let key = key(ctx, dossier, form);
    let saved = ctx.house.store.save_draft(key, &fields, None, ctx.now()).await?;
    Ok(saved.at)
}

/// The draft that one has begun, if any.
///
/// # Errors
/// [`Failure`].
pub async fn draft(
    ctx: &Ctx,
    action: Action,
    dossier: Option<DossierId>,
    form: &str,
) -> Result<Option<Draft>, Failure<Never>> {
    ctx.permit(action, dossier).await?;
    let kept = ctx.house.store.draft(key(ctx, dossier, form)).await?;
    Ok(kept.map(|kept| Draft { saved: kept.saved, fields: kept.content }))
}

/// Throws a draft away.
///
/// # Errors
/// [`Failure`].
pub async fn drop_draft(ctx: &Ctx, dossier: Option<DossierId>, form: &str) -> Result<(), Failure<Never>> {
    ctx.house.store.drop_draft(key(ctx, dossier, form)).await?;
    Ok(())
}

/// A form that belongs to no dossier yet, such as an intake, is kept under the author's own key.
fn key(ctx: &Ctx, dossier: Option<DossierId>, form: &str) -> DraftKey {
    let dossier = dossier.unwrap_or_else(|| ctx.staff().dossier());
    DraftKey { staff: ctx.staff(), dossier, form: form.to_owned() }
}
