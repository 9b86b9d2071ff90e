//! The rooms for sessions: reading the list, describing one (FS-4.1.3).

use domain::basis::Basis;
use domain::ids::{EntryId, EntryNumber};
use domain::organisation::Organisation;
use domain::policy::Action;
use domain::rooms::{BadRoom, RoomDescribed};

use crate::house::{Signing, Target};
use crate::{Ctx, Failure, Never, organisation};

/// The rooms.
#[derive(Debug, Clone)]
pub struct RoomsSeen {
    /// Those that are used first, by site and name.
    pub all: Vec<RoomDescribed>,
    /// Whether the acting person may change them.
    pub may_manage: bool,
    /// The last entry of the organisation's file.
    pub last: EntryNumber,
}

/// The rooms, for everybody who works here.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not.
pub async fn rooms(ctx: &Ctx) -> Result<RoomsSeen, Failure<Never>> {
    ctx.permit(Action::SeeRulebook, None).await?;
    let (dossier, opened) = organisation::opened(ctx).await?;
    let mut all: Vec<RoomDescribed> = opened.file.rooms.all.values().cloned().collect();
    all.sort_by_cached_key(|room| (!room.used, room.site.reveal().to_owned(), room.name.reveal().to_owned()));
    Ok(RoomsSeen { all, may_manage: ctx.may(Action::ManageRooms, Some(dossier)).await?, last: opened.last })
}

/// Describes a room, for the first time or anew. What is booked in one that is no longer used stays as it is.
///
/// # Errors
/// [`Failure`].
pub async fn describe_room(ctx: &Ctx, order: RoomDescribed, signing: Signing) -> Result<EntryId, Failure<BadRoom>> {
    let target = Target::file(ctx.house.organisation_dossier()).based_on(Basis::Room(order.id));
    ctx.act(Action::ManageRooms, target, signing, |organisation: &Organisation, _rules| {
        organisation.rooms.describe(order.clone())
    })
    .await
}
