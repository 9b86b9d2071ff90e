//! Booking, moving and cancelling sessions of a series, and the dates that are proposed for one (FS-4.1.1, FS-4.1.3).

use std::collections::BTreeSet;

use domain::basis::Basis;
use domain::calendar::OfficeCalendar;
use domain::duties::DutyKind;
use domain::event::Event;
use domain::hours::WorkingHours;
use domain::rulebook::Rulebook;
use domain::series::{
    InTheWay, Planned, Proposal, Rhythm, SeriesBooked, SeriesChanged, SlotChanged, Taken, propose, shifted,
};
use domain::service::CameOut;
use domain::sessions::{Next, NotHeld, Place, SessionNotHeld, Slot};
use domain::slots::{Period, Works};
use domain::time::Instant;
use jiff::civil::{Date, DateTime, date};

use super::duties::duty;
use super::sessions::{booked, none, session, slot};
use super::{Story, at, item, line, outcome};

const NOW: &str = "2026-01-05T09:00";

/// Weekly from Monday, 5 January 2026, 10:00.
fn weekly(count: u128) -> SeriesBooked {
    let day = |n: u128| format!("2026-01-{:02}T10:00", 5 + 7 * n);
    SeriesBooked { id: item(90), weeks: 1, slots: (0..count).map(|n| slot(n + 1, &day(n), 50)).collect() }
}

fn changed(why: NotHeld, changes: &[(u128, Option<Slot>)]) -> SeriesChanged {
    let changes = changes.iter().map(|(n, to)| SlotChanged { slot: item(*n), to: to.clone() }).collect();
    SeriesChanged { series: item(90), why, changes, reason: line("School ends later") }
}

fn turn(story: &Story, n: u128) -> Option<(u8, u8)> {
    story.file.sessions.series.turn(item(n)).map(|turn| (turn.number, turn.of))
}

#[test]
fn a_series_has_two_to_twenty_six_sessions_one_to_four_weeks_apart_and_none_over_another() {
    let check = |order| outcome(Story::opened().file.sessions.book_series(order, at(NOW)));
    assert_eq!(check(weekly(2)), "SeriesBooked");
    let count = "a series has between 2 and 26 sessions";
    assert_eq!(check(weekly(1)), count);
    let many = |n: u128| SeriesBooked {
        slots: (0..n)
            .map(|n| Slot {
                starts: at("2026-01-05T10:00").plus_seconds(i64::try_from(n).unwrap() * 604_800),
                ..slot(n, NOW, 50)
            })
            .collect(),
        ..weekly(1)
    };
    assert_eq!((check(many(26)), check(many(27))), ("SeriesBooked".to_owned(), count.to_owned()));
    for (weeks, fits) in [(0, false), (1, true), (4, true), (5, false), (u8::MAX, false)] {
        let said = if fits { "SeriesBooked" } else { "the sessions of a series are one to four weeks apart" };
        assert_eq!(check(SeriesBooked { weeks, ..weekly(3) }), said, "{weeks}");
    }
    let with = |last: Slot| {
        let mut order = weekly(2);
        order.slots.push(last);
        check(order)
    };
    let one = |why: &str| format!("one of the sessions cannot be booked: {why}");
    assert_eq!(with(slot(3, "2026-01-05T08:00", 50)), one("a session can only be booked in the future"));
    assert_eq!(with(slot(3, "2026-01-20T08:00", 4)), one("a session lasts between 5 minutes and 8 hours"));
    let over = one("the client has another session at that time; please choose another one");
    assert_eq!(with(slot(3, "2026-01-12T10:49", 50)), over);
    assert_eq!(with(slot(3, "2026-01-12T10:50", 50)), "SeriesBooked");
    assert_eq!(with(slot(2, "2026-01-20T10:00", 50)), over, "one id names one booking");
    let strange = Slot { zone: Some("Europe/Nowhere".to_owned()), ..slot(3, "2026-01-20T08:00", 50) };
    assert_eq!(with(strange), one("this time zone is not known"));
    let zoned = Slot { zone: Some("Europe/Madrid".to_owned()), ..slot(3, "2026-01-20T08:00", 50) };
    assert_eq!(with(zoned), "SeriesBooked");
}

