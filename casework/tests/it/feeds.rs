//! Calendars in other programs: what is fetched at a secret address, and when there is nothing any more (FS-4.1.3, PT-4.4.2).

use casework::Failure;
use casework::accounts::dismiss_staff;
use casework::cases::{HandOver, hand_over};
use casework::feeds::{
    Fetched, Line, NotFetched, OpenFeed, appointment_for_client, fetch, my_feeds, open_feed, revoke_feed,
};
use casework::organisation::describe_room;
use casework::sessions::{BookSession, SessionMissed, book_session, record_not_held};
use domain::feeds::{CannotFeed, FeedOf};
use domain::ids::{DossierId, ItemId};
use domain::rooms::RoomDescribed;
use domain::sessions::{Next, NotHeld, Place, SessionNotHeld, Slot};
use domain::signature::Meaning;
use domain::staff::StaffLeft;
use domain::time::Instant;
use insta::assert_snapshot;

use crate::cast::{AMINA, BEA, FELIX, MARIA, PAVEL, Person, RUBEN, SOFIA, TOMAS};
use crate::orders::{line, slot};
use crate::world::{NOW, World, story};

const DAY: i64 = 86_400;

async fn opened(world: &World, by: Person, of: FeedOf) -> String {
    let ink = world.seal(by, Meaning::Author);
    open_feed(&world.acting(by), OpenFeed { of }, ink).await.unwrap().unwrap().reveal().to_owned()
}

async fn fetched(world: &World, secret: &str) -> Fetched {
    fetch(&world.house, secret, "192.0.2.9").await.unwrap()
}

async fn only(world: &World, secret: &str) -> Line {
    let mut lines = fetched(world, secret).await.lines;
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.remove(0)
}

async fn nothing(world: &World, secret: &str) -> bool {
    matches!(fetch(&world.house, secret, "192.0.2.9").await, Err(NotFetched::Nothing))
}

async fn book(world: &World, by: Person, case: DossierId, id: ItemId, starts: Instant) {
    let order = BookSession { case, slot: slot(id, world.id(MARIA), starts) };
    book_session(&world.acting(by), order, world.ink()).await.unwrap();
}

async fn not_held(world: &World, case: DossierId, slot: ItemId, why: NotHeld, next: Next) {
    let order = SessionNotHeld { slot, why, note: None, next };
    record_not_held(&world.acting(MARIA), SessionMissed { case, order }, world.ink()).await.unwrap();
}

#[test]
fn another_program_sees_what_is_booked_moved_and_cancelled_by_number_alone() {
    story(async |world| {
        let case = world.case().await;
        let secret = opened(world, MARIA, FeedOf::Own).await;
        assert!(fetched(world, &secret).await.lines.is_empty());
        let (first, second) = (world.item("first"), world.item("second"));
        book(world, MARIA, case, first, NOW.plus_seconds(DAY)).await;
        let new = only(world, &secret).await;
        assert_eq!((new.told.starts, new.told.ends), (NOW.plus_seconds(DAY), NOW.plus_seconds(DAY + 3000)));
        assert_eq!((new.told.revision, new.off, new.who.as_deref(), new.place), (0, false, None, Some(Place::Office)));
        assert!(new.number.as_ref().is_some_and(|number| number.starts_with("C-")), "{new:?}");
        assert!(!new.told.uid.contains(&first.to_string()) && !new.told.uid.contains(&case.to_string()));
        assert_eq!(only(world, &secret).await.told, new.told, "whoever asks again is told the same");

        world.clock.pass(600);
        let next = Next::Booked(slot(second, world.id(MARIA), NOW.plus_seconds(2 * DAY)));
        not_held(world, case, first, NotHeld::Moved, next).await;
        let moved = only(world, &secret).await;
        assert_eq!((moved.told.uid.as_str(), moved.told.revision), (new.told.uid.as_str(), 1), "the same appointment");
        assert_eq!((moved.told.starts, moved.off), (NOW.plus_seconds(2 * DAY), false));
        assert!(new.told.changed < moved.told.changed);

        not_held(world, case, second, NotHeld::CancelledByClient, Next::None(line("Ill"))).await;
        let cancelled = only(world, &secret).await;
        assert_eq!((cancelled.told.uid.as_str(), cancelled.told.revision), (new.told.uid.as_str(), 2));
        assert!(cancelled.off, "it stays, and says that it is off");

        world.house.reindex(|_, _| ()).await.unwrap();
        assert_eq!(only(world, &secret).await.told, cancelled.told, "derived anew it is the same");
    });
}

