//! Reading and changing the retention schedule.

use domain::ids::{EntryId, EntryNumber};
use domain::organisation::Approved;
use domain::policy::Action;
use domain::retention::{BadClass, ClassAmended, RecordClass};
use domain::rulebook::Programme;
use domain::text::Line;

use crate::house::Signing;
use crate::{Ctx, Failure, Never, organisation};

/// A class of the schedule as it stands.
#[derive(Debug, Clone)]
pub struct ClassSeen {
    /// Its rule.
    pub class: RecordClass,
    /// How often it was changed, by whom and when last.
    pub approved: Option<Approved>,
    /// The programmes whose files belong to it.
    pub programmes: Vec<Programme>,
}

/// The schedule.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// Its classes, the general one first.
    pub classes: Vec<ClassSeen>,
    /// Every programme.
    pub programmes: Vec<Programme>,
    /// Days between the second approval of a disposition list and its execution.
    pub cooling_days: u32,
    /// Whether the acting person may change it.
    pub may_amend: bool,
    /// The last entry of the organisation's file.
    pub last: EntryNumber,
}

/// The retention schedule: for those who keep, approve or audit.
///
/// # Errors
/// [`Failure::Refused`] for other roles.
pub async fn schedule(ctx: &Ctx) -> Result<Schedule, Failure<Never>> {
    ctx.permit(Action::SeeSchedule, None).await?;
    let (dossier, opened) = organisation::opened(ctx).await?;
    let (organisation, rules) = (&opened.file, &opened.file.rulebook);
    let class = |class: RecordClass| ClassSeen {
        approved: organisation.approved.get(&class.code).copied(),
        programmes: rules
            .programmes
            .iter()
            .filter(|p| rules.record_class(&p.code).code == class.code)
            .cloned()
            .collect(),
        class,
    };
    Ok(Schedule {
        classes: rules.record_classes().into_iter().map(class).collect(),
        programmes: rules.programmes.clone(),
        cooling_days: rules.schedule.cooling_days,
        may_amend: ctx.may(Action::AmendRulebook, Some(dossier)).await?,
        last: opened.last,
    })
}

/// Changes one class of the schedule, or adds one.
///
/// # Errors
/// [`Failure`].
pub async fn amend_schedule(
    ctx: &Ctx,
    order: ClassAmended,
    reason: Line,
    signing: Signing,
) -> Result<EntryId, Failure<BadClass>> {
    organisation::amend_rulebook(ctx, signing, |organisation| organisation.amend_schedule(&order, reason.clone())).await
}
