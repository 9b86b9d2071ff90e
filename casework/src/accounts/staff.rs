//! Members of staff join, change and leave (PT-3c, PT-4.4.2).

use std::sync::Arc;

use domain::event::Event;
use domain::ids::{DossierKind, StaffId};
use domain::level::Level;
use domain::policy::{Action, TieKind};
use domain::staff::{StaffAdded, StaffCard, StaffChanged, StaffFile, StaffLeft};
use store::{AccountFailure, AccountState, Guard, InvitationPurpose as Purpose};
use vault::codes::SecretToken;

use super::invite::invite;
use crate::handover::{InHand, TIES};
use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure, Fault};

/// How many members of staff one installation shows.
const STAFF_AT_MOST: u32 = 5_000;

/// Somebody who joins.
pub struct AddStaff {
    /// Name, title, roles, team.
    pub person: StaffAdded,
    /// The name for signing in.
    pub login: String,
}

/// Why staff cannot be added or changed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAddStaff {
    /// The sign-in name is taken.
    #[error("this sign-in name is taken; please choose another one")]
    LoginTaken,
    /// The sign-in name is empty.
    #[error("please choose a sign-in name")]
    LoginMissing,
    /// No role was given.
    #[error("please choose at least one role")]
    NoRole,
    /// Nobody of that id works here.
    #[error("there is no such member of staff")]
    Unknown,
    /// The person has left.
    #[error("this person has left; accounts are never reused")]
    Left,
    /// The person carries open cases or supervises them.
    #[error("this person still carries {0} open cases; hand them over first")]
    StillCarries(u32),
    /// Physical items are out with the person.
    #[error(
        "{0} physical items are still out with this person; whoever keeps the files has to take them back, or record what became of them"
    )]
    StillHas(u32),
    /// The person asks clients once more after their cases were closed, or sees to it.
    #[error("this person still has {0} follow-ups of closed cases; a supervisor has to hand them over first")]
    StillFollowsUp(u32),
    /// Something else waits on the person.
    #[error("{0} things still wait on this person; give them on first")]
    StillHolds(u32),
    /// Something has come to wait on the person in the moment in which their account was to be closed.
    #[error("something has just come to wait on this person; look once more at what is still in hand")]
    JustGiven,
    /// Nobody closes their own account or changes their own roles.
    #[error("nobody changes their own roles; another administrator has to do it")]
    OwnRoles,
}

/// Adds somebody and answers with the secret of their invitation, to be handed over in person.
///
/// # Errors
/// [`Failure`].
pub async fn add_staff(
    ctx: &Ctx,
    order: AddStaff,
    signing: Signing,
) -> Result<(StaffId, SecretToken), Failure<CannotAddStaff>> {
    if order.login.trim().is_empty() {
        return Err(Failure::Rule(CannotAddStaff::LoginMissing));
    }
    if ctx.house.store.account_by_login(&order.login).await?.is_some() {
        return Err(Failure::Rule(CannotAddStaff::LoginTaken));
    }
    let staff: StaffId = ctx.new_dossier().into();
    ctx.act(Action::ManageStaff, Target::new(staff.dossier()), signing, |file: &StaffFile, _rules| {
        if order.person.roles.is_empty() {
            return Err(CannotAddStaff::NoRole);
        }
        if file.now.is_some() {
            return Err(CannotAddStaff::LoginTaken);
        }
        Ok(vec![Event::StaffAdded(order.person.clone())])
    })
    .await?;
    open_account(ctx, staff, &order.login).await?;
    let secret = invite(&ctx.house, staff, Purpose::Invite).await?;
    Ok((staff, secret))
}

async fn open_account(ctx: &Ctx, staff: StaffId, login: &str) -> Result<(), Failure<CannotAddStaff>> {
    match ctx.house.store.open_account(staff, login, ctx.now()).await {
        Ok(()) => Ok(()),
        Err(AccountFailure::Taken) => Err(Failure::Rule(CannotAddStaff::LoginTaken)),
        Err(AccountFailure::NoName) => Err(Failure::Rule(CannotAddStaff::LoginMissing)),
        Err(AccountFailure::Fault(fault)) => Err(fault.into()),
    }
}

