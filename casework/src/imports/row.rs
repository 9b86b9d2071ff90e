//! One row of the file as the details of one client, by the same rules as the intake form.
//!
//! Every fault is told with its column and in words that hold nothing of the cell.

use domain::clients::ClientDetails;
use domain::text::Line;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::dates::Misfits;
use super::detail::Detail;
use super::mapping::Mapping;
use super::reading::Reading;
use super::table::RawRow;
use crate::hex;

/// Something to be said of a cell: in which column, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remark {
    /// Heading of the column, or what is concerned.
    pub(super) column: String,
    /// What.
    pub(super) words: String,
}

/// A row whose details may be registered.
#[derive(Debug, Clone)]
pub(super) struct GoodRow {
    /// What names the row within its file for ever; see [`key`].
    pub(super) key: String,
    pub(super) details: ClientDetails,
    /// What is imported otherwise than it stands.
    pub(super) notes: Vec<Remark>,
}

/// What a row is.
#[derive(Debug, Clone)]
pub(super) enum Parsed {
    Good(Box<GoodRow>),
    /// The source says that it was deleted.
    Deleted,
    Faulty(Vec<Remark>),
}

/// Reads a row. `misfits` counts the dates that do not have the declared form.
pub(super) fn parse(raw: &RawRow, mapping: &Mapping, today: Date, misfits: &mut Misfits) -> Parsed {
    let mut reading = Reading::new(raw, mapping, today, misfits);
    if let Some(fault) = reading.ragged() {
        return Parsed::Faulty(vec![fault]);
    }
    if !reading.cell(Detail::DeletedOn).is_empty() {
        return Parsed::Deleted;
    }
    let details = reading.details();
    match details {
        Some(details) if reading.faults.is_empty() => {
            let key = key(raw, details.external_number.as_ref());
            Parsed::Good(Box::new(GoodRow { key, details, notes: reading.notes }))
        }
        _ => Parsed::Faulty(reading.faults),
    }
}

/// What names a row within its file: the external number, or the digest of its cells.
fn key(raw: &RawRow, number: Option<&Line>) -> String {
    // Provenance is one line of at most 200 characters.
    if let Some(number) = number.filter(|number| number.reveal().chars().count() <= 120) {
        return format!("number {}", number.reveal());
    }
    let mut hash = Sha256::new();
    for cell in &raw.cells {
        hash.update(u64::try_from(cell.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(cell.as_bytes());
    }
    let digest: [u8; 32] = hash.finalize().into();
    format!("row {}", hex(&digest, 8))
}
