//! Taking in an inquiry (CC-4.3.1, CC-5).

use std::collections::BTreeSet;

use domain::ids::{DossierId, EntryId, StaffId};
use domain::inquiries::{Asker, CannotInquire, Inquiry, InquiryKind, InquiryReceived};
use domain::numbers::InquiryNumber;
use domain::policy::Action;
use domain::reach::Channel;
use domain::text::{Line, Narrative};
use store::Guard;
use uuid::Uuid;
use vault::index::Field;

use super::concerned::nobody_else;
use super::handle::{case_known, owner_fits, while_there};
use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure};

/// An inquiry to be taken in. When it reached us stands in the signing; its level comes from the communication matrix.
#[derive(Clone)]
pub struct TakeIn {
    /// What it is.
    pub kind: InquiryKind,
    /// How it reached us.
    pub channel: Channel,
    /// How they want to be answered, where they said so.
    pub answer_by: Option<Channel>,
    /// Who asks.
    pub from: Asker,
    /// What it is about, in one line.
    pub subject: Line,
    /// What was said or written.
    pub said: Narrative,
    /// To which case it belongs.
    pub case: Option<DossierId>,
    /// Who answers it; whoever carries the case when nobody is named, but for feedback and complaints.
    pub owner: Option<StaffId>,
    /// Of a complaint the members of staff whom it concerns. They are kept away from it from its first entry on.
    pub concerns: BTreeSet<StaffId>,
}

/// Takes in an inquiry; it gets a number that can be told to whoever asks.
///
/// # Errors
/// [`Failure`].
pub async fn take_in_inquiry(ctx: &Ctx, order: TakeIn, signing: Signing) -> Result<EntryId, Failure<CannotInquire>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    let carrier = case_known(ctx, order.case, order.kind).await?;
    let of_complaints = order.kind.line() == InquiryKind::Complaint.line();
    let carries = carrier.as_ref().ok().copied().flatten().filter(|_| !of_complaints);
    let owner = match order.owner.or(carries) {
        None => nobody_else(ctx, order.kind, &order.concerns).await?,
        owner => owner,
    };
    let fits = owner_fits(ctx, owner, order.kind).await?;
    let received = InquiryReceived {
        number: drawn(),
        kind: order.kind,
        channel: order.channel,
        answer_by: order.answer_by,
        from: order.from,
        subject: order.subject,
        said: order.said,
        case: order.case,
        owner,
        came: None,
        concerns: order.concerns,
    };
    let rules = ctx.house.organisation().await?;
    let (level, now) = (rules.rulebook.level_of(order.kind.line()), ctx.now());
    let happened = signing.happened.unwrap_or(now);
    let target = Target::new(ctx.new_dossier());
    ctx.act(Action::LogInquiry, target, signing.at_level(level), |inquiry: &Inquiry, rules| {
        carrier?;
        fits?;
        let events = inquiry.receive(received.clone(), (level, happened, now), rules)?;
        Ok(with_own_number(received.number, while_there(order.case.map(|case| (case, order.kind)), events)))
    })
    .await
}

/// A number by chance.
pub(super) fn drawn() -> InquiryNumber {
    let [.., a, b, c, d] = Uuid::new_v4().into_bytes();
    InquiryNumber::from_random(u32::from_be_bytes([a, b, c, d]))
}

/// Written only while no other inquiry has drawn this number.
pub(super) fn with_own_number(number: InquiryNumber, decided: Decided<CannotInquire>) -> Decided<CannotInquire> {
    let free = Guard::TokenFree { field: Field::InquiryNumber, text: number.to_string() };
    decided.guarded(free, CannotInquire::NumberTaken)
}
