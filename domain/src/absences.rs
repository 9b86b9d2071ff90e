//! Absences of one of us: from when to when they are away, and why, which is nobody's business but their own.
//!
//! Serves FS-4.1.3. While somebody is away no session can be booked with them. What was booked before stays until somebody moves it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::ItemId;
use crate::slots::Period;
use crate::time::Instant;

/// The longest absence, in seconds: two years.
const LONGEST: i64 = 2 * 366 * 86_400;

/// How far ahead one may begin, in seconds: five years.
const FURTHEST: i64 = 5 * 366 * 86_400;

/// Why somebody is away. Others see only that they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceKind {
    /// On leave.
    Leave,
    /// Ill.
    Ill,
    /// At a training.
    Training,
    /// Anything else.
    Other,
}

impl AbsenceKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Leave, Self::Ill, Self::Training, Self::Other];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Leave => "Leave",
            Self::Ill => "Ill",
            Self::Training => "Training",
            Self::Other => "Something else",
        }
    }
}

/// Somebody is away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceNoted {
    /// Its id.
    pub id: ItemId,
    /// From.
    pub starts: Instant,
    /// To, not included.
    pub ends: Instant,
    /// Why; nothing when somebody else has noted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AbsenceKind>,
}

impl AbsenceNoted {
    /// The time of it.
    pub const fn period(&self) -> Period {
        Period { start: self.starts, end: self.ends }
    }
}

/// Somebody is not away after all, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AbsenceWithdrawn {
    /// Which absence.
    pub id: ItemId,
}

/// The absences of one of us.
#[derive(Debug, Clone, Default)]
pub struct Absences {
    /// Those that hold, by their ids; one that was withdrawn while it ran ended then.
    pub all: BTreeMap<ItemId, AbsenceNoted>,
}

impl Absences {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::AbsenceNoted(noted) => {
                self.all.insert(noted.id, noted.clone());
            }
            Event::AbsenceWithdrawn(withdrawn) => {
                let at = entry.signed();
                let begun = self.all.get_mut(&withdrawn.id).filter(|absence| absence.starts < at);
                match begun {
                    Some(absence) => absence.ends = absence.ends.min(at),
                    None => {
                        self.all.remove(&withdrawn.id);
                    }
                }
            }
            _ => {}
        }
    }

    /// Those that are not over, the next first.
    pub fn from_now(&self, now: Instant) -> Vec<&AbsenceNoted> {
        let mut ahead: Vec<&AbsenceNoted> = self.all.values().filter(|absence| now < absence.ends).collect();
        ahead.sort_by_key(|absence| absence.starts);
        ahead
    }

    /// Decides on noting an absence.
    ///
    /// # Errors
    /// [`CannotBeAway`] names what is wrong with it.
    pub fn note(&self, order: AbsenceNoted, now: Instant) -> Result<Vec<Event>, CannotBeAway> {
        if order.ends <= order.starts {
            return Err(CannotBeAway::Backwards);
        }
        if order.ends <= now {
            return Err(CannotBeAway::Past);
        }
        if LONGEST < order.ends.seconds_since(order.starts) || FURTHEST < order.starts.seconds_since(now) {
            return Err(CannotBeAway::TooLong);
        }
        if self.all.values().any(|absence| absence.period().overlaps(order.period())) {
            return Err(CannotBeAway::Known);
        }
        Ok(vec![Event::AbsenceNoted(order)])
    }

    /// Decides on withdrawing one. What is past stays.
    ///
    /// # Errors
    /// [`CannotBeAway`] when there is none, or it is over.
    pub fn withdraw(&self, id: ItemId, now: Instant) -> Result<Vec<Event>, CannotBeAway> {
        match self.all.get(&id) {
            None => Err(CannotBeAway::NotKnown),
            Some(absence) if absence.ends <= now => Err(CannotBeAway::Over),
            Some(_) => Ok(vec![Event::AbsenceWithdrawn(AbsenceWithdrawn { id })]),
        }
    }
}

/// Why an absence cannot be noted or withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotBeAway {
    /// It ends before it begins.
    #[error("an absence ends after it begins")]
    Backwards,
    /// It is over already.
    #[error("this absence would be over already")]
    Past,
    /// Longer than two years, or in more than five.
    #[error("an absence is at most two years long, and begins within five")]
    TooLong,
    /// Another one at that time.
    #[error("an absence is noted for some of this time already; withdraw it first")]
    Known,
    /// They have left.
    #[error("this person does not work here any more")]
    Left,
    /// There is none.
    #[error("this absence was withdrawn already")]
    NotKnown,
    /// It is over.
    #[error("this absence is over; it stays as it was")]
    Over,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const NOW: Instant = Instant(1_000_000_000_000_000);

    fn at(hours: i64) -> Instant {
        NOW.plus_seconds(hours * 3600)
    }

    fn noted(id: u128, starts: i64, ends: i64) -> AbsenceNoted {
        AbsenceNoted { id: ItemId::new(Uuid::from_u128(id)), starts: at(starts), ends: at(ends), kind: None }
    }

    fn check(known: &[AbsenceNoted], order: AbsenceNoted) -> Result<usize, CannotBeAway> {
        let all = known.iter().map(|noted| (noted.id, noted.clone())).collect();
        Absences { all }.note(order, NOW).map(|events| events.len())
    }

    #[test]
    fn an_absence_is_noted_when_it_can_be() {
        assert_eq!(check(&[], noted(1, 24, 48)), Ok(1));
        assert_eq!(check(&[], noted(1, -24, 48)), Ok(1), "it has begun");
        assert_eq!(check(&[], noted(1, 48, 48)), Err(CannotBeAway::Backwards));
        assert_eq!(check(&[], noted(1, -48, 0)), Err(CannotBeAway::Past));
        assert_eq!(check(&[], noted(1, 0, 24 * 800)), Err(CannotBeAway::TooLong));
        assert_eq!(check(&[], noted(1, 24 * 2_000, 24 * 2_001)), Err(CannotBeAway::TooLong));
        assert_eq!(check(&[noted(1, 24, 48)], noted(2, 47, 50)), Err(CannotBeAway::Known));
        assert_eq!(check(&[noted(1, 24, 48)], noted(2, 48, 50)), Ok(1), "one after the other");
    }

    #[test]
    fn what_is_past_stays() {
        let absence = noted(1, -48, -24);
        let absences = Absences { all: [(absence.id, absence.clone()), (noted(2, 5, 6).id, noted(2, 5, 6))].into() };
        assert_eq!(absences.withdraw(absence.id, NOW), Err(CannotBeAway::Over));
        assert_eq!(absences.withdraw(noted(3, 0, 1).id, NOW), Err(CannotBeAway::NotKnown));
        assert!(absences.withdraw(noted(2, 5, 6).id, NOW).is_ok());
        assert_eq!(absences.from_now(NOW).len(), 1);
    }
}
