//! The time of the canary's people: hours, absences, a room with the marker for a name.

use casework::hours::{note_absence, set_hours, withdraw_absence};
use casework::organisation::describe_room;
use domain::absences::AbsenceNoted;
use domain::calendar::Day;
use domain::hours::{Stretch, WorkingHoursSet};
use domain::ids::StaffId;
use domain::rooms::RoomDescribed;
use jiff::civil::time;

use super::{TODAY, line};
use crate::cast::SOFIA;
use crate::world::World;

/// Somebody works on Mondays, is away for a day and is not; and there is a room.
pub(super) async fn hours(world: &World, staff: StaffId) {
    let sofia = world.acting(SOFIA);
    let week = vec![Stretch { day: Day::Monday, from: time(8, 0, 0, 0), to: time(12, 0, 0, 0) }];
    set_hours(&sofia, staff, WorkingHoursSet { from: TODAY, week: Some(week) }, world.ink()).await.unwrap();
    let (id, starts) = (sofia.new_item(), sofia.now().plus_seconds(86_400));
    let absence = AbsenceNoted { id, starts, ends: starts.plus_seconds(86_400), kind: None };
    note_absence(&sofia, staff, absence, world.ink()).await.unwrap();
    withdraw_absence(&sofia, staff, id, world.ink()).await.unwrap();
    let room = RoomDescribed { id: sofia.new_item(), name: line(), site: line(), people: 4, used: true };
    describe_room(&sofia, room, world.ink()).await.unwrap();
}
