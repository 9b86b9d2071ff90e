//! What a member's case knows of a group, and what it does not have as the group has it.
//!
//! Whatever becomes of the meetings is written into the group's file first; the cases follow. Comparing the two says what is still to be written, so what
//! was interrupted is taken up where it stopped, and nothing is written twice.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{CannotGroup, Group, Meeting, MeetingState};
use crate::cases::CaseFile;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{DossierId, ItemId};
use crate::series::SlotChanged;
use crate::sessions::{NotHeld, Slot};
use crate::text::Line;
use crate::time::Instant;

/// The client belongs to a group; meetings to come are booked, perhaps none yet (FS-4.1.1, FS-4.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSessionsBooked {
    /// Which group.
    pub group: DossierId,
    /// The bookings, in the order of their times.
    pub slots: Vec<Slot>,
}

/// Meetings of a group are moved or cancelled for this client (FS-4.1.3, FS-4.3.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSessionsChanged {
    /// Which group.
    pub group: DossierId,
    /// Moved, or who cancelled.
    pub why: NotHeld,
    /// What becomes of each booking.
    pub changes: Vec<SlotChanged>,
    /// Why.
    pub reason: Line,
    /// Whether the client belongs to the group no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub leaves: bool,
}

/// That the client of a case belongs to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// Which group.
    pub group: DossierId,
    /// Since when.
    pub since: Instant,
}

/// The groups of a case, in the order in which the client joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memberships(Vec<Membership>);

impl Memberships {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::GroupSessionsBooked(booked) if !self.has(booked.group) => {
                self.0.push(Membership { group: booked.group, since: entry.signed() });
            }
            Event::GroupSessionsChanged(changed) if changed.leaves => {
                self.0.retain(|known| known.group != changed.group);
            }
            _ => {}
        }
    }

    /// The groups to which the client belongs now.
    pub fn all(&self) -> impl Iterator<Item = Membership> {
        self.0.iter().copied()
    }

    /// Whether the client belongs to this group.
    pub fn has(&self, group: DossierId) -> bool {
        self.of(group).is_some()
    }

    fn of(&self, group: DossierId) -> Option<Membership> {
        self.all().find(|known| known.group == group)
    }
}

/// What a case does not have as the group has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutOfStep {
    /// Whether the case does not know that its client belongs to the group.
    pub joins: bool,
    /// Meetings to come that are not booked.
    pub missing: Vec<Slot>,
    /// Bookings of meetings that were moved, with the meeting as it is now, or cancelled.
    pub changed: Vec<(ItemId, Option<Slot>)>,
}

impl OutOfStep {
    /// Whether nothing is left to be written.
    pub const fn is_empty(&self) -> bool {
        !self.joins && self.missing.is_empty() && self.changed.is_empty()
    }

    /// The times that it needs of the client, by meeting.
    pub fn wants(&self) -> impl Iterator<Item = &Slot> {
        self.missing.iter().chain(self.changed.iter().filter_map(|(_, to)| to.as_ref()))
    }
}

/// What is written so that a case has the meetings as the group has them.
#[derive(Debug, Clone)]
pub struct KeepInStep {
    /// Which group.
    pub group: DossierId,
    /// The id of each booking that comes of it, by its meeting.
    pub ids: BTreeMap<ItemId, ItemId>,
    /// The meetings at which the client has another session: they are not booked, and a booking that was moved there is cancelled.
    pub taken: BTreeSet<ItemId>,
    /// Why, where bookings are moved or cancelled.
    pub reason: Line,
}

