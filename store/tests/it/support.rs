//! What the tests share.

use store::db::{Db, DbOptions, Place};
use testkit::TestPlace;

/// The place of the data database.
pub(crate) fn data(place: &TestPlace) -> Place {
    place.data().map_or_else(Place::Postgres, Place::Sqlite)
}

/// The place of the key database.
pub(crate) fn keys(place: &TestPlace) -> Place {
    place.keys().map_or_else(Place::Postgres, Place::Sqlite)
}

/// An open data database without tables.
pub(crate) fn bare(place: &TestPlace) -> Db {
    Db::open(&data(place), DbOptions { readers: 2, connections: 8 }).expect("the test database opens")
}
