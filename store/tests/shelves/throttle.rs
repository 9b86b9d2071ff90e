//! Throttling: the policy as a table, and its rows.

use domain::time::Instant;
use proptest::prelude::*;
use store::{Bucket, Counted, Throttle};

use crate::support::{NOON, open, stores};

/// The waits in seconds after so many failures in one moment.
fn waits(throttle: Throttle, failures: usize) -> Vec<i64> {
    let mut counted = Counted::none(NOON);
    (0..failures)
        .map(|_| {
            counted = throttle.fail(counted, NOON);
            throttle.check(counted, NOON).map_or(0, |until| until.seconds_since(NOON))
        })
        .collect()
}

#[test]
fn four_wrong_passwords_are_free_then_the_wait_doubles_up_to_fifteen_minutes() {
    assert_eq!(waits(Throttle::ACCOUNT, 12), [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]);
}

#[test]
fn an_address_may_try_twenty_times_and_then_every_three_seconds() {
    let waits = waits(Throttle::ADDRESS, 25);
    assert!(waits[..19].iter().all(|&wait| wait == 0));
    assert!(waits[19..].iter().all(|&wait| wait == 3));
}

#[test]
fn what_was_counted_is_forgotten_steadily() {
    let throttle = Throttle::ADDRESS;
    let full = (0..20).fold(Counted::none(NOON), |counted, _| throttle.fail(counted, NOON));
    assert_eq!(full.count, 20);
    let mut counted = full;
    let mut allowed = 0;
    for second in 1..=60 {
        let now = NOON.plus_seconds(second);
        if throttle.check(counted, now).is_none() {
            counted = throttle.fail(counted, now);
            allowed += 1;
        }
    }
    assert_eq!(allowed, 20, "twenty more in the next minute");
    assert_eq!(throttle.fail(full, NOON.plus_seconds(3600)).count, 1);
}

#[test]
fn a_clock_that_was_set_back_locks_nobody_out() {
    let later = NOON.plus_seconds(100_000_000);
    let full = (0..20).fold(Counted::none(later), |counted, _| Throttle::ACCOUNT.fail(counted, later));
    assert_eq!(Throttle::ACCOUNT.check(full, NOON), Some(NOON.plus_seconds(900)));
}

proptest! {
    #[test]
    fn nobody_ever_waits_longer_than_the_longest_wait(gaps in prop::collection::vec(-5_000_i64..5_000, 1..200)) {
        let (mut counted, mut now) = (Counted::none(NOON), NOON);
        for gap in gaps {
            now = now.plus_seconds(gap);
            counted = Throttle::ACCOUNT.fail(counted, now);
            let until = Throttle::ACCOUNT.check(counted, now).unwrap_or(now);
            prop_assert!(until <= now.plus_seconds(900));
        }
    }

    #[test]
    fn in_any_stretch_no_more_is_allowed_than_the_rate_and_one_burst(gaps in prop::collection::vec(0_i64..20, 1..300)) {
        let throttle = Throttle::rate(10, 60);
        let (mut counted, mut now) = (Counted::none(NOON), NOON);
        let mut allowed = 0;
        for gap in gaps {
            now = now.plus_seconds(gap);
            if throttle.check(counted, now).is_none() {
                counted = throttle.fail(counted, now);
                allowed += 1;
            }
        }
        prop_assert!(allowed <= 10 + now.seconds_since(NOON) / 6 + 1);
    }
}

fn account(bucket: &Bucket) -> [(Bucket, Throttle); 1] {
    [(bucket.clone(), Throttle::ACCOUNT)]
}

#[tokio::test]
async fn a_restart_forgets_nothing_and_success_clears_the_account() {
    for (place, store) in stores() {
        let bucket = store.bucket("account", "anna.lind");
        let mut answers = vec![];
        for _ in 0..6 {
            answers.push(store.admit(&account(&bucket), NOON).await.unwrap());
        }
        let until: Instant = NOON.plus_seconds(30);
        assert_eq!(answers, [None, None, None, None, None, Some(until)]);
        drop(store);
        let store = open(&place);
        let bucket = store.bucket("account", "anna.lind");
        assert_eq!(store.throttled(&account(&bucket), NOON).await.unwrap(), Some(until));
        assert_eq!(store.throttled(&account(&bucket), until).await.unwrap(), None);
        assert_eq!(store.throttled(&account(&store.bucket("account", "tomas")), NOON).await.unwrap(), None);
        assert_eq!(store.throttled(&account(&store.bucket("address", "anna.lind")), NOON).await.unwrap(), None);
        store.clear_throttle(&bucket).await.unwrap();
        assert_eq!(store.throttled(&account(&bucket), NOON).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_hundred_guesses_at_once_are_not_more_than_five() {
    for (place, store) in stores() {
        let bucket = store.bucket("account", "anna.lind");
        let racers: Vec<_> = (0..100)
            .map(|_| {
                let (store, bucket) = (store.clone(), bucket.clone());
                tokio::spawn(async move { store.admit(&account(&bucket), NOON).await.unwrap().is_none() })
            })
            .collect();
        let mut admitted = 0;
        for racer in racers {
            admitted += i32::from(racer.await.unwrap());
        }
        assert_eq!(admitted, 5, "{}", place.engine());
    }
}

#[tokio::test]
async fn an_attempt_that_must_wait_is_not_counted_anywhere() {
    for (_place, store) in stores() {
        let (account, address) = (store.bucket("account", "anna"), store.bucket("address", "192.0.2.7"));
        let both = [(account.clone(), Throttle::ACCOUNT), (address.clone(), Throttle::ADDRESS)];
        for _ in 0..5 {
            assert_eq!(store.admit(&both, NOON).await.unwrap(), None);
        }
        for _ in 0..50 {
            assert!(store.admit(&both, NOON).await.unwrap().is_some());
        }
        assert_eq!(store.throttled(&[(address.clone(), Throttle::ADDRESS)], NOON).await.unwrap(), None);
        store.take_back_attempt(&address).await.unwrap();
        store.count_attempt(&[(address.clone(), Throttle::rate(5, 60))], NOON).await.unwrap();
        assert!(store.throttled(&[(address, Throttle::rate(5, 60))], NOON).await.unwrap().is_some());
        assert_eq!(store.sweep_throttles(NOON.plus_seconds(3600)).await.unwrap(), 2);
    }
}