impl CaseFile {
    /// What this case does not have as the group has it. A meeting that was booked once and is not any more, such as one that the client cancelled, is not
    /// booked again.
    pub fn out_of_step(&self, id: DossierId, group: &Group, now: Instant) -> OutOfStep {
        let member = self.groups.of(id);
        let since = member.map_or(now, |member| member.since);
        let of = |slot: &Slot, meeting: ItemId| slot.group == Some(Meeting { group: id, id: meeting });
        let mut out = OutOfStep { joins: member.is_none(), ..OutOfStep::default() };
        for (&meeting, planned) in &group.meetings {
            let booked = self.sessions.booked.iter().find(|slot| of(slot, meeting));
            match (&planned.state, booked) {
                (MeetingState::Cancelled(_), Some(slot)) => out.changed.push((slot.id, None)),
                (MeetingState::Planned, Some(slot)) if !same(slot, &planned.slot) && now <= planned.slot.starts => {
                    out.changed.push((slot.id, Some(planned.slot.clone())));
                }
                (MeetingState::Planned, None) if now <= planned.slot.starts => {
                    let over = |past: &crate::sessions::Past| of(&past.slot, meeting) && since <= past.at;
                    if member.is_none() || !self.sessions.past.iter().any(over) {
                        out.missing.push(planned.slot.clone());
                    }
                }
                _ => {}
            }
        }
        out.missing.sort_by_key(|slot| slot.starts);
        out
    }

    /// Decides on what is written so that this case has the meetings as the group has them.
    ///
    /// # Errors
    /// [`CannotGroup`] when the case is closed or one of the meetings cannot be booked in it.
    pub fn keep_in_step(&self, order: &KeepInStep, group: &Group, now: Instant) -> Result<Vec<Event>, CannotGroup> {
        self.must_be_open()?;
        let out = self.out_of_step(order.group, group, now);
        let booking = |slot: &Slot| {
            let id = order.ids.get(&slot.id).copied().filter(|_| !order.taken.contains(&slot.id))?;
            Some(Slot { id, group: Some(Meeting { group: order.group, id: slot.id }), ..slot.clone() })
        };
        let slots: Vec<Slot> = out.missing.iter().filter_map(booking).collect();
        let change =
            |(slot, to): &(ItemId, Option<Slot>)| SlotChanged { slot: *slot, to: to.as_ref().and_then(booking) };
        let changes: Vec<SlotChanged> = out.changed.iter().map(change).collect();
        for slot in slots.iter().chain(changes.iter().filter_map(|change| change.to.as_ref())) {
            self.sessions.check_slot(slot, None, now).map_err(|why| CannotGroup::On(slot.starts, why))?;
        }
        let mut events = Vec::new();
        if !changes.is_empty() {
            let moved = changes.iter().any(|change| change.to.is_some());
            let why = if moved { NotHeld::Moved } else { NotHeld::CancelledByUs };
            let (group, reason) = (order.group, order.reason.clone());
            events.push(GroupSessionsChanged { group, why, changes, reason, leaves: false }.into());
        }
        if out.joins || !slots.is_empty() {
            events.push(GroupSessionsBooked { group: order.group, slots }.into());
        }
        if events.is_empty() { Err(CannotGroup::InStep) } else { Ok(events) }
    }

    /// Decides on leaving a group: what is to come is cancelled.
    ///
    /// # Errors
    /// [`CannotGroup`] when the case is closed, or its client does not belong to the group.
    pub fn leave_group(
        &self,
        group: DossierId,
        why: NotHeld,
        reason: Line,
        now: Instant,
    ) -> Result<Vec<Event>, CannotGroup> {
        self.must_be_open()?;
        if !self.groups.has(group) {
            return Err(CannotGroup::NoMember);
        }
        if !matches!(why, NotHeld::CancelledByClient | NotHeld::CancelledByUs) {
            return Err(CannotGroup::WhoWishes);
        }
        // what has begun is still to be recorded
        let coming = |slot: &&Slot| slot.group.is_some_and(|meeting| meeting.group == group) && now < slot.starts;
        let cancelled = |slot: &Slot| SlotChanged { slot: slot.id, to: None };
        let changes = self.sessions.booked.iter().filter(coming).map(cancelled).collect();
        Ok(vec![GroupSessionsChanged { group, why, changes, reason, leaves: true }.into()])
    }
}

/// Whether a booking is as the meeting is.
fn same(slot: &Slot, meeting: &Slot) -> bool {
    let of = |slot: &Slot| (slot.staff, slot.starts, slot.minutes, slot.place, slot.room);
    of(slot) == of(meeting)
}
