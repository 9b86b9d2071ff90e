//! The derived rows of a dossier. Most entries change none of them but the card, and a row that is written anew takes a page of the log in its
//! table and in each of its indexes: so what is there is read, and only a list that differs is replaced as a whole.

use domain::ids::EntryNumber;
use domain::time::Instant;
use vault::Field;

use super::order::{Appointment, Duty, Tie};
use super::prepare::{PreparedDerived, PreparedPart};
use crate::db::{DbFault, Row, Tx};
use crate::vals;

/// Makes these the rows of the dossier.
pub(super) fn replace(
    tx: &mut Tx<'_>,
    part: &PreparedPart,
    rows: &PreparedDerived,
    at: Instant,
) -> Result<(), DbFault> {
    put_card(tx, part, rows, at)?;
    let ties = "SELECT staff, tie, clearance, since, until FROM ties WHERE dossier = $1";
    if differs(tx, part, ties, tie, &rows.ties)? {
        clear(tx, part, "DELETE FROM ties WHERE dossier = $1")?;
        put_ties(tx, part, rows)?;
    }
    let tokens = "SELECT field, token FROM tokens WHERE dossier = $1";
    if differs(tx, part, tokens, token, &rows.tokens)? {
        clear(tx, part, "DELETE FROM tokens WHERE dossier = $1")?;
        put_tokens(tx, part, rows)?;
    }
    let duties = "SELECT duty, kind, clause, owner, role, due, raised, item, level FROM duties WHERE dossier = $1";
    if differs(tx, part, duties, duty, &rows.duties)? {
        clear(tx, part, "DELETE FROM duties WHERE dossier = $1")?;
        put_duties(tx, part, rows)?;
    }
    let appointments = "SELECT item, staff, starts, ends, state FROM appointments WHERE dossier = $1";
    if differs(tx, part, appointments, appointment, &rows.appointments)? {
        clear(tx, part, "DELETE FROM appointments WHERE dossier = $1")?;
        put_appointments(tx, part, rows)?;
    }
    Ok(())
}

/// Whether other rows are there than these. No row is there twice, so as many and each of them means the same; one that cannot be read differs.
fn differs<T: PartialEq>(
    tx: &mut Tx<'_>,
    part: &PreparedPart,
    find: &'static str,
    read: impl Fn(&Row<'_>) -> Result<T, DbFault>,
    rows: &[T],
) -> Result<bool, DbFault> {
    if part.after == EntryNumber::NONE {
        return Ok(!rows.is_empty());
    }
    let there = tx.query(find, vals![part.dossier], |row| Ok(read(row).ok()))?;
    Ok(there.len() != rows.len() || !there.iter().all(|row| row.as_ref().is_some_and(|row| rows.contains(row))))
}

fn clear(tx: &mut Tx<'_>, part: &PreparedPart, delete: &'static str) -> Result<(), DbFault> {
    if part.after != EntryNumber::NONE {
        tx.exec(delete, vals![part.dossier])?;
    }
    Ok(())
}

fn tie(row: &Row<'_>) -> Result<Tie, DbFault> {
    Ok(Tie {
        staff: row.parse(0)?,
        tie: row.text(1)?,
        clearance: row.level(2)?,
        since: row.instant(3)?,
        until: row.opt_int(4)?.map(Instant),
    })
}

fn token(row: &Row<'_>) -> Result<(Field, Vec<u8>), DbFault> {
    let field = Field::from_code(&row.text(0)?).ok_or_else(|| DbFault::named("field of a token"))?;
    Ok((field, row.bytes(1)?))
}

fn duty(row: &Row<'_>) -> Result<Duty, DbFault> {
    Ok(Duty {
        duty: row.text(0)?,
        kind: row.text(1)?,
        clause: row.text(2)?,
        owner: row.opt_parse(3)?,
        role: row.opt_text(4)?,
        due: row.instant(5)?,
        raised: row.instant(6)?,
        item: row.opt_parse(7)?,
        level: row.level(8)?,
    })
}

fn appointment(row: &Row<'_>) -> Result<Appointment, DbFault> {
    Ok(Appointment {
        item: row.parse(0)?,
        staff: row.parse(1)?,
        starts: row.instant(2)?,
        ends: row.instant(3)?,
        state: row.text(4)?,
    })
}

fn put_ties(tx: &mut Tx<'_>, part: &PreparedPart, rows: &PreparedDerived) -> Result<(), DbFault> {
    for tie in &rows.ties {
        tx.exec(
            "INSERT INTO ties (dossier, staff, tie, clearance, since, until) VALUES ($1, $2, $3, $4, $5, $6)",
            vals![part.dossier, tie.staff, tie.tie, tie.clearance, tie.since, tie.until],
        )?;
    }
    Ok(())
}

fn put_tokens(tx: &mut Tx<'_>, part: &PreparedPart, rows: &PreparedDerived) -> Result<(), DbFault> {
    for (field, token) in &rows.tokens {
        tx.exec(
            "INSERT INTO tokens (field, token, dossier) VALUES ($1, $2, $3)",
            vals![field.code(), token, part.dossier],
        )?;
    }
    Ok(())
}

fn put_appointments(tx: &mut Tx<'_>, part: &PreparedPart, rows: &PreparedDerived) -> Result<(), DbFault> {
    for slot in &rows.appointments {
        tx.exec(
            "INSERT INTO appointments (dossier, item, staff, starts, ends, state) VALUES ($1, $2, $3, $4, $5, $6)",
            vals![part.dossier, slot.item, slot.staff, slot.starts, slot.ends, slot.state],
        )?;
    }
    Ok(())
}

fn put_card(tx: &mut Tx<'_>, part: &PreparedPart, rows: &PreparedDerived, at: Instant) -> Result<(), DbFault> {
    tx.exec(
        "INSERT INTO cards (dossier, kind, state, level, subject, team, changed, sealed)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (dossier) DO UPDATE
         SET kind = $2, state = $3, level = $4, subject = $5, team = $6, changed = $7, sealed = $8",
        vals![part.dossier, part.kind.code(), rows.state, rows.level, rows.subject, rows.team, at, rows.card],
    )?;
    Ok(())
}

fn put_duties(tx: &mut Tx<'_>, part: &PreparedPart, rows: &PreparedDerived) -> Result<(), DbFault> {
    for duty in &rows.duties {
        tx.exec(
            "INSERT INTO duties (dossier, duty, kind, clause, owner, role, due, raised, item, level)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            vals![
                part.dossier,
                duty.duty,
                duty.kind,
                duty.clause,
                duty.owner,
                duty.role,
                duty.due,
                duty.raised,
                duty.item,
                duty.level
            ],
        )?;
    }
    Ok(())
}
