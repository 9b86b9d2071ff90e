//! What whoever imports wants, and what came of it.

use std::collections::BTreeSet;

use super::Tally;

/// Whether anything is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is: only looked and counted.
    TryOut,
    /// One signed entry for each good row.
    Write,
}

/// Rows of people like somebody registered, or like an earlier row, that are other people nevertheless: somebody has looked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Others {
    /// None; all such rows are left out.
    #[default]
    None,
    /// These rows, by their row number in the error file.
    Rows(BTreeSet<u64>),
    /// All of them.
    All,
}

impl Others {
    pub(super) fn has(&self, row: u64) -> bool {
        match self {
            Self::None => false,
            Self::Rows(rows) => rows.contains(&row),
            Self::All => true,
        }
    }
}

/// How an import is to be done.
#[derive(Debug, Clone)]
pub struct Order {
    /// Whether anything is written.
    pub mode: Mode,
    /// Which likely duplicates are other people.
    pub others: Others,
    /// How many rows are written at once; the store commits them in groups.
    pub at_once: usize,
}

impl Order {
    /// Nothing is written.
    pub const fn try_out() -> Self {
        Self { mode: Mode::TryOut, others: Others::None, at_once: 16 }
    }

    /// Everything good is written, and likely duplicates are left out.
    pub const fn write() -> Self {
        Self { mode: Mode::Write, others: Others::None, at_once: 16 }
    }
}

/// How an import ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The figures.
    pub tally: Tally,
    /// Another form of dates that would fit all that did not.
    pub date_hint: Option<&'static str>,
}
