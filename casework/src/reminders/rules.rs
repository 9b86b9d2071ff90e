//! Reading and changing what the rulebook says of reminders.

use domain::ids::{EntryId, EntryNumber};
use domain::policy::Action;
use domain::reminders::{Able, BadReminders, ReminderRules};
use domain::text::Line;

use crate::house::Signing;
use crate::{Ctx, Failure, Never, organisation};

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
    ctx.permit(Action::SeeRulebook, None).await?;
    let (dossier, opened) = organisation::opened(ctx).await?;
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
    organisation::amend_rulebook(ctx, signing, |organisation| organisation.amend_reminders(&rules, reason.clone()))
        .await
}
