//! When a group may be described, joined, left, changed and ended, and its meetings planned, moved and recorded (FS-4.1.3, FS-4.2.2).

use std::collections::BTreeSet;

use super::{
    Group, GroupDescribed, GroupEnded, GroupMet, Meeting, MeetingState, MeetingsChanged, MeetingsPlanned, MemberJoined,
    MemberLeft, PlaceAwaited,
};
use crate::cases::CaseClosedNow;
use crate::contacts::{CannotLog, When, check_when};
use crate::event::Event;
use crate::ids::{DossierId, ItemId};
use crate::rooms::Rooms;
use crate::rulebook::Rulebook;
use crate::series::Rhythm;
use crate::sessions::{CannotMeet, NotHeld, Place, Slot};
use crate::time::Instant;

impl Group {
    /// Decides on forming it, or describing it anew.
    ///
    /// # Errors
    /// [`CannotGroup`] names what is wrong.
    pub fn describe(&self, order: GroupDescribed, rooms: &Rooms) -> Result<Vec<Event>, CannotGroup> {
        if self.ended.is_some() {
            return Err(CannotGroup::Over);
        }
        if !(GroupDescribed::FEWEST..=GroupDescribed::MOST).contains(&order.most) {
            return Err(CannotGroup::BadSize);
        }
        if usize::from(order.most) < self.cases().count() {
            return Err(CannotGroup::MoreBelong);
        }
        if order.leaders().any(|leader| leader == order.supervisor) {
            return Err(CannotGroup::OwnSupervisor);
        }
        if order.co_leader == Some(order.leader) {
            return Err(CannotGroup::LeadsTwice);
        }
        if order.room.is_some() && order.place != Place::Office {
            return Err(CannotGroup::Slot(CannotMeet::RoomElsewhere));
        }
        if order.room.is_some_and(|room| !rooms.is_used(room)) {
            return Err(CannotGroup::Slot(CannotMeet::NoRoom));
        }
        if !(5..=480).contains(&order.minutes) {
            return Err(CannotGroup::Slot(CannotMeet::BadLength));
        }
        if self.now.as_ref() == Some(&order) {
            return Err(CannotGroup::Same);
        }
        Ok(vec![order.into()])
    }

    /// Decides on a client's joining. Whoever waits comes first.
    ///
    /// # Errors
    /// [`CannotGroup`] when it is full, or a room is.
    pub fn join(&self, case: DossierId, rooms: &Rooms, now: Instant) -> Result<Vec<Event>, CannotGroup> {
        let described = self.must_go_on()?;
        if self.has(case) {
            return Err(CannotGroup::Belongs);
        }
        if usize::from(described.most) <= self.cases().count() {
            return Err(CannotGroup::Full(described.most));
        }
        if self.waiting.first().is_some_and(|(first, _)| *first != case) {
            return Err(CannotGroup::OthersWait);
        }
        for slot in self.coming(now) {
            fits(slot, self.people() + 1, rooms)?;
        }
        Ok(vec![MemberJoined { case }.into()])
    }

    /// Decides on a client's waiting for a place.
    ///
    /// # Errors
    /// [`CannotGroup`] when the client belongs to it or waits already, or there is a place.
    pub fn wait(&self, case: DossierId) -> Result<Vec<Event>, CannotGroup> {
        let described = self.must_go_on()?;
        if self.has(case) {
            return Err(CannotGroup::Belongs);
        }
        if self.waiting.iter().any(|(known, _)| *known == case) {
            return Err(CannotGroup::Waits);
        }
        if self.waiting.is_empty() && self.cases().count() < usize::from(described.most) {
            return Err(CannotGroup::PlaceFree);
        }
        Ok(vec![PlaceAwaited { case }.into()])
    }

    /// Decides on a client's leaving, or waiting no more.
    ///
    /// # Errors
    /// [`CannotGroup::NoMember`].
    pub fn leave(&self, order: MemberLeft) -> Result<Vec<Event>, CannotGroup> {
        if !self.has(order.case) && self.waiting.iter().all(|(case, _)| *case != order.case) {
            return Err(CannotGroup::NoMember);
        }
        if !matches!(order.why, NotHeld::CancelledByClient | NotHeld::CancelledByUs) {
            return Err(CannotGroup::WhoWishes);
        }
        Ok(vec![order.into()])
    }

