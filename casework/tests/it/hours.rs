//! When people work and when they are away (FS-4.1.3).

use casework::Failure;
use casework::calendar::{Whose, calendar, to_move};
use casework::hours::{hours, note_absence, set_hours, withdraw_absence};
use casework::sessions::{BookSession, CannotMeetHere, Chosen, Wanted, book_session, free_times};
use casework::today::today;
use domain::absences::{AbsenceKind, AbsenceNoted, CannotBeAway};
use domain::calendar::Day;
use domain::hours::{Stretch, WorkingHoursSet};
use domain::sessions::CannotMeet;
use domain::slots::{Period, SlotState};
use domain::time::Instant;
use insta::assert_snapshot;
use jiff::civil::{date, time};

use crate::cast::{AMINA, BEA, FELIX, HELENA, MARIA, SOFIA, TOMAS};
use crate::orders::slot;
use crate::world::{NOW, World, story};

/// So many hours after Monday, 5 January 2026, 09:00 UTC.
fn at(hours: i64) -> Instant {
    NOW.plus_seconds(hours * 3600)
}

fn away(world: &World, name: &str, starts: i64, ends: i64) -> AbsenceNoted {
    AbsenceNoted { id: world.item(name), starts: at(starts), ends: at(ends), kind: Some(AbsenceKind::Ill) }
}

