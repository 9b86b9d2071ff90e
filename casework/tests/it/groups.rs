//! Groups: one note for all, one for each in their own case, and nobody visible in another's file (FS-4.1 to FS-4.3).

use std::collections::BTreeMap;

use casework::Failure;
use casework::calendar::{Whose, calendar};
use casework::groups::{
    Came, Leaving, MeetingHeld, Stepped, attendance, change_meetings, describe_group, end_group, form_group, groups,
    groups_of, join_group, leave_group, plan_meetings, record_meeting, see_group, step_on, wait_for_place,
};
use casework::organisation::describe_room;
use casework::sessions::{BookSession, book_session};
use casework::today::today;
use domain::cases::CaseFile;
use domain::duties::DutyKind;
use domain::groups::{CannotGroup, GroupDescribed, GroupMet, MeetingsChanged};
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::rooms::RoomDescribed;
use domain::series::SlotChanged;
use domain::sessions::{CannotMeet, NotHeld, Place, Slot};
use domain::slots::{Period, SlotState};
use domain::time::Instant;

use crate::cast::{AMINA, FELIX, HELENA, JOANNA, MARIA, Person, RUBEN, SOFIA, TOMAS};
use crate::orders::{line, slot, words};
use crate::world::{NOW, World, story};

mod leaders;

const HOUR: i64 = 3600;
const WEEK: i64 = 7 * 86_400;

async fn room(world: &World, name: &str, people: u16) -> ItemId {
    let id = world.item(name);
    let room = RoomDescribed { id, name: line(name), site: line("Tannery Lane"), people, used: true };
    describe_room(&world.acting(SOFIA), room, world.ink()).await.unwrap();
    id
}

fn described(world: &World, leader: Person, most: u16) -> GroupDescribed {
    GroupDescribed {
        name: line("Parents of teenagers"),
        purpose: words("Parents tell each other what helps at home."),
        leader: world.id(leader),
        co_leader: None,
        supervisor: world.id(TOMAS),
        most,
        minutes: 90,
        place: Place::Office,
        room: None,
    }
}

async fn formed(world: &World, most: u16) -> DossierId {
    let entry = form_group(&world.acting(MARIA), described(world, MARIA, most), world.ink()).await.unwrap();
    world.name(entry.dossier, "the group");
    entry.dossier
}

/// Weekly with Maria, the first an hour after Monday, 5 January 2026, 09:00 UTC.
fn weekly(world: &World, count: i64, room: Option<ItemId>) -> Vec<Slot> {
    let at = |n: i64| NOW.plus_seconds(HOUR + n * WEEK);
    let one = |n: i64| Slot { minutes: 90, room, ..slot(world.item(&format!("meeting {n}")), world.id(MARIA), at(n)) };
    (0..count).map(one).collect()
}

fn rule<T: std::fmt::Debug>(outcome: Result<T, Failure<CannotGroup>>) -> CannotGroup {
    match outcome {
        Err(Failure::Rule(rule)) => rule,
        other => panic!("{other:?}"),
    }
}

fn whole(stepped: &Stepped) {
    assert!(stepped.left.is_empty() && stepped.taken.is_empty(), "{stepped:?}");
}

async fn join(world: &World, by: Person, group: DossierId, case: DossierId) -> Result<Stepped, Failure<CannotGroup>> {
    join_group(&world.acting(by), group, case, &line("Joins"), &world.ink()).await
}

async fn file(world: &World, by: Person, case: DossierId) -> CaseFile {
    let seen = world.acting(by).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    CaseFile::clone(&seen)
}

fn each(all: &[(DossierId, Came)]) -> BTreeMap<DossierId, Came> {
    all.iter().cloned().collect()
}

