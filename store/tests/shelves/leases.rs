//! Leases and serial numbers.

use std::collections::BTreeSet;

use crate::support::{NOON, stores};

#[tokio::test]
async fn one_holder_at_a_time_until_the_lease_runs_out_or_is_given_back() {
    for (_place, store) in stores() {
        let (end, later) = (NOON.plus_seconds(60), NOON.plus_seconds(120));
        assert!(store.take_lease("sweep", "a", NOON, end).await.unwrap());
        assert!(!store.take_lease("sweep", "b", NOON, end).await.unwrap());
        assert!(store.take_lease("mail", "b", NOON, end).await.unwrap(), "another task");
        assert!(store.take_lease("sweep", "a", NOON, end).await.unwrap(), "its holder");
        assert!(!store.renew_lease("sweep", "b", NOON, later).await.unwrap());
        assert!(store.renew_lease("sweep", "a", NOON, end).await.unwrap());
        assert!(!store.renew_lease("sweep", "a", end, later).await.unwrap(), "too late");
        assert!(store.take_lease("sweep", "b", end, later).await.unwrap(), "taken over");
        store.release_lease("sweep", "a").await.unwrap();
        assert!(!store.take_lease("sweep", "a", end, later).await.unwrap(), "not a's to give back");
        store.release_lease("sweep", "b").await.unwrap();
        assert!(store.take_lease("sweep", "a", end, later).await.unwrap());
    }
}

#[tokio::test]
async fn of_many_racers_one_takes_the_lease() {
    for (place, store) in stores() {
        let racers: Vec<_> = (0..20)
            .map(|n| {
                let store = store.clone();
                let holder = n.to_string();
                tokio::spawn(
                    async move { store.take_lease("sweep", &holder, NOON, NOON.plus_seconds(9)).await.unwrap() },
                )
            })
            .collect();
        let mut winners = 0;
        for racer in racers {
            winners += i32::from(racer.await.unwrap());
        }
        assert_eq!(winners, 1, "{}", place.engine());
    }
}

#[tokio::test]
async fn serial_numbers_begin_with_one_and_are_never_given_twice() {
    for (_place, store) in stores() {
        let racers: Vec<_> = (0..20)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.next_serial("case.2026").await.unwrap() })
            })
            .collect();
        let mut drawn = BTreeSet::new();
        for racer in racers {
            drawn.insert(racer.await.unwrap());
        }
        assert_eq!(drawn, (1..=20).collect());
        assert_eq!(store.next_serial("case.2027").await.unwrap(), 1);
    }
}
