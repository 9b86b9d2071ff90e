//! Pickups: opening a page at which somebody outside fetches what was given out to them, telling them, and handing it to whoever has link and code (CC-4.4.1,
//! CC-4.4.2). Decision 0037.
//!
//! Link and code are made anew from the keys of the house whenever they are needed, and stand nowhere. Looking at a page uses nothing up, because mail scanners
//! follow links; every code that is sent is counted in the file before it is answered.

use std::sync::Arc;

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::disclosures::{
    CannotPickUp, DisclosureMade, Notice, Pickup, PickupNoticed, PickupOpened, PickupShut, PickupStands,
};
use domain::ids::{DossierId, EntryId, ItemId, OnceKey};
use domain::level::Level;
use domain::policy::Action;
use domain::reminders::{Able, Means, NotSent};
use domain::sharing::Sharing;
use domain::time::Instant;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Guard, Job, NewJob, Outcome, PublicLink, wait_seconds};
use uuid::Uuid;
use vault::codes::token_digest;

use super::copy::CopyOpened;
use super::make::{TRIES, consent_of};
use super::notices::notice;
use crate::documents::open_file;
use crate::house::{Decided, House, Proof, Signing, Target, Who};
use crate::links::Followed;
use crate::reminders::{Message, PostFault};
use crate::{Ctx, Failure, Fault, Never};

/// The kinds of jobs that tell recipients that something waits, by e-mail and by text message.
pub const PICKUP_JOBS: [&str; 2] = ["pickup", "pickup.sms"];

/// So many characters a code has, all of them digits.
const DIGITS: usize = 8;

/// What waits in the outbox: which page. Neither the address, nor link, nor text.
#[derive(Serialize, Deserialize)]
struct Waiting {
    page: ItemId,
}

/// What a recipient needs, for whoever tells them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkAndCode {
    /// The link: its path.
    pub path: String,
    /// The code, in two groups of four digits.
    pub code: String,
}

/// Opens a page for what was given out, and has the message sent when there is to be one.
///
/// # Errors
/// [`Failure`].
pub async fn open_pickup(
    ctx: &Ctx,
    case: DossierId,
    order: PickupOpened,
    signing: Signing,
) -> Result<EntryId, Failure<CannotPickUp>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    let seen = ctx.view::<CaseFile>(Action::Disclose, case).await.map_err(Failure::any)?;
    let made = seen.disclosures.made(order.disclosure).ok_or(Failure::Rule(CannotPickUp::OtherWay))?.made.clone();
    let (house, now) = (&ctx.house, ctx.now());
    let (secret, _) = secrets(house, order.id)?;
    // a link to a page that is not opened afterwards leads to nothing
    let ends = ctx.house.organisation().await?.rulebook.office.close_of_day(order.until).plus_seconds(2 * 86_400);
    let link = PublicLink { dossier: case, item: order.id, ends };
    house.store().put_link(token_digest(&secret), link).await?;
    let signing = signing.at_level(seen.level_of(&made.chosen));
    let target = Target::file(case).based_on(Basis::Disclosure(made.id));
    for _ in 0..TRIES {
        let (consent, unmoved) = standing(ctx, &seen, &made).await?;
        let opened = ctx
            .act(Action::Disclose, target, signing.clone(), |file: &CaseFile, rules| {
                let events = file.open_pickup(order.clone(), consent.as_ref(), now, rules)?;
                let decided = Decided::from(events).guarded(unmoved.clone(), CannotPickUp::ClientMoved);
                Ok(match &order.notice {
                    Some(notice) => decided.sending(job(case, order.id, notice.means, now)),
                    None => decided,
                })
            })
            .await;
        match opened {
            Err(Failure::Rule(CannotPickUp::ClientMoved)) => {}
            opened => return opened,
        }
    }
    Err(Failure::Fault(Fault::Busy))
}

fn job(case: DossierId, page: ItemId, means: Means, now: Instant) -> NewJob {
    let [email, sms] = PICKUP_JOBS;
    NewJob {
        kind: match means {
            Means::Email => email,
            Means::Sms => sms,
        }
        .to_owned(),
        dossier: Some(case),
        payload: serde_json::to_vec(&Waiting { page }).unwrap_or_default(),
        due: now,
        deadline: now,
    }
}

/// Shuts a page, such as one whose message went to a wrong address.
///
/// # Errors
/// [`Failure`].
pub async fn shut_pickup(
    ctx: &Ctx,
    case: DossierId,
    order: PickupShut,
    signing: Signing,
) -> Result<EntryId, Failure<CannotPickUp>> {
    let seen = ctx.view::<CaseFile>(Action::Disclose, case).await.map_err(Failure::any)?;
    let page = seen.disclosures.pickup(order.id).ok_or(Failure::Rule(CannotPickUp::NotOpen))?;
    let signing = signing.at_level(level_of(&seen, page));
    ctx.act(Action::Disclose, Target::file(case), signing, |file: &CaseFile, _rules| file.shut_pickup(order.clone()))
        .await
}

