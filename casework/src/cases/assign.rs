//! Handing a case over (PT-3b).

use domain::cases::{Assignment, CannotOpen, CaseAssigned, CaseFile};
use domain::ids::{DossierId, EntryId, StaffId};
use domain::policy::Action;
use domain::staff::Role;
use domain::text::Line;

use super::open::staff_file;
use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// A case that changes hands.
pub struct HandOver {
    /// Which case.
    pub case: DossierId,
    /// Who is to carry it.
    pub worker: StaffId,
    /// Who is to supervise it.
    pub supervisor: StaffId,
    /// Why.
    pub reason: Line,
}

/// Hands a case over; the ties of those before end in the same transaction.
///
/// # Errors
/// [`Failure`].
pub async fn hand_over(ctx: &Ctx, order: HandOver, signing: Signing) -> Result<EntryId, Failure<CannotOpen>> {
    let worker = staff_file(ctx, order.worker).await?;
    let supervisor = staff_file(ctx, order.supervisor).await?;
    if !(worker.active() && worker.roles().contains(&Role::Caseworker)) {
        return Err(Failure::Rule(CannotOpen::WrongRole("the caseworker")));
    }
    if !(supervisor.active() && supervisor.roles().contains(&Role::Supervisor)) {
        return Err(Failure::Rule(CannotOpen::WrongRole("the supervisor")));
    }
    let team = worker.now.as_ref().and_then(|now| now.team);
    ctx.act(Action::AssignCase, Target::file(order.case), signing, |case: &CaseFile, _rules| {
        let assignment = Assignment { worker: order.worker, supervisor: order.supervisor, team };
        case.assign(CaseAssigned { assignment, reason: order.reason.clone() })
    })
    .await
}