#[test]
fn of_a_case_in_other_hands_only_the_hour_is_told() {
    story(async |world| {
        let case = world.case().await;
        let secret = opened(world, MARIA, FeedOf::Own).await;
        book(world, MARIA, case, world.item("one"), NOW.plus_seconds(DAY)).await;
        assert!(only(world, &secret).await.number.is_some());
        let (worker, supervisor) = (world.id(AMINA), world.id(TOMAS));
        let order = HandOver { case, worker, supervisor, reason: line("Holidays") };
        hand_over(&world.acting(TOMAS), order, world.ink()).await.unwrap();
        let taken = only(world, &secret).await;
        assert_eq!((taken.number, taken.place), (None, None), "the hour is still hers, the case is not");
    });
}

#[test]
fn a_team_sees_who_of_it_is_taken_and_each_no_more_than_they_may_know() {
    story(async |world| {
        let (hers, other) = (world.case().await, world.case().carried_by(AMINA).await);
        book(world, MARIA, hers, world.item("one"), NOW.plus_seconds(DAY)).await;
        let order =
            BookSession { case: other, slot: slot(world.item("two"), world.id(AMINA), NOW.plus_seconds(DAY + 3600)) };
        book_session(&world.acting(AMINA), order, world.ink()).await.unwrap();
        let told = async |by: Person| {
            let lines = fetched(world, &opened(world, by, FeedOf::Team).await).await.lines;
            let one = |line: &Line| (line.who.clone().unwrap_or_default(), line.number.is_some());
            lines.iter().map(one).collect::<Vec<_>>()
        };
        let both = |maria, amina| vec![("Maria Vega".to_owned(), maria), ("Amina Osei".to_owned(), amina)];
        assert_eq!(told(MARIA).await, both(true, false));
        assert_eq!(told(TOMAS).await, both(true, true), "he supervises both");
        assert_eq!(told(FELIX).await, [], "another team");
        let none = open_feed(&world.acting(BEA), OpenFeed { of: FeedOf::Team }, world.seal(BEA, Meaning::Author)).await;
        assert!(matches!(none, Err(Failure::Refused(_))), "nothing to do with sessions");
        assert!(open_feed(&world.acting(SOFIA), OpenFeed { of: FeedOf::Team }, world.ink()).await.is_err(), "unsigned");
    });
}

#[test]
fn a_room_is_shown_with_who_of_us_has_it_and_with_the_client_only_to_whoever_may_know() {
    story(async |world| {
        let id = world.item("room");
        let room = RoomDescribed { id, name: line("Room 1"), site: line("Tannery Lane"), people: 4, used: true };
        describe_room(&world.acting(SOFIA), room.clone(), world.ink()).await.unwrap();
        let case = world.case().await;
        book(world, MARIA, case, world.item("elsewhere"), NOW.plus_seconds(DAY)).await;
        let slot = Slot { room: Some(id), ..slot(world.item("one"), world.id(MARIA), NOW.plus_seconds(2 * DAY)) };
        book_session(&world.acting(MARIA), BookSession { case, slot }, world.ink()).await.unwrap();
        for (by, knows) in [(MARIA, true), (FELIX, false)] {
            let secret = opened(world, by, FeedOf::Room(id)).await;
            let told = fetched(world, &secret).await;
            assert_eq!(told.room.as_deref(), Some("Room 1, Tannery Lane"));
            let line = only(world, &secret).await;
            assert_eq!((line.told.starts, line.who.as_deref()), (NOW.plus_seconds(2 * DAY), Some("Maria Vega")));
            assert_eq!(line.number.is_some(), knows);
        }
        describe_room(&world.acting(SOFIA), RoomDescribed { used: false, ..room }, world.ink()).await.unwrap();
        let ink = world.seal(MARIA, Meaning::Author);
        let none = open_feed(&world.acting(MARIA), OpenFeed { of: FeedOf::Room(id) }, ink).await;
        assert!(matches!(none, Err(Failure::Rule(CannotFeed::NoRoom))));
    });
}

