//! Appointments: who meets when, for calendars. With whom stands in the dossier's card.

use domain::ids::{DossierId, ItemId, StaffId};
use domain::slots::SlotState;
use domain::time::Instant;

use crate::db::{DbFault, Row};
use crate::{Appointment, Store, StoreFault, vals};

/// No appointment but an absence lasts longer than this: it lets the index find those that have begun already.
const LONGEST_SECONDS: i64 = 24 * 3600;

/// An appointment and whose file it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentSeen {
    /// Whose file.
    pub dossier: DossierId,
    /// Who of the staff, from when to when.
    pub appointment: Appointment,
}

/// Whose appointments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// Those of this member of staff; a meeting of a group once.
    Staff(StaffId),
    /// Those of this dossier.
    Dossier(DossierId),
    /// Those of every dossier that belongs to this one, such as the cases of a client.
    Subject(DossierId),
    /// Those in this room; a meeting of a group once.
    Room(ItemId),
    /// Those of everybody; a meeting of a group once.
    Everybody,
}

/// Time of somebody, and what it is or was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeOf {
    /// Whose.
    pub staff: StaffId,
    /// From.
    pub starts: Instant,
    /// To, not included.
    pub ends: Instant,
    /// How the booking stands, or that they are away.
    pub state: SlotState,
}

// the indexes `appointments_of_all` and, of absences alone, `appointments_away_of_all` hold all of it: months of everybody are read without the rows, and without
// everything that ever began before
macro_rules! select_times {
    ($condition:literal, $away:literal) => {
        concat!(
            "SELECT staff, starts, ends, state FROM appointments WHERE ",
            $condition,
            " AND state NOT IN ('away', 'moved') AND $3 < starts AND starts < $2 AND $1 < ends
              UNION ALL
              SELECT staff, starts, ends, state FROM appointments WHERE ",
            $away,
            "state = 'away' AND starts < $2 AND $1 < ends ORDER BY 2, 3"
        )
    };
}

macro_rules! select_appointments {
    ($condition:literal) => {
        concat!(
            "SELECT dossier, item, staff, starts, ends, state, reminded, room,
                    series, revision, changed, answer, meeting FROM appointments WHERE ",
            $condition,
            " AND $3 < starts AND starts < $2 AND $1 < ends AND state <> 'moved'
              UNION ALL
              SELECT dossier, item, staff, starts, ends, state, reminded, room,
                    series, revision, changed, answer, meeting FROM appointments WHERE ",
            $condition,
            " AND state = 'away' AND starts <= $3 AND $1 < ends ORDER BY starts, dossier, item"
        )
    };
}

impl AppointmentSeen {
    /// Whether it is a meeting in the file of its group: the row of whoever holds it, or of whoever leads it with them.
    pub fn is_of_group(&self) -> bool {
        self.appointment.meeting == Some(self.appointment.item)
    }
}

