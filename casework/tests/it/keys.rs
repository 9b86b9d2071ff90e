//! The keys are changed while people work: ordered by IT, seen through after a kill at any step, and in the record (PT-3c, RC-4.2b; promise P16).

use std::sync::Arc;

use casework::contacts::{LogContact, log_contact};
use casework::house::{House, Proof, Signing, Who};
use casework::keys::{Rotated, Turning, order_rotation, seal_server};
use casework::system::{Wrapping, health};
use casework::{BadSignature, Failure};
use domain::cases::CaseFile;
use domain::contacts::ContactKind;
use domain::ids::DossierId;
use domain::keys::{CannotRotate, CannotSeal};
use domain::policy::Action;
use domain::signature::Meaning;

use crate::cast::{JOANNA, MARIA, PAVEL, TOMAS};
use crate::orders::{contact, line};
use crate::world::{World, story};

impl World {
    async fn order_rotation(&self) {
        let signing = self.seal(PAVEL, Meaning::Approved);
        order_rotation(&self.acting(PAVEL), line("A laptop was lost"), false, signing).await.unwrap();
    }
}

async fn reads(house: &Arc<House>, world: &World, case: DossierId) -> bool {
    house.acting(world.who(MARIA)).view::<CaseFile>(Action::ReadCase, case).await.is_ok()
}

#[test]
fn it_orders_it_with_a_full_signature_and_the_record_says_when_it_was_done() {
    story(async |world| {
        let case = world.case().await;
        world.changes().await;
        let keys = health(&world.acting(PAVEL)).await.unwrap().keys;
        assert!(keys.may_rotate && keys.rotation.is_none());
        for person in [MARIA, TOMAS, JOANNA] {
            let refused =
                order_rotation(&world.acting(person), line("No"), true, world.seal(person, Meaning::Approved)).await;
            assert!(matches!(refused, Err(Failure::Refused(_))), "{}", person.login);
        }
        let short = order_rotation(&world.acting(PAVEL), line("No"), true, world.ink()).await;
        assert!(matches!(short, Err(Failure::Signature(BadSignature::Missing))));
        world.changes().await;

        world.order_rotation().await;
        let again =
            order_rotation(&world.acting(PAVEL), line("Once more"), false, world.seal(PAVEL, Meaning::Approved)).await;
        assert!(matches!(again, Err(Failure::Rule(CannotRotate::UnderWay))));
        let mut seen = Vec::new();
        let done = world.house.finish_rotation(|turning| seen.push(turning)).await.unwrap();
        let Rotated::Done(Wrapping { epoch: 2027, keys, older: 0 }) = done else { panic!("{done:?}") };
        let wrapping = |older| Turning::Wrapping(Wrapping { epoch: 2027, keys, older });
        assert_eq!(seen, [wrapping(keys), wrapping(0)]);
        assert_eq!(world.house.finish_rotation(|_| ()).await.unwrap(), Rotated::Nothing);
        let told = world.changes().await;
        let line = |part: &str| told.lines().find(|line| line.contains(part)).unwrap_or_else(|| panic!("{told}"));
        assert!(line("KeyRotationOrdered").contains("by pavel as Approved with PasswordAndCode"), "{told}");
        assert!(line("KeysRotated").contains("with System"), "{told}");
        let now = health(&world.acting(PAVEL)).await.unwrap().keys;
        assert!(now.rotation.is_some_and(|rotation| rotation.done.is_some() && rotation.by == world.id(PAVEL)));
        assert!(reads(&world.house, world, case).await && reads(&world.cold().await, world, case).await);
    });
}

/// What was done before the server was killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Step {
    Ordered,
    Begun,
    Some,
    All,
    Removed,
}

#[test]
fn one_that_was_cut_off_anywhere_is_finished_by_the_next_start() {
    for step in [Step::Ordered, Step::Begun, Step::Some, Step::All, Step::Removed] {
        story(async |world| {
            let case = world.case().await;
            world.order_rotation().await;
            let (store, now) = (world.house.store(), world.house.now());
            if Step::Begun <= step {
                store.begin_epoch(2027, now).await.unwrap();
            }
            if Step::Some <= step {
                store.rewrap_some(4).await.unwrap();
            }
            if Step::All <= step {
                while store.rewrap_some(4).await.unwrap() != 0 {}
            }
            if Step::Removed <= step {
                store.remove_old_keks().await.unwrap();
            }
            let cold = world.cold().await;
            assert!(reads(&cold, world, case).await, "{step:?}");
            let done = cold.finish_rotation(|_| ()).await.unwrap();
            assert!(matches!(done, Rotated::Done(Wrapping { epoch: 2027, older: 0, .. })), "{step:?}: {done:?}");
            assert_eq!(cold.finish_rotation(|_| ()).await.unwrap(), Rotated::Nothing, "once is enough");
            assert!(reads(&cold, world, case).await && reads(&world.house, world, case).await);
            cold.store().verify(store::Scope::Contents, now, |_| ()).await.unwrap();
        });
    }
}