#[test]
fn each_session_of_a_series_is_a_booking_of_its_own_and_keeps_its_place_when_it_is_moved() {
    let story = Story::opened().then(weekly(3));
    assert_eq!(story.file.sessions.booked.len(), 3);
    assert_eq!((turn(&story, 1), turn(&story, 3), turn(&story, 4)), (Some((1, 3)), Some((3, 3)), None));
    let next = Next::Booked(slot(4, "2026-01-13T10:00", 50));
    let moved = SessionNotHeld { slot: item(2), why: NotHeld::Moved, note: None, next };
    let moved = story.clone().then(moved);
    assert_eq!((turn(&moved, 4), turn(&moved, 2)), (Some((2, 3)), None));
    let held = story.then(session(Some(1), Next::Standing(item(2))));
    assert_eq!(turn(&held, 1), Some((1, 3)), "also when it is over");
    assert_eq!(held.file.sessions.next().map(|slot| slot.id), Some(item(2)));
}

#[test]
fn what_was_laid_down_with_a_series_is_how_often_the_plan_has_them_meet() {
    let story = Story::opened().then(booked(9, "2026-01-07T10:00"));
    let days = |story: &Story| story.file.sessions.cadence(&slot(9, "2026-01-07T10:00", 50));
    assert_eq!(days(&story), 7, "a week when it is the first");
    let mut order = weekly(2);
    order.weeks = 3;
    assert_eq!(days(&story.then(order)), 21);
}

#[test]
fn a_note_may_name_the_next_session_that_is_booked_already() {
    let story = Story::opened().then(weekly(3));
    let check = |next, slot| {
        let order = SessionNotHeld { slot: item(slot), why: NotHeld::CancelledByClient, note: None, next };
        outcome(story.file.sessions.miss(order, at("2026-01-12T10:30")))
    };
    assert_eq!(check(Next::Standing(item(3)), 2), "SessionNotHeld");
    let gone = "the next session is not booked any more; please choose a time";
    assert_eq!(check(Next::Standing(item(2)), 2), gone, "the one that ends");
    assert_eq!(check(Next::Standing(item(7)), 2), gone);
    assert_eq!(check(Next::Standing(item(1)), 2), "a session can only be booked in the future", "it has begun");
    let moved = SessionNotHeld { slot: item(2), why: NotHeld::Moved, note: None, next: Next::Standing(item(3)) };
    let nowhere = "please choose the time to which the session is moved";
    assert_eq!(outcome(story.file.sessions.miss(moved, at(NOW))), nowhere);
    let named = |but: Option<u128>, now| story.file.sessions.standing(but.map(item), at(now)).map(|slot| slot.id);
    assert_eq!(named(Some(1), "2026-01-05T11:00"), Some(item(2)));
    assert_eq!(named(Some(2), "2026-01-05T09:00"), Some(item(3)), "the one after it, though another comes before");
    assert_eq!(named(Some(3), "2026-01-05T09:00"), Some(item(1)), "of the last one another that stands");
    assert_eq!(named(None, "2026-01-06T09:00"), Some(item(2)));
    assert_eq!(named(Some(3), "2026-01-19T09:00"), None);
    let left = Story::opened().then(booked(1, "2026-01-05T10:00"));
    let left = left.then(SessionNotHeld { slot: item(1), why: NotHeld::NoShow, note: None, next: none() });
    let again = left.then(weekly(2)).then(session(None, Next::Standing(item(2))));
    assert_eq!(again.file.sessions.none_because, None);
}

