//! Booking, holding and missing sessions (FS-4.1.1, FS-4.1.3, FS-4.2.2, FS-4.3.1, FS-4.3.3).

use domain::contacts::When;
use domain::plans::{GoalRating, GoalStatus};
use domain::rulebook::Rulebook;
use domain::sessions::{Next, NotHeld, Place, SessionBooked, SessionNotHeld, SessionRecorded, Slot};
use domain::time::Instant;
use jiff::civil::date;

use super::contacts::promise;
use super::plans::{goal, plan};
use super::{Story, WORKER, at, item, line, outcome, words};

const NOW: &str = "2026-01-05T09:00";

pub(super) fn slot(n: u128, starts: &str, minutes: u16) -> Slot {
    Slot { minutes, ..Slot::usual(item(n), WORKER, at(starts)) }
}

pub(super) fn booked(n: u128, starts: &str) -> SessionBooked {
    SessionBooked { slot: slot(n, starts, 50) }
}

pub(super) fn session(slot: Option<u128>, next: Next) -> SessionRecorded {
    SessionRecorded::brief(slot.map(item), Slot::USUAL_MINUTES, Place::Office, words("Both Mondays."), next)
}

pub(super) fn none() -> Next {
    Next::None(line("Holidays"))
}

#[test]
fn a_session_is_booked_ahead_and_lasts_between_five_minutes_and_eight_hours() {
    let check = |starts, minutes| outcome(Story::opened().file.sessions.book(slot(1, starts, minutes), at(NOW)));
    assert_eq!(check("2026-01-05T09:00", 50), "SessionBooked");
    assert_eq!(check("2026-01-05T08:59", 50), "a session can only be booked in the future");
    let known = Story::opened().then(booked(1, "2026-01-06T10:00"));
    let again = known.file.sessions.book(slot(1, "2026-01-07T10:00", 50), at(NOW));
    assert_eq!(outcome(again), "this session is booked already");
    for (minutes, fits) in [(0, false), (4, false), (5, true), (480, true), (481, false), (u16::MAX, false)] {
        let said = if fits { "SessionBooked" } else { "a session lasts between 5 minutes and 8 hours" };
        assert_eq!(check("2026-01-06T10:00", minutes), said, "{minutes}");
    }
}

#[test]
fn a_session_ends_after_its_minutes_and_not_at_a_time_of_day() {
    // the clocks go forward at two o'clock that night; a session of two hours from half past one is two hours long
    let office = domain::calendar::OfficeCalendar { zone: "Europe/Madrid".to_owned(), ..Default::default() };
    let starts = office.instant(date(2026, 3, 29), jiff::civil::time(1, 30, 0, 0)).unwrap();
    let slot = Slot {
        id: item(1),
        staff: WORKER,
        starts,
        minutes: 120,
        place: Place::Phone,
        room: None,
        zone: None,
        group: None,
    };
    assert_eq!(slot.ends().on(&office.time_zone()).strftime("%H:%M").to_string(), "04:30");
}

#[test]
fn the_note_of_a_session_is_checked_against_booking_plan_and_clock() {
    let rules = Rulebook::default();
    let story = Story::opened()
        .then(booked(1, "2026-01-05T10:00"))
        .then(plan(1, vec![goal(3, "School", GoalStatus::InProgress), goal(4, "Sport", GoalStatus::Met)]));
    let file = &story.file;
    let check_at = |happened: &str, change: &dyn Fn(&mut SessionRecorded)| {
        let mut note = session(Some(1), none());
        change(&mut note);
        let when = When { happened: at(happened), now: at("2026-01-05T11:00") };
        outcome(file.sessions.record(note, when, &file.plan, &rules))
    };
    let check = |change: &dyn Fn(&mut SessionRecorded)| check_at("2026-01-05T10:00", change);
    let gone = "this booking is no longer open; somebody has recorded or moved it meanwhile";
    let goals = "the plan has changed meanwhile; please look at the goals again";
    assert_eq!(check(&|_| ()), "SessionRecorded");
    assert_eq!(check(&|s| s.slot = None), "SessionRecorded");
    assert_eq!(check(&|s| s.slot = Some(item(2))), gone);
    assert_eq!(check(&|s| s.ratings.push(GoalRating { goal: item(3), step: 5 })), "SessionRecorded");
    assert_eq!(check(&|s| s.ratings.push(GoalRating { goal: item(3), step: 0 })), goals);
    assert_eq!(check(&|s| s.ratings.push(GoalRating { goal: item(3), step: 6 })), goals);
    assert_eq!(check(&|s| s.ratings.push(GoalRating { goal: item(4), step: 3 })), goals);
    assert_eq!(check(&|s| s.ratings.push(GoalRating { goal: item(9), step: 3 })), goals);
    assert_eq!(check(&|s| s.arrived = Some(at("2026-01-05T10:00"))), "SessionRecorded");
    let later = "the client arrived after the session began; please look at both times again";
    assert_eq!(check(&|s| s.arrived = Some(at("2026-01-05T10:01"))), later);
    assert_eq!(check(&|s| s.minutes = 0), "a session lasts between 5 minutes and 8 hours");
    assert_eq!(
        check(&|s| s.actions.push(promise(5, date(2026, 1, 4)))),
        "an action item cannot be due before the day it was promised"
    );
    let past = || Next::Booked(slot(6, "2026-01-05T10:59", 50));
    assert_eq!(check(&|s| s.next = past()), "a session can only be booked in the future");
    assert_eq!(check_at("2026-01-05T11:02", &|_| ()), "this time is in the future");
    let late = "this was more than 24 hours ago; please say in a few words why it is written only now";
    assert_eq!(check_at("2026-01-04T10:00", &|_| ()), late);
    assert_eq!(check_at("2026-01-04T10:00", &|s| s.late_because = Some(line("Ill"))), "SessionRecorded");
}

