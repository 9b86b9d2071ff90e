//! Planning meetings, moving and cancelling them: in the group's file first, then in each member's case.

use std::collections::BTreeSet;

use domain::groups::{CannotGroup, Group, Meeting, MeetingsChanged, MeetingsPlanned};
use domain::ids::{DossierId, ItemId, StaffId};
use domain::policy::Action;
use domain::series::{InTheWay, Proposal, Rhythm, propose};
use domain::sessions::{CannotMeet, Slot};
use domain::slots::Works;
use domain::text::Line;
use domain::time::Instant;
use store::{Calendar, Guard};

use super::steps::{Stepped, Steps, opened};
use crate::house::{Decided, Sheets, Signing, Target};
use crate::sessions::taken_around;
use crate::{Ctx, Failure, Fault};

/// Plans meetings, all or none, and books them for every member.
///
/// # Errors
/// [`Failure`]; the meeting that cannot be had is named by when it would begin.
pub async fn plan_meetings(
    ctx: &Ctx,
    group: DossierId,
    slots: Vec<Slot>,
    reason: &Line,
    signing: &Signing,
) -> Result<Stepped, Failure<CannotGroup>> {
    let slots: Vec<Slot> = slots.into_iter().map(|slot| Meeting::of(group, slot)).collect();
    let (organisation, now) = (ctx.house.organisation().await?, ctx.now());
    let rooms = &organisation.rooms;
    let mut steps = Steps::of(ctx, group, signing);
    steps
        .first(async |by, signing| {
            by.act(Action::LeadGroup, Target::file(group), signing, |file: &Group, _rules| {
                let events = file.plan(MeetingsPlanned { slots: slots.clone() }, rooms, now)?;
                Ok(guarded(Decided::from(events), &slots, co_leader(file), &[]))
            })
            .await
        })
        .await?;
    steps.follow(reason).await
}

/// Whether this very form has planned meetings already, when it was sent before: they are in its own way now.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn has_planned(ctx: &Ctx, group: DossierId, signing: &Signing) -> Result<bool, Fault> {
    let (_, signing) = Sheets::<CannotGroup>::of(ctx, signing).sign(group);
    Ok(ctx.done_before(&signing).await?.is_some())
}

/// Moves or cancels meetings, all or none, and for every member.
///
/// # Errors
/// [`Failure`].
pub async fn change_meetings(
    ctx: &Ctx,
    group: DossierId,
    mut order: MeetingsChanged,
    signing: &Signing,
) -> Result<Stepped, Failure<CannotGroup>> {
    for change in &mut order.changes {
        change.to = change.to.take().map(|slot| Meeting::of(group, slot));
    }
    let (organisation, now) = (ctx.house.organisation().await?, ctx.now());
    let rooms = &organisation.rooms;
    let ending: Vec<ItemId> = order.changes.iter().map(|change| change.slot).collect();
    let to: Vec<Slot> = order.changes.iter().filter_map(|change| change.to.clone()).collect();
    let mut steps = Steps::of(ctx, group, signing);
    steps
        .first(async |by, signing| {
            by.act(Action::LeadGroup, Target::file(group), signing, |file: &Group, _rules| {
                let events = file.change(order.clone(), rooms, now)?;
                Ok(guarded(Decided::from(events), &to, co_leader(file), &ending))
            })
            .await
        })
        .await?;
    steps.follow(&order.reason).await
}

/// Written only while whoever holds each meeting is free, and the room, and whoever leads it with them. `ending` are the meetings that are changed, with their
/// members' bookings.
pub(super) fn guarded(
    mut decided: Decided<CannotGroup>,
    slots: &[Slot],
    co_leader: Option<StaffId>,
    ending: &[ItemId],
) -> Decided<CannotGroup> {
    let except: Vec<ItemId> = ending.iter().flat_map(|id| [*id, Meeting::beside(*id)]).collect();
    for slot in slots {
        let (starts, ends) = (slot.starts, slot.ends());
        let holds = (slot.staff, CannotGroup::On as fn(Instant, CannotMeet) -> CannotGroup);
        let beside = co_leader.map(|staff| (staff, CannotGroup::Beside as fn(Instant, CannotMeet) -> CannotGroup));
        for (staff, why) in std::iter::once(holds).chain(beside) {
            let free = Guard::SlotFree { staff, starts, ends, except: except.clone() };
            decided = decided.guarded(free, why(starts, CannotMeet::SlotTaken));
            decided = decided.guarded(Guard::NotAway { staff, starts, ends }, why(starts, CannotMeet::Away));
        }
        if let Some(room) = slot.room {
            let free = Guard::RoomFree { room, starts, ends, except: except.clone() };
            decided = decided.guarded(free, CannotGroup::On(starts, CannotMeet::RoomTaken));
        }
    }
    decided
}

fn co_leader(group: &Group) -> Option<StaffId> {
    group.now.as_ref().and_then(|now| now.co_leader)
}

/// Meetings that are to be planned, one every so many weeks.
#[derive(Debug, Clone, Copy)]
pub struct WantedMeetings {
    /// Of which group.
    pub group: DossierId,
    /// How long each is, in minutes.
    pub minutes: u16,
    /// In which room, if one is wanted.
    pub room: Option<ItemId>,
    /// When.
    pub rhythm: Rhythm,
}

/// What is in the way of each date – whoever leads the group has another session or is away, or whoever leads it with them, the room is taken, nobody works –
/// and what is free in its week.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not lead or supervise the group.
pub async fn meeting_dates(ctx: &Ctx, wanted: WantedMeetings) -> Result<Vec<Proposal>, Failure<CannotGroup>> {
    ctx.permit(Action::LeadGroup, Some(wanted.group)).await.map_err(Failure::any)?;
    let file = opened(ctx, wanted.group).await?;
    let leader = file.now.as_ref().map(|now| now.leader).ok_or(Failure::Rule(CannotGroup::NoGroup))?;
    let organisation = ctx.house.organisation().await?;
    let own = ctx.house.staff_file(leader).await?;
    let works = Works { office: &organisation.rulebook.office, hours: &own.hours };
    let dates = wanted.rhythm.dates(works);
    let room = wanted.room.map(|room| (Calendar::Room(room), InTheWay::RoomTaken));
    let leaders = [Some(leader), co_leader(&file)].into_iter().flatten();
    let calendars = leaders.map(|staff| (Calendar::Staff(staff), InTheWay::WorkerTaken)).chain(room);
    let taken = taken_around(ctx, &dates, calendars, &BTreeSet::new()).await?;
    Ok(propose(&dates, wanted.minutes, works, &taken, ctx.now()))
}
