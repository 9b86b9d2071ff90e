//! The tests' organisation on both engines: an empty store, a clock that stands still, staff of every role added through the real operations.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use casework::accounts::{AddStaff, Came, Founding, accept_invitation, add_staff, confirm_codes, current, found};
use casework::house::{Ctx, House, Proof, Signing, StillClock, Who};
use domain::event::Event;
use domain::ids::{DossierId, ItemId, StaffId, TeamId};
use domain::organisation::TeamFormed;
use domain::rulebook::Rulebook;
use domain::signature::Meaning;
use domain::staff::StaffAdded;
use domain::time::Instant;
use parking_lot::Mutex;
use store::blobs::BlobPlace;
use store::db::{Db, DbOptions, Place};
use store::{Store, StoreSettings};
use testkit::TestPlace;
use uuid::Uuid;
use vault::codes::{SecretToken, TotpSecret};
use vault::password::Cost;
use vault::{RootKey, RootSource};
use zeroize::Zeroizing;

use crate::cast::{CAST, PAVEL, Person, TEAMS};
use crate::orders::line;
use crate::telling::Telling;

/// 5 January 2026, 09:00 UTC, a Monday.
pub(crate) const NOW: Instant = Instant(1_767_603_600_000_000);

/// Everybody's password.
pub(crate) const PASSWORD: &str = "lantern-orbit-maple-quay-73";

/// An empty house of invented people.
pub(crate) struct World {
    pub(crate) house: Arc<House>,
    pub(crate) clock: Arc<StillClock>,
    members: BTreeMap<&'static str, Member>,
    pub(crate) telling: Mutex<Telling>,
    pub(crate) looking: Db,
    settings: StoreSettings,
    root: PathBuf,
    /// Last, so that it outlives everything that stands on it.
    pub(crate) place: TestPlace,
}

struct Member {
    staff: StaffId,
    app: TotpSecret,
    /// The step of the last code that was used.
    step: Mutex<i64>,
}

