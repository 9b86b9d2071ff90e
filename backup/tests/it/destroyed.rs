//! What was destroyed is not raised by a backup from before (security, T6): the tombstones lie outside of it, and every restore honours them.

use age::secrecy::ExposeSecret as _;
use backup::{Identities, Landed, Recipients, Restoring};
use domain::ids::{DossierId, EntryNumber};
use store::{Append, Doomed, Scope};
use testkit::TestPlace;
use uuid::Uuid;

use crate::writing::{House, NOW, one_more};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_backup_from_before_a_destruction_raises_nothing() {
    for place in testkit::places() {
        let house = std::sync::Arc::new(House::at(place));
        let store = house.open();
        let [file, list] = [7, 8].map(|n| DossierId::new(Uuid::from_u128(n)));
        store.append(one_more(1, file, 0)).await.unwrap();
        let identity = age::x25519::Identity::generate();
        let path = house.place.folder().join("identity");
        std::fs::write(&path, identity.to_string().expose_secret()).unwrap();
        let recipients = Recipients::parse([identity.to_public().to_string().as_str()]).unwrap();
        let (this, copied) = (std::sync::Arc::clone(&house), store.clone());
        tokio::task::spawn_blocking(move || this.back_up(&copied, &recipients)).await.unwrap();

        let doomed = Doomed { dossier: file, last: EntryNumber(1) };
        store.append(Append { destroys: vec![doomed], ..one_more(1, list, 0) }).await.unwrap();
        store.entomb(&[file], list, NOW).await.unwrap();
        store.remove_keys(&[file]).await.unwrap();
        store.clear_away(&[file]).await.unwrap();

        for honoured in [false, true] {
            let identities = Identities::read([path.as_path()]).unwrap();
            let restoring = Restoring::find(&house.backups(), identities, None).unwrap();
            let target = House::at(TestPlace::sqlite());
            let stones = |house: &House| house.settings.anchor.with_file_name("anchor.tombstones");
            if honoured {
                std::fs::copy(stones(&house), stones(&target)).unwrap();
            }
            let folder = target.place.data_folder();
            let Landed { landing, root, .. } =
                restoring.land(target.settings.clone(), &folder, false, &mut |_| {}).unwrap();
            let restored = landing.open(root.unwrap(), NOW).unwrap();
            assert_eq!(restored.destroyed(file).await.unwrap().is_some(), honoured);
            assert_eq!(restored.wrapped_key(file).await.unwrap().is_none(), honoured, "without them it would be back");
            let verified = restored.verify(Scope::Contents, NOW, |_| {}).await.unwrap();
            assert_eq!((verified.contents, verified.without_key), if honoured { (0, 1) } else { (1, 0) });
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_record_knows_when_the_last_copy_of_a_key_is_gone() {
    let house = std::sync::Arc::new(House::at(TestPlace::sqlite()));
    let store = house.open();
    store.append(one_more(1, DossierId::new(Uuid::from_u128(7)), 0)).await.unwrap();
    let recipients = Recipients::parse([age::x25519::Identity::generate().to_public().to_string().as_str()]).unwrap();
    let back_up = async |days: i64| {
        let (house, store, recipients) = (house.clone(), store.clone(), recipients.clone());
        let made = move || house.back_up_at(&store, &recipients, NOW.plus_seconds(days * 86_400)).removed.keys;
        tokio::task::spawn_blocking(made).await.unwrap()
    };
    let removed = NOW.plus_seconds(3_600);
    assert!(!store.key_copies().await.unwrap().are_without(removed), "nothing is known yet");
    for (days, gone) in [(0, 0), (1, 0), (6, 0)] {
        assert_eq!(back_up(days).await, gone);
        assert!(!store.key_copies().await.unwrap().are_without(removed), "{days}");
    }
    assert_eq!(back_up(7).await, 1, "the first has had its seven days");
    assert!(store.key_copies().await.unwrap().are_without(removed));
    assert!(!store.key_copies().await.unwrap().are_without(NOW.plus_seconds(86_400)));

    // a disk is put back that had not been there
    let (keys, aside) = (house.place.folder().join("backups/keys"), house.place.folder().join("aside"));
    let oldest = std::fs::read_dir(&keys).unwrap().map(|file| file.unwrap().file_name()).min().unwrap();
    std::fs::rename(keys.join(&oldest), &aside).unwrap();
    back_up(8).await;
    assert!(store.key_copies().await.unwrap().are_without(NOW.plus_seconds(2 * 86_400)));
    std::fs::rename(&aside, keys.join(&oldest)).unwrap();
    assert_eq!(back_up(8).await, 1, "it is found, and has had its days");
    assert!(store.key_copies().await.unwrap().are_without(NOW.plus_seconds(2 * 86_400)));
}
