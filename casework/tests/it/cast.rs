//! Who works in the tests' organisation: one or two of every role. All people are invented.

use domain::staff::Role;

/// Somebody who works there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Person {
    /// The name for signing in, and the name in the telling.
    pub(crate) login: &'static str,
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) roles: &'static [Role],
    /// 0 for the youth team, 1 for the family team.
    pub(crate) team: Option<usize>,
}

pub(crate) const TEAMS: [&str; 2] = ["Youth counselling", "Families and housing"];

macro_rules! cast {
    ($($constant:ident, $login:literal, $name:literal, $title:literal, [$($role:ident),*], $team:expr;)*) => {
        $(pub(crate) const $constant: Person = Person {
            login: $login, name: $name, title: $title, roles: &[$(Role::$role),*], team: $team,
        };)*

        /// Everybody.
        pub(crate) const CAST: &[Person] = &[$($constant),*];
    };
}

cast! {
    PAVEL, "pavel", "Pavel Dvořák", "IT administrator", [ItAdministrator], None;
    MARIA, "maria", "Maria Vega", "Social worker", [Caseworker], Some(0);
    AMINA, "amina", "Amina Osei", "Social worker", [Caseworker], Some(0);
    TOMAS, "tomas", "Tomas Lindqvist", "Head of youth counselling", [Supervisor], Some(0);
    NADIA, "nadia", "Nadia Brandt", "Deputy head", [Caseworker, Supervisor], Some(0);
    SOFIA, "sofia", "Sofia Lindahl", "Office manager", [AdministrativeStaff], Some(0);
    RUBEN, "ruben", "Ruben Achterberg", "Social worker", [Caseworker], Some(1);
    HELENA, "helena", "Helena Castellanos", "Head of families and housing", [Supervisor], Some(1);
    FELIX, "felix", "Felix Moreau", "Family therapist", [Provider], Some(1);
    BEA, "bea", "Beatriz Nogueira", "Reception", [FrontlineStaff], None;
    CLARA, "clara", "Clara Whitfield", "Complaints manager", [ComplaintsManager], None;
    JOANNA, "joanna", "Joanna Okafor", "Records officer", [RecordsOfficer], None;
    DANIEL, "daniel", "Daniel Sturm", "Data protection officer", [DataProtectionOfficer], None;
    EDITH, "edith", "Edith Salomon", "Director", [Director], None;
    GEORGE, "george", "George Pemberton", "External auditor", [Auditor], None;
}
