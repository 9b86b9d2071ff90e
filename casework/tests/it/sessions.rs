//! Appointments and sessions (FS-4.1.1, FS-4.1.3, FS-4.2.2, FS-4.3.1, FS-4.3.3).

use casework::Failure;
use casework::assessments::{RecordAssessment, record_assessment};
use casework::sessions::{
    BookSession, CannotMeetHere, RecordSession, SessionMissed, Wanted, book_session, free_times, record_not_held,
    record_session,
};
use casework::today::today;
use domain::cases::CaseFile;
use domain::ids::DossierId;
use domain::plans::GoalRating;
use domain::policy::Action;
use domain::sessions::{CannotMeet, Next, NotHeld, SessionNotHeld, Slot};
use insta::assert_snapshot;

use crate::cast::{AMINA, FELIX, MARIA, Person, TOMAS};
use crate::orders::{assessment, line, session, slot};
use crate::world::{NOW, World, story};

async fn book(world: &World, by: Person, case: DossierId, slot: Slot) -> Result<u32, Failure<CannotMeetHere>> {
    book_session(&world.acting(by), BookSession { case, slot }, world.ink()).await.map(|entry| entry.number.0)
}

fn client_taken<T: std::fmt::Debug>(outcome: Result<T, Failure<CannotMeetHere>>) -> bool {
    matches!(outcome, Err(Failure::Rule(CannotMeetHere::Session(CannotMeet::ClientTaken))))
}

fn taken<T: std::fmt::Debug>(outcome: Result<T, Failure<CannotMeetHere>>) -> bool {
    matches!(outcome, Err(Failure::Rule(CannotMeetHere::Session(CannotMeet::SlotTaken))))
}

#[test]
fn a_session_is_recorded_with_the_next_booking_under_one_signature() {
    let told = story(async |world| {
        let goal = world.item("the goal");
        let case = world.case().assessed().await;
        let maria = world.id(MARIA);
        let (first, second) = (world.item("first session"), world.item("second session"));
        book(world, MARIA, case, slot(first, maria, NOW.plus_seconds(3600))).await.unwrap();
        world.tell("the first session is booked").await;

        world.clock.pass(2 * 3600);
        let next = Next::Booked(slot(second, maria, NOW.plus_seconds(7 * 86_400)));
        let mut note = session(Some(first), next);
        note.ratings.push(GoalRating { goal, step: 3 });
        let order = RecordSession { case, session: note.clone() };
        let signing = || world.ink().happened(NOW.plus_seconds(3600));
        let why = record_session(&world.acting(MARIA), order, signing()).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotMeetHere::Session(CannotMeet::UnknownGoal))));
        note.ratings.clear();
        note.significant = true;
        let order = RecordSession { case, session: note };
        record_session(&world.acting(MARIA), order, signing()).await.unwrap();
        world.tell("note, significant intervention and next booking").await;

        let order = RecordAssessment { case, assessment: assessment() };
        record_assessment(&world.acting(MARIA), order, world.ink()).await.unwrap();
        let seen = world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let kinds: Vec<_> = seen.assessments.made.iter().map(|(_, _, made)| made.kind.word()).collect();
        assert_eq!(kinds, ["Initial assessment", "Assessment after a significant intervention"]);
        world.tell("the assessment that it asks for").await;
    });
    assert_snapshot!(told, @"
    # the first session is booked
    entry  case 1 #3 SessionBooked, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: next_session, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  +case 1: session_note “first session”, maria, Mon 05 Jan 10:50 – Tue 06 Jan 17:00
    slot  +case 1: “first session” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, booked

    # note, significant intervention and next booking
    entry  case 1 #4 SessionRecorded, Confidential, by maria as Author with RecentSignIn, of Mon 05 Jan 10:00
    duty  +case 1: intervention_assessment, maria, Mon 05 Jan 10:00 – Mon 12 Jan 17:00
    duty  -case 1: progress_assessment, maria, Mon 05 Jan 09:00 – Mon 06 Apr 17:00
    duty  -case 1: session_note “first session”, maria, Mon 05 Jan 10:50 – Tue 06 Jan 17:00
    duty  +case 1: session_note “second session”, maria, Mon 12 Jan 09:50 – Tue 13 Jan 17:00
    slot  -case 1: “first session” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, booked
    slot  +case 1: “first session” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, held
    slot  +case 1: “second session” with maria, Mon 12 Jan 09:00 – Mon 12 Jan 09:50, booked

    # the assessment that it asks for
    entry  case 1 #5 AssessmentRecorded, Confidential, by maria as Author with RecentSignIn
    ledger opened case 1 up to #5 by maria for ReadCase
    duty  -case 1: intervention_assessment, maria, Mon 05 Jan 10:00 – Mon 12 Jan 17:00
    duty  +case 1: progress_assessment, maria, Mon 05 Jan 11:00 – Mon 06 Apr 17:00
    ");
}

