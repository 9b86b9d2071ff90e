//! Everything goes out and comes in again: the same ledger under new keys, on either engine, with what was destroyed left behind.

mod faults;
mod told;

use domain::ids::{EntryNumber, OnceKey};
use domain::level::Level;
use store::{Appended, Scope, StartFault, Store};
use testkit::TestPlace;
use uuid::Uuid;

use crate::writing::{House, NOW, one_more};
use told::{BYTES, CASE, GONE, PERSON, Told, import, refused};

#[test]
fn everything_comes_in_again_on_either_engine_with_the_same_ledger_under_new_keys() {
    for place in testkit::places() {
        let told = Told::at(place);
        // more than one page, and more than one stored hash of the tree
        told.look(550);
        let made = told.export().unwrap();
        let counts = made.manifest.counts;
        assert_eq!((counts.entries, counts.without_content, counts.dossiers), (6, 2, 3));
        assert_eq!((counts.documents, counts.document_bytes, counts.tombstones), (1, BYTES as u64, 1));
        assert_eq!(made.manifest.left_out.drafts, 1);
        for place in testkit::places() {
            let target = House::at(place);
            let store = import(&told, &target).unwrap();
            assert_eq!(told.size_and_root(&store), told.size_and_root(&told.store));
            assert_eq!(store.verifier_key(), told.store.verifier_key());
            let verified = told.wait(store.verify(Scope::Contents, NOW, |_| {})).unwrap();
            assert_eq!((verified.contents, verified.without_key), (4, 2));
            assert_eq!((verified.anchored, verified.checked.size), (558, 558));
            what_was_written_is_there(&told, &store);
            what_stands_beside_goes_on(&told, &store);
            drop(store);
            // and once more: it is somebody's now
            assert_eq!(refused(&told, &target), "there is something in this place already; an empty one is needed");
        }
    }
}

fn what_was_written_is_there(told: &Told, store: &Store) {
    let entries = |store: &Store| told.wait(store.entries(CASE, EntryNumber::NONE, Level::Restricted)).unwrap();
    let (ours, theirs) = (entries(store), entries(&told.store));
    assert_eq!(ours.len(), 3);
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!((&ours.content, &ours.signatures, ours.level), (&theirs.content, &theirs.signatures, theirs.level));
    }
    assert_ne!(told.wait(store.wrapped_key(CASE)).unwrap(), told.wait(told.store.wrapped_key(CASE)).unwrap());
    assert_eq!(told.document(store), told.bytes());
    // destroyed: its lines are there, and nothing else
    assert!(told.wait(store.destroyed(GONE)).unwrap().is_some());
    assert_eq!(told.wait(store.wrapped_key(GONE)).unwrap(), None);
    assert_eq!(store.entombed(), told.store.entombed());
}

fn what_stands_beside_goes_on(told: &Told, store: &Store) {
    assert_eq!(told.wait(store.next_serial("case-2026")).unwrap(), 2);
    let account = told.wait(store.account_by_login("Ada")).unwrap().unwrap();
    assert_eq!((account.staff, account.password.is_some(), account.has_code), (PERSON, false, false));
    let again = store::Append { once: Some(OnceKey::new(Uuid::from_u128(77))), ..one_more(1, CASE, 3) };
    assert!(matches!(told.wait(store.append(again)).unwrap(), Appended::Already(_)));
    let Appended::Done(_) = told.wait(store.append(one_more(1, CASE, 3))).unwrap() else { panic!("it is written") };
    told.wait(store.verify(Scope::Contents, NOW, |_| {})).unwrap();
}

#[test]
fn what_was_destroyed_after_the_export_stays_destroyed_when_its_tombstone_comes_along() {
    let told = Told::at(TestPlace::sqlite());
    told.export().unwrap();
    told.destroy(CASE, 3, 2);
    let target = House::at(TestPlace::sqlite());
    let mut importing = told.importing().unwrap();
    importing.honour(&told.house.settings.anchor.with_file_name("anchor.tombstones")).unwrap();
    let store = told::brought(&told, &importing, &target).unwrap();
    let verified = told.wait(store.verify(Scope::Contents, NOW, |_| {})).unwrap();
    assert_eq!((verified.contents, verified.without_key), (1, 5));
    assert_eq!(told.wait(store.wrapped_key(CASE)).unwrap(), None, "it was never sealed there");
    assert!(told::files(&target.settings.documents.folder).is_empty(), "nor was its document");
    assert_eq!(store.entombed(), told.store.entombed());

    let another = Told::at(TestPlace::sqlite());
    let stones = another.house.settings.anchor.with_file_name("anchor.tombstones");
    let foreign = importing.honour(&stones).unwrap_err().to_string();
    assert!(foreign.ends_with("anchor.tombstones is not signed by the ledger of this installation"), "{foreign}");
}

#[test]
fn what_is_destroyed_while_everything_goes_out_ends_it_and_nothing_is_left() {
    let told = Told::at(TestPlace::sqlite());
    let mut destroyed = false;
    let made = told.export_with(&mut |at| {
        if 0 < at.done && !destroyed {
            destroyed = true;
            told.destroy(CASE, 3, 2);
        }
    });
    assert!(matches!(made, Err(backup::BackupFault::Overtaken)));
    assert!(destroyed && told::files(&told.folder()).is_empty());
    told.export().unwrap();
}

#[test]
fn an_import_that_did_not_end_opens_for_nobody() {
    let told = Told::at(TestPlace::sqlite());
    told.export().unwrap();
    let target = House::at(TestPlace::sqlite());
    let landed = told.importing().unwrap();
    let root = vault::RootKey::generate();
    let brought = landed.land(target.settings.clone(), &target.place.data_folder(), &root, NOW, &mut |_| {}).unwrap();
    drop(brought);
    assert!(matches!(target.try_open(root), Err(StartFault::RestoreUnfinished)));
    // begun again with another root key
    import(&told, &target).unwrap();
}