#[test]
fn a_group_forms_meets_and_gives_a_freed_place_to_whoever_waits() {
    story(async |world| {
        let maria = world.acting(MARIA);
        let group = formed(world, 3).await;
        let room = room(world, "Hall", 4).await;
        let slots = weekly(world, 4, Some(room));
        whole(&plan_meetings(&maria, group, slots.clone(), &line("Planned"), &world.ink()).await.unwrap());
        let (anna, ben, cora) = (world.case().await, world.case().await, world.case().await);
        let dora = world.case().carried_by(AMINA).await;
        for case in [anna, ben, cora] {
            whole(&join(world, MARIA, group, case).await.unwrap());
        }
        assert_eq!(file(world, MARIA, anna).await.sessions.booked.len(), 4, "an ordinary booking for each meeting");
        assert_eq!(rule(join(world, AMINA, group, dora).await), CannotGroup::Full(3));
        wait_for_place(&world.acting(AMINA), group, dora, world.ink()).await.unwrap();
        let refused = join(world, RUBEN, group, anna).await;
        assert!(matches!(refused, Err(Failure::Refused(_))), "whoever does not work on the case");

        // the leader's calendar shows one row for the meeting, whoever belongs to it
        let time = Period { start: NOW, end: NOW.plus_seconds(86_400) };
        let shown = calendar(&maria, Whose::One(world.id(MARIA)), time).await.unwrap();
        let meets = shown.bookings.iter().filter_map(|booking| booking.group.as_ref());
        assert_eq!((shown.bookings.len(), meets.map(|group| group.people).collect::<Vec<_>>()), (1, vec![3]));
        let rooms = calendar(&maria, Whose::Rooms, time).await.unwrap();
        assert_eq!(rooms.bookings.len(), 1);
        let taken = slot(world.item("over it"), world.id(MARIA), slots[1].starts);
        let over = book_session(&maria, BookSession { case: anna, slot: taken }, world.ink()).await;
        assert!(over.is_err(), "the time of whoever leads it is taken");

        // held: two came, one did not
        world.clock.pass(4 * HOUR);
        let maria = world.acting(MARIA);
        let waits = today(&maria).await.unwrap();
        assert!(waits.records.iter().any(|duty| duty.kind == DutyKind::GroupNote));
        let met = GroupMet { meeting: slots[0].id, minutes: 80, note: words("Evenings at home."), late_because: None };
        let order = MeetingHeld {
            met: Some(met),
            meeting: slots[0].id,
            each: each(&[(anna, Came::Yes(words("Spoke for the first time."))), (ben, Came::No)]),
            late_because: None,
            no_next: line("No further meeting is planned"),
        };
        let came = record_meeting(&maria, group, &order, &world.ink()).await.unwrap();
        assert_eq!((came.done, came.left.len()), (2, 0));
        let sheet = attendance(&maria, group, slots[0].id).await.unwrap();
        let open: Vec<_> = sheet.lines.iter().filter(|line| line.slot.is_some()).collect();
        assert_eq!(open.len(), 1, "of Cora nothing was said yet");
        let order = MeetingHeld { each: each(&[(cora, Came::Yes(words("Listened.")))]), ..order };
        let came = record_meeting(&maria, group, &order, &world.ink()).await.unwrap();
        assert_eq!((came.done, came.left.len()), (1, 0), "the note of the group is written once");
        let waits = today(&maria).await.unwrap();
        assert!(waits.records.is_empty());

        let ben_now = file(world, MARIA, ben).await;
        assert_eq!(ben_now.sessions.missed(24).count(), 1, "his missed steps begin");
        let anna_now = file(world, MARIA, anna).await;
        assert_eq!((anna_now.sessions.held.len(), anna_now.sessions.booked.len()), (1, 3));

        // one leaves, and the one who waits has the place: given by whoever leads the group
        let leaving = Leaving { why: NotHeld::CancelledByClient, reason: line("Works on Mondays now") };
        whole(&leave_group(&maria, group, ben, &leaving, &world.ink()).await.unwrap());
        let ben_now = file(world, MARIA, ben).await;
        assert!(ben_now.sessions.booked.is_empty() && !ben_now.groups.has(group));
        assert_eq!(ben_now.sessions.missed(24).count(), 1, "what is cancelled before its time was not missed");
        assert_eq!(rule(join(world, MARIA, group, ben).await), CannotGroup::OthersWait);
        whole(&join(world, MARIA, group, dora).await.unwrap());
        assert_eq!(file(world, AMINA, dora).await.sessions.booked.len(), 3);
        let names = groups_of(&world.acting(AMINA), &file(world, AMINA, dora).await).await.unwrap();
        assert_eq!(names[0].1.name, "Parents of teenagers");
    });
}

