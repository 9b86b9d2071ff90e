//! A new key-encryption key while people go on working: everything stays readable, a kill at any step does no harm, what is destroyed meanwhile
//! stays destroyed, and the old key opens nothing any more (security, promise P16).

use std::path::Path;
use std::process::Command;

use domain::ids::{DossierId, EntryNumber};
use domain::level::Level;
use store::copies::{CopyFault, Landing, Schema};
use store::db::{Db, DbFault, DbOptions};
use store::{Append, Doomed, Scope, Store, StoreFault, Wrapping, vals};

use crate::support::{House, NOW, dossier, note, to, written};

/// How many dossiers there are.
const MANY: u128 = 25;

async fn filled(store: &Store) {
    for n in 0..MANY {
        written(store, dossier(n), 0, "kept").await;
    }
}

/// Everything until the end, so many keys at a time.
async fn rotate(store: &Store, at_once: u32) {
    let epoch = store.wrapping().await.unwrap().epoch + 1;
    store.begin_epoch(epoch, NOW).await.unwrap();
    finish(store, at_once).await;
}

async fn finish(store: &Store, at_once: u32) {
    while store.rewrap_some(at_once).await.unwrap() != 0 {}
    store.remove_old_keks().await.unwrap();
}

async fn reads(store: &Store, of: DossierId) -> Result<usize, StoreFault> {
    store.entries(of, EntryNumber::NONE, Level::Restricted).await.map(|read| read.len())
}

/// A question to the key database behind the store's back.
fn bytes(house: &House, sql: &'static str) -> Vec<Vec<u8>> {
    let db = Db::open(&house.settings.keys, DbOptions { readers: 1, connections: 1 }).unwrap();
    let read: Result<_, DbFault> = db.read_now(move |tx| tx.query(sql, vals![], |row| row.bytes(0)));
    read.unwrap()
}

