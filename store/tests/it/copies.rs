//! Every table is either copied, derived anew or left out; and a copy out of one engine goes into the other.

use std::collections::BTreeSet;

use domain::level::Level;
use store::columns::{self, Column};
use store::copies::tables::{self, Keep, Table};
use store::copies::{CopyFault, Landing, LandingFault, Schema};
use store::{Scope, StartFault, Store};

use crate::support::{House, NOW, dossier, written};

#[test]
fn every_table_is_decided_upon_with_every_column() {
    for (tables, columns) in [(tables::DATA, columns::DATA), (tables::KEYS, columns::KEYS)] {
        let in_schema: BTreeSet<&str> = columns.iter().filter_map(|column| column.name.split('.').next()).collect();
        assert_eq!(tables.iter().map(|table| table.name).collect::<BTreeSet<_>>(), in_schema);
        assert_eq!(tables.len(), in_schema.len());
        tables.iter().for_each(|table| asks_for_all(table, columns));
    }
}

fn asks_for_all(table: &Table, columns: &[Column]) {
    let Keep::Truth(question) = table.keep else { return };
    assert!(question.ends_with(&format!(" FROM {}", table.name)), "{question}");
    let names = columns.iter().filter_map(|column| column.name.strip_prefix(table.name)?.strip_prefix('.'));
    assert_eq!(tables::columns(question), names.collect::<Vec<_>>(), "{}", table.name);
}

fn copied(store: &Store) -> (Vec<u8>, Vec<u8>) {
    let data = store.copy_data(Vec::new()).unwrap().copy.finish().unwrap();
    (data, store.copy_keys(Vec::new(), true).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_out_of_one_engine_goes_into_the_other() {
    for from in House::each() {
        let store = from.open();
        for number in 0..3 {
            written(&store, dossier(1), number, "Marigold came").await;
        }
        store.checkpoint(NOW).await.unwrap();
        written(&store, dossier(2), 0, "still without its number").await;
        let (data, keys) = copied(&store);
        let whole = store.root_over(3).await.unwrap();
        for to in House::each() {
            let landing =
                Landing::prepare(to.settings.clone(), store.installation(), Schema::of_this_program()).unwrap();
            let root = landing.take_keys(keys.as_slice()).unwrap().unwrap();
            let rows: Result<u64, CopyFault> = landing.take_data(data.as_slice(), |_, _| Ok(()));
            assert!(10 < rows.unwrap());
            assert!(matches!(to.try_open(NOW), Err(StartFault::RestoreUnfinished)), "{}", to.place.engine());
            let twin = landing.open(root, NOW).unwrap();
            assert_eq!((twin.ledger_size().await.unwrap(), twin.root_over(3).await.unwrap()), (3, whole));
            let verified = twin.verify(Scope::Contents, NOW, |_| {}).await.unwrap();
            assert_eq!((verified.contents, verified.checked.size), (4, 4));
            let read = twin.entries(dossier(2), domain::ids::EntryNumber::NONE, Level::Restricted).await.unwrap();
            assert_eq!(read.len(), 1);
            twin.arrived().await.unwrap();
            drop(twin);
            let again = Landing::prepare(to.settings.clone(), store.installation(), Schema::of_this_program());
            assert!(matches!(again, Err(LandingFault::NotEmpty)));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_cut_off_is_begun_again_and_half_a_copy_is_none() {
    for (from, to) in House::each().into_iter().zip(House::each()) {
        let store = from.open();
        written(&store, dossier(1), 0, "Marigold came").await;
        let (data, keys) = copied(&store);
        let prepare = || Landing::prepare(to.settings.clone(), store.installation(), Schema::of_this_program());
        for cut in [0, 15, 40, keys.len() / 2, keys.len() - 1] {
            let landing = prepare().unwrap();
            assert!(matches!(landing.take_keys(&keys[..cut]), Err(CopyFault::Form)), "{cut}");
        }
        let landing = prepare().unwrap();
        landing.take_keys(keys.as_slice()).unwrap();
        let longer = [data.as_slice(), b"x"].concat();
        assert!(matches!(landing.take_data(longer.as_slice(), |_, _| Ok::<_, CopyFault>(())), Err(CopyFault::Form)));
        assert!(matches!(landing.take_keys(data.as_slice()), Err(CopyFault::Form)), "data are no keys");
        drop(landing);
        let other = domain::ids::InstallationId::new(uuid::Uuid::from_u128(7));
        let landing = Landing::prepare(to.settings.clone(), other, Schema::of_this_program()).unwrap();
        assert!(matches!(landing.take_keys(keys.as_slice()), Err(CopyFault::Form)), "of another installation");
    }
}

#[test]
fn a_later_schema_is_refused_before_anything_is_touched() {
    let house = House::at(testkit::TestPlace::sqlite());
    let later = Schema { data: 99, ..Schema::of_this_program() };
    let refused = Landing::prepare(house.settings.clone(), domain::ids::InstallationId::new(uuid::Uuid::nil()), later);
    assert!(matches!(refused, Err(LandingFault::Start(StartFault::SchemaNewer { found: 99, .. }))));
    assert!(!house.place.data_folder().join("data.db").exists());
}
