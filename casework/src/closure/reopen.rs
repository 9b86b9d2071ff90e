//! Reopening a closed case: a reason, and the approval of somebody else.

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::closure::{CannotClose, CaseReopened, ReopeningAsked};
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::cases::hands;
use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Asks for a closed case to be opened again.
///
/// # Errors
/// [`Failure`].
pub async fn ask_reopening(
    ctx: &Ctx,
    case: DossierId,
    order: ReopeningAsked,
    signing: Signing,
) -> Result<EntryId, Failure<CannotClose>> {
    let target = Target::file(case).based_on(Basis::File);
    ctx.act(Action::AskReopening, target, signing, |case: &CaseFile, _rules| case.ask_reopening(order.clone())).await
}

/// Approves a reopening that somebody else asked for; the case is assigned anew. The team is the new worker's.
///
/// # Errors
/// [`Failure`].
pub async fn approve_reopening(
    ctx: &Ctx,
    case: DossierId,
    order: CaseReopened,
    signing: Signing,
) -> Result<EntryId, Failure<CannotClose>> {
    let by = ctx.staff();
    let CaseReopened { asked, assignment } = order;
    let hands = hands(ctx, assignment.worker, assignment.supervisor).await?;
    let target = Target::file(case).based_on(Basis::File);
    ctx.act(Action::ApproveReopening, target, signing, |case: &CaseFile, _rules| {
        let assignment = hands.map_err(CannotClose::WrongRole)?;
        case.reopen(CaseReopened { asked, assignment }, by)
    })
    .await
}
