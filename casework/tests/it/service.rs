//! The service review: figures that agree with the files, and who may see them (FS-6.1, FS-4.1.1).

use std::collections::BTreeMap;

use casework::Failure;
use casework::service::{ServiceSeen, WantedSpan, record_review, service_review};
use casework::sessions::{BookSession, RecordSession, SessionMissed, book_session, record_not_held, record_session};
use casework::today::{RecordsFile, today};
use domain::ids::{DossierId, ItemId, StaffId};
use domain::service::{CannotReview, Counts, DaySpan, RemindedBy, ServiceReviewed, Veiled};
use domain::sessions::{Next, NotHeld, SessionNotHeld};
use domain::time::Instant;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

use crate::cast::{AMINA, BEA, DANIEL, EDITH, GEORGE, JOANNA, MARIA, PAVEL, Person, TOMAS};
use crate::orders::{line, session, slot, words};
use crate::world::{NOW, World, story};

const DAY: i64 = 86_400;

async fn seen(world: &World, by: Person, wanted: WantedSpan) -> ServiceSeen {
    service_review(&world.acting(by), wanted).await.unwrap()
}

/// Chances that are the same on both engines.
fn dice() -> impl FnMut(u64) -> u64 {
    let mut seed = 11_u64;
    move |most| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    }
}

/// What one session came to, as the test knows it.
struct Told {
    staff: StaffId,
    starts: Instant,
    why: Option<NotHeld>,
    over: bool,
    wait: i64,
    next: bool,
}

/// Books sessions in this case for some weeks, holds some of them, and misses others.
async fn weeks(world: &World, by: Person, case: DossierId, next: &mut impl FnMut(u64) -> u64) -> Vec<Told> {
    let staff = world.id(by);
    let mut told = Vec::new();
    for week in 0..6 {
        let day = i64::try_from(next(5)).unwrap();
        // each case has an hour of its own, so that nobody is met twice at once
        let starts = NOW.plus_seconds(week * 7 * DAY + day * DAY + 3600);
        world.clock.set(NOW.plus_seconds(week * 7 * DAY));
        let id: ItemId = world.acting(by).new_item();
        if book_session(&world.acting(by), BookSession { case, slot: slot(id, staff, starts) }, world.ink())
            .await
            .is_err()
        {
            // the worker has another session then
            continue;
        }
        let wait = 3600 + i64::try_from(next(40)).unwrap() * 3600;
        world.clock.set(starts.plus_seconds(wait));
        let mut one = Told { staff, starts, why: None, over: true, wait, next: false };
        match next(8) {
            0 => one.over = false,
            roll @ 1..=4 => {
                let why = NotHeld::ALL[usize::try_from(roll - 1).unwrap()];
                let moved = why == NotHeld::Moved;
                let again = NOW.plus_seconds(400 * DAY + i64::try_from(next(20_000)).unwrap() * 3600);
                let to = if moved {
                    Next::Booked(slot(world.acting(by).new_item(), staff, again))
                } else {
                    Next::None(line("Will call"))
                };
                let order = SessionNotHeld { slot: id, why, note: Some(line("Ill")), next: to };
                record_not_held(&world.acting(by), SessionMissed { case, order }, world.ink()).await.unwrap();
                one.why = Some(why);
            }
            _ => {
                let mut note = session(Some(id), Next::None(line("Will call")));
                note.late_because = Some(line("Ill"));
                let order = RecordSession { case, session: note };
                record_session(&world.acting(by), order, world.ink().happened(starts)).await.unwrap();
            }
        }
        told.push(one);
    }
    told
}

/// Counts what was told, one after the other.
fn naive<'t>(told: impl Iterator<Item = &'t Told>) -> Counts {
    let mut counts = Counts::default();
    for one in told {
        match (one.over, one.why) {
            (false, _) => counts.booked += 1,
            (true, None) => counts.held += 1,
            (true, Some(NotHeld::NoShow)) => counts.no_show += 1,
            // all of it was said after the session was to begin
            (true, Some(NotHeld::CancelledByClient)) => {
                counts.by_client += 1;
                counts.late += 1;
            }
            (true, Some(NotHeld::CancelledByUs)) => counts.by_us += 1,
            (true, Some(NotHeld::Moved)) => counts.moved += 1,
        }
        if !one.over || one.why.is_none() {
            counts.minutes += 50;
        }
        if one.over && one.why.is_none() && !one.next {
            counts.without_next += 1;
        }
    }
    counts
}