#[test]
fn what_becomes_of_a_meeting_becomes_of_it_in_every_case_and_who_cannot_come_is_named() {
    story(async |world| {
        let maria = world.acting(MARIA);
        let group = formed(world, 5).await;
        let slots = weekly(world, 2, None);
        plan_meetings(&maria, group, slots.clone(), &line("Planned"), &world.ink()).await.unwrap();
        let anna = world.case().await;
        let ruben = world.case().carried_by(RUBEN).supervised_by(HELENA).await;
        // she has another session on the second date
        let other = slot(world.item("with Ruben"), world.id(RUBEN), slots[1].starts.plus_seconds(600));
        book_session(&world.acting(RUBEN), BookSession { case: ruben, slot: other }, world.ink()).await.unwrap();
        whole(&join(world, MARIA, group, anna).await.unwrap());
        let came = join(world, RUBEN, group, ruben).await.unwrap();
        assert_eq!(came.taken, [(ruben, slots[1].starts)], "named, and not booked");

        // moved: also in the case that whoever leads it may not read
        let later = slots[0].starts.plus_seconds(86_400);
        let to = Slot { starts: later, ..slots[0].clone() };
        let changes = vec![SlotChanged { slot: slots[0].id, to: Some(to) }];
        let order = MeetingsChanged { why: NotHeld::Moved, changes, reason: line("The room is painted") };
        whole(&step(change_meetings(&maria, group, order, &world.ink()).await.unwrap(), ruben));
        for (by, case) in [(MARIA, anna), (RUBEN, ruben)] {
            let booked = file(world, by, case).await.sessions.booked;
            assert!(booked.iter().any(|slot| slot.starts == later && slot.group.is_some()), "{booked:?}");
        }
        // the second one is cancelled; whoever leads it next gets the first
        let changes = vec![SlotChanged { slot: slots[1].id, to: None }];
        let order = MeetingsChanged { why: NotHeld::CancelledByUs, changes, reason: line("Too few can come") };
        whole(&change_meetings(&maria, group, order, &world.ink()).await.unwrap());
        let given = described(world, AMINA, 5);
        let stepped =
            describe_group(&world.acting(TOMAS), group, given, &line("Maria is away"), &world.ink()).await.unwrap();
        whole(&stepped);
        let booked = file(world, RUBEN, ruben).await.sessions.booked;
        let meeting = booked.iter().find(|slot| slot.group.is_some()).unwrap();
        assert_eq!(meeting.staff, world.id(AMINA));
        assert!(see_group(&world.acting(MARIA), group).await.unwrap().file.is_none(), "she leads it no more");

        // what was interrupted is taken up: nothing is left to be done
        whole(&step_on(&world.acting(AMINA), group, None, &line("In step"), &world.ink()).await.unwrap());
        assert!(matches!(
            end_group(&world.acting(AMINA), group, &line("Over"), &world.ink()).await,
            Err(Failure::Rule(CannotGroup::MeetingsOpen))
        ));
        let changes = vec![SlotChanged { slot: slots[0].id, to: None }];
        let order = MeetingsChanged { why: NotHeld::CancelledByUs, changes, reason: line("Over") };
        whole(&change_meetings(&world.acting(AMINA), group, order, &world.ink()).await.unwrap());
        whole(&end_group(&world.acting(AMINA), group, &line("Over"), &world.ink()).await.unwrap());
        assert!(!file(world, RUBEN, ruben).await.groups.has(group), "nobody is left in it");
        assert!(
            see_group(&world.acting(JOANNA), group).await.unwrap().file.is_some(),
            "who keeps files reads what is over"
        );
    });
}

/// The same, without what is named of this case.
fn step(mut stepped: Stepped, case: DossierId) -> Stepped {
    stepped.taken.retain(|(one, _)| *one != case);
    stepped
}

