//! Preparing a list, keeping a file of it longer, approving it, giving it up.

use domain::basis::Basis;
use domain::disposition::{
    Approver, CannotDispose, Disposition, DispositionApproved, DispositionPrepared, DispositionWithdrawn,
    FileKeptLonger,
};
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use super::due::due;
use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Prepares a list of the files that are due now. What stands on it is computed at this moment, whatever was shown before.
///
/// # Errors
/// [`CannotDispose::NothingDue`] when no file is.
pub async fn prepare_list(ctx: &Ctx, signing: Signing) -> Result<EntryId, Failure<CannotDispose>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    ctx.permit(Action::PrepareDisposition, None).await.map_err(Failure::any)?;
    let order = DispositionPrepared { files: due(ctx).await?.files };
    let target = Target::new(ctx.new_dossier());
    ctx.act(Action::PrepareDisposition, target, signing, |list: &Disposition, _rules| list.prepare(order.clone())).await
}

/// Keeps one file of a list longer. It counts as held until that day, for this list and every later one.
///
/// # Errors
/// [`Failure`].
pub async fn keep_longer(
    ctx: &Ctx,
    list: DossierId,
    order: FileKeptLonger,
    signing: Signing,
) -> Result<EntryId, Failure<CannotDispose>> {
    let now = ctx.now();
    ctx.act(Action::KeepLonger, Target::file(list), signing, |list: &Disposition, rules| {
        list.keep_longer(order.clone(), rules.office.today(now))
    })
    .await
}

/// Approves a list, for data protection or for those who supervise; nobody their own, and nobody for both.
///
/// # Errors
/// [`Failure`].
pub async fn approve_list(
    ctx: &Ctx,
    list: DossierId,
    approver: Approver,
    signing: Signing,
) -> Result<EntryId, Failure<CannotDispose>> {
    let action = match approver {
        Approver::Protection => Action::ApproveForProtection,
        Approver::Supervision => Action::ApproveForSupervision,
    };
    let by = ctx.staff();
    let target = Target::file(list).based_on(Basis::File);
    ctx.act(action, target, signing, |list: &Disposition, _rules| list.approve(DispositionApproved { approver }, by))
        .await
}

/// Gives a list up; nothing on it is destroyed.
///
/// # Errors
/// [`Failure`].
pub async fn withdraw_list(
    ctx: &Ctx,
    list: DossierId,
    order: DispositionWithdrawn,
    signing: Signing,
) -> Result<EntryId, Failure<CannotDispose>> {
    ctx.act(Action::WithdrawDisposition, Target::file(list), signing, |list: &Disposition, _rules| {
        list.withdraw(order.clone())
    })
    .await
}
