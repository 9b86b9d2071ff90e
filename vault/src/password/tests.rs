use proptest::prelude::*;

use super::*;
use crate::keys::Secret;

fn passwords(pepper: &Pepper) -> Passwords {
    Passwords::new(pepper.clone(), Cost::TESTS)
}

fn pepper() -> Pepper {
    Pepper::from(Secret::generate())
}

/// Three people and a house that do not exist.
const OWN: &[&str] =
    &["Marisol Quintero-Haas", "mquintero", "marisol@lindenhof.example", "Lindenhof Family Services", "Casekeep"];

fn check(password: &str, verdict: Result<(), WeakPassword>) {
    assert_eq!(strength(password, OWN), verdict, "{password}");
}

proptest! {
    #[test]
    fn a_password_is_known_again_and_no_other(right in ".{1,40}", wrong in ".{1,40}") {
        let service = passwords(&pepper());
        let stored = service.hash(&right).unwrap();
        prop_assert!(service.verify(&right, Some(&stored)));
        let same = right.nfc().eq(wrong.nfc());
        prop_assert_eq!(service.verify(&wrong, Some(&stored)), same);
    }

    #[test]
    fn a_stored_text_that_is_not_ours_is_refused_without_harm(stored in "(\\$argon2id\\$v=19\\$)?[$a-z0-9=,+/]{0,60}") {
        prop_assert!(!passwords(&pepper()).verify("whatever", Some(&stored)));
    }

    #[test]
    fn the_meter_and_the_verdict_agree(password in "[a-c1!é ]{0,24}|.{0,20}") {
        prop_assert_eq!(3 <= meter(&password, OWN), strength(&password, OWN).is_ok());
    }
}

#[test]
fn the_stored_text_is_a_phc_string_with_the_cost_in_it() {
    let stored = passwords(&pepper()).hash("a password").unwrap();
    let parts: Vec<&str> = stored.split('$').collect();
    assert_eq!(parts[..4], ["", "argon2id", "v=19", "m=8,t=1,p=1"]);
    assert_eq!((parts.len(), parts[4].len(), parts[5].len()), (6, 22, 43));
}

#[test]
fn the_same_password_typed_in_another_normal_form_is_the_same() {
    let service = passwords(&pepper());
    let stored = service.hash("gr\u{fc}ne caf\u{e9}s am see").unwrap();
    assert!(service.verify("gru\u{308}ne cafe\u{301}s am see", Some(&stored)));
}

#[test]
fn nobody_has_no_password() {
    let service = passwords(&pepper());
    assert!(!service.verify("", None));
    assert!(!service.verify("anything", None));
}

#[test]
fn the_same_password_is_stored_differently_each_time() {
    let service = passwords(&pepper());
    assert_ne!(service.hash("a password").unwrap(), service.hash("a password").unwrap());
}

#[test]
fn without_the_pepper_the_right_password_is_of_no_use() {
    let stored = passwords(&pepper()).hash("a password").unwrap();
    assert!(!passwords(&pepper()).verify("a password", Some(&stored)));
}

#[test]
fn a_hash_made_at_another_cost_still_works_and_is_outdated() {
    let pepper = pepper();
    let old = passwords(&pepper).hash("a password").unwrap();
    let dearer = Passwords::new(pepper, Cost { memory_kib: 16, passes: 2, lanes: 1 });
    assert!(dearer.verify("a password", Some(&old)));
    assert!(dearer.is_outdated(&old));
    assert!(!dearer.is_outdated(&dearer.hash("a password").unwrap()));
    assert!(dearer.is_outdated("not a hash"));
}

#[test]
fn a_cost_that_would_exhaust_the_memory_is_not_believed() {
    let service = passwords(&pepper());
    let stored = service.hash("a password").unwrap();
    for cost in ["m=4294967295,t=1,p=1", "m=8,t=4294967295,p=1", "m=8,t=1,p=1,x=1", "t=1,m=8,p=1", "m=1,t=1,p=1"] {
        assert!(!service.verify("a password", Some(&stored.replace("m=8,t=1,p=1", cost))), "{cost}");
    }
}

