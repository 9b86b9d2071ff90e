//! What an import says: what was understood of the file, and what came of its rows. Headings and counts, never a value.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use casework::imports::{ClientImport, Outcome, Tally};
use serde_json::json;

/// What was understood of the file, before anything is done with it.
pub(super) fn understood(file: &Path, import: &ClientImport) -> String {
    let separated = match import.delimiter() {
        ',' => "commas".to_owned(),
        ';' => "semicolons".to_owned(),
        '\t' => "tabs".to_owned(),
        other => other.to_string(),
    };
    let layout = if import.is_hmis() { ", in the layout of an HMIS export" } else { "" };
    let mut text = format!(
        "{}: {} rows, {}, separated by {separated}, dates as {}{layout}\n",
        file.display(),
        import.rows(),
        import.encoding().name(),
        import.dates()
    );
    for (detail, heading) in import.columns() {
        text.push_str(&format!("  {:<26} {heading}\n", detail.word()));
    }
    let ignored = import.ignored();
    if !ignored.is_empty() {
        text.push_str(&format!("  {:<26} {}\n", "not taken", ignored.join(", ")));
    }
    if let Some(warning) = import.warning() {
        text.push_str(&format!("Please note: {warning}.\n"));
    }
    text
}

/// How an import went.
pub(super) struct Told<'a> {
    pub(super) import: &'a ClientImport,
    pub(super) write: bool,
    /// How it ended; nothing when it did not come to its end.
    pub(super) done: Option<Outcome>,
    /// The figures, up to where it came.
    pub(super) tally: Tally,
    /// Where the error file is, when there is one.
    pub(super) errors: Option<PathBuf>,
}

impl Told<'_> {
    /// Rows that somebody has to look at: neither imported, nor deleted at the source.
    pub(super) const fn left_out(&self) -> u64 {
        self.tally.left_out() - self.tally.deleted
    }

    /// The line under which the program ends then.
    pub(super) fn why_left_out(&self) -> String {
        let place = self.errors.as_ref().map_or_else(String::new, |path| format!("; {} says why", path.display()));
        let (rows, left) = (rows(self.left_out()), if self.write { "left out" } else { "would be left out" });
        format!("{rows} {left}{place}")
    }

    /// One line; names once given stay.
    pub(super) fn as_json(&self) -> String {
        let columns: BTreeMap<String, String> = self.import.columns().into_iter().map(named).collect();
        json!({
            "written": self.write, "finished": self.done.is_some(),
            "rows": self.tally.rows, "good": self.tally.good, "faulty": self.tally.faulty, "already": self.tally.already,
            "repeated": self.tally.repeated, "alike": self.tally.alike, "deleted": self.tally.deleted,
            "perhaps": self.tally.perhaps, "noted": self.tally.noted, "faults": self.tally.faults,
            "left_out": self.left_out(), "rows_in_file": self.import.rows(), "errors": self.errors,
            "encoding": self.import.encoding().name(), "delimiter": self.import.delimiter(), "dates": self.import.dates(),
            "dates_hint": self.hint(), "columns": columns, "not_taken": self.import.ignored(),
            "file": self.import.digest(), "hmis": self.import.is_hmis(), "warning": self.import.warning(),
        })
        .to_string()
    }

    /// In words.
    pub(super) fn as_text(&self) -> String {
        let tally = &self.tally;
        let head = match (self.write, self.done.is_some()) {
            (true, true) => "Imported.",
            (true, false) => "Not finished; what was written until now stays.",
            (false, true) => "Tried out; nothing was written. Say --write to import.",
            (false, false) => "Not finished; nothing was written.",
        };
        let (good, already) = if self.write {
            ("imported now", "imported by an earlier run")
        } else {
            ("can be imported", "imported already")
        };
        let mut lines = vec![head.to_owned(), line(tally.rows, "in all, of which")];
        let counts = [
            (tally.good, good),
            (tally.already, already),
            (tally.faulty, "with faults, left out"),
            (tally.repeated, "with the number or the person of an earlier row, left out"),
            (tally.alike, "of people who are probably registered already, left out"),
            (tally.deleted, "deleted at the source, left out"),
        ];
        lines.extend(counts.into_iter().filter(|(count, _)| 0 < *count).map(|(count, words)| line(count, words)));
        let among = [
            (tally.perhaps, "of the good ones may be people registered already: please look"),
            (tally.noted, "of the good ones otherwise than they stand in the file"),
        ];
        lines.extend(among.into_iter().filter(|(count, _)| 0 < *count).map(|(count, words)| line(count, words)));
        if let Some(form) = self.hint() {
            lines.push(format!("All dates that were not understood have the form {form}: say --dates {form}"));
        }
        if 0 < tally.alike {
            lines.push("Rows of other people are imported with --not-duplicates ROWS.".to_owned());
        }
        if let Some(path) = &self.errors {
            lines.push(format!("Row by row: {}", path.display()));
        }
        lines.join("\n")
    }

    fn hint(&self) -> Option<&'static str> {
        self.done.as_ref().and_then(|done| done.date_hint)
    }
}

/// A detail by its name in mapping files, with its heading.
fn named((detail, heading): (casework::imports::Detail, String)) -> (String, String) {
    let name = serde_json::to_value(detail).ok();
    (name.and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default(), heading)
}

fn line(count: u64, words: &str) -> String {
    format!("{count:>9} {words}")
}

fn rows(count: u64) -> String {
    if count == 1 { "1 row".to_owned() } else { format!("{count} rows") }
}
