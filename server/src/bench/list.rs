//! The figures: their names, units and targets. Names once given stay.

use anyhow::{Result, anyhow};
use serde_json::{Value, json};

/// What a figure should come to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
    /// Nothing is asked; it is reported.
    None,
    /// The value is at most so much.
    Value(f64),
    /// The value is at least so many times its limit.
    AtLeast(f64),
    /// The value is at most so many times its limit.
    AtMost(f64),
}

/// Which figures are measured together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Sixteen people write.
    Writing,
    /// A case is opened.
    Opening,
    /// Pages over HTTP.
    Pages,
    /// Documents over HTTP.
    Documents,
    /// The calendars of many people.
    Calendar,
    /// The inbox of inquiries.
    Inbox,
    /// Reminders of appointments.
    Reminders,
    /// Searching by name.
    Searching,
    /// The keys are changed.
    Keys,
    /// A long ledger.
    Ledger,
}

/// A line of the list.
pub(crate) struct Line {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) part: Part,
    pub(crate) target: Target,
    /// What is measured, and against which limit.
    pub(crate) what: &'static str,
}

const fn line(name: &'static str, unit: &'static str, part: Part, target: Target, what: &'static str) -> Line {
    Line { name, unit, part, target, what }
}

/// Every figure, in the order in which they are measured.
pub(crate) const LIST: [Line; 34] = [
    line(
        "signed_entries",
        "entries/s",
        Part::Writing,
        Target::AtLeast(0.5),
        "16 at a time: signed, sealed, chained, derived; limit: bare group-committed inserts of the same bytes",
    ),
    line(
        "signed_acts",
        "entries/s",
        Part::Writing,
        Target::None,
        "16 people log contacts: with permission, reading, folding and the rule; the same limit",
    ),
    line(
        "case_open_cold",
        "ms",
        Part::Opening,
        Target::AtMost(2.0),
        "a case of 500 entries; limit: unsealing and reading the same bytes",
    ),
    line("case_open_warm", "ms", Part::Opening, Target::AtMost(0.1), "the same case again; limit: case_open_cold"),
    line("case_page_p50", "ms", Part::Pages, Target::None, "page of a case of 500 entries, 16 connections"),
    line("case_page_p99", "ms", Part::Pages, Target::Value(25.0), "the slowest of a hundred"),
    line("case_page_rate", "requests/s", Part::Pages, Target::None, "how many in a second"),
    line("case_page_cpu", "ms", Part::Pages, Target::None, "processor time of the server for one page"),
    line("memory_busy", "MiB", Part::Pages, Target::Value(256.0), "most that the server took meanwhile"),
    line(
        "document_upload",
        "MB/s",
        Part::Documents,
        Target::AtLeast(0.5),
        "documents of 96 MB are sent in parts; limit: the same bytes sealed to the same disk, and nothing else",
    ),
    line(
        "document_download",
        "MB/s",
        Part::Documents,
        Target::AtLeast(0.5),
        "one of them is handed out again and again; the same limit",
    ),
    line("memory_documents", "MiB", Part::Documents, Target::Value(256.0), "most that the server took meanwhile"),
    line(
        "calendar_month_p99",
        "ms",
        Part::Calendar,
        Target::Value(40.0),
        "page with the month of 40 people who have 5,000 appointments in it, 2 connections; the slowest of a hundred",
    ),
    line("calendar_month_p50", "ms", Part::Calendar, Target::None, "the same, half of them"),
    line(
        "free_slots_p99",
        "ms",
        Part::Calendar,
        Target::Value(20.0),
        "every free time of all 40 over 8 weeks in one search, as `explain slots --everybody`",
    ),
    line(
        "inbox_page_p99",
        "ms",
        Part::Inbox,
        Target::Value(30.0),
        "page of the inbox in which 5,000 inquiries wait, of 100,000; 2 connections; the slowest of a hundred",
    ),
    line("inbox_page_p50", "ms", Part::Inbox, Target::None, "the same, half of them"),
    line(
        "clocks_recount",
        "s",
        Part::Inbox,
        Target::Value(5.0),
        "the clocks of those 100,000, 5,000 of which wait, are counted anew after the rules have changed",
    ),
    line(
        "reminders_drain",
        "s",
        Part::Reminders,
        Target::None,
        "10,000 reminders of appointments that begin within one hour: from the first look until the relay has the last one",
    ),
    line(
        "reminders_urgent",
        "ms",
        Part::Reminders,
        Target::Value(5_000.0),
        "the same; how long a job that somebody waits for has to wait meanwhile, the slowest of four a second",
    ),
    line("name_search_p99", "ms", Part::Searching, Target::Value(20.0), "two names among 100,000 clients"),
    line(
        "name_search_growth",
        "ms",
        Part::Searching,
        Target::AtMost(1.5),
        "the same; limit: among 1,000 clients, with as many hits",
    ),
    line(
        "duplicate_warning_p99",
        "ms",
        Part::Searching,
        Target::Value(20.0),
        "the warning while typing, among 100,000 clients",
    ),
    line("duplicate_warning_p50", "ms", Part::Searching, Target::None, "the same, half of them"),
    line(
        "rewrap",
        "s",
        Part::Keys,
        Target::Value(60.0),
        "`rotate-keys` with 100,000 keys, while pages are asked for, none of which may fail",
    ),
    line(
        "rewrap_page_p99",
        "ms",
        Part::Keys,
        Target::AtMost(2.0),
        "page of a case meanwhile, 16 connections; limit: the same before",
    ),
    line(
        "destroy",
        "s",
        Part::Ledger,
        Target::Value(60.0),
        "a closed case of 500 entries is destroyed among 1,000,000 entries: from the order to the entry that says so",
    ),
    line(
        "verify_record",
        "lines/s",
        Part::Ledger,
        Target::None,
        "`verify` of 1,000,000 entries with their rows in the database; limit: bare SHA-256 over the lines",
    ),
    line(
        "verify_lines",
        "lines/s",
        Part::Ledger,
        Target::AtLeast(0.3),
        "`verify --export` of the same lines; limit: bare SHA-256 over them",
    ),
    line(
        "backup",
        "MiB/s",
        Part::Ledger,
        Target::AtLeast(0.5),
        "1,000,000 entries backed up, by the size of the databases; limit: the same files into one age envelope",
    ),
    line(
        "restore_verify",
        "entries/s",
        Part::Ledger,
        Target::None,
        "that backup restored: brought in, derived anew, every entry opened and compared",
    ),
    line("start_to_ready", "s", Part::Ledger, Target::Value(0.5), "the server starts with 1,000,000 entries"),
    line("memory_idle", "MiB", Part::Ledger, Target::Value(80.0), "what it takes then"),
    line("disk_per_entry", "bytes", Part::Ledger, Target::None, "database and keys, for each entry"),
];

