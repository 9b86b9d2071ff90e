//! What is shown of groups: their names and times to everybody who works with clients, who belongs to them as far as somebody may read those cases.

use std::collections::{BTreeMap, BTreeSet};

use domain::cases::CaseFile;
use domain::groups::{Group, MeetingState};
use domain::ids::{DossierId, DossierKind, ItemId};
use domain::policy::Action;
use domain::slots::SlotState;
use domain::time::Instant;
use store::{Among, Calendar, CardsWanted};

use super::card::{GroupCard, group_cards};
use crate::cases::OwnCase;
use crate::house::Seen;
use crate::today::Cards;
use crate::{Ctx, Failure, Fault, Never};

/// How many groups the list shows.
const GROUPS: u32 = 500;

/// A group in a list.
#[derive(Debug, Clone)]
pub struct GroupLine {
    /// Which.
    pub group: DossierId,
    /// What the card says.
    pub card: GroupCard,
    /// Whether the acting person may read its file.
    pub reads: bool,
}

/// Somebody who belongs to a group, waits, or was at one of its meetings.
#[derive(Debug, Clone)]
pub struct MemberLine {
    /// Their case, for whoever may read it; others see that somebody is there, and not who.
    pub known: Option<OwnCase>,
    /// Their case, to be named in forms by whoever leads the group.
    pub case: DossierId,
    /// Since when they belong to it, or wait.
    pub since: Option<Instant>,
    /// How each meeting stands for them.
    pub meetings: BTreeMap<ItemId, AtMeeting>,
    /// The meetings to come that are not booked for them as they are planned.
    pub open: Vec<Instant>,
}

/// How a meeting stands for one of those who belong to the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtMeeting {
    /// The booking in their case.
    pub slot: ItemId,
    /// How it stands.
    pub state: SlotState,
    /// When it begins.
    pub starts: Instant,
}

impl AtMeeting {
    /// The booking, while nobody has said how it went.
    pub fn booked(self) -> Option<ItemId> {
        (self.state == SlotState::Booked).then_some(self.slot)
    }
}

/// A group as the acting person may see it.
pub struct GroupSeen {
    /// Which.
    pub group: DossierId,
    /// What everybody may see who works with clients.
    pub card: GroupCard,
    /// Its file, for whoever leads or supervises it.
    pub file: Option<Seen<Group>>,
    /// Who belongs to it; of somebody else's group only those whose cases the person may read.
    pub members: Vec<MemberLine>,
    /// Who waits, likewise.
    pub waiting: Vec<MemberLine>,
}

/// The groups: those that go on first, by name.
///
/// # Errors
/// [`Failure::Refused`] for whoever has nothing to do with clients.
pub async fn groups(ctx: &Ctx) -> Result<Vec<GroupLine>, Failure<Never>> {
    ctx.permit(Action::SeeGroups, None).await?;
    let wanted = CardsWanted { kind: DossierKind::Group, state: None, among: Among::All };
    let listed = ctx.house.store.list_cards(wanted, ctx.viewer(), None, GROUPS).await?;
    let cards = group_cards(ctx, listed.iter().map(|one| one.head.dossier).collect()).await?;
    let mut lines = Vec::with_capacity(cards.len());
    for (group, card) in cards {
        let reads = ctx.may(Action::ReadGroup, Some(group)).await?;
        lines.push(GroupLine { group, card, reads });
    }
    lines.sort_by_key(|line| line.card.ended.is_some());
    Ok(lines)
}

/// The groups to which the client of this case belongs: what each is called.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn groups_of(ctx: &Ctx, case: &CaseFile) -> Result<Vec<(DossierId, GroupCard)>, Fault> {
    let groups: BTreeSet<DossierId> = case.groups.all().map(|member| member.group).collect();
    if groups.is_empty() || !ctx.may(Action::SeeGroups, None).await? {
        return Ok(Vec::new());
    }
    group_cards(ctx, groups).await
}