impl Store {
    /// The appointments of any state that take some of the time from `from` to `to`, in their order, and the absences; what was moved stands
    /// at its new time only. An appointment of a day or more counts only in the day that begins with it; an absence counts as long as it lasts.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn appointments(
        &self,
        calendar: Calendar,
        from: Instant,
        to: Instant,
    ) -> Result<Vec<AppointmentSeen>, StoreFault> {
        let begun = from.plus_seconds(-LONGEST_SECONDS);
        let rows = self.db().glance(move |tx| match calendar {
            Calendar::Staff(staff) => {
                let theirs = select_appointments!("staff = $4 AND (meeting IS NULL OR meeting = item)");
                tx.query(theirs, vals![from, to, begun, staff], read)
            }
            Calendar::Dossier(dossier) => {
                tx.query(select_appointments!("dossier = $4"), vals![from, to, begun, dossier], read)
            }
            Calendar::Subject(subject) => {
                let theirs = select_appointments!("dossier IN (SELECT dossier FROM cards WHERE subject = $4)");
                tx.query(theirs, vals![from, to, begun, subject], read)
            }
            Calendar::Room(room) => {
                let there = select_appointments!("room = $4 AND (meeting IS NULL OR meeting = item)");
                tx.query(there, vals![from, to, begun, room], read)
            }
            Calendar::Everybody => {
                let all = select_appointments!("(meeting IS NULL OR meeting = item)");
                tx.query(all, vals![from, to, begun], read)
            }
        });
        Ok(rows.await?)
    }

    /// The bookings of any state and the absences that take some of the time from `from` to `to`, in their order: of one of us, or of everybody. Whose files they
    /// stand in, and in which room they are, is not asked.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn times(&self, of: Option<StaffId>, from: Instant, to: Instant) -> Result<Vec<TimeOf>, StoreFault> {
        let begun = from.plus_seconds(-LONGEST_SECONDS);
        let read = |row: &Row<'_>| {
            let state = row.parse(3)?;
            Ok(TimeOf { staff: row.parse(0)?, starts: row.instant(1)?, ends: row.instant(2)?, state })
        };
        let rows = self.db().glance(move |tx| match of {
            Some(staff) => {
                let theirs = select_times!("staff = $4 AND (meeting IS NULL OR meeting = item)", "staff = $4 AND ");
                tx.query(theirs, vals![from, to, begun, staff], read)
            }
            None => tx.query(select_times!("(meeting IS NULL OR meeting = item)", ""), vals![from, to, begun], read),
        });
        Ok(rows.await?)
    }

    /// What is booked to begin until then, and of which no reminder so few hours before was due yet; the next first, twenty thousand at
    /// most. Nothing of somebody who is away then: that has to be moved first. Of a meeting of a group its members are reminded, each in their case.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn to_remind(
        &self,
        now: Instant,
        until: Instant,
        fewest: u32,
    ) -> Result<Vec<AppointmentSeen>, StoreFault> {
        let find = "SELECT dossier, item, staff, starts, ends, state, reminded, room, series, revision, changed, answer, meeting
                    FROM appointments AS slot
                    WHERE state = $1 AND $2 < starts AND starts <= $3 AND (reminded IS NULL OR $4 < reminded)
                    AND (meeting IS NULL OR meeting <> item)
                    AND NOT EXISTS (
                        SELECT 1 FROM appointments AS away
                        WHERE away.staff = slot.staff AND away.state = 'away'
                          AND away.starts < slot.ends AND slot.starts < away.ends)
                    ORDER BY starts, dossier, item LIMIT 20000";
        let fewest = i64::from(fewest);
        let rows = self.db().glance(move |tx| tx.query(find, vals![Appointment::BOOKED, now, until, fewest], read));
        Ok(rows.await?)
    }

    /// What is booked over an absence of whoever is to hold it and is not over yet, in its order; a meeting of a group once.
    ///
    /// # Errors
    /// [`StoreFault`] when the database fails.
    pub async fn booked_over_absences(&self, now: Instant) -> Result<Vec<AppointmentSeen>, StoreFault> {
        let over = "SELECT DISTINCT slot.dossier, slot.item, slot.staff, slot.starts, slot.ends, slot.state,
                           slot.reminded, slot.room, slot.series, slot.revision, slot.changed, slot.answer, slot.meeting
                    FROM appointments AS away JOIN appointments AS slot
                         ON slot.staff = away.staff AND slot.starts < away.ends AND away.starts < slot.ends
                    WHERE away.state = 'away' AND $1 < away.ends AND slot.state = 'booked' AND $1 < slot.starts
                      AND (slot.meeting IS NULL OR slot.meeting = slot.item)
                    ORDER BY slot.starts, slot.dossier, slot.item";
        Ok(self.db().glance(move |tx| tx.query(over, vals![now], read)).await?)
    }
}

fn read(row: &Row<'_>) -> Result<AppointmentSeen, DbFault> {
    let item: ItemId = row.parse(1)?;
    Ok(AppointmentSeen {
        dossier: row.parse(0)?,
        appointment: Appointment {
            item,
            staff: row.parse(2)?,
            starts: row.instant(3)?,
            ends: row.instant(4)?,
            state: row.text(5)?,
            reminded: row.opt_int(6)?,
            room: row.opt_parse(7)?,
            series: row.opt_parse(8)?.unwrap_or(item),
            revision: u32::try_from(row.int(9)?).unwrap_or(u32::MAX),
            changed: row.instant(10)?,
            answer: row.opt_text(11)?,
            meeting: row.opt_parse(12)?,
        },
    })
}

#[cfg(test)]
mod tests {
    use testkit::TestPlace;

    use super::*;
    use crate::db::{Db, DbOptions, Place};
    use crate::migrate::{DATA, migrate};

    #[test]
    fn the_hours_of_everybody_are_found_without_the_rows_and_without_those_of_before() {
        let place = TestPlace::sqlite();
        let db = Db::open(&Place::Sqlite(place.data().unwrap()), DbOptions::default()).unwrap();
        migrate(&db, DATA).unwrap();
        let question = concat!("EXPLAIN QUERY PLAN ", select_times!("(meeting IS NULL OR meeting = item)", ""));
        let at = Instant(0);
        let plan = db.read_now(move |tx| tx.query(question, vals![at, at, at], |row| row.text(3)));
        let plan: Vec<String> = plan.unwrap_or_else(|fault: DbFault| panic!("{fault}"));
        let expected = [
            "MERGE (UNION ALL)",
            "LEFT",
            "SEARCH appointments USING COVERING INDEX appointments_of_all (starts>? AND starts<?)",
            "RIGHT",
            "SEARCH appointments USING COVERING INDEX appointments_away_of_all (starts<?)",
        ];
        assert_eq!(plan, expected);
    }
}
