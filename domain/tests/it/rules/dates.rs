//! Days and clocks: month ends, 29 February, the ends of summer time.

use domain::calendar::{OfficeCalendar, days_later, months_later};
use jiff::civil::{Date, Time, date, time};

fn office(zone: &str) -> OfficeCalendar {
    OfficeCalendar { zone: zone.to_owned(), ..OfficeCalendar::default() }
}

#[test]
fn months_later_keeps_the_day_or_takes_the_last_one() {
    let check = |from: Date, months, to: Date| assert_eq!(months_later(from, months), to, "{from} + {months}");
    check(date(2026, 1, 31), 1, date(2026, 2, 28));
    check(date(2028, 1, 31), 1, date(2028, 2, 29));
    check(date(2028, 2, 29), 12, date(2029, 2, 28));
    check(date(2028, 2, 29), 48, date(2032, 2, 29));
    check(date(2026, 8, 31), 3, date(2026, 11, 30));
    check(date(2026, 12, 31), 2, date(2027, 2, 28));
    check(date(2026, 1, 5), 0, date(2026, 1, 5));
}

#[test]
fn the_calendar_ends_where_it_ends_and_never_jumps_back() {
    assert_eq!(months_later(date(9999, 6, 1), 84), Date::MAX);
    assert_eq!(months_later(date(2026, 1, 5), u32::MAX), Date::MAX);
    assert_eq!(days_later(date(9999, 12, 31), 1), Date::MAX);
    assert_eq!(days_later(date(2026, 1, 5), u32::MAX), Date::MAX);
    assert_eq!(days_later(date(2028, 2, 28), 1), date(2028, 2, 29));
}

#[test]
fn a_time_that_the_clocks_skip_is_refused_and_one_that_happens_twice_is_the_first() {
    let check = |zone: &str, day: Date, at: Time| match office(zone).instant(day, at) {
        Ok(instant) => instant.timestamp().to_string(),
        Err(why) => why.to_string(),
    };
    let skipped = "this time does not exist: the clocks go forward that night; please choose one an hour later";
    assert_eq!(check("Europe/Madrid", date(2026, 3, 29), time(2, 30, 0, 0)), skipped);
    assert_eq!(check("America/New_York", date(2026, 3, 8), time(2, 0, 0, 0)), skipped);
    assert_eq!(check("Europe/Madrid", date(2026, 3, 29), time(3, 0, 0, 0)), "2026-03-29T01:00:00Z");
    assert_eq!(check("Europe/Madrid", date(2026, 10, 25), time(2, 30, 0, 0)), "2026-10-25T00:30:00Z");
    assert_eq!(check("Europe/Madrid", date(2026, 7, 1), time(9, 0, 0, 0)), "2026-07-01T07:00:00Z");
    assert_eq!(check("Nowhere/At_All", date(2026, 7, 1), time(9, 0, 0, 0)), "2026-07-01T09:00:00Z");
}

#[test]
fn a_deadline_falls_on_closing_time_on_both_sides_of_summer_time() {
    let office = office("Europe/Madrid");
    let check = |day: Date, days| {
        let received = office.instant(day, time(10, 0, 0, 0)).unwrap();
        office.close_of_working_day(received, days).timestamp().to_string()
    };
    // Friday before the clocks change, and the Monday after
    assert_eq!(check(date(2026, 3, 27), 0), "2026-03-27T16:00:00Z");
    assert_eq!(check(date(2026, 3, 27), 1), "2026-03-30T15:00:00Z");
    assert_eq!(check(date(2026, 10, 23), 1), "2026-10-26T16:00:00Z");
}

#[test]
fn holidays_and_weekends_are_no_working_days() {
    let mut office = office("UTC");
    office.holidays.extend([date(2026, 1, 6), date(2026, 4, 3)]);
    assert_eq!(office.working_days_between(date(2026, 1, 5), date(2026, 1, 12)), 4);
    assert_eq!(office.working_days_between(date(2026, 1, 12), date(2026, 1, 5)), 0);
    assert_eq!(office.working_days_between(date(2026, 1, 9), date(2026, 1, 11)), 0);
    let closes = office.close_of_day(date(2026, 4, 3));
    assert_eq!(closes.timestamp().to_string(), "2026-04-06T17:00:00Z", "Good Friday, then the weekend");
}
