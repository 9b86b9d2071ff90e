//! A time zone written out: its offset at the beginning, and every change of it until the end (RFC 5545, 3.6.5).

use jiff::Timestamp;
use jiff::tz::{Dst, Offset, TimeZone};

use super::lines::Lines;

/// More changes than any zone has in the years of a calendar.
const MOST: usize = 200;

/// What holds from one moment on.
struct Observance<'a> {
    since: Timestamp,
    before: Offset,
    offset: Offset,
    dst: Dst,
    name: &'a str,
}

/// The zone of this name, and the name under which it is written; UTC when there is no such zone.
pub(super) fn known(name: &str) -> (&str, TimeZone) {
    let plain =
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '+' | '-'));
    match TimeZone::get(name) {
        Ok(zone) if plain => (name, zone),
        _ => ("UTC", TimeZone::UTC),
    }
}

/// Writes the zone as it is from one moment to another, beginning with a year, so that it stays the same from day to day.
pub(super) fn write(lines: &mut Lines, id: &str, zone: &TimeZone, from: Timestamp, until: Timestamp) {
    let begin = from.to_zoned(zone.clone()).first_of_year().and_then(|day| day.start_of_day());
    let begin = begin.map_or(from, |day| day.timestamp());
    let until = until.to_zoned(zone.clone()).last_of_year().and_then(|day| day.end_of_day());
    let until = until.map_or(Timestamp::MAX, |day| day.timestamp());
    lines.plain("BEGIN", "VTIMEZONE");
    lines.plain("TZID", id);
    let first = zone.to_offset_info(begin);
    let mut before = first.offset();
    let (dst, name) = (first.dst(), first.abbreviation());
    Observance { since: begin, before, offset: before, dst, name }.write(lines);
    for change in zone.following(begin).take_while(|change| change.timestamp() <= until).take(MOST) {
        let (since, offset) = (change.timestamp(), change.offset());
        Observance { since, before, offset, dst: change.dst(), name: change.abbreviation() }.write(lines);
        before = offset;
    }
    lines.plain("END", "VTIMEZONE");
}

impl Observance<'_> {
    fn write(&self, lines: &mut Lines) {
        let kind = if self.dst.is_dst() { "DAYLIGHT" } else { "STANDARD" };
        lines.plain("BEGIN", kind);
        // on the wall clock as it was before
        let since = self.before.to_datetime(self.since);
        lines.plain("DTSTART", &since.strftime("%Y%m%dT%H%M%S").to_string());
        lines.plain("TZOFFSETFROM", &told(self.before));
        lines.plain("TZOFFSETTO", &told(self.offset));
        lines.text("TZNAME", self.name);
        lines.plain("END", kind);
    }
}

/// `+0100`, with seconds where there are any.
fn told(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (sign, all) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
    let (hours, minutes, rest) = (all / 3600, all / 60 % 60, all % 60);
    let more = if rest == 0 { String::new() } else { format!("{rest:02}") };
    format!("{sign}{hours:02}{minutes:02}{more}")
}
