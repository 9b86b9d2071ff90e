//! Roles that lines of the table name together.

use crate::staff::Role;

pub(super) const ALL_ROLES: &[Role] = &Role::ALL;
pub(super) const CARRIES: &[Role] = &[Role::Caseworker, Role::Provider];
pub(super) const CASEWORK: &[Role] = &[Role::Caseworker, Role::Provider, Role::Supervisor];
pub(super) const SUPERVISOR: &[Role] = &[Role::Supervisor];
pub(super) const INTAKE: &[Role] =
    &[Role::FrontlineStaff, Role::AdministrativeStaff, Role::Caseworker, Role::Supervisor];
pub(super) const KEEPERS: &[Role] = &[Role::RecordsOfficer, Role::DataProtectionOfficer];
pub(super) const RECORDS: &[Role] = &[Role::RecordsOfficer];
pub(super) const PROTECTION: &[Role] = &[Role::DataProtectionOfficer];
pub(super) const IT: &[Role] = &[Role::ItAdministrator];
pub(super) const ADMIN_STAFF: &[Role] = &[Role::AdministrativeStaff];
pub(super) const DIRECTOR: &[Role] = &[Role::Director];
pub(super) const COMPLAINTS: &[Role] = &[Role::ComplaintsManager];
pub(super) const FRONT_DESK: &[Role] = &[Role::FrontlineStaff, Role::AdministrativeStaff];
/// Whoever has to do with inquiries.
pub(crate) const ANSWERS: &[Role] = &[
    Role::FrontlineStaff,
    Role::AdministrativeStaff,
    Role::Caseworker,
    Role::Provider,
    Role::Supervisor,
    Role::ComplaintsManager,
];
pub(super) const EVIDENCE: &[Role] = &[Role::Auditor, Role::DataProtectionOfficer, Role::Director];
