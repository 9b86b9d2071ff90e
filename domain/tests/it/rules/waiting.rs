//! The waiting list: whom a free time fits and why not, in what order, and what an offer does (FS-4.1.1, FS-4.1.3).

use domain::calendar::Day;
use domain::closure::CaseClosed;
use domain::contacts::When;
use domain::duties::DutyKind;
use domain::reach::Channel;
use domain::rulebook::Rulebook;
use domain::sessions::{NotHeld, Slot};
use domain::slots::SlotState;
use domain::time::Instant;
use domain::waiting::{FreeTime, Reply, TimeOffered, Urgency, WaitingBegun, WaitingEnded, Waits, WhyEnded, Wish};
use jiff::civil::{date, time};
use jiff::tz::TimeZone;

use super::duties::check;
use super::sessions::{booked, slot};
use super::{OTHER, Story, WORKER, at, item, outcome};

fn wish() -> Wish {
    Wish::any(Urgency::Usual)
}

fn begun(wish: Wish) -> WaitingBegun {
    WaitingBegun { id: item(70), wish, note: None }
}

fn offer(slot: Slot, came: Reply) -> TimeOffered {
    TimeOffered {
        waiting: item(70),
        slot,
        channel: Channel::Phone,
        came,
        replaces: None,
        note: None,
        late_because: None,
    }
}

/// Tuesday, 6 January, from ten to ten minutes before eleven, of the worker.
fn tuesday() -> FreeTime {
    time_of(slot(80, "2026-01-06T10:00", 50))
}

fn time_of(slot: Slot) -> FreeTime {
    FreeTime { period: slot.period(), staff: slot.staff }
}

fn waits(story: &Story) -> &Waits {
    story.file.waiting.now.as_ref().unwrap()
}

/// Why the Tuesday does not fit on Monday at nine, or "fits".
fn fits(story: &Story, booked: Option<Instant>) -> &'static str {
    let why = waits(story).misfit(tuesday(), booked, at("2026-01-05T09:00"), &TimeZone::UTC);
    why.map_or("fits", domain::waiting::Misfit::word)
}

#[test]
fn a_time_fits_whoever_can_come_and_otherwise_it_is_said_why_not() {
    let t = |hour, minute| Some(time(hour, minute, 0, 0));
    let table = [
        (wish(), "fits"),
        (Wish { with: Some(WORKER), ..wish() }, "fits"),
        (Wish { with: Some(OTHER), ..wish() }, "waits for somebody else"),
        (Wish { minutes: 51, ..wish() }, "needs more time"),
        (Wish { days: vec![Day::Monday, Day::Tuesday], ..wish() }, "fits"),
        (Wish { days: vec![Day::Monday], ..wish() }, "cannot come on that day of the week"),
        (Wish { from: t(10, 0), until: t(10, 50), ..wish() }, "fits"),
        (Wish { from: t(10, 1), ..wish() }, "cannot come so early in the day"),
        (Wish { until: t(10, 49), ..wish() }, "cannot come so late in the day"),
        (Wish { latest: Some(date(2026, 1, 6)), ..wish() }, "fits"),
        (Wish { latest: Some(date(2026, 1, 5)), ..wish() }, "it is after the last day on which it makes sense"),
        (Wish { short_notice_hours: 25, ..wish() }, "fits"),
        (Wish { short_notice_hours: 26, ..wish() }, "needs to know earlier"),
    ];
    for (wish, expected) in table {
        let told = format!("{wish:?}");
        assert_eq!(fits(&Story::opened().then(begun(wish)), None), expected, "{told}");
    }
}

