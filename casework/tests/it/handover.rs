//! Giving on what somebody has in hand, until nothing is left with them (PT-3b, PT-3c).

use casework::Failure;
use casework::accounts::{CannotAddStaff, dismiss_staff};
use casework::cases::{HandOver, OpenCase, hand_over, open_case};
use casework::flags::raise_flag;
use casework::handover::{GiveOn, InHand, announce_leaving, give_items_on, give_on};
use casework::sessions::{BookSession, SessionMissed, book_session, record_not_held};
use casework::today::today;
use casework::{Fault, Signing};
use domain::cases::{CannotOpen, CaseFile};
use domain::duties::DutyKind;
use domain::flags::FlagRaised;
use domain::handover::{CannotGiveOn, LeavingAnnounced};
use domain::ids::DossierId;
use domain::policy::Action;
use domain::sessions::{Next, NotHeld, SessionNotHeld};
use domain::signature::Meaning;
use domain::staff::StaffLeft;
use insta::assert_snapshot;
use jiff::civil::date;

use crate::cast::{AMINA, FELIX, HELENA, MARIA, NADIA, PAVEL, Person, RUBEN, TOMAS};
use crate::orders::{TODAY, line, slot};
use crate::world::{NOW, World, story};

async fn leave(world: &World, person: Person) -> Result<(), Failure<CannotAddStaff>> {
    let order = StaffLeft { reason: line("Moved away") };
    dismiss_staff(&world.acting(PAVEL), world.id(person), order, world.seal(PAVEL, Meaning::Author)).await
}

async fn announce(world: &World, person: Person) {
    let order = LeavingAnnounced { last_day: Some(date(2026, 3, 31)) };
    let signing = world.seal(PAVEL, Meaning::Author);
    announce_leaving(&world.acting(PAVEL), world.id(person), order, signing).await.unwrap();
}

fn giving(world: &World, from: Person, to: Person, cases: &[DossierId]) -> GiveOn {
    GiveOn { from: world.id(from), to: world.id(to), cases: cases.to_vec(), reason: line("She moves away") }
}

async fn flag(world: &World, case: DossierId, by: Person, owner: Person) {
    let id = world.item("not seen for a week");
    let flag = FlagRaised { id, what: line("Not seen for a week"), owner: world.id(owner), due: TODAY };
    raise_flag(&world.acting(by), case, flag, world.ink()).await.unwrap();
}