#[test]
fn of_two_workers_who_book_one_hour_at_once_one_wins() {
    story(async |world| {
        let one = world.case().await;
        let two = world.case().carried_by(AMINA).await;
        let at = NOW.plus_seconds(3600);
        let mine = slot(world.item("one"), world.id(FELIX), at);
        let yours = slot(world.item("two"), world.id(FELIX), at.plus_seconds(1800));
        let both = tokio::join!(book(world, MARIA, one, mine), book(world, AMINA, two, yours));
        match both {
            (Ok(_), lost) | (lost, Ok(_)) => assert!(taken(lost)),
            other => panic!("{other:?}"),
        }
        let touching = slot(world.item("three"), world.id(FELIX), at.plus_seconds(-3000));
        book(world, MARIA, one, touching).await.unwrap();
    });
}

#[test]
fn a_client_is_in_one_session_at_a_time_in_whichever_case() {
    story(async |world| {
        let client = world.client().await;
        let (one, two) = (world.case().of(client).await, world.case().of(client).carried_by(AMINA).await);
        let other = world.case().await;
        let at = |minutes: i64| NOW.plus_seconds(minutes * 60);
        book(world, MARIA, one, slot(world.item("one"), world.id(MARIA), at(60))).await.unwrap();
        let beside = |name: &str, minutes| slot(world.item(name), world.id(AMINA), at(minutes));
        assert!(client_taken(book(world, AMINA, two, beside("two", 90)).await), "the client is with Maria");
        book(world, AMINA, two, beside("three", 110)).await.unwrap();
        let (a, b) = (beside("a", 240), slot(world.item("b"), world.id(FELIX), at(260)));
        match tokio::join!(book(world, MARIA, one, b), book(world, AMINA, two, a)) {
            (Ok(_), lost) | (lost, Ok(_)) => assert!(client_taken(lost)),
            both => panic!("{both:?}"),
        }
        book(world, MARIA, other, slot(world.item("else"), world.id(TOMAS), at(60))).await.unwrap();
    });
}

#[test]
fn times_are_offered_that_are_free_for_both_in_the_rhythm_of_the_sessions() {
    story(async |world| {
        let client = world.client().await;
        let (case, beside) = (world.case().of(client).await, world.case().of(client).carried_by(AMINA).await);
        let (maria, amina) = (world.id(MARIA), world.id(AMINA));
        // Monday, 10:00, and a fortnight later
        let hour = |days: i64, minutes: i64| NOW.plus_seconds(3600 + days * 86_400 + minutes * 60);
        let first = world.item("first");
        book(world, MARIA, case, slot(first, maria, hour(0, 0))).await.unwrap();
        world.clock.pass(2 * 3600);
        let second = world.item("second");
        let note = session(Some(first), Next::Booked(slot(second, maria, hour(14, 0))));
        let ink = world.ink().happened(hour(0, 0));
        record_session(&world.acting(MARIA), RecordSession { case, session: note }, ink).await.unwrap();
        book(world, MARIA, case, slot(world.item("hers"), maria, hour(28, 0))).await.unwrap();
        book(world, AMINA, beside, slot(world.item("theirs"), amina, hour(28, 60))).await.unwrap();

        let of = async |person, wanted| free_times(&world.acting(person), wanted).await;
        let wanted =
            Wanted { case, instead_of: Some(second), staff: None, minutes: None, near: None, at: None, most: 3 };
        let found = of(MARIA, wanted).await.unwrap();
        assert_eq!(
            found.times,
            [hour(28, -60), hour(28, 120), hour(29, 0)],
            "two weeks on; from ten to twelve is taken"
        );
        assert_eq!(found.nearest, Some(hour(28, -60)));
        let near = Wanted { near: Some(hour(14, 15)), most: 1, ..wanted };
        assert_eq!(of(MARIA, near).await.unwrap().times, [hour(14, 15)], "the booking that ends is not in its own way");
        let other = Wanted { near: Some(hour(14, 15)), instead_of: None, most: 1, ..wanted };
        assert_eq!(of(MARIA, other).await.unwrap().times, [hour(14, 60)]);
        let past = Wanted { near: Some(hour(-30, 0)), most: 1, ..wanted };
        assert!(NOW.plus_seconds(7200) <= of(MARIA, past).await.unwrap().times[0]);
        assert!(matches!(of(FELIX, wanted).await, Err(Failure::Refused(_))), "no tie, no calendar");
    });
}

