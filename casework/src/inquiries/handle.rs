//! What is done with an inquiry: giving it to somebody, acknowledging, putting off, pausing, answering, setting aside (CC-4.2.2, CC-4.3.2, CC-4.4.1, CC-5).

use domain::cases::CaseFile;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, StaffId};
use domain::inquiries::{
    CannotInquire, ComplaintAppealed, EscalationReported, Inquiry, InquiryAcknowledged, InquiryAnswered, InquiryKind,
    InquiryPaused, InquiryResumed, InquirySetAside, InquiryTriaged, Pack, Seriousness, TimelineGiven,
};
use domain::level::Level;
use domain::numbers::CaseNumber;
use domain::policy::{Action, Refused};
use domain::rulebook::Rulebook;
use domain::staff::StaffCard;
use domain::templates::Occasion;
use domain::time::Instant;
use store::Guard;

use super::concerned::{directors, nobody_else};
use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure, Fault, Never, Rule};

/// What is to be recorded of an inquiry.
#[derive(Debug, Clone)]
pub enum Handled {
    /// What it is, of which case, and who answers it.
    Triaged(InquiryTriaged),
    /// They know that we have it.
    Acknowledged(InquiryAcknowledged),
    /// They know by when there will be an answer.
    Promised(TimelineGiven),
    /// The clock of the answer stands still.
    Paused(InquiryPaused),
    /// It runs on.
    Resumed(InquiryResumed),
    /// The escalation report of a complaint.
    Escalated(EscalationReported),
    /// They have the answer.
    Answered(InquiryAnswered),
    /// It ends without one.
    SetAside(InquirySetAside),
    /// Whoever complained does not agree with how it came out.
    Appealed(ComplaintAppealed),
}

impl Handled {
    /// What follows without anybody's saying so: a complaint that concerns everybody else, or on which everybody else has decided, becomes the director's, and
    /// a serious one is told to them.
    async fn given_on_by_itself(&mut self, ctx: &Ctx, known: &Inquiry) -> Result<(), Fault> {
        match self {
            Self::Triaged(triaged) if triaged.owner.is_none() => {
                let kept_off = triaged.concerns.iter().copied().chain(known.deciders()).collect();
                triaged.owner = nobody_else(ctx, triaged.kind, &kept_off).await?;
            }
            Self::Appealed(appeal) => {
                let decided = known.ended.iter().map(|(_, _, by)| *by);
                let kept_off = known.concerns().chain(known.deciders()).chain(decided).collect();
                appeal.owner = nobody_else(ctx, InquiryKind::Complaint, &kept_off).await?;
            }
            Self::Escalated(report) => {
                report.told = match report.seriousness {
                    Seriousness::Serious => directors(ctx, &known.concerns().collect()).await?,
                    Seriousness::Minor | Seriousness::Moderate => [].into(),
                };
            }
            _ => {}
        }
        Ok(())
    }

    fn decide(
        &self,
        inquiry: &Inquiry,
        (level, happened, now): (Level, Instant, Instant),
        pack: Pack,
        rules: &Rulebook,
    ) -> Result<Vec<Event>, CannotInquire> {
        let when = (happened, now);
        match self.clone() {
            Self::Triaged(order) => inquiry.triaged(order, level, rules),
            Self::Acknowledged(order) => inquiry.acknowledge(order, when, rules),
            Self::Promised(order) => inquiry.promise(order, when, rules),
            Self::Paused(order) => inquiry.pause(order, now, rules),
            Self::Resumed(order) => inquiry.resume(order, now, rules),
            Self::Escalated(order) => inquiry.escalate(order),
            Self::Answered(order) => inquiry.answer(order, when, pack, rules),
            Self::SetAside(order) => inquiry.set_aside(order),
            Self::Appealed(order) => inquiry.appeal(order, when),
        }
    }
}

/// Records what was done with an inquiry, or says which rule forbids it; then nothing has changed. Of two people who answer at the same time the first one
/// has answered, and the other is told so.
///
/// # Errors
/// [`Failure`]; [`Failure::Refused`] also of an inquiry that is more confidential than the acting person may see.
pub async fn handle(
    ctx: &Ctx,
    inquiry: DossierId,
    mut order: Handled,
    signing: Signing,
) -> Result<EntryId, Failure<CannotInquire>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    let known = within_reach(ctx, Action::HandleInquiry, inquiry).await?;
    order.given_on_by_itself(ctx, &known).await?;
    let (mut fits, mut newly_about) = (Ok(()), None);
    let mut least = known.level();
    if let Handled::Triaged(triaged) = &order {
        if triaged.case != known.case() {
            fits = case_known(ctx, triaged.case, triaged.kind).await?.map(drop);
            newly_about = triaged.case.map(|case| (case, triaged.kind));
        }
        if fits.is_ok() && triaged.owner != known.owner() {
            fits = owner_fits(ctx, triaged.owner, triaged.kind).await?;
        }
        least = least.max(ctx.house.organisation().await?.rulebook.level_of(triaged.kind.line()));
    }
    let used = match &order {
        Handled::Acknowledged(told) => told.template.zip(Some(Occasion::Acknowledge)),
        Handled::Answered(answered) => answered.template.zip(Some(Occasion::Answer)),
        _ => None,
    };
    if let Some((used, occasion)) = used {
        let organisation = ctx.house.organisation().await?;
        fits = organisation.templates.approved(used, occasion).map(drop).map_err(CannotInquire::from);
    }
    let pack = match &order {
        Handled::Answered(_) => given_out(ctx, inquiry, &known).await?,
        _ => Pack::default(),
    };
    let now = ctx.now();
    let (level, happened) = (least, signing.happened.unwrap_or(now));
    let done =
        ctx.act(Action::HandleInquiry, Target::file(inquiry), signing.at_level(level), |inquiry: &Inquiry, rules| {
            // the file may have moved on since the permission was asked
            if inquiry.concerns().any(|staff| staff == ctx.staff()) {
                return Err(CannotInquire::KeptAway);
            }
            if matches!(order, Handled::Answered(_) | Handled::SetAside(_)) {
                inquiry.decided_by_another(Some(ctx.staff()))?;
            }
            fits?;
            Ok(while_there(newly_about, order.decide(inquiry, (level, happened, now), pack, rules)?))
        });
    match done.await {
        Err(Failure::Rule(CannotInquire::KeptAway)) => {
            ctx.note_refusal(Action::HandleInquiry, Some(inquiry)).await?;
            Err(Failure::Refused(Refused))
        }
        done => done,
    }
}

