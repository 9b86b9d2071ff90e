//! Referrals: pointing a client to a service of the directory, and saying what came of it (FS-4.5.1, FS-4.6.2).
//!
//! The consent that is named is read from the client's file, and the entry is written only while that file stands as it was read: a consent that is taken
//! back at the same moment has won. What is said or sent to the service is a disclosure, which names the referral.

mod answer;

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId};
use domain::level::Level;
use domain::policy::{Action, Refused};
use domain::referrals::{CannotRefer, ReferralFollowed, ReferralMade};

use crate::disclosures::{TRIES, consent_of};
use crate::house::{Decided, Signing, Target};
use crate::listings::is_listed;
use crate::{Ctx, Failure, Fault};

pub use answer::{answer_path, answerable, ask_answer, service_answers};

/// Refers the client of a case to a service.
///
/// # Errors
/// [`Failure`].
pub async fn refer(
    ctx: &Ctx,
    case: DossierId,
    order: ReferralMade,
    signing: Signing,
) -> Result<EntryId, Failure<CannotRefer>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    ctx.permit(Action::Refer, Some(case)).await.map_err(Failure::any)?;
    let listed = is_listed(ctx, order.listing).await?;
    let client = ctx.house.open::<CaseFile>(case, Level::Restricted).await?;
    let client = client.and_then(|opened| opened.file.client()).ok_or(Failure::Refused(Refused))?;
    let now = ctx.now();
    for _ in 0..TRIES {
        let named = consent_of(ctx, client, order.approach.consent()).await?;
        let (consent, unmoved) = named.ok_or(Failure::Refused(Refused))?;
        let made = ctx
            .act(Action::Refer, Target::file(case), signing.clone(), |file: &CaseFile, rules| {
                let events = file.refer(order.clone(), listed, consent.as_ref(), rules.office.today(now))?;
                Ok::<_, CannotRefer>(Decided::from(events).guarded(unmoved.clone(), CannotRefer::ClientMoved))
            })
            .await;
        match made {
            Err(Failure::Rule(CannotRefer::ClientMoved)) => {}
            made => return made,
        }
    }
    Err(Failure::Fault(Fault::Busy))
}

/// Records what is known of a referral.
///
/// # Errors
/// [`Failure`].
pub async fn follow_referral(
    ctx: &Ctx,
    case: DossierId,
    order: ReferralFollowed,
    signing: Signing,
) -> Result<EntryId, Failure<CannotRefer>> {
    let (now, target) = (ctx.now(), Target::file(case).based_on(Basis::Referral(order.id)));
    ctx.act(Action::Refer, target, signing, |file: &CaseFile, rules| {
        file.follow_referral(order.clone(), rules.office.today(now))
    })
    .await
}
