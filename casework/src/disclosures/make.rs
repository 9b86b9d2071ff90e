//! Giving something out (CM-4.3.3, CC-4.4.1 to CC-4.4.3): the ground is looked at, the copy is sealed, and the entry is written only while the client's file stands
//! as it was read. So a consent that is taken back at the same moment has won, or the disclosure was made before. The entry is as confidential as what leaves.

use std::sync::Arc;

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::clients::ClientFile;
use domain::disclosures::{CannotDisclose, Chosen, DisclosureMade};
use domain::ids::{DossierId, EntryId, ItemId};
use domain::inquiries::{Inquiry, InquiryKind};
use domain::level::Level;
use domain::policy::{Action, Refused};
use domain::sharing::Sharing;
use domain::time::Instant;
use jiff::civil::Date;
use store::Guard;

use super::copy::{discard, enclosed, keep};
use crate::house::{Decided, Seen, Signing, Target};
use crate::{Ctx, Failure, Fault, Never, Rule};

/// Something to be given out.
pub struct MakeDisclosure {
    /// What, to whom, why and how; its copy is made from `paper`.
    pub order: DisclosureMade,
    /// The file that leaves; nothing of what is told.
    pub paper: Option<Vec<u8>>,
    /// What is packed with it, besides the documents that were chosen.
    pub beside: Vec<Beside>,
}

/// A file that is made for one disclosure, and leaves with its paper.
pub struct Beside {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// How often it is decided anew when the client's file changes meanwhile.
pub(crate) const TRIES: u8 = 4;

/// Gives something out, or says what is missing; then nothing has left.
///
/// # Errors
/// [`Failure`].
pub async fn make_disclosure(
    ctx: &Ctx,
    case: DossierId,
    wanted: MakeDisclosure,
    signing: Signing,
) -> Result<EntryId, Failure<CannotDisclose>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    let MakeDisclosure { mut order, paper, beside } = wanted;
    let seen = ctx.view::<CaseFile>(Action::Disclose, case).await.map_err(Failure::any)?;
    let client = seen.client().ok_or(Failure::Refused(Refused))?;
    // what may not leave is not sealed first
    may_disclose(ctx, &seen, &order).await?;
    let signing = signing.at_level(seen.level_of(&order.chosen));
    order.copy = match paper {
        Some(bytes) => Some(keep(ctx, order.number, bytes, beside, enclosed(&seen, &order.chosen)).await?),
        None => None,
    };
    let made = written(ctx, case, client, &order, signing).await;
    // after a fault nobody knows whether it was written; what belongs to nobody is removed later
    if let (Err(Failure::Rule(_) | Failure::Signature(_) | Failure::Refused(_)), Some(copy)) = (&made, &order.copy) {
        discard(&ctx.house, copy).await?;
    }
    made
}

/// Whether this may be given out of a case that the acting person has opened, before there is a copy of it. It is decided on the whole file.
///
/// # Errors
/// [`Failure::Rule`] says what is missing.
pub async fn may_disclose(
    ctx: &Ctx,
    seen: &Seen<CaseFile>,
    order: &DisclosureMade,
) -> Result<(), Failure<CannotDisclose>> {
    all_readable(seen, &order.chosen).map_err(Failure::Rule)?;
    let client = seen.client().ok_or(Failure::Refused(Refused))?;
    if order.chosen.identity {
        ctx.permit(Action::ReadClient, Some(client)).await.map_err(Failure::any)?;
    }
    request(ctx, seen.dossier, order).await?;
    let (consent, _) = consent(ctx, client, order).await?;
    let rules = &ctx.house.organisation().await?.rulebook;
    let whole = whole(ctx, seen.dossier).await?;
    whole.may_disclose(order, consent.as_ref(), rules.office.today(ctx.now()), rules).map_err(Failure::Rule)
}

/// The number of the next disclosure of a case: all are counted, also those that the acting person may not see.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not give anything out.
pub async fn next_number(ctx: &Ctx, case: DossierId) -> Result<u32, Failure<Never>> {
    ctx.permit(Action::Disclose, Some(case)).await?;
    Ok(whole(ctx, case).await?.disclosures.next_number())
}

/// The whole file, for a decision alone.
async fn whole<R: Rule>(ctx: &Ctx, case: DossierId) -> Result<Arc<CaseFile>, Failure<R>> {
    let opened = ctx.house.open::<CaseFile>(case, Level::Restricted).await?;
    Ok(opened.ok_or(Failure::Refused(Refused))?.file)
}

