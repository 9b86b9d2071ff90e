//! The organisation itself: its name, rulebook and teams.
//!
//! Serves CM-5 (document control) and PT-4.4.1 (rulebook profiles): every change is an entry with its reason.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{StaffId, TeamId};
use crate::rulebook::Rulebook;
use crate::text::Line;

/// The organisation comes into being.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationFounded {
    /// Its name as printed.
    pub name: Line,
    /// The rulebook it starts with.
    pub rulebook: Rulebook,
}

/// The rulebook changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulebookAmended {
    /// What holds from now on, whole.
    pub rulebook: Rulebook,
    /// Why.
    pub reason: Line,
}

/// A team is formed, renamed, or gets another supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamFormed {
    /// Which team.
    pub team: TeamId,
    /// Its name.
    pub name: Line,
    /// Who supervises it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervisor: Option<StaffId>,
}

/// A team as the organisation knows it.
#[derive(Debug, Clone)]
pub struct Team {
    /// Its name.
    pub name: Line,
    /// Who supervises it.
    pub supervisor: Option<StaffId>,
}

/// What the organisation's dossier says so far.
#[derive(Debug, Clone, Default)]
pub struct Organisation {
    /// Its name; `None` before it is founded.
    pub name: Option<Line>,
    /// What holds now.
    pub rulebook: Rulebook,
    /// How often the rulebook was changed.
    pub rulebook_version: u32,
    /// Its teams.
    pub teams: BTreeMap<TeamId, Team>,
}

impl Organisation {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::OrganisationFounded(founded) => {
                self.name = Some(founded.name.clone());
                self.rulebook = founded.rulebook.clone();
                self.rulebook_version = 1;
            }
            Event::RulebookAmended(amended) => {
                self.rulebook = amended.rulebook.clone();
                self.rulebook_version += 1;
            }
            Event::TeamFormed(formed) => {
                self.teams.insert(formed.team, Team { name: formed.name.clone(), supervisor: formed.supervisor });
            }
            _ => {}
        }
    }
}