/// Tells a story on both engines, checks that both tell the same, and gives the telling.
pub(crate) fn story(tell: impl AsyncFn(&World)) -> String {
    let mut tellings: Vec<(&'static str, String)> = Vec::new();
    for place in testkit::places() {
        let engine = place.engine();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let told = runtime.block_on(async {
            let world = World::at(place).await;
            tell(&world).await;
            world.told()
        });
        tellings.push((engine, told));
    }
    let (_, told) = tellings.remove(0);
    for (engine, other) in tellings {
        let apart = told.lines().zip(other.lines()).find(|(one, two)| one != two);
        assert!(apart.is_none() && told.len() == other.len(), "{engine} tells another story: {apart:#?}");
    }
    told
}

impl World {
    /// The organisation at this place.
    pub(crate) async fn at(place: TestPlace) -> Self {
        Self::with_rulebook(place, Rulebook::default()).await
    }

    pub(crate) async fn with_rulebook(place: TestPlace, rulebook: Rulebook) -> Self {
        let root = place.folder().join("root.key");
        RootKey::generate().write_file(&root).unwrap();
        let database = |at: Result<PathBuf, String>| at.map_or_else(Place::Postgres, Place::Sqlite);
        let settings = StoreSettings {
            data: database(place.data()),
            keys: database(place.keys()),
            documents: place.folder().join("documents").into(),
            anchor: place.folder().join("anchors.txt"),
            new_anchor: false,
            options: DbOptions { readers: 2, connections: 4 },
        };
        let clock = Arc::new(StillClock::at(NOW.plus_seconds(-3600)));
        let house = open(&settings, &root, &clock).await;
        let (members, teams) = hire(&house, rulebook).await;
        clock.set(NOW);
        let looking = Db::open(&settings.data, DbOptions { readers: 1, connections: 1 }).unwrap();
        let telling = Telling::new(members.iter().map(|(login, member)| (member.staff, *login)));
        let world = Self { house, clock, members, telling: Mutex::new(telling), looking, settings, root, place };
        world.name(world.house.organisation_dossier(), "the organisation");
        for (team, name) in teams.into_iter().zip(TEAMS) {
            world.telling.lock().names.insert(team.to_string(), name.to_owned());
        }
        world.changes().await;
        world
    }

    /// The same installation opened again, as after a restart: nothing is remembered.
    pub(crate) async fn cold(&self) -> Arc<House> {
        open(&self.settings, &self.root, &self.clock).await
    }

    /// [`World::cold`], with its documents there.
    pub(crate) async fn cold_with(&self, documents: BlobPlace) -> Arc<House> {
        open(&StoreSettings { documents, ..self.settings.clone() }, &self.root, &self.clock).await
    }

    /// Where documents lie.
    pub(crate) fn documents(&self) -> PathBuf {
        self.settings.documents.folder.clone()
    }

    /// Goes home: the databases are closed, and what remains is the place with what is needed to open it again.
    pub(crate) fn leave(self) -> (StoreSettings, PathBuf, TestPlace) {
        let Self { house, looking, settings, root, place, .. } = self;
        drop((house, looking));
        (settings, root, place)
    }

    pub(crate) fn id(&self, person: Person) -> StaffId {
        self.members[person.login].staff
    }

    /// Somebody who has just signed in with both factors.
    pub(crate) fn acting(&self, person: Person) -> Ctx {
        self.house.acting(self.who(person))
    }

    pub(crate) fn who(&self, person: Person) -> Who {
        Who {
            staff: self.id(person),
            second_factor: true,
            through: Some("5eed5eed5eed5eed".to_owned()),
            proved: Some(self.house.now()),
            console: false,
        }
    }

    /// A signature of its author by the sign-in.
    pub(crate) fn ink(&self) -> Signing {
        Signing::author(Proof::SignIn)
    }

    /// A signature with password and the next code of the authenticator app; waits for the next code when the last one was used.
    pub(crate) fn seal(&self, person: Person, meaning: Meaning) -> Signing {
        Signing::meaning(Proof::PasswordAndCode(password(PASSWORD), self.next_code(person)), meaning)
    }

    pub(crate) fn next_code(&self, person: Person) -> String {
        let member = &self.members[person.login];
        let mut last = member.step.lock();
        if step_of(self.house.now()) <= *last {
            self.clock.pass(30);
        }
        *last = step_of(self.house.now());
        code(&member.app, self.house.now())
    }

    /// An id for something inside a dossier that the telling calls by this name.
    pub(crate) fn item(&self, name: &str) -> ItemId {
        let id = ItemId::new(Uuid::new_v4());
        self.telling.lock().names.insert(id.to_string(), name.to_owned());
        id
    }

    /// The telling calls this dossier so.
    pub(crate) fn name(&self, dossier: DossierId, name: &str) {
        self.telling.lock().names.insert(dossier.to_string(), name.to_owned());
    }
}

/// Opens an installation with all checks of a start.
pub(crate) async fn open(settings: &StoreSettings, root: &Path, clock: &Arc<StillClock>) -> Arc<House> {
    let root = RootSource::File(root.to_owned()).read(&root.with_file_name("data")).unwrap();
    let (settings, now) = (settings.clone(), casework::house::Clock::now(&**clock));
    let store = tokio::task::spawn_blocking(move || Store::open(settings, root, now)).await.unwrap();
    House::new(store.unwrap_or_else(|fault| panic!("it does not open: {fault}")), Arc::clone(clock) as _, Cost::TESTS)
}

/// Founds the organisation, and lets everybody choose a password and set up an authenticator app.
async fn hire(house: &Arc<House>, rulebook: Rulebook) -> (BTreeMap<&'static str, Member>, [TeamId; 2]) {
    let teams = TEAMS.map(|_| TeamId::new(Uuid::new_v4()));
    let added = |person: &Person| StaffAdded {
        name: line(person.name),
        title: line(person.title),
        roles: person.roles.to_vec(),
        team: person.team.map(|index| teams[index]),
    };
    let founding = Founding {
        name: line("Tannery Lane Counselling"),
        rulebook,
        administrator: added(&PAVEL),
        login: PAVEL.login.to_owned(),
    };
    let (administrator, link) = found(house, founding).await.unwrap();
    let mut members = BTreeMap::from([(PAVEL.login, join(house, administrator, link).await)]);
    let console = house.acting(Who::console(house));
    // all at once: they wait for the disk together
    let mut joining = tokio::task::JoinSet::new();
    for person in CAST.iter().filter(|person| person.login != PAVEL.login) {
        let (house, console) = (Arc::clone(house), console.clone());
        let order = AddStaff { person: added(person), login: person.login.to_owned() };
        joining.spawn(async move {
            let (staff, link) = add_staff(&console, order, Signing::author(Proof::Console)).await.unwrap();
            (person.login, join(&house, staff, link).await)
        });
    }
    members.extend(joining.join_all().await);
    for (index, supervisor) in ["tomas", "helena"].into_iter().enumerate() {
        let supervisor = Some(members[supervisor].staff);
        let formed = TeamFormed { team: teams[index], name: line(TEAMS[index]), supervisor };
        let signing = Signing::author(Proof::Console);
        casework::organisation::amend(&console, Event::TeamFormed(formed), signing).await.unwrap();
    }
    (members, teams)
}

/// The first sign-in of somebody: the link, a password, the authenticator app.
async fn join(house: &Arc<House>, staff: StaffId, link: SecretToken) -> Member {
    let came = came();
    let half = accept_invitation(house, link.reveal(), password(PASSWORD), &came).await.unwrap();
    let sign_in = current(house, half.secret.reveal(), true).await.unwrap().unwrap().sign_in;
    let app = TotpSecret::generate();
    let first = code(&app, house.now());
    confirm_codes(house, &sign_in, &app, &first, &came).await.unwrap().unwrap();
    Member { staff, app, step: Mutex::new(step_of(house.now())) }
}

pub(crate) fn came() -> Came {
    Came { address: "192.0.2.7".to_owned(), device: "A browser".to_owned() }
}

pub(crate) fn password(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

fn step_of(at: Instant) -> i64 {
    at.0 / Instant::SECOND / 30
}

/// What an authenticator app shows at this moment.
pub(crate) fn code(app: &TotpSecret, at: Instant) -> String {
    let secret: [u8; 20] = app.bytes().try_into().unwrap();
    let totp = totp_rs::Builder::new()
        .with_algorithm(totp_rs::Algorithm::SHA1)
        .with_digits(6)
        .with_skew(0)
        .with_step_duration(30)
        .with_secret(secret)
        .build_noncompliant();
    totp.generate(u64::try_from(at.0 / Instant::SECOND).unwrap()).to_string()
}
