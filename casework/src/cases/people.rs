//! People on a case: relatives, carers, external providers.

use domain::basis::Basis;
use domain::cases::{CannotTakeOff, CaseClosedNow, CaseFile, PersonAdded, PersonLeft};
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Adds somebody to a case.
///
/// # Errors
/// [`Failure`].
pub async fn add_person(
    ctx: &Ctx,
    case: DossierId,
    person: PersonAdded,
    signing: Signing,
) -> Result<EntryId, Failure<CaseClosedNow>> {
    ctx.act(Action::ManagePeople, Target::file(case), signing, |case: &CaseFile, _rules| {
        case.must_be_open()?;
        Ok(vec![Event::PersonAdded(person.clone())])
    })
    .await
}

/// Takes somebody off a case; the earlier entries still name them.
///
/// # Errors
/// [`Failure`].
pub async fn remove_person(
    ctx: &Ctx,
    case: DossierId,
    order: PersonLeft,
    signing: Signing,
) -> Result<EntryId, Failure<CannotTakeOff>> {
    let target = Target::file(case).based_on(Basis::Person(order.id));
    ctx.act(Action::ManagePeople, target, signing, |case: &CaseFile, _rules| case.take_off(order.clone())).await
}
