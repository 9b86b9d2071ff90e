//! Everything that can be done to a bundle, and the class of fault that tells it.

use std::sync::LazyLock;

use ledger::bundle::verify_bundle;
use ledger::canonical::{Object, Value, parse};
use ledger::checkpoint::{Checkpoint, Origin, Signer};
use ledger::{CheckpointFault, Fault, Found, Id};
use proptest::prelude::*;

use crate::world::{INSTALLATION, World, key, signer};

/// A name, the tampered bundle, and the fault with its ledger number.
pub(crate) type Case = (&'static str, String, Fault, Option<u64>);

/// The bundle with its lines edited: 0 the header, 1 to 3 the entries (ledger numbers 1, 5 and 9; the second withheld), 4 the checkpoint.
fn with_lines(edit: impl FnOnce(&mut Vec<String>)) -> String {
    let mut lines: Vec<String> = World::new().bundle(2).lines().map(str::to_owned).collect();
    edit(&mut lines);
    lines.into_iter().map(|line| line + "\n").collect()
}

/// The bundle with the keys of one line edited, and written canonically again.
fn with_keys(line: usize, edit: impl FnOnce(Object) -> Object) -> String {
    with_lines(|lines| {
        let Ok(Value::Object(object)) = parse(lines[line].as_bytes()) else { panic!("not an object") };
        lines[line] = String::from_utf8(Value::from(edit(object)).write().unwrap()).unwrap();
    })
}

fn replaced(line: usize, key: &str, from: &str, to: &str) -> String {
    with_keys(line, |mut object| {
        let text = object.take_text(key).unwrap();
        assert!(text.contains(from), "nothing to replace");
        object.with(key, text.replacen(from, to, 1))
    })
}

fn without(line: usize, key: &str) -> String {
    with_keys(line, |mut object| {
        object.take(key).unwrap();
        object
    })
}

fn under(checkpoint: impl FnOnce(&World) -> String) -> String {
    let note = checkpoint(&World::new());
    with_keys(4, |object| object.with("checkpoint", note))
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = edited_entries();
    cases.extend(edited_frames());
    cases
}

fn edited_entries() -> Vec<Case> {
    let salt = World::new().bundle(2).split("\"salt\":\"").nth(1).unwrap()[..8].to_owned();
    vec![
        ("another content", replaced(1, "content", "Visit 0", "Visit 9"), Fault::Commitment, Some(1)),
        ("another salt", replaced(1, "salt", &salt, "00000000"), Fault::Manifest, Some(1)),
        ("another name in the signature", replaced(3, "manifest", "Brandt", "Brandl"), Fault::Manifest, Some(9)),
        (
            "a manifest of another entry",
            replaced(3, "manifest", "\"entry\":3", "\"entry\":2"),
            Fault::Manifest,
            Some(9),
        ),
        ("a manifest that is none", replaced(3, "manifest", "{", "{ "), Fault::Manifest, Some(9)),
        ("another author in the line", replaced(1, "body", "7070", "7071"), Fault::Inclusion, Some(1)),
        ("a withheld entry with another author", replaced(2, "body", "7070", "7071"), Fault::Inclusion, Some(5)),
        ("another ledger number", with_keys(1, |o| o.with("n", 2_u8)), Fault::Inclusion, Some(2)),
        ("a number beyond the ledger", with_keys(3, |o| o.with("n", 99_u8)), Fault::Inclusion, Some(99)),
        ("a number before the entry before", with_keys(3, |o| o.with("n", 4_u8)), Fault::Numbering, Some(4)),
        ("another hash before", with_keys(1, |o| o.with("prev", ledger::Hash::ZERO)), Fault::Inclusion, Some(1)),
        ("a shorter proof", with_keys(1, |o| o.with("proof", Vec::<Value>::new())), Fault::Inclusion, Some(1)),
        ("an entry taken out", with_lines(|l| _ = l.remove(2)), Fault::DossierChain, Some(9)),
        ("the first entry taken out", with_lines(|l| _ = l.remove(1)), Fault::DossierChain, Some(5)),
        ("two entries swapped", with_lines(|l| l.swap(1, 2)), Fault::DossierChain, Some(5)),
        ("an entry twice", with_lines(|l| l.insert(2, l[1].clone())), Fault::DossierChain, Some(1)),
        (
            "a line that is no entry",
            replaced(1, "body", "\"act\":\"entry\"", "\"act\":\"other\""),
            Fault::Malformed,
            Some(1),
        ),
        ("a content without its salt", without(1, "salt"), Fault::Malformed, None),
        ("a key more", with_keys(1, |o| o.with("note", "x")), Fault::Malformed, None),
        ("a space more", with_lines(|l| l[1].push(' ')), Fault::Malformed, None),
    ]
}

fn edited_frames() -> Vec<Case> {
    let elsewhere = |world: &World| {
        let origin = Origin(Id([0xcb; 16]));
        Checkpoint { origin, ..world.checkpoint(14) }.sign(&Signer::from_seed(origin, &[1; 32]).unwrap())
    };
    let origin = || Fault::from(CheckpointFault::Origin);
    vec![
        ("no checkpoint", with_lines(|l| _ = l.pop()), Fault::Incomplete, None),
        ("no header", with_lines(|l| _ = l.remove(0)), Fault::Incomplete, None),
        ("nothing", String::new(), Fault::Incomplete, None),
        ("no newline at the end", World::new().bundle(2).trim_end().to_owned(), Fault::Incomplete, None),
        (
            "another dossier in the header",
            with_keys(0, |o| o.with("dossier", Id([0xd2; 16]))),
            Fault::DossierChain,
            Some(1),
        ),
        ("another installation in the header", with_keys(0, |o| o.with("installation", Id::NOBODY)), origin(), None),
        ("another origin in the header", with_keys(0, |o| o.with("origin", "casekeep/x")), origin(), None),
        ("a checkpoint of another ledger", under(elsewhere), origin(), None),
        (
            "a checkpoint of another key",
            under(|w| w.checkpoint(14).sign(&signer(2))),
            CheckpointFault::Signature.into(),
            None,
        ),
        ("a checkpoint that is none", under(|_| "trust me\n".to_owned()), CheckpointFault::Form.into(), None),
        ("an older checkpoint", under(|w| w.checkpoint(8).sign(&signer(1))), Fault::Inclusion, Some(1)),
    ]
}

#[test]
fn a_good_bundle_passes() {
    let bundle = World::new().bundle(2);
    let checked = verify_bundle(&bundle, &[key()]).unwrap();
    assert_eq!((checked.entries, checked.withheld, checked.checkpoint.size), (3, 1, 14));
    assert_eq!(checked.header.key.origin, Origin(INSTALLATION));
    assert!(!bundle.contains("Visit 1") && bundle.contains("Visit 2"));
}

#[test]
fn every_tampering_is_found_and_named() {
    for (name, bundle, fault, number) in cases() {
        assert_eq!(verify_bundle(&bundle, &[]).map(|_| ()), Err(Found { fault, number }), "{name}");
    }
}

#[test]
fn a_bundle_under_a_key_of_its_own_agrees_with_itself_only() {
    let forger = signer(2);
    let bundle = with_keys(0, |object| object.with("vkey", forger.key().to_string()));
    let note = World::new().checkpoint(14).sign(&forger);
    let forged: String = bundle.lines().take(4).map(|line| format!("{line}\n")).collect();
    let end = Value::from(Object::new().with("checkpoint", note)).write().unwrap();
    let forged = format!("{forged}{}\n", String::from_utf8(end).unwrap());
    assert!(verify_bundle(&forged, &[]).is_ok());
    assert_eq!(verify_bundle(&forged, &[key()]), Err(Found::nowhere(CheckpointFault::Signature.into())));
}

static GOOD: LazyLock<String> = LazyLock::new(|| World::new().bundle(2));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_changed_byte_behind_the_header_passes(place: prop::sample::Index, by in 1_u8..128) {
        let mut bytes = GOOD.clone().into_bytes();
        let header = bytes.iter().position(|byte| *byte == b'\n').unwrap();
        let place = header + place.index(bytes.len() - header);
        bytes[place] ^= by;
        if let Ok(text) = String::from_utf8(bytes) {
            prop_assert!(verify_bundle(&text, &[key()]).is_err());
        }
    }
}