/// Link and code of a page that opens, for whoever may give something of this case out and tells the recipient.
///
/// # Errors
/// [`Failure::Refused`] when they may not.
pub async fn link_and_code(ctx: &Ctx, case: DossierId, page: &Pickup) -> Result<LinkAndCode, Failure<Never>> {
    ctx.permit(Action::Disclose, Some(case)).await?;
    let (secret, code) = secrets(&ctx.house, page.opened.id)?;
    let (first, second) = code.split_at(DIGITS / 2);
    Ok(LinkAndCode { path: format!("/p/{secret}"), code: format!("{first} {second}") })
}

/// By what this server can tell a recipient.
pub fn tells_by(ctx: &Ctx) -> Able {
    ctx.house.able()
}

/// The secret of the link and the code. They come from two keyed digests of the id, which say nothing of each other.
fn secrets(house: &House, page: ItemId) -> Result<(String, String), Fault> {
    let link = house.link_secret("link", page)?;
    let number = house.secret("code", page)?.first_chunk::<8>().map(|bytes| u64::from_be_bytes(*bytes));
    let code = number.ok_or(Fault::Other("pickup"))? % 10_u64.pow(8);
    Ok((link, format!("{code:0DIGITS$}")))
}

/// How confidential what is written of a page is: as what waits there.
fn level_of(file: &CaseFile, page: &Pickup) -> Level {
    let made = file.disclosures.made(page.opened.disclosure);
    made.map_or(Level::Sensitive, |made| file.level_of(&made.made.chosen))
}

async fn standing(ctx: &Ctx, case: &CaseFile, made: &DisclosureMade) -> Result<(Option<Sharing>, Guard), Fault> {
    let client = case.client().ok_or(Fault::Damaged)?;
    consent_of(ctx, client, made.basis.consent()).await?.ok_or(Fault::Damaged)
}

/// What waits at a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickupSeen {
    /// The last day on which it can be fetched.
    pub until: Date,
    /// How many bytes it has.
    pub length: u64,
    /// In which language the recipient was told, if it was by a message.
    pub language: Option<String>,
}

/// Why somebody does not get what waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotHandedOut {
    /// The link leads to nothing, or not any more. All of it looks the same.
    Void,
    /// The code is not the right one.
    WrongCode,
}

/// A page that opens now, with everything that is needed to hand it out.
struct Page {
    case: DossierId,
    id: ItemId,
    file: Arc<CaseFile>,
    made: DisclosureMade,
}

async fn page(house: &Arc<House>, secret: &str) -> Result<Option<Page>, Fault> {
    let Some(Followed { link, opened, .. }) = house.followed(secret).await? else { return Ok(None) };
    let Some(page) = opened.file.disclosures.pickup(link.item) else { return Ok(None) };
    let Some(made) = opened.file.disclosures.made(page.opened.disclosure) else { return Ok(None) };
    let made = made.made.clone();
    Ok(Some(Page { case: link.dossier, id: link.item, file: opened.file, made }))
}

/// What waits behind this link. Looking uses nothing up.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn see_pickup(house: &Arc<House>, secret: &str) -> Result<Option<PickupSeen>, Fault> {
    let Some(page) = page(house, secret).await? else { return Ok(None) };
    let console = house.acting(Who::console(house));
    let (consent, _) = standing(&console, &page.file, &page.made).await?;
    let rules = &house.organisation().await?.rulebook;
    if page.file.fetchable(page.id, consent.as_ref(), house.now(), rules).is_err() {
        return Ok(None);
    }
    let opened = page.file.disclosures.pickup(page.id).map(|page| &page.opened);
    let copy = page.made.copy.as_ref();
    Ok(opened.zip(copy).map(|(opened, copy)| PickupSeen {
        until: opened.until,
        length: copy.length,
        language: opened.notice.as_ref().map(|notice| notice.language.clone()),
    }))
}

