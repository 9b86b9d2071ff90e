//! Spans of days that are reviewed, and the one before each.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::calendar::OfficeCalendar;
use crate::time::Instant;

/// How many days a span has at most, and how far back figures are kept: two years.
pub const MOST_DAYS: u32 = 732;

/// Whole days, the last one included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaySpan {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

impl DaySpan {
    /// From one day to another; nothing when the second comes before the first or there are too many between them.
    pub fn new(from: Date, until: Date) -> Option<Self> {
        let span = Self { from, until };
        (from <= until && span.days() <= MOST_DAYS).then_some(span)
    }

    /// The last so many weeks before this day.
    pub fn weeks(today: Date, weeks: u32) -> Self {
        let until = today.saturating_sub(1.day());
        Self { from: today.saturating_sub(i64::from(weeks).weeks()), until }
    }

    /// The last whole quarter of a year before this day.
    pub fn quarter(today: Date) -> Self {
        let month = today.first_of_month();
        let begins = month.saturating_sub(i64::from((month.month() - 1) % 3).months());
        Self { from: begins.saturating_sub(3.months()), until: begins.saturating_sub(1.day()) }
    }

    /// How many days.
    pub fn days(self) -> u32 {
        let days = self.until.since(self.from).map_or(0, |span| span.get_days());
        u32::try_from(days).unwrap_or(0).saturating_add(1)
    }

    /// As many days that come right before it.
    #[must_use]
    pub fn before(self) -> Self {
        let days = i64::from(self.days());
        Self { from: self.from.saturating_sub(days.days()), until: self.from.saturating_sub(1.day()) }
    }

    /// Its first moment, and the first one after it.
    pub fn moments(self, office: &OfficeCalendar) -> (Instant, Instant) {
        let zone = office.time_zone();
        let midnight = |day: Date| {
            day.to_zoned(zone.clone()).map_or(Instant(i64::MAX), |zoned| Instant::from_timestamp(zoned.timestamp()))
        };
        (midnight(self.from), midnight(self.until.saturating_add(1.day())))
    }

    /// Its days in order.
    pub fn all(self) -> impl Iterator<Item = Date> {
        (0..self.days()).map(move |n| crate::calendar::days_later(self.from, n))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn spans_are_whole_days_and_the_one_before_is_as_long() {
        let today = date(2026, 11, 22);
        let four = DaySpan::weeks(today, 4);
        assert_eq!((four.from, four.until, four.days()), (date(2026, 10, 25), date(2026, 11, 21), 28));
        assert_eq!(four.before(), DaySpan { from: date(2026, 9, 27), until: date(2026, 10, 24) });
        let quarter = DaySpan::quarter(today);
        assert_eq!((quarter.from, quarter.until), (date(2026, 7, 1), date(2026, 9, 30)));
        assert_eq!(DaySpan::quarter(date(2026, 1, 1)).from, date(2025, 10, 1));
        assert_eq!(DaySpan::new(today, date(2026, 11, 21)), None);
        assert_eq!(DaySpan::new(date(2020, 1, 1), today), None, "too long");
        assert_eq!(DaySpan::new(today, today).map(DaySpan::days), Some(1));
    }

    #[test]
    fn a_day_on_which_the_clocks_change_belongs_to_its_span_as_a_whole() {
        let office = OfficeCalendar { zone: "Europe/Madrid".to_owned(), ..OfficeCalendar::default() };
        let (from, to) = DaySpan { from: date(2026, 10, 25), until: date(2026, 10, 25) }.moments(&office);
        assert_eq!(to.seconds_since(from), 25 * 3_600);
    }
}
