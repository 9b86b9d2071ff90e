//! Time in words people use: "today 11:00", "Mon 23 Nov", "in 18 minutes", "2 days late"; the exact time stays one hover away.
//!
//! All functions tell by the voice of the page: its clock, its zone, its language. They give plain text; [`Moment`] and [`Day`]
//! give a `<time>` with the exact value for machines and on hover.

use std::borrow::Cow;
use std::fmt::{self, Display};

use askama::filters::{Escaper as _, Html};
use domain::time::Instant;
use jiff::Zoned;
use jiff::civil::{Date, Time, Weekday};

use super::voice::asked;
use super::words::{html_parts, text, translate};

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;
const DAY: i64 = 86_400;

/// The hour, such as "09:30".
pub fn clock(at: Instant) -> String {
    hour(local(at).time())
}

fn hour(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The day and the hour: "today 11:00", "Mon 23 Nov 09:30".
pub fn when(at: Instant) -> String {
    day_and_hour(&local(at))
}

fn day_and_hour(at: &Zoned) -> String {
    text("{day} {hour}", &[("day", &day(at.date())), ("hour", &hour(at.time()))])
}

/// The day: "today", "tomorrow", "yesterday", "Mon 23 Nov", or with its year when it is more than half a year away.
pub fn day(date: Date) -> String {
    match days_between(asked(|voice| voice.today), date) {
        0 => translate("today").into_owned(),
        1 => translate("tomorrow").into_owned(),
        -1 => translate("yesterday").into_owned(),
        -182..=182 => text(
            "{weekday} {day} {month}",
            &[("weekday", &weekday(date)), ("day", &date.day()), ("month", &month(date))],
        ),
        _ => text("{day} {month} {year}", &[("day", &date.day()), ("month", &month(date)), ("year", &date.year())]),
    }
}

/// The day without its weekday, as for birth dates: "28 Feb 2010".
pub fn plain_day(date: Date) -> String {
    text("{day} {month} {year}", &[("day", &date.day()), ("month", &month(date)), ("year", &date.year())])
}

/// The day in full, as in print: "Fri 20 Nov 2026".
pub fn full_day(date: Date) -> String {
    text(
        "{weekday} {day} {month} {year}",
        &[("weekday", &weekday(date)), ("day", &date.day()), ("month", &month(date)), ("year", &date.year())],
    )
}

/// The month of a day: "Nov 2026".
pub fn month_and_year(date: Date) -> String {
    text("{month} {year}", &[("month", &month(date)), ("year", &date.year())])
}

/// Month and weekday behind a large day: "Nov, Fri".
pub fn month_and_weekday(date: Date) -> String {
    text("{month}, {weekday}", &[("month", &month(date)), ("weekday", &weekday(date))])
}

/// Day, year, hour, minute and second, as on hover and in print: "Fri 20 Nov 2026, 12:12:08".
pub fn exact(at: Instant) -> String {
    to_the_second(&local(at))
}

fn to_the_second(at: &Zoned) -> String {
    let time = at.time();
    let hour = format_args!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
    text("{day}, {hour}", &[("day", &full_day(at.date())), ("hour", &hour)])
}

/// Day, year, hour and minute, as on the sign sheet: "Fri 20 Nov 2026, 11:00".
pub fn full(at: Instant) -> String {
    let at = local(at);
    text("{day}, {hour}", &[("day", &full_day(at.date())), ("hour", &hour(at.time()))])
}

/// How far away: "in 18 minutes", "in 4 h 38 min", "in 3 days", "5 minutes ago".
pub fn away(at: Instant) -> String {
    let seconds = asked(|voice| at.seconds_since(voice.now));
    let length = length(seconds.abs());
    text(if seconds < 0 { "{length} ago" } else { "in {length}" }, &[("length", &length)])
}

/// How late: "2 days late", "3 hours late".
pub fn late(due: Instant) -> String {
    text("{length} late", &[("length", &length(asked(|voice| voice.now.seconds_since(due)).max(0)))])
}

/// "in 3 working days", counted by the organisation's calendar, which the face does not know.
pub fn in_working_days(days: i64) -> String {
    match days {
        0 => translate("today").into_owned(),
        1 => translate("in 1 working day").into_owned(),
        _ => text("in {n} working days", &[("n", &days)]),
    }
}

/// A length of time in one or two units: "18 minutes", "4 h 38 min", "3 days", "8 weeks".
pub fn length(seconds: i64) -> String {
    match seconds {
        ..MINUTE => translate("less than a minute").into_owned(),
        MINUTE..HOUR => many(seconds / MINUTE, "1 minute", "{n} minutes"),
        HOUR..DAY if seconds % HOUR < MINUTE => many(seconds / HOUR, "1 hour", "{n} hours"),
        HOUR..DAY => text("{h} h {min} min", &[("h", &(seconds / HOUR)), ("min", &(seconds % HOUR / MINUTE))]),
        _ => days(seconds / DAY),
    }
}

fn days(days: i64) -> String {
    match days {
        ..21 => many(days, "1 day", "{n} days"),
        21..120 => many(days / 7, "1 week", "{n} weeks"),
        120..730 => many(days / 30, "1 month", "{n} months"),
        _ => many(days / 365, "1 year", "{n} years"),
    }
}

fn many(n: i64, one: &'static str, many: &'static str) -> String {
    text(if n == 1 { one } else { many }, &[("n", &n)])
}

/// The time on the clock of the page.
pub fn local(at: Instant) -> Zoned {
    asked(|voice| at.on(&voice.zone))
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(i64::MAX, |span| i64::from(span.get_days()))
}

/// The name of a day of the week, short: "Mon".
pub fn weekday(date: Date) -> Cow<'static, str> {
    translate(match date.weekday() {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    })
}

