//! The progress report of the procedures' appendix: client number, date, summary, goals, recommendations, signature; and the closing report, which
//! is the last of them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{CaseFacts, Marks, SignatureLine};

/// How a client's goals stand after a period.
///
/// # Source
/// Clauses PT-4.3.1, PT-4.3.2 and PT-7. The sections print in their fixed order; an empty one prints "nothing recorded".
#[derive(Clone, Serialize, Deserialize)]
pub struct ProgressReport {
    /// Whose.
    pub case: CaseFacts,
    /// The approved template it was written from.
    pub template: TemplateUsed,
    /// The period it looks back on.
    pub period: Period,
    /// The date of the report.
    pub report_date: Date,
    /// What was assessed and seen, in paragraphs.
    pub assessment_summary: Vec<String>,
    /// What came of it, in paragraphs.
    pub outcomes: Vec<String>,
    /// The goals that were reviewed.
    pub goals: Vec<GoalReviewed>,
    /// Next steps, in paragraphs.
    pub recommendations: Vec<String>,
    /// What makes it the closing report.
    pub closing: Option<Box<ClosingSection>>,
    /// How far the report has come. Whatever is not approved says so at the top.
    pub status: ReportStatus,
    /// Who signed, in order. When nobody has, empty lines to sign on are printed.
    pub signatures: Vec<SignatureLine>,
    /// The marks of the export.
    pub marks: Marks,
}

/// What a closing report says besides.
///
/// # Source
/// Clauses RC-4.4 and CM-4.5.1.
#[derive(Clone, Serialize, Deserialize)]
pub struct ClosingSection {
    /// Why the case is closed, in paragraphs.
    pub why: Vec<String>,
    /// What was agreed with the client, in paragraphs.
    pub agreed: Vec<String>,
    /// The day on which the service began.
    pub opened: Date,
    /// Sessions that were held.
    pub sessions: u32,
    /// The days of the first and the last one.
    pub held: Option<Period>,
    /// Contacts outside sessions.
    pub contacts: u32,
    /// Assessments.
    pub assessments: u32,
}

/// A template in one of its versions.
#[derive(Clone, Serialize, Deserialize)]
pub struct TemplateUsed {
    /// Its name.
    pub name: String,
    /// Its version, as document control writes it.
    pub version: String,
}

/// A period of days, both ends included.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// How far a report has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportStatus {
    /// Being written.
    Draft,
    /// Signed by its author and waiting for approval.
    Submitted,
    /// In effect.
    Approved,
}

/// One goal of the plan and how it stands.
#[derive(Clone, Serialize, Deserialize)]
pub struct GoalReviewed {
    /// The goal in the plan's words.
    pub title: String,
    /// Where it stands.
    pub status: GoalStatus,
    /// What is to be said about it, in paragraphs.
    pub comment: Vec<String>,
    /// All ratings up to now, oldest first. Two or more are drawn.
    pub ratings: Vec<Rating>,
}

/// The status words of the appendix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalStatus {
    /// Nothing was done about it yet.
    NotStarted,
    /// Worked on.
    InProgress,
    /// Reached.
    Met,
    /// Given up or not reached in its time.
    NotMet,
}

/// A goal's rating on the five-step scale of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// The day it was given.
    pub on: Date,
    /// From 1 (not yet) over 3 (half way) to 5 (reached); what lies beyond is drawn at the edge and printed as it is.
    pub value: u8,
}
