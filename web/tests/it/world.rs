//! An invented organisation with one person of every role and a team beside theirs.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use casework::accounts::{AddStaff, Founding, add_staff, found};
use casework::house::{Ctx, House, Proof, Signing, StillClock, Who};
use domain::event::Event;
use domain::ids::{StaffId, TeamId};
use domain::organisation::TeamFormed;
use domain::rulebook::Rulebook;
use domain::staff::{Role, StaffAdded};
use domain::text::Line;
use domain::time::Instant;
use store::db::{DbOptions, Place};
use store::{NewSignIn, Preferences, Store, StoreSettings};
use testkit::TestPlace;
use vault::RootKey;
use vault::codes::SecretToken;
use vault::password::Cost;
use viewer::Viewer;
use web::app::{WebSettings, router};

use crate::browser::Browser;

/// 5 January 2026, 09:00 UTC.
const NOW: Instant = Instant(1_767_603_600_000_000);

/// The public address.
pub(crate) const ORIGIN: &str = "https://cases.example.org";

/// Somebody who works there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Person {
    pub(crate) login: &'static str,
    pub(crate) role: Role,
    pub(crate) id: StaffId,
}

/// The organisation, and the pages over it.
pub(crate) struct World {
    pub(crate) house: Arc<House>,
    pub(crate) clock: Arc<StillClock>,
    pub(crate) pages: Router,
    people: Vec<Person>,
    pub(crate) place: TestPlace,
}

/// Sign-in name, role, team: one of every role; then two of another team, and one whom nobody needs.
const CAST: [(&str, Role, Option<usize>); 14] = [
    ("ada", Role::Caseworker, Some(0)),
    ("ben", Role::Provider, Some(0)),
    ("cleo", Role::Supervisor, Some(0)),
    ("dora", Role::AdministrativeStaff, Some(0)),
    ("eli", Role::FrontlineStaff, None),
    ("fay", Role::ComplaintsManager, None),
    ("gus", Role::RecordsOfficer, None),
    ("hal", Role::DataProtectionOfficer, None),
    ("ivy", Role::ItAdministrator, None),
    ("jon", Role::Director, None),
    ("kai", Role::Auditor, None),
    ("lea", Role::Caseworker, Some(1)),
    ("mo", Role::Supervisor, Some(1)),
    ("nat", Role::Caseworker, Some(1)),
];

impl World {
    pub(crate) async fn at(place: TestPlace) -> Self {
        Self::reached(place, |address| address).await
    }

    /// Where PostgreSQL is reached by another address than its own.
    pub(crate) async fn reached(place: TestPlace, by: impl Fn(String) -> String) -> Self {
        let database =
            |at: Result<PathBuf, String>| at.map_or_else(|address| Place::Postgres(by(address)), Place::Sqlite);
        let settings = StoreSettings {
            data: database(place.data()),
            keys: database(place.keys()),
            documents: place.folder().join("documents").into(),
            anchor: place.folder().join("anchor"),
            new_anchor: true,
            options: DbOptions::default(),
        };
        let open = move || Store::open(settings, RootKey::generate(), NOW).unwrap();
        let store = tokio::task::spawn_blocking(open).await.unwrap();
        let clock = Arc::new(StillClock::at(NOW));
        let house = House::new(store, Arc::<StillClock>::clone(&clock), Cost::TESTS);
        let people = hire(&house).await;
        let viewer = Viewer::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/helper.sh").into(), &[]);
        let settings = WebSettings { origin: ORIGIN.to_owned(), demo: false, set_up: None, viewer };
        let pages = router(Arc::clone(&house), settings).unwrap();
        Self { house, clock, pages, people, place }
    }

    pub(crate) fn person(&self, login: &str) -> Person {
        *self.people.iter().find(|person| person.login == login).unwrap()
    }

    /// One of every role.
    pub(crate) fn everybody(&self) -> Vec<Person> {
        Role::ALL.into_iter().map(|role| *self.people.iter().find(|person| person.role == role).unwrap()).collect()
    }

    pub(crate) fn acting(&self, person: Person) -> Ctx {
        self.house.acting(Who::in_the_name_of(person.id))
    }

    /// The browser of somebody who has just signed in with both factors.
    pub(crate) async fn browser(&self, login: &str) -> Browser {
        let cookie = self.cookie(self.person(login), "password_and_code").await;
        Browser { pages: self.pages.clone(), cookie: Some(cookie) }
    }

    /// The cookie of a new sign-in by these means.
    pub(crate) async fn cookie(&self, person: Person, method: &str) -> String {
        let secret = SecretToken::generate();
        let account = self.house.store().account(person.id).await.unwrap().unwrap();
        let new = NewSignIn {
            token: secret.digest(),
            staff: person.id,
            epoch: account.epoch,
            method: method.to_owned(),
            device: "A browser".to_owned(),
            preferences: Preferences::default(),
        };
        self.house.store().begin_sign_in(new, self.house.now()).await.unwrap();
        format!("{}={}", web::person::COOKIE, secret.reveal())
    }
}

pub(crate) fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

pub(crate) fn ink() -> Signing {
    Signing::author(Proof::Console)
}

async fn hire(house: &Arc<House>) -> Vec<Person> {
    let console = house.acting(Who::console(house));
    let teams = [0, 1].map(|_| TeamId::new(console.new_item().bits()));
    let added = |login: &str, role: Role, team: Option<usize>| StaffAdded {
        name: line(login),
        title: line("Somebody"),
        roles: vec![role],
        team: team.map(|index| teams[index]),
    };
    let founding = Founding {
        name: line("Harbour Counselling"),
        rulebook: Rulebook::default(),
        administrator: added("root", Role::ItAdministrator, None),
        login: "root".to_owned(),
    };
    found(house, founding).await.unwrap();
    let mut people = Vec::new();
    for (login, role, team) in CAST {
        let order = AddStaff { person: added(login, role, team), login: login.to_owned() };
        let (id, _) = add_staff(&console, order, ink()).await.unwrap();
        people.push(Person { login, role, id });
    }
    for (team, name) in teams.into_iter().zip(["Youth", "Families"]) {
        let formed = TeamFormed { team, name: line(name), supervisor: None };
        casework::organisation::amend(&console, Event::TeamFormed(formed), ink()).await.unwrap();
    }
    people
}
