//! A file as a table: header and rows, whatever separates its cells.
//!
//! Memory stays bounded however long the file is. A row with too few or too many cells is that row's error, not the end of the file.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::CannotImport;
use super::bytes::{Encoding, Survey, survey};
use super::decode::Decoded;

/// What may separate cells, the likelier first.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much of the file is looked at to find the delimiter, in bytes of text.
const SAMPLE: usize = 64 * 1024;

/// A file that was looked at: it can be read from the start as often as needed.
#[derive(Debug, Clone)]
pub(super) struct Table {
    path: PathBuf,
    pub(super) survey: Survey,
    pub(super) delimiter: u8,
    /// The first line only names the delimiter, as some spreadsheet programs write it.
    announced: bool,
    /// Names of the columns.
    pub(super) header: Vec<String>,
}

/// One row as it stands in the file.
#[derive(Debug, Clone)]
pub(super) struct RawRow {
    /// Its place as spreadsheets count: the header is row 1.
    pub(super) row: u64,
    /// The line of the file in which it begins; rows with line breaks in their cells take more than one.
    pub(super) line: u64,
    pub(super) cells: StringRecord,
}

impl Table {
    /// Looks at a file: encoding, digest, delimiter, header.
    pub(super) fn open(path: &Path, encoding: Option<Encoding>, delimiter: Option<u8>) -> Result<Self, CannotImport> {
        let survey = survey(File::open(path)?, encoding)?;
        let mut sample = Vec::with_capacity(SAMPLE);
        Decoded::new(File::open(path)?, survey.encoding).take(64 * 1024).read_to_end(&mut sample)?;
        let announced = announced(&sample);
        let delimiter = delimiter.or(announced).unwrap_or_else(|| guess(&sample, sample.len() < SAMPLE));
        let mut table =
            Self { path: path.to_owned(), survey, delimiter, announced: announced.is_some(), header: Vec::new() };
        let header = table.start()?.next()?.ok_or(CannotImport::Empty)?;
        table.header = header.cells.iter().map(|cell| cell.trim().to_owned()).collect();
        Ok(table)
    }

    /// Whether the file still has the bytes that were looked at.
    pub(super) fn unchanged(&self) -> Result<bool, CannotImport> {
        Ok(survey(File::open(&self.path)?, Some(self.survey.encoding))?.digest == self.survey.digest)
    }

    /// The rows below the header.
    pub(super) fn rows(&self) -> Result<Rows, CannotImport> {
        let mut rows = self.start()?;
        rows.next()?;
        Ok(rows)
    }

    fn start(&self) -> Result<Rows, CannotImport> {
        let decoded = Decoded::new(File::open(&self.path)?, self.survey.encoding);
        let mut rows = Rows { reader: reader(self.delimiter, decoded), row: 0 };
        if self.announced {
            rows.next()?;
            rows.row = 0;
        }
        Ok(rows)
    }
}

/// Reads the rows one by one.
pub(super) struct Rows {
    reader: csv::Reader<Decoded<File>>,
    row: u64,
}

impl Rows {
    /// The next row; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<RawRow>, CannotImport> {
        self.reader.get_mut().next_row();
        let mut cells = StringRecord::new();
        let more = self.reader.read_record(&mut cells).map_err(|error| self.broken(error))?;
        self.row += 1;
        let line = self.line(&cells);
        Ok(more.then_some(RawRow { row: self.row, line, cells }))
    }

    /// The line in which this row, just read, begins. The reader counts empty lines before a row to the row; we do not.
    fn line(&self, cells: &StringRecord) -> u64 {
        let from = cells.position().map_or(0, csv::Position::line);
        let breaks: usize = cells.iter().map(|cell| cell.matches('\n').count()).sum();
        let before_next = self.reader.position().line().saturating_sub(1);
        from.max(before_next.saturating_sub(u64::try_from(breaks).unwrap_or(0)))
    }

    /// The next rows, at most so many; none at the end.
    pub(super) fn some(&mut self, most: usize) -> Result<Vec<RawRow>, CannotImport> {
        let mut rows = Vec::with_capacity(most);
        while rows.len() < most
            && let Some(row) = self.next()?
        {
            rows.push(row);
        }
        Ok(rows)
    }

    fn broken(&self, error: csv::Error) -> CannotImport {
        let row = self.row + 1;
        match error.into_kind() {
            ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                CannotImport::EndlessRow { row }
            }
            ErrorKind::Io(error) => error.into(),
            _ => CannotImport::NotText,
        }
    }
}

fn reader<R: Read>(delimiter: u8, from: R) -> csv::Reader<R> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(SAMPLE)
        .from_reader(from)
}

/// The delimiter that a first line `sep=;` announces.
fn announced(sample: &[u8]) -> Option<u8> {
    let rest = sample.strip_prefix(b"sep=").or_else(|| sample.strip_prefix(b"SEP="))?;
    match rest {
        [delimiter, b'\r' | b'\n', ..] if DELIMITERS.contains(delimiter) => Some(*delimiter),
        _ => None,
    }
}

/// The delimiter under which most rows have as many cells as the header, and more than one; of equals the one with more cells.
fn guess(sample: &[u8], whole: bool) -> u8 {
    let score = |delimiter: u8| {
        let mut lengths: Vec<usize> =
            reader(delimiter, sample).records().map_while(Result::ok).take(60).map(|record| record.len()).collect();
        if !whole && 2 < lengths.len() {
            // The last row may be cut off.
            lengths.pop();
        }
        let header = lengths.first().copied().unwrap_or(0);
        let fitting = lengths.iter().filter(|length| **length == header).count();
        if header < 2 { (0, 0) } else { (fitting * 100 / lengths.len().max(1), header) }
    };
    // `max_by_key` takes the last of equals, hence from the least likely.
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}
