//! Groups: how many fit, who comes first, and what a member's case does not have as the group has it (FS-4.1.3).

use std::collections::BTreeSet;

use domain::entry::Entry;
use domain::event::Event;
use domain::groups::{
    CannotGroup, Group, GroupDescribed, GroupEnded, GroupMet, KeepInStep, Meeting, MeetingsChanged, MeetingsPlanned,
    MemberJoined, MemberLeft,
};
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::level::Level;
use domain::rooms::{RoomDescribed, Rooms};
use domain::rulebook::Rulebook;
use domain::series::SlotChanged;
use domain::sessions::{NotHeld, Place, SessionNotHeld, Slot};
use uuid::Uuid;

use super::sessions::{none, slot};
use super::{OTHER, SUPERVISOR, Story, WORKER, at, item, line, outcome, signature, words};

const NOW: &str = "2026-01-05T09:00";

fn dossier(n: u128) -> DossierId {
    DossierId::new(Uuid::from_u128(n))
}

const GROUP: u128 = 77;

fn described(most: u16) -> GroupDescribed {
    GroupDescribed {
        name: line("Parents"),
        purpose: words("Parents tell each other what helps."),
        leader: WORKER,
        co_leader: Some(OTHER),
        supervisor: SUPERVISOR,
        most,
        minutes: 50,
        place: Place::Office,
        room: None,
    }
}

fn rooms() -> Rooms {
    let room = |n, people| RoomDescribed { id: item(n), name: line("Room"), site: line("Lane"), people, used: true };
    Rooms { all: [(item(60), room(60, 3)), (item(61), room(61, 9))].into() }
}

fn meeting(n: u128, starts: &str) -> Slot {
    Meeting::of(dossier(GROUP), slot(n, starts, 50))
}

/// One more entry, now.
fn add(group: &mut Group, event: Event) {
    let id = EntryId { dossier: dossier(GROUP), number: EntryNumber(1) };
    let signature = signature(WORKER, at(NOW), at(NOW));
    group.apply(&Entry { id, level: Level::Confidential, signature, event });
}

/// The group after these events.
fn after(events: impl IntoIterator<Item = Event>) -> Group {
    let mut group = Group::default();
    events.into_iter().for_each(|event| add(&mut group, event));
    group
}

fn with_members(most: u16, members: u128, slots: Vec<Slot>) -> Group {
    let joined = (0..members).map(|n| MemberJoined { case: dossier(n) }.into());
    let planned = (!slots.is_empty()).then(|| MeetingsPlanned { slots }.into());
    after(std::iter::once(described(most).into()).chain(joined).chain(planned))
}

#[test]
fn a_group_is_described_with_a_size_and_different_people() {
    let check = |order| outcome(Group::default().describe(order, &rooms()));
    assert_eq!(check(described(8)), "GroupDescribed");
    assert_eq!(check(described(1)), "a group is for 2 to 60 clients");
    assert_eq!(check(GroupDescribed { supervisor: OTHER, ..described(8) }), CannotGroup::OwnSupervisor.to_string());
    assert_eq!(check(GroupDescribed { co_leader: Some(WORKER), ..described(8) }), CannotGroup::LeadsTwice.to_string());
    let full = with_members(4, 3, Vec::new());
    assert_eq!(outcome(full.describe(described(2), &rooms())), CannotGroup::MoreBelong.to_string());
    assert_eq!(outcome(full.describe(described(4), &rooms())), CannotGroup::Same.to_string());
}

#[test]
fn nobody_joins_beyond_the_size_of_the_group_or_its_room_and_whoever_waits_comes_first() {
    let join = |group: &Group, n| outcome(group.join(dossier(n), &rooms(), at(NOW)));
    assert_eq!(join(&with_members(3, 2, Vec::new()), 9), "MemberJoined");
    let full = with_members(2, 2, Vec::new());
    assert_eq!(join(&full, 9), CannotGroup::Full(2).to_string());
    assert_eq!(join(&full, 1), CannotGroup::Belongs.to_string());
    assert_eq!(outcome(full.wait(dossier(9))), "PlaceAwaited");
    assert_eq!(outcome(with_members(3, 2, Vec::new()).wait(dossier(9))), CannotGroup::PlaceFree.to_string());
    let small = with_members(8, 1, vec![Slot { room: Some(item(60)), ..meeting(1, "2026-01-12T10:00") }]);
    let why = "the room has 3 places, and with this there are 4 people; please choose another room";
    assert_eq!(join(&small, 9), why, "one member, another one, and two who lead it");

    let awaited = domain::groups::PlaceAwaited { case: dossier(9) };
    let left = MemberLeft { case: dossier(0), why: NotHeld::CancelledByClient, reason: line("Moves") };
    let events = [
        described(2).into(),
        MemberJoined { case: dossier(0) }.into(),
        MemberJoined { case: dossier(1) }.into(),
        awaited.into(),
        left.into(),
    ];
    let freed: Group = after(events);
    assert_eq!(join(&freed, 5), CannotGroup::OthersWait.to_string());
    assert_eq!(join(&freed, 9), "MemberJoined");
}

