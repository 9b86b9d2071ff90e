//! Who goes on with a complaint that is about members of staff, and who else is told of a serious one (CC-5).

use std::collections::BTreeSet;

use domain::ids::StaffId;
use domain::inquiries::InquiryKind;
use domain::staff::{Role, StaffCard};

use crate::accounts::staff_list;
use crate::{Ctx, Fault};

/// The director whose a complaint is because it concerns everybody else who could answer it, or they have decided on it before; nobody as long as there is
/// somebody else, or no such director.
pub(super) async fn nobody_else(
    ctx: &Ctx,
    kind: InquiryKind,
    kept_off: &BTreeSet<StaffId>,
) -> Result<Option<StaffId>, Fault> {
    if kind != InquiryKind::Complaint || kept_off.is_empty() {
        return Ok(None);
    }
    let staff = staff_list(ctx).await?;
    let mut free = staff.iter().filter(|card| card.active && !kept_off.contains(&card.id));
    if free.clone().any(|card| InquiryKind::SEE_COMPLAINTS.iter().any(|role| card.is(*role))) {
        return Ok(None);
    }
    Ok(free.find(|card| card.is(Role::Director)).map(|card| card.id))
}

/// The directors who are told of a serious complaint: all who work here and whom it does not concern.
pub(super) async fn directors(ctx: &Ctx, concerns: &BTreeSet<StaffId>) -> Result<BTreeSet<StaffId>, Fault> {
    let fits = |card: &StaffCard| card.active && card.is(Role::Director) && !concerns.contains(&card.id);
    Ok(staff_list(ctx).await?.into_iter().filter(fits).map(|card| card.id).collect())
}