    /// Decides on planning meetings.
    ///
    /// # Errors
    /// [`CannotGroup`] names the rule that is not met, and of which meeting.
    pub fn plan(&self, mut order: MeetingsPlanned, rooms: &Rooms, now: Instant) -> Result<Vec<Event>, CannotGroup> {
        self.must_go_on()?;
        if order.slots.is_empty() || usize::from(Rhythm::MOST) < order.slots.len() {
            return Err(CannotGroup::BadCount);
        }
        order.slots.sort_by_key(|slot| slot.starts);
        self.check_slots(order.slots.iter(), &BTreeSet::new(), rooms, now)?;
        Ok(vec![order.into()])
    }

    /// Decides on moving or cancelling meetings.
    ///
    /// # Errors
    /// [`CannotGroup`] names the rule that is not met, and of which meeting.
    pub fn change(&self, order: MeetingsChanged, rooms: &Rooms, now: Instant) -> Result<Vec<Event>, CannotGroup> {
        self.must_go_on()?;
        let ending: BTreeSet<ItemId> = order.changes.iter().map(|change| change.slot).collect();
        if ending.is_empty() || !ending.iter().all(|id| self.planned(*id).is_some()) {
            return Err(CannotGroup::Gone);
        }
        let mut to: Vec<&Slot> = order.changes.iter().filter_map(|change| change.to.as_ref()).collect();
        match order.why {
            NotHeld::Moved if to.is_empty() => return Err(CannotGroup::Slot(CannotMeet::MovedNowhere)),
            NotHeld::CancelledByUs if !to.is_empty() => return Err(CannotGroup::WhoWishes),
            NotHeld::NoShow | NotHeld::CancelledByClient => return Err(CannotGroup::WhoWishes),
            _ => {}
        }
        to.sort_by_key(|slot| slot.starts);
        self.check_slots(to, &ending, rooms, now)?;
        Ok(vec![order.into()])
    }

    /// Decides on the note of a meeting.
    ///
    /// # Errors
    /// [`CannotGroup`] names the rule that is not met.
    pub fn met(&self, order: GroupMet, now: Instant, rules: &Rulebook) -> Result<Vec<Event>, CannotGroup> {
        let slot = self.planned(order.meeting).ok_or(CannotGroup::Gone)?;
        if now < slot.starts {
            return Err(CannotGroup::Slot(CannotMeet::NotYetBegun));
        }
        if !(5..=480).contains(&order.minutes) {
            return Err(CannotGroup::Slot(CannotMeet::BadLength));
        }
        check_when(When { happened: slot.starts, now }, order.late_because.as_ref(), rules)?;
        Ok(vec![order.into()])
    }

    /// Decides on ending it.
    ///
    /// # Errors
    /// [`CannotGroup`] while somebody belongs to it, waits, or a meeting is planned.
    pub fn end(&self, order: GroupEnded) -> Result<Vec<Event>, CannotGroup> {
        self.must_go_on()?;
        if self.cases().next().is_some() || !self.waiting.is_empty() {
            return Err(CannotGroup::SomebodyBelongs);
        }
        if self.meetings.values().any(|meeting| meeting.state == MeetingState::Planned) {
            return Err(CannotGroup::MeetingsOpen);
        }
        Ok(vec![order.into()])
    }

    /// A meeting that is to come, or of which nobody has said how it went.
    pub fn planned(&self, id: ItemId) -> Option<&Slot> {
        self.meetings.get(&id).filter(|meeting| meeting.state == MeetingState::Planned).map(|meeting| &meeting.slot)
    }

    fn must_go_on(&self) -> Result<&GroupDescribed, CannotGroup> {
        match (&self.now, &self.ended) {
            (Some(now), None) => Ok(now),
            (None, _) => Err(CannotGroup::NoGroup),
            (Some(_), Some(_)) => Err(CannotGroup::Over),
        }
    }

