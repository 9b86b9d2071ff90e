//! Recording who looked: nothing is shown before this has answered.

use std::sync::Arc;

use domain::ids::{DossierId, EntryNumber, StaffId};
use domain::time::Instant;
use ledger::Id;
use ledger::line::{self, Body};

use super::prepare::new_line;
use crate::db::{DbFault, Row};
use crate::{Store, StoreFault, vals};

/// Something that somebody did besides writing: opened, searched, printed, was denied, signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// What, a code.
    pub act: String,
    /// Who.
    pub actor: StaffId,
    /// When.
    pub at: Instant,
    /// Which dossier, if one.
    pub dossier: Option<DossierId>,
    /// Up to which entry it was seen.
    pub entry: Option<EntryNumber>,
    /// Through which sign-in: the first 16 hexadecimal digits of the hash of its token.
    pub through: Option<String>,
    /// Why, a code.
    pub why: Option<String>,
}

/// A line of the access record, as the client and the data protection officer may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessSeen {
    /// What was done; `entry` when something was written.
    pub act: String,
    /// Who.
    pub actor: StaffId,
    /// When.
    pub at: Instant,
    /// Up to which entry it was seen, or which was written.
    pub entry: Option<EntryNumber>,
    /// Through which sign-in.
    pub through: Option<String>,
    /// Why.
    pub why: Option<String>,
    /// Where to go on for earlier ones.
    pub cursor: AccessCursor,
}

/// A place in the access record of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessCursor {
    /// The time of the line.
    pub at: Instant,
    /// The name of the line.
    pub line: String,
}

impl Store {
    /// Records an access; durable when it answers.
    ///
    /// # Errors
    /// [`StoreFault`]; then nothing may be shown.
    pub async fn record(&self, access: Access) -> Result<(), StoreFault> {
        let body = Arc::new(body(&access)?);
        let (id, Access { at, dossier, entry, .. }) = (new_line(), access);
        let insert = "INSERT INTO lines (id, at, dossier, entry, body) VALUES ($1, $2, $3, $4, $5)";
        let entry = entry.filter(|&entry| entry != EntryNumber::NONE);
        // reads nothing, so there is no race to detect
        let db = self.db().urgent();
        db.write_plain(move |tx| tx.exec(insert, vals![id, at, dossier, entry, *body])).await?;
        Ok(())
    }

    /// Who has looked at this dossier or written to it, latest first, at most `limit`; earlier than `before` when given.
    ///
    /// # Errors
    /// [`StoreFault`] of the database.
    pub async fn accesses(
        &self,
        dossier: DossierId,
        before: Option<AccessCursor>,
        limit: u32,
    ) -> Result<Vec<AccessSeen>, StoreFault> {
        // two questions, because lines without a number are not in the index of their dossier; there are never many
        let numbered = "SELECT id, body FROM lines WHERE dossier = $1 AND number IS NOT NULL
                        AND (at < $2 OR (at = $2 AND id < $3)) ORDER BY at DESC, id DESC LIMIT $4";
        let waiting = "SELECT id, body FROM lines WHERE dossier = $1 AND number IS NULL
                       AND (at < $2 OR (at = $2 AND id < $3)) ORDER BY at DESC, id DESC LIMIT $4";
        let AccessCursor { at, line } =
            before.unwrap_or_else(|| AccessCursor { at: Instant(i64::MAX), line: String::new() });
        let found = self.db().read(move |tx| {
            let mut found = tx.query(numbered, vals![dossier, at, line, limit], seen)?;
            found.extend(tx.query(waiting, vals![dossier, at, line, limit], seen)?);
            Ok::<_, DbFault>(found)
        });
        let mut found = found.await?;
        found.sort_by(|a, b| (b.cursor.at, &b.cursor.line).cmp(&(a.cursor.at, &a.cursor.line)));
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(found)
    }
}

/// The canonical bytes of the line.
fn body(access: &Access) -> Result<Vec<u8>, StoreFault> {
    let through = match &access.through {
        Some(text) => Some(u64::from_str_radix(text, 16).map_err(|_| StoreFault::Malformed("sign-in of an access"))?),
        None => None,
    };
    let line = line::Access {
        act: &access.act,
        actor: Id(access.actor.bits().into_bytes()),
        at: access.at.0,
        dossier: access.dossier.map(|id| Id(id.bits().into_bytes())),
        entry: access.entry.map(|entry| entry.0).filter(|&entry| 0 < entry),
        through: through.map(u64::to_be_bytes),
        why: access.why.as_deref(),
    };
    line.body().map_err(|_| StoreFault::Malformed("ledger line"))
}

fn seen(row: &Row<'_>) -> Result<AccessSeen, DbFault> {
    let (line, bytes) = (row.text(0)?, row.bytes(1)?);
    let staff = |id: Id| StaffId::new(uuid::Uuid::from_bytes(id.0));
    match Body::parse(&bytes).ok_or_else(|| DbFault::named("ledger line"))? {
        Body::Entry(entry) => Ok(AccessSeen {
            act: line::ENTRY.to_owned(),
            actor: staff(entry.actor),
            at: Instant(entry.at),
            entry: Some(EntryNumber(entry.entry)),
            through: None,
            why: Some(entry.kind.to_owned()),
            cursor: AccessCursor { at: Instant(entry.at), line },
        }),
        Body::Access(access) => Ok(AccessSeen {
            act: access.act.to_owned(),
            actor: staff(access.actor),
            at: Instant(access.at),
            entry: access.entry.map(EntryNumber),
            through: access.through.map(|eight| format!("{:016x}", u64::from_be_bytes(eight))),
            why: access.why.map(str::to_owned),
            cursor: AccessCursor { at: Instant(access.at), line },
        }),
    }
}
