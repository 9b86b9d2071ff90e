//! Appending: entry, ledger line, head of the dossier, derived rows, outbox and the mark of the deed in one transaction.

use std::sync::Arc;

use domain::ids::{DossierKind, EntryId, EntryNumber, OnceKey};
use domain::time::Instant;
use ledger::line::{Entry, body_hash};
use ledger::{Hash, Id};

use super::derived::replace;
use super::guards;
use super::order::{Append, AppendFailure, Appended};
use super::prepare::{Prepared, PreparedEntry, PreparedGuard, PreparedPart};
use crate::db::{DbFault, Tx};
use crate::destruction::doom;
use crate::shelves::insert_job;
use crate::{Store, StoreFault, vals};

impl Store {
    /// Writes entries with everything that belongs to them, all or nothing; durable when it answers.
    ///
    /// # Errors
    /// [`AppendFailure::Moved`] when a dossier has newer entries than the caller knew, [`AppendFailure::Guard`] when a guard does not hold,
    /// otherwise a fault. Then nothing has changed. After [`DbFault::Unavailable`] on PostgreSQL the outcome may be unknown: try again
    /// with the same once-key.
    pub async fn append(&self, append: Append) -> Result<Appended, AppendFailure> {
        let prepared = Arc::new(self.prepare(append).await?);
        let guarded = prepared.guards.iter().any(PreparedGuard::reads_what_others_write);
        let unit = move |tx: &mut Tx<'_>| write(tx, &prepared);
        let outcome = if guarded { self.db().write(unit).await } else { self.db().write_plain(unit).await };
        match outcome {
            // lost every time against others: deciding again is the caller's way on
            Err(AppendFailure::Fault(StoreFault::Db(DbFault::Conflict))) => Err(AppendFailure::Moved),
            outcome => outcome,
        }
    }
}

fn write(tx: &mut Tx<'_>, append: &Prepared) -> Result<Appended, AppendFailure> {
    let chains: Result<Vec<Chain>, AppendFailure> = append.parts.iter().map(|part| chain(tx, part)).collect();
    // asked once the rows are locked: a twin that was faster has moved the dossier, and this is not a move
    if let Some(once) = append.once
        && let Some(earlier) = had(tx, once)?
    {
        return Ok(Appended::Already(earlier));
    }
    let chains = chains?;
    for (which, doomed) in append.destroys.iter().enumerate() {
        if !doom(tx, *doomed, append.at)? {
            return Err(AppendFailure::Guard(append.guards.len() + which));
        }
    }
    guards::check(tx, &append.guards)?;
    let mut written = Vec::new();
    for (part, chain) in append.parts.iter().zip(chains) {
        write_part(tx, append, part, chain, &mut written)?;
    }
    for job in &append.jobs {
        insert_job(tx, job)?;
    }
    if let Some((dossier, form)) = &append.drop_draft {
        let delete = "DELETE FROM drafts WHERE staff = $1 AND dossier = $2 AND form = $3";
        tx.exec(delete, vals![append.actor, dossier, form])?;
    }
    if let (Some(once), Some(first)) = (append.once, written.first()) {
        let insert = "INSERT INTO deeds (once, staff, at, dossier, entry) VALUES ($1, $2, $3, $4, $5)";
        tx.exec(insert, vals![once, append.actor, append.at, first.dossier, first.number])?;
    }
    Ok(Appended::Done(written))
}

fn had(tx: &mut Tx<'_>, once: OnceKey) -> Result<Option<EntryId>, DbFault> {
    tx.one("SELECT dossier, entry FROM deeds WHERE once = $1", vals![once], |row| {
        Ok(EntryId { dossier: row.parse(0)?, number: row.number(1)? })
    })
}

/// Where the chain of a dossier stands, and its derived rows.
struct Chain {
    head: Hash,
    last_at: Instant,
    marks: Vec<u8>,
}