#[test]
fn this_and_the_following_are_moved_together_or_not_at_all() {
    let story = Story::opened().then(weekly(4)).then(session(Some(1), Next::Standing(item(2))));
    let following: Vec<_> = story.file.sessions.following(item(3)).iter().map(|slot| slot.id).collect();
    assert_eq!(following, [item(3), item(4)]);
    assert_eq!(story.file.sessions.following(item(1)).len(), 0, "it is over");
    let check = |order| outcome(story.file.sessions.change_series(order, at("2026-01-06T09:00")));
    let to = |n, day: &str| Some(slot(n, day, 50));
    // the third takes the time of the fourth, which makes room for it
    let later = changed(NotHeld::Moved, &[(3, to(13, "2026-01-26T10:00")), (4, to(14, "2026-02-02T10:00"))]);
    assert_eq!(check(later.clone()), "SeriesChanged");
    let gone =
        "one of these sessions was recorded, moved or cancelled meanwhile; please look at the list again".to_owned();
    assert_eq!(check(changed(NotHeld::Moved, &[(1, to(13, "2026-01-26T10:00"))])), gone, "it was held");
    assert_eq!(check(changed(NotHeld::Moved, &[])), gone);
    let other = SeriesChanged { series: item(91), ..later.clone() };
    assert_eq!(check(other), gone, "another series");
    let twice = changed(NotHeld::Moved, &[(3, to(13, "2026-01-26T10:00")), (3, to(14, "2026-02-02T10:00"))]);
    assert_eq!(check(twice), gone);
    let none = changed(NotHeld::Moved, &[(3, None), (4, None)]);
    assert_eq!(check(none), "at least one of the sessions has to be moved; otherwise cancel them");
    for why in [NotHeld::CancelledByUs, NotHeld::CancelledByClient, NotHeld::NoShow] {
        let said = check(changed(why, &[(3, to(13, "2026-01-26T10:00"))]));
        assert_eq!(said, "sessions that are to come are moved or cancelled");
    }
    let past = check(changed(NotHeld::Moved, &[(3, to(13, "2026-01-05T10:00"))]));
    assert_eq!(past, "one of the sessions cannot be booked: a session can only be booked in the future");

    let moved = story.clone().then(later);
    assert_eq!((turn(&moved, 13), turn(&moved, 14), turn(&moved, 3)), (Some((3, 4)), Some((4, 4)), None));
    let told = |story: &Story, n| {
        story.file.sessions.moves.revision(item(n)).map(|known| (known.series == item(3), known.number))
    };
    assert_eq!(told(&moved, 13), Some((true, 1)), "the same appointment for calendars, and newer");
    assert!(moved.file.sessions.missed(24).next().is_none());
}

#[test]
fn the_rest_of_a_series_is_cancelled_with_a_reason_and_nobody_has_missed_it() {
    let story = Story::opened().then(weekly(3)).then(session(Some(1), Next::Standing(item(2))));
    let cancelled = story.clone().then(changed(NotHeld::CancelledByClient, &[(2, None), (3, None)]));
    let sessions = &cancelled.file.sessions;
    assert!(sessions.booked.is_empty() && sessions.missed(24).next().is_none());
    assert_eq!(sessions.none_because, Some(line("School ends later")));
    assert_eq!(sessions.past.last().map(|past| past.not_held), Some(Some(NotHeld::CancelledByClient)));
    assert_eq!(sessions.moves.revision(item(2)).map(|known| known.number), Some(1), "calendars are told");
    let partly = story.then(changed(NotHeld::Moved, &[(2, Some(slot(12, "2026-01-13T10:00", 50))), (3, None)]));
    let left = partly.file.sessions.past.last().unwrap();
    assert_eq!((left.slot.id, left.not_held), (item(3), Some(NotHeld::CancelledByUs)), "what a move leaves out");
}

#[test]
fn of_the_rest_of_a_series_only_the_first_may_be_cancelled_too_late() {
    let rest = changed(NotHeld::CancelledByClient, &[(3, None), (2, None)]);
    let story = Story::opened().then(weekly(3)).then(session(Some(1), Next::Standing(item(2))));
    let cancelled = |said: &str, why| story.clone().on(said).then(SeriesChanged { why, ..rest.clone() });
    let check = |story: &Story, hours: u32| {
        let rules = Rulebook { late_cancel_hours: hours, missed_in_a_row: 1, ..Rulebook::default() };
        let file = &story.file;
        let missed: Vec<_> = file.sessions.missed(hours).map(|past| past.slot.id).collect();
        let late: Vec<_> =
            file.sessions.past.iter().filter(|past| past.is_late(hours)).map(|past| past.slot.id).collect();
        assert_eq!(missed, late);
        let of_them = file.sittings.since(at("2026-01-12T00:00"), &file.reminders);
        let counted = of_them.filter(|one| one.came_out(hours) == CameOut::ByClientLate).count();
        assert_eq!(counted, late.len(), "the review counts the same");
        (missed, duty(story, DutyKind::MissedSession, &rules), duty(story, DutyKind::MissedAgain, &rules))
    };
    // the second is on Monday, 12 January, at ten
    let late = cancelled("2026-01-11T12:00", NotHeld::CancelledByClient);
    let (missed, reach, again) = check(&late, 24);
    assert_eq!(missed, [item(2)]);
    assert_eq!(
        reach, "worker, 2026-01-11 12:00 – 2026-01-14 17:00",
        "within two days of the first of them, not of the last"
    );
    assert_ne!(again, "", "one in a row");
    let nothing = (Vec::new(), String::new(), String::new());
    assert_eq!(check(&late, 12), nothing, "by the hours that hold");
    assert_eq!(check(&cancelled("2026-01-10T12:00", NotHeld::CancelledByClient), 24), nothing, "in time");
    assert_eq!(check(&cancelled("2026-01-11T12:00", NotHeld::CancelledByUs), 24), nothing);
}

