//! Calendars as other programs read them: appointments in, the text of RFC 5545 out.
//!
//! Written by hand: what is needed of the format is a page long, and the same appointments must give the same bytes, whatever the clock says.
//!
//! * Every line ends with CR LF and is folded at 75 octets, never inside a character; text is escaped, and control characters are left out.
//! * The time zone is written out with its changes in the years of the calendar, so nobody has to know it by name.
//! * A time in the hour that happens twice is the first of the two where a zone is named; the second is written in UTC.

mod lines;
mod zone;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use lines::Lines;

/// How often another program may ask again.
const REFRESH: &str = "PT15M";

/// What wrote it.
const PRODUCT: &str = "-//Casekeep//Calendar//EN";

/// A calendar.
#[derive(Debug, Clone)]
pub struct CalendarFile {
    /// What it is called, where somebody subscribes to it. A file with one appointment has no name, and nobody asks for it again.
    pub name: Option<String>,
    /// IANA name of the zone in which times are told.
    pub zone: String,
    /// The first moment that it can speak of.
    pub from: Timestamp,
    /// The last one.
    pub until: Timestamp,
    /// The appointments, in the order in which they are to stand.
    pub appointments: Vec<CalendarAppointment>,
}

/// An appointment in it.
#[derive(Debug, Clone)]
pub struct CalendarAppointment {
    /// Its name, which is always the same.
    pub uid: String,
    /// How often it was changed.
    pub sequence: u32,
    /// When that was last.
    pub changed: Timestamp,
    /// When it begins.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub place: Option<String>,
    /// Whether it does not take place.
    pub cancelled: bool,
}

impl CalendarFile {
    /// The text.
    pub fn write(&self) -> String {
        let mut lines = Lines::default();
        lines.plain("BEGIN", "VCALENDAR");
        lines.plain("VERSION", "2.0");
        lines.plain("PRODID", PRODUCT);
        lines.plain("CALSCALE", "GREGORIAN");
        if let Some(name) = &self.name {
            lines.text("NAME", name);
            lines.text("X-WR-CALNAME", name);
            lines.plain("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
            lines.plain("X-PUBLISHED-TTL", REFRESH);
        }
        let (id, zone) = zone::known(&self.zone);
        zone::write(&mut lines, id, &zone, self.from, self.until);
        for appointment in &self.appointments {
            appointment.write(&mut lines, id, &zone);
        }
        lines.plain("END", "VCALENDAR");
        lines.into_text()
    }
}

impl CalendarAppointment {
    fn write(&self, lines: &mut Lines, id: &str, zone: &TimeZone) {
        lines.plain("BEGIN", "VEVENT");
        lines.text("UID", &self.uid);
        lines.plain("DTSTAMP", &utc(self.changed));
        lines.plain("LAST-MODIFIED", &utc(self.changed));
        lines.plain("SEQUENCE", &self.sequence.to_string());
        match (local(self.starts, zone), local(self.ends, zone)) {
            (Some(starts), Some(ends)) => {
                lines.plain(&format!("DTSTART;TZID={id}"), &starts);
                lines.plain(&format!("DTEND;TZID={id}"), &ends);
            }
            _ => {
                lines.plain("DTSTART", &utc(self.starts));
                lines.plain("DTEND", &utc(self.ends));
            }
        }
        lines.text("SUMMARY", &self.title);
        if let Some(place) = &self.place {
            lines.text("LOCATION", place);
        }
        let (status, takes) = if self.cancelled { ("CANCELLED", "TRANSPARENT") } else { ("CONFIRMED", "OPAQUE") };
        lines.plain("STATUS", status);
        lines.plain("TRANSP", takes);
        // whoever shares this calendar shows others that the time is taken, and not by what
        lines.plain("CLASS", "PRIVATE");
        lines.plain("END", "VEVENT");
    }
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A moment on the wall clock; nothing when the clock shows that time twice and this is not the first.
fn local(at: Timestamp, zone: &TimeZone) -> Option<String> {
    let shown = at.to_zoned(zone.clone()).datetime();
    let first = zone.to_ambiguous_zoned(shown).earlier().ok()?;
    (first.timestamp().as_second() == at.as_second()).then(|| shown.strftime("%Y%m%dT%H%M%S").to_string())
}

#[cfg(test)]
mod tests;
