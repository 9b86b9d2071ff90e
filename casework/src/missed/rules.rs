//! Reading and changing what the rulebook says of missed sessions.

use domain::basis::Basis;
use domain::ids::{EntryId, EntryNumber};
use domain::missed::{BadMissed, MissedRules, Unkept};
use domain::organisation::Organisation;
use domain::policy::Action;
use domain::rulebook::Rulebook;
use domain::text::Line;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure, Never, organisation};

/// What holds for missed sessions.
#[derive(Debug, Clone)]
pub struct MissedSeen {
    /// The rulebook, with its programmes.
    pub rulebook: Rulebook,
    /// Whether the acting person may change it.
    pub may_amend: bool,
    /// The last entry of the organisation's file.
    pub last: EntryNumber,
}

/// What holds for missed sessions, for everybody who works here.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not.
pub async fn missed_rules(ctx: &Ctx) -> Result<MissedSeen, Failure<Never>> {
    ctx.permit(Action::SeeRulebook, None).await?;
    let (dossier, opened) = organisation::opened(ctx).await?;
    Ok(MissedSeen {
        rulebook: opened.file.rulebook.clone(),
        may_amend: ctx.may(Action::AmendRulebook, Some(dossier)).await?,
        last: opened.last,
    })
}

/// Changes what a programme does after a missed session; it holds at once, also for what was missed before.
///
/// # Errors
/// [`Failure`].
pub async fn amend_missed(
    ctx: &Ctx,
    programme: &str,
    missed: MissedRules,
    reason: Line,
    signing: Signing,
) -> Result<EntryId, Failure<BadMissed>> {
    amend(ctx, signing, |organisation| organisation.amend_missed(programme, &missed, reason.clone())).await
}

/// Changes how many sessions may be missed in a row, how many hours before one it is too late to cancel, and how long a client waits before somebody looks.
///
/// # Errors
/// [`Failure`].
pub async fn amend_unkept(
    ctx: &Ctx,
    figures: Unkept,
    reason: Line,
    signing: Signing,
) -> Result<EntryId, Failure<BadMissed>> {
    amend(ctx, signing, |organisation| organisation.amend_unkept(figures, reason.clone())).await
}

async fn amend(
    ctx: &Ctx,
    signing: Signing,
    decide: impl Fn(&Organisation) -> Result<Vec<domain::event::Event>, BadMissed>,
) -> Result<EntryId, Failure<BadMissed>> {
    let target = Target::file(ctx.house.organisation_dossier()).based_on(Basis::File);
    ctx.act(Action::AmendRulebook, target, signing, |organisation: &Organisation, _rules| decide(organisation)).await
}
