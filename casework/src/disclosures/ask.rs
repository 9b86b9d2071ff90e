//! Asking whether a law lets one give something out, and deciding on it (CM-4.3.3, CC-4.4.2).

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::disclosures::{CannotDisclose, DisclosureAsked, DisclosureDecided};
use domain::ids::{DossierId, EntryId, ItemId};
use domain::level::Level;
use domain::policy::{Action, Refused};

use super::make::all_readable;
use crate::house::{Seen, Signing, Target};
use crate::{Ctx, Failure, Never};

/// Asks whether something may be given out by a law. Somebody else decides.
///
/// # Errors
/// [`Failure`].
pub async fn ask_disclosure(
    ctx: &Ctx,
    case: DossierId,
    order: DisclosureAsked,
    signing: Signing,
) -> Result<EntryId, Failure<CannotDisclose>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    let seen = ctx.view::<CaseFile>(Action::Disclose, case).await.map_err(Failure::any)?;
    all_readable(&seen, &order.chosen).map_err(Failure::Rule)?;
    let signing = signing.at_level(asked_at(&seen, &order));
    ctx.act(Action::Disclose, Target::file(case), signing, |file: &CaseFile, rules| {
        file.ask_disclosure(order.clone(), rules)
    })
    .await
}

/// How confidential a request is: as what it names, but never beyond what whoever decides may read. It holds numbers of entries, not what they say.
fn asked_at(file: &CaseFile, asked: &DisclosureAsked) -> Level {
    file.level_of(&asked.chosen).min(Level::Sensitive)
}

/// Decides on what somebody else has asked for.
///
/// # Errors
/// [`Failure`].
pub async fn decide_disclosure(
    ctx: &Ctx,
    case: DossierId,
    order: DisclosureDecided,
    signing: Signing,
) -> Result<EntryId, Failure<CannotDisclose>> {
    let by = ctx.staff();
    let target = Target::file(case).based_on(Basis::Disclosure(order.id));
    let opened = ctx.house.open::<CaseFile>(case, Level::Restricted).await?;
    let known = opened.as_ref().and_then(|opened| Some((&opened.file, opened.file.disclosures.asked(order.id)?)));
    let level = known.map_or(Level::Confidential, |(file, asked)| asked_at(file, &asked.asked));
    let signing = signing.at_level(level);
    ctx.act(Action::DecideDisclosure, target, signing, |file: &CaseFile, _rules| {
        file.decide_disclosure(order.clone(), by)
    })
    .await
}

/// The case, for whoever decides on this request; its opening is recorded. A request that does not wait opens nothing.
///
/// # Errors
/// [`Failure::Refused`] when the person may not decide, or there is no such request.
pub async fn see_request(ctx: &Ctx, case: DossierId, id: ItemId) -> Result<Seen<CaseFile>, Failure<Never>> {
    ctx.permit(Action::DecideDisclosure, Some(case)).await?;
    let opened = ctx.house.open::<CaseFile>(case, Level::Restricted).await?;
    let asked = opened.is_some_and(|opened| opened.file.disclosures.asked(id).is_some());
    if !asked {
        return Err(Failure::Refused(Refused));
    }
    ctx.view::<CaseFile>(Action::DecideDisclosure, case).await
}
