//! The figures of an import.

/// How many rows came to what. Every row is counted under exactly one of `good` … `deleted`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Rows read so far, without the header.
    pub rows: u64,
    /// Rows that can be imported; in a real run, that were.
    pub good: u64,
    /// Rows with at least one fault.
    pub faulty: u64,
    /// Rows of this file that were imported by an earlier run.
    pub already: u64,
    /// Rows that repeat an earlier row of the file: the same number or the same person.
    pub repeated: u64,
    /// Rows of people who are probably registered already; left out until somebody says that they are others.
    pub alike: u64,
    /// Rows that were deleted at the source.
    pub deleted: u64,
    /// Of the good ones: somebody registered may be the same person.
    pub perhaps: u64,
    /// Of the good ones: something was imported otherwise than it stands.
    pub noted: u64,
    /// Faults in all; a row may have several.
    pub faults: u64,
}

impl Tally {
    /// Rows that were not, or would not be, imported now and had not been before.
    pub const fn left_out(&self) -> u64 {
        self.faulty + self.repeated + self.alike + self.deleted
    }
}
