//! A full disk: nothing is lost, reading goes on and is recorded, and when there is space again everything does.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use domain::ids::{DossierId, EntryNumber};
use domain::level::Level;
use store::db::DbFault;
use store::{Access, Append, AppendFailure, Scope, Squeeze, Store, StoreFault};
use testkit::TestPlace;

use crate::support::{House, NOW, dossier, note, staff, to, written};

/// The file that keeps the room.
fn room(house: &House) -> PathBuf {
    house.place.data_folder().join("data.db-room")
}

/// The store on a disk that has just become full, and stays so until [`space_again`].
async fn on_a_full_disk(house: &House) -> (Store, DossierId) {
    let store = house.open();
    let dossier = dossier(1);
    written(&store, dossier, 0, "before").await;
    std::fs::remove_file(room(house)).unwrap();
    std::fs::create_dir(room(house)).unwrap();
    store.squeeze(Squeeze::AsItIs).await.unwrap();
    (store, dossier)
}

fn space_again(house: &House) {
    std::fs::remove_dir(room(house)).unwrap();
}

/// Writes until the disk is full; answers with the last entry that was acknowledged.
async fn fill(store: &Store, dossier: DossierId) -> EntryNumber {
    let mut last = EntryNumber(1);
    for _ in 0..1_000 {
        match store.append(simple(dossier, last)).await {
            Ok(_) => last = last.next(),
            Err(AppendFailure::Fault(StoreFault::Db(DbFault::Full))) => return last,
            Err(other) => panic!("{other:?}"),
        }
    }
    panic!("it never becomes full");
}

/// One note behind `after`.
fn simple(dossier: DossierId, after: EntryNumber) -> Append {
    to(dossier, after.0, vec![note(Level::Confidential, "what somebody wrote")])
}

fn access(dossier: DossierId) -> Access {
    Access {
        act: "opened".to_owned(),
        actor: staff(1),
        at: NOW,
        dossier: Some(dossier),
        entry: None,
        through: None,
        why: None,
    }
}

#[tokio::test]
async fn on_a_full_disk_writing_stops_reading_is_recorded_and_nothing_is_lost() {
    let house = House::at(TestPlace::sqlite());
    let (store, dossier) = on_a_full_disk(&house).await;
    let last = fill(&store, dossier).await;

    for _ in 0..500 {
        store.record(access(dossier)).await.unwrap();
    }
    let again = store.append(simple(dossier, last)).await;
    assert!(matches!(again, Err(AppendFailure::Fault(StoreFault::Db(DbFault::Full)))), "{again:?}");
    assert_eq!(store.head(dossier).await.unwrap().unwrap().last, last);
    assert_eq!(store.accesses(dossier, None, 1_000).await.unwrap().len(), 500 + last.0 as usize);

    space_again(&house);
    let begun = Instant::now();
    while store.append(simple(dossier, last)).await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never finds out that there is space again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(room(&house).is_file(), "room is kept again");
    store.checkpoint(NOW).await.unwrap();
    store.verify(Scope::Contents, NOW, |_| ()).await.unwrap();
}

#[tokio::test]
async fn when_the_last_room_is_used_up_reading_is_refused_too() {
    let house = House::at(TestPlace::sqlite());
    let (store, dossier) = on_a_full_disk(&house).await;
    fill(&store, dossier).await;

    store.squeeze(Squeeze::AsItIs).await.unwrap();
    let mut recorded = Ok(());
    for _ in 0..1_000 {
        recorded = store.record(access(dossier)).await;
        if recorded.is_err() {
            break;
        }
    }
    assert!(matches!(recorded, Err(StoreFault::Db(DbFault::Full))), "{recorded:?}");
}

#[tokio::test]
async fn units_that_run_together_on_a_full_disk_are_told_apart() {
    let house = House::at(TestPlace::sqlite());
    let (store, dossier) = on_a_full_disk(&house).await;
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..400 {
        let store = store.clone();
        tasks.spawn(async move {
            if n % 2 == 0 {
                return store.record(access(dossier)).await.map_err(|fault| fault.to_string());
            }
            let other = DossierId::new(uuid::Uuid::new_v4());
            match store.append(simple(other, EntryNumber::NONE)).await {
                // its key may be there, its entry is not
                Err(AppendFailure::Fault(StoreFault::Db(DbFault::Full))) => {
                    assert!(store.head(other).await.unwrap().is_none());
                }
                Err(other) => return Err(other.to_string()),
                Ok(_) => assert!(store.head(other).await.unwrap().is_some()),
            }
            Ok(())
        });
    }
    for done in tasks.join_all().await {
        done.unwrap();
    }
    assert_eq!(store.accesses(dossier, None, 1_000).await.unwrap().len(), 201);
}
