//! Reading lists of public holidays: a calendar file (iCalendar, RFC 5545) or a table (CSV), as offices find them with their government.
//!
//! What can be read is read; every line that cannot is told with the reason, so that nobody believes in a day that is missing.

use csv::{ReaderBuilder, StringRecord, Trim};
use domain::calendar::days_later;
use domain::office::{DayOff, LONGEST_NAME};
use jiff::civil::Date;

/// How many days one list may hold.
const MOST: usize = 1_000;

/// How long one event of a calendar may be, in days: whoever closes for the summer.
const LONGEST: u32 = 62;

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListRead {
    /// The days, each once, in their order.
    pub days: Vec<DayOff>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Which line, from 1.
    pub line: usize,
    /// Why.
    pub why: CannotReadLine,
}

/// Why a line could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotReadLine {
    /// No day in it.
    #[error("there is no day in it such as 2026-12-25 or 25.12.2026")]
    NoDay,
    /// 04/05/2026.
    #[error("nobody can tell which is the day and which the month; please write it as 2026-05-04")]
    WhichMonth,
    /// It repeats.
    #[error("it repeats by a rule; please add its days one by one")]
    Repeats,
    /// Longer than two months.
    #[error("it is longer than two months")]
    Long,
    /// Too many days.
    #[error("the list is too long")]
    TooMany,
}

/// Reads a list, whichever kind it is.
pub fn read_list(text: &str) -> ListRead {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut read = ListRead::default();
    if text.trim_start().to_ascii_uppercase().starts_with("BEGIN:VCALENDAR") {
        calendar(text, &mut read);
    } else {
        table(text, &mut read);
    }
    // of two names for one day the first one counts
    read.days.sort_by_key(|day| day.on);
    read.days.dedup_by_key(|day| day.on);
    read
}

impl ListRead {
    fn put(&mut self, line: usize, days: impl Iterator<Item = Date>, name: &str) {
        let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect();
        for on in days {
            if MOST <= self.days.len() {
                return self.miss(line, CannotReadLine::TooMany);
            }
            self.days.push(DayOff { on, name: name.clone() });
        }
    }

    fn miss(&mut self, line: usize, why: CannotReadLine) {
        if self.unread.len() < MOST {
            self.unread.push(Unread { line, why });
        }
    }
}

/// An event while its lines are read.
#[derive(Default)]
struct Event {
    line: usize,
    starts: Option<Date>,
    ends: Option<Date>,
    name: String,
    repeats: bool,
}

impl Event {
    fn days(&self) -> Result<impl Iterator<Item = Date> + use<>, CannotReadLine> {
        if self.repeats {
            return Err(CannotReadLine::Repeats);
        }
        let first = self.starts.ok_or(CannotReadLine::NoDay)?;
        // the end is the first day that does not belong to it
        let days = self.ends.and_then(|end| end.since(first).ok()).map_or(1, |span| span.get_days().max(1));
        match u32::try_from(days) {
            Ok(days) if days <= LONGEST => Ok((0..days).map(move |n| days_later(first, n))),
            _ => Err(CannotReadLine::Long),
        }
    }
}

fn calendar(text: &str, read: &mut ListRead) {
    let mut event: Option<Event> = None;
    for (number, line) in unfolded(text) {
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        let name = name.split(';').next().unwrap_or_default().to_ascii_uppercase();
        match (name.as_str(), event.as_mut()) {
            ("BEGIN", _) if value.eq_ignore_ascii_case("VEVENT") => {
                event = Some(Event { line: number, ..Event::default() });
            }
            ("END", Some(_)) if value.eq_ignore_ascii_case("VEVENT") => {
                if let Some(event) = event.take() {
                    match event.days() {
                        Ok(days) => read.put(event.line, days, &event.name),
                        Err(why) => read.miss(event.line, why),
                    }
                }
            }
            ("DTSTART", Some(event)) => event.starts = basic(value),
            ("DTEND", Some(event)) => event.ends = basic(value),
            ("RRULE" | "RDATE", Some(event)) => event.repeats = true,
            ("SUMMARY", Some(event)) => event.name = unescaped(value),
            _ => {}
        }
    }
}

/// The lines of a calendar: one that begins with a blank goes on with the one before.
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some((_, last))) => last.push_str(more),
            _ => lines.push((number + 1, line.to_owned())),
        }
    }
    lines
}

/// `20261225`, perhaps with a time behind it, as calendars write dates.
fn basic(value: &str) -> Option<Date> {
    let digits = value.trim().get(..8)?;
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let small = |n: i16| i8::try_from(n).ok();
    likely(Date::new(part(0, 4)?, small(part(4, 6)?)?, small(part(6, 8)?)?).ok()?)
}

fn unescaped(value: &str) -> String {
    let (mut text, mut chars) = (String::new(), value.chars());
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n' | 'N') => text.push(' '),
                Some(other) => text.push(other),
                None => {}
            },
            (c, false) => text.push(c),
        }
    }
    text
}

