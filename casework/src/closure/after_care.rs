//! Asking a client once more after the case was closed (RC-4.4).
//!
//! Whoever carried the case, and whoever supervised it, keeps one tie to it until this is done. It shows how the case ended, what is to be asked and
//! how to reach the client; the file itself stays closed to them.

use std::sync::Arc;

use domain::basis::Basis;
use domain::cases::{Assignment, CannotOpen, CaseAssigned, CaseFile, Standing};
use domain::clients::ClientFile;
use domain::closure::Ending;
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::parting::{AfterCare, AfterCareRecorded, CannotFollowUp};
use domain::policy::{Action, Refused};
use domain::time::Instant;
use jiff::civil::Date;

use crate::cases::{HandOver, given_hands};
use crate::house::{Signing, Target};
use crate::{Ctx, Failure, Never};

/// What somebody sees who asks a client once more.
#[derive(Clone)]
pub struct FollowUp {
    /// Of which case.
    pub case: DossierId,
    /// Its number.
    pub number: String,
    /// Its last entry.
    pub last: EntryNumber,
    /// Of which client.
    pub client: DossierId,
    /// How to reach the client.
    pub reached: Arc<ClientFile>,
    /// How the case ended.
    pub ending: Ending,
    /// When it was closed.
    pub closed: Instant,
    /// What is to be asked, and when.
    pub care: AfterCare,
    /// How often somebody has tried.
    pub tries: u32,
}

impl std::fmt::Debug for FollowUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FollowUp({})", self.number)
    }
}

/// What is to be asked, and of whom. Both looks are recorded, at the case and at the client.
///
/// # Errors
/// [`Failure::Refused`] when nothing is to be asked, or not by this person.
pub async fn follow_up(ctx: &Ctx, case: DossierId) -> Result<FollowUp, Failure<Never>> {
    let seen = ctx.view::<CaseFile>(Action::RecordAfterCare, case).await?;
    let file = &seen.opened.file;
    let (Standing::Closed(closure), Some(care)) = (&file.standing, &file.parting.after_care) else {
        return Err(Failure::Refused(Refused));
    };
    let client = file.client().ok_or(Failure::Refused(Refused))?;
    let of_client = ctx.view::<ClientFile>(Action::ReadClient, client).await?;
    Ok(FollowUp {
        case,
        number: file.number().map(|number| number.to_string()).unwrap_or_default(),
        last: seen.opened.last,
        client,
        reached: of_client.opened.file,
        ending: closure.closed.ending.clone(),
        closed: closure.at,
        care: care.clone(),
        tries: file.parting.tries,
    })
}

/// In whose hands a follow-up is. Who hands it over learns nothing of the client.
#[derive(Debug, Clone)]
pub struct InHands {
    /// The number of the case.
    pub number: String,
    /// Its last entry.
    pub last: EntryNumber,
    /// Who asks, and who sees to it that it is done.
    pub hands: Assignment,
    /// On which day.
    pub on: Date,
}

/// In whose hands a follow-up is, for whoever may hand it over.
///
/// # Errors
/// [`Failure::Refused`] when no follow-up is open there, or not for this person to see.
pub async fn follow_up_hands(ctx: &Ctx, case: DossierId) -> Result<InHands, Failure<Never>> {
    let seen = ctx.view::<CaseFile>(Action::HandOverAfterCare, case).await?;
    let file = &seen.opened.file;
    let (Some(hands), Some(care)) = (file.assignment(), &file.parting.after_care) else {
        return Err(Failure::Refused(Refused));
    };
    let number = file.number().map(|number| number.to_string()).unwrap_or_default();
    Ok(InHands { number, last: seen.opened.last, hands, on: care.on })
}

/// Gives a follow-up into other hands; ties and duties follow in the same transaction.
///
/// # Errors
/// [`Failure`].
pub async fn hand_over_follow_up(ctx: &Ctx, order: HandOver, signing: Signing) -> Result<EntryId, Failure<CannotOpen>> {
    let assignment = given_hands(ctx, &order).await?;
    let target = Target::file(order.case).based_on(Basis::Hands);
    ctx.act(Action::HandOverAfterCare, target, signing, |case: &CaseFile, _rules| {
        case.hand_over_after_care(CaseAssigned { assignment, reason: order.reason.clone() })
    })
    .await
}

/// Records what came of it. Where the client needs help again, a reopening is asked for in the same moment; somebody else decides on it.
///
/// # Errors
/// [`Failure`].
pub async fn record_after_care(
    ctx: &Ctx,
    case: DossierId,
    order: AfterCareRecorded,
    signing: Signing,
) -> Result<EntryId, Failure<CannotFollowUp>> {
    let (reopening, now) = (ctx.new_item(), ctx.now());
    ctx.act(Action::RecordAfterCare, Target::file(case), signing, |case: &CaseFile, rules| {
        case.record_after_care(order.clone(), reopening, rules.office.today(now))
    })
    .await
}
