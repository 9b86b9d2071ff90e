//! The rooms for sessions, and the time of the office (FS-4.1.3, CM-5).

use casework::Failure;
use casework::calendar::{Whose, calendar};
use casework::organisation::{amend_office, describe_room, office, rooms};
use casework::sessions::{
    BookSession, CannotMeetHere, SessionMissed, Wanted, book_session, free_times, record_not_held,
};
use domain::ids::ItemId;
use domain::office::{BadOffice, DayOff, OfficeChange};
use domain::rooms::RoomDescribed;
use domain::sessions::{CannotMeet, Next, NotHeld, Place, SessionNotHeld, Slot};
use domain::signature::Meaning;
use domain::slots::Period;
use insta::assert_snapshot;
use jiff::civil::date;

use crate::cast::{AMINA, BEA, EDITH, MARIA, SOFIA, TOMAS};
use crate::orders::{line, slot};
use crate::world::{NOW, World, story};

fn room(id: ItemId, name: &str, used: bool) -> RoomDescribed {
    RoomDescribed { id, name: line(name), site: line("Tannery Lane"), people: 4, used }
}

async fn two_rooms(world: &World) -> (ItemId, ItemId) {
    let (one, two) = (world.item("room 1"), world.item("room 2"));
    for (id, name) in [(one, "Room 1"), (two, "Room 2")] {
        describe_room(&world.acting(SOFIA), room(id, name, true), world.ink()).await.unwrap();
    }
    (one, two)
}

fn why<T: std::fmt::Debug>(outcome: Result<T, Failure<CannotMeetHere>>) -> CannotMeet {
    match outcome {
        Err(Failure::Rule(CannotMeetHere::Session(why))) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_room_is_booked_by_one_of_two() {
    let told = story(async |world| {
        let (one, two) = two_rooms(world).await;
        let (mine, hers) = (world.case().await, world.case().carried_by(AMINA).await);
        let at = |hours: i64| NOW.plus_seconds(hours * 3600);
        world.changes().await;
        let in_room =
            |name, person, hour, room| Slot { room: Some(room), ..slot(world.item(name), world.id(person), at(hour)) };
        let first = in_room("first", MARIA, 1, one);
        let held = first.id;
        let first = BookSession { case: mine, slot: first };
        book_session(&world.acting(MARIA), first, world.ink()).await.unwrap();
        world.tell("one books it").await;

        let book = async |slot| book_session(&world.acting(AMINA), BookSession { case: hers, slot }, world.ink()).await;
        assert_eq!(why(book(in_room("second", AMINA, 1, one)).await), CannotMeet::RoomTaken);
        assert_eq!(why(book(in_room("second", AMINA, 1, world.item("none"))).await), CannotMeet::NoRoom);
        let elsewhere = Slot { place: Place::Phone, ..in_room("second", AMINA, 1, two) };
        assert_eq!(why(book(elsewhere).await), CannotMeet::RoomElsewhere);
        let wanted = Wanted {
            case: hers,
            instead_of: None,
            staff: None,
            minutes: None,
            near: Some(at(1)),
            at: Some(at(1)),
            most: 3,
        };
        let free = free_times(&world.acting(AMINA), wanted).await.unwrap().rooms;
        assert_eq!(free.iter().map(|room| room.id).collect::<Vec<_>>(), [two]);
        book(in_room("second", AMINA, 1, two)).await.unwrap();

        let time = Period { start: NOW, end: at(24) };
        let shown = calendar(&world.acting(TOMAS), Whose::Rooms, time).await.unwrap();
        assert_eq!(shown.bookings.iter().filter(|booking| booking.room.is_some()).count(), 2);
        assert!(shown.bookings.iter().all(|booking| booking.met.is_none()), "hours only");

        // a booking that moves is not in its own way, and gives its room back
        let next = Next::Booked(Slot { starts: at(1).plus_seconds(600), ..in_room("moved", MARIA, 1, one) });
        let order = SessionNotHeld { slot: held, why: NotHeld::Moved, note: None, next };
        record_not_held(&world.acting(MARIA), SessionMissed { case: mine, order }, world.ink()).await.unwrap();
        describe_room(&world.acting(EDITH), room(one, "Room 1", false), world.ink()).await.unwrap();
        assert_eq!(why(book(in_room("third", AMINA, 9, one)).await), CannotMeet::NoRoom);
        let seen = rooms(&world.acting(BEA)).await.unwrap();
        assert_eq!(seen.all.iter().map(|room| room.used).collect::<Vec<_>>(), [true, false]);
        let refused = describe_room(&world.acting(BEA), room(two, "Mine", true), world.ink()).await;
        assert!(matches!(refused, Err(Failure::Refused(_))));
        world.changes().await;
    });
    assert_snapshot!(told, @"
    # one books it
    entry  case 1 #2 SessionBooked, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: next_session, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  +case 1: session_note “first”, maria, Mon 05 Jan 10:50 – Tue 06 Jan 17:00
    slot  +case 1: “first” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, booked
    ");
}

#[test]
fn the_director_lays_down_when_the_office_works() {
    story(async |world| {
        let edith = world.acting(EDITH);
        let ink = || world.seal(EDITH, Meaning::Approved);
        let day = DayOff { on: date(2026, 1, 6), name: "Epiphany".to_owned() };
        let add = |day: &DayOff| OfficeChange::Add(vec![day.clone()]);
        amend_office(&edith, add(&day), line("Public holidays"), ink()).await.unwrap();
        let seen = office(&world.acting(MARIA)).await.unwrap();
        assert_eq!((seen.office.name_of(day.on), seen.year, seen.may_amend), (Some("Epiphany"), None, false));
        let again = amend_office(&edith, add(&day), line("Once more"), ink()).await;
        assert!(matches!(again, Err(Failure::Rule(BadOffice::Same))));
        let refused = amend_office(&world.acting(TOMAS), OfficeChange::Remove(day.on), line("No"), world.ink()).await;
        assert!(matches!(refused, Err(Failure::Refused(_))));
        amend_office(&edith, OfficeChange::Remove(day.on), line("Not ours"), ink()).await.unwrap();
        let seen = office(&edith).await.unwrap();
        assert_eq!((seen.office.holidays.len(), seen.year, seen.may_amend), (0, Some(2026), true));
    });
}