#[test]
fn whoever_signs_about_one_session_is_told_when_its_series_was_changed() {
    let event = Event::SeriesChanged(changed(NotHeld::CancelledByUs, &[(2, None), (3, None)]));
    assert!(Basis::Slot(item(3)).changed_by(&event) && Basis::File.changed_by(&event));
    assert!(!Basis::Slot(item(1)).changed_by(&event) && !Basis::Hours.changed_by(&event));
}

fn madrid(holidays: &[Date]) -> OfficeCalendar {
    OfficeCalendar {
        zone: "Europe/Madrid".to_owned(),
        holidays: holidays.iter().copied().collect(),
        ..OfficeCalendar::default()
    }
}

fn wall(office: &OfficeCalendar, text: &str) -> Instant {
    let at: DateTime = text.parse().unwrap();
    office.instant(at.date(), at.time()).unwrap()
}

fn told(office: &OfficeCalendar, at: Instant) -> String {
    at.on(&office.time_zone()).strftime("%a %d %b %H:%M").to_string()
}

fn lines(office: &OfficeCalendar, proposals: &[Proposal]) -> Vec<String> {
    let line = |one: &Proposal| {
        let why = one.in_the_way.map(|why| format!(", {why:?}")).unwrap_or_default();
        let instead = one.instead.map(|at| format!(", rather {}", told(office, at))).unwrap_or_default();
        format!("{}{why}{instead}", told(office, one.planned))
    };
    proposals.iter().map(line).collect()
}

#[test]
fn a_series_keeps_its_hour_over_both_changes_of_the_clocks() {
    let office = madrid(&[]);
    let works = Works { office: &office, hours: &WorkingHours::of_the_office() };
    let dates = |first: &str| {
        let dates = Rhythm { first: wall(&office, first), weeks: 1, count: 3 }.dates(works);
        dates.iter().map(|one| (told(&office, one.at), one.skipped)).collect::<Vec<_>>()
    };
    let plain = |text: &str| (text.to_owned(), false);
    let spring = [plain("Mon 23 Mar 10:00"), plain("Mon 30 Mar 10:00"), plain("Mon 06 Apr 10:00")];
    assert_eq!(dates("2026-03-23T10:00"), spring);
    let autumn = [plain("Mon 19 Oct 10:00"), plain("Mon 26 Oct 10:00"), plain("Mon 02 Nov 10:00")];
    assert_eq!(dates("2026-10-19T10:00"), autumn);
    let night = [plain("Sun 22 Mar 02:30"), ("Sun 29 Mar 03:30".to_owned(), true), plain("Sun 05 Apr 02:30")];
    assert_eq!(dates("2026-03-22T02:30"), night, "and says when there is no such hour");
    let twice = [plain("Sun 18 Oct 02:30"), plain("Sun 25 Oct 02:30"), plain("Sun 01 Nov 02:30")];
    assert_eq!(dates("2026-10-18T02:30"), twice, "of two such hours the first");
}

#[test]
fn what_follows_moves_by_as_many_days_and_hours_on_the_wall_clock() {
    let office = madrid(&[]);
    let works = Works { office: &office, hours: &WorkingHours::of_the_office() };
    let slot = |n, text: &str| Slot { starts: wall(&office, text), place: Place::Office, ..slot(n, NOW, 50) };
    // the second one was moved to Tuesday by itself; on 25 October the clocks go back
    let slots = [slot(1, "2026-10-19T10:00"), slot(2, "2026-10-27T11:00"), slot(3, "2026-11-02T10:00")];
    let to = shifted(works, &slots.iter().collect::<Vec<_>>(), wall(&office, "2026-10-21T14:30"));
    let to: Vec<String> = to.iter().map(|one| told(&office, one.at)).collect();
    assert_eq!(to, ["Wed 21 Oct 14:30", "Thu 29 Oct 15:30", "Wed 04 Nov 14:30"]);
    assert_eq!(shifted(works, &[], wall(&office, "2026-10-21T14:30")), []);
}