#[test]
fn what_somebody_promised_in_a_case_goes_along_with_it() {
    let told = story(async |world| {
        let item = world.item("call the school");
        let case = world.case().with_action(item).await;
        flag(world, case, MARIA, TOMAS).await;
        world.changes().await;
        let hands = (world.id(AMINA), world.id(TOMAS));
        let order = HandOver { case, worker: hands.0, supervisor: hands.1, reason: line("She moves away") };
        hand_over(&world.acting(TOMAS), order, world.ink()).await.unwrap();
        let list = today(&world.acting(AMINA)).await.unwrap().duties;
        assert!(list.iter().any(|duty| duty.kind == DutyKind::ActionItem && duty.item == Some(item)));
        let his = today(&world.acting(TOMAS)).await.unwrap().duties;
        assert!(his.iter().any(|duty| duty.kind == DutyKind::Flag), "he has the case as before");
        world.tell("she hands the case over").await;
    });
    assert_snapshot!(told.lines().take(5).collect::<Vec<_>>().join("\n"), @"
    # she hands the case over
    entry  case 1 #4 CaseAssigned, Confidential, by tomas as Author with RecentSignIn
    entry  case 1 #5 ItemsGivenOn, Confidential, by tomas as Author with RecentSignIn
    tie   +case 1: amina assigned
    tie   -case 1: maria assigned
    ");
}

#[test]
fn nobody_leaves_before_everything_is_given_on() {
    story(async |world| {
        let item = world.item("call the school");
        let (case, other) = (world.case().with_action(item).await, world.case().carried_by(AMINA).await);
        flag(world, other, AMINA, MARIA).await;
        let booked = slot(world.item("booked"), world.id(MARIA), NOW.plus_seconds(86_400));
        let slot = booked.id;
        book_session(&world.acting(AMINA), BookSession { case: other, slot: booked }, world.ink()).await.unwrap();

        assert!(matches!(InHand::of(&world.acting(AMINA), world.id(MARIA)).await, Err(Failure::Refused(_))));
        let seen = InHand::of(&world.acting(PAVEL), world.id(MARIA)).await.unwrap();
        assert!(seen.carries.iter().all(|case| case.client.is_none() && !case.mine), "IT learns no names");
        let seen = InHand::of(&world.acting(TOMAS), world.id(MARIA)).await.unwrap();
        let parts = [seen.carries.len(), seen.supervises.len(), seen.items_in.len(), seen.sessions.len()];
        assert_eq!((parts, seen.others.len(), seen.count()), ([1, 0, 1, 1], 0, 3));
        assert!(seen.carries[0].mine && seen.carries[0].client.is_some() && seen.carries[0].items == 1);
        let elsewhere = InHand::of(&world.acting(HELENA), world.id(MARIA)).await.unwrap();
        assert!(!elsewhere.carries[0].mine && elsewhere.carries[0].client.is_none());

        let why = leave(world, MARIA).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotAddStaff::StillCarries(1))));
        let by = world.acting(TOMAS);
        let many = give_on(&by, &giving(world, MARIA, RUBEN, &[case]), &world.ink()).await.unwrap();
        assert_eq!((many.done, many.left.len()), (1, 0));
        let why = leave(world, MARIA).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotAddStaff::StillHolds(2))));
        let reason = line("She moves away");
        let many = give_items_on(&by, world.id(MARIA), &[other], &reason, &world.ink()).await.unwrap();
        assert_eq!(many.done, 1);
        let again = give_items_on(&by, world.id(MARIA), &[other], &reason, &world.ink()).await.unwrap();
        assert_eq!(again.left, [(other, Some(CannotGiveOn::Nothing))]);
        let why = leave(world, MARIA).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotAddStaff::StillHolds(1))), "the session");
        let note = Some(line("She moves away"));
        let order = SessionNotHeld { slot, why: NotHeld::CancelledByUs, note, next: Next::None(line("Later")) };
        let missed = SessionMissed { case: other, order };
        record_not_held(&world.acting(AMINA), missed, world.ink()).await.unwrap();
        assert_eq!(InHand::of(&by, world.id(MARIA)).await.unwrap().count(), 0);
        leave(world, MARIA).await.unwrap();

        let lists = today(&world.acting(AMINA)).await.unwrap().duties;
        assert!(lists.iter().any(|duty| duty.kind == DutyKind::Flag));
        let lists = today(&world.acting(RUBEN)).await.unwrap().duties;
        assert!(lists.iter().any(|duty| duty.item == Some(item)));
        // nothing comes to wait on somebody who has left
        let gone = FlagRaised { id: world.item("late"), what: line("Late"), owner: world.id(MARIA), due: TODAY };
        let refused = raise_flag(&world.acting(AMINA), other, gone, world.ink()).await;
        assert!(matches!(refused, Err(Failure::Fault(Fault::HasLeft))));
    });
}

#[test]
fn thirty_cases_are_handed_over_though_one_cannot_be() {
    story(async |world| {
        let client = world.client().await;
        let mut cases = Vec::new();
        for _ in 0..30 {
            cases.push(world.case().of(client).await);
        }
        // the fifteenth has changed hands since the page was shown, and comes back as another supervisor's
        let (worker, supervisor) = (world.id(FELIX), world.id(HELENA));
        let order = HandOver { case: cases[14], worker, supervisor, reason: line("He knows them") };
        hand_over(&world.acting(TOMAS), order, world.ink()).await.unwrap();
        let by = world.acting(TOMAS);
        let signing = Signing { once: Some(by.new_once()), ..world.seal(TOMAS, Meaning::Author) };
        let order = giving(world, MARIA, AMINA, &cases);
        let many = give_on(&by, &order, &signing).await.unwrap();
        assert_eq!((many.done, many.left.clone()), (29, vec![(cases[14], None)]));
        let seen = InHand::of(&by, world.id(MARIA)).await.unwrap();
        assert_eq!((seen.carries.len(), seen.count()), (0, 0));
        // the same form once more does nothing twice
        let signing = Signing { proof: world.ink().proof, ..signing };
        let many = give_on(&by, &order, &signing).await.unwrap();
        assert_eq!((many.done, many.left.len()), (29, 1));
        let file = by.view::<CaseFile>(Action::ReadCase, cases[0]).await.unwrap();
        assert_eq!(file.opened.last.0, 2);
    });
}