#[test]
fn meetings_do_not_overlap_and_are_recorded_once_they_have_begun() {
    let group = with_members(8, 2, vec![meeting(1, "2026-01-12T10:00")]);
    let plan = |slot| outcome(group.plan(MeetingsPlanned { slots: vec![slot] }, &rooms(), at(NOW)));
    assert_eq!(plan(meeting(2, "2026-01-12T10:50")), "MeetingsPlanned");
    let over = plan(meeting(2, "2026-01-12T10:30"));
    assert_eq!(over, "one of the meetings cannot be booked: this time is taken; please choose another one");
    let met = |now| {
        let order = GroupMet { meeting: item(1), minutes: 50, note: words("Evenings."), late_because: None };
        outcome(group.met(order, at(now), &Rulebook::default()))
    };
    assert_eq!(met("2026-01-12T09:00"), "this session has not begun yet; nobody can have missed it");
    assert_eq!(met("2026-01-12T11:00"), "GroupMet");
    let end = outcome(group.end(GroupEnded { reason: line("Over") }));
    assert_eq!(end, CannotGroup::SomebodyBelongs.to_string());
}

#[test]
fn a_case_follows_its_group_and_what_the_client_cancelled_is_not_booked_again() {
    let (id, now) = (dossier(GROUP), at(NOW));
    let group = with_members(8, 1, vec![meeting(1, "2026-01-12T10:00"), meeting(2, "2026-01-19T10:00")]);
    let order = KeepInStep {
        group: id,
        ids: [(item(1), item(31)), (item(2), item(32))].into(),
        taken: BTreeSet::new(),
        reason: line("As the group meets"),
    };
    let story = Story::opened();
    assert_eq!(outcome(story.file.keep_in_step(&order, &group, now)), "GroupSessionsBooked");
    let partly = KeepInStep { taken: [item(2)].into(), ..order.clone() };
    let events = story.file.keep_in_step(&partly, &group, now).unwrap();
    assert_eq!(events[0].books().len(), 1, "at the other the client has another session");

    let booked = story.file.keep_in_step(&order, &group, now).unwrap();
    let story = booked.into_iter().fold(story, Story::then);
    assert!(story.file.out_of_step(id, &group, now).is_empty());
    let off = SessionNotHeld { slot: item(31), why: NotHeld::CancelledByClient, note: None, next: none() };
    let story = story.then(off);
    assert!(story.file.out_of_step(id, &group, now).is_empty(), "the client has said no to it");

    let to = Slot { starts: at("2026-01-20T10:00"), ..meeting(2, "2026-01-19T10:00") };
    let changes = vec![SlotChanged { slot: item(2), to: Some(to) }];
    let mut moved = group.clone();
    let changed = MeetingsChanged { why: NotHeld::Moved, changes, reason: line("The room is painted") };
    add(&mut moved, changed.into());
    let order = KeepInStep { ids: [(item(2), item(42))].into(), ..order };
    let events = story.file.keep_in_step(&order, &moved, now).unwrap();
    assert_eq!(events.iter().map(Event::kind).collect::<Vec<_>>(), ["GroupSessionsChanged"]);

    let left = story.file.leave_group(id, NotHeld::CancelledByUs, line("Over"), now).unwrap();
    let story = left.into_iter().fold(story, Story::then);
    assert!(!story.file.groups.has(id) && story.file.sessions.booked.is_empty());
    assert_eq!(story.file.sessions.missed(24).count(), 1, "only what the client cancelled by itself");
}
