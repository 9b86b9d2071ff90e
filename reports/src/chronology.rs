//! The chronology: the entries of a case in order of time, each with its signatures and its addenda.

use domain::level::Level;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{CaseFacts, LocalTime, Marks, SignatureLine};

/// The entries of a case, or a choice of them, as they stand in the record.
///
/// # Source
/// Clauses CM-4.2.3 and CM-4.2.4.
#[derive(Clone, Serialize, Deserialize)]
pub struct Chronology {
    /// Whose.
    pub case: CaseFacts,
    /// Which entries were asked for, in words, such as "All entries up to Sensitive, March 2026".
    pub filter: String,
    /// The entries in the order in which they are to stand; each month of the local calendar gets its heading.
    pub entries: Vec<ChronologyEntry>,
    /// The marks of the export.
    pub marks: Marks,
}

/// One entry.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChronologyEntry {
    /// Its number in the dossier.
    pub number: u64,
    /// When the thing happened.
    pub happened: LocalTime,
    /// What kind of entry it is, in the reader's language.
    pub kind: String,
    /// How confidential it is.
    pub level: Level,
    /// What it says.
    pub blocks: Vec<TextBlock>,
    /// What was to be done.
    pub action_items: Vec<ActionItem>,
    /// What was decided.
    pub decision: Option<String>,
    /// Who signed.
    pub signatures: Vec<SignatureLine>,
    /// What was added later, in order.
    pub addenda: Vec<Addendum>,
}

/// A labelled piece of text.
#[derive(Clone, Serialize, Deserialize)]
pub struct TextBlock {
    /// What it is, such as "Summary".
    pub label: String,
    /// What it says.
    pub paragraphs: Vec<String>,
}

/// Something that was to be done.
#[derive(Clone, Serialize, Deserialize)]
pub struct ActionItem {
    /// What.
    pub what: String,
    /// By whom.
    pub who: String,
    /// By when.
    pub due: Option<Date>,
    /// When it was done; nothing while it is open.
    pub done: Option<Date>,
}

/// An entry that adds to another or corrects it; the original stays readable above it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Addendum {
    /// Its own number in the dossier.
    pub number: u64,
    /// When it was written.
    pub written: LocalTime,
    /// What it says.
    pub blocks: Vec<TextBlock>,
    /// Who signed.
    pub signatures: Vec<SignatureLine>,
}
