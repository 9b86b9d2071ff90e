//! Groups: several clients who meet together, with one note for all and one for each.
//!
//! Serves FS-4.1.1, FS-4.1.3, FS-4.2.2, FS-4.3.1. A group is a dossier of its own, which knows its members by the ids of their cases and names nobody. Each
//! member's case holds an ordinary booking for each meeting, and knows of no other member: so no client is visible in another's file. Decision 0025.

mod members;
mod rules;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{DossierId, ItemId, StaffId};
use crate::moves::Revision;
use crate::series::SlotChanged;
use crate::sessions::{NotHeld, Place, Slot};
use crate::text::{Line, Narrative};
use crate::time::Instant;

pub use members::{GroupSessionsBooked, GroupSessionsChanged, KeepInStep, Membership, Memberships, OutOfStep};
pub use rules::CannotGroup;

/// Which meeting of which group a booking is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// The group.
    pub group: DossierId,
    /// The meeting, which keeps its id when it is moved.
    pub id: ItemId,
}

impl Meeting {
    /// The id under which the time of whoever leads a meeting with somebody else is taken: beside the meeting's own, and always the same.
    pub const fn beside(meeting: ItemId) -> ItemId {
        ItemId::new(Uuid::from_u128(meeting.bits().as_u128() ^ 1))
    }
}

/// A group is formed, or described anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDescribed {
    /// What it is called among us. It goes to no client.
    pub name: Line,
    /// What it is for.
    pub purpose: Narrative,
    /// Who leads it, and holds its meetings.
    pub leader: StaffId,
    /// Who leads it with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub co_leader: Option<StaffId>,
    /// Who supervises it.
    pub supervisor: StaffId,
    /// For how many clients at most.
    pub most: u16,
    /// How long a meeting usually is, in minutes.
    pub minutes: u16,
    /// Where it usually is.
    pub place: Place,
    /// In which room, if one is usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<ItemId>,
}

impl GroupDescribed {
    /// The fewest clients that make a group.
    pub const FEWEST: u16 = 2;
    /// The most.
    pub const MOST: u16 = 60;
    /// How long a meeting is when nobody has said anything, in minutes.
    pub const USUAL_MINUTES: u16 = 90;

    /// Whoever leads it.
    pub fn leaders(&self) -> impl Iterator<Item = StaffId> {
        std::iter::once(self.leader).chain(self.co_leader)
    }
}

/// The client of a case belongs to the group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberJoined {
    /// The case.
    pub case: DossierId,
}

/// The client of a case waits for a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceAwaited {
    /// The case.
    pub case: DossierId,
}

/// The client of a case belongs to the group no more, or waits no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberLeft {
    /// The case.
    pub case: DossierId,
    /// Whether the client wished it, or we.
    pub why: NotHeld,
    /// Why.
    pub reason: Line,
}

/// Meetings are planned. The id of each is the id of its slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingsPlanned {
    /// When, where and by whom.
    pub slots: Vec<Slot>,
}

/// Meetings are moved or cancelled; one that is moved keeps its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingsChanged {
    /// Moved, or cancelled by us.
    pub why: NotHeld,
    /// What becomes of each.
    pub changes: Vec<SlotChanged>,
    /// Why.
    pub reason: Line,
}

/// The group has met. What concerns one client stands in their own case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupMet {
    /// Which meeting.
    pub meeting: ItemId,
    /// How long, in minutes.
    pub minutes: u16,
    /// The note for all of the group, which names nobody.
    pub note: Narrative,
    /// Why it was written late, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late_because: Option<Line>,
}

/// The group is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupEnded {
    /// Why.
    pub reason: Line,
}

/// Somebody who belongs to the group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Their case.
    pub case: DossierId,
    /// Since when.
    pub since: Instant,
    /// Until when and why, when they left.
    pub left: Option<(Instant, NotHeld, Line)>,
}

/// How a meeting stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeetingState {
    /// It is to come, or nobody has said how it went.
    Planned,
    /// It was cancelled, and why.
    Cancelled(Line),
    /// The group has met: what was written, when it was, and by whom.
    Met(GroupMet, Instant, StaffId),
}

