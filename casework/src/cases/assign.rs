//! Handing a case over (PT-3b).

use domain::basis::Basis;
use domain::cases::{Assignment, CannotOpen, CaseAssigned, CaseFile};
use domain::ids::{DossierId, EntryId, StaffId};
use domain::policy::Action;
use domain::text::Line;

use super::hands::hands;
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
    let assignment = given_hands(ctx, &order).await?;
    let target = Target::file(order.case).based_on(Basis::Hands);
    ctx.act(Action::AssignCase, target, signing, |case: &CaseFile, _rules| {
        case.assign(CaseAssigned { assignment, reason: order.reason.clone() })
    })
    .await
}

/// The hands that an order names.
pub(crate) async fn given_hands(ctx: &Ctx, order: &HandOver) -> Result<Assignment, Failure<CannotOpen>> {
    let hands = hands(ctx, order.worker, order.supervisor).await?;
    hands.map_err(|who| Failure::Rule(CannotOpen::WrongRole(who)))
}
