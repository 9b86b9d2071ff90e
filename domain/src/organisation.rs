//! The organisation itself: its name, rulebook and teams.
//!
//! Serves CM-5 (document control) and PT-4.4.1 (rulebook profiles): every change is an entry with its reason.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::drills::DrillHeld;
use crate::entry::Entry;
use crate::event::Event;
use crate::feedback::FeedbackReviews;
use crate::glossary::Glossary;
use crate::ids::{StaffId, TeamId};
use crate::keys::Rotation;
use crate::kits::Kits;
use crate::paper::Places;
use crate::reminders::{BadReminders, ReminderRules};
use crate::retention::{BadClass, ClassAmended, GENERAL, RecordClass};
use crate::rooms::Rooms;
use crate::rulebook::Rulebook;
use crate::service::ServiceReviews;
use crate::templates::Templates;
use crate::text::Line;
use crate::time::Instant;

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

/// Who approved a record class as it stands, and how often it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approved {
    /// 1 for the first.
    pub version: u32,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Instant,
}

/// What the organisation's dossier says so far.
#[derive(Debug, Clone, Default)]
pub struct Organisation {
    /// When it was founded.
    pub founded: Option<Instant>,
    /// Its name; `None` before it is founded.
    pub name: Option<Line>,
    /// What holds now.
    pub rulebook: Rulebook,
    /// How often the rulebook was changed.
    pub rulebook_version: u32,
    /// Its teams.
    pub teams: BTreeMap<TeamId, Team>,
    /// Who approved each record class, by its code.
    pub approved: BTreeMap<String, Approved>,
    /// Where physical items are kept.
    pub places: Places,
    /// Where sessions at the office take place.
    pub rooms: Rooms,
    /// Which words are used, and which are not.
    pub glossary: Glossary,
    /// Approved wording for letters, e-mails and text messages.
    pub templates: Templates,
    /// The reviews of how sessions go.
    pub service: ServiceReviews,
    /// The reviews of complaints and feedback, and what they improve.
    pub feedback: FeedbackReviews,
    /// The last rotation of the keys.
    pub rotation: Option<Rotation>,
    /// The last restore drill.
    pub drill: Option<DrillHeld>,
    /// The recovery kits.
    pub kits: Kits,
    /// Who sealed the server, and when; nothing while it is not.
    pub sealed: Option<(StaffId, Instant)>,
}

impl Organisation {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        self.places.apply(entry);
        self.rooms.apply(entry);
        self.glossary.apply(entry);
        self.templates.apply(entry);
        self.kits.apply(entry);
        self.service.apply(entry);
        self.feedback.apply(entry);
        match &entry.event {
            Event::OrganisationFounded(founded) => {
                self.founded = Some(entry.signed());
                self.name = Some(founded.name.clone());
                self.lay_down(&founded.rulebook, entry);
                self.rulebook_version = 1;
            }
            Event::RulebookAmended(amended) => {
                self.lay_down(&amended.rulebook, entry);
                self.rulebook_version += 1;
            }
            Event::TeamFormed(formed) => {
                self.teams.insert(formed.team, Team { name: formed.name.clone(), supervisor: formed.supervisor });
            }
            Event::KeyRotationOrdered(ordered) => {
                let (by, at) = (entry.author(), entry.signed());
                let files = ordered.files;
                self.rotation = Some(Rotation { epoch: ordered.epoch, by, ordered: at, files, done: None });
            }
            Event::DrillHeld(held) => self.drill = Some(held.clone()),
            Event::ServerSealed(_) => self.sealed = Some((entry.author(), entry.signed())),
            Event::ServerUnsealed(_) => self.sealed = None,
            Event::KeysRotated(_) => {
                self.rotation = self.rotation.map(|rotation| Rotation { done: Some(entry.signed()), ..rotation });
            }
            _ => {}
        }
    }

    fn lay_down(&mut self, rulebook: &Rulebook, entry: &Entry) {
        let before = self.rulebook.record_classes();
        for class in rulebook.record_classes() {
            let same = self.approved.contains_key(&class.code) && before.contains(&class);
            if !same {
                let version = self.approved.get(&class.code).map_or(1, |earlier| earlier.version.saturating_add(1));
                self.approved.insert(class.code, Approved { version, by: entry.author(), at: entry.signed() });
            }
        }
        self.rulebook = rulebook.clone();
    }

    /// Decides on a change of the retention schedule: one class, and the programmes that name it (PT-5.1, CM-5).
    ///
    /// # Errors
    /// [`BadClass`] names what is wrong with it.
    pub fn amend_schedule(&self, order: &ClassAmended, reason: Line) -> Result<Vec<Event>, BadClass> {
        order.class.check()?;
        let mut rulebook = self.rulebook.clone();
        let code = &order.class.code;
        if order.programmes.iter().any(|named| !rulebook.programmes.iter().any(|offered| offered.code == *named)) {
            return Err(BadClass::NoProgramme);
        }
        match rulebook.schedule.classes.iter_mut().find(|class| class.code == *code) {
            Some(class) => class.clone_from(&order.class),
            None => rulebook.schedule.classes.push(order.class.clone()),
        }
        for programme in &mut rulebook.programmes {
            let named = order.programmes.contains(&programme.code);
            let names = programme.record_class.as_deref().unwrap_or(GENERAL) == code;
            if named != names {
                // what leaves a class belongs to the general one again
                programme.record_class = named.then(|| code.clone()).filter(|code| code != GENERAL);
            }
        }
        let same: (Vec<RecordClass>, _) = (self.rulebook.record_classes(), &self.rulebook.programmes);
        if same == (rulebook.record_classes(), &rulebook.programmes) {
            return Err(BadClass::Same);
        }
        Ok(vec![Event::RulebookAmended(RulebookAmended { rulebook, reason })])
    }

    /// Decides on another telephone number of the office, as letters give it (CM-5).
    ///
    /// # Errors
    /// [`SamePhone`] when nothing changes.
    pub fn amend_phone(&self, phone: Option<&Line>, reason: Line) -> Result<Vec<Event>, SamePhone> {
        if self.rulebook.office_phone.as_ref() == phone {
            return Err(SamePhone);
        }
        let rulebook = Rulebook { office_phone: phone.cloned(), ..self.rulebook.clone() };
        Ok(vec![Event::RulebookAmended(RulebookAmended { rulebook, reason })])
    }

    /// Decides on a change of the reminders (FS-4.1.2, CM-4.5.2, CM-5).
    ///
    /// # Errors
    /// [`BadReminders`] names what is wrong with them.
    pub fn amend_reminders(&self, reminders: &ReminderRules, reason: Line) -> Result<Vec<Event>, BadReminders> {
        reminders.check()?;
        if self.rulebook.reminders == *reminders {
            return Err(BadReminders::Same);
        }
        let rulebook = Rulebook { reminders: reminders.clone(), ..self.rulebook.clone() };
        Ok(vec![Event::RulebookAmended(RulebookAmended { rulebook, reason })])
    }
}

/// The telephone number of the office is the same as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nothing is different from before")]
pub struct SamePhone;