#[test]
fn cases_of_a_supervisor_who_leaves_are_handed_over_by_another_once_it_is_announced() {
    story(async |world| {
        let (case, other) = (world.case().await, world.case().supervised_by(NADIA).await);
        let order = giving(world, TOMAS, HELENA, &[case]);
        let helena = world.acting(HELENA);
        let many = give_on(&helena, &order, &world.ink()).await.unwrap();
        assert_eq!(many.left, [(case, None)], "no supervisor takes a case alone");
        assert!(!InHand::of(&helena, world.id(TOMAS)).await.unwrap().supervises[0].mine);
        announce(world, TOMAS).await;
        assert!(InHand::of(&helena, world.id(TOMAS)).await.unwrap().supervises[0].mine);
        let mixed = GiveOn { cases: vec![other, case], ..order };
        let many = give_on(&helena, &mixed, &world.ink()).await.unwrap();
        assert_eq!((many.done, many.left), (1, vec![(other, Some(CannotOpen::OtherHands))]), "only what is his");
        assert!(helena.view::<CaseFile>(Action::ReadCase, case).await.is_ok());
        assert!(world.acting(TOMAS).view::<CaseFile>(Action::ReadCase, case).await.is_err());
        leave(world, TOMAS).await.unwrap();
        for person in [MARIA, RUBEN] {
            let refused = give_on(&world.acting(person), &mixed, &world.ink()).await.unwrap();
            assert_eq!(refused.done, 0);
        }
    });
}

#[test]
fn two_supervisors_at_once_give_each_case_on_once() {
    story(async |world| {
        let client = world.client().await;
        let mut cases = Vec::new();
        for _ in 0..6 {
            cases.push(world.case().of(client).await);
        }
        announce(world, MARIA).await;
        let (tomas, helena) = (world.acting(TOMAS), world.acting(HELENA));
        let (mine, hers) = (giving(world, MARIA, AMINA, &cases), giving(world, MARIA, RUBEN, &cases));
        let (ink, other) = (world.ink(), world.ink());
        let (one, two) = tokio::join!(give_on(&tomas, &mine, &ink), give_on(&helena, &hers, &other));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.done + two.done, 6, "{one:?} {two:?}");
        assert_eq!(InHand::of(&tomas, world.id(MARIA)).await.unwrap().count(), 0);
    });
}

#[test]
fn an_account_is_closed_or_a_case_is_given_to_it_but_never_both() {
    story(async |world| {
        let client = world.client().await;
        for _ in 0..4 {
            let (worker, supervisor) = (world.id(AMINA), world.id(TOMAS));
            let order = OpenCase { client, programme: "general".to_owned(), worker, supervisor };
            let reception = world.acting(crate::cast::BEA);
            let (opened, left) = tokio::join!(open_case(&reception, order, world.ink()), leave(world, AMINA));
            let has = InHand::of(&world.acting(TOMAS), world.id(AMINA)).await.unwrap();
            assert!(!(opened.is_ok() && left.is_ok()), "{opened:?} {left:?}");
            assert_eq!(has.count() == 0, opened.is_err());
            if left.is_ok() {
                break;
            }
            let case = opened.unwrap().dossier;
            let many =
                give_on(&world.acting(TOMAS), &giving(world, AMINA, MARIA, &[case]), &world.ink()).await.unwrap();
            assert_eq!(many.done, 1);
        }
    });
}