#[test]
fn the_figures_agree_with_counting_the_sessions_one_by_one() {
    story(async |world| {
        let mut next = dice();
        let mut told = Vec::new();
        for by in [MARIA, AMINA, MARIA, AMINA, MARIA] {
            let case = world.case().carried_by(by).await;
            told.extend(weeks(world, by, case, &mut next).await);
        }
        world.clock.set(NOW.plus_seconds(60 * DAY));
        for (from, until) in [
            (date(2026, 1, 5), date(2026, 2, 20)),
            (date(2026, 1, 12), date(2026, 1, 16)),
            (date(2026, 1, 14), date(2026, 1, 14)),
            (date(2026, 3, 1), date(2026, 3, 2)),
        ] {
            let span = DaySpan { from, until };
            let on = |one: &Told| one.starts.on(&TimeZone::UTC).date();
            let within: Vec<&Told> = told.iter().filter(|one| (from..=until).contains(&on(one))).collect();
            let seen = seen(world, EDITH, WantedSpan::Days(span)).await;
            let figures = &seen.figures;
            assert_eq!(figures.all, naive(within.iter().copied()), "{from} to {until}");
            for (staff, counts) in &figures.workers {
                assert_eq!(*counts, naive(within.iter().copied().filter(|one| one.staff == *staff)), "one worker");
            }
            for (day, counts) in (1_i8..).zip(figures.weekdays) {
                let of = within.iter().copied().filter(|one| on(one).weekday().to_monday_one_offset() == day);
                assert_eq!(counts, naive(of), "day {day}");
            }
            let mut by_reminder = figures.reminded.clone();
            assert_eq!(by_reminder.remove(&RemindedBy::Nothing).unwrap_or_default(), figures.all);
            assert_eq!(by_reminder, BTreeMap::new(), "nobody was reminded");
            let mut waits: Vec<i64> =
                within.iter().filter(|one| one.over && one.why.is_none()).map(|one| one.wait).collect();
            waits.sort_unstable();
            let nth = |part: usize| waits.get((waits.len() * part).div_ceil(10).saturating_sub(1)).copied();
            assert_eq!((seen.waits.median, seen.waits.ninth), (nth(5), nth(9)));
            let in_time = waits.iter().filter(|wait| **wait <= 24 * 3600).count();
            assert_eq!((seen.waits.in_time as usize, seen.waits.held as usize), (in_time, waits.len()));
            let before = span.before();
            let earlier = told.iter().filter(|one| (before.from..=before.until).contains(&on(one)));
            assert_eq!(seen.earlier, naive(earlier));
        }
        // rows that are written anew say the same
        let whole = WantedSpan::Days(DaySpan { from: date(2026, 1, 1), until: date(2026, 2, 28) });
        let before = seen(world, EDITH, whole).await.figures;
        world.house.reindex(|_, _| ()).await.unwrap();
        assert_eq!(seen(world, EDITH, whole).await.figures, before);
    });
}

/// One held session in a case of this client.
async fn held(world: &World, by: Person, case: DossierId, starts: Instant, next: Next) {
    let id = world.acting(by).new_item();
    world.clock.set(starts.plus_seconds(-60));
    let order = BookSession { case, slot: slot(id, world.id(by), starts) };
    book_session(&world.acting(by), order, world.ink()).await.unwrap();
    world.clock.set(starts.plus_seconds(3600));
    let order = RecordSession { case, session: session(Some(id), next) };
    record_session(&world.acting(by), order, world.ink().happened(starts)).await.unwrap();
}

#[test]
fn of_a_few_clients_only_those_hear_who_may_read_their_cases() {
    story(async |world| {
        for which in 0..3 {
            let case = world.case().await;
            held(world, MARIA, case, NOW.plus_seconds(3600 + which * 7200), Next::None(line("Will call"))).await;
        }
        let today = WantedSpan::Days(DaySpan { from: date(2026, 1, 5), until: date(2026, 1, 5) });
        for (by, told) in [(TOMAS, Veiled::Shown), (EDITH, Veiled::Few), (DANIEL, Veiled::Few), (GEORGE, Veiled::Few)] {
            let figures = seen(world, by, today).await.figures;
            let programme = &figures.programmes[0];
            assert_eq!((programme.told, figures.all.held), (told, 3), "{}", by.name);
            assert_eq!(programme.counts.held, if told == Veiled::Shown { 3 } else { 0 });
        }
        for by in [MARIA, BEA, JOANNA, PAVEL] {
            let refused = service_review(&world.acting(by), today).await;
            assert!(matches!(refused, Err(Failure::Refused(_))), "{}", by.name);
        }
    });
}

