//! Progress reports: made from an approved template, submitted, returned or approved by the supervisor, and then locked.
//!
//! Serves PT-4.3.1, PT-4.3.2, CM-4.5.1 to CM-4.5.3, RC-4.4. A report names the client by number, never by name. The last one of a case is its
//! closing report: it looks back on the whole service, and without it the case is not closed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cases::CaseFile;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::plans::GoalStatus;
use crate::rulebook::Rulebook;
use crate::text::{Line, Narrative};
use crate::time::Instant;

/// The template that the product ships: the example of PT-7.
pub const TEMPLATE: (&str, u32) = ("Progress report", 1);

/// The template of closing reports.
pub const CLOSING_TEMPLATE: (&str, u32) = ("Closing report", 1);

/// The whole service in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The day on which it began.
    pub opened: Date,
    /// Sessions that were held.
    pub sessions: u32,
    /// The days of the first and of the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<(Date, Date)>,
    /// Contacts outside sessions.
    pub contacts: u32,
    /// Assessments.
    pub assessments: u32,
}

/// What a closing report says besides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingPart {
    /// Why the case is closed.
    pub why: Narrative,
    /// What was agreed for the time after.
    pub agreed: Narrative,
    /// Computed from the file when it was signed.
    pub service: Service,
}

/// One goal as the report tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportedGoal {
    /// Which goal of the plan.
    pub goal: ItemId,
    /// Its wording at the time.
    pub title: Line,
    /// How far it is.
    pub status: GoalStatus,
    /// What to say about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<Narrative>,
    /// Ratings since the last report, 1 to 5.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ratings: Vec<u8>,
}

/// A report is handed to the supervisor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportSubmitted {
    /// Its id, the same through all its versions.
    pub id: ItemId,
    /// Name and version of the template.
    pub template: String,
    /// Version of the template.
    pub template_version: u32,
    /// First day it speaks of.
    pub from: Date,
    /// Last day it speaks of.
    pub until: Date,
    /// Summary of the assessment.
    pub assessment: Narrative,
    /// Outcomes.
    pub outcomes: Narrative,
    /// Goals reviewed and updated.
    pub goals: Vec<ReportedGoal>,
    /// Recommendations.
    pub recommendations: Narrative,
    /// What makes it the closing report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closing: Option<ClosingPart>,
}

/// The supervisor sends a report back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportReturned {
    /// Which report.
    pub id: ItemId,
    /// What is to be changed.
    pub comments: Narrative,
}

/// The supervisor approves a report; it is locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportApproved {
    /// Which report.
    pub id: ItemId,
    /// Which version of it: the entry that was read.
    pub entry: EntryNumber,
}

/// How far a report is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportState {
    /// Waits for the supervisor.
    Submitted,
    /// Came back with comments.
    Returned(Narrative),
    /// Approved by, when, in which entry.
    Approved(StaffId, Instant, EntryNumber),
}

/// A report as the file knows it.
#[derive(Debug, Clone)]
pub struct Report {
    /// The latest version.
    pub latest: ReportSubmitted,
    /// The entry of that version.
    pub entry: EntryNumber,
    /// Who wrote it.
    pub author: StaffId,
    /// Who finishes it when it comes back: its author, until that was given on.
    pub finishes: StaffId,
    /// When the latest version was submitted.
    pub submitted: Instant,
    /// How far it is.
    pub state: ReportState,
    /// Since when it is so: submitted, returned or approved.
    pub since: Instant,
}

/// What a case file knows of its reports.
#[derive(Debug, Clone, Default)]
pub struct Reports {
    /// Every report, oldest first.
    pub all: Vec<Report>,
    /// The entry by which the case was opened again; closing reports from before speak of another time.
    pub reopened: EntryNumber,
}

impl CaseFile {
    /// The whole service in figures; nothing before the case was opened.
    pub fn service(&self, rules: &Rulebook) -> Option<Service> {
        let day = |at: Instant| rules.office.today(at);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let days = || self.sessions.held.iter().map(|held| day(held.at));
        Some(Service {
            opened: day(self.opening.as_ref()?.at),
            sessions: count(self.sessions.held.len()),
            held: days().min().zip(days().max()),
            contacts: self.contacts.count,
            assessments: count(self.assessments.made.len()),
        })
    }
}

