//! Cover: a colleague stands in for whoever carries a case, from one moment to another.
//!
//! Serves PT-3b, PT-4.4.2, CM-4.3.1. Access comes with the cover and ends with it, without anybody having to take it back. A hand-over and the
//! closing of the case end it as well: it was given for whoever carried the case then.

use serde::{Deserialize, Serialize};

use crate::cases::{CaseClosedNow, CaseFile};
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{ItemId, StaffId};
use crate::slots::Period;
use crate::text::Line;
use crate::time::Instant;

/// The longest cover, in seconds: twelve weeks. Who is away for longer has left the work to somebody else: then the case is handed over, with a supervisor
/// who decides on it, and nobody keeps an access for half a year that was meant for a holiday.
pub const LONGEST: i64 = 12 * 7 * 86_400;

/// How far ahead one may begin, in seconds: a year.
const FURTHEST: i64 = 366 * 86_400;

/// A colleague is to stand in for whoever carries the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverArranged {
    /// Its id.
    pub id: ItemId,
    /// For whom.
    pub of: StaffId,
    /// Who stands in.
    pub staff: StaffId,
    /// From.
    pub starts: Instant,
    /// To, not included.
    pub ends: Instant,
    /// What the colleague has to know first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

impl CoverArranged {
    /// The time of it.
    pub const fn period(&self) -> Period {
        Period { start: self.starts, end: self.ends }
    }
}

/// Somebody does not stand in after all, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoverEnded {
    /// Which cover.
    pub id: ItemId,
}

/// The covers of a case.
#[derive(Debug, Clone, Default)]
pub struct Covers {
    /// Those that were, are and will be, in the order in which they were arranged; what was ended before its time ends then.
    pub all: Vec<CoverArranged>,
}

impl Covers {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::CoverArranged(arranged) => self.all.push(arranged.clone()),
            Event::CoverEnded(ended) => self.end(entry.signed(), |cover| cover.id == ended.id),
            Event::CaseAssigned(assigned) => self.end(entry.signed(), |cover| cover.of != assigned.assignment.worker),
            Event::CaseClosed(_) => self.end(entry.signed(), |_| true),
            _ => {}
        }
    }

    fn end(&mut self, at: Instant, which: impl Fn(&CoverArranged) -> bool) {
        for cover in self.all.iter_mut().filter(|cover| which(cover)) {
            cover.ends = cover.ends.min(at);
        }
        self.all.retain(|cover| cover.starts < cover.ends);
    }

    /// Those that are not over, the next first.
    pub fn from_now(&self, now: Instant) -> Vec<&CoverArranged> {
        let mut ahead: Vec<&CoverArranged> = self.all.iter().filter(|cover| now < cover.ends).collect();
        ahead.sort_by_key(|cover| cover.starts);
        ahead
    }

    /// The one with this id, unless it never began.
    pub fn find(&self, id: ItemId) -> Option<&CoverArranged> {
        self.all.iter().find(|cover| cover.id == id)
    }

    /// The last cover of each colleague: by the rule below an earlier one of the same colleague was over before it was arranged.
    pub fn latest(&self) -> Vec<&CoverArranged> {
        let is_last = |at: usize, cover: &CoverArranged| self.all.iter().skip(at + 1).all(|o| o.staff != cover.staff);
        self.all.iter().enumerate().filter(|(at, cover)| is_last(*at, cover)).map(|(_, cover)| cover).collect()
    }
}

impl CaseFile {
    /// Decides on a cover of this case.
    ///
    /// # Errors
    /// [`CannotCover`] names what is wrong with it.
    pub fn arrange_cover(&self, order: CoverArranged, now: Instant) -> Result<Vec<Event>, CannotCover> {
        self.must_be_open()?;
        let hands = self.assignment().ok_or(CaseClosedNow)?;
        if hands.worker != order.of {
            return Err(CannotCover::OtherHands);
        }
        if hands.worker == order.staff || hands.supervisor == order.staff {
            return Err(CannotCover::OwnCase);
        }
        check_time(order.period(), now)?;
        for known in self.covers.from_now(now) {
            if known.period().overlaps(order.period()) {
                return Err(CannotCover::Covered);
            }
            if known.staff == order.staff {
                return Err(CannotCover::Named);
            }
        }
        Ok(vec![Event::CoverArranged(order)])
    }

    /// Decides on ending one. What is past of it stays.
    ///
    /// # Errors
    /// [`CannotCover`] when there is none, or it is over.
    pub fn end_cover(&self, id: ItemId, now: Instant) -> Result<Vec<Event>, CannotCover> {
        match self.covers.find(id) {
            None => Err(CannotCover::NotKnown),
            Some(cover) if cover.ends <= now => Err(CannotCover::Over),
            Some(_) => Ok(vec![Event::CoverEnded(CoverEnded { id })]),
        }
    }
}