#[test]
fn open_cases_without_a_next_session_are_counted_for_all_and_named_to_those_who_may_read_them() {
    story(async |world| {
        let (one, two) = (world.case().await, world.case().carried_by(AMINA).await);
        let new = world.case().await;
        let maria = world.id(MARIA);
        held(world, MARIA, one, NOW.plus_seconds(3600), Next::None(line("She is travelling"))).await;
        let later = slot(world.item("later"), world.id(AMINA), NOW.plus_seconds(30 * DAY));
        held(world, AMINA, two, NOW.plus_seconds(9_000), Next::Booked(later)).await;
        let weeks = WantedSpan::Weeks(4);
        let found = seen(world, TOMAS, weeks).await.without_next;
        assert_eq!((found.open, found.without, found.listed.len()), (3, 2, 2));
        let why: BTreeMap<DossierId, Option<&str>> =
            found.listed.iter().map(|case| (case.case, case.because.as_deref())).collect();
        assert_eq!(why, BTreeMap::from([(one, Some("She is travelling")), (new, None)]));
        assert!(found.listed.iter().all(|case| case.worker == Some(maria) && case.client.is_some()));
        let figures_only = seen(world, EDITH, weeks).await.without_next;
        assert_eq!((figures_only.open, figures_only.without, figures_only.listed.len()), (3, 2, 0));
        world.clock.set(NOW.plus_seconds(31 * DAY));
        assert_eq!(seen(world, TOMAS, weeks).await.without_next.without, 3, "what is over is not to come");
    });
}

#[test]
fn working_time_is_without_days_off_and_absences() {
    story(async |world| {
        let case = world.case().await;
        held(world, MARIA, case, NOW.plus_seconds(3600), Next::None(line("Will call"))).await;
        let maria = world.id(MARIA);
        let at = |hours: i64| NOW.plus_seconds(hours * 3600);
        let absence =
            domain::absences::AbsenceNoted { id: world.item("away"), starts: at(24), ends: at(48), kind: None };
        casework::hours::note_absence(&world.acting(MARIA), maria, absence, world.ink()).await.unwrap();
        let week = WantedSpan::Days(DaySpan { from: date(2026, 1, 5), until: date(2026, 1, 11) });
        let seen = seen(world, TOMAS, week).await;
        let hers = seen.hours.iter().find(|hours| hours.staff == maria).unwrap();
        assert_eq!((hers.working, hers.sessions, hers.share()), (4 * 8 * 60, 50, Some(3)));
        assert!(seen.hours.iter().all(|hours| seen.name(hours.staff) != "Beatriz Nogueira"), "she holds none");
    });
}

fn review(from: Date, until: Date) -> ServiceReviewed {
    ServiceReviewed { from, until, findings: words("More sessions are kept."), actions: words("Go on.") }
}

#[test]
fn a_review_is_signed_and_the_next_one_is_a_duty_in_time() {
    story(async |world| {
        let waits = async |by: Person| {
            let records = today(&world.acting(by)).await.unwrap().records;
            records.iter().filter(|one| one.about == RecordsFile::Service).count()
        };
        assert_eq!(waits(EDITH).await, 0);
        world.clock.set(NOW.plus_seconds(80 * DAY));
        assert_eq!((waits(EDITH).await, waits(TOMAS).await, waits(MARIA).await), (1, 1, 0), "two weeks before");
        let (from, until) = (date(2026, 1, 1), date(2026, 3, 20));
        for by in [DANIEL, MARIA, GEORGE] {
            let refused = record_review(&world.acting(by), review(from, until), world.ink()).await;
            assert!(matches!(refused, Err(Failure::Refused(_))), "{}", by.name);
        }
        let future = record_review(&world.acting(EDITH), review(from, date(2026, 5, 1)), world.ink()).await;
        assert!(matches!(future, Err(Failure::Rule(CannotReview::NotOver))));
        record_review(&world.acting(TOMAS), review(from, until), world.ink()).await.unwrap();
        assert_eq!((waits(EDITH).await, waits(TOMAS).await), (0, 0));
        let seen = seen(world, GEORGE, WantedSpan::Quarter).await;
        assert_eq!((seen.reviews.len(), seen.may_record), (1, false));
        assert_eq!(seen.name(seen.reviews[0].by), TOMAS.name);
        world.clock.set(NOW.plus_seconds(165 * DAY));
        assert_eq!(waits(EDITH).await, 1);
    });
}
