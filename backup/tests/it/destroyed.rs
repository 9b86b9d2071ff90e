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
            let restoring = Restoring::find(&house.place.folder().join("backups"), identities, None).unwrap();
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
