//! Joining a group, waiting for a place in it, leaving it.

use domain::cases::CaseFile;
use domain::groups::{CannotGroup, Group, MemberLeft};
use domain::ids::{DossierId, EntryId};
use domain::level::Level;
use domain::policy::{Action, Refused};
use domain::sessions::NotHeld;
use domain::text::Line;

use super::steps::{Stepped, Steps, action, opened};
use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Somebody leaves a group.
#[derive(Clone)]
pub struct Leaving {
    /// Whether the client wishes it, or we.
    pub why: NotHeld,
    /// Why.
    pub reason: Line,
}

/// The client of this case joins the group, and its meetings to come are booked. Whoever works on the case may do so; of whoever waits for a place, whoever
/// leads the group as well.
///
/// # Errors
/// [`Failure`].
pub async fn join_group(
    ctx: &Ctx,
    group: DossierId,
    case: DossierId,
    reason: &Line,
    signing: &Signing,
) -> Result<Stepped, Failure<CannotGroup>> {
    let file = opened(ctx, group).await?;
    let waits = file.waiting.iter().any(|(known, _)| *known == case);
    if action(ctx, group, case).await? == Some(Action::LeadGroup) && waits {
        // it was said by whoever works on the case that the client wants the place
    } else {
        may_book(ctx, case).await?;
    }
    must_be_open(ctx, case).await?;
    let (organisation, now) = (ctx.house.organisation().await?, ctx.now());
    let rooms = &organisation.rooms;
    let mut steps = Steps::of(ctx, group, signing);
    steps
        .first(async |by, signing| {
            by.act(Action::JoinGroup, Target::file(group), signing, |file: &Group, _rules| file.join(case, rooms, now))
                .await
        })
        .await?;
    let file = opened(ctx, group).await?;
    steps.step(&file, case, reason).await?;
    Ok(steps.all())
}

/// The client of this case waits for a place.
///
/// # Errors
/// [`Failure`].
pub async fn wait_for_place(
    ctx: &Ctx,
    group: DossierId,
    case: DossierId,
    signing: Signing,
) -> Result<EntryId, Failure<CannotGroup>> {
    may_book(ctx, case).await?;
    must_be_open(ctx, case).await?;
    ctx.act(Action::JoinGroup, Target::file(group), signing, |file: &Group, _rules| file.wait(case)).await
}

/// The client of this case leaves the group, and what is to come is cancelled for them; or waits no more.
///
/// # Errors
/// [`Failure`].
pub async fn leave_group(
    ctx: &Ctx,
    group: DossierId,
    case: DossierId,
    leaving: &Leaving,
    signing: &Signing,
) -> Result<Stepped, Failure<CannotGroup>> {
    action(ctx, group, case).await?.ok_or(Failure::Refused(Refused))?;
    let mut steps = Steps::of(ctx, group, signing);
    leave(&mut steps, case, leaving).await?;
    match steps.all() {
        Stepped { left, .. } if !left.is_empty() => {
            let rule = left.into_iter().find_map(|(_, rule)| rule);
            Err(rule.map_or(Failure::Refused(Refused), Failure::Rule))
        }
        done => Ok(done),
    }
}

/// Everybody leaves.
pub(super) async fn leave_all(steps: &mut Steps, leaving: &Leaving) -> Result<(), Failure<CannotGroup>> {
    let file = opened(&steps.ctx, steps.group).await?;
    let waiting = file.waiting.iter().map(|(case, _)| *case);
    for case in file.cases().chain(waiting) {
        leave(steps, case, leaving).await?;
    }
    Ok(())
}

/// The case is written first: a case that still knows of a group stands in its file, and can leave again.
async fn leave(steps: &mut Steps, case: DossierId, leaving: &Leaving) -> Result<(), Failure<CannotGroup>> {
    let (ctx, id) = (steps.ctx.clone(), steps.group);
    let Leaving { why, reason } = leaving.clone();
    let known = ctx.house.open::<CaseFile>(case, Level::Restricted).await?;
    let knows = known.is_some_and(|opened| opened.file.is_open() && opened.file.groups.has(id));
    if knows {
        let now = ctx.now();
        let action = action(&ctx, id, case).await?.ok_or(Failure::Refused(Refused))?;
        let target = if action == Action::LeadGroup { Target::under(id, case) } else { Target::file(case) };
        let leaves = |file: &CaseFile| file.leave_group(id, why, reason.clone(), now);
        let left = steps
            .one(case, async |by, signing| by.act(action, target, signing, |file: &CaseFile, _| leaves(file)).await)
            .await?;
        if !left {
            return Ok(());
        }
    }
    let order = MemberLeft { case, why, reason };
    steps
        .last(async |by, signing| {
            by.act(Action::JoinGroup, Target::file(id), signing, |file: &Group, _rules| file.leave(order.clone())).await
        })
        .await
}

/// Whatever a member's case does not have as the group has it is booked, moved or cancelled now; in one case, or in those of all members.
///
/// # Errors
/// [`Failure`].
pub async fn step_on(
    ctx: &Ctx,
    group: DossierId,
    case: Option<DossierId>,
    reason: &Line,
    signing: &Signing,
) -> Result<Stepped, Failure<CannotGroup>> {
    let file = opened(ctx, group).await?;
    let mut steps = Steps::of(ctx, group, signing);
    match case {
        Some(case) if !file.has(case) => return Err(Failure::Rule(CannotGroup::NoMember)),
        Some(case) => steps.step(&file, case, reason).await?,
        None => {
            ctx.permit(Action::LeadGroup, Some(group)).await.map_err(Failure::any)?;
            return steps.follow(reason).await;
        }
    }
    Ok(steps.all())
}

async fn may_book(ctx: &Ctx, case: DossierId) -> Result<(), Failure<CannotGroup>> {
    ctx.permit(Action::BookGroup, Some(case)).await.map(drop).map_err(Failure::any)
}

async fn must_be_open(ctx: &Ctx, case: DossierId) -> Result<(), Failure<CannotGroup>> {
    let opened = ctx.house.open::<CaseFile>(case, Level::Restricted).await?;
    let opened = opened.ok_or(Failure::Refused(Refused))?;
    opened.file.must_be_open().map_err(|closed| Failure::Rule(closed.into()))
}