#[test]
fn who_has_a_session_that_is_no_later_or_did_not_want_the_time_is_not_offered_it() {
    let story = Story::opened().then(begun(wish()));
    assert_eq!(fits(&story, Some(at("2026-01-06T10:00"))), "has a session that is no later");
    assert_eq!(fits(&story, Some(at("2026-01-06T10:15"))), "fits");
    let of = |came| story.clone().then(offer(slot(80, "2026-01-06T10:00", 50), came));
    assert_eq!(fits(&of(Reply::NotReached), None), "fits");
    assert_eq!(fits(&of(Reply::Declined), None), "did not want this time");
    let other = story.clone().then(offer(slot(80, "2026-01-06T11:00", 50), Reply::Declined));
    assert_eq!(fits(&other, None), "fits", "that was another time");
    let until = at("2026-01-05T12:00");
    let asked = of(Reply::Asked(until));
    let kept = |now| waits(&asked).asked_until(tuesday(), at(now));
    assert_eq!((kept("2026-01-05T11:59"), kept("2026-01-05T12:00")), (Some(until), None));
    let called = asked.clone().then(offer(slot(80, "2026-01-06T10:00", 50), Reply::NotReached));
    assert_eq!(waits(&called).asked_until(tuesday(), at("2026-01-05T11:00")), None);
}

#[test]
fn nobody_is_offered_a_time_over_midnight_that_has_to_be_over_before_it() {
    let late = slot(80, "2026-01-06T23:30", 50);
    let story = Story::opened().then(begun(Wish { until: Some(time(23, 0, 0, 0)), ..wish() }));
    let why = waits(&story).misfit(time_of(late), None, at("2026-01-05T09:00"), &TimeZone::UTC);
    assert_eq!(why.map(domain::waiting::Misfit::word), Some("cannot come so late in the day"));
}

#[test]
fn whoever_needs_it_most_comes_first_then_whoever_waits_longest() {
    let since = |when: &str, urgency| {
        let story = Story::opened().on(when).then(begun(Wish { urgency, ..wish() }));
        (waits(&story).turn(), format!("{urgency:?} {when}"))
    };
    let mut all = [
        since("2026-01-05T09:00", Urgency::Usual),
        since("2026-01-07T09:00", Urgency::Urgent),
        since("2026-01-06T09:00", Urgency::Soon),
        since("2026-01-06T09:00", Urgency::Usual),
        since("2026-01-06T09:00", Urgency::Urgent),
    ];
    all.sort();
    let order = all.map(|(_, told)| told);
    assert_eq!(
        order,
        [
            "Urgent 2026-01-06T09:00",
            "Urgent 2026-01-07T09:00",
            "Soon 2026-01-06T09:00",
            "Usual 2026-01-05T09:00",
            "Usual 2026-01-06T09:00"
        ]
    );
}

#[test]
fn a_wish_has_room_for_the_session_and_is_asked_once() {
    let rules = Rulebook::default();
    let begin = |story: &Story, wish| outcome(story.file.begin_waiting(begun(wish), at("2026-01-05T09:00"), &rules));
    let opened = Story::opened();
    assert_eq!(begin(&opened, wish()), "WaitingBegun");
    assert_eq!(begin(&opened, Wish { minutes: 4, ..wish() }), "a session lasts between 5 minutes and 8 hours");
    let t = |hour, minute| Some(time(hour, minute, 0, 0));
    let narrow = Wish { from: t(10, 0), until: t(10, 49), ..wish() };
    let no_room = "between these times of day the session has no room; please give a later end";
    assert_eq!(begin(&opened, narrow), no_room);
    assert_eq!(begin(&opened, Wish { from: t(23, 30), ..wish() }), no_room);
    let over = Wish { latest: Some(date(2026, 1, 4)), ..wish() };
    assert_eq!(begin(&opened, over), "this day is over; please choose a later one");
    assert_eq!(begin(&opened, Wish { short_notice_hours: 337, ..wish() }), "please give between 0 and 336 hours");
    let again = begin(&opened.clone().then(begun(wish())), wish());
    assert_eq!(
        again,
        "this client is on the waiting list already; take them off it first if the wish is another one now"
    );
}