#[test]
fn what_was_not_held_says_why_and_what_comes_instead() {
    let story = Story::opened().then(booked(1, "2026-01-05T10:00"));
    let check = |n, why, next, now: &str| {
        let note = (why == NotHeld::CancelledByUs).then(|| line("Ill"));
        let order = SessionNotHeld { slot: item(n), why, note, next };
        outcome(story.file.sessions.miss(order, at(now)))
    };
    let again = || Next::Booked(slot(2, "2026-01-07T10:00", 50));
    assert_eq!(check(1, NotHeld::NoShow, none(), "2026-01-05T10:00"), "SessionNotHeld");
    assert_eq!(
        check(1, NotHeld::NoShow, none(), "2026-01-05T09:59"),
        "this session has not begun yet; nobody can have missed it"
    );
    assert_eq!(check(1, NotHeld::CancelledByClient, none(), NOW), "SessionNotHeld");
    assert_eq!(check(1, NotHeld::CancelledByUs, again(), NOW), "SessionNotHeld");
    let silent = SessionNotHeld { slot: item(1), why: NotHeld::CancelledByUs, note: None, next: none() };
    assert_eq!(
        outcome(story.file.sessions.miss(silent, at(NOW))),
        "please say in a few words why we cancelled; it is not the client’s to answer for"
    );
    assert_eq!(check(1, NotHeld::Moved, again(), NOW), "SessionNotHeld");
    let same = Next::Booked(slot(1, "2026-01-07T10:00", 50));
    assert_eq!(check(1, NotHeld::Moved, same, NOW), "SessionNotHeld", "the booking may keep its id");
    assert_eq!(check(1, NotHeld::Moved, none(), NOW), "please choose the time to which the session is moved");
    assert_eq!(
        check(9, NotHeld::NoShow, none(), "2026-01-05T11:00"),
        "this booking is no longer open; somebody has recorded or moved it meanwhile"
    );
}

#[test]
fn what_is_booked_stays_booked_until_it_is_held_missed_or_moved() {
    let booked_items = |story: &Story| story.file.sessions.booked.iter().map(|slot| slot.id).collect::<Vec<_>>();
    let story = Story::opened().then(booked(1, "2026-01-05T10:00")).then(booked(2, "2026-01-06T10:00"));
    assert_eq!(story.file.sessions.next().map(|slot| slot.id), Some(item(1)));
    let not_held = |n, why, next| SessionNotHeld { slot: item(n), why, note: None, next };

    let moved = story.clone().then(not_held(1, NotHeld::Moved, Next::Booked(slot(3, "2026-01-05T15:00", 50))));
    assert_eq!(booked_items(&moved), [item(2), item(3)]);
    assert!(moved.file.sessions.missed(24).next().is_none(), "moved is not missed");

    let missed =
        story.clone().then(not_held(1, NotHeld::NoShow, none())).then(not_held(2, NotHeld::CancelledByUs, none()));
    assert!(booked_items(&missed).is_empty());
    assert_eq!(missed.file.sessions.missed(24).count(), 2);
    let since: Vec<Instant> = missed.file.sessions.missed(24).map(|past| past.slot.starts).collect();
    assert_eq!(since, [at("2026-01-05T10:00"), at("2026-01-06T10:00")]);

    let held = missed.then(session(None, none()));
    assert!(held.file.sessions.missed(24).next().is_none(), "counted since the last one that was held");
    assert_eq!(held.file.sessions.held.len(), 1);
}
