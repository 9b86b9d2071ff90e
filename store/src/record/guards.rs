//! Guards: small questions to derived rows, asked inside the writing transaction, before it writes.
//!
//! A guard about holds or cases first locks the files that it asks about, which whoever lays down a hold or opens a case locks as well: so the
//! one sees what the other wrote. A guard that looks otherwise for the absence of a row makes its append serialisable: no lock can be taken on what is not there. Such rows must only
//! ever be written by appends that carry the same guard. Everything else is kept apart by row locks, which cost no retries.

use domain::ids::ItemId;

use super::order::{AppendFailure, Appointment, Guard};
use super::prepare::PreparedGuard;
use crate::db::{DbFault, Row, Tx};
use crate::shelves::{holds, whereabouts};
use crate::vals;

/// Whether every guard holds.
pub(super) fn check(tx: &mut Tx<'_>, guards: &[PreparedGuard]) -> Result<(), AppendFailure> {
    for (which, guard) in guards.iter().enumerate() {
        if !holds(tx, guard)? {
            return Err(AppendFailure::Guard(which));
        }
    }
    Ok(())
}

fn holds(tx: &mut Tx<'_>, guard: &PreparedGuard) -> Result<bool, DbFault> {
    match guard {
        PreparedGuard::TokenFree(_, None) => Ok(true),
        PreparedGuard::TokenFree(field, Some(token)) => {
            let taken = "SELECT 1 FROM tokens WHERE field = $1 AND token = $2 LIMIT 1";
            Ok(tx.one(taken, vals![field.code(), token], |_| Ok(()))?.is_none())
        }
        // made into the form above before the transaction
        PreparedGuard::Plain(Guard::TokenFree { .. }) => Ok(false),
        PreparedGuard::Plain(Guard::SlotFree { staff, starts, ends, except }) => {
            let taken = "SELECT item, meeting FROM appointments
                         WHERE staff = $1 AND starts < $2 AND $3 < ends AND state = $4";
            let others = tx.query(taken, vals![staff, ends, starts, Appointment::BOOKED], named)?;
            Ok(others.iter().all(|names| are_among(names, except)))
        }
        PreparedGuard::Plain(Guard::NotAway { staff, starts, ends }) => {
            let away =
                "SELECT 1 FROM appointments WHERE staff = $1 AND starts < $2 AND $3 < ends AND state = 'away' LIMIT 1";
            Ok(tx.one(away, vals![staff, ends, starts], |_| Ok(()))?.is_none())
        }
        PreparedGuard::Plain(Guard::RoomFree { room, starts, ends, except }) => {
            let taken = "SELECT item, meeting FROM appointments
                         WHERE room = $1 AND starts < $2 AND $3 < ends AND state = $4";
            let others = tx.query(taken, vals![room, ends, starts, Appointment::BOOKED], named)?;
            Ok(others.iter().all(|names| are_among(names, except)))
        }
        PreparedGuard::Plain(Guard::SubjectFree { subject, starts, ends, except }) => {
            let taken = "SELECT appointments.item FROM cards JOIN appointments ON appointments.dossier = cards.dossier
                         WHERE cards.subject = $1 AND starts < $2 AND $3 < ends AND appointments.state = $4";
            let others = tx.query(taken, vals![subject, ends, starts, Appointment::BOOKED], |row| row.parse(0))?;
            Ok(others.into_iter().all(|item| except.contains(&item)))
        }
        // locked, so that whoever destroys it and whoever holds it come one after the other
        PreparedGuard::Plain(Guard::Present { dossier }) => {
            let there = "SELECT 1 FROM dossiers WHERE dossier = $1 AND destroyed IS NULL FOR UPDATE";
            Ok(tx.one(there, vals![dossier], |_| Ok(()))?.is_some())
        }
        PreparedGuard::Plain(Guard::NotHeld { dossiers, at }) => {
            for dossier in dossiers {
                tx.one("SELECT 1 FROM dossiers WHERE dossier = $1 FOR UPDATE", vals![dossier], |_| Ok(()))?;
            }
            Ok(holds::on(tx, dossiers, *at)?.is_empty())
        }
        PreparedGuard::Plain(Guard::NoneUnder { subject }) => {
            let one = "SELECT 1 FROM cards WHERE subject = $1 LIMIT 1";
            Ok(tx.one(one, vals![subject], |_| Ok(()))?.is_none())
        }
        PreparedGuard::Plain(Guard::Unmoved { dossier, at }) => {
            let last = "SELECT entries FROM dossiers WHERE dossier = $1 AND destroyed IS NULL FOR UPDATE";
            let last = tx.one(last, vals![dossier], |row| row.number(0))?;
            Ok(last.unwrap_or_default() == *at)
        }
        // locked, so that whoever puts something there, for whom the list must be unmoved, comes before or after
        PreparedGuard::Plain(Guard::NothingAt { place, list }) => {
            tx.one("SELECT 1 FROM dossiers WHERE dossier = $1 FOR UPDATE", vals![list], |_| Ok(()))?;
            Ok(!whereabouts::any_at(tx, *place)?)
        }
        // whoever asks the one and whoever asks the other lock the same file, so that one comes after the other
        PreparedGuard::Plain(Guard::NotClosed { dossier }) => {
            tx.one("SELECT 1 FROM dossiers WHERE dossier = $1 FOR UPDATE", vals![dossier], |_| Ok(()))?;
            let closed = "SELECT 1 FROM cards WHERE dossier = $1 AND state = 'closed'";
            Ok(tx.one(closed, vals![dossier], |_| Ok(()))?.is_none())
        }
        PreparedGuard::Plain(Guard::NoInquiryWaits { case, kinds: [one, two] }) => {
            tx.one("SELECT 1 FROM dossiers WHERE dossier = $1 FOR UPDATE", vals![case], |_| Ok(()))?;
            let waits = "SELECT 1 FROM inquiries WHERE about = $1 AND ended IS NULL AND kind IN ($2, $3) LIMIT 1";
            Ok(tx.one(waits, vals![case, *one, *two], |_| Ok(()))?.is_none())
        }
        PreparedGuard::Plain(Guard::NothingWith { staff, ties: [one, two, three, four, five], at }) => {
            tx.one("SELECT 1 FROM dossiers WHERE dossier = $1 FOR UPDATE", vals![staff], |_| Ok(()))?;
            let duty = "SELECT 1 FROM duties WHERE owner = $1 LIMIT 1";
            let tie = "SELECT 1 FROM ties WHERE staff = $1 AND (until IS NULL OR $2 < until)
                       AND tie IN ($3, $4, $5, $6, $7) LIMIT 1";
            Ok(tx.one(duty, vals![staff], |_| Ok(()))?.is_none()
                && tx.one(tie, vals![staff, at, *one, *two, *three, *four, *five], |_| Ok(()))?.is_none())
        }
        PreparedGuard::Plain(Guard::Received { upload, staff, dossier }) => {
            let take = "DELETE FROM uploads WHERE id = $1 AND staff = $2 AND dossier = $3";
            Ok(tx.exec(take, vals![upload, staff, dossier])? == 1)
        }
    }
}

/// The booking, and the meeting of a group that it is.
fn named(row: &Row<'_>) -> Result<(ItemId, Option<ItemId>), DbFault> {
    Ok((row.parse(0)?, row.opt_parse(1)?))
}

/// Whether a booking, or the meeting that it is, is among those that do not count.
fn are_among((item, meeting): &(ItemId, Option<ItemId>), except: &[ItemId]) -> bool {
    except.contains(item) || meeting.is_some_and(|meeting| except.contains(&meeting))
}
