//! How much of their working time people spend in sessions.

use domain::calendar::OfficeCalendar;
use domain::ids::StaffId;
use domain::service::DaySpan;
use domain::slots::{Period, gaps};
use domain::staff::{Role, StaffCard};

use super::Figures;
use crate::{Ctx, Fault};

/// The time of one of us in a span of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// Whose.
    pub staff: StaffId,
    /// How many minutes they work in it: their hours without days off and absences.
    pub working: i64,
    /// How many of them sessions take that were held or are booked.
    pub sessions: i64,
}

impl Hours {
    /// How many of a hundred minutes sessions take; nothing when they do not work then. Sessions outside of the working hours count as well, so it
    /// may be more than a hundred.
    pub fn share(self) -> Option<i64> {
        (0 < self.working).then(|| (self.sessions * 200 + self.working) / (self.working * 2))
    }
}

/// Of everybody who holds sessions, and of whoever has held some, by name.
pub(super) async fn of(
    ctx: &Ctx,
    office: &OfficeCalendar,
    span: DaySpan,
    figures: &Figures,
    staff: &[StaffCard],
) -> Result<Vec<Hours>, Fault> {
    let mut hours = Vec::new();
    for card in staff {
        let counts = figures.workers.get(&card.id);
        let holds = card.active && [Role::Caseworker, Role::Provider].iter().any(|role| card.is(*role));
        if !holds && counts.is_none() {
            continue;
        }
        let own = ctx.house().staff_file(card.id).await?;
        let away: Vec<Period> = own.absences.all.values().map(domain::absences::AbsenceNoted::period).collect();
        let open = span.all().flat_map(|day| own.hours.on(office, day)).flat_map(|open| gaps(open, &away));
        let working: i64 = open.map(|left| left.end.seconds_since(left.start)).sum::<i64>() / 60;
        hours.push(Hours { staff: card.id, working, sessions: counts.map_or(0, |counts| counts.minutes) });
    }
    Ok(hours)
}
