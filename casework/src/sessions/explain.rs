//! Why a time is offered or not, for whoever runs the server and is asked (FS-4.1.3). Hours only: no case is named.

use std::sync::Arc;

use domain::calendar::{OfficeCalendar, days_later};
use domain::slots::{Candidate, Period, Search, Works};
use domain::staff::StaffCard;
use domain::time::Instant;
use jiff::civil::Date;
use store::{Appointment, AppointmentSeen, Calendar};

use super::free::{period, takes};
use crate::Fault;
use crate::accounts::staff_list;
use crate::house::{House, Who};

/// The times of one of us.
#[derive(Debug, Clone)]
pub struct Explained {
    /// Whose.
    pub who: StaffCard,
    /// When the office is open.
    pub office: OfficeCalendar,
    /// Every time at which a session could begin, and what is in its way.
    pub candidates: Vec<Candidate>,
    /// What is taken; candidates name it by its place.
    pub taken: Vec<Taken>,
    /// Days on which they do not work.
    pub closed: Vec<Date>,
}

/// Time that is taken.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// From when to when.
    pub period: Period,
    /// Whether they are away, and not in a session.
    pub away: bool,
}

/// Why there is nobody to explain the times of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoWorker {
    /// Nobody who works here has this id or name.
    #[error("nobody who works here has this id or name")]
    Unknown,
    /// Several have this name.
    #[error("several people have this name; give the id")]
    Several,
}

impl House {
    /// The times of somebody, by id or name, from now on.
    ///
    /// # Errors
    /// [`NoWorker`] inside; [`Fault`] when the record cannot be read.
    pub async fn explain_slots(
        self: &Arc<Self>,
        worker: &str,
        minutes: u16,
        days: u32,
    ) -> Result<Result<Explained, NoWorker>, Fault> {
        let console = self.acting(Who::console(self));
        let named =
            |card: &StaffCard| card.id.to_string() == worker || card.name.to_lowercase() == worker.to_lowercase();
        let mut people: Vec<StaffCard> = staff_list(&console).await?;
        people.retain(|card| card.active && named(card));
        let who = match (people.pop(), people.is_empty()) {
            (Some(who), true) => who,
            (Some(_), false) => return Ok(Err(NoWorker::Several)),
            (None, _) => return Ok(Err(NoWorker::Unknown)),
        };
        let office = self.organisation().await?.rulebook.office.clone();
        let now = self.now();
        let from = office.today(now);
        let until: Instant = now.plus_seconds(i64::from(days + 1) * 86_400);
        let seen = self.store().appointments(Calendar::Staff(who.id), now, until).await?;
        let away = |seen: &AppointmentSeen| seen.appointment.state == Appointment::AWAY;
        let taken = seen.iter().filter(|seen| takes(seen, None));
        let taken: Vec<Taken> = taken.map(|seen| Taken { period: period(seen), away: away(seen) }).collect();
        let own = self.staff_file(who.id).await?;
        let works = Works { office: &office, hours: &own.hours };
        let periods: Vec<Period> = taken.iter().map(|taken| taken.period).collect();
        let candidates = Search { minutes, after: now, from, days }.candidates(works, &periods);
        let closed = (0..days).map(|n| days_later(from, n)).filter(|day| works.on(*day).is_empty()).collect();
        Ok(Ok(Explained { who, office, candidates, taken, closed }))
    }
}
