//! The file of a group, and its line in lists and calendars.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::duties;
use domain::entry::Entry;
use domain::groups::{Group, Meeting, MeetingState, PlannedMeeting};
use domain::ids::{DossierId, DossierKind, ItemId, StaffId};
use domain::level::Level;
use domain::policy::{Action, TieKind};
use domain::rulebook::Rulebook;
use domain::sessions::Place;
use domain::slots::SlotState;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::{Appointment, AppointmentSeen, Derived, Tie};

use crate::cards::{read_card, sealed_form};
use crate::house::file::{File, card, derived, duty_row};
use crate::{Ctx, Fault};

impl File for Group {
    const KIND: DossierKind = DossierKind::Group;

    fn apply(&mut self, entry: &Entry) {
        Self::apply(self, entry);
    }

    fn holders(&self, now: Instant) -> BTreeSet<StaffId> {
        let Some(described) = self.now.as_ref().filter(|_| self.is_open()) else { return BTreeSet::new() };
        let hold = self.coming(now).into_iter().map(|slot| slot.staff);
        described.leaders().chain([described.supervisor]).chain(hold).collect()
    }

    fn derive(&self, _dossier: DossierId, rules: &Rulebook) -> Result<Derived, Fault> {
        let state = if self.is_open() { "open" } else { "closed" };
        let mut rows = derived(card(state, Level::Confidential, sealed_form(&GroupCard::of(self))?));
        let Some(described) = self.now.as_ref().filter(|_| self.is_open()) else { return Ok(rows) };
        let tie = |staff, kind: TieKind| Tie {
            staff,
            tie: kind.code().to_owned(),
            clearance: kind.clearance(),
            since: self.formed.unwrap_or(Instant(0)),
            until: None,
        };
        rows.ties = described.leaders().map(|staff| tie(staff, TieKind::Leads)).collect();
        rows.ties.push(tie(described.supervisor, TieKind::Supervises));
        rows.duties = duties::of_group(self, rules).iter().map(duty_row).collect();
        rows.appointments = self.meetings.values().flat_map(appointments).collect();
        Ok(rows)
    }
}

/// The group's own row takes the time of whoever holds the meeting, and the room; another one the time of whoever leads it with them. The rows of its members
/// stand beside these.
fn appointments(meeting: &PlannedMeeting) -> impl Iterator<Item = Appointment> {
    let own = appointment(meeting);
    let beside = meeting.co_leader.map(|staff| {
        let item = Meeting::beside(own.item);
        Appointment { item, staff, room: None, meeting: Some(item), ..own.clone() }
    });
    std::iter::once(own).chain(beside)
}

fn appointment(meeting: &PlannedMeeting) -> Appointment {
    let slot = &meeting.slot;
    let state = match meeting.state {
        MeetingState::Planned => SlotState::Booked,
        MeetingState::Cancelled(_) => SlotState::Cancelled,
        MeetingState::Met(..) => SlotState::Held,
    };
    Appointment {
        item: slot.id,
        staff: slot.staff,
        starts: slot.starts,
        ends: slot.ends(),
        state: state.code().to_owned(),
        reminded: None,
        answer: None,
        room: slot.room,
        meeting: Some(slot.id),
        series: meeting.revision.series,
        revision: meeting.revision.number,
        changed: meeting.revision.changed,
    }
}

/// A group in a list: who belongs to it by the ids of their cases alone.
#[derive(Clone, Serialize, Deserialize)]
pub struct GroupCard {
    /// What it is called.
    pub name: String,
    /// Who leads it.
    pub leader: Option<StaffId>,
    /// Who leads it with them.
    #[serde(default)]
    pub co_leader: Option<StaffId>,
    /// Who supervises it.
    pub supervisor: Option<StaffId>,
    /// For how many clients at most.
    pub most: u16,
    /// Where it usually is.
    pub place: Option<Place>,
    /// In which room.
    #[serde(default)]
    pub room: Option<ItemId>,
    /// The cases of those who belong to it.
    pub members: Vec<DossierId>,
    /// The cases of those who wait, the first first.
    #[serde(default)]
    pub waiting: Vec<DossierId>,
    /// The meetings that are planned, by when they begin.
    pub planned: Vec<(ItemId, Instant)>,
    /// When it ended.
    #[serde(default)]
    pub ended: Option<Instant>,
}

