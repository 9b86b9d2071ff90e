//! One inquiry as somebody may see it.

use domain::ids::DossierId;
use domain::inquiries::{Inquiry, Pack};
use domain::policy::Action;

use super::handle::{given_out, within_reach};
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
    /// Whether whoever looks may give something of it out.
    pub gives_out: bool,
}

/// An inquiry and what belongs to it.
pub struct InquirySeen {
    /// Its file.
    pub file: Seen<Inquiry>,
    /// The case that it belongs to.
    pub case: Option<OfCase>,
    /// What was given out for it, when it asks for one's own record.
    pub pack: Pack,
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
        let gives_out = ctx.may(Action::Disclose, Some(known)).await?;
        let of = |(card, client): (&CaseCard, Option<&ClientCard>)| OfCase {
            case: known,
            card: card.clone(),
            client: client.cloned(),
            gives_out,
        };
        case = cards.case(known).map(of);
    }
    let pack = given_out(ctx, inquiry, &file).await?;
    Ok(InquirySeen { file, case, pack })
}
