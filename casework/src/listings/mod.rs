//! The directory: finding a service, putting one into it, describing it anew, noting how it stands, taking it off (FS-4.6.2).
//!
//! What stands in it names no client, so looking at it is not recorded. Words that are looked for stay in the memory of one request.

mod card;
pub mod hsds;
mod import;

use domain::basis::Basis;
use domain::ids::{DossierId, DossierKind, EntryId};
use domain::level::Level;
use domain::listings::{CannotList, Help, Listing, ListingChecked, ListingDescribed, ListingEnded};
use domain::policy::{Action, Refused};
use domain::search::{Passage, Sought};
use store::{Among, CardsWanted};

use crate::cards::read_card;
use crate::house::{Opened, Signing, Target};
use crate::{Ctx, Failure, Fault, Never};

pub use card::ListingCard;
pub use import::{Brought, import_services};

/// How many services there can be, with those that were taken off.
const DIRECTORY: u32 = 5_000;

/// How many of them a page shows; whoever looks for one among more says what for.
pub const SHOWN: usize = 60;

/// What somebody looks for.
#[derive(Default)]
pub struct Wanted {
    /// What it helps with; anything when nothing is said.
    pub help: Option<Help>,
    /// Words that stand in it.
    pub words: Option<Sought>,
    /// Whether those that were taken off are shown too.
    pub ended: bool,
}

/// A service in a list.
#[derive(Debug, Clone)]
pub struct ListingLine {
    /// Which.
    pub listing: DossierId,
    /// What the card says.
    pub card: ListingCard,
}

/// The services that were looked for.
#[derive(Debug, Clone)]
pub struct Directory {
    /// Those that take new clients first, then by name; no more than [`SHOWN`].
    pub lines: Vec<ListingLine>,
    /// How many fit.
    pub found: usize,
    /// How many there are.
    pub all: usize,
    /// Whether the acting person may put one into it.
    pub may_list: bool,
}

/// Looks through the directory.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not work here.
pub async fn directory(ctx: &Ctx, wanted: &Wanted) -> Result<Directory, Failure<Never>> {
    ctx.permit(Action::SeeDirectory, None).await?;
    let mut lines = all(ctx, wanted.ended).await?;
    let all = lines.len();
    lines.retain(|line| fits(&line.card, wanted));
    lines.sort_by_cached_key(|line| (line.card.ended.is_some(), line.card.takes, line.card.name.to_lowercase()));
    let found = lines.len();
    lines.truncate(SHOWN);
    Ok(Directory { lines, found, all, may_list: ctx.may(Action::ListService, None).await? })
}

/// Every service; those that were taken off where `ended` says so.
async fn all(ctx: &Ctx, ended: bool) -> Result<Vec<ListingLine>, Fault> {
    let state = (!ended).then(|| "open".to_owned());
    let cards = CardsWanted { kind: DossierKind::Listing, state, among: Among::All };
    let listed = ctx.house.store.list_cards(cards, ctx.viewer(), None, DIRECTORY).await?;
    let which: Vec<DossierId> = listed.iter().map(|one| one.head.dossier).collect();
    let mut lines = Vec::with_capacity(which.len());
    for seen in ctx.house.store.cards(&which).await? {
        let card: Option<ListingCard> = read_card(&seen)?;
        lines.extend(card.map(|card| ListingLine { listing: seen.head.dossier, card }));
    }
    Ok(lines)
}

fn fits(card: &ListingCard, wanted: &Wanted) -> bool {
    let texts = [&card.name, &card.provider, &card.what, &card.eligible, &card.area, &card.languages];
    let help = card.help.iter().map(|help| help.word());
    let passages: Vec<Passage<'_>> =
        texts.into_iter().map(String::as_str).chain(help).map(|text| Passage::new("", text)).collect();
    wanted.help.is_none_or(|help| card.help.contains(&help))
        && wanted.words.as_ref().is_none_or(|words| words.find(&passages).is_some())
}

/// A service as the directory knows it.
pub struct ListingSeen {
    /// Which.
    pub listing: DossierId,
    /// Its file.
    pub opened: Opened<Listing>,
    /// Whether the acting person may change what is said of it.
    pub may_change: bool,
}

/// One service, on the list or not any more.
///
/// # Errors
/// [`Failure::Refused`] when there is none.
pub async fn see_listing(ctx: &Ctx, listing: DossierId) -> Result<ListingSeen, Failure<Never>> {
    ctx.permit(Action::ReadListing, Some(listing)).await?;
    let opened = ctx.house.open::<Listing>(listing, Level::Restricted).await?;
    let may_change = ctx.may(Action::ChangeListing, Some(listing)).await?;
    Ok(ListingSeen { listing, opened: opened.ok_or(Failure::Refused(Refused))?, may_change })
}

/// Whether clients can be referred to it now.
pub(crate) async fn is_listed(ctx: &Ctx, listing: DossierId) -> Result<bool, Fault> {
    let opened = ctx.house.open::<Listing>(listing, Level::Restricted).await?;
    Ok(opened.is_some_and(|opened| opened.file.is_listed()))
}

/// Puts a service into the directory. One that somebody typed must be another one; the lists of others name one service at several places.
///
/// # Errors
/// [`Failure`].
pub async fn list_service(
    ctx: &Ctx,
    order: ListingDescribed,
    signing: Signing,
) -> Result<EntryId, Failure<CannotList>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    ctx.permit(Action::ListService, None).await.map_err(Failure::any)?;
    let alike = |line: &ListingLine| line.card.full_name().to_lowercase() == order.full_name().to_lowercase();
    // an import has looked at all that are known before its first one
    if order.source.is_none() {
        let known = all(ctx, true).await?;
        if known.iter().any(|line| line.card.ended.is_none() && alike(line)) {
            return Err(Failure::Rule(CannotList::Known));
        }
        if DIRECTORY as usize <= known.len() {
            return Err(Failure::Rule(CannotList::TooMany));
        }
    }
    let target = Target::new(ctx.new_dossier());
    ctx.act(Action::ListService, target, signing, |file: &Listing, _rules| file.describe(order.clone())).await
}

/// Describes a service anew, or puts one that was taken off on the list again.
///
/// # Errors
/// [`Failure`].
pub async fn describe_listing(
    ctx: &Ctx,
    listing: DossierId,
    order: ListingDescribed,
    signing: Signing,
) -> Result<EntryId, Failure<CannotList>> {
    let target = Target::file(listing).based_on(Basis::File);
    ctx.act(Action::ChangeListing, target, signing, |file: &Listing, _rules| file.describe(order.clone())).await
}

/// Notes how a service stands.
///
/// # Errors
/// [`Failure`].
pub async fn check_listing(
    ctx: &Ctx,
    listing: DossierId,
    order: ListingChecked,
    signing: Signing,
) -> Result<EntryId, Failure<CannotList>> {
    let target = Target::file(listing).based_on(Basis::File);
    ctx.act(Action::ChangeListing, target, signing, |file: &Listing, _rules| file.check(order.clone())).await
}

/// Takes a service off the list. Who is referred to it stays so.
///
/// # Errors
/// [`Failure`].
pub async fn end_listing(
    ctx: &Ctx,
    listing: DossierId,
    order: ListingEnded,
    signing: Signing,
) -> Result<EntryId, Failure<CannotList>> {
    let target = Target::file(listing).based_on(Basis::File);
    ctx.act(Action::ChangeListing, target, signing, |file: &Listing, _rules| file.end(order.clone())).await
}
