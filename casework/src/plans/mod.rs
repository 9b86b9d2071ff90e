//! The plan: goals, interventions, the client's agreement (FS-4.4.1 to FS-4.4.3).

use domain::cases::{CaseClosedNow, CaseFile};
use domain::ids::{DossierId, EntryId};
use domain::plans::{CannotRevise, PlanRevised};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// A new version of the plan.
pub struct RevisePlan {
    /// In which case.
    pub case: DossierId,
    /// What the plan says from now on.
    pub plan: PlanRevised,
    /// The version that the author had before them.
    pub based_on: u32,
}

/// Why the plan of this case cannot be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotRevisePlan {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// A rule of every plan.
    #[error(transparent)]
    Plan(#[from] CannotRevise),
}

/// Signs a new version of the plan. When somebody else was quicker, nothing is written: the author sees the difference and merges.
///
/// # Errors
/// [`Failure`].
pub async fn revise_plan(ctx: &Ctx, order: RevisePlan, signing: Signing) -> Result<EntryId, Failure<CannotRevisePlan>> {
    ctx.act(Action::RevisePlan, Target::file(order.case), signing, |case: &CaseFile, _rules| {
        case.must_be_open()?;
        Ok::<_, CannotRevisePlan>(case.plan.revise(&order.plan, order.based_on)?)
    })
    .await
}