/// Whether a colleague can stand in for so long.
///
/// # Errors
/// [`CannotCover`] names what is wrong with the time.
pub fn check_time(time: Period, now: Instant) -> Result<(), CannotCover> {
    if time.end <= time.start {
        return Err(CannotCover::Backwards);
    }
    if time.end <= now {
        return Err(CannotCover::Past);
    }
    // an hour more: clocks change
    if LONGEST + 3_600 < time.end.seconds_since(time.start) {
        return Err(CannotCover::TooLong);
    }
    if FURTHEST < time.start.seconds_since(now) {
        return Err(CannotCover::TooFar);
    }
    Ok(())
}

/// Why a cover cannot be arranged or ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotCover {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// It ends before it begins.
    #[error("the last day is before the first one")]
    Backwards,
    /// It is over already.
    #[error("this time is over already")]
    Past,
    /// Longer than twelve weeks.
    #[error("somebody stands in for twelve weeks at most; for longer the case is handed over")]
    TooLong,
    /// In more than a year.
    #[error("cover begins within a year")]
    TooFar,
    /// The case is carried by somebody else by now.
    #[error("this case has changed hands; please look at it again")]
    OtherHands,
    /// Whoever carries or supervises the case.
    #[error("whoever carries or supervises a case cannot stand in for it; please choose somebody else")]
    OwnCase,
    /// Somebody else stands in then.
    #[error("somebody stands in for some of this time already; end that first")]
    Covered,
    /// The same colleague is to stand in at another time.
    #[error("this colleague is named for this case already; name them again when that is over, or end it first")]
    Named,
    /// The colleague does not carry cases here.
    #[error("only a caseworker or provider who works here can stand in")]
    WrongRole,
    /// The colleague is away.
    #[error("this colleague is away for some of this time; please choose somebody else")]
    Away,
    /// The colleague must not see the file.
    #[error("this colleague must not see this file; please choose somebody else")]
    Excluded,
    /// There is none.
    #[error("this cover was taken back already")]
    NotKnown,
    /// It is over.
    #[error("this cover is over; it stays as it was")]
    Over,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: Instant = Instant(1_000_000_000_000_000);
    const DAY: i64 = 86_400;

    fn time(starts: i64, ends: i64) -> Result<(), CannotCover> {
        check_time(Period { start: NOW.plus_seconds(starts), end: NOW.plus_seconds(ends) }, NOW)
    }

    fn cover(id: u128, staff: u128, starts: i64, ends: i64) -> CoverArranged {
        CoverArranged {
            id: ItemId::new(Uuid::from_u128(id)),
            of: StaffId::new(Uuid::from_u128(1)),
            staff: StaffId::new(Uuid::from_u128(staff)),
            starts: NOW.plus_seconds(starts),
            ends: NOW.plus_seconds(ends),
            note: None,
        }
    }

    #[test]
    fn a_cover_lasts_twelve_weeks_at_most() {
        assert_eq!(time(0, 84 * DAY), Ok(()));
        assert_eq!(time(0, 84 * DAY + 3_600), Ok(()), "when the clocks go back in it");
        assert_eq!(time(0, 85 * DAY), Err(CannotCover::TooLong));
        assert_eq!(time(DAY, DAY), Err(CannotCover::Backwards));
        assert_eq!(time(-2 * DAY, 0), Err(CannotCover::Past));
        assert_eq!(time(-DAY / 2, DAY), Ok(()), "it may have begun this morning");
        assert_eq!(time(400 * DAY, 401 * DAY), Err(CannotCover::TooFar));
    }

    #[test]
    fn what_is_ended_before_it_begins_never_was() {
        let mut covers = Covers { all: vec![cover(1, 2, -DAY, DAY), cover(2, 3, DAY, 2 * DAY)] };
        covers.end(NOW, |_| true);
        assert_eq!(covers.all.iter().map(|cover| cover.ends).collect::<Vec<_>>(), [NOW], "and what is past stays");
        assert!(covers.from_now(NOW).is_empty());
    }

    #[test]
    fn the_last_cover_of_each_colleague_counts() {
        let all = vec![cover(1, 2, -9 * DAY, -8 * DAY), cover(2, 3, 0, DAY), cover(3, 2, DAY, 2 * DAY)];
        let covers = Covers { all };
        let latest: Vec<u128> = covers.latest().iter().map(|cover| cover.id.bits().as_u128()).collect();
        assert_eq!(latest, [2, 3]);
    }
}
