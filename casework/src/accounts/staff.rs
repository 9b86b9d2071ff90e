//! Members of staff join, change and leave (PT-3c, PT-4.4.2).

use domain::event::Event;
use domain::ids::{DossierKind, StaffId};
use domain::level::Level;
use domain::policy::Action;
use domain::staff::{StaffAdded, StaffCard, StaffChanged, StaffFile, StaffLeft};
use store::{AccountFailure, AccountState, InvitationPurpose as Purpose};
use vault::codes::SecretToken;

use super::invite::invite;
use super::leaving::InHand;
use crate::house::{Signing, Target};
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

/// Somebody leaves: the account is closed at once and for ever. Open cases and follow-ups must have been handed over before, and what is
/// out must be back: with a closed account nobody returns anything, or asks anybody. Whoever keeps the files can take an item back, or record that it is
/// lost, at any time, so nobody who has vanished keeps an account open.
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
    let in_hand = InHand::known(ctx, staff).await?;
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
        in_hand.is_nothing()?;
        Ok(vec![Event::StaffLeft(order.clone())])
    })
    .await?;
    ctx.house.store.set_account_state(staff, AccountState::Disabled, ctx.now()).await?;
    ctx.house.store.end_sign_ins(staff, None).await?;
    // the record has ended them already
    ctx.house.store.drop_feeds_of(staff).await?;
    Ok(())
}

/// Everybody who works or worked here, by name. Names of staff are no secret inside the house.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn staff_list(ctx: &Ctx) -> Result<Vec<StaffCard>, Fault> {
    let mut list = Vec::new();
    for (dossier, head) in ctx.house.store.heads_of(DossierKind::Staff, STAFF_AT_MOST).await? {
        let opened = ctx.house.open_at::<StaffFile>(dossier, Level::Restricted, head.last).await?;
        list.extend(opened.map(|opened| StaffCard::of(dossier.into(), &opened.file)));
    }
    list.sort_by(|a, b| a.name.cmp(&b.name));
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
