//! Forming a group, describing it anew, ending it.

use domain::groups::{CannotGroup, Group, GroupDescribed, GroupEnded, MeetingsChanged};
use domain::ids::{DossierId, EntryId, ItemId, StaffId};
use domain::policy::Action;
use domain::series::SlotChanged;
use domain::sessions::{NotHeld, Slot};
use domain::staff::Role;
use domain::text::Line;

use super::meetings::guarded;
use super::members::{Leaving, leave_all};
use super::steps::{Stepped, Steps, opened};
use crate::cases::hands;
use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure, Fault};

/// Forms a group.
///
/// # Errors
/// [`Failure`].
pub async fn form_group(ctx: &Ctx, order: GroupDescribed, signing: Signing) -> Result<EntryId, Failure<CannotGroup>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    let (fit, organisation) = (fit(ctx, &order).await?, ctx.house.organisation().await?);
    let target = Target::new(ctx.new_dossier());
    ctx.act(Action::FormGroup, target, signing, |group: &Group, _rules| {
        fit?;
        group.describe(order.clone(), &organisation.rooms)
    })
    .await
}

/// Describes a group anew. Who comes to lead it holds the meetings to come; the members' cases follow.
///
/// # Errors
/// [`Failure`].
pub async fn describe_group(
    ctx: &Ctx,
    group: DossierId,
    order: GroupDescribed,
    reason: &Line,
    signing: &Signing,
) -> Result<Stepped, Failure<CannotGroup>> {
    let leads = ctx.may(Action::LeadGroup, Some(group)).await?;
    let action = if leads { Action::LeadGroup } else { Action::GiveGroupOn };
    let (fit, organisation, now) = (fit(ctx, &order).await?, ctx.house.organisation().await?, ctx.now());
    let rooms = &organisation.rooms;
    let mut steps = Steps::of(ctx, group, signing);
    steps
        .first(async |by, signing| {
            by.act(action, Target::file(group), signing, |file: &Group, _rules| {
                fit?;
                let mut events = file.describe(order.clone(), rooms)?;
                let coming: Vec<Slot> = file.coming(now).into_iter().cloned().collect();
                let given = |slot: &&Slot| slot.staff != order.leader;
                let to = |slot: &Slot| Slot { staff: order.leader, ..slot.clone() };
                let changes: Vec<SlotChanged> =
                    coming.iter().filter(given).map(|slot| SlotChanged { slot: slot.id, to: Some(to(slot)) }).collect();
                let others = !changes.is_empty() || file.now.as_ref().map(|now| now.co_leader) != Some(order.co_leader);
                if !changes.is_empty() {
                    let changed = MeetingsChanged { why: NotHeld::Moved, changes, reason: reason.clone() };
                    events.extend(file.change(changed, rooms, now)?);
                }
                // whoever comes to lead it has to be free; what else is described takes nobody's time
                let (slots, ids): (Vec<Slot>, Vec<ItemId>) =
                    coming.iter().filter(|_| others).map(|slot| (to(slot), slot.id)).unzip();
                Ok(guarded(Decided::from(events), &slots, order.co_leader, &ids))
            })
            .await
        })
        .await?;
    steps.follow(reason).await
}

/// Ends a group: whoever belongs to it or waits leaves with it.
///
/// # Errors
/// [`Failure`]. Who could not be taken out is named, and then it goes on.
pub async fn end_group(
    ctx: &Ctx,
    group: DossierId,
    reason: &Line,
    signing: &Signing,
) -> Result<Stepped, Failure<CannotGroup>> {
    ctx.permit(Action::LeadGroup, Some(group)).await.map_err(Failure::any)?;
    let file = opened(ctx, group).await?;
    // what must be settled first is said before anybody is taken out
    let mut empty = Group::clone(&file);
    empty.members.clear();
    empty.waiting.clear();
    empty.end(GroupEnded { reason: reason.clone() }).map_err(Failure::Rule)?;
    let mut steps = Steps::of(ctx, group, signing);
    let leaving = Leaving { why: NotHeld::CancelledByUs, reason: reason.clone() };
    leave_all(&mut steps, &leaving).await?;
    if steps.is_whole() {
        let ended = GroupEnded { reason: reason.clone() };
        steps
            .last(async |by, signing| {
                by.act(Action::LeadGroup, Target::file(group), signing, |file: &Group, _rules| file.end(ended.clone()))
                    .await
            })
            .await?;
    }
    Ok(steps.all())
}

/// Whether whoever is named works here in the role that is needed.
async fn fit(ctx: &Ctx, order: &GroupDescribed) -> Result<Result<(), CannotGroup>, Fault> {
    for (leader, word) in order.leaders().zip(["whoever leads it", "whoever leads it with them"]) {
        if let Err(who) = hands(ctx, leader, order.supervisor).await? {
            let leads = who == "the caseworker";
            return Ok(Err(CannotGroup::WrongRole(if leads { word } else { Role::Supervisor.word() })));
        }
    }
    Ok(Ok(()))
}

/// Who leads and supervises a group from now on.
#[derive(Debug, Clone, Copy)]
pub struct GroupHands {
    /// Who leads it.
    pub leader: StaffId,
    /// Who leads it with them.
    pub co_leader: Option<StaffId>,
    /// Who supervises it.
    pub supervisor: StaffId,
}

/// Names who leads and supervises a group from now on, by whoever may not read its file: what else it says stays as it is, and is not shown.
///
/// # Errors
/// [`Failure`].
pub async fn give_group_on(
    ctx: &Ctx,
    group: DossierId,
    hands: GroupHands,
    reason: &Line,
    signing: &Signing,
) -> Result<Stepped, Failure<CannotGroup>> {
    ctx.permit(Action::GiveGroupOn, Some(group)).await.map_err(Failure::any)?;
    let file = opened(ctx, group).await?;
    let now = file.now.clone().ok_or(Failure::Rule(CannotGroup::NoGroup))?;
    let GroupHands { leader, co_leader, supervisor } = hands;
    let order = GroupDescribed { leader, co_leader, supervisor, ..now };
    describe_group(ctx, group, order, reason, signing).await
}