/// How many files of the key database in this folder hold these bytes. Another process reads them: see `store/src/db/looking.rs`.
fn holding(folder: &Path, wanted: &[u8]) -> usize {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("keys.db"));
    let bytes = |path: &Path| Command::new("cat").arg(path).output().unwrap().stdout;
    files.filter(|path| bytes(path).windows(wanted.len()).any(|part| part == wanted)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn afterwards_everything_opens_and_the_old_key_opens_nothing() {
    for house in House::each() {
        let store = house.open();
        filled(&store).await;
        let before = store.wrapping().await.unwrap();
        assert_eq!(before, Wrapping { epoch: 2026, keys: MANY as u64, older: 0 });
        let old_keks = bytes(&house, "SELECT wrapped FROM keks");
        let old = store.wrapped_key(dossier(3)).await.unwrap().unwrap();
        let folder = house.place.data_folder();
        let on_disk = usize::from(house.place.engine() == "sqlite");
        assert!(on_disk <= holding(&folder, &old_keks[0]) && on_disk <= holding(&folder, &old), "found where they are");

        rotate(&store, 7).await;

        assert_eq!(store.wrapping().await.unwrap(), Wrapping { epoch: 2027, ..before });
        let keks = bytes(&house, "SELECT wrapped FROM keks");
        assert!(keks.len() == 1 && keks != old_keks);
        assert_eq!((holding(&folder, &old_keks[0]), holding(&folder, &old)), (0, 0), "{}", house.place.engine());
        for store in [store, house.open()] {
            let verified = store.verify(Scope::Contents, NOW, |_| {}).await.unwrap();
            assert_eq!((verified.contents, verified.without_key), (MANY as u64, 0));
        }
        // whoever has kept a wrapped key from before, and puts it back, has nothing
        let put_back = Db::open(&house.settings.keys, DbOptions { readers: 1, connections: 1 }).unwrap();
        let put = "UPDATE keys SET epoch = 2026, wrapped = $1 WHERE dossier = $2";
        put_back.write_now(move |tx| tx.exec(put, vals![old, dossier(3)])).map_err(|fault: DbFault| fault).unwrap();
        assert_eq!(reads(&house.open(), dossier(3)).await, Err(StoreFault::Damaged));
        assert_eq!(reads(&house.open(), dossier(4)).await, Ok(1));
    }
}

/// What was done before the process was killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Step {
    Begun,
    Some,
    All,
    Removed,
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_was_cut_off_anywhere_reads_everything_and_goes_on() {
    for step in [Step::Begun, Step::Some, Step::All, Step::Removed] {
        for house in House::each() {
            {
                let store = house.open();
                filled(&store).await;
                store.begin_epoch(2027, NOW).await.unwrap();
                for _ in 0..if step == Step::Some { 2 } else { 0 } {
                    store.rewrap_some(5).await.unwrap();
                }
                if Step::All <= step {
                    while store.rewrap_some(5).await.unwrap() != 0 {}
                }
                if Step::Removed <= step {
                    store.remove_old_keks().await.unwrap();
                }
            }
            let store = house.open();
            let older = match step {
                Step::Begun => MANY as u64,
                Step::Some => MANY as u64 - 10,
                Step::All | Step::Removed => 0,
            };
            assert_eq!(store.wrapping().await.unwrap(), Wrapping { epoch: 2027, keys: MANY as u64, older }, "{step:?}");
            assert_eq!(store.verify(Scope::Contents, NOW, |_| {}).await.unwrap().contents, MANY as u64);
            written(&store, dossier(100), 0, "founded in the middle").await;
            store.begin_epoch(2027, NOW).await.unwrap();
            finish(&store, 1_000).await;
            let done = Wrapping { epoch: 2027, keys: MANY as u64 + 1, older: 0 };
            assert_eq!(store.wrapping().await.unwrap(), done, "{step:?}");
            assert_eq!(bytes(&house, "SELECT wrapped FROM keks").len(), 1);
            assert_eq!(house.open().verify(Scope::Contents, NOW, |_| {}).await.unwrap().contents, MANY as u64 + 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_read_and_found_and_destroy_meanwhile() {
    for house in House::each() {
        let store = house.open();
        filled(&store).await;
        let lists = dossier(900);
        let working = {
            let store = store.clone();
            tokio::spawn(async move {
                for n in 0..MANY {
                    written(&store, dossier(200 + n), 0, "founded meanwhile").await;
                    if n % 5 == 0 {
                        let doomed = Doomed { dossier: dossier(n), last: EntryNumber(1) };
                        let after = u32::try_from(n / 5).unwrap();
                        store
                            .append(Append {
                                destroys: vec![doomed],
                                ..to(lists, after, vec![note(Level::Confidential, "ordered")])
                            })
                            .await
                            .unwrap();
                        store.entomb(&[dossier(n)], lists, NOW).await.unwrap();
                        store.remove_keys(&[dossier(n)]).await.unwrap();
                    } else {
                        assert_eq!(reads(&store, dossier(n)).await, Ok(1));
                    }
                }
            })
        };
        for _ in 0..3 {
            rotate(&store, 2).await;
        }
        working.await.unwrap();
        finish(&store, 1_000).await;
        let store = house.open();
        for n in 0..MANY {
            let expected = if n % 5 == 0 { Err(StoreFault::NoKey) } else { Ok(1) };
            assert_eq!(reads(&store, dossier(n)).await, expected, "{}", house.place.engine());
            assert_eq!(store.wrapped_key(dossier(n)).await.unwrap().is_none(), n % 5 == 0);
        }
        let wrapping = store.wrapping().await.unwrap();
        assert_eq!((wrapping.epoch, wrapping.older), (2029, 0));
        assert_eq!(wrapping.keys, (MANY + MANY - MANY / 5 + 1) as u64);
        store.verify(Scope::Contents, NOW, |_| {}).await.unwrap();
    }
}

/// Two servers on one database: what one has in memory is of yesterday.
#[tokio::test(flavor = "multi_thread")]
async fn another_server_that_knows_the_old_key_founds_under_the_new_one() {
    for house in House::each() {
        let (store, other) = (house.open(), house.open());
        filled(&store).await;
        assert_eq!(reads(&other, dossier(1)).await, Ok(1));
        rotate(&store, 10).await;
        written(&other, dossier(300), 0, "founded elsewhere").await;
        assert_eq!(reads(&other, dossier(2)).await, Ok(1));
        assert_eq!(store.wrapping().await.unwrap().older, 0);
        other.forget_removed_keks().await.unwrap();
        assert_eq!(reads(&house.open(), dossier(300)).await, Ok(1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_from_the_middle_reads_everything_and_goes_on_where_it_was() {
    for house in House::each() {
        let store = house.open();
        filled(&store).await;
        store.begin_epoch(2027, NOW).await.unwrap();
        store.rewrap_some(10).await.unwrap();
        let keys = store.copy_keys(Vec::new(), true).unwrap();
        finish(&store, 1_000).await;
        let data = store.copy_data(Vec::new()).unwrap().copy.finish().unwrap();
        for place in House::each() {
            let installation = store.installation();
            let landing = Landing::prepare(place.settings.clone(), installation, Schema::of_this_program()).unwrap();
            let root = landing.take_keys(keys.as_slice()).unwrap().unwrap();
            let rows: Result<u64, CopyFault> = landing.take_data(data.as_slice(), |_, _| Ok(()));
            rows.unwrap();
            let twin = landing.open(root, NOW).unwrap();
            assert_eq!(twin.wrapping().await.unwrap().older, MANY as u64 - 10);
            assert_eq!(twin.verify(Scope::Contents, NOW, |_| {}).await.unwrap().contents, MANY as u64);
            finish(&twin, 1_000).await;
            assert_eq!(twin.verify(Scope::Contents, NOW, |_| {}).await.unwrap().contents, MANY as u64);
        }
    }
}
