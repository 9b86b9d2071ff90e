//! Secret addresses of calendars, and one appointment through its moves (FS-4.1.3).

use domain::entry::Entry;
use domain::event::Event;
use domain::feeds::{FeedOf, FeedOpened, FeedRevoked, MOST_FEEDS};
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::level::Level;
use domain::rooms::{RoomDescribed, Rooms};
use domain::sessions::{Next, NotHeld, SessionNotHeld};
use domain::staff::{Role, StaffAdded, StaffFile, StaffLeft};
use uuid::Uuid;

use super::sessions::{booked, none, session, slot};
use super::{Story, WORKER, at, item, line, outcome, signature};

fn told(events: Vec<Event>) -> StaffFile {
    let mut file = StaffFile::default();
    for (number, event) in (1..).zip(events) {
        let id = EntryId { dossier: DossierId::new(Uuid::from_u128(1)), number: EntryNumber(number) };
        let when = at("2026-01-05T09:00");
        file.apply(&Entry { id, level: Level::Confidential, signature: signature(WORKER, when, when), event });
    }
    file
}

fn added() -> Event {
    StaffAdded { name: line("Ada"), title: line("Social worker"), roles: vec![Role::Caseworker], team: None }.into()
}

fn opened(n: u128, of: FeedOf) -> FeedOpened {
    FeedOpened { feed: item(n), of }
}

#[test]
fn an_address_is_good_until_it_is_revoked_or_its_owner_leaves() {
    let open = |events: Vec<Event>| told(events).feeds.open.iter().map(|feed| feed.id).collect::<Vec<_>>();
    let two = || vec![added(), opened(1, FeedOf::Own).into(), opened(2, FeedOf::Team).into()];
    assert_eq!(open(two()), [item(1), item(2)]);
    let with = |event: Event| two().into_iter().chain([event]).collect::<Vec<_>>();
    assert_eq!(open(with(FeedRevoked { feed: item(1) }.into())), [item(2)]);
    assert_eq!(open(with(StaffLeft { reason: line("Moved away") }.into())), []);

    let feeds = told(two()).feeds;
    assert_eq!(outcome(feeds.revoke(FeedRevoked { feed: item(1) })), "FeedRevoked");
    assert_eq!(outcome(feeds.revoke(FeedRevoked { feed: item(3) })), "this address has been stopped already");
}

#[test]
fn an_address_is_for_ones_own_sessions_or_for_the_team_that_one_has() {
    let feeds = told(vec![added()]).feeds;
    assert_eq!(outcome(feeds.open(opened(1, FeedOf::Own), false, &Rooms::default())), "FeedOpened");
    assert_eq!(outcome(feeds.open(opened(1, FeedOf::Team), true, &Rooms::default())), "FeedOpened");
    let none = "you belong to no team; choose your own sessions";
    assert_eq!(outcome(feeds.open(opened(1, FeedOf::Team), false, &Rooms::default())), none);
    let room = RoomDescribed { id: item(7), name: line("Room 1"), site: line("Mill"), people: 4, used: true };
    let rooms = Rooms { all: [(room.id, room)].into() };
    assert_eq!(outcome(feeds.open(opened(1, FeedOf::Room(item(7))), false, &rooms)), "FeedOpened");
    assert_eq!(outcome(feeds.open(opened(1, FeedOf::Room(item(8))), false, &rooms)), "this room is not in use");
    let many = (0..MOST_FEEDS as u128).map(|n| opened(n, FeedOf::Own).into());
    let many = told(std::iter::once(added()).chain(many).collect()).feeds;
    let full = "you have ten addresses already; stop one that is not used any more";
    assert_eq!(outcome(many.open(opened(99, FeedOf::Own), false, &Rooms::default())), full);
}

/// Name, number and minute of the last change of a booking.
fn told_of(story: &Story, n: u128) -> Option<(u128, u32)> {
    let revision = story.file.sessions.moves.revision(item(n))?;
    Some((revision.series.bits().as_u128() - 0x100, revision.number))
}

#[test]
fn an_appointment_keeps_its_name_however_often_it_is_moved_and_its_number_grows() {
    let not_held = |n, why, next| SessionNotHeld { slot: item(n), why, note: None, next };
    let to = |n, starts| Next::Booked(slot(n, starts, 50));
    let story = Story::opened().then(booked(1, "2026-01-05T10:00"));
    assert_eq!(told_of(&story, 1), Some((1, 0)));
    let moved = story.clone().then(not_held(1, NotHeld::Moved, to(2, "2026-01-06T10:00")));
    assert_eq!(told_of(&moved, 2), Some((1, 1)));
    let again = moved.clone().then(not_held(2, NotHeld::Moved, to(3, "2026-01-07T10:00")));
    assert_eq!(told_of(&again, 3), Some((1, 2)));
    let cancelled = again.clone().then(not_held(3, NotHeld::CancelledByClient, to(4, "2026-01-14T10:00")));
    assert_eq!(told_of(&cancelled, 3), Some((1, 3)), "a cancellation is news as well");
    assert_eq!(told_of(&cancelled, 4), Some((4, 0)), "what comes instead is another appointment");
    let held = again.then(session(Some(3), to(5, "2026-01-14T10:00")));
    assert_eq!((told_of(&held, 3), told_of(&held, 5)), (Some((1, 2)), Some((5, 0))), "that it was held is no news");

    let same = story.clone().then(not_held(1, NotHeld::Moved, to(1, "2026-01-06T10:00")));
    assert_eq!(told_of(&same, 1), Some((1, 1)), "a booking that keeps its id");
    let back = story.then(not_held(1, NotHeld::NoShow, none())).then(booked(1, "2026-01-09T10:00"));
    assert_eq!(told_of(&back, 1), Some((1, 2)), "and one whose id is booked again never goes back");
}

#[test]
fn when_an_appointment_was_changed_last_follows_from_the_entry() {
    let story = Story::opened().then(booked(1, "2026-01-05T10:00"));
    let before = story.file.sessions.moves.revision(item(1)).unwrap();
    let next = Next::Booked(slot(2, "2026-01-06T10:00", 50));
    let moved = story.then(SessionNotHeld { slot: item(1), why: NotHeld::Moved, note: None, next });
    let after = moved.file.sessions.moves.revision(item(2)).unwrap();
    assert!(before.changed <= after.changed && before.series == after.series);
}
