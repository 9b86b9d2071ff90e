//! Recording that the figures were looked at, what was found and what follows from it (FS-6.1).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::span::DaySpan;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::StaffId;
use crate::text::Narrative;
use crate::time::Instant;

/// How sessions go is reviewed (FS-6.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceReviewed {
    /// From which day on.
    pub from: Date,
    /// To which day.
    pub until: Date,
    /// What was found.
    pub findings: Narrative,
    /// What follows from it.
    pub actions: Narrative,
}

/// A review of something as the organisation's file knows it.
#[derive(Debug, Clone)]
pub struct Reviewed<R> {
    /// Who signed it.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// What it says.
    pub review: R,
}

/// What the organisation's file knows of its reviews.
#[derive(Debug, Clone, Default)]
pub struct ServiceReviews {
    /// The reviews, oldest first.
    pub all: Vec<Reviewed<ServiceReviewed>>,
}

impl ServiceReviews {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        if let Event::ServiceReviewed(review) = &entry.event {
            self.all.push(Reviewed { by: entry.author(), at: entry.signed(), review: review.clone() });
        }
    }

    /// Decides on recording one.
    ///
    /// # Errors
    /// [`CannotReview`] names what is wrong with it.
    pub fn review(&self, order: ServiceReviewed, today: Date) -> Result<Vec<Event>, CannotReview> {
        if DaySpan::new(order.from, order.until).is_none() {
            return Err(CannotReview::Days);
        }
        if today <= order.until {
            return Err(CannotReview::NotOver);
        }
        Ok(vec![Event::ServiceReviewed(order)])
    }
}

/// Why a review cannot be recorded like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotReview {
    /// The last day is before the first one, or years later.
    #[error("the last day comes after the first one, and at most two years later")]
    Days,
    /// It is not over yet.
    #[error("the last day is over; what is still to come cannot be reviewed")]
    NotOver,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_over_is_reviewed() {
        let text = Narrative::parse("More sessions are kept than before.").unwrap();
        let review = |from, until| {
            let order = ServiceReviewed { from, until, findings: text.clone(), actions: text.clone() };
            ServiceReviews::default().review(order, date(2026, 11, 22)).map(|events| events.len())
        };
        assert_eq!(review(date(2026, 7, 1), date(2026, 9, 30)), Ok(1));
        assert_eq!(review(date(2026, 9, 30), date(2026, 7, 1)), Err(CannotReview::Days));
        assert_eq!(review(date(2026, 11, 1), date(2026, 11, 22)), Err(CannotReview::NotOver));
    }
}
