//! The derived rows of a dossier, replaced as a whole.

use domain::ids::EntryNumber;
use domain::time::Instant;

use super::prepare::{PreparedDerived, PreparedPart};
use crate::db::{DbFault, Tx};
use crate::vals;

/// Puts these rows in the place of those that are there.
pub(super) fn replace(
    tx: &mut Tx<'_>,
    part: &PreparedPart,
    rows: &PreparedDerived,
    at: Instant,
) -> Result<(), DbFault> {
    if part.after != EntryNumber::NONE {
        clear(tx, part)?;
    }
    put_card(tx, part, rows, at)?;
    for tie in &rows.ties {
        tx.exec(
            "INSERT INTO ties (dossier, staff, tie, clearance, since, until) VALUES ($1, $2, $3, $4, $5, $6)",
            vals![part.dossier, tie.staff, tie.tie, tie.clearance, tie.since, tie.until],
        )?;
    }
    for (field, token) in &rows.tokens {
        tx.exec(
            "INSERT INTO tokens (field, token, dossier) VALUES ($1, $2, $3)",
            vals![field.code(), token, part.dossier],
        )?;
    }
    put_duties(tx, part, rows)?;
    for slot in &rows.appointments {
        tx.exec(
            "INSERT INTO appointments (dossier, item, staff, starts, ends, state) VALUES ($1, $2, $3, $4, $5, $6)",
            vals![part.dossier, slot.item, slot.staff, slot.starts, slot.ends, slot.state],
        )?;
    }
    Ok(())
}

fn clear(tx: &mut Tx<'_>, part: &PreparedPart) -> Result<(), DbFault> {
    for delete in [
        "DELETE FROM ties WHERE dossier = $1",
        "DELETE FROM tokens WHERE dossier = $1",
        "DELETE FROM duties WHERE dossier = $1",
        "DELETE FROM appointments WHERE dossier = $1",
    ] {
        tx.exec(delete, vals![part.dossier])?;
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