/// Written only while the case is open to which the inquiry comes to belong; a request for one's own record may be about a closed one that is still there.
pub(super) fn while_there(case: Option<(DossierId, InquiryKind)>, events: Vec<Event>) -> Decided<CannotInquire> {
    let decided = Decided::from(events);
    let Some((dossier, kind)) = case else { return decided };
    let there = if kind == InquiryKind::OwnRecord { Guard::Present { dossier } } else { Guard::NotClosed { dossier } };
    decided.guarded(there, CannotInquire::NoCase)
}

/// What was given out of its case for a request for one's own record. It is counted in the whole file.
pub(super) async fn given_out(ctx: &Ctx, inquiry: DossierId, known: &Inquiry) -> Result<Pack, Fault> {
    let Some(case) = known.case().filter(|_| known.asks_for_own_record()) else {
        return Ok(Pack::default());
    };
    let opened = ctx.house.open::<CaseFile>(case, Level::Restricted).await?;
    Ok(opened.map(|opened| opened.file.disclosures.pack(inquiry)).unwrap_or_default())
}

/// The inquiry as a whole, for whoever may do this to inquiries of its level. What is more confidential is as if it were not there.
pub(super) async fn within_reach<R: Rule>(
    ctx: &Ctx,
    action: Action,
    inquiry: DossierId,
) -> Result<std::sync::Arc<Inquiry>, Failure<R>> {
    if let Some(opened) = ctx.house.open::<Inquiry>(inquiry, Level::Restricted).await?
        && reaches(ctx, action, inquiry, opened.file.level()).await?
    {
        return Ok(opened.file);
    }
    ctx.note_refusal(action, Some(inquiry)).await?;
    Err(Failure::Refused(Refused))
}

/// Whether the acting person may do this to an inquiry that is so confidential. Records nothing and shows nothing.
async fn reaches(ctx: &Ctx, action: Action, inquiry: DossierId, level: Level) -> Result<bool, Fault> {
    Ok(ctx.up_to(action, inquiry).await?.is_some_and(|up_to| level <= up_to))
}

/// Whether the acting person may read this inquiry as it is now: whoever takes a complaint in, or gives one on, may not. Records nothing and shows nothing.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn reads_inquiry(ctx: &Ctx, inquiry: DossierId) -> Result<bool, Fault> {
    let Some(opened) = ctx.house.open::<Inquiry>(inquiry, Level::Restricted).await? else { return Ok(false) };
    reaches(ctx, Action::ReadInquiry, inquiry, opened.file.level()).await
}

/// Who carries the open case that an inquiry is to belong to, which must be one that the acting person may read. Nobody carries a closed one, which only a
/// request for one's own record can be about.
pub(super) async fn case_known(
    ctx: &Ctx,
    case: Option<DossierId>,
    kind: InquiryKind,
) -> Result<Result<Option<StaffId>, CannotInquire>, Fault> {
    let Some(case) = case else { return Ok(Ok(None)) };
    if !ctx.may(Action::ReadCase, Some(case)).await? {
        return Ok(Err(CannotInquire::NoCase));
    }
    let Some(opened) = ctx.house.open::<CaseFile>(case, Level::Restricted).await? else {
        return Ok(Err(CannotInquire::NoCase));
    };
    let worker = opened.file.assignment().filter(|_| opened.file.is_open()).map(|hands| hands.worker);
    let fits = worker.is_some() || (kind == InquiryKind::OwnRecord && opened.file.client().is_some());
    Ok(if fits { Ok(worker) } else { Err(CannotInquire::NoCase) })
}

/// The case with this number, for whoever may read it; the search is recorded.
///
/// # Errors
/// [`Failure::Refused`] for whoever has nothing to do with inquiries.
pub async fn case_to_belong_to(ctx: &Ctx, number: CaseNumber) -> Result<Option<DossierId>, Failure<Never>> {
    ctx.permit(Action::SeeInbox, None).await?;
    ctx.note_search(Action::SeeInbox).await?;
    let Some(case) = ctx.house.case_with(number).await? else { return Ok(None) };
    Ok(if ctx.may(Action::ReadCase, Some(case)).await? { Some(case) } else { None })
}

/// Whether somebody works here and may answer inquiries of this kind. Complaints and feedback are for those who answer for complaints, and for supervisors (CC-5).
pub(super) async fn owner_fits(
    ctx: &Ctx,
    owner: Option<StaffId>,
    kind: InquiryKind,
) -> Result<Result<(), CannotInquire>, Fault> {
    let Some(owner) = owner else { return Ok(Ok(())) };
    let card = StaffCard::of(owner, &*ctx.house.staff_file(owner).await?);
    let fits = card.active && kind.answered_by().iter().any(|role| card.is(*role));
    Ok(if fits { Ok(()) } else { Err(CannotInquire::WrongOwner) })
}