#[test]
fn who_is_away_is_not_booked_and_what_was_booked_before_waits_to_be_moved() {
    let told = story(async |world| {
        let (mine, other) = (world.case().await, world.case().carried_by(AMINA).await);
        let amina = world.id(AMINA);
        let before = slot(world.item("before"), amina, at(25));
        let by_amina = world.acting(AMINA);
        book_session(&by_amina, BookSession { case: other, slot: before }, world.ink()).await.unwrap();
        world.changes().await;

        let absence = away(world, "ill", 24, 96);
        let ill = absence.id;
        note_absence(&by_amina, amina, absence, world.ink()).await.unwrap();
        world.tell("she is away from tomorrow on").await;

        let book = async |name, hour, minutes: i64| {
            let slot = slot(world.item(name), amina, at(hour).plus_seconds(minutes * 60));
            book_session(&world.acting(MARIA), BookSession { case: mine, slot }, world.ink()).await
        };
        for hour in [24, 50, 95] {
            let refused = book("over", hour, 0).await.unwrap_err();
            assert!(matches!(refused, Failure::Rule(CannotMeetHere::Session(CannotMeet::Away))), "{hour}");
        }
        assert!(book("right before", 23, 10).await.is_ok() && book("right after", 96, 0).await.is_ok());

        for (person, waiting) in [(AMINA, 1), (TOMAS, 1), (MARIA, 0), (HELENA, 0)] {
            let to_move = to_move(&world.acting(person)).await.unwrap();
            assert_eq!(to_move.len(), waiting, "{}", person.name);
            assert!(to_move.iter().all(|booking| booking.met.is_some()));
        }
        let sessions = today(&by_amina).await.unwrap().sessions;
        assert!(sessions.iter().all(|session| session.state == SlotState::Booked), "an absence is no session");
        world.changes().await;

        withdraw_absence(&by_amina, amina, ill, world.ink()).await.unwrap();
        assert!(book("over", 50, 0).await.is_ok());
        assert!(to_move(&by_amina).await.unwrap().is_empty());
        world.changes().await;
    });
    assert_snapshot!(told, @"
    # she is away from tomorrow on
    entry  amina #2 AbsenceNoted, Confidential, by amina as Author with RecentSignIn
    slot  +amina: “ill” with amina, Tue 06 Jan 09:00 – Fri 09 Jan 09:00, away
    ");
}

#[test]
fn why_somebody_is_away_only_they_are_told() {
    story(async |world| {
        let (amina, maria) = (world.id(AMINA), world.id(MARIA));
        note_absence(&world.acting(AMINA), amina, away(world, "ill", 24, 96), world.ink()).await.unwrap();
        note_absence(&world.acting(TOMAS), maria, away(world, "hers", 24, 96), world.ink()).await.unwrap();
        let kinds = async |by, staff| {
            let seen = hours(&world.acting(by), staff).await.unwrap();
            seen.absences.into_iter().map(|absence| absence.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(AMINA, amina).await, [Some(AbsenceKind::Ill)]);
        assert_eq!(kinds(TOMAS, amina).await, [None]);
        assert_eq!(kinds(SOFIA, amina).await, [None]);
        assert_eq!(kinds(MARIA, maria).await, [None], "nobody says for others why they are away");
        for stranger in [FELIX, BEA] {
            assert!(matches!(hours(&world.acting(stranger), amina).await, Err(Failure::Refused(_))));
            let order = away(world, "no", 200, 201);
            let refused = note_absence(&world.acting(stranger), amina, order, world.ink()).await;
            assert!(matches!(refused, Err(Failure::Refused(_))));
        }
        let time = Period { start: NOW, end: at(200) };
        let shown = calendar(&world.acting(MARIA), Whose::One(amina), time).await.unwrap();
        assert_eq!(shown.bookings.iter().map(|one| one.state).collect::<Vec<_>>(), [SlotState::Away]);
        assert!(shown.bookings[0].met.is_none());
        let later = Period { start: at(72), end: at(80) };
        let shown = calendar(&world.acting(MARIA), Whose::Everybody, later).await.unwrap();
        assert_eq!(shown.bookings.len(), 2, "on a day in the middle of it too");
    });
}

#[test]
fn an_absence_ends_when_somebody_is_back_and_a_past_one_stays() {
    story(async |world| {
        let amina = world.id(AMINA);
        let absence = away(world, "one", 1, 48);
        let one = absence.id;
        note_absence(&world.acting(AMINA), amina, absence, world.ink()).await.unwrap();
        let again = note_absence(&world.acting(AMINA), amina, away(world, "two", 20, 60), world.ink()).await;
        assert!(matches!(again, Err(Failure::Rule(CannotBeAway::Known))));
        world.clock.pass(24 * 3600);
        let by = world.acting(AMINA);
        withdraw_absence(&by, amina, one, world.ink()).await.unwrap();
        let time = Period { start: NOW, end: at(100) };
        let shown = calendar(&by, Whose::One(amina), time).await.unwrap();
        assert_eq!(shown.bookings.iter().map(|one| one.period.end).collect::<Vec<_>>(), [at(24)], "what is past stays");
        let late = withdraw_absence(&by, amina, one, world.ink()).await;
        assert!(matches!(late, Err(Failure::Rule(CannotBeAway::Over))));
    });
}

#[test]
fn times_are_offered_within_ones_own_hours() {
    story(async |world| {
        let case = world.case().await;
        let maria = world.id(MARIA);
        let stretch = |day, from, to| Stretch { day, from: time(from, 0, 0, 0), to: time(to, 0, 0, 0) };
        let week = vec![stretch(Day::Tuesday, 8, 9), stretch(Day::Thursday, 18, 20)];
        let order = WorkingHoursSet { from: date(2026, 1, 5), week: Some(week) };
        set_hours(&world.acting(MARIA), maria, order, world.ink()).await.unwrap();
        note_absence(&world.acting(MARIA), maria, away(world, "a", 80, 84), world.ink()).await.unwrap();
        let wanted = Wanted { case, instead_of: None, staff: None, minutes: None, near: Some(NOW), at: None, most: 3 };
        let found = free_times(&world.acting(MARIA), wanted).await.unwrap();
        // Tuesday at eight; on Thursday evening she is away; Tuesday, and Thursday a week later
        assert_eq!(found.times, [at(23), at(23 + 7 * 24), at(81 + 7 * 24)]);
        assert!(found.week.is_some_and(|week| week.len() == 2));
        let chosen = async |hour| {
            let wanted = Wanted { at: Some(at(hour)), ..wanted };
            free_times(&world.acting(MARIA), wanted).await.unwrap().chosen
        };
        assert_eq!(
            [chosen(23).await, chosen(24).await, chosen(81).await],
            [Chosen::Usual, Chosen::Outside, Chosen::Away]
        );
        let outside = slot(world.item("noon"), maria, at(26));
        assert!(book_session(&world.acting(MARIA), BookSession { case, slot: outside }, world.ink()).await.is_ok());

        let explained = world.house.explain_slots("Maria Vega", 50, 7).await.unwrap().unwrap();
        assert!(explained.taken.iter().any(|taken| taken.away));
        assert!(explained.closed.contains(&date(2026, 1, 7)), "a Wednesday");
    });
}