fn table(text: &str, read: &mut ListRead) {
    for (number, line) in text.lines().enumerate() {
        let cells = cells(line);
        if cells.iter().all(String::is_empty) {
            continue;
        }
        let found = cells.iter().position(|cell| day(cell).is_some());
        match found.and_then(|at| Some((at, day(cells.get(at)?)?))) {
            Some((at, Ok(on))) => {
                let named = |(which, cell): &(usize, &String)| *which != at && cell.chars().any(char::is_alphabetic);
                let name = cells.iter().enumerate().find(named).map(|(_, cell)| cell.as_str()).unwrap_or_default();
                read.put(number + 1, std::iter::once(on), name);
            }
            Some((_, Err(why))) => read.miss(number + 1, why),
            // headings stand in the first line and hold no number
            None if number == 0 && !line.chars().any(|c| c.is_ascii_digit()) => {}
            None => read.miss(number + 1, CannotReadLine::NoDay),
        }
    }
}

/// The cells of a line: between semicolons, tabs or commas, whichever stands in it first of these; quotes keep what is between them together.
fn cells(line: &str) -> Vec<String> {
    let separator = [b';', b'\t', b','].into_iter().find(|one| line.as_bytes().contains(one)).unwrap_or(b',');
    let mut reader = ReaderBuilder::new();
    reader.has_headers(false).flexible(true).trim(Trim::All).delimiter(separator);
    let mut record = StringRecord::new();
    let read = reader.from_reader(line.as_bytes()).read_record(&mut record);
    if read.is_ok() { record.iter().map(str::to_owned).collect() } else { Vec::new() }
}

/// The day in a cell; nothing when it is no date at all.
fn day(cell: &str) -> Option<Result<Date, CannotReadLine>> {
    let of = |separator| -> Option<[i16; 3]> {
        let parts: Vec<i16> = cell.split(separator).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
        parts.try_into().ok()
    };
    let make = |year: i16, month: i16, day: i16| {
        likely(Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?)
    };
    if let Some([year, month, day]) = of('-') {
        return make(year, month, day).map(Ok);
    }
    if let Some([day, month, year]) = of('.') {
        return make(year, month, day).map(Ok);
    }
    match of('/') {
        Some([year, month, day]) if 31 < year => make(year, month, day).map(Ok),
        Some([day, month, year]) if 12 < day => make(year, month, day).map(Ok),
        Some([month, day, year]) if 12 < day || month == day => make(year, month, day).map(Ok),
        Some(_) => Some(Err(CannotReadLine::WhichMonth)),
        None => None,
    }
}

/// A day that an office of today could mean.
fn likely(day: Date) -> Option<Date> {
    (1990..2200).contains(&day.year()).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let ListRead { days, unread } = read_list(text);
        let days = days.iter().map(|day| format!("{} {}", day.on, day.name));
        days.chain(unread.iter().map(|one| format!("{}: {}", one.line, one.why))).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_calendar_file_is_read_with_folded_lines_and_days_that_belong_together() {
        let file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\n\
                    SUMMARY:Christmas\\, bo\r\n th days\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:No day\r\nEND:VEVENT\r\n\
                    BEGIN:VEVENT\r\nDTSTART:20270101T000000Z\r\nSUMMARY:New Year\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n\
                    DTSTART;VALUE=DATE:20260501\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Labour Day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(
            told(file),
            "2026-12-25 Christmas, both days\n2026-12-26 Christmas, both days\n2027-01-01 New Year\n\
             9: there is no day in it such as 2026-12-25 or 25.12.2026\n\
             16: it repeats by a rule; please add its days one by one"
        );
    }

    #[test]
    fn a_table_is_read_whatever_stands_between_its_cells() {
        assert_eq!(told("date,name\n2026-01-06,\"Epiphany, Kings\"\n"), "2026-01-06 Epiphany, Kings");
        assert_eq!(told("Tag;Datum\nNeujahr;1.1.2026\n\n;;\n"), "2026-01-01 Neujahr");
        assert_eq!(told("2026-05-01"), "2026-05-01 ");
        assert_eq!(
            told("25/12/2026\tChristmas\n12/26/2026\tSecond day\n2026/05/05\tx"),
            "2026-05-05 x\n2026-12-25 Christmas\n2026-12-26 Second day"
        );
        assert_eq!(
            told("04/05/2026,Some day\nsoon,Another\n2026-02-30,None"),
            "1: nobody can tell which is the day and which the month; please write it as 2026-05-04\n\
             2: there is no day in it such as 2026-12-25 or 25.12.2026\n\
             3: there is no day in it such as 2026-12-25 or 25.12.2026"
        );
    }

    #[test]
    fn a_day_that_stands_twice_is_read_once_and_a_list_ends_somewhere() {
        assert_eq!(told("2026-01-01,One\n2026-01-01,Two"), "2026-01-01 One");
        let long: String = (0..1_200).map(|n| format!("{}\n", days_later(jiff::civil::date(2020, 1, 1), n))).collect();
        assert_eq!((read_list(&long).days.len(), read_list(&long).unread.len()), (1_000, 200));
        let event = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\nDTEND:20270101\nEND:VEVENT\nEND:VCALENDAR";
        assert_eq!(told(event), "2: it is longer than two months");
        assert_eq!(told(""), "");
    }
}
