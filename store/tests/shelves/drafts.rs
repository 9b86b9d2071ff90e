//! Drafts.

use domain::ids::{DossierId, DossierKind};
use store::{DraftKey, Saved, StoreFault};

use crate::support::{ANNA, NOON, TOMAS, bare, dossier, found, stores};

fn key(dossier: DossierId) -> DraftKey {
    DraftKey { staff: ANNA, dossier, form: "session_note".to_owned() }
}

#[tokio::test]
async fn a_draft_comes_back_to_its_author_only() {
    for (_place, store) in stores() {
        found(&store, dossier(1), DossierKind::Case, bare("open"), 0).await;
        let saved = store.save_draft(key(dossier(1)), b"she smiled", None, NOON).await.unwrap();
        assert_eq!(saved, Saved { at: NOON, replaced: None });
        let draft = store.draft(key(dossier(1))).await.unwrap().unwrap();
        assert_eq!((draft.content.as_slice(), draft.saved), (b"she smiled".as_slice(), NOON));
        let of_another = DraftKey { staff: TOMAS, ..key(dossier(1)) };
        assert!(store.draft(of_another).await.unwrap().is_none());
        let listed = store.drafts(ANNA).await.unwrap();
        assert_eq!(listed.iter().map(|one| (&one.key, one.saved)).collect::<Vec<_>>(), [(&key(dossier(1)), NOON)]);
        assert!(store.drop_draft(key(dossier(1))).await.unwrap());
        assert!(!store.drop_draft(key(dossier(1))).await.unwrap());
    }
}

#[tokio::test]
async fn the_last_window_wins_and_hears_of_the_other_one() {
    for (_place, store) in stores() {
        found(&store, dossier(1), DossierKind::Case, bare("open"), 0).await;
        let save = async |text: &[u8], seen| store.save_draft(key(dossier(1)), text, seen, NOON).await.unwrap();
        let first = save(b"one", None).await;
        let same_window = save(b"one and more", Some(first.at)).await;
        assert_eq!(same_window.replaced, None);
        assert!(first.at < same_window.at, "versions can be told apart even in one microsecond");
        let other_window = save(b"two", Some(first.at)).await;
        assert_eq!(other_window.replaced, Some(same_window.at));
        let new_window = save(b"three", None).await;
        assert_eq!(new_window.replaced, Some(other_window.at));
        assert_eq!(store.draft(key(dossier(1))).await.unwrap().unwrap().content.as_slice(), b"three");
    }
}

#[tokio::test]
async fn an_intake_is_kept_under_the_authors_own_dossier() {
    for (_place, store) in stores() {
        let nowhere = store.save_draft(key(dossier(9)), b"x", None, NOON).await;
        assert_eq!(nowhere, Err(StoreFault::NoKey));
        found(&store, ANNA.dossier(), DossierKind::Staff, bare("active"), 0).await;
        store.save_draft(key(ANNA.dossier()), b"x", None, NOON).await.unwrap();
        assert_eq!(store.drafts(ANNA).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn windows_that_save_at_once_all_save_and_all_but_one_hear_of_another() {
    for (place, store) in stores() {
        found(&store, dossier(1), DossierKind::Case, bare("open"), 0).await;
        let windows: Vec<_> = (0..20)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.save_draft(key(dossier(1)), b"x", None, NOON).await.unwrap() })
            })
            .collect();
        let (mut times, mut first) = (std::collections::BTreeSet::new(), 0);
        for window in windows {
            let saved = window.await.unwrap();
            times.insert(saved.at);
            first += i32::from(saved.replaced.is_none());
        }
        assert_eq!((times.len(), first), (20, 1), "{}", place.engine());
    }
}
