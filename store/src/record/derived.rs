//! The derived rows of a dossier. Most entries change none of them but the card, and a row that is written anew takes a page of the log in its
//! table and in each of its indexes: so a mark of each list stands at the head of the dossier, and only a list whose mark differs is replaced.
//!
//! Nothing else writes these tables. `reindex` knows no marks and writes every list, whatever happened to the rows meanwhile.

use domain::ids::{DossierId, EntryNumber};
use domain::time::Instant;
use ledger::sha256;
use vault::Field;

use super::counted::{InLine, ReminderRow, SessionOutcome, TimedInquiry};
use super::order::{Appointment, Duty, Hold, Tie, Whereabouts};
use super::prepare::{PreparedDerived, PreparedPart};
use crate::db::{DbFault, ToVal as _, Tx, Val};
use crate::vals;

/// How many bytes the mark of one list has.
const MARK: usize = 16;

/// What a dossier has in one table. The last value of each row is the dossier.
struct List<'r> {
    delete: &'static str,
    insert: &'static str,
    rows: Vec<Vec<Val<'r>>>,
}

/// Makes these the rows of the dossier; `marks` are those of the rows that are there, empty when nobody knows.
pub(super) fn replace(
    tx: &mut Tx<'_>,
    part: &PreparedPart,
    derived: &PreparedDerived,
    marks: &[u8],
    at: Instant,
) -> Result<(), DbFault> {
    if derived.marks == marks {
        return renew_card(tx, part, derived, at);
    }
    put_card(tx, part, derived, at)?;
    let mut known = marks.chunks_exact(MARK);
    for (list, mark) in lists(&part.dossier, derived).iter().zip(derived.marks.chunks_exact(MARK)) {
        if known.next() != Some(mark) {
            put_list(tx, part, list)?;
        }
    }
    Ok(())
}

/// The marks of all lists, one after the other, and of what the card hangs on.
pub(super) fn marks(dossier: DossierId, derived: &PreparedDerived) -> Vec<u8> {
    let lists = lists(&dossier, derived);
    let card = [vals![derived.subject].to_vec()];
    let (mut marks, mut bytes) = (Vec::with_capacity(MARK * (lists.len() + card.len())), Vec::with_capacity(512));
    for rows in lists.iter().map(|list| list.rows.as_slice()).chain([card.as_slice()]) {
        bytes.clear();
        rows.iter().flatten().for_each(|value| value.spell(&mut bytes));
        marks.extend(sha256(&bytes).0.into_iter().take(MARK));
    }
    marks
}

fn put_list(tx: &mut Tx<'_>, part: &PreparedPart, list: &List<'_>) -> Result<(), DbFault> {
    if part.after != EntryNumber::NONE {
        tx.exec(list.delete, vals![part.dossier])?;
    }
    for row in &list.rows {
        tx.exec(list.insert, row)?;
    }
    Ok(())
}