#[test]
fn what_is_in_the_way_is_named_and_the_nearest_time_of_that_week_is_offered() {
    let office = madrid(&[date(2026, 12, 7), date(2026, 12, 8)]);
    let works = Works { office: &office, hours: &WorkingHours::of_the_office() };
    let now = wall(&office, "2026-11-22T12:00");
    let dates = Rhythm { first: wall(&office, "2026-11-23T10:00"), weeks: 1, count: 6 }.dates(works);
    let at =
        |from: &str, to: &str, by| Taken { period: Period { start: wall(&office, from), end: wall(&office, to) }, by };
    let taken = [
        at("2026-11-30T10:30", "2026-11-30T12:00", InTheWay::ClientTaken),
        at("2026-12-14T00:00", "2026-12-19T00:00", InTheWay::Away),
        at("2026-12-21T09:00", "2026-12-21T10:00", InTheWay::WorkerTaken),
        at("2026-12-28T10:49", "2026-12-28T11:00", InTheWay::RoomTaken),
    ];
    let found = lines(&office, &propose(&dates, 50, works, &taken, now));
    assert_eq!(
        found,
        [
            "Mon 23 Nov 10:00",
            "Mon 30 Nov 10:00, ClientTaken, rather Mon 30 Nov 09:30",
            "Mon 07 Dec 10:00, DayOff, rather Wed 09 Dec 10:00",
            "Mon 14 Dec 10:00, Away",
            "Mon 21 Dec 10:00",
            "Mon 28 Dec 10:00, RoomTaken, rather Mon 28 Dec 09:45",
        ]
    );
    let late = Rhythm { first: wall(&office, "2026-11-24T16:30"), weeks: 2, count: 2 }.dates(works);
    let found = lines(&office, &propose(&late, 50, works, &[], wall(&office, "2026-12-01T00:00")));
    assert_eq!(found, ["Tue 24 Nov 16:30, Past", "Tue 08 Dec 16:30, DayOff, rather Wed 09 Dec 16:00"]);
    let found = lines(&office, &propose(&late, 50, works, &[], now));
    assert_eq!(found[0], "Tue 24 Nov 16:30, Outside, rather Tue 24 Nov 16:00");
    let night = [Planned { at: wall(&office, "2026-11-24T10:00"), skipped: true }];
    assert_eq!(propose(&night, 50, works, &[], now)[0].in_the_way, Some(InTheWay::Skipped));
}

#[test]
fn no_date_that_is_proposed_lies_on_a_day_off_or_over_what_is_taken_or_over_another() {
    let mut seed = 11_u64;
    let mut next = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((seed >> 33) % most).unwrap()
    };
    for round in 0..60 {
        let begin = madrid(&[]).instant(date(2026, 1, 1), jiff::civil::time(0, 0, 0, 0)).unwrap();
        let day = |n: i64| begin.plus_seconds(n * 86_400).on(&jiff::tz::TimeZone::UTC).date();
        let holidays: BTreeSet<Date> = (0..20).map(|_| day(next(365))).collect();
        let office = OfficeCalendar { holidays, ..madrid(&[]) };
        let works = Works { office: &office, hours: &WorkingHours::of_the_office() };
        let taken: Vec<Taken> = (0..200)
            .map(|_| {
                let start = begin.plus_seconds(next(365 * 96) * 900);
                let end = start.plus_seconds(900 + next(40) * 900);
                Taken { period: Period { start, end }, by: InTheWay::WorkerTaken }
            })
            .collect();
        let minutes = u16::try_from(15 + next(120)).unwrap();
        let weeks = u8::try_from(1 + next(4)).unwrap();
        let first = begin.plus_seconds(next(60 * 96) * 900);
        let now = first.plus_seconds(next(20) * -86_400 + 86_400);
        let dates = Rhythm { first, weeks, count: 12 }.dates(works);
        let offered: Vec<Period> = propose(&dates, minutes, works, &taken, now)
            .iter()
            .filter_map(|one| if one.in_the_way.is_none() { Some(one.planned) } else { one.instead })
            .map(|start| Period { start, end: start.plus_seconds(i64::from(minutes) * 60) })
            .collect();
        for (at, one) in offered.iter().enumerate() {
            assert!(taken.iter().all(|taken| !taken.period.overlaps(*one)), "{round}: {one:?}");
            assert!(offered.iter().skip(at + 1).all(|other| !other.overlaps(*one)), "{round}: {one:?}");
            assert!(office.works_on(one.start.on(&office.time_zone()).date()) && now <= one.start, "{round}: {one:?}");
        }
    }
}
