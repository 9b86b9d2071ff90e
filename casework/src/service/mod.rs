//! The service review: how sessions came out in a span of days, counted from derived rows; no file is opened (FS-6.1).
//!
//! Under which programme a case is, and whose it is, stands in its sealed card alone: cards are opened to sort the counts, and nothing of them is shown. Of a
//! small programme nothing is told to whoever may not read its cases.

mod figures;
mod hours;
mod record;
mod without_next;

use domain::ids::{DossierId, EntryNumber, StaffId};
use domain::policy::Action;
use domain::service::{Counts, DaySpan, Reviewed, ServiceReviewed};
use domain::staff::StaffCard;
use jiff::civil::Date;
pub use store::Waits;

use crate::accounts::staff_list;
use crate::{Ctx, Failure, Fault, Never, organisation};

pub use figures::{Figures, OfProgramme};
pub use hours::Hours;
pub use record::record_review;
pub use without_next::{CaseWithout, WithoutNext};

/// Which days are reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WantedSpan {
    /// The last so many weeks before today.
    Weeks(u32),
    /// The last whole quarter of a year.
    Quarter,
    /// These days.
    Days(DaySpan),
}

impl WantedSpan {
    /// Its days, and those that it is compared with.
    pub fn days(self, today: Date) -> (DaySpan, DaySpan) {
        let span = match self {
            Self::Weeks(weeks) => DaySpan::weeks(today, weeks),
            Self::Quarter => DaySpan::quarter(today),
            Self::Days(days) => days,
        };
        let before = match self {
            Self::Quarter => DaySpan::quarter(span.from),
            Self::Weeks(_) | Self::Days(_) => span.before(),
        };
        (span, before)
    }
}

/// What a review is made from.
#[derive(Debug, Clone)]
pub struct ServiceSeen {
    /// Which days.
    pub span: DaySpan,
    /// The days before, with which they are compared.
    pub before: DaySpan,
    /// What was counted.
    pub figures: Figures,
    /// What was counted in the days before, of everybody together.
    pub earlier: Counts,
    /// How long sessions waited for their signature.
    pub waits: Waits,
    /// And in the days before.
    pub earlier_waits: Waits,
    /// Within how many hours a note counts as written in time.
    pub in_time_hours: u32,
    /// How much of their time those who hold sessions spend with them, by name.
    pub hours: Vec<Hours>,
    /// The open cases that have no next session.
    pub without_next: WithoutNext,
    /// Everybody who works or worked here.
    pub staff: Vec<StaffCard>,
    /// The reviews that were recorded, the latest first.
    pub reviews: Vec<Reviewed<ServiceReviewed>>,
    /// Whether the acting person may record one.
    pub may_record: bool,
    /// The last entry of the organisation's file.
    pub last: EntryNumber,
}

impl ServiceSeen {
    /// The name of one of us.
    pub fn name(&self, staff: StaffId) -> &str {
        self.staff.iter().find(|card| card.id == staff).map(|card| card.name.as_str()).unwrap_or_default()
    }
}

/// How sessions came out in these days, as far as the acting person may know.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not review the service.
pub async fn service_review(ctx: &Ctx, wanted: WantedSpan) -> Result<ServiceSeen, Failure<Never>> {
    ctx.permit(Action::SeeServiceReview, None).await?;
    let (dossier, opened) = organisation::opened(ctx).await?;
    let rules = &opened.file.rulebook;
    let office = &rules.office;
    let (span, before) = wanted.days(office.today(ctx.now()));
    let limit = i64::from(rules.late_entry_hours) * 3_600;
    let (from, to) = span.moments(office);
    let (earlier_from, earlier_to) = before.moments(office);
    let store = ctx.house().store();
    let staff = staff_list(ctx).await?;
    let figures = figures::of(ctx, rules, &store.outcome_groups(from, to).await?).await?;
    let mut reviews = opened.file.service.all.clone();
    reviews.reverse();
    Ok(ServiceSeen {
        span,
        before,
        earlier: figures::together(&store.outcome_groups(earlier_from, earlier_to).await?),
        waits: store.waits(from, to, limit).await?,
        earlier_waits: store.waits(earlier_from, earlier_to, limit).await?,
        in_time_hours: rules.late_entry_hours,
        hours: hours::of(ctx, office, span, &figures, &staff).await?,
        without_next: without_next::of(ctx).await?,
        may_record: may_record(ctx, dossier).await?,
        figures,
        staff,
        reviews,
        last: opened.last,
    })
}

async fn may_record(ctx: &Ctx, organisation: DossierId) -> Result<bool, Fault> {
    ctx.may(Action::RecordServiceReview, Some(organisation)).await
}