fn lists<'r>(dossier: &'r DossierId, derived: &'r PreparedDerived) -> [List<'r>; 11] {
    let tie = |t: &'r Tie| vals![t.staff, t.tie, t.clearance, t.since, t.until, *dossier].to_vec();
    let token = |(field, token): &'r (Field, Vec<u8>)| vec![Val::Text(field.code()), token.val(), dossier.val()];
    let duty = |d: &'r Duty| {
        vals![d.duty, d.kind, d.clause, d.owner, d.role, d.due, d.raised, d.item, d.level, *dossier].to_vec()
    };
    let slot = |s: &'r Appointment| {
        let mut row = vals![s.item, s.staff, s.starts, s.ends, s.state, s.reminded, s.answer, s.room].to_vec();
        row.extend([s.meeting.val(), s.series.val(), s.revision.val(), s.changed.val(), dossier.val()]);
        row
    };
    let outcome = |(place, o): (i64, &'r SessionOutcome)| {
        let numbers = [i64::from(o.minutes), i64::from(o.weekday), i64::from(o.next)].map(Val::Int);
        let [minutes, weekday, next] = numbers;
        vec![
            Val::Int(place),
            o.staff.val(),
            o.starts.val(),
            minutes,
            weekday,
            Val::Text(o.outcome),
            Val::Text(o.reminded),
            o.wait.val(),
            next,
            dossier.val(),
        ]
    };
    let reminder = |r: &'r ReminderRow| {
        vals![r.item, r.staff, r.starts, r.at, r.state, r.means, r.answer, r.hours, *dossier].to_vec()
    };
    let hold = |h: &'r Hold| vals![h.dossier, h.since, h.until, *dossier].to_vec();
    let waits = |w: &'r InLine| vec![Val::Int(w.urgency), w.since.val(), dossier.val()];
    let asked = |q: &'r TimedInquiry| {
        let r = &q.row;
        let mut row = vals![r.kind, r.channel, r.level, r.owner, r.about, r.received, r.acknowledge_due].to_vec();
        let answered = Val::Int(i64::from(r.answered));
        row.extend([r.acknowledged.val(), r.answer_due.val(), r.ended.val(), answered, r.due.val()]);
        row.extend([q.timed.val(), q.rules.val(), dossier.val()]);
        row
    };
    let item = |w: &'r Whereabouts| vals![w.item, w.place, w.holder, w.due, *dossier].to_vec();
    [
        List {
            delete: "DELETE FROM ties WHERE dossier = $1",
            insert: "INSERT INTO ties (staff, tie, clearance, since, until, dossier) VALUES ($1, $2, $3, $4, $5, $6)",
            rows: derived.ties.iter().map(tie).collect(),
        },
        List {
            delete: "DELETE FROM tokens WHERE dossier = $1",
            insert: "INSERT INTO tokens (field, token, dossier) VALUES ($1, $2, $3)",
            rows: derived.tokens.iter().map(token).collect(),
        },
        List {
            delete: "DELETE FROM duties WHERE dossier = $1",
            insert: "INSERT INTO duties (duty, kind, clause, owner, role, due, raised, item, level, dossier)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            rows: derived.duties.iter().map(duty).collect(),
        },
        List {
            delete: "DELETE FROM appointments WHERE dossier = $1",
            insert: "INSERT INTO appointments
                     (item, staff, starts, ends, state, reminded, answer, room, meeting, series, revision, changed, dossier)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            rows: derived.appointments.iter().map(slot).collect(),
        },
        List {
            delete: "DELETE FROM blobs WHERE dossier = $1",
            insert: "INSERT INTO blobs (address, length, dossier) VALUES ($1, $2, $3)",
            rows: derived.blobs.iter().map(|blob| vals![blob.address, blob.length, *dossier].to_vec()).collect(),
        },
        List {
            delete: "DELETE FROM holds WHERE matter = $1",
            insert: "INSERT INTO holds (dossier, since, until, matter) VALUES ($1, $2, $3, $4)",
            rows: derived.holds.iter().map(hold).collect(),
        },
        List {
            delete: "DELETE FROM whereabouts WHERE dossier = $1",
            insert: "INSERT INTO whereabouts (item, place, holder, due, dossier) VALUES ($1, $2, $3, $4, $5)",
            rows: derived.whereabouts.iter().map(item).collect(),
        },
        List {
            delete: "DELETE FROM session_outcomes WHERE dossier = $1",
            insert: "INSERT INTO session_outcomes
                     (place, staff, starts, minutes, weekday, outcome, reminded, wait, next, dossier)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            rows: (0..).zip(&derived.outcomes).map(outcome).collect(),
        },
        List {
            delete: "DELETE FROM waiting_list WHERE dossier = $1",
            insert: "INSERT INTO waiting_list (urgency, since, dossier) VALUES ($1, $2, $3)",
            rows: derived.waiting.iter().map(waits).collect(),
        },
        List {
            delete: "DELETE FROM reminders WHERE dossier = $1",
            insert: "INSERT INTO reminders (item, staff, starts, at, state, means, answer, hours, dossier)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            rows: derived.reminders.iter().map(reminder).collect(),
        },
        List {
            delete: "DELETE FROM inquiries WHERE dossier = $1",
            insert: "INSERT INTO inquiries
                     (kind, channel, level, owner, about, received, acknowledge_due, acknowledged, answer_due, ended, answered, due,
                      timed, rules, dossier)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            rows: derived.inquiry.iter().map(asked).collect(),
        },
    ]
}

/// The card of a dossier whose marks are the same. Its kind and what it hangs on are left out: SQLite writes an index anew whose columns are
/// named, also with the same values.
fn renew_card(tx: &mut Tx<'_>, part: &PreparedPart, rows: &PreparedDerived, at: Instant) -> Result<(), DbFault> {
    let renew = "UPDATE cards SET state = $2, level = $3, team = $4, changed = $5, sealed = $6 WHERE dossier = $1";
    match tx.exec(renew, vals![part.dossier, rows.state, rows.level, rows.team, at, rows.card])? {
        0 => put_card(tx, part, rows, at),
        _ => Ok(()),
    }
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
