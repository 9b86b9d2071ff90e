//! Whether a time fits somebody who waits, and who comes first. Pure, so that the list can say why.

use jiff::tz::TimeZone;

use super::{Reply, Urgency, Waits};
use crate::calendar::Day;
use crate::ids::StaffId;
use crate::slots::Period;
use crate::time::Instant;

/// A time of one of us in which nobody is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FreeTime {
    /// From when to when.
    pub period: Period,
    /// Whose.
    pub staff: StaffId,
}

/// Why a time does not fit somebody who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Misfit {
    /// They wait for somebody else.
    OtherWorker,
    /// It is shorter than the session.
    TooShort,
    /// They cannot come on this day of the week.
    OtherDay,
    /// It begins before they can come.
    TooEarly,
    /// It ends after they have to go.
    TooLate,
    /// After the last day on which it makes sense.
    AfterLatest,
    /// They need to know earlier.
    ShortNotice,
    /// A session is booked that is no later.
    NotEarlier,
    /// They did not want this very time.
    Declined,
}

impl Misfit {
    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OtherWorker => "waits for somebody else",
            Self::TooShort => "needs more time",
            Self::OtherDay => "cannot come on that day of the week",
            Self::TooEarly => "cannot come so early in the day",
            Self::TooLate => "cannot come so late in the day",
            Self::AfterLatest => "it is after the last day on which it makes sense",
            Self::ShortNotice => "needs to know earlier",
            Self::NotEarlier => "has a session that is no later",
            Self::Declined => "did not want this time",
        }
    }
}

impl Waits {
    /// Why this time does not fit; nothing when it does. `booked` is when the next session begins that they have already.
    pub fn misfit(&self, time: FreeTime, booked: Option<Instant>, now: Instant, zone: &TimeZone) -> Option<Misfit> {
        let wish = &self.wish;
        let ends = time.period.start.plus_seconds(i64::from(wish.minutes) * 60);
        let (start, end) = (time.period.start.on(zone), ends.on(zone));
        let notice = i64::from(wish.short_notice_hours) * 3600;
        let reasons = [
            (wish.with.is_some_and(|with| with != time.staff), Misfit::OtherWorker),
            (time.period.end < ends, Misfit::TooShort),
            (!wish.days.is_empty() && !wish.days.contains(&Day::of(start.date().weekday())), Misfit::OtherDay),
            (wish.from.is_some_and(|from| start.time() < from), Misfit::TooEarly),
            (wish.until.is_some_and(|until| until < end.time() || start.date() < end.date()), Misfit::TooLate),
            (wish.latest.is_some_and(|latest| latest < start.date()), Misfit::AfterLatest),
            (time.period.start < now.plus_seconds(notice), Misfit::ShortNotice),
            (booked.is_some_and(|booked| booked <= time.period.start), Misfit::NotEarlier),
            (self.last_reply(time) == Some(Reply::Declined), Misfit::Declined),
        ];
        reasons.into_iter().find_map(|(holds, why)| holds.then_some(why))
    }

    /// Until when this time is kept for them, because they were asked.
    pub fn asked_until(&self, time: FreeTime, now: Instant) -> Option<Instant> {
        match self.last_reply(time) {
            Some(Reply::Asked(until)) if now < until => Some(until),
            _ => None,
        }
    }

    /// What was said of this time last.
    fn last_reply(&self, time: FreeTime) -> Option<Reply> {
        let of_it = |offer: &&super::Offered| offer.staff == time.staff && offer.starts == time.period.start;
        self.offers.iter().rev().find(of_it).map(|offer| offer.came)
    }

    /// By what those who wait come in turn: urgency, then since when.
    pub const fn turn(&self) -> (Urgency, Instant) {
        (self.wish.urgency, self.since)
    }
}
