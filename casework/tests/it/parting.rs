//! The end of a case as its people see it: the client is told, access is looked at, the client is asked once more (CC-5, RC-4.4, RC-5).

use casework::Failure;
use casework::accounts::{CannotAddStaff, dismiss_staff};
use casework::cases::HandOver;
use casework::clients::my_clients;
use casework::closure::{
    SignRung, follow_up, follow_up_hands, hand_over_follow_up, record_after_care, sign_rung, standing, tell_of_closure,
    verify_access, who_opens,
};
use casework::handover::InHand;
use casework::today::today;
use domain::access_check::{CannotVerify, StillOpens};
use domain::cases::{CannotOpen, CaseFile};
use domain::clients::ClientFile;
use domain::closure::{CannotClose, Ending, Rung};
use domain::duties::DutyKind;
use domain::ids::DossierId;
use domain::parting::{AfterCare, AfterCareOutcome, AfterCareRecorded, CannotFollowUp};
use domain::policy::Action;
use domain::signature::Meaning;
use domain::staff::StaffLeft;
use insta::assert_snapshot;
use jiff::civil::date;

use crate::builders::{ending, told};
use crate::cast::{AMINA, BEA, DANIEL, HELENA, JOANNA, MARIA, PAVEL, Person, RUBEN, TOMAS};
use crate::orders::{line, words};
use crate::world::{World, story};

/// A closed case with a follow-up on Monday, 2 February.
async fn followed(world: &World) -> DossierId {
    let case = world.case().ready_to_close().await;
    let after_care = Some(AfterCare { on: date(2026, 2, 2), what: line("Whether he still goes to school") });
    let order =
        SignRung { case, rung: Rung::Documented, ending: Some(Ending { after_care, ..ending() }), remark: None };
    sign_rung(&world.acting(MARIA), order, world.seal(MARIA, Meaning::ClosureSignOff)).await.unwrap();
    for rung in Rung::ALL.into_iter().skip(1) {
        world.sign_rung(case, rung, world.signer(rung, MARIA, TOMAS)).await;
    }
    world.close(case, TOMAS).await;
    world.changes().await;
    case
}

fn outcome(outcome: AfterCareOutcome) -> AfterCareRecorded {
    AfterCareRecorded { outcome, note: words("Called in the evening."), again: None }
}

async fn record(
    world: &World,
    case: DossierId,
    by: Person,
    order: AfterCareRecorded,
) -> Result<(), Failure<CannotFollowUp>> {
    record_after_care(&world.acting(by), case, order, world.ink()).await.map(drop)
}

#[test]
fn a_case_stays_open_until_the_client_was_told() {
    let told_of = story(async |world| {
        let case = world.case().assessed().await;
        let waits = standing(&world.acting(MARIA), case).await.unwrap().blockers;
        world.changes().await;
        for other in [AMINA, BEA, JOANNA, PAVEL] {
            let why = tell_of_closure(&world.acting(other), case, told(), world.ink()).await.unwrap_err();
            assert!(matches!(why, Failure::Refused(_)), "{} does not work on the case", other.name);
        }
        world.changes().await;
        tell_of_closure(&world.acting(MARIA), case, told(), world.ink()).await.unwrap();
        world.tell("told").await;
        assert_eq!(standing(&world.acting(MARIA), case).await.unwrap().blockers, waits - 1);
        let order = SignRung { case, rung: Rung::Documented, ending: Some(ending()), remark: None };
        let why = sign_rung(&world.acting(MARIA), order, world.seal(MARIA, Meaning::ClosureSignOff)).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotClose::Blocked(_))));
    });
    assert_snapshot!(told_of, @"
    # told
    entry  case 1 #3 ClosureTold, Confidential, by maria as Author with RecentSignIn
    ");
}

