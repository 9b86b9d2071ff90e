//! Finding dossiers by tokens.

use domain::ids::{DossierId, DossierKind};
use store::{Among, MOST_HITS, Store, Wanted};
use vault::Field::{self, AnyNameSound, FamilyName, GivenName};

use crate::support::{ANNA, NOON, TOMAS, bare, dossier, found, named, stores, tie};

/// A word as it is typed into the search box.
fn word(word: &str) -> Vec<(Field, String)> {
    [GivenName, FamilyName, Field::ClientNumber].map(|field| (field, word.to_owned())).to_vec()
}

async fn client(store: &Store, n: u128, given: &str, family: &str) {
    found(store, dossier(n), DossierKind::Client, named(given, family), 0).await;
}

async fn find(store: &Store, wanted: Wanted) -> Vec<DossierId> {
    store.find(&wanted, Among::All, NOON).await.unwrap().dossiers
}

async fn people(store: &Store) {
    for (n, (given, family)) in
        [("Mira", "Østberg"), ("Mira", "Holm"), ("Jonas", "Holm"), ("Holm", "Mira")].iter().enumerate()
    {
        client(store, n as u128, given, family).await;
    }
}

#[tokio::test]
async fn every_word_must_be_met_whichever_name_it_is() {
    for (_place, store) in stores() {
        people(&store).await;
        let holm_mira = Wanted::new().group(word("HOLM")).group(word("mira"));
        assert_eq!(find(&store, holm_mira).await, [dossier(1), dossier(3)]);
        assert_eq!(find(&store, Wanted::new().group(word("ostberg"))).await, [dossier(0)]);
        assert_eq!(find(&store, Wanted::all([(GivenName, "Jonas"), (FamilyName, "Holm")])).await, [dossier(2)]);
        assert_eq!(find(&store, Wanted::all([(GivenName, "Jonas"), (FamilyName, "Berg")])).await, []);
    }
}

#[tokio::test]
async fn nothing_wanted_finds_nothing() {
    for (_place, store) in stores() {
        people(&store).await;
        assert_eq!(find(&store, Wanted::new()).await, []);
        assert_eq!(find(&store, Wanted::new().group(word(" - "))).await, []);
        assert_eq!(find(&store, Wanted::new().group(word("mira")).group(word("?"))).await, []);
    }
}

#[tokio::test]
async fn of_any_those_with_most_in_common_stand_first() {
    for (_place, store) in stores() {
        people(&store).await;
        client(&store, 7, "Myra", "Holm").await;
        let sounds = vault::index::sounds("Mira").into_iter().map(|sound| (AnyNameSound, sound));
        let like =
            Wanted::any([(GivenName, "Mira".to_owned()), (FamilyName, "Holm".to_owned())].into_iter().chain(sounds));
        let hits = find(&store, like).await;
        assert_eq!(hits[0], dossier(1), "given name, family name and sound");
        assert_eq!(hits.len(), 5);
        assert!(hits.contains(&dossier(7)), "written differently, sounds the same");
    }
}

#[tokio::test]
async fn a_search_among_ones_own_dossiers_knows_nothing_of_others() {
    for (_place, store) in stores() {
        for (n, whose) in [(1, ANNA), (2, TOMAS), (3, ANNA)] {
            let mut derived = named("Mira", "Holm");
            let over = (n == 3).then_some(NOON.plus_seconds(60));
            derived.ties.push(tie(whose, "assigned", over));
            found(&store, dossier(n), DossierKind::Client, derived, 0).await;
        }
        let wanted = || Wanted::new().group(word("mira")).group(word("holm"));
        let among = async |who, seconds| store.find(&wanted(), who, NOON.plus_seconds(seconds)).await.unwrap().dossiers;
        assert_eq!(among(Among::TiedTo(ANNA), 0).await, [dossier(1), dossier(3)]);
        assert_eq!(among(Among::TiedTo(ANNA), 60).await, [dossier(1)], "the tie was dated");
        assert_eq!(among(Among::TiedTo(ANNA), -1).await, [], "before it began");
        assert_eq!(among(Among::TiedTo(TOMAS), 0).await, [dossier(2)]);
        assert_eq!(among(Among::All, 0).await.len(), 3);
    }
}

