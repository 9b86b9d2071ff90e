//! A page of the ledger with the entries its lines speak of.

use std::collections::HashMap;

use domain::ids::{DossierId, EntryNumber};
use ledger::line::{Body, Entry, leaf_bytes};
use ledger::{Hash, Id};
use uuid::Uuid;

use super::{Broken, Scope, VerifyFailure};
use crate::db::{DbFault, Row};
use crate::record::header;
use crate::seals::Header;
use crate::{Store, vals};

/// How every entry line begins.
pub(super) const ENTRY_LINE: &[u8; 15] = b"{\"act\":\"entry\",";

/// A line as stored, with the header of the entry it speaks of.
pub(crate) struct Line {
    pub(crate) number: i64,
    at: i64,
    dossier: Option<String>,
    entry: Option<i64>,
    pub(crate) body: Vec<u8>,
    prev: Hash,
    pub(crate) leaf: Vec<u8>,
    pub(crate) header: Option<Header>,
    pub(crate) sealed: Option<Vec<u8>>,
}

/// The ends of the chains of all dossiers, as the lines say.
pub(super) struct Heads(pub(super) HashMap<DossierId, (EntryNumber, Hash)>);

impl Heads {
    pub(super) fn new() -> Self {
        Self(HashMap::new())
    }

    pub(super) fn take(&mut self, body: &Body<'_>, hash: Hash) {
        if let Body::Entry(entry) = body {
            self.0.insert(dossier_of(entry), (EntryNumber(entry.entry), hash));
        }
    }
}

pub(crate) fn dossier_of(entry: &Entry<'_>) -> DossierId {
    DossierId::new(Uuid::from_bytes(entry.dossier.0))
}

/// The next lines, at most so many; none at the end.
pub(crate) async fn page(store: Store, from: u64, most: u32, scope: Scope) -> Result<Vec<Line>, DbFault> {
    let find = "SELECT l.number, l.at, l.dossier, l.entry, l.body, l.prev, l.leaf,
                       e.dossier, e.number, e.kind, e.version, e.level, e.author, e.happened, e.signed,
                       CASE WHEN CAST($3 AS BIGINT) = 1 THEN e.sealed END
                FROM lines l LEFT JOIN entries e
                     ON substr(l.body, 1, 15) = $2 AND e.dossier = l.dossier AND e.number = l.entry
                WHERE l.number >= $1 ORDER BY l.number LIMIT $4";
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    let contents = scope == Scope::Contents;
    store.db().glance(move |tx| tx.query(find, vals![from, *ENTRY_LINE, contents, most], read)).await
}

fn read(row: &Row<'_>) -> Result<Line, DbFault> {
    let header = if row.opt_text(7)?.is_some() { Some(header(row, 7)?) } else { None };
    Ok(Line {
        number: row.int(0)?,
        at: row.int(1)?,
        dossier: row.opt_text(2)?,
        entry: row.opt_int(3)?,
        body: row.bytes(4)?,
        prev: row.opt_bytes(5)?.and_then(|prev| Hash::from_slice(&prev)).unwrap_or(Hash::ZERO),
        leaf: row.opt_bytes(6)?.unwrap_or_default(),
        header,
        sealed: row.opt_bytes(15)?,
    })
}

impl Line {
    /// The leaf as the columns would have it; the checker says whether it follows.
    pub(crate) fn leaf_bytes(&self) -> Vec<u8> {
        leaf_bytes(&self.body, u64::try_from(self.number).unwrap_or(u64::MAX), &self.prev)
    }

    /// Whether the columns, and the header of the entry, say what the body says.
    pub(crate) fn agrees(&self, number: u64, body: &Body<'_>) -> Result<(), VerifyFailure> {
        let (dossier, entry): (Option<Id>, Option<u32>) = match body {
            Body::Entry(entry) => (Some(entry.dossier), Some(entry.entry)),
            Body::Access(access) => (access.dossier, access.entry),
        };
        let same = self.at == body.at()
            && self.dossier == dossier.map(|id| id.to_string())
            && self.entry == entry.map(i64::from);
        if !same {
            return Err(Broken::Columns(number).into());
        }
        let Body::Entry(entry) = body else { return Ok(()) };
        let (dossier, place) = (dossier_of(entry), EntryNumber(entry.entry));
        match &self.header {
            None => Err(Broken::EntryMissing { dossier, entry: place }.into()),
            Some(header) if header.kind == entry.kind && header.level.rank() == entry.level => Ok(()),
            Some(_) => Err(Broken::Header { dossier, entry: place }.into()),
        }
    }
}
