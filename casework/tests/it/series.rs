//! Sessions that come again: booked, moved and cancelled in one act (FS-4.1.1, FS-4.1.3).

use casework::Failure;
use casework::calendar::{Whose, calendar};
use casework::feeds::{OpenFeed, fetch, open_feed};
use casework::organisation::amend_office;
use casework::sessions::{
    BookSeries, BookSession, CannotMeetHere, ChangeSeries, Dates, RecordSession, Wanted, WantedSeries, book_series,
    book_session, change_series, free_times, proposals, record_session,
};
use domain::cases::CaseFile;
use domain::feeds::FeedOf;
use domain::ids::DossierId;
use domain::office::{DayOff, OfficeChange, OfficeHours};
use domain::policy::Action;
use domain::series::{CannotRepeat, InTheWay, Rhythm, SeriesBooked, SeriesChanged, SlotChanged};
use domain::sessions::{CannotMeet, Next, NotHeld, Slot};
use domain::signature::Meaning;
use domain::slots::Period;
use domain::time::Instant;
use insta::assert_snapshot;
use jiff::civil::{date, time};

use crate::cast::{AMINA, EDITH, FELIX, MARIA, Person};
use crate::orders::{line, session, slot};
use crate::world::{NOW, World, story};

const HOUR: i64 = 3600;
const WEEK: i64 = 7 * 86_400;

/// Weekly with somebody, the first so many hours after Monday, 5 January 2026, 09:00 UTC.
fn weekly(world: &World, name: &str, with: Person, hours: i64, count: i64) -> SeriesBooked {
    let at = |n: i64| NOW.plus_seconds(hours * HOUR + n * WEEK);
    let slots = (0..count).map(|n| slot(world.item(&format!("{name} {}", n + 1)), world.id(with), at(n)));
    SeriesBooked { id: world.item(name), weeks: 1, slots: slots.collect() }
}

async fn book(world: &World, by: Person, case: DossierId, order: SeriesBooked) -> Result<u32, Failure<CannotMeetHere>> {
    let booked = book_series(&world.acting(by), BookSeries { case, order }, world.ink()).await;
    booked.map(|entry| entry.number.0)
}

