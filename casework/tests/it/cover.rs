//! Standing in for whoever carries a case: access comes and goes by itself (PT-3b, PT-4.4.2).

use casework::Failure;
use casework::cases::{HandOver, hand_over};
use casework::contacts::{LogContact, log_contact};
use casework::cover::{Cover, arrange_cover, arrange_covers, cases_to_cover, colleagues, end_cover};
use casework::hours::note_absence;
use casework::sessions::{BookSession, book_session};
use casework::today::today;
use domain::absences::AbsenceNoted;
use domain::cases::CaseFile;
use domain::clients::ClientFile;
use domain::contacts::ContactKind;
use domain::cover::CannotCover;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::{Action, TieKind};
use domain::slots::Period;
use domain::time::Instant;
use insta::assert_snapshot;

use crate::cast::{AMINA, BEA, FELIX, HELENA, MARIA, NADIA, PAVEL, Person, RUBEN, SOFIA, TOMAS};
use crate::orders::{contact, line, slot};
use crate::world::{NOW, World, story};

const DAY: i64 = 86_400;

/// So many days after Monday, 5 January 2026, 09:00 UTC.
fn at(days: i64) -> Instant {
    NOW.plus_seconds(days * DAY)
}

fn cover(world: &World, staff: Person, from: i64, to: i64) -> Cover {
    let time = Period { start: at(from), end: at(to) };
    Cover { of: world.id(MARIA), staff: world.id(staff), time, note: Some(line("Calls on Mondays")) }
}

async fn reads(world: &World, person: Person, case: DossierId) -> bool {
    world.acting(person).view::<CaseFile>(Action::ReadCase, case).await.is_ok()
}

