//! A dossier whose key has sealed for two years gets another: what was written before stays readable, also by a server that knows the old one alone,
//! and all of them are destroyed together (security §4.1, cryptoperiods).

use domain::ids::{DossierId, EntryNumber};
use domain::level::Level;
use domain::time::Instant;
use ledger::sha256;
use store::{Append, Appended, Doomed, DraftKey, Scope, Store, StoreFault};

use crate::support::{House, NOW, dossier, note, staff, to, written};

const DAY: i64 = 86_400;

/// When a key that was made at [`NOW`] has sealed for long enough.
const LATER: Instant = Instant(NOW.0 + (2 * 366 * DAY + 1) * 1_000_000);

async fn written_at(store: &Store, of: DossierId, after: u32, at: Instant) {
    let append = Append { at, ..to(of, after, vec![note(Level::Confidential, "later")]) };
    assert!(matches!(store.append(append).await, Ok(Appended::Done(_))), "entry {after}");
}

async fn read(store: &Store, of: DossierId) -> Result<usize, StoreFault> {
    store.entries(of, EntryNumber::NONE, Level::Restricted).await.map(|read| read.len())
}

async fn keys_of(store: &Store, of: DossierId) -> usize {
    store.wrapped_keys(of).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_entry_after_two_years_is_sealed_under_another_key() {
    for house in House::each() {
        let (store, other) = (house.open(), house.open());
        written(&store, dossier(1), 0, "first").await;
        written_at(&store, dossier(1), 1, NOW.plus_seconds(2 * 366 * DAY)).await;
        assert_eq!(keys_of(&store, dossier(1)).await, 1, "it has not sealed for long enough");
        // the other server remembers the first key
        assert_eq!(read(&other, dossier(1)).await, Ok(2));
        let before = store.wrapped_keys(dossier(1)).await.unwrap();

        written_at(&store, dossier(1), 2, LATER).await;
        written_at(&store, dossier(1), 3, LATER).await;

        let keys = store.wrapped_keys(dossier(1)).await.unwrap();
        assert_eq!((keys.len(), &keys[0]), (2, &before[0]));
        for server in [&store, &other, &house.open_at(LATER)] {
            assert_eq!(read(server, dossier(1)).await, Ok(4));
            let cards = server.cards(&[dossier(1)]).await.unwrap();
            assert!(cards[0].content.is_some());
        }
        written_at(&other, dossier(1), 4, LATER).await;
        assert_eq!(keys_of(&store, dossier(1)).await, 2);
        assert_eq!(store.verify(Scope::Contents, LATER, |_| {}).await.unwrap().contents, 5);
        assert_eq!(store.verify_dossier(dossier(1)).await.unwrap().good, 5);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn servers_that_make_it_at_the_same_moment_make_one() {
    for house in House::each() {
        let servers = [house.open(), house.open(), house.open(), house.open()];
        written(&servers[0], dossier(1), 0, "first").await;
        let mut writing = tokio::task::JoinSet::new();
        for server in servers.clone() {
            writing.spawn(async move {
                let append = Append { at: LATER, ..to(dossier(1), 1, vec![note(Level::Confidential, "later")]) };
                server.append(append).await.is_ok()
            });
        }
        let done = writing.join_all().await.into_iter().filter(|done| *done).count();
        assert_eq!((done, keys_of(&servers[0], dossier(1)).await), (1, 2), "{}", house.place.engine());
        for server in &servers {
            assert_eq!(read(server, dossier(1)).await, Ok(2));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn all_keys_of_a_dossier_are_wrapped_anew_and_destroyed_together() {
    for house in House::each() {
        let store = house.open();
        written(&store, dossier(1), 0, "first").await;
        written_at(&store, dossier(1), 1, LATER).await;
        let before = store.wrapped_keys(dossier(1)).await.unwrap();
        store.begin_epoch(2027, LATER).await.unwrap();
        while store.rewrap_some(1).await.unwrap() != 0 {}
        store.remove_old_keks().await.unwrap();
        let after = store.wrapped_keys(dossier(1)).await.unwrap();
        assert!(after.len() == 2 && before.iter().all(|old| !after.contains(old)));
        assert_eq!(read(&house.open_at(LATER), dossier(1)).await, Ok(2));

        let doomed = Doomed { dossier: dossier(1), last: EntryNumber(2) };
        let order =
            Append { at: LATER, destroys: vec![doomed], ..to(dossier(9), 0, vec![note(Level::Standard, "ordered")]) };
        store.append(order).await.unwrap();
        let entombed = store.entomb(&[dossier(1)], dossier(9), LATER).await.unwrap();
        assert_eq!(entombed[0].key, sha256(&after.concat()));
        store.remove_keys(&[dossier(1)]).await.unwrap();
        assert_eq!(keys_of(&store, dossier(1)).await, 0);
        assert_eq!(read(&store, dossier(1)).await, Err(StoreFault::NoKey));
        assert_eq!(read(&house.open_at(LATER), dossier(1)).await, Err(StoreFault::NoKey));
    }
}

/// A writer that has the key in memory while the dossier is destroyed makes no other one in its place.
#[tokio::test(flavor = "multi_thread")]
async fn a_destroyed_dossier_gets_no_other_key() {
    for house in House::each() {
        let (store, other) = (house.open(), house.open());
        written(&store, dossier(1), 0, "first").await;
        assert_eq!(read(&other, dossier(1)).await, Ok(1));
        let doomed = Doomed { dossier: dossier(1), last: EntryNumber(1) };
        let order = Append { destroys: vec![doomed], ..to(dossier(9), 0, vec![note(Level::Standard, "ordered")]) };
        store.append(order).await.unwrap();
        store.entomb(&[dossier(1)], dossier(9), NOW).await.unwrap();
        store.remove_keys(&[dossier(1)]).await.unwrap();
        let late = Append { at: LATER, ..to(dossier(1), 1, vec![note(Level::Confidential, "too late")]) };
        assert!(other.append(late).await.is_err());
        assert_eq!(keys_of(&store, dossier(1)).await, 0, "{}", house.place.engine());
    }
}

/// Values beside the entries name their key as well.
#[tokio::test(flavor = "multi_thread")]
async fn a_draft_from_before_is_read_under_the_key_from_before() {
    for house in House::each() {
        let store = house.open();
        written(&store, dossier(1), 0, "first").await;
        let draft = || DraftKey { staff: staff(1), dossier: dossier(1), form: "note".to_owned() };
        store.save_draft(draft(), b"unsigned", None, NOW).await.unwrap();
        written_at(&store, dossier(1), 1, LATER).await;
        for server in [store, house.open_at(LATER)] {
            let found = server.draft(draft()).await.unwrap().unwrap();
            assert_eq!(found.content.as_slice(), b"unsigned");
        }
    }
}
