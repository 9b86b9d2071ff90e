//! Why a time is offered or not, for whoever runs the server and is asked (FS-4.1.3). Hours only: no case is named.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::calendar::OfficeCalendar;
use domain::hours::WorkingHours;
use domain::ids::StaffId;
use domain::slots::{Candidate, Period, Search, SlotState, Works};
use domain::staff::StaffCard;
use domain::time::Instant;
use jiff::civil::Date;
use store::TimeOf;

use crate::Fault;
use crate::accounts::staff_files;
use crate::calendar::files_of_who_hold_sessions;
use crate::house::{House, Who};

/// The times of one of us.
#[derive(Debug, Clone)]
pub struct Explained {
    /// Whose.
    pub who: StaffCard,
    /// When the office is open.
    pub office: Arc<OfficeCalendar>,
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

/// Who is asked about, and until when.
struct Span {
    office: Arc<OfficeCalendar>,
    now: Instant,
    minutes: u16,
    days: u32,
}

impl Span {
    fn until(&self) -> Instant {
        self.now.plus_seconds(i64::from(self.days + 1) * 86_400)
    }

    fn explained(&self, who: StaffCard, hours: &WorkingHours, times: &[TimeOf]) -> Explained {
        let Self { office, now, minutes, days } = self;
        let takes = times.iter().filter(|one| one.state.takes_time());
        let taken: Vec<Taken> = takes
            .map(|one| Taken {
                period: Period { start: one.starts, end: one.ends },
                away: one.state == SlotState::Away,
            })
            .collect();
        let search = Search { minutes: *minutes, after: *now, from: office.today(*now), days: *days };
        let (mut open, mut closed) = (Vec::new(), Vec::new());
        for (day, periods) in search.each_day(Works { office, hours }) {
            if periods.is_empty() {
                closed.push(day);
            }
            open.extend(periods);
        }
        let periods: Vec<Period> = taken.iter().map(|taken| taken.period).collect();
        let candidates = search.within(open, &periods);
        Explained { who, office: Arc::clone(office), candidates, taken, closed }
    }
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
        let mut people = staff_files(&console).await?;
        people.retain(|(card, _)| card.active && named(card));
        let (who, file) = match (people.pop(), people.is_empty()) {
            (Some(who), true) => who,
            (Some(_), false) => return Ok(Err(NoWorker::Several)),
            (None, _) => return Ok(Err(NoWorker::Unknown)),
        };
        let span = self.span(minutes, days).await?;
        let times = self.store().times(Some(who.id), span.now, span.until()).await?;
        Ok(Ok(span.explained(who, &file.hours, &times)))
    }

    /// The times of everybody who holds sessions, from now on, by name.
    ///
    /// # Errors
    /// [`Fault`] when the record cannot be read.
    pub async fn explain_everybody(self: &Arc<Self>, minutes: u16, days: u32) -> Result<Vec<Explained>, Fault> {
        let people = files_of_who_hold_sessions(&self.acting(Who::console(self))).await?;
        let span = self.span(minutes, days).await?;
        let mut times: BTreeMap<StaffId, Vec<TimeOf>> = BTreeMap::new();
        for one in self.store().times(None, span.now, span.until()).await? {
            times.entry(one.staff).or_default().push(one);
        }
        let explained = people.into_iter().map(|(who, file)| {
            let times = times.remove(&who.id).unwrap_or_default();
            span.explained(who, &file.hours, &times)
        });
        Ok(explained.collect())
    }

    async fn span(&self, minutes: u16, days: u32) -> Result<Span, Fault> {
        let office = Arc::new(self.organisation().await?.rulebook.office.clone());
        Ok(Span { office, now: self.now(), minutes, days })
    }
}
