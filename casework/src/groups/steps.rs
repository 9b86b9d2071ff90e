//! The cases of a group's members follow what stands in its file: each in an act of its own, under one sheet. What is left to be written is found by
//! comparing the two, so the same order given once more does the rest, and nothing twice.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::cases::CaseFile;
use domain::event::Event;
use domain::groups::{CannotGroup, Group, KeepInStep, OutOfStep};
use domain::ids::{DossierId, EntryId, ItemId};
use domain::level::Level;
use domain::policy::{Action, Refused};
use domain::sessions::Slot;
use domain::text::Line;
use domain::time::Instant;
use store::{Appointment, Calendar};

use crate::house::{Sheets, Signing, Target};
use crate::sessions::bookings;
use crate::{Ctx, Failure, Fault};

/// What came of one sheet for a group and its members.
#[derive(Debug, Clone, Default)]
pub struct Stepped {
    /// The cases that could not be written to, and by which rule; none when they are not one's own to change.
    pub left: Vec<(DossierId, Option<CannotGroup>)>,
    /// The meetings that are not booked for a client because they have another session then.
    pub taken: Vec<(DossierId, Instant)>,
}

/// The acts of one sheet for a group and its members.
pub(super) struct Steps {
    pub(super) ctx: Ctx,
    pub(super) group: DossierId,
    sheets: Sheets<CannotGroup>,
    signing: Signing,
    stepped: Stepped,
}

impl Steps {
    /// None of them done yet.
    pub(super) fn of(ctx: &Ctx, group: DossierId, signing: &Signing) -> Self {
        let sheets = Sheets::of(ctx, signing);
        Self { ctx: ctx.clone(), group, sheets, signing: signing.clone(), stepped: Stepped::default() }
    }

    /// What is written into the group's file: without it nothing is.
    pub(super) async fn first(
        &mut self,
        act: impl AsyncFnOnce(&Ctx, Signing) -> Result<EntryId, Failure<CannotGroup>>,
    ) -> Result<(), Failure<CannotGroup>> {
        let (by, signing) = self.sheets.sign(self.group);
        // what it is based on is a part of this file
        let signing = Signing { seen: self.signing.seen, draft: self.signing.draft.clone(), ..signing };
        let entry = act(&by, signing).await?;
        self.sheets.take(self.group, Ok(entry))
    }

    /// What is written into the group's file at the end, under a key of its own.
    pub(super) async fn last(
        &mut self,
        act: impl AsyncFnOnce(&Ctx, Signing) -> Result<EntryId, Failure<CannotGroup>>,
    ) -> Result<(), Failure<CannotGroup>> {
        let (by, signing) = self.sheets.sign(self.group);
        let entry = act(&by, Signing { once: None, ..signing }).await?;
        self.sheets.take(self.group, Ok(entry))
    }

    /// What is written into one case, or why not.
    pub(super) async fn one(
        &mut self,
        case: DossierId,
        act: impl AsyncFnOnce(&Ctx, Signing) -> Result<EntryId, Failure<CannotGroup>>,
    ) -> Result<bool, Failure<CannotGroup>> {
        let (by, signing) = self.sheets.sign(case);
        let came = match act(&by, signing).await {
            Ok(entry) => return self.sheets.take(case, Ok(entry)).map(|()| true),
            Err(Failure::Rule(rule)) => Some(rule),
            Err(Failure::Refused(_)) => None,
            Err(failure) => return Err(failure),
        };
        self.stepped.left.push((case, came));
        Ok(false)
    }

    /// Whether nothing was left.
    pub(super) const fn is_whole(&self) -> bool {
        self.stepped.left.is_empty()
    }

    /// What came of all.
    pub(super) fn all(self) -> Stepped {
        self.stepped
    }

    /// Every member's case follows.
    pub(super) async fn follow(mut self, reason: &Line) -> Result<Stepped, Failure<CannotGroup>> {
        let group = opened(&self.ctx, self.group).await?;
        for case in group.cases() {
            self.step(&group, case, reason).await?;
        }
        Ok(self.all())
    }

