//! Handing over: cases with everything in them that is somebody's own, and what has to be given on before somebody leaves.
//!
//! Serves PT-3b, PT-3c, CC-4.1.1, CM-4.4.3. Whoever gives a case away loses the access to it, so what they had promised in it goes along: nobody keeps a promise in a file
//! that they cannot open.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cases::{CannotOpen, CaseAssigned, CaseClosedNow, CaseFile};
use crate::event::Event;
use crate::ids::StaffId;
use crate::text::Line;
use crate::time::Instant;

/// What somebody held in a case becomes somebody else's: open action items, flags, reports that are not approved, a plan that was to be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemsGivenOn {
    /// Whose it was.
    pub from: StaffId,
    /// Whose it is from now on.
    pub to: StaffId,
    /// Why.
    pub reason: Line,
}

/// It is known that somebody leaves; or that they stay after all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeavingAnnounced {
    /// Their last day; nothing when they stay after all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<Date>,
}

impl CaseFile {
    /// Decides on handing the case over. What those held who have nothing to do with it any more goes along.
    ///
    /// # Errors
    /// [`CannotOpen`] when the case is closed, nothing changes, or worker and supervisor are one person.
    pub fn assign(&self, order: CaseAssigned) -> Result<Vec<Event>, CannotOpen> {
        self.must_be_open().map_err(|_| CannotOpen::Closed)?;
        let (new, reason) = (order.assignment, order.reason.clone());
        let mut events = self.change_hands(order)?;
        let Some(old) = self.assignment() else { return Ok(events) };
        for (from, to) in [(old.worker, new.worker), (old.supervisor, new.supervisor)] {
            if from != new.worker && from != new.supervisor && 0 < self.items_of(from) {
                events.push(Event::ItemsGivenOn(ItemsGivenOn { from, to, reason: reason.clone() }));
            }
        }
        Ok(events)
    }

    /// Decides on giving on what somebody holds in this case who neither carries nor supervises it: whoever carries it has it then.
    ///
    /// # Errors
    /// [`CannotGiveOn`].
    pub fn give_items_on(&self, from: StaffId, reason: Line) -> Result<Vec<Event>, CannotGiveOn> {
        self.must_be_open()?;
        let hands = self.assignment().ok_or(CaseClosedNow)?;
        if from == hands.worker || from == hands.supervisor {
            return Err(CannotGiveOn::InHands);
        }
        if self.items_of(from) == 0 {
            return Err(CannotGiveOn::Nothing);
        }
        Ok(vec![Event::ItemsGivenOn(ItemsGivenOn { from, to: hands.worker, reason })])
    }

    /// How much in this case is this person's own, beside carrying or supervising it.
    pub fn items_of(&self, staff: StaffId) -> usize {
        let actions = self.contacts.open_actions().filter(|action| action.item.owner == Some(staff)).count();
        let flags = self.flags.up.iter().filter(|(flag, _, _)| flag.owner == staff).count();
        let reports = self.reports.unfinished().filter(|report| report.finishes == staff).count();
        let plan = self.contacts.plan_pending.iter().filter(|(_, by, _)| *by == staff).count();
        actions + flags + reports + plan
    }

    pub(crate) fn items_given_on(&mut self, given: &ItemsGivenOn) {
        let ItemsGivenOn { from, to, .. } = *given;
        for action in self.contacts.actions.iter_mut().filter(|action| action.settled.is_none()) {
            action.item.owner = action.item.owner.map(|owner| if owner == from { to } else { owner });
        }
        for (flag, _, _) in self.flags.up.iter_mut().filter(|(flag, _, _)| flag.owner == from) {
            flag.owner = to;
        }
        for report in self.reports.all.iter_mut().filter(|report| report.finishes == from) {
            report.finishes = to;
        }
        if let Some((_, by, _)) = self.contacts.plan_pending.as_mut().filter(|(_, by, _)| *by == from) {
            *by = to;
        }
    }

    /// Everybody on whom something in this file waits, now or later. Whoever comes to be among them must still work here when that is written.
    pub fn holders(&self, now: Instant) -> BTreeSet<StaffId> {
        let mut all: BTreeSet<StaffId> = self.paper.out().map(|(_, out)| out.to).collect();
        all.extend(self.assignment().into_iter().flat_map(|hands| [hands.worker, hands.supervisor]));
        if self.is_open() {
            all.extend(self.covers.from_now(now).into_iter().map(|cover| cover.staff));
            all.extend(self.contacts.open_actions().filter_map(|action| action.item.owner));
            all.extend(self.flags.up.iter().map(|(flag, _, _)| flag.owner));
            all.extend(self.reports.unfinished().map(|report| report.finishes));
            all.extend(self.contacts.plan_pending.iter().map(|(_, by, _)| *by));
            all.extend(self.sessions.booked.iter().map(|slot| slot.staff));
        }
        all
    }
}

/// Why what somebody holds cannot be given on like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotGiveOn {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// They carry or supervise the case.
    #[error("they carry or supervise this case; hand the case over, and what is theirs goes along")]
    InHands,
    /// They hold nothing in it.
    #[error("nothing in this case is theirs any more")]
    Nothing,
}

/// Why a leaving cannot be announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAnnounce {
    /// They have left, or were never here.
    #[error("this person does not work here any more")]
    Left,
    /// Nobody announces their own leaving: it lets others take cases over.
    #[error("somebody else has to announce this")]
    Own,
    /// Nothing changes.
    #[error("this is known already")]
    Known,
}
