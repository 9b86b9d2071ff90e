//! What must be true before anything is served, and how each refusal is told apart.

use std::os::unix::fs::PermissionsExt as _;

use domain::ids::EntryNumber;
use domain::level::Level;
use store::db::Engine;
use store::{StartFault, Store, vals};
use vault::RootKey;

use crate::support::{House, NOW, dossier, written};

async fn used(house: &House) {
    let store = house.open();
    for after in 0..3 {
        written(&store, dossier(1), after, "kept").await;
    }
    store.checkpoint(NOW).await.unwrap();
}

#[tokio::test]
async fn a_store_opens_again_as_the_same_installation_with_what_was_written() {
    for house in House::each() {
        used(&house).await;
        let first = house.open().installation();
        let again = house.open();
        assert_eq!(again.installation(), first);
        assert_eq!(again.entries(dossier(1), EntryNumber::NONE, Level::Restricted).await.unwrap().len(), 3);
        written(&again, dossier(1), 3, "goes on").await;
        again.checkpoint(NOW).await.unwrap();
        again.verify(store::Scope::Contents, NOW, |_| ()).await.unwrap();
    }
}

#[tokio::test]
async fn another_root_key_is_refused() {
    for house in House::each() {
        used(&house).await;
        let refused = Store::open(house.settings.clone(), RootKey::generate(), NOW);
        assert!(matches!(refused.err(), Some(StartFault::WrongRootKey)), "{}", house.place.engine());
    }
}

#[tokio::test]
async fn a_record_without_its_keys_is_refused() {
    for mut house in House::each() {
        used(&house).await;
        let other = House::at(match house.open_engine() {
            Engine::Sqlite => testkit::TestPlace::sqlite(),
            Engine::Postgres => testkit::TestPlace::postgres(&std::env::var("CASEKEEP_TEST_POSTGRES").unwrap()),
        });
        house.settings.keys = other.settings.keys.clone();
        assert!(matches!(house.try_open(NOW).err(), Some(StartFault::KeysMissing)), "{}", house.place.engine());
    }
}

#[tokio::test]
async fn a_database_of_a_later_program_is_refused() {
    for house in House::each() {
        used(&house).await;
        house.tamper("UPDATE schema_version SET version = 4711", vals![]);
        let refused = house.try_open(NOW).err();
        assert!(matches!(refused, Some(StartFault::SchemaNewer { found: 4711, .. })), "{refused:?}");
    }
}

#[tokio::test]
async fn a_clock_before_the_last_line_is_refused_but_five_minutes_are_forgiven() {
    for house in House::each() {
        used(&house).await;
        assert!(house.try_open(NOW.plus_seconds(-299)).is_ok());
        let refused = house.try_open(NOW.plus_seconds(-301)).err();
        assert!(matches!(refused, Some(StartFault::ClockBehind)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_folder_that_others_can_read_is_refused() {
    let house = House::at(testkit::TestPlace::sqlite());
    used(&house).await;
    std::fs::set_permissions(house.place.data_folder(), std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(matches!(house.try_open(NOW).err(), Some(StartFault::FolderOpen)));
}

#[tokio::test]
async fn the_files_of_the_database_are_private() {
    let house = House::at(testkit::TestPlace::sqlite());
    let store = house.open();
    written(&store, dossier(1), 0, "private").await;
    let mut seen = 0;
    for file in std::fs::read_dir(house.place.data_folder()).unwrap() {
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?} has mode {mode:o}", file.file_name());
        seen += 1;
    }
    assert!(4 <= seen, "data and keys, each with its log");
}

#[tokio::test]
async fn an_older_state_put_back_is_refused() {
    for house in House::each() {
        used(&house).await;
        // what an old backup looks like: the latest lines, entries and checkpoints are not there
        house.tamper("DELETE FROM checkpoints", vals![]);
        house.tamper("DELETE FROM lines WHERE number >= 2", vals![]);
        house.tamper("DELETE FROM entries WHERE number >= 3", vals![]);
        let refused = house.try_open(NOW).err();
        assert!(matches!(refused, Some(StartFault::BehindAnchor { ledger: 2, anchored: 3 })), "{refused:?}");
    }
}

#[tokio::test]
async fn a_lost_anchor_file_is_refused_unless_a_new_one_is_wanted() {
    for mut house in House::each() {
        used(&house).await;
        std::fs::remove_file(&house.settings.anchor).unwrap();
        assert!(matches!(house.try_open(NOW).err(), Some(StartFault::AnchorMissing)));
        house.settings.new_anchor = true;
        let store = house.open();
        written(&store, dossier(1), 3, "more").await;
        store.checkpoint(NOW).await.unwrap();
        let verified = store.verify(store::Scope::Lines, NOW, |_| ()).await.unwrap();
        assert_eq!(verified.anchored, 4);
    }
}

#[tokio::test]
async fn an_anchor_file_that_was_changed_is_refused() {
    for house in House::each() {
        used(&house).await;
        let text = std::fs::read_to_string(&house.settings.anchor).unwrap();
        std::fs::write(&house.settings.anchor, text.replace("\n3\n", "\n2\n")).unwrap();
        let refused = house.try_open(NOW).err();
        assert!(matches!(refused, Some(StartFault::AnchorChanged)), "{refused:?}");
    }
}

#[tokio::test]
async fn a_note_whose_writing_was_interrupted_is_cut_off_the_anchor_file() {
    for house in House::each() {
        used(&house).await;
        let whole = std::fs::read(&house.settings.anchor).unwrap();
        let torn = [&whole[..], b"casekeep/0123\n4\nabc"].concat();
        std::fs::write(&house.settings.anchor, torn).unwrap();
        drop(house.open());
        assert_eq!(std::fs::read(&house.settings.anchor).unwrap(), whole);
    }
}

impl House {
    fn open_engine(&self) -> Engine {
        if self.place.engine() == "sqlite" { Engine::Sqlite } else { Engine::Postgres }
    }
}
