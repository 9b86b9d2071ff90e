//! The organisation's versioned settings: every number that a clause names is a value here, never a constant in code.

use serde::{Deserialize, Serialize};

use crate::calendar::OfficeCalendar;
use crate::contacts::ContactKind;
use crate::documents::DocumentRules;
use crate::identity::IdentityRules;
use crate::inquiries::{InquiryKind, InquiryRules};
use crate::level::Level;
use crate::missed::MissedRules;
use crate::reminders::ReminderRules;
use crate::retention::{GENERAL, RecordClass, Schedule};
use crate::sharing::SharingRules;
use crate::staff::Role;
use crate::text::Line;

/// What the organisation has laid down. The defaults are those of the procedures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rulebook {
    /// When the office works.
    pub office: OfficeCalendar,
    /// The telephone number of the office, as letters give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office_phone: Option<Line>,
    /// The programmes under which cases are opened.
    pub programmes: Vec<Programme>,
    /// Which contact is documented how, and at which level (CC-5).
    pub matrix: Vec<MatrixLine>,
    /// What holds for documents; not written while it is as every organisation starts with.
    #[serde(skip_serializing_if = "DocumentRules::is_usual")]
    pub documents: DocumentRules,
    /// What holds for reminders of appointments (FS-4.1.2).
    #[serde(skip_serializing_if = "ReminderRules::is_usual")]
    pub reminders: ReminderRules,
    /// What holds for inquiries (CC-4.2.2).
    #[serde(skip_serializing_if = "InquiryRules::is_usual")]
    pub inquiries: InquiryRules,
    /// What holds for consents to share (CM-4.3.3).
    #[serde(skip_serializing_if = "SharingRules::is_usual")]
    pub sharing: SharingRules,
    /// How many facts make sure who somebody is (CC-4.4.1).
    #[serde(skip_serializing_if = "IdentityRules::is_usual")]
    pub identity: IdentityRules,
    /// Minutes without a request after which a sign-in ends.
    pub idle_minutes: u32,
    /// Hours after which a sign-in ends in any case.
    pub absolute_hours: u32,
    /// Minutes for which a fresh password also signs ordinary notes.
    pub signing_window_minutes: u32,
    /// Hours after an interaction from which an entry counts as late (PT-4.2.2).
    pub late_entry_hours: u32,
    /// Working days for signing what was begun (PT-4.2.2).
    pub unsigned_draft_days: u32,
    /// The lowest level from which a supervisor co-signs.
    pub co_sign_from: Level,
    /// Working days a supervisor has for a co-signature or a report, and whoever keeps the files for what a spot check found (RC-4.3b).
    pub decision_days: u32,
    /// Days without any contact after which a case counts as silent (CM-4.4.3).
    pub silent_days: u32,
    /// How many sessions a client may miss one after the other before the supervisor looks at the case (FS-4.3.3).
    #[serde(skip_serializing_if = "are_three")]
    pub missed_in_a_row: u32,
    /// How many hours before a session a client cancels too late for anybody else to have the time (FS-4.3.3).
    #[serde(skip_serializing_if = "are_a_day")]
    pub late_cancel_hours: u32,
    /// Months between reviews of how sessions go (FS-6.1).
    #[serde(skip_serializing_if = "are_three")]
    pub service_review_months: u32,
    /// Months between reviews of complaints and feedback (CC-4.3.3).
    #[serde(skip_serializing_if = "are_three")]
    pub feedback_review_months: u32,
    /// After how many days without any offer somebody looks at a client who waits (FS-4.1.1).
    #[serde(skip_serializing_if = "are_two_weeks")]
    pub waiting_days: u32,
    /// Days for which whoever registered a client may still read the identity.
    pub intake_days: u32,
    /// Years for which a closed file of the general class is kept, where the schedule does not say otherwise (PT-5.1).
    pub retention_years: u32,
    /// Minutes within which a prepared session counts as prepared before it begins (FS-4.2.1).
    pub ready_page_hours: u32,
    /// How long files are kept, by class (PT-5.1).
    #[serde(skip_serializing_if = "Schedule::is_default")]
    pub schedule: Schedule,
}

/// One programme and its cadences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// A short name for URLs and the ledger, such as `outpatient`.
    pub code: String,
    /// What people call it.
    pub name: String,
    /// Working days for the initial assessment (PT-4.1.1).
    pub initial_assessment_days: u32,
    /// Months between progress assessments (PT-4.1.2).
    pub assessment_months: u32,
    /// Working days for an assessment after a significant intervention (PT-4.1.2).
    pub significant_days: u32,
    /// Months between case reviews (CM-4.4.1).
    pub review_months: u32,
    /// Months between progress reports (CM-4.5.1).
    pub report_months: u32,
    /// The level of what is written in it unless somebody chooses a higher one.
    pub level: Level,
    /// The types of document without which no case is closed (RC-4.5a).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub required_documents: Vec<String>,
    /// The record class of its files; the general one when none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record_class: Option<String>,
    /// What is done after a session that the client missed (FS-4.3.3).
    #[serde(default, skip_serializing_if = "MissedRules::is_usual")]
    pub missed: MissedRules,
}

