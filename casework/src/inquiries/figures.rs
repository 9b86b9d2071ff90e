//! How the clocks of inquiries come out: by kind, channel and owner, with those that came out late; and what complaints and feedback are about (CC-4.2.2, CC-4.3.3).

use domain::inquiries::{Finding, InquiryKind, ThemeLine, Voice, themes};
use domain::level::Level;
use domain::policy::Action;
use domain::service::DaySpan;
use domain::staff::StaffCard;
use domain::time::Instant;
use store::InquiriesCounted;

use super::inbox::{InquiryLine, lines, up_to};
use crate::accounts::staff_list;
use crate::service::WantedSpan;
use crate::{Ctx, Failure, Fault, Never};

/// How many late ones are listed.
const LISTED: u32 = 50;

/// The figures of the inquiries that reached us in some days.
#[derive(Debug, Clone)]
pub struct InquiryFigures {
    /// Which days.
    pub span: DaySpan,
    /// The days before, with which they are compared.
    pub before: DaySpan,
    /// One row for each kind, channel and owner, without what the acting person is kept away from.
    pub rows: Vec<InquiriesCounted>,
    /// The same of the days before.
    pub earlier: Vec<InquiriesCounted>,
    /// What complaints and feedback are about, in these days and in those before.
    pub themes: [Vec<ThemeLine>; 2],
    /// Those that were acknowledged or answered too late, or not at all, as far as the acting person may know of them; the latest first, fifty at most.
    pub late: Vec<InquiryLine>,
    /// Everybody who works here or did.
    pub staff: Vec<StaffCard>,
}

/// How the clocks of the inquiries came out that reached us in these days.
///
/// # Errors
/// [`Failure::Refused`] for whoever sees no figures of the service.
pub async fn inquiry_figures(ctx: &Ctx, wanted: WantedSpan) -> Result<InquiryFigures, Failure<Never>> {
    ctx.permit(Action::SeeFeedback, None).await?;
    let (now, organisation) = (ctx.now(), ctx.house.organisation().await?);
    let office = &organisation.rulebook.office;
    let (span, before) = wanted.days(office.today(now));
    let ((from, to), (earlier_from, earlier_to)) = (span.moments(office), before.moments(office));
    let (store, up_to) = (&ctx.house.store, up_to(ctx).await?);
    let late = store.inquiries_late((up_to, ctx.staff()), (from, to), now, LISTED).await?;
    Ok(InquiryFigures {
        rows: store.inquiries_counted(ctx.staff(), from, to, now).await?,
        earlier: store.inquiries_counted(ctx.staff(), earlier_from, earlier_to, now).await?,
        themes: [told(ctx, up_to, (from, to)).await?, told(ctx, up_to, (earlier_from, earlier_to)).await?],
        late: lines(ctx, late).await?,
        staff: staff_list(ctx).await?,
        span,
        before,
    })
}

/// What the complaints and feedback of some days are about. It stands in no column: their cards are opened, of nothing else.
async fn told(ctx: &Ctx, up_to: Option<Level>, (from, to): (Instant, Instant)) -> Result<Vec<ThemeLine>, Fault> {
    let rows = ctx.house.store.voices(ctx.staff(), from, to).await?;
    let voice = |line: &InquiryLine| Voice {
        complaint: line.card.kind == InquiryKind::Complaint,
        theme: line.card.theme,
        right: line.card.finding.is_some_and(Finding::is_right),
        reads: up_to.is_some_and(|up_to| line.row.level <= up_to),
    };
    Ok(themes(&lines(ctx, rows).await?.iter().map(voice).collect::<Vec<_>>()))
}
