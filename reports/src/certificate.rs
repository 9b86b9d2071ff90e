//! The certificate of destruction: which files were destroyed, by which rule, on whose decision, how, and by what it can be proved.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{LocalTime, Marks, SignatureLine};

/// That files were destroyed: on the live server (stage 1), or also in every backup (stage 2, when that is known of each file).
///
/// # Source
/// Clause PT-5.2; ISO 15489-1 on destruction; NIST SP 800-88r2 (cryptographic erase).
#[derive(Clone, Serialize, Deserialize)]
pub struct Certificate {
    /// The organisation, as its letterhead says it.
    pub organisation: String,
    /// The mark of the list by which they were destroyed.
    pub list: String,
    /// What was destroyed.
    pub files: Vec<CertifiedFile>,
    /// What stood on the list and was not, and why.
    pub passed_over: Vec<PassedOver>,
    /// Who prepared, approved and ordered it.
    pub signatures: Vec<SignatureLine>,
    /// The marks of the export.
    pub marks: Marks,
}

/// A file that was destroyed. It is named by number, and days before its end only by their month.
#[derive(Clone, Serialize, Deserialize)]
pub struct CertifiedFile {
    /// Its number.
    pub number: String,
    /// The record class.
    pub class: String,
    /// Its rule in words.
    pub rule: String,
    /// The law or policy.
    pub law: String,
    /// From which day the period counted.
    pub from: Date,
    /// The last day of keeping.
    pub until: Date,
    /// The month in which it was opened, its first day.
    pub opened: Date,
    /// The month in which it was closed, its first day.
    pub closed: Date,
    /// When it was destroyed.
    pub destroyed: LocalTime,
    /// How many entries it had.
    pub entries: u32,
    /// SHA-256 of the wrapped key that was removed.
    pub key: String,
    /// Since when no backup held its key any more; nothing while one may.
    #[serde(default)]
    pub beyond: Option<LocalTime>,
    /// What it had on paper; nothing when it had none.
    #[serde(default)]
    pub paper: Option<CertifiedPaper>,
}

/// The paper of a file, which went before it.
#[derive(Clone, Serialize, Deserialize)]
pub struct CertifiedPaper {
    /// How many items.
    pub items: usize,
    /// How they were destroyed.
    pub how: String,
    /// Who saw it.
    pub witness: String,
    /// When that was signed.
    pub destroyed: LocalTime,
}

/// A file of the list that was not destroyed.
#[derive(Clone, Serialize, Deserialize)]
pub struct PassedOver {
    /// Its number.
    pub number: String,
    /// Why, in words.
    pub why: String,
}
