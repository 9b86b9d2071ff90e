//! Clients: the list, the search, the intake form, the identity page and what is done on it (CM-4.1, CM-4.2.1, CM-4.3).

pub mod alike;
pub mod conflict;
pub mod consents;
pub mod correction;
pub mod intake;
pub mod list;
pub mod open_case;
pub mod sharing;
pub mod show;
pub mod verify;

mod details;
mod form;
mod history;
mod ladder;
pub(crate) mod languages;
#[cfg(test)]
pub(crate) mod samples;

use casework::house::Seen;
use domain::clients::ClientFile;
use domain::ids::{DossierId, StaffId};
use domain::staff::StaffCard;

use crate::face::prelude::*;
use crate::paths;
use crate::signed::Shown;

pub(crate) use details::{how_to_reach, reach_lines, safe_rules};

/// Who a page is about: the line above its title, leading back to the identity page.
#[derive(Debug, Clone)]
pub struct About {
    /// The client number.
    pub number: Number,
    /// The name, by permission.
    pub name: Name,
    /// The identity page.
    pub href: String,
}

impl About {
    /// Of this file.
    pub fn of(client: DossierId, file: &ClientFile) -> Self {
        Self { number: number(file), name: name(file), href: paths::client(client) }
    }

    /// The same as a fact on a sign sheet.
    pub fn fact(&self) -> (Words, Words) {
        ("Client".into(), Words::from("{number} {name}").with("number", &self.number).with("name", &self.name))
    }
}

fn number(file: &ClientFile) -> Number {
    file.number.map(Number::new).unwrap_or_default()
}

fn name(file: &ClientFile) -> Name {
    file.details.as_ref().map(|details| Name::new(details.full_name())).unwrap_or_default()
}

/// "Will be entry 7".
fn next_entry(seen: &Seen<ClientFile>) -> Words {
    Words::from("Will be entry {n}").with("n", seen.opened.last.next().0)
}

/// The file as a sign sheet shows it.
fn shown(seen: &Seen<ClientFile>) -> Shown {
    Shown { last: seen.opened.last, read: paths::client(seen.dossier) }
}

/// The printed name of a colleague.
fn colleague(staff: &[StaffCard], id: StaffId) -> Option<String> {
    staff.iter().find(|card| card.id == id).map(|card| card.name.clone())
}
