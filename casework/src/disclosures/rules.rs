//! Changing what holds for consents to share and for making sure who asks (CC-4.4.1, CC-4.4.2).

use domain::disclosures::BadGivingOut;
use domain::identity::IdentityRules;
use domain::ids::EntryId;
use domain::sharing::SharingRules;
use domain::text::Line;

use crate::house::Signing;
use crate::organisation::amend_rulebook;
use crate::{Ctx, Failure};

/// Changes how long a consent to share may hold, what may leave by which way, and how many facts must be right. Consents that were given before hold as they were given.
///
/// # Errors
/// [`Failure`].
pub async fn amend_giving_out(
    ctx: &Ctx,
    sharing: SharingRules,
    identity: IdentityRules,
    reason: Line,
    signing: Signing,
) -> Result<EntryId, Failure<BadGivingOut>> {
    let decide = |organisation: &domain::organisation::Organisation| {
        organisation.amend_giving_out(sharing.clone(), identity.clone(), reason.clone())
    };
    amend_rulebook(ctx, signing, decide).await
}