#[test]
fn an_offer_that_is_taken_books_the_time_and_ends_the_waiting() {
    let rules = Rulebook::default();
    let story = Story::opened().then(booked(1, "2026-01-20T10:00")).then(begun(wish()));
    let earlier = slot(80, "2026-01-06T10:00", 50);
    let now = When { happened: at("2026-01-05T09:00"), now: at("2026-01-05T09:00") };
    let tried = |story: &Story, order| outcome(story.file.offer_time(order, now, &rules));
    let taken = TimeOffered { replaces: Some(item(1)), ..offer(earlier.clone(), Reply::Taken) };
    assert_eq!(tried(&story, taken.clone()), "TimeOffered");
    let gone = TimeOffered { replaces: Some(item(2)), ..taken.clone() };
    let no_booking = "this booking is no longer open; somebody has recorded or moved it meanwhile";
    assert_eq!(tried(&story, gone), no_booking);
    let begun_already = offer(slot(80, "2026-01-05T08:00", 50), Reply::Taken);
    assert_eq!(tried(&story, begun_already), "a session can only be booked in the future");
    let wrong = "please give a time from now on, before the session begins";
    for (until, expected) in
        [("2026-01-05T09:00", wrong), ("2026-01-05T12:00", "TimeOffered"), ("2026-01-06T10:01", wrong)]
    {
        assert_eq!(tried(&story, offer(earlier.clone(), Reply::Asked(at(until)))), expected, "{until}");
    }

    let after = story.then(taken.clone());
    let sessions = &after.file.sessions;
    assert_eq!(sessions.booked.iter().map(|slot| slot.id).collect::<Vec<_>>(), [item(80)]);
    let past = sessions.past.last().unwrap();
    assert_eq!((past.slot.id, past.not_held, past.state(24)), (item(1), Some(NotHeld::Moved), SlotState::Moved));
    assert!(past.freed_its_time() && sessions.missed(24).next().is_none());
    let revision = sessions.moves.revision(item(80)).unwrap();
    assert_eq!((revision.series, revision.number), (item(1), 1), "it is the same appointment, moved");
    let off = "this client is not on the waiting list any more";
    assert_eq!(tried(&after, offer(earlier, Reply::Declined)), off);
    let end = WaitingEnded { waiting: item(70), why: WhyEnded::NotAnyMore, note: None };
    assert_eq!(outcome(after.file.end_waiting(end)), off);
}

#[test]
fn a_time_beside_the_one_that_is_booked_leaves_that_one_as_it_is() {
    let story = Story::opened().then(booked(1, "2026-01-20T10:00")).then(begun(wish()));
    let beside = story.then(offer(slot(80, "2026-01-06T10:00", 50), Reply::Taken));
    assert_eq!(beside.file.sessions.booked.len(), 2);
    assert!(beside.file.waiting.now.is_none());
}

#[test]
fn whoever_is_offered_nothing_for_long_is_somebodys_duty() {
    let story = Story::opened().then(begun(wish()));
    check(&story, DutyKind::WaitingLong, "worker, 2026-01-19 09:00 – 2026-01-22 17:00");
    let called = story.clone().on("2026-01-12T09:00").then(offer(slot(80, "2026-01-14T10:00", 50), Reply::NotReached));
    check(&called, DutyKind::WaitingLong, "worker, 2026-01-26 09:00 – 2026-01-29 17:00");
    let ended = called.then(WaitingEnded { waiting: item(70), why: WhyEnded::Booked, note: None });
    check(&ended, DutyKind::WaitingLong, "");
}

#[test]
fn who_waits_does_so_no_longer_in_a_closed_case() {
    let closed = CaseClosed { ending: super::closure::ending(super::TODAY), keep_until: date(2033, 1, 5) };
    let story = Story::opened().then(begun(wish())).then(closed);
    assert!(story.file.waiting.now.is_none());
    let rules = Rulebook::default();
    let again = story.file.begin_waiting(begun(wish()), at("2026-01-05T09:00"), &rules);
    assert_eq!(outcome(again), "this case is closed; it has to be reopened first");
}
