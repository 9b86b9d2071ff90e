//! A letter to a client: the words that were signed, the number of the case, and who writes.

use domain::numbers::CaseNumber;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::Marks;

/// A letter. It has no field for a client's name: whoever finds it does not learn about whom it is.
///
/// # Source
/// Clauses CC-5 (resolution, closure), CM-4.5.2, PT-4.3.2 (numbers, no names).
#[derive(Clone, Serialize, Deserialize)]
pub struct Letter {
    /// The organisation, as its letterhead says it.
    pub organisation: String,
    /// The case's number.
    pub case_number: CaseNumber,
    /// The date of the letter.
    pub day: Date,
    /// What is said, in paragraphs.
    pub message: Vec<String>,
    /// Who writes.
    pub from: String,
    /// Its language (ISO 639), when the words are complete and nothing of ours stands around them.
    pub language: Option<String>,
    /// The marks of the export.
    pub marks: Marks,
}
