//! A statement: facts under headings, with entries of the record or lines to sign on. What is given to somebody outside, the account of it, and the form on which a
//! client agrees to it.

use domain::level::Level;
use serde::{Deserialize, Serialize};

use crate::{ChronologyEntry, Marks, TextBlock};

/// Facts under headings, and what goes with them.
///
/// # Source
/// Clauses CM-4.3.3, CC-4.4.2, CC-4.4.3.
#[derive(Clone, Serialize, Deserialize)]
pub struct Statement {
    /// The organisation, as its letterhead says it.
    pub organisation: String,
    /// Numbers of client and case, as far as they belong on it.
    pub numbers: Vec<String>,
    /// What it is.
    pub title: String,
    /// How confidential it is.
    pub level: Level,
    /// What stands at the foot of every page besides the marks: for whom it is and what for.
    pub mark: Option<String>,
    /// What it says.
    pub sections: Vec<Section>,
    /// Entries of the record, in order.
    pub entries: Vec<ChronologyEntry>,
    /// What stands beneath each line to sign on.
    pub sign: Vec<String>,
    /// The marks of the export.
    pub marks: Marks,
}

/// Facts under one heading.
#[derive(Clone, Serialize, Deserialize)]
pub struct Section {
    /// The heading; none where it is empty.
    pub heading: String,
    /// What stands under it.
    pub blocks: Vec<TextBlock>,
}
