//! Importing clients from a table: looked at first, tried out, then registered one by one, each with where it came from.
//!
//! Guarantees: nothing is written while trying out; a real run registers each good row with one signed entry in the name of a member of staff; the same
//! file, imported again after any interruption, doubles nobody; no value of the file stands in an error, a log or the error file; memory stays
//! bounded, whatever the file's size (some hundred bytes a row are remembered).

mod bytes;
mod cells;
mod dates;
mod decode;
mod detail;
mod headings;
mod identity;
mod mapping;
mod order;
mod reading;
mod register;
mod report;
mod row;
mod run;
mod seen;
mod table;
mod tally;

use std::path::Path;

use domain::clients::CannotRegister;
use tokio::task::spawn_blocking;

pub use bytes::Encoding;
pub use dates::{DateForm, NotADate, NotAForm};
pub use detail::Detail;
pub use mapping::Declared;
pub use order::{Mode, Order, Others, Outcome};
pub use run::import_clients;
pub use table::DELIMITERS;
pub use tally::Tally;

use mapping::Mapping;
use table::{Rows, Table};

use crate::hex;
use crate::{Failure, Fault};

/// A file of clients that was looked at and understood.
#[derive(Debug, Clone)]
pub struct ClientImport {
    table: Table,
    mapping: Mapping,
    rows: u64,
}

impl ClientImport {
    /// Looks at the whole file: its encoding, its delimiter, its header, and how many rows it has. Reads the file twice; call it where blocking is allowed.
    ///
    /// # Errors
    /// [`CannotImport`], in words for whoever imports.
    pub fn open(path: &Path, declared: &Declared) -> Result<Self, CannotImport> {
        let table = Table::open(path, declared.encoding, declared.delimiter)?;
        let mapping = Mapping::of(&table.header, declared)?;
        let mut rows = table.rows()?;
        let mut count = 0;
        while rows.next()?.is_some() {
            count += 1;
        }
        Ok(Self { table, mapping, rows: count })
    }

    /// Rows below the header.
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// How the file's characters are written.
    pub const fn encoding(&self) -> Encoding {
        self.table.survey.encoding
    }

    /// What whoever imports should know of the encoding.
    pub const fn warning(&self) -> Option<&'static str> {
        self.table.survey.warning
    }

    /// What separates the cells.
    pub fn delimiter(&self) -> char {
        char::from(self.table.delimiter)
    }

    /// The form in which dates are read, such as `YYYY-MM-DD`.
    pub fn dates(&self) -> String {
        self.mapping.dates.words()
    }

    /// What is taken from which column.
    pub fn columns(&self) -> Vec<(Detail, String)> {
        self.mapping.columns.keys().map(|detail| (*detail, self.mapping.heading(*detail))).collect()
    }

    /// Headings of columns that are not taken.
    pub fn ignored(&self) -> Vec<String> {
        self.mapping.ignored()
    }

    /// Whether the file has the layout of HUD's HMIS exports.
    pub const fn is_hmis(&self) -> bool {
        self.mapping.hmis
    }

    /// First digits of the file's digest, as they stand in each client's provenance.
    pub fn digest(&self) -> String {
        hex(&self.table.survey.digest, 8)
    }

    /// The rows, if the file is still the one that was looked at.
    async fn unchanged_rows(&self) -> Result<Rows, Failure<CannotImport>> {
        let table = self.table.clone();
        let opened = spawn_blocking(move || {
            if !table.unchanged()? {
                return Err(CannotImport::Changed);
            }
            table.rows()
        });
        opened.await.map_err(|_| Failure::Fault(Fault::Other("import-reader")))?.map_err(Failure::Rule)
    }
}

/// Why a file cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum CannotImport {
    /// The operating system will not give it.
    #[error("the file cannot be read ({0})")]
    Unreadable(std::io::ErrorKind),
    /// It is not text.
    #[error("this file is not text; please save the table as CSV")]
    NotText,
    /// A workbook or an archive.
    #[error("this is a spreadsheet workbook or a ZIP archive; please save the sheet as CSV, or unpack the archive")]
    Workbook,
    /// It has no header.
    #[error("the file is empty")]
    Empty,
    /// A quotation mark is open for too long.
    #[error("row {row} is longer than a megabyte: a quotation mark in it is probably never closed")]
    EndlessRow {
        /// Which row.
        row: u64,
    },
    /// It changed between looking and importing.
    #[error("the file has changed since it was looked at; please start again")]
    Changed,
    /// The mapping file cannot be used.
    #[error("the mapping file: {0}")]
    Mapping(String),
    /// The mapping file names a column that is not there.
    #[error("there is no column \"{0}\" in the file")]
    NoSuchColumn(String),
    /// The mapping file names a column that is there twice.
    #[error("there are two columns \"{0}\" in the file; please rename one")]
    TwoColumns(String),
    /// A required column was neither declared nor guessed. The header is not quoted: in a file without one it is a client.
    #[error("no column is recognised as the {0}; is the first row a header? If so, name the column in a mapping file")]
    NoColumn(&'static str),
    /// Two columns may hold the same.
    #[error(
        "the columns \"{one}\" and \"{other}\" may both be the {what}; please say in a mapping file which is meant"
    )]
    Ambiguous {
        /// What both may be.
        what: &'static str,
        /// One heading.
        one: String,
        /// The other.
        other: String,
    },
    /// There are whole names only.
    #[error(
        "the column \"{0}\" seems to hold whole names; please give family name and given names in columns of their own"
    )]
    WholeNames(String),
    /// HMIS: enrolments.
    #[error("this file holds enrolments, not clients; please import Client.csv. Cases are not opened from enrolments")]
    Enrolments,
    /// HMIS: another file of the export.
    #[error("this file belongs to an HMIS export, but holds no clients; please import Client.csv")]
    NotClients,
    /// The error file cannot be written.
    #[error(
        "the error file cannot be written; what was imported until now stays, and the same command goes on from there"
    )]
    Report,
    /// A row that looked good cannot be registered.
    #[error(transparent)]
    Row(#[from] CannotRegister),
}

impl From<std::io::Error> for CannotImport {
    fn from(error: std::io::Error) -> Self {
        Self::Unreadable(error.kind())
    }
}
