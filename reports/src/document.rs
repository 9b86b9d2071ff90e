//! What every printed document has in common: whose case it is, who signed, and the marks of the export.

use std::fmt;

use domain::numbers::{CaseNumber, ClientNumber};
use domain::signature::{Meaning, Method, Signature};
use domain::time::Instant;
use serde::{Deserialize, Serialize};

use crate::{Certificate, Chronology, Labels, Letter, ProgressReport, RecoverySheet, Statement};

/// A document that can be printed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "document", rename_all = "snake_case")]
pub enum Document {
    /// How a client's goals stand (clauses PT-4.3, PT-7).
    ProgressReport(ProgressReport),
    /// The entries of a case in order of time (clause CM-4.2.4).
    Chronology(Chronology),
    /// That files were destroyed (clause PT-5.2).
    Certificate(Certificate),
    /// Labels for physical items (clause CM-4.2.2).
    Labels(Labels),
    /// A letter to a client (clause CC-5).
    Letter(Letter),
    /// What is given to somebody outside, and what belongs to it (clauses CM-4.3.3, CC-4.4.2).
    Statement(Statement),
    /// A sheet of the recovery kit (clause PT-4.2.4).
    RecoverySheet(RecoverySheet),
}

impl Document {
    /// The marks of this export.
    pub fn marks(&self) -> &Marks {
        match self {
            Self::ProgressReport(report) => &report.marks,
            Self::Chronology(chronology) => &chronology.marks,
            Self::Certificate(certificate) => &certificate.marks,
            Self::Labels(labels) => &labels.marks,
            Self::Letter(letter) => &letter.marks,
            Self::Statement(statement) => &statement.marks,
            Self::RecoverySheet(sheet) => &sheet.marks,
        }
    }
}

/// Tells which document it is and nothing of what it says.
impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ProgressReport(_) => "ProgressReport(..)",
            Self::Chronology(_) => "Chronology(..)",
            Self::Certificate(_) => "Certificate(..)",
            Self::Labels(_) => "Labels(..)",
            Self::Letter(_) => "Letter(..)",
            Self::Statement(_) => "Statement(..)",
            Self::RecoverySheet(_) => "RecoverySheet(..)",
        })
    }
}

/// The sheet it is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// ISO A4.
    #[default]
    A4,
    /// North American Letter.
    UsLetter,
}

/// Whose document it is. There is no name in it, and no place for one.
#[derive(Clone, Serialize, Deserialize)]
pub struct CaseFacts {
    /// The organisation, as its letterhead says it.
    pub organisation: String,
    /// The programme under which the case is kept.
    pub programme: String,
    /// The client's number.
    pub client_number: ClientNumber,
    /// The case's number.
    pub case_number: CaseNumber,
}

/// An instant together with the organisation's offset from UTC at that time, so that it prints as the clock on the wall showed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalTime {
    /// When.
    pub at: Instant,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
}

/// One signature, as it stands under a text. Name, title and role are those printed at the time of signing.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignatureLine {
    /// What was said by signing.
    pub meaning: Meaning,
    /// Name as printed.
    pub name: String,
    /// Title as printed.
    pub title: String,
    /// Role at that time.
    pub role: String,
    /// When it was signed, by the server's clock.
    pub signed: LocalTime,
    /// How it was given.
    pub method: Method,
}

impl From<&Signature> for SignatureLine {
    fn from(signature: &Signature) -> Self {
        Self {
            meaning: signature.meaning,
            name: signature.name.clone(),
            title: signature.title.clone(),
            role: signature.role.clone(),
            signed: LocalTime { at: signature.signed, offset_minutes: signature.offset_minutes },
            method: signature.method,
        }
    }
}

/// What ties a sheet of paper to the record: who let it out, when, and how the ledger stood.
#[derive(Clone, Serialize, Deserialize)]
pub struct Marks {
    /// Printed name of whoever made the export.
    pub printed_by: String,
    /// When it was made; also the date inside the PDF.
    pub printed_at: LocalTime,
    /// The short mark at the foot of every page, such as the number of the disclosure.
    pub page_mark: String,
    /// The ledger's checkpoint that covers this export; nothing for a draft that nobody exported.
    pub checkpoint: Option<Checkpoint>,
    /// The ledger's number of the entry that is printed or that records this export.
    pub entry_number: Option<u64>,
}

/// A signed state of the ledger, as a stranger needs it to check the print.
#[derive(Clone, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The ledger's name.
    pub origin: String,
    /// How many lines it had.
    pub size: u64,
    /// Its root hash, as the checkpoint writes it.
    pub root: String,
}

/// The paragraphs of a narrative: what stands between empty lines. Single line ends stay inside their paragraph.
pub fn paragraphs(narrative: &str) -> Vec<String> {
    let mut found: Vec<Vec<&str>> = vec![vec![]];
    for line in narrative.lines() {
        match found.last_mut() {
            Some(open) if !line.trim().is_empty() => open.push(line.trim_end()),
            Some(open) if !open.is_empty() => found.push(vec![]),
            _ => {}
        }
    }
    found.into_iter().filter(|lines| !lines.is_empty()).map(|lines| lines.join("\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_lines_part_paragraphs_and_line_ends_stay() {
        assert_eq!(paragraphs("\none\ntwo  \n\n \n\nthree\n"), ["one\ntwo", "three"]);
        assert_eq!(paragraphs(" \n"), Vec::<String>::new());
    }
}