#[test]
fn whoever_worked_on_a_case_can_call_the_client_until_the_follow_up_is_done_and_reads_nothing() {
    let told = story(async |world| {
        let case = followed(world).await;
        let client = world.acting(JOANNA).view::<CaseFile>(Action::ReadCase, case).await.unwrap().client().unwrap();
        for person in [MARIA, TOMAS] {
            let acting = world.acting(person);
            let seen = follow_up(&acting, case).await.unwrap();
            assert_eq!(seen.care.what.reveal(), "Whether he still goes to school");
            assert!(seen.reached.details.is_some(), "how to reach the client");
            for action in
                [Action::ReadCase, Action::SearchCase, Action::ReadDocument, Action::PrintCase, Action::LogContact]
            {
                assert!(!acting.may(action, Some(case)).await.unwrap(), "{}", action.name());
            }
            assert!(!acting.may(Action::CorrectClient, Some(client)).await.unwrap());
        }
        assert!(matches!(follow_up(&world.acting(AMINA), case).await.unwrap_err(), Failure::Refused(_)));
        assert_eq!(my_clients(&world.acting(MARIA)).await.unwrap().len(), 1, "found by name until it is done");
        let waits = today(&world.acting(MARIA)).await.unwrap().duties;
        assert!(waits.is_empty(), "it is shown a week before its day");
        world.clock.pass(22 * 86_400);
        let waits = today(&world.acting(MARIA)).await.unwrap().duties;
        assert!(matches!(waits.as_slice(), [one] if one.kind == DutyKind::AfterCare && one.client.is_some()));
        world.changes().await;

        record(world, case, MARIA, outcome(AfterCareOutcome::Well)).await.unwrap();
        world.tell("asked").await;
        assert!(matches!(record(world, case, TOMAS, outcome(AfterCareOutcome::Well)).await, Err(Failure::Refused(_))));
        assert!(matches!(follow_up(&world.acting(MARIA), case).await, Err(Failure::Refused(_))));
        assert!(matches!(
            world.acting(MARIA).view::<ClientFile>(Action::ReadClient, client).await,
            Err(Failure::Refused(_))
        ));
        assert!(my_clients(&world.acting(MARIA)).await.unwrap().is_empty());
    });
    assert_snapshot!(told, @"
    # asked
    entry  case 1 #13 AfterCareRecorded, Confidential, by maria as Author with RecentSignIn
    tie   -case 1: maria after_care
    tie   -case 1: tomas after_care
    duty  -case 1: after_care, maria, Mon 26 Jan 17:00 – Mon 02 Feb 17:00
    duty  -case 1: after_care_chase, tomas, Mon 02 Feb 17:00 – Thu 05 Feb 17:00
    ");
}

#[test]
fn a_client_who_needs_help_again_is_asked_for_and_somebody_else_decides() {
    let told = story(async |world| {
        let case = followed(world).await;
        record(world, case, MARIA, outcome(AfterCareOutcome::NeedsHelp)).await.unwrap();
        world.tell("needs help").await;
        let asked = casework::closure::reopening_wanted(&world.acting(TOMAS), case).await.unwrap();
        assert_eq!(asked.reason.reveal(), "Called in the evening.");
    });
    assert_snapshot!(told, @"
    # needs help
    entry  case 1 #13 AfterCareRecorded, Confidential, by maria as Author with RecentSignIn
    entry  case 1 #14 ReopeningAsked, Confidential, by maria as Author with RecentSignIn
    tie   -case 1: maria after_care
    tie   -case 1: tomas after_care
    duty  -case 1: after_care, maria, Mon 26 Jan 17:00 – Mon 02 Feb 17:00
    duty  -case 1: after_care_chase, tomas, Mon 02 Feb 17:00 – Thu 05 Feb 17:00
    duty  +case 1: reopening_decision “somebody”, tomas, Mon 05 Jan 09:01 – Thu 08 Jan 17:00
    ");
}

#[test]
fn nobody_leaves_with_a_follow_up_in_hand() {
    let told = story(async |world| {
        let case = followed(world).await;
        let leave = async |person: Person| {
            let order = StaffLeft { reason: line("Moved away") };
            dismiss_staff(&world.acting(PAVEL), world.id(person), order, world.seal(PAVEL, Meaning::Author)).await
        };
        let in_hand = InHand::of(&world.acting(PAVEL), world.id(MARIA)).await.unwrap();
        assert_eq!((in_hand.cases(), in_hand.items.len(), in_hand.follow_ups.len()), (0, 0, 1));
        assert!(matches!(InHand::of(&world.acting(AMINA), world.id(MARIA)).await, Err(Failure::Refused(_))));
        for person in [MARIA, TOMAS] {
            let why = leave(person).await.unwrap_err();
            assert!(matches!(why, Failure::Rule(CannotAddStaff::StillFollowsUp(1))), "{}", person.name);
        }
        let hand = async |by: Person, to: (Person, Person)| {
            let (worker, supervisor) = (world.id(to.0), world.id(to.1));
            let order = HandOver { case, worker, supervisor, reason: line("She moves away") };
            hand_over_follow_up(&world.acting(by), order, world.ink()).await
        };
        for other in [MARIA, AMINA, JOANNA, PAVEL] {
            assert!(matches!(hand(other, (AMINA, TOMAS)).await, Err(Failure::Refused(_))), "{}", other.name);
        }
        let why = hand(TOMAS, (BEA, TOMAS)).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotOpen::WrongRole("the caseworker"))));
        let seen = follow_up_hands(&world.acting(HELENA), case).await.unwrap();
        assert_eq!(
            (seen.on, seen.hands.worker),
            (date(2026, 2, 2), world.id(MARIA)),
            "any supervisor, when his own is away"
        );
        world.changes().await;
        hand(HELENA, (AMINA, TOMAS)).await.unwrap();
        world.tell("another supervisor hands it over").await;
        assert!(follow_up(&world.acting(AMINA), case).await.is_ok());
        assert!(matches!(follow_up(&world.acting(MARIA), case).await, Err(Failure::Refused(_))));
        leave(MARIA).await.unwrap();
        record(world, case, AMINA, outcome(AfterCareOutcome::Well)).await.unwrap();
        assert!(matches!(hand(TOMAS, (RUBEN, TOMAS)).await, Err(Failure::Rule(CannotOpen::NoFollowUp))));
    });
    assert_snapshot!(told, @"
    # another supervisor hands it over
    entry  case 1 #13 CaseAssigned, Confidential, by helena as Author with RecentSignIn
    tie   +case 1: amina after_care
    tie   -case 1: maria after_care
    duty  +case 1: after_care, amina, Mon 26 Jan 17:00 – Mon 02 Feb 17:00
    duty  -case 1: after_care, maria, Mon 26 Jan 17:00 – Mon 02 Feb 17:00
    ");
}

