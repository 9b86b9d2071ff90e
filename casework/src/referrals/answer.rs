//! The one-time link by which a service says what came of a referral (FS-4.6.2). Whoever opens it learns nothing: neither client, nor case, nor organisation.
//! Looking uses nothing up, because mail scanners follow links.

use std::sync::Arc;

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId, ItemId};
use domain::level::Level;
use domain::policy::Action;
use domain::referrals::{AnswerAsked, Came, CannotRefer, Referral, ServiceAnswered};
use domain::text::Line;
use jiff::civil::Date;
use store::PublicLink;
use vault::codes::token_digest;

use crate::house::{House, Proof, Signing, Target, Who};
use crate::links::Followed;
use crate::{Ctx, Failure, Fault, Never};

/// What its secret is made for.
const PART: &str = "answer";

/// How confidential it is that a link was made, and what came by it: as all that is said of a referral.
const LEVEL: Level = Level::Confidential;

/// Makes a link by which the service can answer once.
///
/// # Errors
/// [`Failure`].
pub async fn ask_answer(
    ctx: &Ctx,
    case: DossierId,
    order: AnswerAsked,
    signing: Signing,
) -> Result<EntryId, Failure<CannotRefer>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    ctx.permit(Action::Refer, Some(case)).await.map_err(Failure::any)?;
    let now = ctx.now();
    // the file says to the day when it ends; a link that is not written down afterwards leads to nothing
    let ends = ctx.house.organisation().await?.rulebook.office.close_of_day(order.until).plus_seconds(2 * 86_400);
    let link = PublicLink { dossier: case, item: order.id, ends };
    ctx.house.store().put_link(token_digest(&ctx.house.link_secret(PART, order.id)?), link).await?;
    let target = Target::file(case).based_on(Basis::Referral(order.referral));
    ctx.act(Action::Refer, target, signing.at_level(LEVEL), |file: &CaseFile, rules| {
        file.ask_answer(order.clone(), rules.office.today(now))
    })
    .await
}

/// The path of a link, for whoever may refer in this case and gives it to the service.
///
/// # Errors
/// [`Failure::Refused`] when they may not.
pub async fn answer_path(ctx: &Ctx, case: DossierId, link: &AnswerAsked) -> Result<String, Failure<Never>> {
    ctx.permit(Action::Refer, Some(case)).await?;
    Ok(format!("/r/{}", ctx.house.link_secret(PART, link.id)?))
}

/// Whether a service can answer by this link. Looking uses nothing up.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn answerable(house: &Arc<House>, secret: &str) -> Result<bool, Fault> {
    let Some(Followed { link, opened, .. }) = house.followed(secret).await? else { return Ok(false) };
    let today = house.organisation().await?.rulebook.office.today(house.now());
    Ok(opened.file.is_open() && of_link(&opened.file, link.item, today).is_some())
}

/// The referral that can be answered by this link on this day.
fn of_link(file: &CaseFile, link: ItemId, today: Date) -> Option<&Referral> {
    file.referrals.open().find(|one| one.link(today).is_some_and(|known| known.id == link))
}

/// Writes down what the service says, once. Says whether the link was good.
///
/// # Errors
/// [`Fault`] when the answer cannot be kept: then the link can be used again.
pub async fn service_answers(house: &Arc<House>, secret: &str, came: Came, note: Option<Line>) -> Result<bool, Fault> {
    let Some(Followed { link, once, .. }) = house.followed(secret).await? else { return Ok(false) };
    let (now, signing) = (house.now(), Signing::author(Proof::System).at_level(LEVEL).once(once));
    let written = house
        .acting(Who::console(house))
        .act(Action::TakeIn, Target::new(link.dossier), signing, |file: &CaseFile, rules| {
            let today = rules.office.today(now);
            let referral = of_link(file, link.item, today).ok_or(CannotRefer::Over)?.made.id;
            file.service_answers(ServiceAnswered { link: link.item, referral, came, note: note.clone() }, today)
        })
        .await;
    house.used(link, written).await
}