#[test]
fn a_session_may_move_to_a_time_that_overlaps_its_own_and_no_other() {
    let told = story(async |world| {
        let case = world.case().await;
        let maria = world.id(MARIA);
        let (first, other, moved) = (world.item("first"), world.item("other"), world.item("moved"));
        let at = |minutes: i64| NOW.plus_seconds(minutes * 60);
        book(world, MARIA, case, slot(first, maria, at(60))).await.unwrap();
        book(world, MARIA, case, slot(other, maria, at(180))).await.unwrap();
        let to = async |minutes| {
            let next = Next::Booked(slot(moved, maria, at(minutes)));
            let order = SessionNotHeld { slot: first, why: NotHeld::Moved, note: None, next };
            record_not_held(&world.acting(MARIA), SessionMissed { case, order }, world.ink()).await
        };
        assert!(taken(to(170).await));
        to(80).await.unwrap();
        world.tell("booked, and moved by twenty minutes").await;
    });
    assert_snapshot!(told, @"
    # booked, and moved by twenty minutes
    entry  case 1 #2 SessionBooked, Confidential, by maria as Author with RecentSignIn
    entry  case 1 #3 SessionBooked, Confidential, by maria as Author with RecentSignIn
    entry  case 1 #4 SessionNotHeld, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: next_session, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    duty  +case 1: session_note “moved”, maria, Mon 05 Jan 11:10 – Tue 06 Jan 17:00
    duty  +case 1: session_note “other”, maria, Mon 05 Jan 12:50 – Tue 06 Jan 17:00
    slot  +case 1: “first” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, moved
    slot  +case 1: “moved” with maria, Mon 05 Jan 10:20 – Mon 05 Jan 11:10, booked
    slot  +case 1: “other” with maria, Mon 05 Jan 12:00 – Mon 05 Jan 12:50, booked
    ");
}

#[test]
fn a_missed_session_asks_for_a_follow_up() {
    let told = story(async |world| {
        let case = world.case().await;
        let first = world.item("first");
        book(world, MARIA, case, slot(first, world.id(MARIA), NOW.plus_seconds(3600))).await.unwrap();
        let missed = |why, next| {
            let order = SessionNotHeld { slot: first, why, note: None, next };
            SessionMissed { case, order }
        };
        let none = || Next::None(line("Will call"));
        let maria = world.acting(MARIA);
        let early = record_not_held(&maria, missed(NotHeld::NoShow, none()), world.ink()).await.unwrap_err();
        assert!(matches!(early, Failure::Rule(CannotMeetHere::Session(CannotMeet::NotYetBegun))));
        let nowhere = record_not_held(&maria, missed(NotHeld::Moved, none()), world.ink()).await.unwrap_err();
        assert!(matches!(nowhere, Failure::Rule(CannotMeetHere::Session(CannotMeet::MovedNowhere))));
        world.changes().await;

        world.clock.pass(2 * 3600);
        let maria = world.acting(MARIA);
        record_not_held(&maria, missed(NotHeld::NoShow, none()), world.ink()).await.unwrap();
        let again = record_not_held(&maria, missed(NotHeld::NoShow, none()), world.ink()).await.unwrap_err();
        assert!(matches!(again, Failure::Rule(CannotMeetHere::Session(CannotMeet::NoSuchBooking))));
        world.tell("the client did not come").await;
    });
    assert_snapshot!(told, @"
    # the client did not come
    entry  case 1 #3 SessionNotHeld, Confidential, by maria as Author with RecentSignIn
    duty  +case 1: missed_session “first”, maria, Mon 05 Jan 10:00 – Wed 07 Jan 17:00
    duty  -case 1: session_note “first”, maria, Mon 05 Jan 10:50 – Tue 06 Jan 17:00
    slot  -case 1: “first” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, booked
    slot  +case 1: “first” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, no_show
    ");
}

#[test]
fn an_hour_in_the_calendar_is_no_tie_to_the_file() {
    story(async |world| {
        let case = world.case().await;
        let hour = slot(world.item("hour"), world.id(FELIX), NOW.plus_seconds(3600));
        book(world, MARIA, case, hour).await.unwrap();
        book(world, MARIA, case, slot(world.item("hers"), world.id(MARIA), NOW.plus_seconds(7200))).await.unwrap();
        let of = async |person| today(&world.acting(person)).await.unwrap().sessions;
        let (his, hers) = (of(FELIX).await, of(MARIA).await);
        assert_eq!(his.len(), 1);
        assert!(his[0].client.is_none(), "he does not know the client");
        assert_eq!(hers[0].client.as_ref().map(|card| card.full_name()).as_deref(), Some("Jonas Feldkamp"));
        assert!(of(TOMAS).await.is_empty());
    });
}
