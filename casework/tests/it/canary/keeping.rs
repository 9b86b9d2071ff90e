//! What is written about the keeping of files: matters and what they hold.

use casework::holds::{end_matter, hold_file, open_matter, release_file};
use domain::holds::{HoldReleased, MatterEnded, MatterOpened};
use domain::ids::DossierId;
use domain::signature::Meaning;

use super::{line, words};
use crate::cast::{DANIEL, JOANNA};
use crate::world::World;

/// A matter from beginning to end.
pub(super) async fn keeping(world: &World, case: DossierId) -> DossierId {
    let (joanna, daniel) = (world.acting(JOANNA), world.acting(DANIEL));
    let order = MatterOpened { title: line(), reason: words() };
    let matter = open_matter(&daniel, order, world.seal(DANIEL, Meaning::Author)).await.unwrap().dossier;
    let number = world.number(case).await;
    hold_file(&joanna, matter, &number, world.seal(JOANNA, Meaning::Author)).await.unwrap();
    let order = HoldReleased { file: case, reason: line() };
    release_file(&joanna, matter, order, world.seal(JOANNA, Meaning::Author)).await.unwrap();
    let order = MatterEnded { reason: line() };
    end_matter(&daniel, matter, order, world.seal(DANIEL, Meaning::Author)).await.unwrap();
    matter
}
