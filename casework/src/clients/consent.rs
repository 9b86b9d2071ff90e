//! Consent to the service, and consents to share (CM-4.3.3, CC-4.4.3).

use domain::basis::Basis;
use domain::clients::{CannotConsent, ClientFile, ConsentGiven, ConsentWithdrawn};
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;
use domain::sharing::{CannotShare, SharingAgreed, SharingWithdrawn};

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

/// Records that the client agrees to something being shared.
///
/// # Errors
/// [`Failure`].
pub async fn agree_to_share(
    ctx: &Ctx,
    client: DossierId,
    order: SharingAgreed,
    signing: Signing,
) -> Result<EntryId, Failure<CannotShare>> {
    let now = ctx.now();
    ctx.act(Action::RecordConsent, Target::file(client), signing, |file: &ClientFile, rules| {
        file.agree_to_share(order.clone(), rules.office.today(now), &rules.sharing)
    })
    .await
}

/// Records that the client takes a consent to share back; it ends at once.
///
/// # Errors
/// [`Failure`].
pub async fn withdraw_sharing(
    ctx: &Ctx,
    client: DossierId,
    order: SharingWithdrawn,
    signing: Signing,
) -> Result<EntryId, Failure<CannotShare>> {
    let target = Target::file(client).based_on(Basis::Sharing(order.id));
    ctx.act(Action::RecordConsent, target, signing, |file: &ClientFile, _rules| file.withdraw_sharing(order.clone()))
        .await
}
