//! Consent to service (CM-4.3.3).

use domain::basis::Basis;
use domain::clients::{CannotConsent, ClientFile, ConsentGiven, ConsentWithdrawn};
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Records that the client consents to the service.
///
/// # Errors
/// [`Failure`].
pub async fn give_consent(
    ctx: &Ctx,
    client: DossierId,
    order: ConsentGiven,
    signing: Signing,
) -> Result<EntryId, Failure<CannotConsent>> {
    let now = ctx.now();
    let target = Target::file(client).based_on(Basis::Consent);
    ctx.act(Action::RecordConsent, target, signing, |file: &ClientFile, rules| {
        file.give_consent(order.clone(), rules.office.today(now))
    })
    .await
}

/// Records that the client takes the consent back; it ends at once.
///
/// # Errors
/// [`Failure`].
pub async fn withdraw_consent(
    ctx: &Ctx,
    client: DossierId,
    order: ConsentWithdrawn,
    signing: Signing,
) -> Result<EntryId, Failure<CannotConsent>> {
    let now = ctx.now();
    let target = Target::file(client).based_on(Basis::Consent);
    ctx.act(Action::RecordConsent, target, signing, |file: &ClientFile, rules| {
        file.withdraw_consent(order.clone(), rules.office.today(now))
    })
    .await
}
