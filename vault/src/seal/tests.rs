use domain::ids::{DossierId, InstallationId};
use proptest::prelude::*;

use super::*;
use crate::keys::{DataKey, Purpose};

fn installation(n: u128) -> InstallationId {
    format!("{n:032x}").parse().unwrap()
}

fn dossier(n: u128) -> DossierId {
    format!("{n:032x}").parse().unwrap()
}

fn bound() -> Bound<'static> {
    Bound {
        installation: installation(1),
        dossier: Some(dossier(2)),
        place: "entry",
        row: &[0, 0, 0, 7],
        kind: "NoteRecorded",
    }
}

fn record_key() -> PurposeKey {
    DataKey::generate().purpose(Purpose::Record)
}

proptest! {
    #[test]
    fn what_was_sealed_opens_again(content in prop::collection::vec(any::<u8>(), 0..9000), id in any::<u32>()) {
        let key = record_key();
        let sealed = seal(&key, id, &bound(), &content);
        prop_assert_eq!(key_id(&sealed), Ok(id));
        prop_assert_eq!(open(&key, &bound(), &sealed).map(|plain| plain.to_vec()), Ok(content));
    }

    #[test]
    fn any_changed_byte_is_damage(content in prop::collection::vec(any::<u8>(), 0..600), place in any::<prop::sample::Index>(), by in 1_u8..=255) {
        let key = record_key();
        let mut sealed = seal(&key, 3, &bound(), &content);
        let place = place.index(sealed.len());
        sealed[place] ^= by;
        prop_assert_eq!(open(&key, &bound(), &sealed).err(), Some(Damaged));
    }

    #[test]
    fn any_missing_or_added_end_is_damage(content in prop::collection::vec(any::<u8>(), 0..600), cut in any::<prop::sample::Index>()) {
        let key = record_key();
        let mut sealed = seal(&key, 3, &bound(), &content);
        prop_assert_eq!(open(&key, &bound(), &sealed[..cut.index(sealed.len())]).err(), Some(Damaged));
        sealed.push(0);
        prop_assert_eq!(open(&key, &bound(), &sealed).err(), Some(Damaged));
    }

    #[test]
    fn two_places_that_differ_anywhere_do_not_open_each_other(
        a in (0_u128..3, prop::option::of(0_u128..3), "[ab]{0,3}", prop::collection::vec(0_u8..2, 0..3), "[ab]{0,3}"),
        b in (0_u128..3, prop::option::of(0_u128..3), "[ab]{0,3}", prop::collection::vec(0_u8..2, 0..3), "[ab]{0,3}"),
    ) {
        let key = record_key();
        let sealed = seal(&key, 1, &place_of(&a), b"content");
        prop_assert_eq!(open(&key, &place_of(&b), &sealed).is_ok(), a == b);
    }

    #[test]
    fn the_length_shows_only_the_step(a in 0_usize..20_000, b in 0_usize..20_000) {
        let key = record_key();
        let sealed = |length: usize| seal(&key, 1, &bound(), &vec![b'x'; length]).len();
        let same_step = padding::padded_length(a) == padding::padded_length(b);
        prop_assert_eq!(sealed(a) == sealed(b), same_step);
    }
}

type Parts = (u128, Option<u128>, String, Vec<u8>, String);

fn place_of(parts: &Parts) -> Bound<'_> {
    let (home, file, place, row, kind) = parts;
    Bound { installation: installation(*home), dossier: file.map(dossier), place, row, kind }
}

#[test]
fn every_bound_field_matters() {
    let key = record_key();
    let sealed = seal(&key, 1, &bound(), b"content");
    let moved = [
        Bound { installation: installation(9), ..bound() },
        Bound { dossier: Some(dossier(9)), ..bound() },
        Bound { dossier: None, ..bound() },
        Bound { place: "card", ..bound() },
        Bound { row: &[0, 0, 0, 8], ..bound() },
        Bound { kind: "CaseClosed", ..bound() },
    ];
    for place in &moved {
        assert_eq!(open(&key, place, &sealed).err(), Some(Damaged));
    }
    assert!(open(&key, &bound(), &sealed).is_ok());
}

#[test]
fn another_purpose_or_another_dossiers_key_does_not_open_it() {
    let data_key = DataKey::generate();
    let sealed = seal(&data_key.purpose(Purpose::Record), 1, &bound(), b"content");
    for purpose in Purpose::ALL {
        let opened = open(&data_key.purpose(purpose), &bound(), &sealed).is_ok();
        assert_eq!(opened, purpose == Purpose::Record);
    }
    assert_eq!(open(&record_key(), &bound(), &sealed).err(), Some(Damaged));
}

#[test]
fn the_same_content_never_looks_the_same_twice() {
    let key = record_key();
    assert_ne!(seal(&key, 1, &bound(), b"content"), seal(&key, 1, &bound(), b"content"));
}

#[test]
fn every_size_round_a_step_opens_again() {
    let key = record_key();
    for length in (0..=1100).chain(4000..=4700).chain([65_528, 65_529, 1 << 20]) {
        let content = vec![0; length];
        assert_eq!(open(&key, &bound(), &seal(&key, 1, &bound(), &content)).unwrap().as_slice(), content);
    }
}