#[test]
fn asking_for_nobody_takes_as_long_as_asking_for_somebody() {
    let service = Passwords::new(pepper(), Cost { memory_kib: 1024, passes: 2, lanes: 1 });
    let stored = service.hash("a password").unwrap();
    let time = |stored: Option<&str>| {
        let begun = std::time::Instant::now();
        assert!(!service.verify("another", stored));
        begun.elapsed()
    };
    // The fastest of many tries in turn: what else runs on the machine only ever makes a try slower.
    let tries: Vec<_> = (0..40).map(|_| (time(Some(&stored)), time(None))).collect();
    let somebody = tries.iter().map(|pair| pair.0).min().unwrap();
    let nobody = tries.iter().map(|pair| pair.1).min().unwrap();
    assert!(somebody < nobody * 2, "{somebody:?} against {nobody:?}");
}

#[test]
fn long_and_unrelated_is_good_without_any_rule_about_signs() {
    for password in [
        "lantern gravel otter ninth",
        "plötzlich regnet es kamele",
        "восемь синих чайников поют",
        "kestrel-mosaic-tundra",
    ] {
        check(password, Ok(()));
        assert!(3 <= meter(password, OWN), "{password}");
    }
}

#[test]
fn short_is_refused_unless_it_is_as_strong_as_can_be() {
    check("", Err(WeakPassword::TooShort { length: 0 }));
    check("kV9#xQ2!mPz", Err(WeakPassword::TooShort { length: 11 }));
    check("kV9#xQ2!mPzT", Ok(()));
    check("summer garden", Err(WeakPassword::TooShort { length: 13 }));
    check(&"é".repeat(14), Err(WeakPassword::TooShort { length: 14 }));
}

#[test]
fn too_long_is_refused_before_anything_is_computed() {
    let begun = std::time::Instant::now();
    check(&"lantern gravel ".repeat(100_000), Err(WeakPassword::TooLong { length: 1_500_000 }));
    assert!(begun.elapsed().as_secs() < 5);
    check(&"ab ".repeat(43)[..128], Err(WeakPassword::Repeats));
}

#[test]
fn what_belongs_to_the_person_or_the_house_is_refused() {
    for password in [
        "MarisolQuintero2026",
        "marisol.quintero-haas",
        "Lindenhof-Lindenhof-7",
        "mquintero@lindenhof",
        "casekeep.casekeep.1",
    ] {
        check(password, Err(WeakPassword::Personal));
    }
    check("marisol lantern gravel otter", Ok(()));
}

#[test]
fn what_everybody_tries_is_refused_with_its_reason() {
    check("passwordpassword", Err(WeakPassword::Repeats));
    check("aaaaaaaaaaaaaaaaaaaa", Err(WeakPassword::Repeats));
    check("abcabcabcabcabcabc", Err(WeakPassword::Repeats));
    check("abcdefghijklmnopqrstuvwxyz", Err(WeakPassword::Sequence));
    check("Correct Horse Battery Staple!", Err(WeakPassword::Common));
    check("the quick brown fox 1", Err(WeakPassword::Common));
}

#[test]
fn what_everybody_tries_is_refused_even_when_several_reasons_would_do() {
    // Which of two equally good reasons is given may change from call to call; the refusal may not.
    for password in ["1234567890123456", "qwertyuiopasdfghjkl", "password1234567", "Password!Password!"] {
        for _ in 0..8 {
            assert!(strength(password, OWN).is_err(), "{password}");
        }
    }
}

#[test]
fn every_reason_can_be_shown_as_it_stands() {
    let text = WeakPassword::TooShort { length: 3 }.to_string();
    assert_eq!(text, "at least 15 characters, please (this has 3); four or five unrelated words make a good password");
}
