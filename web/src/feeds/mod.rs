//! Calendars in other programs: one's own secret addresses, what is fetched at them, and the file of one appointment for a client (FS-4.1.3).

pub mod appointment;
pub mod change;
pub mod list;
#[cfg(test)]
pub(crate) mod samples;
pub mod serve;

use casework::feeds::Told;
use reports::CalendarAppointment;

/// The page of one's own addresses.
pub(crate) const PATH: &str = "/calendar/feeds";

fn appointment_of(told: &Told, title: String) -> CalendarAppointment {
    CalendarAppointment {
        uid: told.uid.clone(),
        sequence: told.revision,
        changed: told.changed.timestamp(),
        starts: told.starts.timestamp(),
        ends: told.ends.timestamp(),
        title,
        place: None,
        cancelled: false,
    }
}
