//! How the clocks of inquiries come out: by kind, channel and owner (CC-4.2.2).

use domain::policy::Action;
use domain::time::Instant;
use store::InquiriesCounted;

use crate::{Ctx, Failure, Never};

/// The figures of a period.
#[derive(Debug, Clone)]
pub struct InquiryFigures {
    /// One row for each kind, channel and owner.
    pub rows: Vec<InquiriesCounted>,
}

/// How the clocks of the inquiries came out that reached us in this period.
///
/// # Errors
/// [`Failure::Refused`] for whoever sees no figures of the service.
pub async fn inquiry_figures(ctx: &Ctx, from: Instant, to: Instant) -> Result<InquiryFigures, Failure<Never>> {
    ctx.permit(Action::SeeServiceReview, None).await?;
    Ok(InquiryFigures { rows: ctx.house.store.inquiries_counted(from, to, ctx.now()).await? })
}
