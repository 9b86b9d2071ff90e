//! Reminders that somebody gives: by phone, by letter, or after a message could not be sent.

use std::sync::Arc;

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::clients::ClientFile;
use domain::ids::{DossierId, EntryId, ItemId};
use domain::policy::{Action, Refused};
use domain::reminders::{CannotRemind, Outcome};
use domain::text::Line;

use crate::house::{Seen, Signing, Target};
use crate::{Ctx, Failure, Never};

/// What somebody sees who reminds a client.
pub struct ToGive {
    /// The case; its reminders that wait say why.
    pub seen: Seen<CaseFile>,
    /// How to reach the client.
    pub reached: Arc<ClientFile>,
}

/// A case and how to reach its client. Both looks are recorded, at the case and at the client.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not book sessions there or not read how to reach the client.
pub async fn to_give(ctx: &Ctx, case: DossierId) -> Result<ToGive, Failure<Never>> {
    let seen = ctx.view::<CaseFile>(Action::BookSession, case).await?;
    let client = seen.client().ok_or(Failure::Refused(Refused))?;
    let of_client = ctx.view::<ClientFile>(Action::ReadClient, client).await?;
    Ok(ToGive { seen, reached: of_client.opened.file })
}

/// Records what came of reminding a client.
///
/// # Errors
/// [`Failure`].
pub async fn give_reminder(
    ctx: &Ctx,
    case: DossierId,
    slot: ItemId,
    (outcome, note): (Outcome, Option<Line>),
    signing: Signing,
) -> Result<EntryId, Failure<CannotRemind>> {
    let target = Target::file(case).based_on(Basis::Slot(slot));
    ctx.act(Action::BookSession, target, signing, |file: &CaseFile, _rules| file.give(slot, outcome, note.clone()))
        .await
}
