//! Rows of a copy on their way into a database, some hundred in one transaction.
//!
//! tidy: sql because the table comes from the closed list of tables and the columns are checked to be names; every value is bound

use std::sync::Arc;

use super::CopyFault;
use super::form::Cell;
use super::tables::{FORMER, Keep, Table};
use crate::db::{Db, DbFault, ToVal as _};

/// How many rows go into one transaction at most.
const ROWS: usize = 1_000;

/// And how many bytes, about.
const BYTES: usize = 4 * 1024 * 1024;

/// The rows that wait for their transaction.
pub(crate) struct Batch<'d> {
    db: &'d Db,
    tables: &'static [Table],
    text: Arc<str>,
    columns: usize,
    rows: Vec<Vec<Cell>>,
    bytes: usize,
}

impl<'d> Batch<'d> {
    pub(crate) fn new(db: &'d Db, tables: &'static [Table]) -> Self {
        Self { db, tables, text: Arc::from(""), columns: 0, rows: Vec::new(), bytes: 0 }
    }

    /// The rows that follow are of this table.
    pub(crate) fn table(&mut self, name: &str, columns: &[String]) -> Result<(), CopyFault> {
        self.flush()?;
        let copied = |table: &Table| table.name == name && matches!(table.keep, Keep::Truth(_));
        let known = self.tables.iter().any(copied) || FORMER.contains(&name);
        let is_name = |text: &String| !text.is_empty() && text.bytes().all(|c| c.is_ascii_lowercase() || c == b'_');
        if !known || columns.is_empty() || !columns.iter().all(is_name) {
            return Err(CopyFault::Form);
        }
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("${place}")).collect();
        self.text = format!("INSERT INTO {name} ({}) VALUES ({})", columns.join(", "), places.join(", ")).into();
        self.columns = columns.len();
        Ok(())
    }

    /// Takes one more row.
    pub(crate) fn row(&mut self, cells: Vec<Cell>) -> Result<(), CopyFault> {
        if cells.len() != self.columns || cells.is_empty() {
            return Err(CopyFault::Form);
        }
        self.bytes += cells.iter().map(weight).sum::<usize>();
        self.rows.push(cells);
        if ROWS <= self.rows.len() || BYTES <= self.bytes { self.flush() } else { Ok(()) }
    }

    /// Writes what waits.
    pub(crate) fn flush(&mut self) -> Result<(), CopyFault> {
        self.bytes = 0;
        let rows = std::mem::take(&mut self.rows);
        if rows.is_empty() {
            return Ok(());
        }
        let text = Arc::clone(&self.text);
        let write = self.db.write_now(move |tx| {
            let vals: Vec<Vec<_>> = rows.iter().map(|cells| cells.iter().map(|cell| cell.val()).collect()).collect();
            tx.exec_each(&text, &vals)
        });
        Ok(write.map_err(|fault: DbFault| fault)?)
    }
}

fn weight(cell: &Cell) -> usize {
    match cell {
        Cell::Null | Cell::Int(_) => 9,
        Cell::Text(text) => text.len() + 5,
        Cell::Bytes(bytes) => bytes.len() + 5,
    }
}