impl fmt::Debug for GroupCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GroupCard({} of {})", self.members.len(), self.most)
    }
}

impl GroupCard {
    /// The card of this file.
    pub fn of(group: &Group) -> Self {
        let now = group.now.as_ref();
        let planned = group.meetings.values().filter(|meeting| meeting.state == MeetingState::Planned);
        let mut planned: Vec<(ItemId, Instant)> =
            planned.map(|meeting| (meeting.slot.id, meeting.slot.starts)).collect();
        planned.sort_by_key(|(_, starts)| *starts);
        Self {
            name: now.map(|now| now.name.reveal().to_owned()).unwrap_or_default(),
            leader: now.map(|now| now.leader),
            co_leader: now.and_then(|now| now.co_leader),
            supervisor: now.map(|now| now.supervisor),
            most: now.map_or(0, |now| now.most),
            place: now.map(|now| now.place),
            room: now.and_then(|now| now.room),
            members: group.cases().collect(),
            waiting: group.waiting.iter().map(|(case, _)| *case).collect(),
            planned,
            ended: group.ended.as_ref().map(|(at, _, _)| *at),
        }
    }

    /// When the next meeting begins.
    pub fn next(&self, now: Instant) -> Option<Instant> {
        self.planned.iter().map(|(_, starts)| *starts).find(|starts| now <= *starts)
    }
}

/// A group that meets, in a calendar: what it is called, and for how many.
#[derive(Clone)]
pub struct GroupMeets {
    /// Which group.
    pub group: DossierId,
    /// Which meeting.
    pub meeting: ItemId,
    /// What it is called.
    pub name: String,
    /// How many clients belong to it.
    pub people: usize,
}

impl fmt::Debug for GroupMeets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GroupMeets({} people)", self.people)
    }
}

/// The groups whose meetings stand among some rows of a calendar, for whoever may see groups.
pub(crate) struct Groups(BTreeMap<DossierId, GroupCard>);

impl Groups {
    pub(crate) async fn of<'r>(ctx: &Ctx, rows: impl Iterator<Item = &'r AppointmentSeen>) -> Result<Self, Fault> {
        let found: BTreeSet<DossierId> = rows.filter(|row| row.is_of_group()).map(|row| row.dossier).collect();
        if found.is_empty() || !ctx.may(Action::SeeGroups, None).await? {
            return Ok(Self(BTreeMap::new()));
        }
        Ok(Self(group_cards(ctx, found).await?.into_iter().collect()))
    }

    /// The group that meets, where a row is a meeting of one.
    pub(crate) fn meets(&self, row: &AppointmentSeen) -> Option<GroupMeets> {
        let card = self.0.get(&row.dossier).filter(|_| row.is_of_group())?;
        // the row of whoever leads it with somebody else is called otherwise than the meeting
        let (group, meeting) = (row.dossier, row.appointment.series);
        Some(GroupMeets { group, meeting, name: card.name.clone(), people: card.members.len() })
    }
}

/// The cards of those of these dossiers that are groups, by what each is called.
pub(crate) async fn group_cards(
    ctx: &Ctx,
    dossiers: BTreeSet<DossierId>,
) -> Result<Vec<(DossierId, GroupCard)>, Fault> {
    let ids: Vec<DossierId> = dossiers.into_iter().collect();
    let mut found = Vec::new();
    for seen in ctx.house.store.cards(&ids).await? {
        if seen.head.kind == DossierKind::Group
            && let Some(card) = read_card::<GroupCard>(&seen)?
        {
            found.push((seen.head.dossier, card));
        }
    }
    found.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name));
    Ok(found)
}
