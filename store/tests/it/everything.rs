//! A record that is founded anew is the one that was given out; what does not follow from the lines before it is not taken.

use std::collections::HashSet;

use domain::ids::DossierKind;
use store::copies::{Landing, Schema};
use store::{Founding, FoundingFault, Scope, Store, WholeDossier, WholeLine, Wrong};
use testkit::TestPlace;
use vault::RootKey;

use crate::support::{House, NOW, dossier, written};

/// Three entries in two dossiers.
async fn told(store: &Store) -> Vec<WholeLine> {
    for number in 0..2 {
        written(store, dossier(1), number, "Marigold came").await;
    }
    written(store, dossier(2), 0, "and went").await;
    store.checkpoint(NOW).await.unwrap();
    store.whole_lines(0, &HashSet::new()).await.unwrap()
}

fn landing(to: &House, store: &Store) -> Landing {
    Landing::prepare(to.settings.clone(), store.installation(), Schema::of_this_program()).unwrap()
}

fn begun<'l>(landing: &'l Landing, root: &RootKey, store: &Store) -> Founding<'l> {
    let mut founding = landing.found(root, store.carried().unwrap(), NOW).unwrap();
    for number in [1, 2] {
        founding.dossier(whole(number)).unwrap();
    }
    founding
}

fn whole(number: u128) -> WholeDossier {
    WholeDossier { dossier: dossier(number), kind: DossierKind::Case, contents: true, destroyed: None }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_out_is_founded_anew_on_either_engine() {
    for from in House::each() {
        let store = from.open();
        let notes = {
            told(&store).await;
            store.notes(0).await.unwrap()
        };
        for to in House::each() {
            let (landing, root) = (landing(&to, &store), to.root());
            let mut founding = begun(&landing, &root, &store);
            for line in store.whole_lines(0, &HashSet::new()).await.unwrap() {
                assert_eq!(founding.line(&line.leaf).unwrap(), line.entry.as_ref().map(|entry| entry.id));
                assert!(founding.entry(line.entry.unwrap()).unwrap());
            }
            founding.note(&notes[0].1).unwrap();
            assert_eq!(founding.ledger(), (3, store.root_over(3).await.unwrap()));
            founding.finish().unwrap();
            let twin = landing.open(root, NOW).unwrap();
            let verified = twin.verify(Scope::Contents, NOW, |_| {}).await.unwrap();
            assert_eq!((verified.contents, verified.checked.size, verified.checked.proved), (3, 3, 3));
            assert_ne!(twin.wrapped_key(dossier(1)).await.unwrap(), store.wrapped_key(dossier(1)).await.unwrap());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_follow_is_not_taken() {
    let (from, to) = (House::at(TestPlace::sqlite()), House::at(TestPlace::sqlite()));
    let store = from.open();
    let mut lines = told(&store).await.into_iter();
    let (first, second) = (lines.next().unwrap(), lines.next().unwrap());
    let root = to.root();
    let wrong = |founding: Result<(), FoundingFault>| match founding {
        Err(FoundingFault::Wrong(wrong)) => wrong,
        other => panic!("{other:?}"),
    };

    let place = landing(&to, &store);
    let mut founding = begun(&place, &root, &store);
    assert_eq!(founding.dossier(whole(2)), Err(Wrong::Twice));
    assert_eq!(founding.tombstone("{}"), Err(Wrong::Tombstone));
    assert_eq!(wrong(founding.entry(second.entry.unwrap()).map(drop)), Wrong::Place, "no line speaks of it");
    founding.line(&first.leaf).unwrap();
    assert_eq!(wrong(founding.line(&second.leaf).map(drop)), Wrong::Missing, "its entry comes first");
    assert_eq!(wrong(founding.finish()), Wrong::Missing);
    drop(place);

    let place = landing(&to, &store);
    let mut founding = begun(&place, &root, &store);
    founding.line(&first.leaf).unwrap();
    founding.entry(first.entry.unwrap()).unwrap();
    assert_eq!(wrong(founding.finish()), Wrong::Empty, "nothing was written in the second dossier");
    drop(place);

    let place = landing(&to, &store);
    let mut founding = place.found(&root, store.carried().unwrap(), NOW).unwrap();
    let first = store.whole_lines(0, &HashSet::new()).await.unwrap().swap_remove(0);
    founding.line(&first.leaf).unwrap();
    assert_eq!(wrong(founding.entry(first.entry.unwrap()).map(drop)), Wrong::Unknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_behind_the_back_is_not_given_out() {
    let house = House::at(TestPlace::sqlite());
    let store = house.open();
    told(&store).await;
    drop(store);
    house.tamper("UPDATE entries SET sealed = zeroblob(length(sealed)) WHERE number = 2", &[]);
    let store = house.open();
    let given = store.whole_lines(0, &HashSet::new()).await.map(drop);
    assert_eq!(given.unwrap_err().to_string(), format!("the content of entry 2 of dossier {} was changed", dossier(1)));
}
