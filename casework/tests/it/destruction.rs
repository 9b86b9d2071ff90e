//! Destroyed means destroyed: nothing of the key is left on the disk, a kill at any step ends in a finished destruction, and no copy of the databases
//! raises a file again (PT-5.2; security, promises P17 and T6).

use std::path::Path;
use std::sync::Arc;

use casework::disposition::{Execute, order_destruction, prepare_list};
use casework::documents::file_documents;
use casework::holds::{hold_file, release_file};
use casework::house::House;
use casework::retention::amend_schedule;
use domain::cases::CaseFile;
use domain::closure::Rung;
use domain::disposition::{Approver, Disposition, Progress};
use domain::holds::HoldReleased;
use domain::ids::DossierId;
use domain::policy::Action;
use domain::retention::{ClassAmended, RecordClass};
use domain::signature::Meaning;
use store::{Scope, StoreFault};

use crate::cast::{DANIEL, EDITH, JOANNA, MARIA, TOMAS};
use crate::documents::{letter, paper, sent};
use crate::orders::line;
use crate::world::{World, open, story};

const DAY: i64 = 86_400;

/// A case that is on a list which is approved and rested.
async fn doomed(world: &World) -> (DossierId, DossierId) {
    let case = world.case().closed().await;
    world.clock.pass(2_559 * DAY);
    (case, world.rested().await)
}

impl World {
    /// The server is killed as soon as the destruction is ordered.
    async fn order_only(&self, of: DossierId) {
        let order = Execute { list: of, clock: None };
        order_destruction(&self.acting(JOANNA), order, self.seal(JOANNA, Meaning::Approved)).await.unwrap();
    }
}

async fn reads(house: &Arc<House>, world: &World, case: DossierId) -> bool {
    house.acting(world.who(JOANNA)).view::<CaseFile>(Action::ReadCase, case).await.is_ok()
}

async fn progress(house: &Arc<House>, world: &World, of: DossierId) -> Progress {
    let seen = house.acting(world.who(JOANNA)).view::<Disposition>(Action::ReadDisposition, of).await.unwrap();
    seen.progress()
}

/// The files of this folder that hold these bytes. Another process reads them: see `store/src/db/looking.rs`.
fn holding(folder: &Path, wanted: &[u8]) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file());
    let bytes = |path: &Path| std::process::Command::new("cat").arg(path).output().unwrap().stdout;
    let holds = |path: &std::path::PathBuf| bytes(path).windows(wanted.len()).any(|part| part == wanted);
    files.filter(holds).map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

#[test]
fn nothing_of_the_key_is_left_on_the_disk() {
    story(async |world| {
        let (case, of) = doomed(world).await;
        let store = world.house.store();
        let wrapped = store.wrapped_key(case).await.unwrap().unwrap();
        let folder = &world.place.data_folder();
        let on_disk = !holding(folder, &wrapped).is_empty();
        assert_eq!(on_disk, world.place.engine() == "sqlite", "the search finds it where it is");
        world.destroy(of).await.unwrap();
        assert_eq!(store.wrapped_key(case).await.unwrap(), None);
        assert!(holding(folder, &wrapped).is_empty(), "found in {:?}", holding(folder, &wrapped));
        assert_eq!(
            store.entries(case, domain::ids::EntryNumber::NONE, domain::level::Level::Restricted).await.err(),
            Some(StoreFault::NoKey)
        );
        store.verify(Scope::Contents, world.house.now(), |_| ()).await.unwrap();
    });
}

#[test]
fn the_files_of_its_documents_go_with_it() {
    story(async |world| {
        let case = world.case().ready_to_close().await;
        let maria = world.acting(MARIA);
        let upload = sent(&maria, case, "letter.pdf", &paper(200_000, "Dear Madam")).await.unwrap();
        file_documents(&maria, case, vec![letter(upload, None)], world.ink()).await.unwrap();
        for rung in Rung::ALL {
            world.sign_rung(case, rung, world.signer(rung, MARIA, TOMAS)).await;
        }
        world.close(case, TOMAS).await;
        let store = world.house.store();
        let filed = store.blobs_of(case).await.unwrap();
        let paths: Vec<_> = filed.iter().map(|blob| store.blobs().path_of(&blob.address)).collect();
        assert!(!paths.is_empty() && paths.iter().all(|path| path.exists()));
        world.clock.pass(2_559 * DAY);
        let of = world.rested().await;
        world.destroy(of).await.unwrap();
        assert!(paths.iter().all(|path| !path.exists()) && store.blobs_of(case).await.unwrap().is_empty());
        assert_eq!(store.blob_figures().await.unwrap().documents, 0);
    });
}

