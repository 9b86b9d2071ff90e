//! After a session that was missed: attempts, welfare checks, the supervisor's look, and ending a case fairly (FS-4.3.3).

use casework::Failure;
use casework::missed::{MakeAttempt, amend_missed, amend_unkept, make_attempt};
use casework::organisation::rulebook;
use casework::sessions::{BookSession, SessionMissed, book_session, record_not_held};
use domain::ids::{DossierId, ItemId};
use domain::missed::{AttemptMade, AttemptRule, Came, CannotAttempt, MissedRules, Unkept, Welfare};
use domain::reach::Channel;
use domain::sessions::{CannotMeet, Next, NotHeld, SessionNotHeld};
use domain::signature::Meaning;
use insta::assert_snapshot;

use crate::cast::{EDITH, FELIX, MARIA, Person, TOMAS};
use crate::orders::{line, slot};
use crate::world::{NOW, World, story};

const DAY: i64 = 86_400;

/// A session of Monday at ten that the client missed; it is Tuesday morning.
async fn missed(world: &World, case: DossierId) -> ItemId {
    let item = world.item("missed");
    let slot = slot(item, world.id(MARIA), NOW.plus_seconds(3600));
    book_session(&world.acting(MARIA), BookSession { case, slot }, world.ink()).await.unwrap();
    world.clock.pass(2 * 3600);
    let order = SessionNotHeld { slot: item, why: NotHeld::NoShow, note: None, next: Next::None(line("Will call")) };
    record_not_held(&world.acting(MARIA), SessionMissed { case, order }, world.ink()).await.unwrap();
    world.clock.pass(DAY);
    item
}

async fn attempt(
    world: &World,
    by: Person,
    case: DossierId,
    slot: ItemId,
    came: Came,
) -> Result<(), Failure<CannotAttempt>> {
    let attempt = AttemptMade { slot, channel: Channel::Phone, welfare: false, came, note: None, late_because: None };
    make_attempt(&world.acting(by), MakeAttempt { case, attempt }, world.ink()).await.map(drop)
}