/// The end of the chain, if the dossier stands where the decision was made. Its row stays locked until the end, so that of two writers one
/// waits; that, the unique places of entries and the unique once-keys are all that an append without guards needs.
fn chain(tx: &mut Tx<'_>, part: &PreparedPart) -> Result<Chain, AppendFailure> {
    let find = "SELECT kind, entries, head, last_at, derived FROM dossiers WHERE dossier = $1 AND destroyed IS NULL";
    let found = tx.one(find, vals![part.dossier], |row| {
        Ok((row.text(0)?, row.number(1)?, row.bytes(2)?, row.instant(3)?, row.bytes(4)?))
    })?;
    let Some((kind, entries, head, last_at, marks)) = found else {
        return if part.after == EntryNumber::NONE {
            Ok(Chain { head: Hash::ZERO, last_at: Instant(i64::MIN), marks: Vec::new() })
        } else {
            Err(AppendFailure::Moved)
        };
    };
    if entries != part.after {
        return Err(AppendFailure::Moved);
    }
    if DossierKind::from_code(&kind) != Some(part.kind) {
        return Err(StoreFault::Malformed("dossier of another kind").into());
    }
    let head = Hash::from_slice(&head).ok_or(StoreFault::Damaged)?;
    Ok(Chain { head, last_at, marks })
}

fn write_part(
    tx: &mut Tx<'_>,
    append: &Prepared,
    part: &PreparedPart,
    mut chain: Chain,
    written: &mut Vec<EntryId>,
) -> Result<(), AppendFailure> {
    let skew = append.at < chain.last_at;
    let at = append.at.max(chain.last_at);
    for entry in &part.entries {
        chain.head = write_entry(tx, append, entry, &chain.head, at, skew)?;
        written.push(EntryId { dossier: part.dossier, number: entry.header.number });
    }
    let last = part.entries.last().map_or(part.after, |entry| entry.header.number);
    if let Some(derived) = &part.derived {
        replace(tx, part, derived, &chain.marks, at)?;
        chain.marks.clone_from(&derived.marks);
    }
    chain.last_at = at;
    put_head(tx, part, last, &chain)?;
    Ok(())
}

fn put_head(tx: &mut Tx<'_>, part: &PreparedPart, last: EntryNumber, chain: &Chain) -> Result<(), AppendFailure> {
    let Chain { head, last_at, marks } = chain;
    if part.after == EntryNumber::NONE {
        let found =
            "INSERT INTO dossiers (dossier, kind, entries, head, last_at, derived) VALUES ($1, $2, $3, $4, $5, $6)";
        tx.exec(found, vals![part.dossier, part.kind.code(), last, head.0, last_at, marks])?;
        return Ok(());
    }
    let advance = "UPDATE dossiers SET entries = $3, head = $4, last_at = $5, derived = $6
                   WHERE dossier = $1 AND entries = $2";
    match tx.exec(advance, vals![part.dossier, part.after, last, head.0, last_at, marks])? {
        1 => Ok(()),
        _ => Err(AppendFailure::Moved),
    }
}

/// Writes the entry and its line; answers with the hash of the line's body, which the next entry names.
fn write_entry(
    tx: &mut Tx<'_>,
    append: &Prepared,
    entry: &PreparedEntry,
    prev: &Hash,
    at: Instant,
    skew: bool,
) -> Result<Hash, AppendFailure> {
    let header = &entry.header;
    let line = Entry {
        actor: Id(append.actor.bits().into_bytes()),
        at: at.0,
        commit: entry.commitments.commit,
        dossier: Id(header.dossier.bits().into_bytes()),
        entry: header.number.0,
        kind: &header.kind,
        level: header.level.rank(),
        manifest: entry.commitments.manifest,
        prev: *prev,
        skew,
    };
    let body = line.body().map_err(|_| StoreFault::Malformed("ledger line"))?;
    tx.exec(
        "INSERT INTO entries (dossier, number, kind, version, level, author, happened, signed, sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        vals![
            header.dossier,
            header.number,
            header.kind,
            header.version,
            header.level,
            header.author,
            header.happened,
            header.signed,
            entry.sealed
        ],
    )?;
    tx.exec(
        "INSERT INTO lines (id, at, dossier, entry, body) VALUES ($1, $2, $3, $4, $5)",
        vals![entry.line, at, header.dossier, header.number, body],
    )?;
    Ok(body_hash(&body))
}
