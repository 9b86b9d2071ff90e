//! Everything that can be done to an exported ledger, and the class of fault that tells it.

use std::io::BufRead;
use std::sync::LazyLock;

use ledger::checkpoint::{Checkpoint, Origin, Signer};
use ledger::export::{ExportFault, verify_export};
use ledger::{CheckpointFault, Fault, Found, Id};
use proptest::prelude::*;

use crate::world::{CASE, Export, World, file, key, signer, text};

/// A name, the tampered export, and the fault with its ledger number.
pub(crate) type Case = (&'static str, Export, Fault, Option<u64>);

pub(crate) fn verify(export: &Export) -> Result<ledger::check::Checked, Found> {
    let (notes, anchor) = (file(&export.notes), file(&export.anchor));
    let files: Vec<Box<dyn BufRead + '_>> = vec![Box::new(notes.as_bytes()), Box::new(anchor.as_bytes())];
    verify_export(export.leaves.as_bytes(), files, &[key()]).map_err(|fault| match fault {
        ExportFault::Found(found) => found,
        ExportFault::Unreadable(fault) => panic!("{fault}"),
    })
}

fn with_lines(edit: impl FnOnce(&mut Vec<String>)) -> Export {
    let mut export = World::new().export();
    let mut lines: Vec<String> = export.leaves.lines().map(str::to_owned).collect();
    edit(&mut lines);
    export.leaves = lines.into_iter().map(|line| line + "\n").collect();
    export
}

/// The line with one digit of the actor changed, which stays well formed.
fn other_actor(line: &str) -> String {
    line.replacen("7070", "7071", 1)
}

/// Somebody with the whole database and without the signing key: changes bodies and writes number and chain anew.
fn rechained(edit: impl FnOnce(&mut World)) -> Export {
    let mut world = World::new();
    let notes = world.export().notes;
    edit(&mut world);
    Export { leaves: text(&world.leaves()), anchor: notes.clone(), notes }
}

fn replace(world: &mut World, place: usize, from: &str, to: &str) {
    let body = String::from_utf8(world.bodies[place].clone()).unwrap();
    assert!(body.contains(from), "nothing to replace");
    world.bodies[place] = body.replacen(from, to, 1).into_bytes();
}

/// Signed by the right key, but cut back to `size` lines in the database and its notes; only the anchor remembers.
fn rolled_back(then: impl FnOnce(&mut World)) -> Export {
    let mut world = World::new();
    let anchor = world.export().notes;
    world.bodies.truncate(8);
    then(&mut world);
    Export { anchor, ..world.export() }
}

fn with_notes(edit: impl FnOnce(&World, &mut Vec<String>)) -> Export {
    let world = World::new();
    let mut export = world.export();
    edit(&world, &mut export.notes);
    export
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = edited_lines();
    cases.extend(rechained_ledgers());
    cases.extend(wrong_checkpoints());
    cases
}

fn edited_lines() -> Vec<Case> {
    let case = |name, edit: fn(&mut Vec<String>), fault, number| (name, with_lines(edit), fault, Some(number));
    vec![
        case("a byte no line can have", |l| l[5] = l[5].replacen("\"v\":1", "\"v\":!", 1), Fault::Malformed, 5),
        case(
            "a text slipped in",
            |l| l[5] = l[5].replacen("\"v\":1", "\"v\":1,\"x\":\"a name\"", 1),
            Fault::Malformed,
            5,
        ),
        case(
            "an access line that calls itself an entry",
            |l| l[2] = l[2].replacen("opened", "entry", 1),
            Fault::Malformed,
            2,
        ),
        case("a space more", |l| l[5].push(' '), Fault::Malformed, 5),
        case("an empty line", |l| l.insert(5, String::new()), Fault::Malformed, 5),
        case("another actor", |l| l[6] = other_actor(&l[6]), Fault::Chain, 7),
        case("another actor in the last line", |l| l[13] = other_actor(&l[13]), CheckpointFault::Root.into(), 14),
        case("another ledger number", |l| l[6] = l[6].replacen("\"n\":6", "\"n\":7", 1), Fault::Numbering, 6),
        case("a line taken out", |l| _ = l.remove(6), Fault::Numbering, 6),
        case("the first line taken out", |l| _ = l.remove(0), Fault::Numbering, 0),
        case("the last line taken out", |l| _ = l.pop(), Fault::RolledBack, 14),
        case("a line twice", |l| l.insert(6, l[6].clone()), Fault::Numbering, 7),
        case("two lines swapped", |l| l.swap(6, 7), Fault::Numbering, 6),
        case("another hash before", |l| l[0] = l[0].replacen("\"prev\":\"000", "\"prev\":\"001", 1), Fault::Chain, 0),
        (
            "no newline at the end",
            {
                let mut export = World::new().export();
                export.leaves.pop();
                export
            },
            Fault::Malformed,
            Some(13),
        ),
    ]
}

fn rechained_ledgers() -> Vec<Case> {
    let root = |size| (Fault::from(CheckpointFault::Root), Some(size));
    let case = |name, export, (fault, number)| (name, export, fault, number);
    vec![
        case("another reader, chained anew", rechained(|w| replace(w, 2, "7070", "7071")), root(4)),
        case("a reading taken out, chained anew", rechained(|w| _ = w.bodies.remove(2)), root(4)),
        case("another author, chained anew", rechained(|w| replace(w, 5, "7070", "7071")), root(8)),
        case("an entry taken out, chained anew", rechained(|w| _ = w.bodies.remove(5)), root(8)),
        case("entries of a dossier swapped", rechained(|w| w.bodies.swap(1, 5)), (Fault::DossierChain, Some(1))),
        case(
            "an entry that renumbers itself",
            rechained(|w| replace(w, 5, "\"entry\":2", "\"entry\":3")),
            (Fault::DossierChain, Some(5)),
        ),
        case(
            "an entry older than the one before",
            rechained(|w| {
                w.bodies.truncate(13);
                w.write_at(CASE, "note_recorded", "{}", 1);
            }),
            (Fault::Time, Some(13)),
        ),
        case("rolled back to an older state", rolled_back(|_| ()), (Fault::RolledBack, Some(12))),
        case(
            "rolled back and written on differently",
            rolled_back(|w| (8..14).for_each(|n| w.write_at(CASE, "note_recorded", "{}", 1_800_000_000_000_000 + n))),
            root(12),
        ),
    ]
}

fn wrong_checkpoints() -> Vec<Case> {
    type Edit = fn(&World, &mut Vec<String>);
    let case = |name, edit: Edit, fault: CheckpointFault, number| (name, with_notes(edit), fault.into(), number);
    let elsewhere: Edit = |world, notes| {
        let origin = Origin(Id([0xcb; 16]));
        let signer = Signer::from_seed(origin, &[1; 32]).unwrap();
        notes[2] = Checkpoint { origin, ..world.checkpoint(8) }.sign(&signer);
    };
    vec![
        case("a checkpoint of another ledger", elsewhere, CheckpointFault::Origin, None),
        case(
            "another key",
            |world, notes| notes[2] = world.checkpoint(8).sign(&signer(2)),
            CheckpointFault::Signature,
            None,
        ),
        case(
            "a changed checkpoint",
            |_, notes| notes[2] = notes[2].replacen("\n8\n", "\n9\n", 1),
            CheckpointFault::Signature,
            None,
        ),
        case(
            "a checkpoint without a signature",
            |world, notes| notes[2] = world.checkpoint(8).text() + "\n",
            CheckpointFault::Form,
            None,
        ),
        case("half a checkpoint at the end", |_, notes| notes[4].truncate(60), CheckpointFault::Form, None),
        case("checkpoints out of order", |_, notes| notes.swap(1, 3), CheckpointFault::Order, Some(8)),
        case(
            "two signed roots of one size",
            |world, notes| {
                let root = ledger::sha256(b"another");
                notes.insert(3, Checkpoint { root, ..world.checkpoint(8) }.sign(&signer(1)));
            },
            CheckpointFault::Root,
            Some(8),
        ),
    ]
}

#[test]
fn a_good_ledger_passes() {
    let world = World::new();
    let checked = verify(&world.export()).unwrap();
    assert_eq!((checked.size, checked.proved, checked.entries, checked.dossiers), (14, 14, 6, 2));
    assert_eq!((checked.checkpoints, checked.root), (10, world.checkpoint(14).root));
}

#[test]
fn lines_behind_the_last_checkpoint_pass_and_are_told() {
    let export = with_notes(|_, notes| notes.truncate(2));
    let checked = verify(&Export { anchor: vec![], ..export }).unwrap();
    assert_eq!((checked.size, checked.proved), (14, 4));
}

#[test]
fn every_tampering_is_found_and_named() {
    for (name, export, fault, number) in cases() {
        assert_eq!(verify(&export).map(|_| ()), Err(Found { fault, number }), "{name}");
    }
}

#[test]
fn a_check_goes_on_where_another_ended() {
    let leaves = World::new().leaves();
    let mut first = ledger::check::Check::new(vec![key()]);
    leaves[..6].iter().for_each(|leaf| first.leaf(leaf).unwrap());
    let mut second = ledger::check::Check::resume(vec![key()], first.frontier().clone(), first.checked().last);
    leaves[6..].iter().for_each(|leaf| second.leaf(leaf).unwrap());
    assert_eq!(second.checked().root, World::new().checkpoint(14).root);
    assert_eq!(second.leaf(&leaves[6]), Err(Found::at(Fault::Numbering, 14)));
}

static GOOD: LazyLock<Export> = LazyLock::new(|| World::new().export());

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_changed_byte_of_a_ledger_passes(place: prop::sample::Index, by in 1_u8..128) {
        let mut export = GOOD.clone();
        let mut bytes = export.leaves.into_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= by;
        export.leaves = String::from_utf8(bytes).unwrap();
        prop_assert!(verify(&export).is_err());
    }

    #[test]
    fn no_changed_byte_of_its_checkpoints_passes(place: prop::sample::Index, by in 1_u8..128) {
        let export = &*GOOD;
        let mut bytes = file(&export.notes).into_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= by;
        let passed = verify_export(export.leaves.as_bytes(), vec![Box::new(&*bytes)], &[key()]).is_ok();
        prop_assert!(!passed);
    }
}