impl Reports {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::ReportSubmitted(submitted) => self.submitted(submitted, entry),
            Event::ReportReturned(returned) => {
                if let Some(report) = self.find_mut(returned.id) {
                    report.state = ReportState::Returned(returned.comments.clone());
                    report.since = entry.signed();
                }
            }
            Event::ReportApproved(approved) => {
                if let Some(report) = self.find_mut(approved.id) {
                    report.state = ReportState::Approved(entry.author(), entry.signed(), entry.id.number);
                    report.since = entry.signed();
                }
            }
            Event::CaseReopened(_) => self.reopened = entry.id.number,
            _ => {}
        }
    }

    /// The closing report, as far as it is.
    pub fn closing(&self) -> Option<&Report> {
        self.all.iter().rev().find(|report| report.latest.closing.is_some() && self.reopened < report.entry)
    }

    fn submitted(&mut self, submitted: &ReportSubmitted, entry: &Entry) {
        let report = Report {
            latest: submitted.clone(),
            entry: entry.id.number,
            author: entry.author(),
            finishes: entry.author(),
            submitted: entry.signed(),
            state: ReportState::Submitted,
            since: entry.signed(),
        };
        match self.find_mut(submitted.id) {
            Some(known) => *known = report,
            None => self.all.push(report),
        }
    }

    fn find_mut(&mut self, id: ItemId) -> Option<&mut Report> {
        self.all.iter_mut().find(|report| report.latest.id == id)
    }

    /// The report with this id.
    pub fn find(&self, id: ItemId) -> Option<&Report> {
        self.all.iter().find(|report| report.latest.id == id)
    }

    /// Those that are not approved yet.
    pub fn unfinished(&self) -> impl Iterator<Item = &Report> {
        self.all.iter().filter(|report| !matches!(report.state, ReportState::Approved(..)))
    }

    /// The last day that an approved or submitted report covers.
    pub fn covered_until(&self) -> Option<Date> {
        let counts = |report: &&Report| !matches!(report.state, ReportState::Returned(_));
        self.all.iter().filter(counts).map(|report| report.latest.until).max()
    }

    /// Decides on handing a report to the supervisor (PT-4.3.2). `service` is what the file says of the whole service; a closing report
    /// brings it as it was shown to whoever signs.
    ///
    /// # Errors
    /// [`CannotReport`] names the section or the rule.
    pub fn submit(
        &self,
        order: ReportSubmitted,
        service: Option<Service>,
        today: Date,
    ) -> Result<Vec<Event>, CannotReport> {
        if let Some(known) = self.find(order.id)
            && !matches!(known.state, ReportState::Returned(_))
        {
            return Err(CannotReport::NotYours);
        }
        if order.until < order.from {
            return Err(CannotReport::PeriodBackwards);
        }
        if today < order.until {
            return Err(CannotReport::PeriodAhead);
        }
        if order.goals.is_empty() && order.closing.is_none() {
            return Err(CannotReport::NoGoals);
        }
        if let Some(closing) = &order.closing {
            if Some(closing.service) != service {
                return Err(CannotReport::FiguresMoved);
            }
            if self.closing().is_some_and(|known| known.latest.id != order.id) {
                return Err(CannotReport::ClosingTwice);
            }
        }
        Ok(vec![Event::ReportSubmitted(order)])
    }

    /// Decides on returning a report with comments.
    ///
    /// # Errors
    /// [`CannotReport`] when it does not wait for a decision, or is one's own.
    pub fn send_back(&self, order: ReportReturned, by: StaffId) -> Result<Vec<Event>, CannotReport> {
        self.waiting(order.id, by)?;
        Ok(vec![Event::ReportReturned(order)])
    }

    /// Decides on approving the version that was read.
    ///
    /// # Errors
    /// [`CannotReport`] when it does not wait, is one's own, or another version has been submitted meanwhile.
    pub fn approve(&self, order: ReportApproved, by: StaffId) -> Result<Vec<Event>, CannotReport> {
        let report = self.waiting(order.id, by)?;
        if report.entry != order.entry {
            return Err(CannotReport::AnotherVersion);
        }
        Ok(vec![Event::ReportApproved(order)])
    }

    fn waiting(&self, id: ItemId, by: StaffId) -> Result<&Report, CannotReport> {
        let report = self.find(id).ok_or(CannotReport::Unknown)?;
        if report.state != ReportState::Submitted {
            return Err(CannotReport::NotWaiting);
        }
        if report.author == by {
            return Err(CannotReport::OwnWork);
        }
        Ok(report)
    }
}

/// Why a report cannot go on like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotReport {
    /// No such report in this case.
    #[error("there is no such report in this case")]
    Unknown,
    /// It waits for the supervisor or is approved.
    #[error("this report is with the supervisor or approved; it cannot be changed now")]
    NotYours,
    /// The period ends before it begins.
    #[error("the period ends before it begins")]
    PeriodBackwards,
    /// The period reaches beyond today.
    #[error("the period ends in the future")]
    PeriodAhead,
    /// No goal is reported on.
    #[error("a report reviews at least one goal; write the plan first")]
    NoGoals,
    /// Something was written while the closing report was.
    #[error("something was written in the file meanwhile, and the figures have changed; please look at them again")]
    FiguresMoved,
    /// There is one.
    #[error("there is a closing report already; change that one")]
    ClosingTwice,
    /// It is not waiting for a decision.
    #[error("this report is not waiting for a decision")]
    NotWaiting,
    /// Nobody approves their own work.
    #[error("nobody approves their own work; another supervisor has to decide")]
    OwnWork,
    /// A newer version was submitted.
    #[error("a newer version of this report has come in meanwhile; please read it first")]
    AnotherVersion,
}
