//! One inquiry as somebody may see it.

use domain::ids::DossierId;
use domain::inquiries::Inquiry;
use domain::policy::Action;

use super::handle::within_reach;
use crate::cards::{CaseCard, ClientCard};
use crate::house::Seen;
use crate::today::Cards;
use crate::{Ctx, Failure, Never};

/// The case that an inquiry belongs to, for whoever may read it.
#[derive(Debug, Clone)]
pub struct OfCase {
    /// Which.
    pub case: DossierId,
    /// Its card.
    pub card: CaseCard,
    /// The client's card.
    pub client: Option<ClientCard>,
}

/// An inquiry and what belongs to it.
pub struct InquirySeen {
    /// Its file.
    pub file: Seen<Inquiry>,
    /// The case that it belongs to.
    pub case: Option<OfCase>,
}

/// Shows an inquiry. That somebody looked is recorded.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not read it.
pub async fn see_inquiry(ctx: &Ctx, inquiry: DossierId) -> Result<InquirySeen, Failure<Never>> {
    within_reach::<Never>(ctx, Action::ReadInquiry, inquiry).await?;
    let file = ctx.view::<Inquiry>(Action::ReadInquiry, inquiry).await?;
    let mut case = None;
    if let Some(known) = file.case()
        && ctx.may(Action::ReadCase, Some(known)).await?
    {
        let cards = Cards::of(ctx, [known].into()).await?;
        case =
            cards.case(known).map(|(card, client)| OfCase { case: known, card: card.clone(), client: client.cloned() });
    }
    Ok(InquirySeen { file, case })
}
