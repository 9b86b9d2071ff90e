//! Case reviews (CM-4.4.1).

use domain::cases::{CaseClosedNow, CaseFile};
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;
use domain::reviews::CaseReviewed;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// A review to be recorded.
pub struct ReviewCase {
    /// Of which case.
    pub case: DossierId,
    /// What was found and agreed.
    pub review: CaseReviewed,
}

/// Records a case review; the next one falls due by the cadence of the programme.
///
/// # Errors
/// [`Failure`].
pub async fn review_case(ctx: &Ctx, order: ReviewCase, signing: Signing) -> Result<EntryId, Failure<CaseClosedNow>> {
    ctx.act(Action::ReviewCase, Target::file(order.case), signing, |case: &CaseFile, _rules| {
        case.must_be_open()?;
        Ok(vec![Event::CaseReviewed(order.review.clone())])
    })
    .await
}