#[test]
fn of_two_groups_that_want_one_room_in_one_moment_one_gets_it_and_none_that_is_too_small() {
    story(async |world| {
        let small = room(world, "Closet", 2).await;
        let hall = room(world, "Hall", 20).await;
        let (one, two) = (formed(world, 5).await, {
            let order = GroupDescribed { supervisor: world.id(HELENA), ..described(world, FELIX, 5) };
            form_group(&world.acting(FELIX), order, world.ink()).await.unwrap().dossier
        });
        let cases = [world.case().await, world.case().await];
        for case in cases {
            join(world, MARIA, one, case).await.unwrap();
        }
        let at = NOW.plus_seconds(HOUR);
        let meeting =
            |name: &str, with: Person, room| Slot { room: Some(room), ..slot(world.item(name), world.id(with), at) };
        let (maria, felix) = (world.acting(MARIA), world.acting(FELIX));
        let tight = plan_meetings(&maria, one, vec![meeting("tight", MARIA, small)], &line("Plan"), &world.ink()).await;
        assert_eq!(rule(tight), CannotGroup::RoomTooSmall { on: at, places: 2, people: 3 });
        let (reason, ink) = (line("Plan"), world.ink());
        let mine = plan_meetings(&maria, one, vec![meeting("mine", MARIA, hall)], &reason, &ink);
        let his = plan_meetings(&felix, two, vec![meeting("his", FELIX, hall)], &reason, &ink);
        match tokio::join!(mine, his) {
            (Ok(_), other) | (other, Ok(_)) => assert_eq!(rule(other), CannotGroup::On(at, CannotMeet::RoomTaken)),
            both => panic!("{both:?}"),
        }
    });
}

#[test]
fn whoever_has_one_member_sees_no_other_and_the_group_of_a_stranger_is_a_name_and_a_time() {
    story(async |world| {
        let maria = world.acting(MARIA);
        let group = formed(world, 5).await;
        plan_meetings(&maria, group, weekly(world, 1, None), &line("Planned"), &world.ink()).await.unwrap();
        let anna = world.case().await;
        let ruiz = world.case().carried_by(RUBEN).supervised_by(HELENA).await;
        join(world, MARIA, group, anna).await.unwrap();
        join(world, RUBEN, group, ruiz).await.unwrap();

        let seen = see_group(&world.acting(RUBEN), group).await.unwrap();
        assert!(seen.file.is_none());
        let names: Vec<_> = seen.members.iter().map(|member| member.case).collect();
        assert_eq!(names, [ruiz], "his own alone");
        // whoever leads it sees that somebody is there, and not who
        let seen = see_group(&maria, group).await.unwrap();
        assert_eq!(seen.members.len(), 2);
        let other = seen.members.iter().find(|member| member.case == ruiz).unwrap();
        assert!(other.known.is_none());
        let meeting = seen.card.planned[0].0;
        let sheet = attendance(&maria, group, meeting).await.unwrap();
        assert_eq!(sheet.lines.iter().filter(|line| line.mine).count(), 1);
        assert!(attendance(&world.acting(RUBEN), group, meeting).await.is_err());
        world.clock.pass(4 * HOUR);
        let order = MeetingHeld {
            met: None,
            meeting,
            each: each(&[(ruiz, Came::No)]),
            late_because: None,
            no_next: line("None"),
        };
        let came = record_meeting(&world.acting(MARIA), group, &order, &world.ink()).await.unwrap();
        assert_eq!((came.done, came.left.len()), (0, 1), "not hers to write into");
        let lines = groups(&world.acting(RUBEN)).await.unwrap();
        assert_eq!((lines.len(), lines[0].reads), (1, false));
        assert!(groups(&world.acting(SOFIA)).await.is_err(), "whoever works with no clients sees no groups");

        // nothing that the case of one says names the other
        let told = format!("{:?}", file(world, RUBEN, ruiz).await);
        assert!(!told.contains(&anna.to_string()), "the case knows of no other");
        let seen = calendar(
            &world.acting(RUBEN),
            Whose::One(world.id(MARIA)),
            Period { start: NOW, end: Instant(NOW.0 + 86_400_000_000) },
        )
        .await
        .unwrap();
        assert!(seen.bookings.iter().all(|booking| booking.met.is_none()));
        assert_eq!(seen.bookings[0].state, SlotState::Booked);
    });
}