async fn written(
    ctx: &Ctx,
    case: DossierId,
    client: DossierId,
    order: &DisclosureMade,
    signing: Signing,
) -> Result<EntryId, Failure<CannotDisclose>> {
    let now = ctx.now();
    for _ in 0..TRIES {
        let (consent, unmoved) = consent(ctx, client, order).await?;
        let asked = request(ctx, case, order).await?;
        let target = Target::file(case).based_on(Basis::Disclosure(order.id));
        let made = ctx
            .act(Action::Disclose, target, signing.clone(), |file: &CaseFile, rules| {
                let events = file.disclose(order.clone(), consent.as_ref(), rules.office.today(now), rules)?;
                let decided = Decided::from(events).guarded(unmoved.clone(), CannotDisclose::ClientMoved);
                Ok::<_, CannotDisclose>(match asked.clone() {
                    Some(asked) => decided.guarded(asked, CannotDisclose::ClientMoved),
                    None => decided,
                })
            })
            .await;
        match made {
            Err(Failure::Rule(CannotDisclose::ClientMoved)) => {}
            made => return made,
        }
    }
    Err(Failure::Fault(Fault::Busy))
}

async fn consent(
    ctx: &Ctx,
    client: DossierId,
    order: &DisclosureMade,
) -> Result<(Option<Sharing>, Guard), Failure<CannotDisclose>> {
    consent_of(ctx, client, order.basis.consent()).await?.ok_or(Failure::Refused(Refused))
}

/// The consent that is named, and that the client's file stands as it was when this was read from it; nothing when the client is gone.
pub(crate) async fn consent_of(
    ctx: &Ctx,
    client: DossierId,
    named: Option<ItemId>,
) -> Result<Option<(Option<Sharing>, Guard)>, Fault> {
    let Some(opened) = ctx.house.open::<ClientFile>(client, Level::Restricted).await? else { return Ok(None) };
    let consent = named.and_then(|id| opened.file.sharings.find(id).cloned());
    Ok(Some((consent, Guard::Unmoved { dossier: client, at: opened.last })))
}

/// That the request which this answers is one for the client's own record in this case, waits, and still stands as it was read.
async fn request(ctx: &Ctx, case: DossierId, order: &DisclosureMade) -> Result<Option<Guard>, Failure<CannotDisclose>> {
    let Some(inquiry) = order.inquiry else { return Ok(None) };
    let opened = ctx.house.open::<Inquiry>(inquiry, Level::Restricted).await?;
    let fits = |file: &Inquiry| file.is_open() && file.asks_for_own_record() && file.case() == Some(case);
    let opened = opened.filter(|opened| fits(&opened.file)).ok_or(Failure::Rule(CannotDisclose::NoRequest))?;
    Ok(Some(Guard::Unmoved { dossier: inquiry, at: opened.last }))
}

/// The requests for their own record of the client of this case that wait, each with when it reached us, for whoever may give something of the case out.
///
/// # Errors
/// [`Failure::Refused`] when they may not.
pub async fn own_record_requests(ctx: &Ctx, case: DossierId) -> Result<Vec<(DossierId, Instant)>, Failure<Never>> {
    ctx.permit(Action::Disclose, Some(case)).await?;
    let about = ctx.house.store.inquiries_about(case).await?;
    let waits = about.into_iter().filter(|seen| seen.row.ended.is_none());
    let asked = waits.filter(|seen| seen.row.kind == InquiryKind::OwnRecord.code());
    Ok(asked.map(|seen| (seen.dossier, seen.row.received)).collect())
}

/// Nobody gives out what they may not read themselves.
pub(super) fn all_readable(seen: &Seen<CaseFile>, chosen: &Chosen) -> Result<(), CannotDisclose> {
    let entries = chosen.entries.iter().all(|entry| seen.opened.entry(*entry).is_some());
    let documents = chosen.documents.iter().all(|id| seen.documents.find(*id).is_some());
    if entries && documents { Ok(()) } else { Err(CannotDisclose::NotHere) }
}

/// The consents to share that hold today, for whoever may give something of this case out.
///
/// # Errors
/// [`Failure::Refused`] when they may not.
pub async fn consents_to_choose(ctx: &Ctx, case: DossierId, today: Date) -> Result<Vec<Sharing>, Failure<Never>> {
    let Some(seen) = crate::clients::client_to_identify(ctx, case).await? else { return Ok(Vec::new()) };
    Ok(seen.sharings.all.iter().filter(|sharing| sharing.holds(today)).cloned().collect())
}