#[test]
fn nobody_drops_out_in_silence() {
    let told = story(async |world| {
        let case = world.case().await;
        let first = missed(world, case).await;
        world.tell("the client did not come").await;
        attempt(world, MARIA, case, first, Came::MessageLeft).await.unwrap();
        world.tell("a call").await;
        world.clock.pass(3 * DAY);
        attempt(world, MARIA, case, first, Came::NotReached).await.unwrap();
        world.clock.pass(7 * DAY);
        attempt(world, MARIA, case, first, Came::Undeliverable).await.unwrap();
        world.tell("another call, and a letter that came back").await;
        let again = Next::Booked(slot(world.item("again"), world.id(MARIA), NOW.plus_seconds(30 * 86_400)));
        attempt(world, MARIA, case, first, Came::Reached(again)).await.unwrap();
        world.tell("the client calls by themselves").await;
        let late = attempt(world, MARIA, case, first, Came::NotReached).await.unwrap_err();
        assert!(matches!(late, Failure::Rule(CannotAttempt::NothingMissed)));
    });
    assert_snapshot!(told, @"
    # the client did not come
    entry  case 1 #2 SessionBooked, Confidential, by maria as Author with RecentSignIn
    entry  case 1 #3 SessionNotHeld, Confidential, by maria as Author with RecentSignIn
    duty  +case 1: missed_session “missed”, maria, Mon 05 Jan 10:00 – Wed 07 Jan 17:00
    duty  -case 1: next_session, maria, Mon 05 Jan 09:00 – Mon 12 Jan 17:00
    slot  +case 1: “missed” with maria, Mon 05 Jan 10:00 – Mon 05 Jan 10:50, no_show

    # a call
    entry  case 1 #4 AttemptMade, Confidential, by maria as Author with RecentSignIn
    duty  +case 1: missed_session “missed”, maria, Mon 05 Jan 10:00 – Fri 09 Jan 17:00
    duty  -case 1: missed_session “missed”, maria, Mon 05 Jan 10:00 – Wed 07 Jan 17:00

    # another call, and a letter that came back
    entry  case 1 #5 AttemptMade, Confidential, by maria as Author with RecentSignIn
    entry  case 1 #6 AttemptMade, Confidential, by maria as Author with RecentSignIn
    duty  +case 1: missed_again, tomas, Fri 16 Jan 11:00 – Wed 21 Jan 17:00
    duty  -case 1: missed_session “missed”, maria, Mon 05 Jan 10:00 – Fri 09 Jan 17:00

    # the client calls by themselves
    entry  case 1 #7 AttemptMade, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: missed_again, tomas, Fri 16 Jan 11:00 – Wed 21 Jan 17:00
    duty  +case 1: session_note “again”, maria, Wed 04 Feb 09:50 – Thu 05 Feb 17:00
    slot  +case 1: “again” with maria, Wed 04 Feb 09:00 – Wed 04 Feb 09:50, booked
    ");
}

#[test]
fn an_attempt_is_made_by_whoever_works_on_the_case_and_books_no_time_that_is_taken() {
    story(async |world| {
        let case = world.case().await;
        let first = missed(world, case).await;
        assert!(matches!(attempt(world, FELIX, case, first, Came::NotReached).await, Err(Failure::Refused(_))));
        let other = world.case().await;
        let at = NOW.plus_seconds(9 * 86_400);
        let taken = slot(world.item("taken"), world.id(MARIA), at);
        book_session(&world.acting(MARIA), BookSession { case: other, slot: taken }, world.ink()).await.unwrap();
        let over = || Came::Reached(Next::Booked(slot(world.item("over"), world.id(MARIA), at.plus_seconds(600))));
        let lost = attempt(world, MARIA, case, first, over()).await.unwrap_err();
        assert!(matches!(lost, Failure::Rule(CannotAttempt::Session(CannotMeet::SlotTaken))));
        // of two who reach the client at once, one is heard
        let (one, two) = tokio::join!(
            attempt(world, MARIA, case, first, Came::Reached(Next::None(line("Comes in May")))),
            attempt(world, TOMAS, case, first, Came::Reached(Next::None(line("Comes in June")))),
        );
        assert!(one.is_ok() ^ two.is_ok());
    });
}

#[test]
fn the_director_says_what_is_done_and_the_duties_follow_with_the_next_entry() {
    let told = story(async |world| {
        let case = world.case().await;
        let first = missed(world, case).await;
        world.changes().await;
        let letter = AttemptRule { channel: Channel::Letter, days: 10 };
        let steps = || MissedRules { attempts: vec![letter], welfare: Welfare::Always, welfare_days: 2 };
        let maria = world.acting(MARIA);
        assert!(!rulebook(&maria).await.unwrap().may_amend);
        let refused =
            amend_missed(&maria, "general", steps(), line("Slower"), world.seal(EDITH, Meaning::Approved)).await;
        assert!(matches!(refused, Err(Failure::Refused(_))));
        let edith = world.acting(EDITH);
        amend_missed(&edith, "general", steps(), line("Slower"), world.seal(EDITH, Meaning::Approved)).await.unwrap();
        let figures = Unkept { in_a_row: 1, late_hours: 48, waiting_days: 7 };
        amend_unkept(&edith, figures, line("Sooner"), world.seal(EDITH, Meaning::Approved)).await.unwrap();
        let rules = rulebook(&edith).await.unwrap().rulebook;
        assert_eq!((rules.missed_in_a_row, rules.late_cancel_hours, rules.waiting_days), (1, 48, 7));
        attempt(world, MARIA, case, first, Came::NotReached).await.unwrap();
        world.tell("one letter, a welfare check, and the supervisor at once").await;
    });
    assert_snapshot!(told, @"
    # one letter, a welfare check, and the supervisor at once
    entry  the organisation #4 RulebookAmended, Confidential, by edith as Approved with PasswordAndCode
    entry  case 1 #4 AttemptMade, Confidential, by maria as Author with RecentSignIn
    entry  the organisation #5 RulebookAmended, Confidential, by edith as Approved with PasswordAndCode
    ledger denied the organisation by maria for AmendRulebook
    duty  +case 1: missed_again, tomas, Tue 06 Jan 11:01 – Fri 09 Jan 17:00
    duty  -case 1: missed_session “missed”, maria, Mon 05 Jan 10:00 – Wed 07 Jan 17:00
    duty  +case 1: welfare_check “missed”, maria, Mon 05 Jan 10:00 – Wed 07 Jan 17:00
    ");
}
