//! Writing the two copies, each in one snapshot of its database.

use std::collections::BTreeMap;
use std::io::Write;

use ledger::Hash;

use super::CopyFault;
use super::form::{CopyWriter, Kind, Start};
use super::tables::{self, Keep, Table};
use crate::db::{Db, DbFault, Engine, Tx};
use crate::sealer::Edge;
use crate::{Store, migrate};

/// The name of the root key among the parts of the copy of the keys.
pub(super) const ROOT_KEY: &str = "root-key";

/// The schemas of the two databases, as this program writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schema {
    /// Of the record.
    pub data: u32,
    /// Of the keys.
    pub keys: u32,
}

impl Schema {
    /// Those of this program; an open store has no others.
    pub fn of_this_program() -> Self {
        let count = |steps: &[&str]| u32::try_from(steps.len()).unwrap_or(u32::MAX);
        Self { data: count(migrate::DATA), keys: count(migrate::KEYS) }
    }
}

/// A copy of the data that is written but for its documents.
pub struct DataCopy<W> {
    /// To go on with: documents, then the end.
    pub copy: CopyWriter<W>,
    /// How many ledger lines had their number at that moment.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// How many rows each table had.
    pub rows: BTreeMap<&'static str, u64>,
}

impl Store {
    /// Writes the data as they are at one moment; people go on working meanwhile. Blocking.
    ///
    /// # Errors
    /// [`CopyFault`]; what was written so far is no copy.
    pub fn copy_data<W: Write + Send + 'static>(&self, out: W) -> Result<DataCopy<W>, CopyFault> {
        let start =
            Start { kind: Kind::Data, schema: Schema::of_this_program().data, installation: self.installation() };
        let mut out = Some(out);
        self.db().read_now(move |tx| {
            let mut copy = begin(tx, out.take(), start)?;
            let edge = Edge::read(tx)?;
            let rows = every(tx, &mut copy, tables::DATA)?;
            Ok(DataCopy { copy, size: edge.frontier.size(), root: edge.frontier.root(), rows })
        })
    }

    /// Writes the wrapped keys and, when it is to be there, the root key above them. Blocking.
    ///
    /// # Errors
    /// [`CopyFault`]; what was written so far is no copy.
    pub fn copy_keys<W: Write + Send + 'static>(&self, out: W, with_root: bool) -> Result<W, CopyFault> {
        let start =
            Start { kind: Kind::Keys, schema: Schema::of_this_program().keys, installation: self.installation() };
        let mut copy = copy_of(self.keys().db(), out, start)?;
        if with_root {
            copy.part(ROOT_KEY, self.keys().root().for_kit().as_slice())?;
        }
        Ok(copy.finish()?)
    }

    /// A text with the signature of this ledger, such as the manifest of a backup; nothing when it has no form that can be signed.
    pub fn signed_text(&self, text: &str) -> Option<String> {
        self.signer().sign_text(text)
    }
}

fn copy_of<W: Write + Send + 'static>(db: &Db, out: W, start: Start) -> Result<CopyWriter<W>, CopyFault> {
    let mut out = Some(out);
    db.read_now(move |tx| {
        let mut copy = begin(tx, out.take(), start)?;
        every(tx, &mut copy, tables::KEYS)?;
        Ok(copy)
    })
}

/// Begins the copy. The writer is gone when the unit runs a second time, which one that only reads never does.
fn begin<W: Write>(tx: &mut Tx<'_>, out: Option<W>, start: Start) -> Result<CopyWriter<W>, CopyFault> {
    if tx.engine() == Engine::Postgres {
        // a large table takes longer than anything else is allowed to
        tx.batch("SET LOCAL statement_timeout = 0")?;
    }
    let out = out.ok_or_else(|| DbFault::named("copy begun twice"))?;
    Ok(CopyWriter::begin(out, start)?)
}

fn every<W: Write>(
    tx: &mut Tx<'_>,
    copy: &mut CopyWriter<W>,
    all: &'static [Table],
) -> Result<BTreeMap<&'static str, u64>, CopyFault> {
    let mut counts = BTreeMap::new();
    for table in all {
        let Keep::Truth(question) = table.keep else { continue };
        let (columns, before) = (tables::columns(question), copy.rows());
        copy.table(table.name, &columns)?;
        tx.each(question, |row| copy.row(row, columns.len()))?;
        counts.insert(table.name, copy.rows() - before);
    }
    Ok(counts)
}
