//! What a signature needs, and what guessing costs (design §4, security P25 and P26).

use casework::accounts::{
    Came, CannotSignIn, Current, Standing, change_authenticator, current, give_code, renew_recovery_codes, sign_in,
};
use casework::contacts::{LogContact, log_contact};
use casework::house::Who;
use casework::house::{Proof, Signing};
use casework::reports::{approve_report, submit_report};
use casework::{BadSignature, Failure, Rule};
use domain::contacts::ContactKind;
use domain::ids::DossierId;
use domain::policy::Action;
use domain::reports::ReportApproved;
use domain::signature::Meaning;
use insta::assert_snapshot;
use vault::codes::TotpSecret;

use crate::cast::{MARIA, TOMAS};
use crate::orders::{contact, report};
use crate::world::{PASSWORD, World, came, code, password, story};

fn bad<T: std::fmt::Debug, R: Rule>(outcome: Result<T, Failure<R>>) -> BadSignature {
    match outcome {
        Err(Failure::Signature(bad)) => bad,
        other => panic!("{other:?}"),
    }
}

async fn log(world: &World, case: DossierId, proof: Proof) -> Result<(), Failure<casework::contacts::CannotLogHere>> {
    let order = LogContact { case, contact: contact(ContactKind::Inquiry) };
    log_contact(&world.acting(MARIA), order, Signing::author(proof)).await.map(drop)
}

