//! The list of columns, the schema and the document say the same.

use std::collections::BTreeSet;

use store::columns::{self, Column};
use store::db::{Db, DbFault, DbOptions, Engine};
use store::migrate::{self, migrate};
use store::vals;

use crate::support;

fn in_schema(db: &Db) -> BTreeSet<String> {
    let sql = match db.engine() {
        Engine::Sqlite => {
            "SELECT m.name || '.' || c.name FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'"
        }
        Engine::Postgres => {
            "SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    let found = db.read_now(move |tx| tx.query(sql, vals![], |row| row.text(0)));
    found.unwrap_or_else(|fault: DbFault| panic!("{fault}")).into_iter().collect()
}

fn in_list(columns: &[Column]) -> BTreeSet<String> {
    columns.iter().map(|column| column.name.to_owned()).collect()
}

#[test]
fn every_column_of_both_databases_has_a_class() {
    for place in testkit::places() {
        for (at, steps, columns) in [
            (support::data(&place), migrate::DATA, columns::DATA),
            (support::keys(&place), migrate::KEYS, columns::KEYS),
        ] {
            let db = Db::open(&at, DbOptions { readers: 1, connections: 1 }).unwrap();
            migrate(&db, steps).unwrap();
            assert_eq!(in_schema(&db), in_list(columns), "{}", place.engine());
        }
    }
}

#[test]
fn no_column_is_listed_twice() {
    for columns in [columns::DATA, columns::KEYS] {
        assert_eq!(in_list(columns).len(), columns.len());
    }
}

#[test]
fn the_data_map_is_what_the_list_says() {
    testkit::generated("docs/data-map.md", &columns::document());
}
