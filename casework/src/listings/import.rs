//! Bringing services in from the list of others (Open Referral): each is signed by itself, so that stopped at any point the same file goes on from there.
//!
//! A service is known again by the id that it has there. What was noted here of whether it takes clients stays where the file says nothing of it, and what was
//! taken off here stays off; only what an earlier file had taken off comes back.

use std::collections::HashMap;

use domain::ids::DossierId;
use domain::level::Level;
use domain::listings::{CannotList, Listing, ListingDescribed, ListingEnded, Takes};
use domain::policy::Action;
use domain::text::Line;

use super::hsds::Read;
use super::{DIRECTORY, all, describe_listing, end_listing, list_service};
use crate::house::Signing;
use crate::{Ctx, Failure, Fault, Proof};

/// What became of the services of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Brought {
    /// New ones.
    pub added: u64,
    /// Known ones, described anew.
    pub changed: u64,
    /// Known ones that are described like this already.
    pub same: u64,
    /// Known ones that were taken off here, and stay off.
    pub kept_off: u64,
    /// Known ones that are offered no more.
    pub ended: u64,
    /// Those that are offered no more, and that nobody here knows.
    pub unknown: u64,
}

impl Brought {
    /// How many were looked at.
    pub const fn all(self) -> u64 {
        self.added + self.changed + self.same + self.kept_off + self.ended + self.unknown
    }
}

/// Brings services in; only counts what would come of it unless `write` is said. `reason` is what is written of those that are offered no more.
///
/// # Errors
/// [`Failure::Refused`] for whoever may not list services; [`Failure::Rule`] with [`CannotList::TooMany`] when the directory would hold too many.
pub async fn import_services(
    ctx: &Ctx,
    services: Vec<Read>,
    write: bool,
    reason: &Line,
    mut reached: impl FnMut(Brought),
) -> Result<Brought, Failure<CannotList>> {
    ctx.permit(Action::ListService, None).await.map_err(Failure::any)?;
    let known = all(ctx, true).await?;
    let (mut left, mut brought) = (DIRECTORY as usize - known.len().min(DIRECTORY as usize), Brought::default());
    let mut known: HashMap<String, DossierId> =
        known.into_iter().filter_map(|line| Some((line.card.source?, line.listing))).collect();
    for service in services {
        match service {
            Read::Offered(described) => {
                let source = described.source.as_ref().map(|source| source.reveal().to_owned()).unwrap_or_default();
                match known.get(&source) {
                    Some(listing) => describe(ctx, *listing, *described, (write, reason), &mut brought).await?,
                    None if left == 0 => return Err(Failure::Rule(CannotList::TooMany)),
                    None => {
                        let listing =
                            if write { list_service(ctx, *described, ink()).await?.dossier } else { ctx.new_dossier() };
                        known.insert(source, listing);
                        left -= 1;
                        brought.added += 1;
                    }
                }
            }
            Read::Gone(source) => match known.get(source.reveal()) {
                Some(listing) => end(ctx, *listing, reason, write, &mut brought).await?,
                None => brought.unknown += 1,
            },
        }
        reached(brought);
    }
    Ok(brought)
}

fn ink() -> Signing {
    Signing::author(Proof::Console)
}

async fn file(ctx: &Ctx, listing: DossierId) -> Result<Option<Listing>, Fault> {
    let opened = ctx.house.open::<Listing>(listing, Level::Restricted).await?;
    Ok(opened.map(|opened| Listing::clone(&opened.file)))
}

async fn describe(
    ctx: &Ctx,
    listing: DossierId,
    described: ListingDescribed,
    (write, reason): (bool, &Line),
    brought: &mut Brought,
) -> Result<(), Failure<CannotList>> {
    // one that this file names twice is not there yet while it is only tried out
    let Some(file) = file(ctx, listing).await? else {
        brought.same += 1;
        return Ok(());
    };
    if file.ended.as_ref().is_some_and(|(_, _, why)| why != reason) {
        brought.kept_off += 1;
        return Ok(());
    }
    let before = file.now.as_ref().map_or(Takes::Unknown, |now| now.takes);
    let takes = if described.takes == Takes::Unknown { before } else { described.takes };
    let order = ListingDescribed { takes, ..described };
    match file.describe(order.clone()) {
        Err(CannotList::Same) => brought.same += 1,
        Err(rule) => return Err(Failure::Rule(rule)),
        Ok(_) => {
            if write {
                describe_listing(ctx, listing, order, ink()).await?;
            }
            brought.changed += 1;
        }
    }
    Ok(())
}

async fn end(
    ctx: &Ctx,
    listing: DossierId,
    reason: &Line,
    write: bool,
    brought: &mut Brought,
) -> Result<(), Failure<CannotList>> {
    if !file(ctx, listing).await?.is_some_and(|file| file.is_listed()) {
        brought.same += 1;
        return Ok(());
    }
    if write {
        end_listing(ctx, listing, ListingEnded { reason: reason.clone() }, ink()).await?;
    }
    brought.ended += 1;
    Ok(())
}