#[tokio::test]
async fn no_more_than_two_hundred_candidates_come_back() {
    for (_place, store) in stores() {
        for n in 0..=MOST_HITS {
            let mut derived = bare("open");
            derived.tokens.push((FamilyName, "Holm".to_owned()));
            found(&store, dossier(n as u128), DossierKind::Client, derived, 0).await;
        }
        let hits = store.find(&Wanted::all([(FamilyName, "Holm")]), Among::All, NOON).await.unwrap();
        assert_eq!((hits.dossiers.len(), hits.more), (MOST_HITS, true));
        let cards = store.cards(&hits.dossiers).await.unwrap();
        assert_eq!(cards.len(), MOST_HITS);
        assert!(cards.iter().all(|card| card.content.is_some()));
    }
}

#[tokio::test]
async fn common_names_are_held_against_each_other_like_rare_ones() {
    for (_place, store) in stores() {
        for n in 0..160 {
            let mut derived = bare("open");
            derived.tokens.push((FamilyName, "Holm".to_owned()));
            derived.tokens.push((GivenName, if n % 7 == 0 { "Mira" } else { "Jonas" }.to_owned()));
            derived.ties.extend((n == 14 || n == 15).then(|| tie(ANNA, "assigned", None)));
            found(&store, dossier(n), DossierKind::Client, derived, 0).await;
        }
        // sixteen alternatives each, so that the groups count as common
        let group = |field, word: &str| {
            (1..16).map(|n| (field, format!("x{n}"))).chain([(field, word.to_owned())]).collect::<Vec<_>>()
        };
        let expected: Vec<_> = (0..160).step_by(7).map(dossier).collect();
        for groups in 2..=6 {
            let holms = (1..groups).fold(Wanted::new(), |wanted, _| wanted.group(group(FamilyName, "Holm")));
            let wanted = holms.group(group(GivenName, "Mira"));
            assert_eq!(store.find(&wanted, Among::TiedTo(ANNA), NOON).await.unwrap().dossiers, [dossier(14)]);
            assert_eq!(find(&store, wanted).await, expected);
        }
        let both = || Wanted::new().group(group(FamilyName, "Holm"));
        assert_eq!(find(&store, both().group(group(FamilyName, "Holm"))).await.len(), 160);
        let jonas = both().group(group(GivenName, "Jonas"));
        assert_eq!(store.find(&jonas, Among::TiedTo(ANNA), NOON).await.unwrap().dossiers, [dossier(15)]);
        assert_eq!(find(&store, jonas).await.len(), 137);
        assert_eq!(find(&store, both().group(group(GivenName, "Tove"))).await, []);
    }
}

#[tokio::test]
async fn every_shape_of_search_is_answered_on_both_engines() {
    for (_place, store) in stores() {
        client(&store, 1, "Mira", "Holm").await;
        for groups in 1..=8 {
            for length in [1, 2, 3, 5, 9, 16, 20] {
                let group =
                    || (1..length).map(|n| (GivenName, format!("x{n}"))).chain([(FamilyName, "Holm".to_owned())]);
                // beyond sixteen alternatives the last one does not count
                let expected = if length <= 16 { vec![dossier(1)] } else { vec![] };
                let wanted = (0..groups).fold(Wanted::new(), |wanted, _| wanted.group(group()));
                assert_eq!(find(&store, wanted).await, expected, "{groups} groups of {length}");
                let wanted = (0..groups).fold(Wanted::new(), |wanted, _| wanted.group(group()));
                let tied = store.find(&wanted, Among::TiedTo(ANNA), NOON).await.unwrap();
                assert_eq!(tied.dossiers, []);
            }
        }
    }
}