/// One group. Looking into its file is recorded; who may not is shown what the list shows.
///
/// # Errors
/// [`Failure::Refused`] for whoever has nothing to do with clients, and when there is no such group.
pub async fn see_group(ctx: &Ctx, group: DossierId) -> Result<GroupSeen, Failure<Never>> {
    let file = match ctx.may(Action::ReadGroup, Some(group)).await? {
        true => Some(ctx.view::<Group>(Action::ReadGroup, group).await?),
        false => {
            ctx.permit(Action::JoinGroup, Some(group)).await?;
            None
        }
    };
    let card = group_cards(ctx, [group].into()).await?.pop().map(|(_, card)| card);
    let card = card.ok_or(Failure::Refused(domain::policy::Refused))?;
    let planned: Vec<(ItemId, Instant)> = match &file {
        Some(seen) => seen.coming(ctx.now()).into_iter().map(|slot| (slot.id, slot.starts)).collect(),
        None => card.planned.iter().copied().filter(|(_, starts)| ctx.now() <= *starts).collect(),
    };
    let whole = file.is_some();
    let mut members = lines(ctx, &card.members, whole, &planned).await?;
    let mut waiting = lines(ctx, &card.waiting, whole, &[]).await?;
    if let Some(seen) = &file {
        for line in &mut members {
            let member = seen.members.iter().find(|known| known.case == line.case && known.left.is_none());
            line.since = member.map(|member| member.since);
        }
        for line in &mut waiting {
            line.since = seen.waiting.iter().find(|(case, _)| *case == line.case).map(|(_, since)| *since);
        }
    }
    Ok(GroupSeen { group, card, file, members, waiting })
}

/// Lines of these cases. `whole` for whoever sees how many there are; others see only those that they may read.
pub(super) async fn lines(
    ctx: &Ctx,
    cases: &[DossierId],
    whole: bool,
    planned: &[(ItemId, Instant)],
) -> Result<Vec<MemberLine>, Fault> {
    let mut reads = BTreeSet::new();
    for case in cases {
        if ctx.may(Action::ReadCase, Some(*case)).await? {
            reads.insert(*case);
        }
    }
    let cards = Cards::of(ctx, reads).await?;
    let mut lines = Vec::new();
    for &case in cases {
        let known = cards.case(case);
        let known = known.map(|(card, client)| OwnCase { case, card: card.clone(), client: client.cloned() });
        if !whole && known.is_none() {
            continue;
        }
        let meetings = meetings_of(ctx, case).await?;
        let as_planned = |(id, starts): &&(ItemId, Instant)| match meetings.get(id) {
            Some(at) => at.state != SlotState::Booked || at.starts == *starts,
            None => false,
        };
        let open = planned.iter().filter(|one| !as_planned(one)).map(|(_, starts)| *starts).collect();
        lines.push(MemberLine { known, case, since: None, meetings, open });
    }
    // by name; those whom the person may not know stand last, in no order that says anything
    lines.sort_by_cached_key(|line| {
        let client = line.known.as_ref().and_then(|known| known.client.as_ref());
        (client.is_none(), client.map(|card| (card.family_name.clone(), card.given_names.clone())), line.case)
    });
    Ok(lines)
}

/// How the meetings of groups stand for the client of this case, by the rows of its calendar: ids and times.
pub(super) async fn meetings_of(ctx: &Ctx, case: DossierId) -> Result<BTreeMap<ItemId, AtMeeting>, Fault> {
    let ever = (Instant(i64::MIN / 2), Instant(i64::MAX / 2));
    let mut found: BTreeMap<ItemId, AtMeeting> = BTreeMap::new();
    for row in ctx.house.store.appointments(Calendar::Dossier(case), ever.0, ever.1).await? {
        let state = SlotState::from_code(&row.appointment.state);
        let (Some(meeting), Some(state)) = (row.appointment.meeting, state) else { continue };
        let at = AtMeeting { slot: row.appointment.item, state, starts: row.appointment.starts };
        // what is booked counts before what was cancelled
        let known = found.entry(meeting).or_insert(at);
        if known.state != SlotState::Booked && matches!(state, SlotState::Booked | SlotState::Held) {
            *known = at;
        }
    }
    Ok(found)
}

impl GroupSeen {
    /// The meetings: those that wait to be recorded, those to come by time, then the others, the latest first.
    pub fn meetings(&self, now: Instant) -> Vec<&domain::groups::PlannedMeeting> {
        let Some(file) = &self.file else { return Vec::new() };
        let mut all: Vec<_> = file.meetings.values().collect();
        let comes = |meeting: &domain::groups::PlannedMeeting| {
            meeting.state == MeetingState::Planned && now <= meeting.slot.ends()
        };
        let waits =
            |meeting: &domain::groups::PlannedMeeting| meeting.state == MeetingState::Planned && !comes(meeting);
        all.sort_by_key(|meeting| {
            let starts = meeting.slot.starts.0;
            (!waits(meeting), !comes(meeting), if comes(meeting) { starts } else { -starts })
        });
        all
    }
}