/// A figure that was measured.
pub(crate) struct Figure {
    line: &'static Line,
    value: f64,
    limit: Option<f64>,
}

impl Figure {
    /// A figure of the list.
    ///
    /// # Errors
    /// When there is no such name, which is a defect.
    pub(super) fn new(name: &str, value: f64, limit: impl Into<Option<f64>>) -> Result<Self> {
        let line = LIST.iter().find(|line| line.name == name).ok_or_else(|| anyhow!("no figure is called {name}"))?;
        Ok(Self { line, value, limit: limit.into() })
    }

    pub(crate) fn name(&self) -> &'static str {
        self.line.name
    }

    fn ratio(&self) -> Option<f64> {
        self.limit.map(|limit| self.value / limit)
    }

    /// Whether it comes to what it should.
    pub(crate) fn met(&self) -> bool {
        match (self.line.target, self.ratio()) {
            (Target::None, _) => true,
            (Target::Value(most), _) => self.value <= most,
            (Target::AtLeast(least), Some(ratio)) => least <= ratio,
            (Target::AtMost(most), Some(ratio)) => ratio <= most,
            (Target::AtLeast(_) | Target::AtMost(_), None) => false,
        }
    }

    /// One object for machines.
    pub(crate) fn as_json(&self) -> Value {
        json!({
            "name": self.line.name,
            "value": rounded(self.value),
            "unit": self.line.unit,
            "limit": self.limit.map(rounded),
            "ratio": self.ratio().map(rounded),
            "target": self.line.target.text(),
        })
    }

    /// One line for people.
    pub(crate) fn as_text(&self) -> String {
        let Line { name, unit, target, .. } = self.line;
        let limit = self.limit.map_or_else(String::new, |limit| format!("limit {:.6}", rounded(limit)));
        let ratio = self.ratio().map_or_else(String::new, |ratio| format!("ratio {:.6}", rounded(ratio)));
        let verdict = match (target.text(), self.met()) {
            (None, _) => String::new(),
            (Some(target), true) => format!("{target}: met"),
            (Some(target), false) => format!("{target}: MISSED"),
        };
        format!("{name:<22} {:>10} {unit:<10} {limit:<18} {ratio:<16} {verdict}", rounded(self.value))
    }
}

impl Target {
    /// As machines read it: what, how, how much.
    pub(crate) fn text(self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Value(most) => Some(format!("value <= {most}")),
            Self::AtLeast(least) => Some(format!("ratio >= {least}")),
            Self::AtMost(most) => Some(format!("ratio <= {most}")),
        }
    }
}

/// Four digits that count.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let digits = 3 - value.abs().log10().floor() as i32;
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_met_or_missed_by_value_or_ratio() {
        let met = |name, value, limit: Option<f64>| Figure::new(name, value, limit).unwrap().met();
        assert!(met("signed_entries", 50.0, Some(100.0)) && !met("signed_entries", 49.0, Some(100.0)));
        assert!(met("case_open_cold", 2.0, Some(1.0)) && !met("case_open_cold", 2.1, Some(1.0)));
        assert!(met("memory_idle", 80.0, None) && !met("memory_idle", 81.0, None));
        assert!(met("case_page_rate", 0.0, None));
        assert!(!met("verify_lines", 1.0, None), "without its limit a figure says nothing");
    }

    #[test]
    fn four_digits_count() {
        let rounded: Vec<f64> = [123_456.7, 0.123_456, 9.999_96, 0.0].into_iter().map(rounded).collect();
        assert_eq!(rounded, [123_500.0, 0.1235, 10.0, 0.0]);
    }
}
