//! The custody of an item: moved, checked out, returned, and gone for good.

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId, ItemId, StaffId};
use domain::level::Level;
use domain::paper::{CannotHandle, PaperCheckedOut, PaperEnded, PaperReturned};
use domain::policy::Action;
use domain::staff::StaffCard;
use domain::text::Line;
use store::Guard;

use super::register::PlacesRead;
use crate::accounts::staff_list;
use crate::house::{Decided, Signing, Target, Who};
use crate::{Ctx, Failure, Fault};

/// Somebody who may have the paper of a case.
#[derive(Debug, Clone)]
pub struct Borrower {
    /// Who.
    pub staff: StaffId,
    /// Their name.
    pub name: String,
}

/// Those who may have an item of this case whose content is of this level, by name: whoever may read documents of that level.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn borrowers(ctx: &Ctx, case: DossierId, level: Level) -> Result<Vec<Borrower>, Fault> {
    let mut found = Vec::new();
    for StaffCard { id, name, .. } in staff_list(ctx).await?.into_iter().filter(|card| card.active) {
        if reads_up_to(ctx, id, case).await?.is_some_and(|clearance| level <= clearance) {
            found.push(Borrower { staff: id, name });
        }
    }
    Ok(found)
}

/// Up to which level somebody may read documents of this case.
async fn reads_up_to(ctx: &Ctx, staff: StaffId, case: DossierId) -> Result<Option<Level>, Fault> {
    ctx.house.acting(Who::in_the_name_of(staff)).up_to(Action::ReadDocument, case).await
}

/// Puts an item into another place.
///
/// # Errors
/// [`Failure`].
pub async fn move_paper(
    ctx: &Ctx,
    case: DossierId,
    (item, to, reason): (ItemId, ItemId, Line),
    signing: Signing,
) -> Result<EntryId, Failure<CannotHandle>> {
    let read = PlacesRead::of(ctx).await?;
    let target = Target::file(case).based_on(Basis::Paper(item));
    ctx.act(Action::HandlePaper, target, signing, |file: &CaseFile, _rules| {
        Ok::<_, CannotHandle>(read.guarding(file.move_paper(item, to, reason.clone(), &read.places)?))
    })
    .await
}

/// Lets somebody take an item along: whoever may not read the file does not get its paper.
///
/// # Errors
/// [`Failure`].
pub async fn check_out_paper(
    ctx: &Ctx,
    case: DossierId,
    order: PaperCheckedOut,
    signing: Signing,
) -> Result<EntryId, Failure<CannotHandle>> {
    let now = ctx.now();
    let clearance = reads_up_to(ctx, order.to, case).await?;
    let target = Target::file(case).based_on(Basis::Paper(order.id));
    ctx.act(Action::HandlePaper, target, signing, |file: &CaseFile, rules| {
        let events = file.check_out_paper(order.clone(), rules.office.today(now))?;
        let level = file.paper.find(order.id).map(|item| item.level);
        if level <= clearance { Ok(events) } else { Err(CannotHandle::MayNotRead) }
    })
    .await
}

/// Takes an item back.
///
/// # Errors
/// [`Failure`].
pub async fn return_paper(
    ctx: &Ctx,
    case: DossierId,
    order: PaperReturned,
    signing: Signing,
) -> Result<EntryId, Failure<CannotHandle>> {
    let read = PlacesRead::of(ctx).await?;
    let target = Target::file(case).based_on(Basis::Paper(order.id));
    ctx.act(Action::HandlePaper, target, signing, |file: &CaseFile, _rules| {
        Ok::<_, CannotHandle>(read.guarding(file.return_paper(order.clone(), &read.places)?))
    })
    .await
}

/// Lets go of an item for good, before a witness. What a matter holds stays.
///
/// # Errors
/// [`CannotHandle::Held`] when the file or its client is held.
pub async fn end_paper(
    ctx: &Ctx,
    case: DossierId,
    order: PaperEnded,
    signing: Signing,
) -> Result<EntryId, Failure<CannotHandle>> {
    let now = ctx.now();
    let (by, witness) = (ctx.staff(), ctx.house.staff_file(order.witness).await?.active());
    let client = ctx.house.open::<CaseFile>(case, Level::Restricted).await?.and_then(|opened| opened.file.client());
    let not_held = Guard::NotHeld { dossiers: [Some(case), client].into_iter().flatten().collect(), at: now };
    let target = Target::file(case).based_on(Basis::Paper(order.id));
    ctx.act(Action::EndPaper, target, signing, |file: &CaseFile, _rules| {
        let events = file.end_paper(order.clone(), by)?;
        if !witness {
            return Err(CannotHandle::NoWitness);
        }
        Ok(Decided::from(events).guarded(not_held.clone(), CannotHandle::Held))
    })
    .await
}