/// A meeting as the group knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedMeeting {
    /// When, where and by whom.
    pub slot: Slot,
    /// Who leads it with whoever holds it: their time is taken as well.
    pub co_leader: Option<StaffId>,
    /// How it stands.
    pub state: MeetingState,
    /// What calendars are told of it beside its time.
    pub revision: Revision,
}

/// What the dossier of a group says so far.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// How it is described now; `None` before the first entry.
    pub now: Option<GroupDescribed>,
    /// When it was formed.
    pub formed: Option<Instant>,
    /// Who belongs to it or did, in the order in which they joined.
    pub members: Vec<Member>,
    /// Who waits for a place and since when, the first first.
    pub waiting: Vec<(DossierId, Instant)>,
    /// Its meetings.
    pub meetings: BTreeMap<ItemId, PlannedMeeting>,
    /// When it ended, by whom and why.
    pub ended: Option<(Instant, StaffId, Line)>,
}

impl Group {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        let at = entry.signed();
        match &entry.event {
            Event::GroupDescribed(described) => {
                self.now = Some(described.clone());
                self.formed.get_or_insert(at);
                let comes =
                    |meeting: &&mut PlannedMeeting| meeting.state == MeetingState::Planned && at <= meeting.slot.starts;
                for meeting in self.meetings.values_mut().filter(comes) {
                    meeting.co_leader = described.co_leader;
                }
            }
            Event::MemberJoined(joined) => {
                self.waiting.retain(|(case, _)| *case != joined.case);
                self.members.push(Member { case: joined.case, since: at, left: None });
            }
            Event::PlaceAwaited(awaited) => self.waiting.push((awaited.case, at)),
            Event::MemberLeft(left) => {
                self.waiting.retain(|(case, _)| *case != left.case);
                for member in self.members.iter_mut().filter(|known| known.case == left.case && known.left.is_none()) {
                    member.left = Some((at, left.why, left.reason.clone()));
                }
            }
            Event::MeetingsPlanned(planned) => {
                let co_leader = self.now.as_ref().and_then(|now| now.co_leader);
                for slot in &planned.slots {
                    let (revision, state) = (Revision::first(slot.id, at), MeetingState::Planned);
                    let meeting = PlannedMeeting { slot: slot.clone(), co_leader, state, revision };
                    self.meetings.insert(slot.id, meeting);
                }
            }
            Event::MeetingsChanged(changed) => {
                for change in &changed.changes {
                    let Some(meeting) = self.meetings.get_mut(&change.slot) else { continue };
                    match &change.to {
                        Some(to) => meeting.slot = to.clone(),
                        None => meeting.state = MeetingState::Cancelled(changed.reason.clone()),
                    }
                    meeting.revision = meeting.revision.next(at);
                }
            }
            Event::GroupMet(met) => {
                if let Some(meeting) = self.meetings.get_mut(&met.meeting) {
                    meeting.state = MeetingState::Met(met.clone(), entry.happened(), entry.author());
                }
            }
            Event::GroupEnded(ended) => self.ended = Some((at, entry.author(), ended.reason.clone())),
            _ => {}
        }
    }

    /// Whether it is there and not over.
    pub const fn is_open(&self) -> bool {
        self.now.is_some() && self.ended.is_none()
    }

    /// The cases of those who belong to it now.
    pub fn cases(&self) -> impl Iterator<Item = DossierId> {
        self.members.iter().filter(|member| member.left.is_none()).map(|member| member.case)
    }

    /// Whether the client of this case belongs to it now.
    pub fn has(&self, case: DossierId) -> bool {
        self.cases().any(|known| known == case)
    }

    /// How many are in the room: those who belong to it and whoever leads it.
    pub fn people(&self) -> usize {
        self.cases().count() + self.now.as_ref().map_or(0, |now| now.leaders().count())
    }

    /// The meetings that are planned and have not begun, in the order of their times.
    pub fn coming(&self, now: Instant) -> Vec<&Slot> {
        let planned = self.meetings.values().filter(|meeting| meeting.state == MeetingState::Planned);
        let mut coming: Vec<&Slot> = planned.map(|meeting| &meeting.slot).filter(|slot| now <= slot.starts).collect();
        coming.sort_by_key(|slot| slot.starts);
        coming
    }
}