/// What was done before the server was killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Step {
    Ordered,
    Entombed,
    KeysRemoved,
    Cleared,
}

#[test]
fn a_destruction_that_was_cut_off_anywhere_is_finished_by_the_next_start() {
    for step in [Step::Ordered, Step::Entombed, Step::KeysRemoved, Step::Cleared] {
        story(async |world| {
            let (case, of) = doomed(world).await;
            world.order_only(of).await;
            let store = world.house.store();
            let now = world.house.now();
            let pending = {
                let seen = world.acting(JOANNA).view::<Disposition>(Action::ReadDisposition, of).await.unwrap();
                seen.pending()
            };
            assert!(pending.contains(&case) && !reads(&world.house, world, case).await, "gone from the first moment");
            if Step::Entombed <= step {
                store.entomb(&pending, of, now).await.unwrap();
            }
            if Step::KeysRemoved <= step {
                store.remove_keys(&pending).await.unwrap();
            }
            if Step::Cleared <= step {
                store.clear_away(&pending).await.unwrap();
            }
            let cold = world.cold().await;
            assert_eq!(progress(&cold, world, of).await, Progress::Ordered, "{step:?}");
            assert_eq!(cold.finish_destructions().await.unwrap(), pending.len());
            assert_eq!(progress(&cold, world, of).await, Progress::Done);
            assert_eq!(cold.store().wrapped_key(case).await.unwrap(), None);
            assert!(!reads(&cold, world, case).await);
            assert_eq!(cold.finish_destructions().await.unwrap(), 0, "once is enough");
            cold.store().verify(Scope::Contents, now, |_| ()).await.unwrap();
        });
    }
}

#[test]
fn nothing_is_entombed_that_no_entry_has_ordered() {
    story(async |world| {
        let case = world.case().closed().await;
        let matter = world.matter().await;
        let store = world.house.store();
        let refused = store.entomb(&[case], matter, world.house.now()).await;
        assert!(matches!(refused, Err(StoreFault::Malformed(_))));
        assert!(matches!(store.remove_keys(&[case]).await, Err(StoreFault::Malformed(_))));
        assert!(reads(&world.house, world, case).await);
    });
}

/// Copies of the databases from before a destruction, put back afterwards: what a careless restore does.
#[test]
fn databases_that_are_put_back_stay_without_what_was_destroyed() {
    let place = testkit::places().into_iter().find(|place| place.engine() == "sqlite").unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let world = World::at(place).await;
        let (case, of) = doomed(&world).await;
        let wrapped = world.house.store().wrapped_key(case).await.unwrap().unwrap();
        let copies = tempfile(&world);
        copy(&world.place.data_folder(), &copies);
        world.destroy(of).await.unwrap();
        let who = world.who(JOANNA);
        let clock = Arc::clone(&world.clock);
        let (settings, root, place) = world.leave();
        let data = place.data_folder();
        copy(&copies, &data);
        std::fs::remove_dir_all(&copies).unwrap();
        assert!(!holding(&data, &wrapped).is_empty(), "the key is back on the disk");
        // the anchor file is ahead of what was put back, so somebody has to accept a new one knowingly
        std::fs::remove_file(&settings.anchor).unwrap();
        let settings = store::StoreSettings { new_anchor: true, ..settings };
        let house = open(&settings, &root, &clock).await;
        assert!(house.acting(who).view::<CaseFile>(Action::ReadCase, case).await.is_err());
        assert_eq!(house.store().wrapped_key(case).await.unwrap(), None);
        assert!(holding(&data, &wrapped).is_empty());
    });
}

fn tempfile(world: &World) -> std::path::PathBuf {
    let copies = world.place.folder().join("copies");
    std::fs::create_dir(&copies).unwrap();
    copies
}

