//! Planning meetings, moving and cancelling them: in the group's file first, then in each member's case.

use std::collections::BTreeSet;

use domain::groups::{CannotGroup, Group, Meeting, MeetingsChanged, MeetingsPlanned};
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::series::{InTheWay, Proposal, Rhythm, propose};
use domain::sessions::{CannotMeet, Slot};
use domain::slots::Works;
use domain::text::Line;
use store::{Calendar, Guard};

use super::steps::{Stepped, Steps, opened};
use crate::house::{Decided, Signing, Target};
use crate::sessions::taken_around;
use crate::{Ctx, Failure};

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
                Ok(guarded(Decided::from(events), &slots, &[]))
            })
            .await
        })
        .await?;
    steps.follow(reason).await
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
                Ok(guarded(Decided::from(events), &to, &ending))
            })
            .await
        })
        .await?;
    steps.follow(&order.reason).await
}

/// Written only while whoever holds each meeting is free, and the room. `ending` are the meetings that are changed, with their members' bookings.
pub(super) fn guarded(mut decided: Decided<CannotGroup>, slots: &[Slot], ending: &[ItemId]) -> Decided<CannotGroup> {
    for slot in slots {
        let (staff, starts, ends) = (slot.staff, slot.starts, slot.ends());
        let why = |why| CannotGroup::On(starts, why);
        let free = Guard::SlotFree { staff, starts, ends, except: ending.to_vec() };
        decided = decided.guarded(free, why(CannotMeet::SlotTaken));
        decided = decided.guarded(Guard::NotAway { staff, starts, ends }, why(CannotMeet::Away));
        if let Some(room) = slot.room {
            let free = Guard::RoomFree { room, starts, ends, except: ending.to_vec() };
            decided = decided.guarded(free, why(CannotMeet::RoomTaken));
        }
    }
    decided
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

/// What is in the way of each date: whoever leads the group has another session or is away, the room is taken, nobody works.
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
    let calendars = [(Calendar::Staff(leader), InTheWay::WorkerTaken)].into_iter().chain(room);
    let taken = taken_around(ctx, &dates, calendars, &BTreeSet::new()).await?;
    Ok(propose(&dates, wanted.minutes, works, &taken, ctx.now()))
}
