//! Reviews of complaints and feedback, and what they improve (CC-4.3.3, FS-6.2).

use domain::basis::Basis;
use domain::feedback::{CannotReviewFeedback, FeedbackReviewed, Improvement, ImprovementFollowed};
use domain::ids::{EntryId, EntryNumber, ItemId, StaffId};
use domain::organisation::Organisation;
use domain::policy::{Action, Refused};
use domain::service::Reviewed;
use domain::staff::StaffCard;

use crate::accounts::staff_list;
use crate::house::{Signing, Target};
use crate::{Ctx, Failure, Fault, Never, organisation};

/// What was reviewed so far, and what is to be improved.
#[derive(Debug, Clone)]
pub struct FeedbackSeen {
    /// The reviews, the newest first.
    pub reviews: Vec<Reviewed<FeedbackReviewed>>,
    /// What they laid down: what is still to be done first, by its day; then what has ended, the newest first.
    pub improvements: Vec<Improvement>,
    /// Whether the acting person may record a review, and say of everybody's improvements what became of them.
    pub may_review: bool,
    /// The last entry of the organisation's file.
    pub last: EntryNumber,
}

/// The reviews of complaints and feedback.
///
/// # Errors
/// [`Failure::Refused`] for whoever sees no figures of them.
pub async fn feedback_reviews(ctx: &Ctx) -> Result<FeedbackSeen, Failure<Never>> {
    ctx.permit(Action::SeeFeedback, None).await?;
    let (dossier, opened) = organisation::opened(ctx).await?;
    let feedback = &opened.file.feedback;
    let (mut open, mut ended): (Vec<Improvement>, Vec<Improvement>) =
        feedback.improvements.iter().cloned().partition(Improvement::is_open);
    open.sort_by_key(|improvement| improvement.due);
    ended.reverse();
    open.extend(ended);
    Ok(FeedbackSeen {
        reviews: feedback.all.iter().rev().cloned().collect(),
        improvements: open,
        may_review: ctx.may(Action::ReviewFeedback, Some(dossier)).await?,
        last: opened.last,
    })
}

/// An improvement, for whoever is to make it or reviews feedback.
#[derive(Debug, Clone)]
pub struct ImprovementSeen {
    /// What it is.
    pub improvement: Improvement,
    /// Everybody who works here or did.
    pub staff: Vec<StaffCard>,
    /// Whether the acting person reviews feedback, and may say of everybody's improvements what became of them.
    pub leads: bool,
    /// The last entry of the organisation's file.
    pub last: EntryNumber,
}

/// One improvement.
///
/// # Errors
/// [`Failure::Refused`] when it is neither the acting person's nor are they somebody who reviews feedback, or when there is none.
pub async fn improvement(ctx: &Ctx, id: ItemId) -> Result<ImprovementSeen, Failure<Never>> {
    ctx.permit(Action::FollowImprovement, None).await?;
    let (dossier, opened) = organisation::opened(ctx).await?;
    let leads = ctx.may(Action::ReviewFeedback, Some(dossier)).await?;
    let found = opened.file.feedback.find(id).filter(|known| leads || known.owner == ctx.staff()).cloned();
    let Some(improvement) = found else {
        ctx.note_refusal(Action::FollowImprovement, None).await?;
        return Err(Failure::Refused(Refused));
    };
    Ok(ImprovementSeen { improvement, staff: staff_list(ctx).await?, leads, last: opened.last })
}

/// Records a review; the next one falls due by the rulebook, and what it improves stands on Today of whoever was named, two weeks before its day.
///
/// # Errors
/// [`Failure`].
pub async fn record_feedback_review(
    ctx: &Ctx,
    order: FeedbackReviewed,
    signing: Signing,
) -> Result<EntryId, Failure<CannotReviewFeedback>> {
    let target = Target::file(ctx.house().organisation_dossier());
    let (now, works) = (ctx.now(), working(ctx).await?);
    ctx.act(Action::ReviewFeedback, target, signing, |organisation: &Organisation, rules| {
        organisation.feedback.review(order.clone(), rules.office.today(now), |staff| works.contains(&staff))
    })
    .await
}

/// Says what became of an improvement: of one's own, or of anybody's for those who review feedback.
///
/// # Errors
/// [`Failure`].
pub async fn follow_improvement(
    ctx: &Ctx,
    order: ImprovementFollowed,
    signing: Signing,
) -> Result<EntryId, Failure<CannotReviewFeedback>> {
    let dossier = ctx.house().organisation_dossier();
    let target = Target::file(dossier).based_on(Basis::Improvement(order.id));
    let leads = ctx.may(Action::ReviewFeedback, Some(dossier)).await?;
    let (now, by, works) = (ctx.now(), (ctx.staff(), leads), working(ctx).await?);
    ctx.act(Action::FollowImprovement, target, signing, |organisation: &Organisation, rules| {
        organisation.feedback.follow(order.clone(), by, rules.office.today(now), |staff| works.contains(&staff))
    })
    .await
}

/// Everybody who works here now.
async fn working(ctx: &Ctx) -> Result<Vec<StaffId>, Fault> {
    let staff = staff_list(ctx).await?;
    Ok(staff.into_iter().filter(|card| card.active).map(|card| card.id).collect())
}
