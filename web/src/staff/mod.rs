//! Staff: who works here, inviting, changing roles, closing accounts.

pub mod edit;
pub mod list;

use domain::ids::StaffId;
use domain::staff::StaffCard;

/// The name of a member of staff.
pub(crate) fn name_of(staff: &[StaffCard], id: StaffId) -> String {
    let card = staff.iter().find(|card| card.id == id);
    card.map_or_else(|| "Somebody who left".to_owned(), |card| card.name.clone())
}