fn month(date: Date) -> Cow<'static, str> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let index = usize::try_from(date.month() - 1).unwrap_or_default();
    translate(MONTHS.get(index).copied().unwrap_or_default())
}

/// How a [`Moment`] is told.
#[derive(Debug, Clone, Copy)]
enum Telling {
    DayAndHour,
    Hour,
    Away,
}

/// An instant in a page: words to read, the exact time on hover, the ISO form for machines.
#[derive(Debug, Clone, Copy)]
pub struct Moment(Instant, Telling);

impl Moment {
    /// Told as "today 11:00".
    pub const fn when(at: Instant) -> Self {
        Self(at, Telling::DayAndHour)
    }

    /// Told as "11:00".
    pub const fn clock(at: Instant) -> Self {
        Self(at, Telling::Hour)
    }

    /// Told as "in 18 minutes".
    pub const fn away(at: Instant) -> Self {
        Self(at, Telling::Away)
    }
}

impl Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = local(self.0);
        let words = match self.1 {
            Telling::DayAndHour => day_and_hour(&at),
            Telling::Hour => hour(at.time()),
            Telling::Away => away(self.0),
        };
        time_tag(f, at.strftime("%Y-%m-%dT%H:%M:%S%:z"), &to_the_second(&at), &words)
    }
}

/// A calendar day in a page.
#[derive(Debug, Clone, Copy)]
pub struct Day(pub Date);

impl Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        time_tag(f, self.0, &full_day(self.0), &day(self.0))
    }
}

fn time_tag(f: &mut fmt::Formatter<'_>, machine: impl Display, exact: &str, words: &str) -> fmt::Result {
    write!(f, "<time datetime=\"{machine}\" title=\"")?;
    Html.write_escaped_str(&mut *f, exact)?;
    f.write_str("\">")?;
    Html.write_escaped_str(&mut *f, words)?;
    f.write_str("</time>")
}

html_parts!(Moment, Day);

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};
    use jiff::tz::TimeZone;

    use super::*;
    use crate::face::voice::{Voice, speaking};

    fn berlin() -> TimeZone {
        TimeZone::get("Europe/Berlin").unwrap()
    }

    fn at(day: i8, hour: i8, minute: i8) -> Instant {
        let zoned = datetime(2026, 11, day, hour, minute, 8, 0).to_zoned(berlin()).unwrap();
        Instant::from_timestamp(zoned.timestamp())
    }

    fn told<T>(tell: impl FnOnce() -> T) -> T {
        speaking(&Voice::new(at(20, 10, 42), berlin()), tell)
    }

    #[test]
    fn a_time_is_told_in_words() {
        told(|| {
            assert_eq!(when(at(20, 11, 0)), "today 11:00");
            assert_eq!(when(at(21, 0, 5)), "tomorrow 00:05");
            assert_eq!(day(date(2026, 11, 23)), "Mon 23 Nov");
            assert_eq!(day(date(2027, 6, 14)), "14 Jun 2027");
            assert_eq!(exact(at(13, 12, 12)), "Fri 13 Nov 2026, 12:12:08");
        });
    }

    #[test]
    fn a_distance_is_told_in_one_or_two_units() {
        told(|| {
            assert_eq!(away(at(20, 11, 0)), "in 18 minutes");
            assert_eq!(away(at(20, 15, 20)), "in 4 h 38 min");
            assert_eq!(away(at(20, 10, 37)), "5 minutes ago");
            assert_eq!(late(at(18, 10, 0)), "2 days late");
            assert_eq!(length(8 * 7 * DAY), "8 weeks");
            assert_eq!(in_working_days(1), "in 1 working day");
        });
    }

    #[test]
    fn the_exact_time_stands_behind_the_words() {
        let tag = told(|| Moment::when(at(20, 11, 0)).to_string());
        assert_eq!(
            tag,
            "<time datetime=\"2026-11-20T11:00:08+01:00\" title=\"Fri 20 Nov 2026, 11:00:08\">today 11:00</time>"
        );
    }
}