/// Puts the databases of one folder, with their logs, in the place of those of another.
fn copy(from: &Path, to: &Path) {
    let databases = |folder: &Path| {
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        files.filter(|path| path.is_file() && path.to_string_lossy().contains(".db")).collect::<Vec<_>>()
    };
    databases(to).into_iter().for_each(|file| std::fs::remove_file(file).unwrap());
    for file in databases(from) {
        std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

#[test]
fn of_a_hold_and_a_destruction_at_the_same_moment_one_happens() {
    for first in ["hold", "destruction", "hold", "destruction"] {
        story(async |world| {
            let (case, of) = doomed(world).await;
            let matter = world.matter().await;
            let number = world.number(case).await;
            let (daniel, joanna) = (world.acting(DANIEL), world.acting(JOANNA));
            let (ink, seal) = (world.seal(DANIEL, Meaning::Author), world.seal(JOANNA, Meaning::Approved));
            let hold = hold_file(&daniel, matter, &number, ink);
            let destroy = order_destruction(&joanna, Execute { list: of, clock: None }, seal);
            let (held, ordered) = if first == "hold" {
                tokio::join!(hold, destroy)
            } else {
                let (ordered, held) = tokio::join!(destroy, hold);
                (held, ordered)
            };
            assert!(held.is_ok() != ordered.is_ok(), "held: {held:?}, ordered: {ordered:?}");
            world.house.finish_destructions().await.unwrap();
            assert_eq!(reads(&world.house, world, case).await, held.is_ok());
            assert_eq!(world.house.store().wrapped_key(case).await.unwrap().is_some(), held.is_ok());
        });
    }
}

/// Whatever people do with lists, schedules and years, in whatever order: while a matter holds a file, its key is there and its keeper reads it.
#[test]
fn nothing_that_anybody_does_destroys_a_file_that_is_held() {
    let mut destroyed = 0;
    for seed in 1..=4_u64 {
        let gone = std::cell::Cell::new(0);
        story(async |world| {
            gone.set(whatever_happens(world, seed).await);
        });
        destroyed += gone.get();
    }
    assert!(0 < destroyed, "what is not held is destroyed now and then, or this shows nothing");
}

async fn whatever_happens(world: &World, seed: u64) -> usize {
    let client = world.client().await;
    let files = [world.case().of(client).closed().await, world.case().closed().await, world.case().closed().await];
    let matters = [world.matter().await, world.matter().await];
    world.clock.pass(2_559 * DAY);
    let mut chance = seed;
    let mut roll = move |n: usize| {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(chance >> 33).unwrap() % n
    };
    let mut gone = [false; 3];
    for _ in 0..14 {
        let (at, matter) = (roll(3), matters[roll(2)]);
        let target = if at == 0 && roll(2) == 0 { client } else { files[at] };
        match roll(6) {
            0 | 1 => drop(world.hold_if_there(matter, target).await),
            2 => drop(release_if_held(world, matter, target).await),
            3 => shorten(world, u32::try_from(1 + roll(7)).unwrap()).await,
            4 => world.clock.pass(100 * DAY),
            _ => drop(all_the_way(world).await),
        }
        for (at, case) in files.into_iter().enumerate() {
            let of = if at == 0 { vec![case, client] } else { vec![case] };
            let held = !world.house.store().holds_on(&of, world.house.now()).await.unwrap().is_empty();
            let there = world.house.store().wrapped_key(case).await.unwrap().is_some();
            assert!(there || !held, "seed {seed}: a held file was destroyed");
            assert_eq!(there, reads(&world.house, world, case).await, "seed {seed}");
            gone[at] = !there;
        }
    }
    gone.into_iter().filter(|gone| *gone).count()
}

impl World {
    async fn hold_if_there(&self, matter: DossierId, file: DossierId) -> bool {
        let there = self.house.store().head(file).await.unwrap().is_some();
        there && self.hold(matter, file, DANIEL).await.is_ok()
    }
}

async fn release_if_held(world: &World, matter: DossierId, file: DossierId) -> bool {
    let order = HoldReleased { file, reason: line("Heard") };
    release_file(&world.acting(JOANNA), matter, order, world.seal(JOANNA, Meaning::Author)).await.is_ok()
}

async fn shorten(world: &World, years: u32) {
    let order = ClassAmended { class: RecordClass::general(years), programmes: vec!["general".to_owned()] };
    let signing = world.seal(EDITH, Meaning::Approved);
    let _ = amend_schedule(&world.acting(EDITH), order, line("New law"), signing).await;
}

/// A list of whatever is due, approved, rested and executed.
async fn all_the_way(world: &World) -> bool {
    let signing = world.seal(JOANNA, Meaning::Author);
    let Ok(of) = prepare_list(&world.acting(JOANNA), signing).await else { return false };
    world.approve(of.dossier, Approver::Protection, DANIEL).await.unwrap();
    world.approve(of.dossier, Approver::Supervision, TOMAS).await.unwrap();
    world.clock.pass(8 * DAY);
    world.destroy(of.dossier).await.is_ok()
}