#[test]
fn every_file_gets_another_key_where_that_is_wanted_and_what_was_written_before_still_opens() {
    for killed in [false, true] {
        story(async |world| {
            let case = world.case().await;
            world.clock.pass(60);
            let signing = world.seal(PAVEL, Meaning::Approved);
            order_rotation(&world.acting(PAVEL), line("A laptop was lost"), true, signing).await.unwrap();
            let (store, now) = (world.house.store(), world.house.now());
            let ordered = world.house.organisation().await.unwrap().rotating().unwrap().ordered;
            let before = store.wrapping().await.unwrap().keys;
            assert_eq!(store.files_to_renew(ordered).await.unwrap(), before);
            assert_eq!(health(&world.acting(PAVEL)).await.unwrap().keys.files_left, before);
            if killed {
                store.begin_epoch(2027, now).await.unwrap();
                while store.rewrap_some(4).await.unwrap() != 0 {}
                store.remove_old_keks().await.unwrap();
                assert_eq!(store.renew_some(ordered, now, 3).await.unwrap(), 3);
                assert_eq!(store.files_to_renew(ordered).await.unwrap(), before - 3);
            }
            let cold = world.cold().await;
            let mut seen = Vec::new();
            let done = cold.finish_rotation(|turning| seen.push(turning)).await.unwrap();
            let Rotated::Done(Wrapping { epoch: 2027, keys, older: 0 }) = done else { panic!("{done:?}") };
            assert_eq!((keys, seen.last()), (before * 2, Some(&Turning::Files(0))), "one more for each");
            assert_eq!(store.files_to_renew(ordered).await.unwrap(), 0);
            assert_eq!(cold.finish_rotation(|_| ()).await.unwrap(), Rotated::Nothing);

            // what was sealed before, and what a server seals that has learnt of the new keys, opens on both
            assert!(reads(&cold, world, case).await && reads(&world.house, world, case).await);
            let order = LogContact { case, contact: contact(ContactKind::ServiceUpdate) };
            let maria = cold.acting(world.who(MARIA));
            log_contact(&maria, order, Signing::author(Proof::SignIn)).await.unwrap();
            assert!(reads(&cold, world, case).await && reads(&world.house, world, case).await);
            cold.store().verify(store::Scope::Contents, now, |_| ()).await.unwrap();
        });
    }
}

#[test]
fn of_several_servers_one_does_it_and_one_that_died_is_followed_by_another() {
    story(async |world| {
        world.order_rotation().await;
        let (store, now) = (world.house.store(), world.house.now());
        assert!(store.take_lease("key-rotation", "another server", now, now.plus_seconds(10)).await.unwrap());
        assert_eq!(world.house.finish_rotation(|_| ()).await.unwrap(), Rotated::Elsewhere);
        assert_eq!(store.wrapping().await.unwrap().epoch, 2026, "nothing was begun");
        world.clock.pass(11);
        assert!(matches!(world.house.finish_rotation(|_| ()).await.unwrap(), Rotated::Done(_)));
    });
}

#[test]
fn keys_become_old_by_their_periods() {
    story(async |world| {
        let old = async || {
            let ages = health(&world.acting(PAVEL)).await.unwrap().keys.ages;
            ages.0.map(casework::keys::Age::is_old)
        };
        assert_eq!(old().await, [false, false, false]);
        world.clock.pass(367 * 86_400);
        assert_eq!(old().await, [false, true, true]);
        world.order_rotation().await;
        world.house.finish_rotation(|_| ()).await.unwrap();
        assert_eq!(old().await, [false, false, true], "the rotation has made a new key-encryption key");
        world.clock.pass(367 * 86_400);
        assert_eq!(old().await, [true, true, true]);
        let console = world.house.acting(Who::console(&world.house));
        order_rotation(&console, line("Yearly"), false, Signing::author(Proof::Console)).await.unwrap();
    });
}

#[test]
fn it_seals_the_server_and_the_record_says_so_before_anything_ends() {
    story(async |world| {
        let seal = async |person| {
            let signing = world.seal(person, Meaning::Approved);
            seal_server(&world.acting(person), line("Somebody is in the network"), signing).await
        };
        assert!(matches!(seal(PAVEL).await, Err(Failure::Rule(CannotSeal::NotHere))));
        world.house.allow_sealing();
        assert!(matches!(seal(JOANNA).await, Err(Failure::Refused(_))));
        let short = seal_server(&world.acting(PAVEL), line("No"), world.ink()).await;
        assert!(matches!(short, Err(Failure::Signature(BadSignature::Missing))));
        let another = world.cold().await;
        world.changes().await;

        seal(PAVEL).await.unwrap();

        let told = world.changes().await;
        assert!(told.contains("ServerSealed") && told.contains("by pavel as Approved with PasswordAndCode"), "{told}");
        let (sealed, of) =
            (world.house.store().ledger_size().await.unwrap(), world.house.store().waiting_lines().await);
        assert!(0 < sealed && of.unwrap().0 == 0, "it has its number and its checkpoint");
        // this server, and every other one of the installation
        world.house.sealed().await;
        another.sealed().await;

        let unsealed = world.cold().await;
        unsealed.unseal(3).await.unwrap();
        let organisation = unsealed.organisation().await.unwrap();
        assert!(organisation.sealed.is_none() && !unsealed.store().is_marked_sealed().await.unwrap());
        assert!(world.changes().await.contains("ServerUnsealed"));
        unsealed.unseal(0).await.unwrap();
        assert!(!world.changes().await.contains("ServerUnsealed"), "what was not sealed is not unsealed");
    });
}