    /// One case follows the group as it stands now.
    pub(super) async fn step(
        &mut self,
        group: &Group,
        case: DossierId,
        reason: &Line,
    ) -> Result<(), Failure<CannotGroup>> {
        let (ctx, id) = (self.ctx.clone(), self.group);
        let Some(action) = action(&ctx, id, case).await? else {
            self.stepped.left.push((case, None));
            return Ok(());
        };
        let now = ctx.now();
        let Some(file) = ctx.house.open::<CaseFile>(case, Level::Restricted).await? else { return Ok(()) };
        let out = file.file.out_of_step(id, group, now);
        if out.is_empty() {
            return Ok(());
        }
        let taken = taken(&ctx, &file.file, &out).await?;
        let starts = out.wants().filter(|slot| taken.contains(&slot.id)).map(|slot| (case, slot.starts));
        let not_booked: Vec<(DossierId, Instant)> = starts.collect();
        let ids = out.wants().map(|slot| (slot.id, ctx.new_item())).collect();
        let order = KeepInStep { group: id, ids, taken, reason: reason.clone() };
        let organisation = ctx.house.organisation().await?;
        let rooms = &organisation.rooms;
        let target = if action == Action::LeadGroup { Target::under(id, case) } else { Target::file(case) };
        // where somebody was quicker it is as it should be
        let written = self
            .one(case, async |by, signing| {
                let done = by.act(action, target, signing, |file: &CaseFile, _rules| {
                    let events = file.keep_in_step(&order, group, now)?;
                    let slots: Vec<Slot> = events.iter().flat_map(Event::books).cloned().collect();
                    let ending: Vec<ItemId> = events
                        .iter()
                        .filter_map(Event::changes)
                        .flat_map(|changes| changes.each.iter().map(|change| change.slot))
                        .collect();
                    bookings(events, file, &slots, &ending, rooms, |slot, why| CannotGroup::On(slot.starts, why))
                });
                done.await
            })
            .await?;
        if written {
            self.stepped.taken.extend(not_booked);
        }
        self.stepped.left.retain(|(_, why)| *why != Some(CannotGroup::InStep));
        Ok(())
    }
}

/// The meetings at which the client of this case has another session.
async fn taken(ctx: &Ctx, case: &CaseFile, out: &OutOfStep) -> Result<BTreeSet<ItemId>, Fault> {
    let Some(client) = case.client() else { return Ok(BTreeSet::new()) };
    let ending: BTreeSet<ItemId> = out.changed.iter().map(|(slot, _)| *slot).collect();
    let mut taken = BTreeSet::new();
    for slot in out.wants() {
        let seen = ctx.house.store.appointments(Calendar::Subject(client), slot.starts, slot.ends()).await?;
        let stands = |row: &store::AppointmentSeen| {
            row.appointment.state == Appointment::BOOKED && !ending.contains(&row.appointment.item)
        };
        if seen.iter().any(stands) {
            taken.insert(slot.id);
        }
    }
    Ok(taken)
}

/// By which right a group's meetings are booked in a member's case: as whoever leads the group, or as whoever works on the case.
pub(super) async fn action(ctx: &Ctx, group: DossierId, case: DossierId) -> Result<Option<Action>, Fault> {
    if ctx.may(Action::LeadGroup, Some(group)).await? {
        return Ok(Some(Action::LeadGroup));
    }
    if ctx.may(Action::BookGroup, Some(case)).await? {
        return Ok(Some(Action::BookGroup));
    }
    ctx.note_refusal(Action::BookGroup, Some(case)).await?;
    Ok(None)
}

/// The whole file of a group, for what is decided with it and not shown.
pub(super) async fn opened(ctx: &Ctx, group: DossierId) -> Result<Arc<Group>, Failure<CannotGroup>> {
    let opened = ctx.house.open::<Group>(group, Level::Restricted).await?;
    opened.map(|opened| opened.file).ok_or(Failure::Refused(Refused))
}
