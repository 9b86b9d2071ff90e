use proptest::prelude::*;

use super::*;
use crate::seal::{Bound, open, seal};

fn dossier(n: u128) -> DossierId {
    format!("{n:032x}").parse().unwrap()
}

fn bound() -> Bound<'static> {
    Bound {
        installation: format!("{:032x}", 1).parse().unwrap(),
        dossier: None,
        place: "entry",
        row: b"1",
        kind: "NoteRecorded",
    }
}

proptest! {
    #[test]
    fn a_wrapped_data_key_opens_only_for_its_dossier_under_its_epochs_key(a in 0_u128..4, b in 0_u128..4) {
        let root = RootKey::generate();
        let (kek, other) = (Kek::generate(1), Kek::generate(1));
        let wrapped = DataKey::generate().wrap(dossier(a), &kek);
        prop_assert_eq!(DataKey::unwrap(dossier(b), &wrapped, &kek).is_ok(), a == b);
        prop_assert!(DataKey::unwrap(dossier(a), &wrapped, &other).is_err());
        let same = Kek::unwrap(1, &kek.wrap(&root), &root).unwrap();
        prop_assert!(DataKey::unwrap(dossier(a), &wrapped, &same).is_ok());
    }

    #[test]
    fn a_changed_wrapped_key_is_the_wrong_key(place in 0_usize..40, by in 1_u8..=255, cut in 0_usize..40) {
        let kek = Kek::generate(1);
        let mut wrapped = DataKey::generate().wrap(dossier(1), &kek);
        prop_assert_eq!(wrapped.len(), 40);
        prop_assert_eq!(DataKey::unwrap(dossier(1), &wrapped[..cut], &kek).err(), Some(WrongKey));
        wrapped[place] ^= by;
        prop_assert_eq!(DataKey::unwrap(dossier(1), &wrapped, &kek).err(), Some(WrongKey));
        wrapped.extend([0; 8]);
        prop_assert_eq!(DataKey::unwrap(dossier(1), &wrapped, &kek).err(), Some(WrongKey));
    }
}

#[test]
fn what_was_sealed_before_the_key_was_wrapped_opens_after_it_was_unwrapped() {
    let (kek, data_key) = (Kek::generate(1), DataKey::generate());
    let sealed = seal(&data_key.purpose(Purpose::Record), 1, &bound(), b"content");
    let again = DataKey::unwrap(dossier(1), &data_key.wrap(dossier(1), &kek), &kek).unwrap();
    assert_eq!(open(&again.purpose(Purpose::Record), &bound(), &sealed).unwrap().as_slice(), b"content");
}

#[test]
fn a_new_epochs_key_takes_a_data_key_over_without_touching_what_it_sealed() {
    let (old, new, data_key) = (Kek::generate(1), Kek::generate(2), DataKey::generate());
    let sealed = seal(&data_key.purpose(Purpose::Card), 1, &bound(), b"content");
    let before = data_key.wrap(dossier(1), &old);
    let after = DataKey::unwrap(dossier(1), &before, &old).unwrap().wrap(dossier(1), &new);
    let again = DataKey::unwrap(dossier(1), &after, &new).unwrap();
    assert!(open(&again.purpose(Purpose::Card), &bound(), &sealed).is_ok());
    assert_eq!(DataKey::unwrap(dossier(1), &after, &old).err(), Some(WrongKey));
}

#[test]
fn another_root_key_or_another_epoch_does_not_open_a_key_encryption_key() {
    let (root, other) = (RootKey::generate(), RootKey::generate());
    let wrapped = Kek::generate(3).wrap(&root);
    assert_eq!(Kek::unwrap(3, &wrapped, &root).unwrap().epoch(), 3);
    assert_eq!(Kek::unwrap(4, &wrapped, &root).err(), Some(WrongKey));
    assert_eq!(Kek::unwrap(3, &wrapped, &other).err(), Some(WrongKey));
}

#[test]
fn a_secret_opens_only_under_its_own_name() {
    let root = RootKey::generate();
    let secret = Secret::generate();
    for name in SecretName::ALL {
        let wrapped = secret.wrap(name, &root);
        for other in SecretName::ALL {
            let opened = Secret::unwrap(other, &wrapped, &root);
            assert_eq!(opened.is_ok_and(|opened| opened.bytes() == secret.bytes()), name == other);
        }
        assert_eq!(Secret::unwrap(name, &wrapped, &RootKey::generate()).err(), Some(WrongKey));
    }
}

#[test]
fn every_purpose_of_the_system_has_a_key_of_its_own() {
    let system = SystemKey::from(Secret::generate());
    for one in SystemPurpose::ALL {
        let sealed = seal(&system.purpose(one), 1, &bound(), b"content");
        for other in SystemPurpose::ALL {
            assert_eq!(open(&system.purpose(other), &bound(), &sealed).is_ok(), one == other);
        }
    }
}

#[test]
fn a_dossiers_key_and_the_systems_key_have_nothing_in_common_even_from_the_same_bytes() {
    let system = SystemKey::from(Secret::from_bytes(zeroize::Zeroizing::new([5; 32])));
    let data_key = DataKey(Key::new([5; 32]));
    let sealed = seal(&system.purpose(SystemPurpose::Outbox), 1, &bound(), b"content");
    assert!(open(&data_key.purpose(Purpose::Outbox), &bound(), &sealed).is_err());
}

/// Made by the first version with the keys and for the place that the test below names.
const WRAPPED: &str = "43ab9a6555c9fd7305a43dea7425b59436091b4c59a23610a01e2a02a851b65fe8a7e39dd98a7226";
const SEALED: &str = "01010000000199b7704326e5db425a68c9a57190c526b2e6e3f03a5cf8e12a1469ac02b4971aa433d52a8a99cb8f546a8e3f993d0dbd75641ea54f17 \
    faeb7da501adc63ebb584510ab460b00a96016ea869e7f2124f65bff90e83324bd91c7146183cf9bab697a425fd2f8bcb83390d284b5c361a75a3d6a \
    424e1557ad5ee90bbbd00732861f0ac31a044333ebbee1611b2b4986eeac8fb1464e211c5d8f9b027367340283f5d981d46645282e29854eb9a08a65 \
    73b0041276308fdb791d125b8985586abf89fc711d17eb9b32c64744aa5b7c93f79cd9ef7b8bccd509b66e8dc86600224639f5d3db16653279dffd63 \
    979af2915ab85fed8c807a021af05881db9f64d7798932e96cdee38381d6b70010e4b7b6bfacf4d8d1d6c4bd2e7f0f71caaa";

#[test]
fn what_the_first_version_wrapped_and_sealed_still_opens() {
    let kek = Kek { epoch: 1, key: Key::new([3; 32]) };
    let data_key = DataKey::unwrap(dossier(2), &bytes(WRAPPED), &kek).unwrap();
    let place = Bound { dossier: Some(dossier(2)), ..bound() };
    let opened = open(&data_key.purpose(Purpose::Record), &place, &bytes(SEALED)).unwrap();
    assert_eq!(opened.as_slice(), b"A note of long ago.");
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: String = hex.split_whitespace().collect();
    (0..digits.len()).step_by(2).map(|i| u8::from_str_radix(&digits[i..i + 2], 16).unwrap()).collect()
}
