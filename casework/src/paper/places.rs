//! The places where items are kept: reading the list, laying one down, closing one.

use domain::basis::Basis;
use domain::ids::{EntryId, EntryNumber, ItemId};
use domain::organisation::Organisation;
use domain::paper::{CannotPlace, Place, PlaceClosed, PlaceLaidDown};
use domain::policy::Action;
use store::{Guard, PlaceFigures};

use crate::house::{Decided, Signing, Target};
use crate::{Ctx, Failure, Never, organisation};

/// A place with what belongs there.
#[derive(Debug, Clone)]
pub struct PlaceSeen {
    /// Which.
    pub id: ItemId,
    /// What it is, and whether it is closed.
    pub place: Place,
    /// How many items belong there.
    pub items: u32,
    /// How many of them somebody has.
    pub out: u32,
}

/// The places.
#[derive(Debug, Clone)]
pub struct Places {
    /// Those that are used first, each group by its names.
    pub all: Vec<PlaceSeen>,
    /// Whether the acting person may change them.
    pub may_manage: bool,
    /// The last entry of the organisation's file.
    pub last: EntryNumber,
}

/// The places, for those who keep the files.
///
/// # Errors
/// [`Failure::Refused`] for other roles.
pub async fn places(ctx: &Ctx) -> Result<Places, Failure<Never>> {
    ctx.permit(Action::SeePaper, None).await?;
    let (dossier, opened) = organisation::opened(ctx).await?;
    let figures = ctx.house.store.place_figures().await?;
    let of = |id: ItemId| figures.iter().find(|figure| figure.place == id).copied();
    let seen = |(id, place): (&ItemId, &Place)| {
        let PlaceFigures { items, out, .. } = of(*id).unwrap_or(PlaceFigures { place: *id, items: 0, out: 0 });
        PlaceSeen { id: *id, place: place.clone(), items, out }
    };
    let mut all: Vec<PlaceSeen> = opened.file.places.all.iter().map(seen).collect();
    all.sort_by_cached_key(|seen| (seen.place.closed.is_some(), seen.place.name()));
    Ok(Places { all, may_manage: ctx.may(Action::ManagePlaces, Some(dossier)).await?, last: opened.last })
}

/// Lays down a place, or describes it anew.
///
/// # Errors
/// [`Failure`].
pub async fn lay_down_place(
    ctx: &Ctx,
    order: PlaceLaidDown,
    signing: Signing,
) -> Result<EntryId, Failure<CannotPlace>> {
    let target = Target::file(ctx.house.organisation_dossier()).based_on(Basis::Place(order.id));
    ctx.act(Action::ManagePlaces, target, signing, |organisation: &Organisation, _rules| {
        organisation.places.lay_down(order.clone())
    })
    .await
}

/// Closes a place to which nothing belongs any more. Of this and of an item that is put there at the same moment, only one happens.
///
/// # Errors
/// [`CannotPlace::NotEmpty`] when something belongs there.
pub async fn close_place(ctx: &Ctx, order: PlaceClosed, signing: Signing) -> Result<EntryId, Failure<CannotPlace>> {
    let list = ctx.house.organisation_dossier();
    let empty = Guard::NothingAt { place: order.id, list };
    let target = Target::file(list).based_on(Basis::Place(order.id));
    ctx.act(Action::ManagePlaces, target, signing, |organisation: &Organisation, _rules| {
        let events = organisation.places.close(order.clone())?;
        Ok::<_, CannotPlace>(Decided::from(events).guarded(empty.clone(), CannotPlace::NotEmpty))
    })
    .await
}