/// When the session would have begun that could not be had, and why.
fn lost<T: std::fmt::Debug>(outcome: Result<T, Failure<CannotMeetHere>>) -> (Instant, CannotMeet) {
    match outcome {
        Err(Failure::Rule(CannotMeetHere::Series(CannotRepeat::On(at, why)))) => (at, why),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_series_is_one_entry_and_each_of_its_sessions_a_booking() {
    let told = story(async |world| {
        let case = world.case().await;
        let order = weekly(world, "weekly", MARIA, 1, 3);
        let (series, slots) = (order.id, order.slots.clone());
        book(world, MARIA, case, order).await.unwrap();
        world.tell("three weeks are booked").await;

        world.clock.pass(2 * 3600);
        let note = session(Some(slots[0].id), Next::Standing(slots[1].id));
        let ink = world.ink().happened(NOW.plus_seconds(HOUR));
        record_session(&world.acting(MARIA), RecordSession { case, session: note }, ink).await.unwrap();
        world.tell("the note names the next one that stands").await;

        let changes = [1, 2].map(|n: usize| SlotChanged { slot: slots[n].id, to: None });
        let order = SeriesChanged {
            series,
            why: NotHeld::CancelledByClient,
            changes: changes.to_vec(),
            reason: line("Moves to another town"),
        };
        change_series(&world.acting(MARIA), ChangeSeries { case, order }, world.ink()).await.unwrap();
        world.tell("the rest is cancelled").await;
    });
    assert_snapshot!(told, @"
    # three weeks are booked
    entry  case 1 #2 SeriesBooked, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: next_session, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  +case 1: session_note “weekly 1”, maria, Mon 05 Jan 10:50 – Tue 06 Jan 17:00
    duty  +case 1: session_note “weekly 2”, maria, Mon 12 Jan 10:50 – Tue 13 Jan 17:00
    duty  +case 1: session_note “weekly 3”, maria, Mon 19 Jan 10:50 – Tue 20 Jan 17:00
    slot  +case 1: “weekly 1” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, booked
    slot  +case 1: “weekly 2” with maria, Mon 12 Jan 10:00 – Mon 12 Jan 10:50, booked
    slot  +case 1: “weekly 3” with maria, Mon 19 Jan 10:00 – Mon 19 Jan 10:50, booked

    # the note names the next one that stands
    entry  case 1 #3 SessionRecorded, Confidential, by maria as Author with RecentSignIn, of Mon 05 Jan 10:00
    duty  -case 1: session_note “weekly 1”, maria, Mon 05 Jan 10:50 – Tue 06 Jan 17:00
    slot  -case 1: “weekly 1” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, booked
    slot  +case 1: “weekly 1” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, held

    # the rest is cancelled
    entry  case 1 #4 SeriesChanged, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: session_note “weekly 2”, maria, Mon 12 Jan 10:50 – Tue 13 Jan 17:00
    duty  -case 1: session_note “weekly 3”, maria, Mon 19 Jan 10:50 – Tue 20 Jan 17:00
    slot  -case 1: “weekly 2” with maria, Mon 12 Jan 10:00 – Mon 12 Jan 10:50, booked
    slot  +case 1: “weekly 2” with maria, Mon 12 Jan 10:00 – Mon 12 Jan 10:50, cancelled
    slot  -case 1: “weekly 3” with maria, Mon 19 Jan 10:00 – Mon 19 Jan 10:50, booked
    slot  +case 1: “weekly 3” with maria, Mon 19 Jan 10:00 – Mon 19 Jan 10:50, cancelled
    ");
}

#[test]
fn whose_client_cancels_the_rest_of_a_series_an_hour_before_is_followed_up_for_the_first_of_them() {
    let told = story(async |world| {
        let case = world.case().await;
        let order = weekly(world, "weekly", MARIA, 1, 2);
        let (series, slots) = (order.id, order.slots.clone());
        book(world, MARIA, case, order).await.unwrap();
        world.changes().await;
        let changes = slots.iter().map(|slot| SlotChanged { slot: slot.id, to: None }).collect();
        let why = NotHeld::CancelledByClient;
        let order = SeriesChanged { series, why, changes, reason: line("Moves to another town") };
        change_series(&world.acting(MARIA), ChangeSeries { case, order }, world.ink()).await.unwrap();
        world.tell("at nine, an hour before the first").await;
    });
    assert_snapshot!(told, @"
    # at nine, an hour before the first
    entry  case 1 #3 SeriesChanged, Confidential, by maria as Author with RecentSignIn
    duty  +case 1: missed_session “weekly 1”, maria, Mon 05 Jan 09:00 – Wed 07 Jan 17:00
    duty  -case 1: session_note “weekly 1”, maria, Mon 05 Jan 10:50 – Tue 06 Jan 17:00
    duty  -case 1: session_note “weekly 2”, maria, Mon 12 Jan 10:50 – Tue 13 Jan 17:00
    slot  -case 1: “weekly 1” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, booked
    slot  +case 1: “weekly 1” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, cancelled_late
    slot  -case 1: “weekly 2” with maria, Mon 12 Jan 10:00 – Mon 12 Jan 10:50, booked
    slot  +case 1: “weekly 2” with maria, Mon 12 Jan 10:00 – Mon 12 Jan 10:50, cancelled
    ");
}

#[test]
fn of_two_who_book_the_last_hour_of_a_series_at_once_one_wins_and_the_other_is_told_which() {
    story(async |world| {
        let (one, two) = (world.case().await, world.case().carried_by(AMINA).await);
        let mine = weekly(world, "mine", FELIX, 1, 4);
        let last = mine.slots[3].clone();
        // another hour each week, and the last one over it
        let mut hers = weekly(world, "hers", FELIX, 3, 4);
        hers.slots[3].starts = last.starts.plus_seconds(1800);
        let wanted = hers.slots[3].starts;
        match tokio::join!(book(world, MARIA, one, mine), book(world, AMINA, two, hers)) {
            (Ok(_), other) => assert_eq!(lost(other), (wanted, CannotMeet::SlotTaken)),
            (other, Ok(_)) => assert_eq!(lost(other), (last.starts, CannotMeet::SlotTaken)),
            both => panic!("{both:?}"),
        }
        let time = Period { start: NOW, end: NOW.plus_seconds(5 * WEEK) };
        let shown = calendar(&world.acting(MARIA), Whose::One(world.id(FELIX)), time).await.unwrap();
        assert_eq!(shown.bookings.len(), 4, "whole or not at all");

        let single = slot(world.item("single"), world.id(FELIX), NOW.plus_seconds(5 * HOUR + WEEK));
        book_session(&world.acting(AMINA), BookSession { case: two, slot: single }, world.ink()).await.unwrap();
        let over = book(world, MARIA, one, weekly(world, "over", FELIX, 5, 4)).await;
        assert_eq!(lost(over), (NOW.plus_seconds(5 * HOUR + WEEK), CannotMeet::SlotTaken));
    });
}

#[test]
fn a_holiday_and_what_is_taken_are_named_and_another_time_of_that_week_is_offered() {
    story(async |world| {
        let client = world.client().await;
        let (case, beside) = (world.case().of(client).await, world.case().of(client).carried_by(AMINA).await);
        let day = DayOff { on: date(2026, 1, 19), name: "A day off".to_owned() };
        let ink = world.seal(EDITH, Meaning::Approved);
        amend_office(&world.acting(EDITH), OfficeChange::Add(vec![day]), line("Days off"), ink).await.unwrap();
        let theirs = slot(world.item("theirs"), world.id(AMINA), NOW.plus_seconds(HOUR + WEEK));
        book_session(&world.acting(AMINA), BookSession { case: beside, slot: theirs }, world.ink()).await.unwrap();
        let first = NOW.plus_seconds(HOUR);
        let wanted = WantedSeries {
            case,
            staff: world.id(MARIA),
            minutes: 50,
            room: None,
            dates: Dates::New(Rhythm { first, weeks: 1, count: 4 }),
        };
        let found = proposals(&world.acting(MARIA), wanted).await.unwrap();
        let told: Vec<_> = found.iter().map(|one| (one.in_the_way, one.instead)).collect();
        let at = |weeks: i64, by: i64| Some(first.plus_seconds(weeks * WEEK + by));
        assert_eq!(
            told,
            [
                (None, None),
                (Some(InTheWay::ClientTaken), at(1, -3600)),
                (Some(InTheWay::DayOff), at(2, 86_400)),
                (None, None)
            ]
        );
        let chosen = found.iter().filter_map(|one| one.instead.or(Some(one.planned)));
        let slots = chosen.enumerate().map(|(n, at)| slot(world.item(&format!("s{n}")), world.id(MARIA), at)).collect();
        book(world, MARIA, case, SeriesBooked { id: world.item("series"), weeks: 1, slots }).await.unwrap();
        let refused = proposals(&world.acting(FELIX), wanted).await;
        assert!(matches!(refused, Err(Failure::Refused(_))), "no tie, no calendar");
    });
}

#[test]
fn this_and_the_following_keep_their_hour_over_a_change_of_the_clocks_and_calendars_follow() {
    story(async |world| {
        let hours = OfficeHours {
            zone: "Europe/Madrid".to_owned(),
            opens: time(9, 0, 0, 0),
            closes: time(17, 0, 0, 0),
            days: domain::calendar::Day::WORKING_WEEK.to_vec(),
        };
        let ink = world.seal(EDITH, Meaning::Approved);
        amend_office(&world.acting(EDITH), OfficeChange::Hours(hours), line("Ours"), ink).await.unwrap();
        let office = world.house.organisation().await.unwrap().rulebook.office.clone();
        let at = |month, day, hour| office.instant(date(2026, month, day), time(hour, 0, 0, 0)).unwrap();
        let case = world.case().await;
        let maria = world.id(MARIA);
        // the clocks of Madrid go forward on 29 March
        let dates = [(3, 16), (3, 23), (3, 30), (4, 6)];
        let slots: Vec<Slot> = dates
            .iter()
            .map(|(month, day)| slot(world.item(&format!("on {day}")), maria, at(*month, *day, 10)))
            .collect();
        let id = world.item("series");
        book(world, MARIA, case, SeriesBooked { id, weeks: 1, slots: slots.clone() }).await.unwrap();
        let ink = world.seal(MARIA, Meaning::Author);
        let secret = open_feed(&world.acting(MARIA), OpenFeed { of: FeedOf::Own }, ink).await.unwrap().unwrap();
        let fetched = async || fetch(&world.house, secret.reveal(), "192.0.2.9").await.unwrap().lines;
        let before = fetched().await;

        world.clock.pass(600);
        let wanted = WantedSeries {
            case,
            staff: maria,
            minutes: 50,
            room: None,
            dates: Dates::From(slots[1].id, at(3, 30, 10)),
        };
        let found = proposals(&world.acting(MARIA), wanted).await.unwrap();
        let planned: Vec<Instant> = found.iter().map(|one| one.planned).collect();
        assert_eq!(planned, [at(3, 30, 10), at(4, 6, 10), at(4, 13, 10)], "each a week later, at ten");
        assert!(found.iter().all(|one| one.in_the_way.is_none()), "their own times are not in the way");
        let to = |n: usize| slot(world.item(&format!("to {n}")), maria, planned[n]);
        let changes: Vec<SlotChanged> =
            (0..3).map(|n| SlotChanged { slot: slots[n + 1].id, to: Some(to(n)) }).collect();
        let order = SeriesChanged { series: id, why: NotHeld::Moved, changes, reason: line("Easter") };
        let again = order.clone();
        let moved = again.changes[0].to.as_ref().unwrap().id;
        change_series(&world.acting(MARIA), ChangeSeries { case, order }, world.ink()).await.unwrap();

        let after = fetched().await;
        assert_eq!(
            after.iter().map(|line| line.told.starts).collect::<Vec<_>>(),
            [vec![at(3, 16, 10)], planned].concat()
        );
        for (was, is) in before.iter().zip(&after) {
            assert_eq!(was.told.uid, is.told.uid, "the same appointments");
        }
        assert_eq!(after.iter().map(|line| line.told.revision).collect::<Vec<_>>(), [0, 1, 1, 1]);
        let twice = change_series(&world.acting(MARIA), ChangeSeries { case, order: again }, world.ink()).await;
        assert!(matches!(twice, Err(Failure::Rule(CannotMeetHere::Series(CannotRepeat::Gone)))));

        let file = world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let turn = file.sessions.series.turn(moved).unwrap();
        assert_eq!((turn.number, turn.of), (2, 4));
        let shown =
            calendar(&world.acting(MARIA), Whose::One(maria), Period { start: at(4, 13, 0), end: at(4, 14, 0) })
                .await
                .unwrap();
        let met = shown.bookings[0].met.as_ref().unwrap();
        assert_eq!(met.of_series.map(|turn| (turn.number, turn.of)), Some((4, 4)));
    });
}

#[test]
fn after_a_series_the_next_session_is_proposed_as_often_as_the_plan_has_it() {
    story(async |world| {
        let case = world.case().await;
        let order = SeriesBooked { weeks: 3, ..weekly(world, "series", MARIA, 1, 2) };
        let instead_of = Some(order.slots[1].id);
        book(world, MARIA, case, order).await.unwrap();
        let wanted = Wanted { case, instead_of, staff: None, minutes: None, near: None, at: None, most: 1 };
        let found = free_times(&world.acting(MARIA), wanted).await.unwrap();
        assert_eq!(found.times, [NOW.plus_seconds(HOUR + 4 * WEEK)], "three weeks after the second");
    });
}
