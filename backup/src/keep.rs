//! Which backups are kept: all of the last two hours, then the newest of each hour, day, week and month, as far back as the rule says. A pure
//! function of their times: a clock that was set wrong removes nothing by itself.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// How many hours, days, weeks and months keep a backup of the data, and how many days the keys.
///
/// Hours, days, weeks (from Monday) and months in which no backup was made do not count: a server that was off for a month loses nothing by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeepRule {
    /// Hours.
    pub hourly: usize,
    /// Days.
    pub daily: usize,
    /// Weeks.
    pub weekly: usize,
    /// Months.
    pub monthly: usize,
    /// Days that a backup of the keys is kept, 1 to 35. What was destroyed longer ago is beyond recovery.
    pub keys_days: u8,
}

/// How long every backup is kept, in seconds: whoever makes one by hand before and after something wants both.
const RECENT: i64 = 2 * 3_600;

impl Default for KeepRule {
    /// Security 4.11.
    fn default() -> Self {
        Self { hourly: 24, daily: 14, weekly: 8, monthly: 12, keys_days: 7 }
    }
}

impl KeepRule {
    /// Those of these times whose data are kept; the newest always, and all that are not much older.
    pub(crate) fn data(self, times: &BTreeSet<Timestamp>) -> BTreeSet<Timestamp> {
        let newest = times.last().map_or(i64::MIN, |newest| newest.as_second());
        let recent = |at: &Timestamp| newest.saturating_sub(at.as_second()) < RECENT;
        let mut kept: BTreeSet<Timestamp> = times.iter().copied().filter(recent).collect();
        kept.extend(newest_of_each(times, self.hourly, |at| (at.date(), at.hour())));
        kept.extend(newest_of_each(times, self.daily, |at| at.date()));
        kept.extend(newest_of_each(times, self.weekly, |at| monday(at.date())));
        kept.extend(newest_of_each(times, self.monthly, |at| (at.year(), at.month())));
        kept
    }

    /// Whether keys that were backed up `at` are too old `now`.
    pub(crate) fn keys_expired(self, at: Timestamp, now: Timestamp) -> bool {
        // one that seems to come from the future was made while the clock was wrong
        u64::from(self.keys_days) * 86_400 <= now.as_second().abs_diff(at.as_second())
    }
}

fn newest_of_each<K: PartialEq>(
    times: &BTreeSet<Timestamp>,
    most: usize,
    of: impl Fn(jiff::civil::DateTime) -> K,
) -> Vec<Timestamp> {
    let mut found: Vec<(K, Timestamp)> = Vec::new();
    for &at in times.iter().rev() {
        let key = of(at.to_zoned(TimeZone::UTC).datetime());
        if found.last().is_none_or(|(last, _)| *last != key) {
            if found.len() == most {
                break;
            }
            found.push((key, at));
        }
    }
    found.into_iter().map(|(_, at)| at).collect()
}

fn monday(date: Date) -> Date {
    let days = i64::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(jiff::Span::new().days(days)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every(seconds: i64, how_many: i64) -> BTreeSet<Timestamp> {
        let end = "2026-11-21T14:30:00Z".parse::<Timestamp>().unwrap().as_second();
        (0..how_many).map(|n| Timestamp::from_second(end - n * seconds).unwrap()).collect()
    }

    #[test]
    fn an_hourly_backup_thins_out_with_its_age() {
        let two_years = every(3_600, 2 * 365 * 24);
        let kept = KeepRule::default().data(&two_years);
        let text: Vec<String> = kept.iter().rev().map(ToString::to_string).collect();
        assert_eq!(text.len(), 24 + 12 + 6 + 10, "{text:#?}");
        assert_eq!((text[0].as_str(), text[23].as_str()), ("2026-11-21T14:30:00Z", "2026-11-20T15:30:00Z"));
        // the day of the last hour and its eve have their backup already
        assert_eq!((text[24].as_str(), text[35].as_str()), ("2026-11-19T23:30:00Z", "2026-11-08T23:30:00Z"));
        assert_eq!(text.last().map(String::as_str), Some("2025-12-31T23:30:00Z"));
        assert_eq!(KeepRule::default().data(&kept), kept, "what was kept is kept again");
    }

    #[test]
    fn what_is_two_hours_old_or_less_is_kept_whatever_the_rule_says() {
        let none = KeepRule { hourly: 0, daily: 0, weekly: 0, monthly: 0, keys_days: 1 };
        assert_eq!(none.data(&every(60, 500)), every(60, 120));
        assert!(none.data(&BTreeSet::new()).is_empty());
    }

    #[test]
    fn times_without_backups_do_not_count() {
        assert_eq!(KeepRule::default().data(&every(400 * 86_400, 12)).len(), 12);
    }

    #[test]
    fn keys_expire_after_their_days() {
        let (rule, now) = (KeepRule::default(), "2026-11-21T14:30:00Z".parse().unwrap());
        assert!(!rule.keys_expired("2026-11-14T14:30:01Z".parse().unwrap(), now));
        assert!(rule.keys_expired("2026-11-14T14:30:00Z".parse().unwrap(), now));
        assert!(rule.keys_expired("2027-11-14T14:30:00Z".parse().unwrap(), now), "made while the clock was wrong");
    }
}
