//! The address of a calendar in the demonstration, for trying another program out.

use std::sync::Arc;

use anyhow::{Context, Result};
use casework::feeds::{OpenFeed, my_feeds, open_feed, revoke_feed};
use casework::house::{House, Proof, Signing, Who};
use domain::feeds::{FeedOf, MOST_FEEDS};
use domain::ids::StaffId;
use domain::staff::Role;
use store::Calendar;
use vault::codes::SecretToken;

use super::staff::STAFF;

/// How many days ahead are looked at for sessions.
const AHEAD: i64 = 60;

/// The secret in a new address of a caseworker who has sessions before them. Addresses of earlier starts go on, until there are too many.
pub(crate) async fn calendar(house: &Arc<House>) -> Result<SecretToken> {
    let staff = whose(house).await?;
    let ctx = house.acting(Who::in_the_name_of(staff));
    let signing = || Signing::author(Proof::Console);
    let open = my_feeds(&ctx).await?;
    if let Some(oldest) = open.first().filter(|_| MOST_FEEDS <= open.len()) {
        revoke_feed(&ctx, oldest.id, signing()).await?;
    }
    open_feed(&ctx, OpenFeed { of: FeedOf::Own }, signing()).await?.context("an address was made")
}

/// The first caseworker who has sessions before them; the first one when nobody has.
async fn whose(house: &Arc<House>) -> Result<StaffId> {
    let (now, mut first) = (house.now(), None);
    for person in STAFF.iter().filter(|person| person.role == Role::Caseworker) {
        let account = house.store().account_by_login(person.login).await?.context("this data folder is not a demo")?;
        let until = now.plus_seconds(AHEAD * 86_400);
        if !house.store().appointments(Calendar::Staff(account.staff), now, until).await?.is_empty() {
            return Ok(account.staff);
        }
        first = first.or(Some(account.staff));
    }
    first.context("the cast has a caseworker")
}