#[test]
fn a_recent_sign_in_signs_a_note_for_five_minutes_and_never_an_approval() {
    let told = story(async |world| {
        let case = world.case().await;
        let id = world.item("the report");
        let order = report(id, world.item("the goal"));
        let entry = submit_report(&world.acting(MARIA), case, order, world.ink()).await.unwrap().number;
        world.changes().await;

        let maria = world.acting(MARIA);
        let note = async || {
            let order = LogContact { case, contact: contact(ContactKind::Inquiry) };
            log_contact(&maria, order, Signing::author(Proof::SignIn)).await
        };
        world.clock.pass(300);
        note().await.unwrap();
        world.clock.pass(1);
        assert_eq!(bad(note().await), BadSignature::Missing);
        log(world, case, Proof::Password(password(PASSWORD))).await.unwrap();
        world.tell("a note by the sign-in, one by the password").await;

        let approve = async |proof| {
            let order = ReportApproved { id, entry };
            approve_report(&world.acting(TOMAS), case, order, Signing::meaning(proof, Meaning::Approved)).await
        };
        assert_eq!(bad(approve(Proof::SignIn).await), BadSignature::Missing);
        assert_eq!(bad(approve(Proof::Password(password(PASSWORD))).await), BadSignature::WrongCode);
        let code = world.next_code(TOMAS);
        let wrong = Proof::PasswordAndCode(password("not-this-one-either"), code.clone());
        assert_eq!(bad(approve(wrong).await), BadSignature::WrongPassword);
        assert_eq!(world.changes().await, "ledger proof_failed tomas by tomas for signature\n");
        approve(Proof::PasswordAndCode(password(PASSWORD), code.clone())).await.unwrap();
        world.tell("an approval by password and code").await;

        let twice = log(world, case, Proof::PasswordAndCode(password(PASSWORD), code)).await;
        assert_eq!(bad(twice), BadSignature::WrongCode, "somebody else's code");
    });
    assert_snapshot!(told, @"
    # a note by the sign-in, one by the password
    entry  case 1 #3 ContactLogged, Confidential, by maria as Author with RecentSignIn
    entry  case 1 #4 ContactLogged, Confidential, by maria as Author with Password

    # an approval by password and code
    entry  case 1 #5 ReportApproved, Confidential, by tomas as Approved with PasswordAndCode
    duty  +case 1: progress_report, maria, Mon 05 Jan 09:00 – Mon 06 Apr 17:00
    duty  -case 1: report_decision “the report”, tomas, Mon 05 Jan 09:00 – Thu 08 Jan 17:00
    ");
}

#[test]
fn a_code_signs_once() {
    story(async |world| {
        let case = world.case().await;
        let code = world.next_code(MARIA);
        let proof = || Proof::PasswordAndCode(password(PASSWORD), code.clone());
        log(world, case, proof()).await.unwrap();
        assert_eq!(bad(log(world, case, proof()).await), BadSignature::WrongCode);
    });
}

#[test]
fn wrong_passwords_are_slowed_down_and_never_lock_for_ever() {
    story(async |world| {
        let case = world.case().await;
        let wrong = || Proof::Password(password("perhaps-this-time"));
        let right = || Proof::Password(password(PASSWORD));
        for _ in 0..5 {
            assert_eq!(bad(log(world, case, wrong()).await), BadSignature::WrongPassword);
        }
        assert_eq!(bad(log(world, case, right()).await), BadSignature::Wait(30), "even the right one waits");
        world.clock.pass(30);
        log(world, case, right()).await.unwrap();
        log(world, case, wrong()).await.unwrap_err();
        log(world, case, right()).await.unwrap();

        // somebody floods the account for a day: the longest wait is a quarter of an hour
        let mut longest = 0;
        for _ in 0..200 {
            if let BadSignature::Wait(seconds) = bad(log(world, case, wrong()).await) {
                longest = longest.max(seconds);
                world.clock.pass(i64::from(seconds));
            }
        }
        assert_eq!(longest, 900);
        world.clock.pass(900);
        log(world, case, right()).await.unwrap();
    });
}

#[test]
fn signing_in_takes_two_factors_and_never_says_whether_there_is_such_an_account() {
    let told = story(async |world| {
        let enter = async |name: &str, text: &str| sign_in(&world.house, name, password(text), &came()).await.unwrap();
        assert_eq!(enter("nobody", PASSWORD).await.err(), Some(CannotSignIn::Wrong));
        assert_eq!(enter("maria", "not-her-password").await.err(), Some(CannotSignIn::Wrong));
        let half = enter(" MARIA ", PASSWORD).await.ok().unwrap();
        assert_eq!(half.standing, Standing::NeedsCode);
        let Current { sign_in, standing, .. } =
            current(&world.house, half.secret.reveal(), true).await.unwrap().unwrap();
        let who = Who::signed_in(&sign_in, standing);
        assert!(!who.second_factor && who.proved.is_none());
        assert!(!world.house.acting(who).may(Action::SeeToday, None).await.unwrap());

        let code = world.next_code(MARIA);
        let wrong = give_code(&world.house, &sign_in, "000000", &came()).await.unwrap();
        assert_eq!(wrong.err(), Some(CannotSignIn::WrongCode));
        let whole = give_code(&world.house, &sign_in, &code, &came()).await.unwrap().ok().unwrap();
        assert!(current(&world.house, half.secret.reveal(), true).await.unwrap().is_none(), "the half one has ended");
        let again = give_code(&world.house, &sign_in, &code, &came()).await.unwrap();
        assert_eq!(again.err(), Some(CannotSignIn::WrongCode), "a code works once");
        let Current { sign_in, standing, .. } =
            current(&world.house, whole.secret.reveal(), true).await.unwrap().unwrap();
        assert!(world.house.acting(Who::signed_in(&sign_in, standing)).may(Action::SeeToday, None).await.unwrap());
        world.tell("one whole sign-in").await;

        world.clock.pass(15 * 60 + 1);
        assert!(current(&world.house, whole.secret.reveal(), true).await.unwrap().is_none(), "idle for too long");
    });
    assert_snapshot!(told, @"
    # one whole sign-in
    ledger password_given maria by maria
    ledger proof_failed by the organisation for password
    ledger proof_failed maria by maria for code
    ledger proof_failed maria by maria for code
    ledger proof_failed maria by maria for password
    ledger signed_in maria by maria
    ");
}

#[test]
fn who_tried_to_come_in_as_somebody_stands_in_the_ledger_and_is_told_to_them() {
    let told = story(async |world| {
        let enter = async |name: &str, text: &str| sign_in(&world.house, name, password(text), &came()).await.unwrap();
        let come_in = async || {
            let half = enter("maria", PASSWORD).await.ok().unwrap();
            let half = current(&world.house, half.secret.reveal(), true).await.unwrap().unwrap().sign_in;
            world.clock.pass(30);
            let code = world.next_code(MARIA);
            give_code(&world.house, &half, &code, &came()).await.unwrap().ok().unwrap().tried
        };
        enter("maria", "mistyped").await.err().unwrap();
        assert!(!come_in().await, "who mistypes and then gets in is not told of it");
        world.tell("mistyped, then in").await;

        world.clock.pass(3_600);
        enter("maria", "somebody guesses").await.err().unwrap();
        enter("nobody", "somebody guesses").await.err().unwrap();
        world.tell("somebody guesses").await;
        world.clock.pass(3_600);
        assert!(come_in().await);
        world.clock.pass(3_600);
        assert!(!come_in().await, "it is told once");
    });
    assert_snapshot!(told, @"
    # mistyped, then in
    ledger password_given maria by maria
    ledger proof_failed maria by maria for password
    ledger signed_in maria by maria

    # somebody guesses
    ledger proof_failed by the organisation for password
    ledger proof_failed maria by maria for password
    ");
}

#[test]
fn whoever_tries_on_while_they_have_to_wait_is_recorded_once_in_each_wait() {
    let told = story(async |world| {
        let tried = async |name: &str, address: &str| {
            let came = Came { address: address.to_owned(), device: "A browser".to_owned() };
            sign_in(&world.house, name, password("somebody guesses"), &came).await.unwrap().err().unwrap()
        };
        for guess in 0..5 {
            assert_eq!(tried("maria", &format!("192.0.2.{guess}")).await, CannotSignIn::Wrong);
        }
        world.tell("so many are free").await;
        for guess in 0..50 {
            assert_eq!(tried("maria", &format!("198.51.100.{guess}")).await, CannotSignIn::Wait(30));
        }
        world.tell("fifty more while the account waits").await;
        world.clock.pass(30);
        assert_eq!(tried("maria", "192.0.2.1").await, CannotSignIn::Wrong);
        world.clock.pass(20);
        for _ in 0..10 {
            assert_eq!(tried("maria", "192.0.2.1").await, CannotSignIn::Wait(40));
        }
        world.tell("and in the wait after that").await;

        for guess in 0..20 {
            assert_eq!(tried(&format!("nobody-{guess}"), "203.0.113.7").await, CannotSignIn::Wrong);
        }
        world.changes().await;
        for guess in 0..50 {
            assert_eq!(tried(&format!("someone-{guess}"), "203.0.113.7").await, CannotSignIn::Wait(3));
        }
        world.tell("fifty names from one address that waits").await;
    });
    assert_snapshot!(told, @"
    # so many are free
    ledger proof_failed maria by maria for password
    ledger proof_failed maria by maria for password
    ledger proof_failed maria by maria for password
    ledger proof_failed maria by maria for password
    ledger proof_failed maria by maria for password

    # fifty more while the account waits
    ledger proof_failed maria by maria for waiting

    # and in the wait after that
    ledger proof_failed maria by maria for password
    ledger proof_failed maria by maria for waiting

    # fifty names from one address that waits
    ledger proof_failed by the organisation for waiting
    ");
}

#[test]
fn an_app_and_recovery_codes_are_renewed_by_password_only() {
    story(async |world| {
        let maria = world.acting(MARIA);
        let begin = async || sign_in(&world.house, "maria", password(PASSWORD), &came()).await.unwrap().ok().unwrap();
        let half = async || current(&world.house, begin().await.secret.reveal(), true).await.unwrap().unwrap().sign_in;
        let wrong = renew_recovery_codes(&maria, &password("not the password at all")).await.unwrap();
        assert_eq!(wrong.err(), Some(CannotSignIn::Wrong));

        let first = renew_recovery_codes(&maria, &password(PASSWORD)).await.unwrap().unwrap();
        let second = renew_recovery_codes(&maria, &password(PASSWORD)).await.unwrap().unwrap();
        let old = give_code(&world.house, &half().await, &first[0], &came()).await.unwrap();
        assert!(old.is_err(), "codes of before work no more");
        let new = give_code(&world.house, &half().await, &second[0], &came()).await.unwrap();
        assert!(new.is_ok());

        let app = TotpSecret::generate();
        let code = code(&app, world.house.now());
        let wrong = change_authenticator(&maria, &password(PASSWORD), &app, "000000", &came()).await.unwrap();
        assert_eq!(wrong.err(), Some(CannotSignIn::WrongCode));
        let before = begin().await;
        let (_, dealt) =
            change_authenticator(&maria, &password(PASSWORD), &app, &code, &came()).await.unwrap().unwrap();
        assert_eq!(dealt.len(), 10);
        let old = give_code(&world.house, &half().await, &second[1], &came()).await.unwrap();
        assert!(old.is_err(), "recovery codes of before work no more");
        let ended = current(&world.house, before.secret.reveal(), true).await.unwrap();
        assert!(ended.is_none(), "sign-ins of before have ended");
    });
}