/// One line of the communication matrix (CC-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatrixLine {
    /// Which kind of contact.
    pub kind: ContactKind,
    /// The lowest level at which it may be recorded.
    pub level: Level,
    /// Whether it needs a decision or an outcome in words.
    pub outcome_needed: bool,
    /// Who answers for an inquiry as long as it is nobody's, where that is not as the procedure has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<Role>,
}

impl MatrixLine {
    const fn usual(kind: ContactKind, level: Level, outcome_needed: bool) -> Self {
        Self { kind, level, outcome_needed, responsible: None }
    }
}

impl Default for Rulebook {
    fn default() -> Self {
        Self {
            office: OfficeCalendar::default(),
            office_phone: None,
            programmes: vec![Programme::general()],
            matrix: vec![
                MatrixLine::usual(ContactKind::Inquiry, Level::Standard, false),
                MatrixLine::usual(ContactKind::ServiceUpdate, Level::Confidential, false),
                MatrixLine::usual(ContactKind::Complaint, Level::Sensitive, true),
                MatrixLine::usual(ContactKind::Resolution, Level::Standard, true),
            ],
            documents: DocumentRules::default(),
            reminders: ReminderRules::default(),
            inquiries: InquiryRules::default(),
            sharing: SharingRules::default(),
            identity: IdentityRules::default(),
            idle_minutes: 15,
            absolute_hours: 12,
            signing_window_minutes: 5,
            late_entry_hours: 24,
            unsigned_draft_days: 1,
            co_sign_from: Level::Sensitive,
            decision_days: 3,
            silent_days: 30,
            missed_in_a_row: 3,
            late_cancel_hours: 24,
            service_review_months: 3,
            feedback_review_months: 3,
            waiting_days: 14,
            intake_days: 30,
            retention_years: 7,
            ready_page_hours: 24,
            schedule: Schedule::default(),
        }
    }
}

/// What every organisation starts with is not written.
const fn are_three(number: &u32) -> bool {
    *number == 3
}

const fn are_two_weeks(days: &u32) -> bool {
    *days == 14
}

const fn are_a_day(hours: &u32) -> bool {
    *hours == 24
}

impl Programme {
    /// The programme that every organisation starts with.
    pub fn general() -> Self {
        Self {
            code: "general".to_owned(),
            name: "General support".to_owned(),
            initial_assessment_days: 5,
            assessment_months: 3,
            significant_days: 5,
            review_months: 1,
            report_months: 3,
            level: Level::Confidential,
            required_documents: Vec::new(),
            record_class: None,
            missed: MissedRules::default(),
        }
    }
}

impl Rulebook {
    /// The programme with this code, or the first one when it is no longer offered.
    pub fn programme(&self, code: &str) -> Programme {
        let found = self.programmes.iter().find(|programme| programme.code == code).or(self.programmes.first());
        found.cloned().unwrap_or_else(Programme::general)
    }

    /// Every class of the schedule; the general one first.
    pub fn record_classes(&self) -> Vec<RecordClass> {
        let laid_down = &self.schedule.classes;
        let general = laid_down.iter().find(|class| class.code == GENERAL).cloned();
        let general = general.unwrap_or_else(|| RecordClass::general(self.retention_years));
        let others = laid_down.iter().filter(|class| class.code != GENERAL).cloned();
        std::iter::once(general).chain(others).collect()
    }

    /// The class to which the files of this programme belong.
    pub fn record_class(&self, programme: &str) -> RecordClass {
        let offered = self.programmes.iter().find(|offered| offered.code == programme);
        let named = offered.and_then(|programme| programme.record_class.as_deref()).unwrap_or(GENERAL);
        let mut classes = self.record_classes();
        let at = classes.iter().position(|class| class.code == named).unwrap_or(0);
        classes.swap_remove(at)
    }

    /// The lowest level at which a contact of this kind may be recorded.
    pub fn level_of(&self, kind: ContactKind) -> Level {
        self.matrix.iter().find(|line| line.kind == kind).map_or(Level::Confidential, |line| line.level)
    }

    /// Who answers for inquiries of this kind as long as they are nobody's (CC-5).
    pub fn responsible(&self, kind: InquiryKind) -> Role {
        let laid_down = self.matrix.iter().find(|line| line.kind == kind.line()).and_then(|line| line.responsible);
        laid_down.unwrap_or_else(|| kind.responsible())
    }

    /// Whether a contact of this kind needs its outcome in words.
    pub fn outcome_needed(&self, kind: ContactKind) -> bool {
        self.matrix.iter().any(|line| line.kind == kind && line.outcome_needed)
    }
}
