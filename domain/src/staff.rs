//! Members of staff: who they are in the organisation, in which roles, and since when they have promised confidentiality.
//!
//! Serves PT-3c, PT-4.4.2, CM-6. A staff dossier holds no client content; the account (password, codes) is not part of the record.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::absences::{AbsenceNoted, Absences, CannotBeAway};
use crate::entry::Entry;
use crate::event::Event;
use crate::feeds::Feeds;
use crate::handover::{CannotAnnounce, LeavingAnnounced};
use crate::hours::{BadHours, WorkingHours, WorkingHoursSet};
use crate::ids::{StaffId, TeamId};
use crate::text::Line;
use crate::time::Instant;

/// What somebody may be in the organisation: the presets of the procedures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Carries cases: assesses, plans, meets, documents (PT-3a; "case manager" in the procedures).
    Caseworker,
    /// Gives sessions on cases that a caseworker carries.
    Provider,
    /// Books and files.
    AdministrativeStaff,
    /// Takes inquiries and registers clients.
    FrontlineStaff,
    /// Reviews, approves, escalates (PT-3b).
    Supervisor,
    /// Answers for complaints (CC-5).
    ComplaintsManager,
    /// Keeps closed files, retention and destruction (RC-5).
    RecordsOfficer,
    /// Data protection and compliance: audits, incidents, access reviews.
    DataProtectionOfficer,
    /// Accounts, keys, backups, and never content.
    ItAdministrator,
    /// Approves procedures and the rulebook.
    Director,
    /// Reads evidence: headers and the ledger, no content.
    Auditor,
}

impl Role {
    /// Every role, in the order of the permission table.
    pub const ALL: [Self; 11] = [
        Self::FrontlineStaff,
        Self::AdministrativeStaff,
        Self::Caseworker,
        Self::Provider,
        Self::Supervisor,
        Self::ComplaintsManager,
        Self::RecordsOfficer,
        Self::DataProtectionOfficer,
        Self::ItAdministrator,
        Self::Director,
        Self::Auditor,
    ];

    /// The words for it, as printed under a signature.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Caseworker => "Caseworker",
            Self::Provider => "Provider",
            Self::AdministrativeStaff => "Administrative staff",
            Self::FrontlineStaff => "Frontline staff",
            Self::Supervisor => "Supervisor",
            Self::ComplaintsManager => "Complaints manager",
            Self::RecordsOfficer => "Records officer",
            Self::DataProtectionOfficer => "Data protection officer",
            Self::ItAdministrator => "IT administrator",
            Self::Director => "Director",
            Self::Auditor => "Auditor",
        }
    }

    /// The code that is stored and typed on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Caseworker => "caseworker",
            Self::Provider => "provider",
            Self::AdministrativeStaff => "administrative_staff",
            Self::FrontlineStaff => "frontline_staff",
            Self::Supervisor => "supervisor",
            Self::ComplaintsManager => "complaints_manager",
            Self::RecordsOfficer => "records_officer",
            Self::DataProtectionOfficer => "data_protection_officer",
            Self::ItAdministrator => "it_administrator",
            Self::Director => "director",
            Self::Auditor => "auditor",
        }
    }

    /// The role with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Somebody joins the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffAdded {
    /// Name as printed.
    pub name: Line,
    /// Title as printed under signatures.
    pub title: Line,
    /// At least one; the first is the one printed.
    pub roles: Vec<Role>,
    /// The team, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
}

/// Name, title, roles or team change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffChanged {
    /// What holds from now on, whole.
    pub now: StaffAdded,
    /// Why.
    pub reason: Line,
}

/// Somebody leaves; the account is closed at once and for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffLeft {
    /// Why, in a few words.
    pub reason: Line,
}

/// The confidentiality agreement is signed (CM-6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementSigned {
    /// Which version of its text.
    pub version: u32,
}

/// What a staff dossier says so far.
#[derive(Debug, Clone, Default)]
pub struct StaffFile {
    /// What holds now; `None` before the first entry.
    pub now: Option<StaffAdded>,
    /// When they left, if they did.
    pub left: Option<Instant>,
    /// When the confidentiality agreement was signed.
    pub agreed: Option<Instant>,
    /// When they work, where it is not when the office does.
    pub hours: WorkingHours,
    /// When they are away.
    pub absences: Absences,
    /// Their last day, when it is known that they leave.
    pub last_day: Option<Date>,
    /// The addresses at which other programs fetch their calendar.
    pub feeds: Feeds,
}

impl StaffFile {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        self.absences.apply(entry);
        self.feeds.apply(entry);
        match &entry.event {
            Event::StaffAdded(added) => self.now = Some(added.clone()),
            Event::StaffChanged(changed) => self.now = Some(changed.now.clone()),
            Event::StaffLeft(_) => self.left = Some(entry.signed()),
            Event::AgreementSigned(_) => self.agreed = Some(entry.signed()),
            Event::LeavingAnnounced(leaving) => self.last_day = leaving.last_day,
            Event::WorkingHoursSet(hours) => self.hours.set(hours),
            _ => {}
        }
    }

    /// Whether the person may work here now.
    pub fn active(&self) -> bool {
        self.now.is_some() && self.left.is_none()
    }

    /// Decides on setting working hours (FS-4.1.3).
    ///
    /// # Errors
    /// [`BadHours`] names what is wrong with them.
    pub fn set_hours(&self, order: WorkingHoursSet) -> Result<Vec<Event>, BadHours> {
        if self.active() { self.hours.decide(order) } else { Err(BadHours::Left) }
    }

    /// Decides on noting an absence (FS-4.1.3).
    ///
    /// # Errors
    /// [`CannotBeAway`] names what is wrong with it.
    pub fn note_absence(&self, order: AbsenceNoted, now: Instant) -> Result<Vec<Event>, CannotBeAway> {
        if self.active() { self.absences.note(order, now) } else { Err(CannotBeAway::Left) }
    }

    /// Decides on announcing that they leave, or stay after all.
    ///
    /// # Errors
    /// [`CannotAnnounce`].
    pub fn announce(&self, order: LeavingAnnounced) -> Result<Vec<Event>, CannotAnnounce> {
        match (self.active(), self.last_day == order.last_day) {
            (false, _) => Err(CannotAnnounce::Left),
            (true, true) => Err(CannotAnnounce::Known),
            (true, false) => Ok(vec![Event::LeavingAnnounced(order)]),
        }
    }

    /// The roles held now.
    pub fn roles(&self) -> &[Role] {
        self.now.as_ref().map_or(&[], |now| now.roles.as_slice())
    }
}

/// A member of staff as pages and signatures show them.
#[derive(Debug, Clone)]
pub struct StaffCard {
    /// Who.
    pub id: StaffId,
    /// Name as printed.
    pub name: String,
    /// Title as printed.
    pub title: String,
    /// Roles held now.
    pub roles: Vec<Role>,
    /// The team.
    pub team: Option<TeamId>,
    /// Whether they still work here.
    pub active: bool,
}

impl StaffCard {
    /// The card of the member of staff with this file.
    pub fn of(id: StaffId, file: &StaffFile) -> Self {
        let now = file.now.as_ref();
        Self {
            id,
            name: now.map(|now| now.name.reveal().to_owned()).unwrap_or_default(),
            title: now.map(|now| now.title.reveal().to_owned()).unwrap_or_default(),
            roles: file.roles().to_vec(),
            team: now.and_then(|now| now.team),
            active: file.active(),
        }
    }

    /// The role that is printed first.
    pub fn role_word(&self) -> &'static str {
        self.roles.first().map_or("Staff", |role| role.word())
    }

    /// Whether they hold this role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}
