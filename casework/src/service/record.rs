//! Recording that the figures were reviewed (FS-6.1).

use domain::ids::EntryId;
use domain::organisation::Organisation;
use domain::policy::Action;
use domain::service::{CannotReview, ServiceReviewed};

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Records a review; the next one falls due by the rulebook.
///
/// # Errors
/// [`Failure`].
pub async fn record_review(
    ctx: &Ctx,
    order: ServiceReviewed,
    signing: Signing,
) -> Result<EntryId, Failure<CannotReview>> {
    let target = Target::file(ctx.house().organisation_dossier());
    let now = ctx.now();
    ctx.act(Action::RecordServiceReview, target, signing, |organisation: &Organisation, rules| {
        organisation.service.review(order.clone(), rules.office.today(now))
    })
    .await
}
