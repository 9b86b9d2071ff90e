//! An organisation with somebody who takes in clients, on 5 January 2026.

use std::path::PathBuf;
use std::sync::Arc;

use casework::accounts::{AddStaff, Founding, add_staff, found};
use casework::clients::{Found, search_clients};
use casework::house::{House, Proof, Signing, StillClock, Who};
use casework::imports::{ClientImport, Declared, Order, Outcome, import_clients};
use casework::{Ctx, Failure};
use domain::ids::{DossierKind, StaffId};
use domain::rulebook::Rulebook;
use domain::staff::{Role, StaffAdded};
use domain::text::Line;
use domain::time::Instant;
use store::db::{DbOptions, Place};
use store::{Among, CardsWanted, Store, StoreSettings, Viewer};
use testkit::TestPlace;
use vault::RootKey;
use vault::password::Cost;

use crate::files::{ErrorFile, TestFile};

pub(crate) struct World {
    pub(crate) house: Arc<House>,
    pub(crate) intake: StaffId,
    pub(crate) director: StaffId,
    _place: TestPlace,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::at(TestPlace::sqlite()).await
    }

    pub(crate) async fn at(place: TestPlace) -> Self {
        let now: jiff::Timestamp = "2026-01-05T09:00:00Z".parse().unwrap();
        let now = Instant::from_timestamp(now);
        let database = |wanted: Result<PathBuf, String>| wanted.map_or_else(Place::Postgres, Place::Sqlite);
        let settings = StoreSettings {
            data: database(place.data()),
            keys: database(place.keys()),
            documents: place.folder().join("documents").into(),
            anchor: place.folder().join("anchor"),
            new_anchor: true,
            options: DbOptions::default(),
        };
        let open = move || Store::open(settings, RootKey::generate(), now).unwrap();
        let store = tokio::task::spawn_blocking(open).await.unwrap();
        let house = House::new(store, Arc::new(StillClock::at(now)), Cost::TESTS);
        let (director, _) = found(&house, founding()).await.unwrap();
        let console = house.acting(Who::console(&house));
        let order = AddStaff { person: person("Marta Quint", Role::FrontlineStaff), login: "marta".to_owned() };
        let (intake, _) = add_staff(&console, order, Signing::author(Proof::Console)).await.unwrap();
        Self { house, intake, director, _place: place }
    }

    pub(crate) fn intake(&self) -> Ctx {
        self.house.acting(Who::in_the_name_of(self.intake))
    }

    /// Imports a file with this content, and answers with how it went and the error file.
    pub(crate) async fn import(&self, text: &str, order: Order) -> (Outcome, String) {
        self.import_as(text, &Declared::default(), order).await
    }

    pub(crate) async fn import_as(&self, text: &str, declared: &Declared, order: Order) -> (Outcome, String) {
        let file = TestFile::of(text.as_bytes());
        let import = ClientImport::open(&file.path, declared).unwrap();
        let errors = ErrorFile::default();
        let outcome = import_clients(&self.intake(), &import, &order, Some(Box::new(errors.clone())), |_| ()).await;
        (outcome.unwrap(), errors.text())
    }

    /// The names of the clients that a search finds.
    pub(crate) async fn found(&self, text: &str) -> Vec<String> {
        match search_clients(&self.intake(), text).await.unwrap() {
            Found::Clients(lines) => lines.iter().map(|line| line.card.full_name()).collect(),
            Found::Case(_) => Vec::new(),
        }
    }

    /// How many clients there are.
    pub(crate) async fn clients(&self) -> usize {
        let wanted = CardsWanted { kind: DossierKind::Client, state: None, among: Among::All };
        let viewer = Viewer { staff: self.intake, at: self.house.now() };
        self.house.store().list_cards(wanted, viewer, None, 1_000_000).await.unwrap().len()
    }
}

fn founding() -> Founding {
    let administrator = person("Ines Wald", Role::ItAdministrator);
    Founding {
        name: Line::parse("Haus am Ufer").unwrap(),
        rulebook: Rulebook::default(),
        administrator,
        login: "ines".to_owned(),
    }
}

fn person(name: &str, role: Role) -> StaffAdded {
    let line = |text: &str| Line::parse(text).unwrap();
    StaffAdded { name: line(name), title: line("Counsellor"), roles: vec![role], team: None }
}

#[tokio::test]
async fn who_may_not_register_clients_may_not_even_try_an_import_out() {
    let world = World::new().await;
    let file = TestFile::of(b"First name,Last name\nJonas,Feldkamp\n");
    let import = ClientImport::open(&file.path, &Declared::default()).unwrap();
    let ctx = world.house.acting(Who::in_the_name_of(world.director));

    let tried = import_clients(&ctx, &import, &Order::try_out(), None, |_| ()).await;

    assert!(matches!(tried, Err(Failure::Refused(_))), "{tried:?}");
    assert_eq!(world.clients().await, 0);
}
