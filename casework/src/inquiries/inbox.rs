//! The inbox: the inquiries that wait, the next due first, as far as somebody may know of them.

use domain::ids::{DossierId, DossierKind};
use domain::level::Level;
use domain::policy::{Action, Facts, FileState, decide};
use store::{InquiriesOf, InquiriesWanted, InquiryCursor, InquiryRow};

use super::card::{InquiryCard, inquiry_cards};
use super::handle::reaches;
use crate::{Ctx, Failure, Fault, Never};

/// How many lines a page of the inbox has.
const PAGE: u32 = 50;

/// Which inquiries the inbox shows.
#[derive(Debug, Clone, Copy)]
pub struct InboxWanted {
    /// Whose.
    pub whose: InquiriesOf,
    /// Those that are over.
    pub ended: bool,
}

/// An inquiry in the inbox.
#[derive(Debug, Clone)]
pub struct InquiryLine {
    /// Which.
    pub inquiry: DossierId,
    /// What the card says.
    pub card: InquiryCard,
    /// How its clocks stand.
    pub row: InquiryRow,
}

/// A page of the inbox.
#[derive(Debug)]
pub struct Inbox {
    /// The inquiries.
    pub lines: Vec<InquiryLine>,
    /// Where the next page begins, when there is one.
    pub next: Option<InquiryCursor>,
}

/// A page of the inbox.
///
/// # Errors
/// [`Failure::Refused`] for whoever has nothing to do with inquiries.
pub async fn inbox(ctx: &Ctx, wanted: InboxWanted, after: Option<InquiryCursor>) -> Result<Inbox, Failure<Never>> {
    ctx.permit(Action::SeeInbox, None).await?;
    let InboxWanted { whose, ended } = wanted;
    let wanted = InquiriesWanted { up_to: up_to(ctx).await?, staff: ctx.staff(), whose, ended };
    let mut rows = ctx.house.store.inquiries(wanted, after, PAGE + 1).await?;
    let more = usize::try_from(PAGE).is_ok_and(|most| most < rows.len());
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|last| {
        let at = if ended { last.row.received } else { last.row.due };
        (at, last.dossier)
    });
    let mut cards = inquiry_cards(ctx, rows.iter().map(|seen| seen.dossier).collect()).await?;
    let line = |seen: store::InquirySeen| {
        let (_, card) = cards.remove(&seen.dossier)?;
        Some(InquiryLine { inquiry: seen.dossier, card, row: seen.row })
    };
    Ok(Inbox { lines: rows.into_iter().filter_map(line).collect(), next })
}

/// Up to which level somebody sees inquiries that they have no tie to.
async fn up_to(ctx: &Ctx) -> Result<Option<Level>, Fault> {
    let file = ctx.house.staff_file(ctx.staff()).await?;
    let facts = Facts {
        staff: ctx.staff(),
        active: file.active(),
        roles: file.now.as_ref().map(|now| now.roles.clone()).unwrap_or_default(),
        kind: Some(DossierKind::Inquiry),
        ties: Vec::new(),
        state: FileState::Open,
    };
    Ok(decide(Action::ReadInquiry, None, &facts).ok().map(|permit| permit.clearance()))
}

/// The inquiries that belong to a case, for whoever is shown the case: those that they may read.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn inquiries_of_case(ctx: &Ctx, case: DossierId) -> Result<Vec<InquiryLine>, Fault> {
    let mut lines = Vec::new();
    let rows = ctx.house.store.inquiries_about(case).await?;
    let mut cards = inquiry_cards(ctx, rows.iter().map(|seen| seen.dossier).collect()).await?;
    for seen in rows {
        let reads = reaches(ctx, Action::ReadInquiry, seen.dossier, seen.row.level).await?;
        if let Some((_, card)) = cards.remove(&seen.dossier).filter(|_| reads) {
            lines.push(InquiryLine { inquiry: seen.dossier, card, row: seen.row });
        }
    }
    Ok(lines)
}
