//! Flags: a case needs urgent follow-up or somebody higher up (CM-4.4.3).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::cases::CaseClosedNow;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::text::Line;
use crate::time::Instant;

/// A flag is raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagRaised {
    /// Its id.
    pub id: ItemId,
    /// What it is about.
    pub what: Line,
    /// Who sees to it.
    pub owner: StaffId,
    /// By which day.
    pub due: Date,
}

/// A flag is taken down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagResolved {
    /// Which one.
    pub id: ItemId,
    /// What was done.
    pub how: Line,
}

/// What a case file knows of its flags.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// Those that are up: the flag, its entry, since when.
    pub up: Vec<(FlagRaised, EntryNumber, Instant)>,
}

impl Flags {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::FlagRaised(flag) => self.up.push((flag.clone(), entry.id.number, entry.signed())),
            Event::FlagResolved(resolved) => self.up.retain(|(flag, _, _)| flag.id != resolved.id),
            _ => {}
        }
    }

    /// Decides on raising a flag on a case that is open.
    ///
    /// # Errors
    /// [`CannotRaise`].
    pub fn raise(order: FlagRaised, today: Date) -> Result<Vec<Event>, CannotRaise> {
        if order.due < today {
            return Err(CannotRaise::DayPassed);
        }
        Ok(vec![Event::FlagRaised(order)])
    }

    /// Decides on taking a flag down.
    ///
    /// # Errors
    /// [`FlagGone`] when it is down already.
    pub fn resolve(&self, order: FlagResolved) -> Result<Vec<Event>, FlagGone> {
        if !self.up.iter().any(|(flag, _, _)| flag.id == order.id) {
            return Err(FlagGone);
        }
        Ok(vec![Event::FlagResolved(order)])
    }
}

/// Why a flag cannot be raised like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotRaise {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// Nobody can see to it by a day that is over.
    #[error("this day is over; please give today or a later one")]
    DayPassed,
}

/// The flag is down already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this flag has been taken down already")]
pub struct FlagGone;

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_flag_falls_due_today_or_later() {
        let today = date(2026, 3, 1);
        let raised = |due| {
            let what = Line::parse("Not seen for a week").unwrap();
            let order = FlagRaised { id: ItemId::new(Uuid::nil()), what, owner: StaffId::new(Uuid::nil()), due };
            Flags::raise(order, today).map(|_| ())
        };
        assert_eq!(raised(date(2026, 2, 28)), Err(CannotRaise::DayPassed));
        assert_eq!(raised(today), Ok(()));
        assert_eq!(raised(date(2028, 2, 29)), Ok(()));
    }
}