#[test]
fn access_comes_with_the_cover_and_goes_with_it() {
    let told = story(async |world| {
        let case = world.case().await;
        let order = cover(world, AMINA, 1, 3);
        arrange_cover(&world.acting(MARIA), case, order, world.ink()).await.unwrap();
        world.tell("she names a colleague for two days").await;

        let log = async |by: Person| {
            let order = LogContact { case, contact: contact(ContactKind::ServiceUpdate) };
            log_contact(&world.acting(by), order, world.ink()).await
        };
        for (seconds, may) in [(DAY - 1, false), (DAY, true), (2 * DAY, true), (3 * DAY - 1, true), (3 * DAY, false)] {
            world.clock.set(NOW.plus_seconds(seconds));
            assert_eq!(reads(world, AMINA, case).await, may, "{seconds} seconds after nine on Monday");
            let list = casework::clients::my_clients(&world.acting(AMINA)).await.unwrap();
            assert_eq!(list.len(), usize::from(may), "the client is on the list as long as the cover lasts");
            assert!(reads(world, MARIA, case).await && !reads(world, RUBEN, case).await);
        }
        world.clock.set(at(2));
        assert!(log(AMINA).await.is_ok(), "who stands in works on the case");
        let seen = world.acting(AMINA).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        assert_eq!(seen.clearance, Level::Confidential);
        let mine = seen.client().unwrap();
        assert!(world.acting(AMINA).view::<ClientFile>(Action::ReadClient, mine).await.is_ok());
        // the page is open; a second later it is over, and what was typed cannot be signed
        world.clock.set(NOW.plus_seconds(3 * DAY));
        assert!(matches!(log(AMINA).await, Err(Failure::Refused(_))));
        assert!(world.acting(AMINA).view::<ClientFile>(Action::ReadClient, mine).await.is_err());
    });
    assert_snapshot!(told.lines().take(3).collect::<Vec<_>>().join("\n"), @"
    # she names a colleague for two days
    entry  case 1 #2 CoverArranged, Confidential, by maria as Author with RecentSignIn
    tie   +case 1: amina covers until Thu 08 Jan 09:00
    ");
}

#[test]
fn who_cannot_stand_in_is_not_named() {
    story(async |world| {
        let case = world.case().await;
        let by = async |by: Person, order: Cover| {
            arrange_cover(&world.acting(by), case, order, world.ink()).await.map_err(|failure| match failure {
                Failure::Rule(rule) => Some(rule),
                Failure::Refused(_) => None,
                other => panic!("{other}"),
            })
        };
        for stranger in [AMINA, HELENA, SOFIA, BEA, PAVEL, NADIA] {
            assert_eq!(by(stranger, cover(world, AMINA, 1, 2)).await, Err(None), "{}", stranger.name);
        }
        let absence = AbsenceNoted { id: world.item("ill"), starts: at(1), ends: at(4), kind: None };
        note_absence(&world.acting(AMINA), world.id(AMINA), absence, world.ink()).await.unwrap();
        world.tie(case, RUBEN, TieKind::Excluded).await;
        for (staff, from, to, why) in [
            (AMINA, 3, 6, CannotCover::Away),
            (RUBEN, 1, 2, CannotCover::Excluded),
            (SOFIA, 1, 2, CannotCover::WrongRole),
            (MARIA, 1, 2, CannotCover::OwnCase),
            (TOMAS, 1, 2, CannotCover::OwnCase),
            (FELIX, 1, 86, CannotCover::TooLong),
            (FELIX, 2, 1, CannotCover::Backwards),
            (FELIX, -2, 0, CannotCover::Past),
        ] {
            assert_eq!(by(TOMAS, cover(world, staff, from, to)).await, Err(Some(why)), "{}", staff.name);
        }
        assert!(by(TOMAS, cover(world, AMINA, 4, 6)).await.is_ok(), "she is back then");
        assert_eq!(by(MARIA, cover(world, FELIX, 5, 8)).await, Err(Some(CannotCover::Covered)));
        assert_eq!(by(MARIA, cover(world, AMINA, 8, 9)).await, Err(Some(CannotCover::Named)));
        assert!(by(MARIA, cover(world, FELIX, 6, 8)).await.is_ok(), "one after the other");
        world.clock.set(at(5));
        assert_eq!(by(AMINA, cover(world, NADIA, 8, 9)).await, Err(None), "who stands in names nobody else");
        world.clock.set(at(6));
        assert!(by(MARIA, cover(world, AMINA, 8, 9)).await.is_ok(), "again, when it is over");
        assert!(!reads(world, AMINA, case).await);
        world.clock.set(at(8));
        assert!(reads(world, AMINA, case).await);
    });
}

#[test]
fn a_cover_ends_early_with_a_hand_over_and_with_the_case() {
    story(async |world| {
        let case = world.case().await;
        let arrange = async |staff, from, to| {
            arrange_cover(&world.acting(TOMAS), case, cover(world, staff, from, to), world.ink()).await.unwrap();
            let seen = world.acting(TOMAS).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
            seen.covers.all.last().unwrap().id
        };
        let running = arrange(AMINA, 0, 5).await;
        let coming = arrange(FELIX, 5, 9).await;
        world.clock.pass(3600);
        assert!(reads(world, AMINA, case).await);
        for cover in [running, coming] {
            let refused = end_cover(&world.acting(AMINA), case, cover, world.ink()).await;
            assert!(matches!(refused, Err(Failure::Refused(_))));
            end_cover(&world.acting(MARIA), case, cover, world.ink()).await.unwrap();
        }
        assert!(!reads(world, AMINA, case).await);
        let again = end_cover(&world.acting(MARIA), case, running, world.ink()).await;
        assert!(matches!(again, Err(Failure::Rule(CannotCover::Over))));
        let again = end_cover(&world.acting(MARIA), case, coming, world.ink()).await;
        assert!(matches!(again, Err(Failure::Rule(CannotCover::NotKnown))));
        world.clock.set(at(6));
        assert!(!reads(world, FELIX, case).await, "it never began");

        arrange(AMINA, 6, 9).await;
        world.clock.pass(3600);
        let (worker, supervisor) = (world.id(RUBEN), world.id(TOMAS));
        let order = HandOver { case, worker, supervisor, reason: line("He knows her") };
        hand_over(&world.acting(TOMAS), order, world.ink()).await.unwrap();
        assert!(!reads(world, AMINA, case).await, "she stood in for somebody else");
        let stale = arrange_cover(&world.acting(TOMAS), case, cover(world, AMINA, 7, 9), world.ink()).await;
        assert!(matches!(stale, Err(Failure::Rule(CannotCover::OtherHands))));

        let other = world.case().laddered(5).await;
        arrange_cover(&world.acting(TOMAS), other, cover(world, AMINA, 6, 60), world.ink()).await.unwrap();
        world.clock.pass(60);
        assert!(reads(world, AMINA, other).await);
        world.close(other, TOMAS).await;
        assert!(!reads(world, AMINA, other).await);
    });
}

#[test]
fn the_duties_of_whoever_is_covered_are_on_the_list_of_who_stands_in() {
    story(async |world| {
        let (case, other) = (world.case().await, world.case().await);
        let later = slot(world.item("later"), world.id(MARIA), at(2));
        book_session(&world.acting(MARIA), BookSession { case, slot: later }, world.ink()).await.unwrap();
        let absence = AbsenceNoted { id: world.item("leave"), starts: at(1), ends: at(8), kind: None };
        note_absence(&world.acting(MARIA), world.id(MARIA), absence, world.ink()).await.unwrap();
        assert!(today(&world.acting(AMINA)).await.unwrap().duties.is_empty());

        let seen = cases_to_cover(&world.acting(MARIA), world.id(MARIA)).await.unwrap();
        assert_eq!(seen.iter().map(|one| one.case).collect::<Vec<_>>(), [case, other]);
        assert!(cases_to_cover(&world.acting(SOFIA), world.id(MARIA)).await.unwrap().is_empty());
        assert!(cases_to_cover(&world.acting(FELIX), world.id(MARIA)).await.is_err());
        let free = colleagues(&world.acting(MARIA), world.id(MARIA)).await.unwrap();
        let loads: Vec<(&str, u32)> = free.iter().map(|one| (one.card.name.as_str(), one.cases)).collect();
        assert_eq!(loads, [("Amina Osei", 0), ("Felix Moreau", 0), ("Nadia Brandt", 0), ("Ruben Achterberg", 0)]);

        let cases: Vec<DossierId> = seen.iter().map(|one| one.case).collect();
        let order = cover(world, AMINA, 1, 8);
        let signing = world.seal(MARIA, domain::signature::Meaning::Author);
        let many = arrange_covers(&world.acting(MARIA), &cases, order.clone(), &signing).await.unwrap();
        assert_eq!((many.done, many.left.len()), (2, 0));
        let once = casework::Signing { once: Some(world.acting(MARIA).new_once()), ..world.ink() };
        let many = arrange_covers(&world.acting(MARIA), &cases, order, &once).await.unwrap();
        assert_eq!(many.done, 0);
        assert!(many.left.iter().all(|(_, why)| *why == Some(CannotCover::Covered)));

        assert!(today(&world.acting(AMINA)).await.unwrap().duties.is_empty(), "not before it begins");
        world.clock.set(at(1));
        let list = today(&world.acting(AMINA)).await.unwrap().duties;
        assert!(
            !list.is_empty() && list.iter().all(|duty| duty.covered == Some((world.id(MARIA), MARIA.name.to_owned())))
        );
        assert!(list.iter().all(|duty| duty.due < at(8)), "what falls due later is hers again");
        let mine = today(&world.acting(MARIA)).await.unwrap().duties;
        assert!(mine.iter().all(|duty| duty.covered.is_none()));
        let rules = world.house.organisation().await.unwrap().rulebook.clone();
        assert!(0 < world.acting(AMINA).waiting(&rules).await.unwrap().overdue + 1);
        let moves = casework::calendar::to_move(&world.acting(AMINA)).await.unwrap();
        assert_eq!(moves.len(), 1, "and the session over the absence is hers to move");
        world.clock.set(at(8));
        assert!(today(&world.acting(AMINA)).await.unwrap().duties.is_empty());
        assert!(casework::calendar::to_move(&world.acting(AMINA)).await.unwrap().is_empty());
    });
}