#[test]
fn an_address_ends_when_it_is_revoked_or_its_owner_leaves() {
    let told = story(async |world| {
        let (kept, lost) = (opened(world, RUBEN, FeedOf::Own).await, opened(world, RUBEN, FeedOf::Team).await);
        world.tell("two addresses").await;
        fetched(world, &kept).await;
        fetched(world, &kept).await;
        world.tell("fetched twice").await;
        let feeds = my_feeds(&world.acting(RUBEN)).await.unwrap();
        assert_eq!(feeds.iter().map(|feed| feed.fetched.is_some()).collect::<Vec<_>>(), [true, false]);
        assert_eq!(my_feeds(&world.acting(MARIA)).await.unwrap(), [], "everybody has their own");
        let not_hers = revoke_feed(&world.acting(MARIA), feeds[1].id, world.ink()).await;
        assert!(matches!(not_hers, Err(Failure::Rule(CannotFeed::NoSuchFeed))));
        revoke_feed(&world.acting(RUBEN), feeds[1].id, world.ink()).await.unwrap();
        assert!(nothing(world, &lost).await && !nothing(world, &kept).await);
        world.tell("one is revoked").await;

        let order = StaffLeft { reason: line("Moved away") };
        let signing = world.seal(PAVEL, Meaning::Author);
        dismiss_staff(&world.acting(PAVEL), world.id(RUBEN), order, signing).await.unwrap();
        assert!(nothing(world, &kept).await);
    });
    assert_snapshot!(told, @"
    # two addresses
    entry  ruben #2 FeedOpened, Confidential, by ruben as Author with PasswordAndCode
    entry  ruben #3 FeedOpened, Confidential, by ruben as Author with PasswordAndCode

    # fetched twice
    ledger fetched ruben by ruben for SeeCalendar

    # one is revoked
    entry  ruben #4 FeedRevoked, Confidential, by ruben as Author with RecentSignIn
    ");
}

#[test]
fn a_form_that_is_sent_twice_makes_one_address_whose_secret_is_shown_once() {
    story(async |world| {
        let once = world.acting(MARIA).new_once();
        let open = async || {
            let ink = world.seal(MARIA, Meaning::Author).once(once);
            open_feed(&world.acting(MARIA), OpenFeed { of: FeedOf::Own }, ink).await.unwrap().is_some()
        };
        assert_eq!((open().await, open().await), (true, false));
        assert_eq!(my_feeds(&world.acting(MARIA)).await.unwrap().len(), 1);
    });
}

#[test]
fn wrong_addresses_are_counted_by_where_they_come_from() {
    story(async |world| {
        let good = opened(world, MARIA, FeedOf::Own).await;
        let ask = async |secret: &str, from: &str| fetch(&world.house, secret, from).await;
        for _ in 0..20 {
            assert!(matches!(ask("wrong", "192.0.2.66").await, Err(NotFetched::Nothing)));
        }
        assert!(matches!(ask("wrong", "192.0.2.66").await, Err(NotFetched::Wait(_))));
        assert!(ask(&good, "192.0.2.7").await.is_ok(), "nobody else waits");
        world.clock.pass(60);
        assert!(ask(&good, "192.0.2.66").await.is_ok(), "and there it passes");
        for _ in 0..40 {
            assert!(ask(&good, "192.0.2.7").await.is_ok(), "good ones are not counted");
        }
    });
}

#[test]
fn the_file_for_a_client_says_when_and_is_not_recognised_in_a_calendar_of_ours() {
    story(async |world| {
        let case = world.case().await;
        let secret = opened(world, MARIA, FeedOf::Own).await;
        let (first, second) = (world.item("first"), world.item("second"));
        book(world, MARIA, case, first, NOW.plus_seconds(DAY)).await;
        let given = appointment_for_client(&world.acting(MARIA), case, first).await.unwrap();
        assert_ne!(given.uid, only(world, &secret).await.told.uid);
        assert_eq!((given.revision, given.starts), (0, NOW.plus_seconds(DAY)));
        let next = Next::Booked(slot(second, world.id(MARIA), NOW.plus_seconds(2 * DAY)));
        not_held(world, case, first, NotHeld::Moved, next).await;
        let again = appointment_for_client(&world.acting(MARIA), case, second).await.unwrap();
        assert_eq!((again.uid, again.revision), (given.uid, 1), "the client's program moves it as well");
        for (by, slot) in [(MARIA, first), (RUBEN, second)] {
            let refused = appointment_for_client(&world.acting(by), case, slot).await;
            assert!(matches!(refused, Err(Failure::Refused(_))), "gone, or none of theirs");
        }
        let lines = world.house.store().accesses(case, None, 10).await.unwrap();
        assert_eq!(lines.iter().filter(|line| line.act == "handed_out").count(), 3);
    });
}
