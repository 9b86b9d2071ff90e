//! The file that says what was not imported, or otherwise than it stood, and why: row, line, column, reason; never what the cell says.

use std::io::Write;

use super::CannotImport;
use super::row::Remark;

/// Writes the error file.
pub(super) struct Report(Option<csv::Writer<Box<dyn Write + Send>>>);

impl Report {
    /// Into `to`, or nowhere.
    pub(super) fn new(to: Option<Box<dyn Write + Send>>) -> Result<Self, CannotImport> {
        let mut writer = to.map(csv::Writer::from_writer);
        if let Some(writer) = &mut writer {
            writer.write_record(["row", "line", "imported", "column", "reason"]).map_err(fault)?;
        }
        Ok(Self(writer))
    }

    /// One line.
    pub(super) fn add(&mut self, row: u64, line: u64, imported: bool, remark: &Remark) -> Result<(), CannotImport> {
        let Some(writer) = &mut self.0 else { return Ok(()) };
        let imported = if imported { "yes" } else { "no" };
        let (row, line, column) = (row.to_string(), line.to_string(), tame(&remark.column));
        writer.write_record([row.as_str(), line.as_str(), imported, &column, &remark.words]).map_err(fault)
    }

    /// Everything so far is on its way to the disk.
    pub(super) fn flush(&mut self) -> Result<(), CannotImport> {
        self.0.as_mut().map_or(Ok(()), |writer| writer.flush().map_err(|_| CannotImport::Report))
    }
}

/// A heading that a spreadsheet program would take for a formula is made text.
fn tame(heading: &str) -> String {
    if heading.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{heading}") } else { heading.to_owned() }
}

fn fault(_: csv::Error) -> CannotImport {
    CannotImport::Report
}
