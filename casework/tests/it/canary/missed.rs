//! A client who missed a session is reached.

use casework::Ctx;
use casework::missed::{MakeAttempt, make_attempt};
use domain::ids::{DossierId, ItemId};
use domain::missed::{AttemptMade, Came};
use domain::reach::Channel;
use domain::sessions::Next;

use super::line;
use crate::world::World;

/// An attempt with everything that can be written in it.
pub(super) async fn tries(world: &World, maria: &Ctx, case: DossierId, slot: ItemId) {
    let came = Came::Reached(Next::None(line()));
    let (note, late_because) = (Some(line()), Some(line()));
    let attempt = AttemptMade { slot, channel: Channel::Letter, welfare: true, came, note, late_because };
    make_attempt(maria, MakeAttempt { case, attempt }, world.ink()).await.unwrap();
}
