//! What the walk visits of the office: a day off, a room, and somebody who is away.

use casework::hours::note_absence;
use casework::organisation::{amend_office, describe_room};
use domain::absences::AbsenceNoted;
use domain::office::{DayOff, OfficeChange};
use domain::rooms::RoomDescribed;
use jiff::civil::date;

use crate::world::{World, ink, line};

/// Their ids, for the braces of addresses.
pub(crate) async fn items(world: &World) -> Vec<(&'static str, String)> {
    let (jon, nat) = (world.acting(world.person("jon")), world.acting(world.person("nat")));
    let day = date(2031, 12, 25);
    let change = OfficeChange::Add(vec![DayOff { on: day, name: "Christmas".to_owned() }]);
    amend_office(&jon, change, line("Holidays"), ink()).await.unwrap();
    let room =
        RoomDescribed { id: jon.new_item(), name: line("Room 1"), site: line("Mill Street"), people: 4, used: true };
    let starts = nat.now().plus_seconds(86_400);
    let away = AbsenceNoted { id: nat.new_item(), starts, ends: starts.plus_seconds(86_400), kind: None };
    let items = vec![("day", day.to_string()), ("room", room.id.to_string()), ("absence", away.id.to_string())];
    describe_room(&jon, room, ink()).await.unwrap();
    note_absence(&nat, nat.staff(), away, ink()).await.unwrap();
    items
}