/// Hands what waits behind this link to whoever says the code. That they had it, or had a wrong one, is in the file before anything is answered.
///
/// # Errors
/// [`Fault`] when the store fails; then nothing was handed out.
pub async fn pick_up(house: &Arc<House>, secret: &str, typed: &str) -> Result<Result<CopyOpened, NotHandedOut>, Fault> {
    let Some(page) = page(house, secret).await? else { return Ok(Err(NotHandedOut::Void)) };
    let Some(copy) = page.made.copy.as_ref() else { return Ok(Err(NotHandedOut::Void)) };
    let (_, code) = secrets(house, page.id)?;
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let (right, now) = (token_digest(&digits) == token_digest(&code), house.now());
    let console = house.acting(Who::console(house));
    let level = page.file.level_of(&page.made.chosen);
    for _ in 0..TRIES {
        let (consent, unmoved) = standing(&console, &page.file, &page.made).await?;
        let signing = Signing::author(Proof::System).at_level(level);
        let written = console
            .act(Action::HandOut, Target::new(page.case), signing, |file: &CaseFile, rules| {
                let events = file.pick_up(page.id, right, consent.as_ref(), now, rules)?;
                Ok(Decided::from(events).guarded(unmoved.clone(), CannotPickUp::ClientMoved))
            })
            .await;
        return match written {
            Err(Failure::Rule(CannotPickUp::ClientMoved)) => continue,
            Err(Failure::Fault(fault)) => Err(fault),
            Err(_) => Ok(Err(NotHandedOut::Void)),
            Ok(_) if !right => Ok(Err(NotHandedOut::WrongCode)),
            Ok(_) => {
                let reading = open_file(&console, copy).await?;
                Ok(Ok(CopyOpened { number: page.made.number, length: copy.length, media: copy.media, reading }))
            }
        };
    }
    Err(Fault::Busy)
}

impl House {
    /// Does a job of one of the kinds [`PICKUP_JOBS`]: tells the recipient that something waits.
    pub async fn tell_of_pickup(self: Arc<Self>, job: Job) -> Outcome {
        let (Some(case), Ok(waiting)) = (job.dossier, serde_json::from_slice::<Waiting>(&job.payload)) else {
            return Outcome::Never("malformed");
        };
        match self.tell(case, waiting.page, job.id, job.attempts).await {
            Ok(outcome) => outcome,
            Err(fault) => {
                tracing::warn!(%fault, job.id = %job.id, "the recipient of a disclosure could not be told; it is tried again");
                Outcome::Again("fault")
            }
        }
    }

    async fn tell(self: &Arc<Self>, case: DossierId, id: ItemId, job: Uuid, tried: u32) -> Result<Outcome, Fault> {
        let Some(opened) = self.open::<CaseFile>(case, Level::Restricted).await? else { return Ok(Outcome::Done) };
        let Some(page) = opened.file.disclosures.pickup(id) else { return Ok(Outcome::Done) };
        let (now, organisation) = (self.now(), self.organisation().await?);
        let (Some(to), None) = (&page.opened.notice, page.noticed) else { return Ok(Outcome::Done) };
        let settle = async |failed| self.told_of_pickup(case, &opened.file, page, job, failed).await;
        if page.stands(now, &organisation.rulebook) != PickupStands::Waits {
            return settle(Some(NotSent::Changed)).await;
        }
        let Some(post) = self.post().cloned() else { return settle(Some(NotSent::Changed)).await };
        match post.send(to.means, self.message(job, page, to, post.origin())?).await {
            Ok(()) => settle(None).await,
            Err(PostFault::Never(_)) => settle(Some(NotSent::Refused)).await,
            // somebody waits to call them
            Err(PostFault::Later(why)) if now < page.at.plus_seconds(3_600) => {
                let [chance, ..] = Uuid::new_v4().into_bytes();
                Ok(Outcome::At(now.plus_seconds(wait_seconds(tried, chance)), why))
            }
            Err(PostFault::Later(_)) => settle(Some(NotSent::TooLate)).await,
        }
    }

    fn message(&self, id: Uuid, page: &Pickup, to: &Notice, origin: &str) -> Result<Message, Fault> {
        let (secret, _) = secrets(self, page.opened.id)?;
        let (subject, text) = notice(&to.language, &format!("{origin}/p/{secret}"), page.opened.until);
        Ok(Message { id, to: to.to.reveal().to_owned(), subject, text })
    }

    async fn told_of_pickup(
        self: &Arc<Self>,
        case: DossierId,
        file: &CaseFile,
        page: &Pickup,
        job: Uuid,
        failed: Option<NotSent>,
    ) -> Result<Outcome, Fault> {
        let console = self.acting(Who::console(self));
        let signing = Signing::author(Proof::System).at_level(level_of(file, page)).once(OnceKey::new(job));
        let order = PickupNoticed { id: page.opened.id, failed };
        let written = console
            .act(Action::HandOut, Target::new(case), signing, |file: &CaseFile, _rules| {
                file.pickup_noticed(order.clone())
            })
            .await;
        match written {
            Ok(_) | Err(Failure::Rule(CannotPickUp::Done)) => Ok(Outcome::Done),
            Err(Failure::Fault(fault)) => Err(fault),
            Err(_) => Ok(Outcome::Never("not_written")),
        }
    }
}
