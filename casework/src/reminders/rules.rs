//! Reading and changing what the rulebook says of reminders.

use domain::basis::Basis;
use domain::ids::{EntryId, EntryNumber};
use domain::level::Level;
use domain::organisation::Organisation;
use domain::policy::{Action, Refused};
use domain::reminders::{Able, BadReminders, ReminderRules};
use domain::text::Line;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure, Never};

/// What holds for reminders.
#[derive(Debug, Clone)]
pub struct RulesSeen {
    /// What the rulebook says.
    pub rules: ReminderRules,
    /// By what this server can send.
    pub able: Able,
    /// Whether the acting person may change it.
    pub may_amend: bool,
    /// The last entry of the organisation's file.
    pub last: EntryNumber,
}

/// What holds for reminders, for everybody who works here.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not.
pub async fn reminder_rules(ctx: &Ctx) -> Result<RulesSeen, Failure<Never>> {
    let dossier = ctx.house.organisation_dossier();
    ctx.permit(Action::SeeRulebook, Some(dossier)).await?;
    let opened = ctx.house.open::<Organisation>(dossier, Level::Restricted).await?;
    let opened = opened.ok_or(Failure::Refused(Refused))?;
    Ok(RulesSeen {
        rules: opened.file.rulebook.reminders.clone(),
        able: ctx.house.able(),
        may_amend: ctx.may(Action::AmendRulebook, Some(dossier)).await?,
        last: opened.last,
    })
}

/// Changes what holds for reminders, from now on; also for sessions that are booked already.
///
/// # Errors
/// [`Failure`].
pub async fn amend_reminders(
    ctx: &Ctx,
    rules: ReminderRules,
    reason: Line,
    signing: Signing,
) -> Result<EntryId, Failure<BadReminders>> {
    let target = Target::file(ctx.house.organisation_dossier()).based_on(Basis::File);
    ctx.act(Action::AmendRulebook, target, signing, |organisation: &Organisation, _rules| {
        organisation.amend_reminders(&rules, reason.clone())
    })
    .await
}
