//! Every table is either copied, derived anew or left out; and a copy out of one engine goes into the other.

use std::collections::BTreeSet;

use domain::ids::ItemId;
use domain::level::Level;
use store::columns::{self, Column};
use store::copies::tables::{self, Keep, Table};
use store::copies::{CopyFault, Landing, LandingFault, Schema};
use store::{PublicLink, Scope, StartFault, Store};

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

/// The copy as a program wrote it that had this table, of as long a name, under another one, and this column; it was of the schema before.
fn of_before(mut copy: Vec<u8>, schema: u32, table: (&str, &str), column: (&str, &str)) -> Vec<u8> {
    let short = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    let find = |copy: &[u8], text: &[u8]| copy.windows(text.len()).position(|at| at == text).unwrap();
    let at = find(&copy, &short(table.0));
    copy.splice(at..at + table.0.len() + 1, short(table.1));
    let length = u32::from_be_bytes(copy.get(at - 4..at).unwrap().try_into().unwrap());
    let grown = length + u32::try_from(column.1.len() - column.0.len()).unwrap();
    copy.splice(at - 4..at, grown.to_be_bytes());
    let of = at + find(copy.get(at..).unwrap(), &short(column.0));
    copy.splice(of..of + column.0.len() + 1, short(column.1));
    // sixteen bytes that name it, a letter, a length, which database, then the schema
    copy.splice(22..26, schema.to_be_bytes());
    copy
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_before_a_table_had_its_name_comes_back_whole() {
    for (from, to) in House::each().into_iter().zip(House::each()) {
        let store = from.open();
        written(&store, dossier(1), 0, "Marigold came").await;
        let link =
            PublicLink { dossier: dossier(1), item: ItemId::new(uuid::Uuid::from_u128(4)), ends: NOW.plus_seconds(9) };
        store.put_link([7; 32], link).await.unwrap();
        let (data, keys) = copied(&store);
        // the table has its name since the twenty-third step
        let before = Schema { data: 22, ..Schema::of_this_program() };
        let old = of_before(data, before.data, ("public_links", "answer_links"), ("ends", "starts"));
        let landing = Landing::prepare(to.settings.clone(), store.installation(), before).unwrap();
        let root = landing.take_keys(keys.as_slice()).unwrap().unwrap();
        landing.take_data(old.as_slice(), |_, _| Ok::<_, CopyFault>(())).unwrap();
        let twin = landing.open(root, NOW).unwrap();
        assert_eq!(twin.public_link([7; 32], NOW).await.unwrap(), Some(link), "{}", to.place.engine());
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
