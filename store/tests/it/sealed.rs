//! The mark of a sealed installation is read without a key, stays over a start, and goes into no copy.

use store::copies::{CopyFault, Landing, Schema};
use store::is_sealed;

use crate::support::{House, NOW, dossier, written};

#[tokio::test(flavor = "multi_thread")]
async fn the_mark_is_seen_without_a_key_and_stays_until_it_is_taken_away() {
    for house in House::each() {
        assert!(!is_sealed(&house.settings.data).unwrap(), "there is nothing yet");
        let store = house.open();
        written(&store, dossier(1), 0, "kept").await;
        assert!(!is_sealed(&house.settings.data).unwrap() && !store.is_marked_sealed().await.unwrap());
        store.mark_sealed().await.unwrap();
        store.mark_sealed().await.unwrap();
        drop(store);
        assert!(is_sealed(&house.settings.data).unwrap(), "{}", house.place.engine());
        let store = house.open();
        assert!(store.is_marked_sealed().await.unwrap());
        let data = store.copy_data(Vec::new()).unwrap().copy.finish().unwrap();
        let keys = store.copy_keys(Vec::new(), true).unwrap();
        let place = House::each().remove(0);
        let landing =
            Landing::prepare(place.settings.clone(), store.installation(), Schema::of_this_program()).unwrap();
        let root = landing.take_keys(keys.as_slice()).unwrap().unwrap();
        let rows: Result<u64, CopyFault> = landing.take_data(data.as_slice(), |_, _| Ok(()));
        rows.unwrap();
        let twin = landing.open(root, NOW).unwrap();
        assert!(!twin.is_marked_sealed().await.unwrap(), "a restored place is not sealed");
        store.unmark_sealed().await.unwrap();
        assert!(!is_sealed(&house.settings.data).unwrap());
    }
}
