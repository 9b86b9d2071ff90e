use std::sync::atomic::{AtomicI64, Ordering};

use testkit::TestPlace;

use super::*;
use crate::db::{DbOptions, Place};
use crate::{NewJob, StoreSettings};

const NOW: Instant = Instant(1_767_603_600_000_000);

fn open(place: &TestPlace) -> Store {
    let settings = StoreSettings {
        data: Place::Sqlite(place.data().unwrap()),
        keys: Place::Sqlite(place.keys().unwrap()),
        documents: place.folder().join("documents").into(),
        anchor: place.folder().join("anchor"),
        new_anchor: false,
        options: DbOptions { readers: 1, connections: 1 },
    };
    Store::open(settings, vault::RootKey::generate(), NOW).unwrap()
}

async fn claimed(store: &Store, holder: &str, now: Instant) -> Option<Job> {
    let until = now.plus_seconds(LEASE_SECONDS);
    let claim = Claim { holder: holder.to_owned(), kinds: vec!["slow".to_owned()], most: 1, until };
    store.claim_jobs(claim, now).await.unwrap().pop()
}

#[tokio::test]
async fn a_running_job_keeps_its_claim_and_stops_when_it_was_lost() {
    let place = TestPlace::sqlite();
    let store = open(&place);
    let job = NewJob { kind: "slow".to_owned(), dossier: None, payload: vec![], due: NOW, deadline: NOW };
    store.enqueue(job).await.unwrap();
    let passed = Arc::new(AtomicI64::new(0));
    let (on, ended) = (Arc::clone(&passed), Arc::new(AtomicI64::new(0)));
    let clock = move || NOW.plus_seconds(on.load(Ordering::SeqCst));
    let ending = Arc::clone(&ended);
    let handlers = Handlers::new().on("slow", move |_| {
        let ended = Arc::clone(&ending);
        async move {
            tokio::time::sleep(Duration::from_secs(2)).await;
            ended.store(1, Ordering::SeqCst);
            Outcome::Done
        }
    });
    let job = claimed(&store, "a", NOW).await.unwrap();
    let running = tokio::spawn({
        let store = store.clone();
        async move { attempt(&store, &clock, &handlers, "a", job, Duration::from_millis(20)).await }
    });
    for seconds in [40, 80, 120] {
        passed.store(seconds, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(claimed(&store, "b", NOW.plus_seconds(seconds + 1)).await.is_none(), "renewed at {seconds}");
    }
    assert!(claimed(&store, "b", NOW.plus_seconds(181)).await.is_some(), "its last lease is over");
    assert_eq!(running.await.unwrap(), None);
    assert_eq!(ended.load(Ordering::SeqCst), 0, "the handler was dropped on the way");
}
