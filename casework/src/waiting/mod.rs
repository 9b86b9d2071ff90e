//! The waiting list: putting a client on it, offering a time, taking them off; and which free time fits whom (FS-4.1.1, FS-4.1.3).
//!
//! Which times are free is computed when somebody looks, from bookings that were cancelled or moved; nothing else knows it. Cards of cases that the acting
//! person may not read are opened to count whom a time fits, and nothing of them is shown.

mod list;
mod suiting;

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::contacts::When;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;
use domain::waiting::{CannotWait, TimeOffered, WaitingBegun, WaitingEnded};

use crate::house::{Signing, Target};
use crate::sessions::booking;
use crate::{Ctx, Failure};

pub use list::{Fitting, Freed, FreedFor, InLine, Kept, WaitingList, freed_among, freed_for, waiting_list};
pub use suiting::{FreedTime, Suiting, suiting};

/// Puts the client of a case on the waiting list.
///
/// # Errors
/// [`Failure`].
pub async fn begin_waiting(
    ctx: &Ctx,
    case: DossierId,
    begun: WaitingBegun,
    signing: Signing,
) -> Result<EntryId, Failure<CannotWait>> {
    let now = ctx.now();
    ctx.act(Action::BookSession, Target::file(case), signing, |case: &CaseFile, rules| {
        case.begin_waiting(begun.clone(), now, rules)
    })
    .await
}

/// Records that a time was offered, and what came of it; a time that is taken is booked with it. When it was offered stands in the signing.
///
/// # Errors
/// [`Failure`].
pub async fn offer_time(
    ctx: &Ctx,
    case: DossierId,
    offered: TimeOffered,
    signing: Signing,
) -> Result<EntryId, Failure<CannotWait>> {
    let now = ctx.now();
    let when = When { happened: signing.happened.unwrap_or(now), now };
    let target = Target::file(case).based_on(Basis::Waiting(offered.waiting));
    let organisation = ctx.house.organisation().await?;
    let rooms = &organisation.rooms;
    ctx.act(Action::BookSession, target, signing, |case: &CaseFile, rules| {
        let events = case.offer_time(offered.clone(), when, rules)?;
        booking(events, case, offered.books(), offered.ends(), rooms)
    })
    .await
}

/// Takes the client of a case off the waiting list.
///
/// # Errors
/// [`Failure`].
pub async fn end_waiting(
    ctx: &Ctx,
    case: DossierId,
    ended: WaitingEnded,
    signing: Signing,
) -> Result<EntryId, Failure<CannotWait>> {
    let target = Target::file(case).based_on(Basis::Waiting(ended.waiting));
    ctx.act(Action::BookSession, target, signing, |case: &CaseFile, _rules| case.end_waiting(ended.clone())).await
}
