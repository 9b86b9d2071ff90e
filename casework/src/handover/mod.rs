//! Giving on what somebody holds before they leave: cases, what they promised in others, and what else waits on them (PT-3b, PT-3c).
//!
//! Whoever supervises a case hands it over. Cases that somebody supervises who cannot do so any more are handed over by another supervisor, once IT has
//! announced that they leave: no one person alone can take a case.

mod in_hand;

use std::collections::BTreeSet;

use domain::cases::{Assignment, CannotOpen, CaseAssigned, CaseFile};
use domain::handover::{CannotAnnounce, CannotGiveOn, LeavingAnnounced};
use domain::ids::{DossierId, EntryId, StaffId};
use domain::policy::{Action, Refused};
use domain::rulebook::Rulebook;
use domain::staff::{StaffCard, StaffFile};
use domain::text::Line;
use jiff::civil::Date;

use crate::accounts::staff_list;
use crate::cases::hands;
use crate::house::{Many, Sheets, Signing, Target};
use crate::{Ctx, Failure, Fault, Never, Rule};

pub(crate) use in_hand::TIES;
pub use in_hand::{CaseInHand, InHand, SessionInHand};

/// Announces that somebody leaves, or stays after all.
///
/// # Errors
/// [`Failure`].
pub async fn announce_leaving(
    ctx: &Ctx,
    staff: StaffId,
    order: LeavingAnnounced,
    signing: Signing,
) -> Result<EntryId, Failure<CannotAnnounce>> {
    let own = staff == ctx.staff();
    ctx.act(Action::ManageStaff, Target::file(staff.dossier()), signing, |file: &StaffFile, _rules| {
        if own { Err(CannotAnnounce::Own) } else { file.announce(order.clone()) }
    })
    .await
}

/// Those of whom it is announced that they leave, the first first, with their last day and how much each still has in hand.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not see to it.
pub async fn who_leaves(ctx: &Ctx) -> Result<Vec<(StaffCard, Date, u32)>, Failure<Never>> {
    let mut leave = Vec::new();
    for card in staff_list(ctx).await?.into_iter().filter(|card| card.active) {
        let Some(day) = ctx.house.staff_file(card.id).await?.last_day else { continue };
        if ctx.may(Action::SeeHandOver, Some(card.id.dossier())).await? {
            let count = InHand::known(ctx, card.id).await?.count();
            leave.push((card, day, count));
        }
    }
    leave.sort_by_key(|(_, day, _)| *day);
    Ok(leave)
}

/// Cases that are to go from one to another.
#[derive(Clone)]
pub struct GiveOn {
    /// Who has them.
    pub from: StaffId,
    /// Who is to have them, in the same place: carries what `from` carries, supervises what `from` supervises.
    pub to: StaffId,
    /// Which.
    pub cases: Vec<DossierId>,
    /// Why.
    pub reason: Line,
}

/// Hands these cases over, under one sheet.
///
/// # Errors
/// [`Failure`].
pub async fn give_on(ctx: &Ctx, order: &GiveOn, signing: &Signing) -> Result<Many<CannotOpen>, Failure<CannotOpen>> {
    let mut sheets = Sheets::of(ctx, signing);
    for &case in &order.cases {
        let (by, signing) = sheets.sign(case);
        sheets.take(case, give_one(&by, order, case, signing).await)?;
    }
    Ok(sheets.all())
}

async fn give_one(
    ctx: &Ctx,
    order: &GiveOn,
    case: DossierId,
    signing: Signing,
) -> Result<EntryId, Failure<CannotOpen>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    let action = action(ctx, case, order.from).await?;
    let known = ctx.house.open::<CaseFile>(case, domain::level::Level::Restricted).await?;
    let now = known.and_then(|opened| opened.file.assignment()).ok_or(Failure::Refused(Refused))?;
    let next = |who: StaffId| if who == order.from { order.to } else { who };
    let new = hands(ctx, next(now.worker), next(now.supervisor)).await?;
    let assignment: Assignment = new.map_err(|who| Failure::Rule(CannotOpen::WrongRole(who)))?;
    ctx.act(action, Target::file(case), signing, |file: &CaseFile, _rules| {
        // decided on the hands that were seen: in others it is not theirs to give
        if file.assignment() != Some(now) || (now.worker != order.from && now.supervisor != order.from) {
            return Err(CannotOpen::OtherHands);
        }
        file.assign(CaseAssigned { assignment, reason: order.reason.clone() })
    })
    .await
}

/// Gives on what somebody holds in these cases, which others carry, to whoever carries each.
///
/// # Errors
/// [`Failure`].
pub async fn give_items_on(
    ctx: &Ctx,
    from: StaffId,
    cases: &[DossierId],
    reason: &Line,
    signing: &Signing,
) -> Result<Many<CannotGiveOn>, Failure<CannotGiveOn>> {
    let mut sheets = Sheets::of(ctx, signing);
    for &case in cases {
        let (by, signing) = sheets.sign(case);
        sheets.take(case, give_items(&by, (from, case), reason, signing).await)?;
    }
    Ok(sheets.all())
}

async fn give_items(
    ctx: &Ctx,
    (from, case): (StaffId, DossierId),
    reason: &Line,
    signing: Signing,
) -> Result<EntryId, Failure<CannotGiveOn>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    let action = action(ctx, case, from).await?;
    let give = |file: &CaseFile, _rules: &Rulebook| file.give_items_on(from, reason.clone());
    ctx.act(action, Target::file(case), signing, give).await
}

/// By which right a case of this person is given on: as its supervisor, or, when it is announced that they leave, as any.
async fn action<R: Rule>(ctx: &Ctx, case: DossierId, from: StaffId) -> Result<Action, Failure<R>> {
    if ctx.may(Action::AssignCase, Some(case)).await? {
        return Ok(Action::AssignCase);
    }
    if ctx.house.staff_file(from).await?.last_day.is_some() {
        return Ok(Action::GiveOnOfLeaver);
    }
    ctx.note_refusal(Action::GiveOnOfLeaver, Some(case)).await?;
    Err(Failure::Refused(Refused))
}

/// Which of these cases of somebody the acting person may give on.
pub(crate) async fn may_give_on(
    ctx: &Ctx,
    leaves: bool,
    cases: impl IntoIterator<Item = DossierId>,
) -> Result<BTreeSet<DossierId>, Fault> {
    let mut may = BTreeSet::new();
    for case in cases {
        let as_any = leaves && ctx.may(Action::GiveOnOfLeaver, Some(case)).await?;
        if as_any || ctx.may(Action::AssignCase, Some(case)).await? {
            may.insert(case);
        }
    }
    Ok(may)
}