    /// Each for itself, in a room that is large enough, and none over another. `ending` are the meetings that are changed.
    fn check_slots<'s>(
        &self,
        slots: impl IntoIterator<Item = &'s Slot>,
        ending: &BTreeSet<ItemId>,
        rooms: &Rooms,
        now: Instant,
    ) -> Result<(), CannotGroup> {
        let stands = |slot: &&Slot| !ending.contains(&slot.id);
        let others: Vec<&Slot> = self.coming(now).into_iter().filter(stands).collect();
        let mut before: Option<&Slot> = None;
        for slot in slots {
            let on = |why| CannotGroup::On(slot.starts, why);
            slot.check(now).map_err(on)?;
            let over = |other: &&Slot| other.period().overlaps(slot.period());
            if others.iter().any(over) || before.as_ref().is_some_and(over) {
                return Err(on(CannotMeet::SlotTaken));
            }
            if slot.room.is_some_and(|room| !rooms.is_used(room)) {
                return Err(on(CannotMeet::NoRoom));
            }
            fits(slot, self.people(), rooms)?;
            before = Some(slot);
        }
        Ok(())
    }
}

/// Whether so many people fit into the room of a meeting.
fn fits(slot: &Slot, people: usize, rooms: &Rooms) -> Result<(), CannotGroup> {
    let room = slot.room.and_then(|room| rooms.find(room));
    match room {
        Some(room) if usize::from(room.people) < people => {
            Err(CannotGroup::RoomTooSmall { on: slot.starts, places: room.people, people })
        }
        _ => Ok(()),
    }
}

impl Meeting {
    /// The same booking as a meeting of this group.
    pub fn of(group: DossierId, slot: Slot) -> Slot {
        let id = slot.id;
        Slot { group: Some(Self { group, id }), ..slot }
    }
}

/// Why a group cannot be changed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotGroup {
    /// Nobody formed it.
    #[error("there is no such group")]
    NoGroup,
    /// It has ended.
    #[error("this group is over; form a new one")]
    Over,
    /// Too few or too many.
    #[error("a group is for 2 to 60 clients")]
    BadSize,
    /// More belong to it than are to.
    #[error("more clients than that belong to the group already")]
    MoreBelong,
    /// Leader and supervisor are one person.
    #[error("nobody supervises their own group; please choose another supervisor")]
    OwnSupervisor,
    /// Leader and co-leader are one person.
    #[error("whoever leads the group with somebody else is another person")]
    LeadsTwice,
    /// Nothing changes.
    #[error("nothing is different from before")]
    Same,
    /// The person does not hold the role that is needed.
    #[error("{0} does not have the role for this")]
    WrongRole(&'static str),
    /// No place.
    #[error("the group is full: all {0} places are taken; the client can wait for a place")]
    Full(u16),
    /// Somebody was there before.
    #[error("somebody else waits for a place and comes first; the client can wait as well")]
    OthersWait,
    /// A room with too few places.
    #[error("the room has {places} places, and with this there are {people} people; please choose another room")]
    RoomTooSmall {
        /// When the meeting begins.
        on: Instant,
        /// How many places the room has.
        places: u16,
        /// How many people there would be.
        people: usize,
    },
    /// The client is a member.
    #[error("this client belongs to the group already")]
    Belongs,
    /// The client waits.
    #[error("this client waits for a place already")]
    Waits,
    /// There is no need to wait.
    #[error("there is a free place; the client can join at once")]
    PlaceFree,
    /// The client is no member.
    #[error("this client does not belong to the group, or no longer")]
    NoMember,
    /// A reason that does not fit.
    #[error("please say whether the client wishes it, or we")]
    WhoWishes,
    /// None, or more than half a year of them.
    #[error("between 1 and 26 meetings can be planned at once")]
    BadCount,
    /// The meeting was cancelled or recorded.
    #[error("this meeting was recorded or cancelled meanwhile; please look at the group again")]
    Gone,
    /// Somebody belongs to it.
    #[error("somebody still belongs to the group or waits for a place")]
    SomebodyBelongs,
    /// Meetings are planned.
    #[error("meetings are still planned, or not recorded; please cancel or record them first")]
    MeetingsOpen,
    /// Everything is booked.
    #[error("the case has all meetings of the group already")]
    InStep,
    /// A rule of every session.
    #[error(transparent)]
    Slot(CannotMeet),
    /// One of several meetings cannot be; when it would begin, and why.
    #[error("one of the meetings cannot be booked: {1}")]
    On(Instant, CannotMeet),
    /// Whoever leads it with somebody else is not free at one of several meetings; when it would begin, and why.
    #[error("whoever leads the group with them cannot come to one of the meetings: {1}")]
    Beside(Instant, CannotMeet),
    /// A rule of everything that is recorded.
    #[error(transparent)]
    Log(#[from] CannotLog),
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
}
