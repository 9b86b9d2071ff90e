//! One's own addresses: making one, seeing which there are, revoking one.

use domain::feeds::{CannotFeed, Feed, FeedOf, FeedOpened, FeedRevoked};
use domain::ids::ItemId;
use domain::policy::Action;
use domain::rooms::RoomDescribed;
use domain::staff::StaffFile;
use domain::time::Instant;
use store::KeptFeed;
use vault::codes::SecretToken;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure, Never};

/// An address to be made.
#[derive(Debug, Clone, Copy)]
pub struct OpenFeed {
    /// Whose sessions it shows.
    pub of: FeedOf,
}

/// An address that is good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFeed {
    /// Its id.
    pub id: ItemId,
    /// Whose sessions it shows.
    pub of: FeedOf,
    /// What the room is called, when it is one.
    pub room: Option<String>,
    /// Since when.
    pub since: Instant,
    /// When it was last fetched, to ten minutes.
    pub fetched: Option<Instant>,
}

/// Makes an address, and answers with the secret in it; nothing when this very form had made one before, whose secret was shown then.
///
/// # Errors
/// [`Failure`].
pub async fn open_feed(
    ctx: &Ctx,
    order: OpenFeed,
    signing: Signing,
) -> Result<Option<SecretToken>, Failure<CannotFeed>> {
    let staff = ctx.staff();
    let organisation = ctx.house.organisation().await?;
    let opened = FeedOpened { feed: ctx.new_item(), of: order.of };
    ctx.act(Action::OpenFeed, Target::file(staff.dossier()), signing, |file: &StaffFile, _rules| {
        let in_a_team = file.now.as_ref().is_some_and(|now| now.team.is_some());
        file.feeds.open(opened, in_a_team, &organisation.rooms)
    })
    .await?;
    if ctx.house.staff_file(staff).await?.feeds.feed(opened.feed).is_none() {
        return Ok(None);
    }
    let secret = SecretToken::generate();
    let kept = KeptFeed { staff, feed: opened.feed, made: ctx.now(), fetched: None };
    ctx.house.store.keep_feed(secret.digest(), kept).await?;
    Ok(Some(secret))
}

/// Revokes an address: from now on nothing is found there.
///
/// # Errors
/// [`Failure`].
pub async fn revoke_feed(ctx: &Ctx, feed: ItemId, signing: Signing) -> Result<(), Failure<CannotFeed>> {
    let staff = ctx.staff();
    ctx.act(Action::RevokeFeed, Target::file(staff.dossier()), signing, |file: &StaffFile, _rules| {
        file.feeds.revoke(FeedRevoked { feed })
    })
    .await?;
    Ok(ctx.house.store.drop_feed(staff, feed).await?)
}

/// One's own addresses, oldest first.
///
/// # Errors
/// [`Failure`].
pub async fn my_feeds(ctx: &Ctx) -> Result<Vec<OwnFeed>, Failure<Never>> {
    let staff = ctx.staff();
    ctx.permit(Action::RevokeFeed, Some(staff.dossier())).await?;
    let kept = ctx.house.store.feeds_of(staff).await?;
    let own = ctx.house.staff_file(staff).await?;
    let fetched = |id| kept.iter().find(|kept| kept.feed == id).and_then(|kept| kept.fetched);
    let rooms = &ctx.house.organisation().await?.rooms;
    let one = |feed: &Feed| OwnFeed {
        id: feed.id,
        of: feed.of,
        room: feed.of.room().and_then(|room| rooms.find(room)).map(RoomDescribed::full_name),
        since: feed.since,
        fetched: fetched(feed.id),
    };
    Ok(own.feeds.open.iter().map(one).collect())
}