#[test]
fn it_looks_who_can_open_a_closed_case_and_signs_for_what_the_policy_says() {
    let told = story(async |world| {
        let case = followed(world).await;
        for other in [MARIA, TOMAS, JOANNA, DANIEL] {
            let why = who_opens(&world.acting(other), case).await.unwrap_err();
            assert!(matches!(why, Failure::Refused(_)), "{} is not IT", other.name);
        }
        let pavel = world.acting(PAVEL);
        let found = who_opens(&pavel, case).await.unwrap();
        let because = |why| {
            found.openers.iter().filter(|opener| opener.why == why).map(|opener| opener.staff).collect::<Vec<_>>()
        };
        let mut keepers = because(StillOpens::Keeper);
        keepers.sort();
        let mut expected = vec![world.id(JOANNA), world.id(DANIEL)];
        expected.sort();
        assert_eq!(keepers, expected);
        let mut callers = because(StillOpens::AfterCare);
        callers.sort();
        let mut worked = vec![world.id(MARIA), world.id(TOMAS)];
        worked.sort();
        assert_eq!((callers, because(StillOpens::Otherwise)), (worked, Vec::new()));
        assert_eq!(found.lost.len(), 2, "they can call the client, and open nothing");
        world.changes().await;
        let signing = || world.seal(PAVEL, Meaning::ClosureSignOff);
        verify_access(&pavel, case, signing()).await.unwrap();
        world.tell("verified").await;
        let why = verify_access(&pavel, case, signing()).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotVerify::Verified)));
        let seen = standing(&pavel, case).await.unwrap();
        assert_eq!(seen.verified.map(|(who, ..)| who), Some(world.id(PAVEL)));
    });
    assert_snapshot!(told, @"
    # verified
    entry  case 1 #13 AccessVerified, Confidential, by pavel as ClosureSignOff with PasswordAndCode
    duty  -case 1: access_check, it_administrator, Mon 05 Jan 09:01 – Thu 08 Jan 17:00
    ");
}
