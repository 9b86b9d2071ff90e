//! The canary's people book two sessions at once, and cancel both.

use casework::house::Ctx;
use casework::sessions::{BookSeries, ChangeSeries, book_series, change_series};
use domain::ids::DossierId;
use domain::series::{SeriesBooked, SeriesChanged, SlotChanged};
use domain::sessions::NotHeld;

use super::line;
use crate::cast::MARIA;
use crate::orders::slot;
use crate::world::World;

/// Booked and cancelled.
pub(super) async fn series(world: &World, maria: &Ctx, case: DossierId) {
    let at = |weeks: i64| maria.now().plus_seconds((weeks * 7 + 5) * 86_400);
    let slots = [1, 2].map(|weeks| slot(maria.new_item(), world.id(MARIA), at(weeks)));
    let order = SeriesBooked { id: maria.new_item(), weeks: 1, slots: slots.to_vec() };
    let series = order.id;
    book_series(maria, BookSeries { case, order }, world.ink()).await.unwrap();
    let changes = slots.map(|slot| SlotChanged { slot: slot.id, to: None }).to_vec();
    let order = SeriesChanged { series, why: NotHeld::CancelledByUs, changes, reason: line() };
    change_series(maria, ChangeSeries { case, order }, world.ink()).await.unwrap();
}
