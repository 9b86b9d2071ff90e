//! The inbox: the inquiries that wait, the next due first, as far as somebody may know of them.

use domain::ids::{DossierId, DossierKind};
use domain::level::Level;
use domain::numbers::InquiryNumber;
use domain::policy::{Action, Facts, FileState, decide};
use store::{Among, InquiriesOf, InquiriesWanted, InquiryCursor, InquiryRow, InquirySeen, Wanted};
use vault::index::Field;

use super::card::{InquiryCard, inquiry_cards};
use super::handle::reads_inquiry;
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
    Ok(Inbox { lines: lines(ctx, rows).await?, next })
}

/// Inquiries with their cards.
pub(super) async fn lines(ctx: &Ctx, rows: Vec<InquirySeen>) -> Result<Vec<InquiryLine>, Fault> {
    let mut cards = inquiry_cards(ctx, rows.iter().map(|seen| seen.dossier).collect()).await?;
    let line = |seen: InquirySeen| {
        let (_, card) = cards.remove(&seen.dossier)?;
        Some(InquiryLine { inquiry: seen.dossier, card, row: seen.row })
    };
    Ok(rows.into_iter().filter_map(line).collect())
}

/// The inquiry with this number, for whoever may read it. The search itself is recorded.
///
/// # Errors
/// [`Failure::Refused`] for whoever has nothing to do with inquiries.
pub async fn find_inquiry(ctx: &Ctx, number: InquiryNumber) -> Result<Option<DossierId>, Failure<Never>> {
    ctx.permit(Action::SeeInbox, None).await?;
    ctx.note_search(Action::SeeInbox).await?;
    let wanted = Wanted::any([(Field::InquiryNumber, number.to_string())]);
    for inquiry in ctx.house.store.find(&wanted, Among::All, ctx.now()).await?.dossiers {
        if reads_inquiry(ctx, inquiry).await? {
            return Ok(Some(inquiry));
        }
    }
    Ok(None)
}

/// Up to which level somebody sees inquiries that they have no tie to.
pub(super) async fn up_to(ctx: &Ctx) -> Result<Option<Level>, Fault> {
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
    let mut about = ctx.house.store.inquiries_about(case).await?;
    let which: Vec<DossierId> = about.iter().map(|seen| seen.dossier).collect();
    let reach = ctx.up_to_each(Action::ReadInquiry, &which).await?;
    about.retain(|seen| reach.get(&seen.dossier).is_some_and(|up_to| seen.row.level <= *up_to));
    lines(ctx, about).await
}
