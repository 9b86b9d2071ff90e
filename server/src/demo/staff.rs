//! The invented staff: one or two of every role. All people are invented.

use domain::staff::Role;

/// Somebody who works in the invented organisation.
pub(crate) struct Person {
    pub(crate) login: &'static str,
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) role: Role,
    /// 0 for the youth team, 1 for the family team, nothing for the office.
    pub(crate) team: Option<usize>,
}

pub(crate) const TEAMS: [&str; 2] = ["Youth counselling", "Families and housing"];

const fn person(
    login: &'static str,
    name: &'static str,
    title: &'static str,
    role: Role,
    team: Option<usize>,
) -> Person {
    Person { login, name, title, role, team }
}

pub(crate) const STAFF: [Person; 15] = [
    person("maria", "Maria Vega", "Social worker", Role::Caseworker, Some(0)),
    person("tomas", "Tomas Lindqvist", "Head of youth counselling", Role::Supervisor, Some(0)),
    person("amina", "Amina Osei", "Social worker", Role::Caseworker, Some(0)),
    person("ruben", "Ruben Achterberg", "Social worker", Role::Caseworker, Some(1)),
    person("helena", "Helena Castellanos", "Head of families and housing", Role::Supervisor, Some(1)),
    person("felix", "Felix Brandt", "Family therapist", Role::Provider, Some(1)),
    person("sofia", "Sofia Lindahl", "Office manager", Role::AdministrativeStaff, Some(0)),
    person("bea", "Beatriz Nogueira", "Reception", Role::FrontlineStaff, None),
    person("clara", "Clara Whitfield", "Complaints manager", Role::ComplaintsManager, None),
    person("joanna", "Joanna Okafor-Whitcombe", "Records officer", Role::RecordsOfficer, None),
    person("daniel", "Daniel Sturm", "Data protection officer", Role::DataProtectionOfficer, None),
    person("pavel", "Pavel Dvořák", "IT administrator", Role::ItAdministrator, None),
    person("edith", "Edith Salomon", "Director", Role::Director, None),
    person("george", "George Pemberton", "External auditor", Role::Auditor, None),
    person("irina", "Irina Volkova", "IT administrator", Role::ItAdministrator, None),
];