/// Changes name, title, roles or team. Every sign-in of the person ends, so that the new roles hold at once.
///
/// # Errors
/// [`Failure`].
pub async fn change_staff(
    ctx: &Ctx,
    staff: StaffId,
    order: StaffChanged,
    signing: Signing,
) -> Result<(), Failure<CannotAddStaff>> {
    let own = ctx.staff() == staff;
    ctx.act(Action::ManageStaff, Target::file(staff.dossier()), signing, |file: &StaffFile, _rules| {
        if file.now.is_none() {
            return Err(CannotAddStaff::Unknown);
        }
        if file.left.is_some() {
            return Err(CannotAddStaff::Left);
        }
        if order.now.roles.is_empty() {
            return Err(CannotAddStaff::NoRole);
        }
        if own && file.roles() != order.now.roles.as_slice() {
            return Err(CannotAddStaff::OwnRoles);
        }
        Ok(vec![Event::StaffChanged(order.clone())])
    })
    .await?;
    ctx.house.store.raise_epoch(staff, ctx.now()).await?;
    Ok(())
}

/// Somebody leaves: the account is closed at once and for ever. Whatever waits on them must have been given on before, and what is
/// out must be back: with a closed account nobody returns anything, or asks anybody. Whoever keeps the files can take an item back, or record that it is
/// lost, at any time, so nobody who has vanished keeps an account open. Whether anything waits is asked once more in the transaction that closes it, and
/// whatever comes to wait on somebody asks whether they have left, so neither can slip past the other.
///
/// # Errors
/// [`Failure`].
pub async fn dismiss_staff(
    ctx: &Ctx,
    staff: StaffId,
    order: StaffLeft,
    signing: Signing,
) -> Result<(), Failure<CannotAddStaff>> {
    let own = ctx.staff() == staff;
    let (in_hand, now) = (InHand::known(ctx, staff).await?, ctx.now());
    ctx.act(Action::ManageStaff, Target::file(staff.dossier()), signing, |file: &StaffFile, _rules| {
        if own {
            return Err(CannotAddStaff::OwnRoles);
        }
        if file.now.is_none() {
            return Err(CannotAddStaff::Unknown);
        }
        if file.left.is_some() {
            return Err(CannotAddStaff::Left);
        }
        is_nothing(&in_hand)?;
        let nothing = Guard::NothingWith { staff, ties: TIES.map(TieKind::code), at: now };
        let events = vec![Event::StaffLeft(order.clone())];
        Ok(Decided::from(events).guarded(nothing, CannotAddStaff::JustGiven))
    })
    .await?;
    ctx.house.store.set_account_state(staff, AccountState::Disabled, ctx.now()).await?;
    ctx.house.store.end_sign_ins(staff, None).await?;
    // the record has ended them already
    ctx.house.store.drop_feeds_of(staff).await?;
    Ok(())
}

/// What comes first of what somebody still has in hand: cases, items, follow-ups, the rest.
fn is_nothing(in_hand: &InHand) -> Result<(), CannotAddStaff> {
    let count = |all: usize| u32::try_from(all).unwrap_or(u32::MAX);
    match (in_hand.cases(), count(in_hand.items.len()), count(in_hand.follow_ups.len())) {
        (0, 0, 0) if in_hand.count() == 0 => Ok(()),
        (0, 0, 0) => Err(CannotAddStaff::StillHolds(in_hand.count())),
        (0, 0, follow_ups) => Err(CannotAddStaff::StillFollowsUp(follow_ups)),
        (0, items, _) => Err(CannotAddStaff::StillHas(items)),
        (cases, _, _) => Err(CannotAddStaff::StillCarries(cases)),
    }
}

/// Everybody who works or worked here, by name. Names of staff are no secret inside the house.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn staff_list(ctx: &Ctx) -> Result<Vec<StaffCard>, Fault> {
    Ok(staff_files(ctx).await?.into_iter().map(|(card, _)| card).collect())
}

/// The same, each with their file. The database is asked once for all of them.
///
/// # Errors
/// [`Fault`] when the store fails.
pub(crate) async fn staff_files(ctx: &Ctx) -> Result<Vec<(StaffCard, Arc<StaffFile>)>, Fault> {
    let mut list = Vec::new();
    for (dossier, head) in ctx.house.store.heads_of(DossierKind::Staff, STAFF_AT_MOST).await? {
        let opened = ctx.house.open_at::<StaffFile>(dossier, Level::Restricted, head.last).await?;
        list.extend(opened.map(|opened| (StaffCard::of(dossier.into(), &opened.file), opened.file)));
    }
    list.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
    Ok(list)
}

/// The acting person as pages show them; from their own file, which each request reads anyway. `None` when they do not work here.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn own_card(ctx: &Ctx) -> Result<Option<StaffCard>, Fault> {
    let own = ctx.own().await?;
    Ok(own.now.is_some().then(|| StaffCard::of(ctx.staff(), &own)))
}
