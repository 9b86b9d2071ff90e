//! Everything that can be wrong with an export is told with its file and, where it has one, its line; and the place can be begun again.

use std::fs;

use backup::everything::Importing;
use backup::{BackupFault, Identities};
use testkit::TestPlace;

use super::told::{Told, files, import, refused};
use crate::writing::House;

/// How a file is changed before it is put into an envelope again.
type Change = fn(Vec<String>) -> Vec<String>;

fn replaced(mut lines: Vec<String>, what: &str, by: &str) -> Vec<String> {
    if let Some(line) = lines.iter_mut().find(|line| line.contains(what)) {
        *line = line.replacen(what, by, 1);
    }
    lines
}

fn without(mut lines: Vec<String>, place: usize) -> Vec<String> {
    lines.remove(place);
    lines
}

fn doubled(mut lines: Vec<String>) -> Vec<String> {
    lines.extend(lines.last().cloned());
    lines
}

/// The first entry without what is open of it.
fn closed(mut lines: Vec<String>) -> Vec<String> {
    if let Some(line) = lines.first_mut()
        && let Some(at) = line.find(",\"salt\"")
    {
        line.truncate(at);
        line.push_str("}\n");
    }
    lines
}

const CHANGES: &[(&str, Change, &str)] = &[
    (
        "entries",
        |l| replaced(l, "Marigold", "Marigald"),
        "entries.jsonl.age, line 1: its content is not the one that was recorded",
    ),
    (
        "entries",
        |l| replaced(l, "for two", "for all"),
        "entries.jsonl.age, line 5: its content is not the one that was recorded",
    ),
    (
        "entries",
        |l| replaced(l, "Tomas", "Tomos"),
        "entries.jsonl.age, line 1: its manifest is not the one that was recorded",
    ),
    (
        "entries",
        |l| replaced(l, "\"level\":3", "\"level\":2"),
        "entries.jsonl.age, line 5: its header is not what the ledger says",
    ),
    (
        "entries",
        |l| replaced(l, "\"version\":1", "\"version\":2"),
        "entries.jsonl.age, line 1: its header is not what the ledger says",
    ),
    ("entries", |l| replaced(l, "\"salt\"", "\"salted\""), "entries.jsonl.age, line 1: it is not a line of this file"),
    (
        "entries",
        |l| replaced(l, "\"n\":0", "\"n\":1"),
        "entries.jsonl.age, line 1: it is not the entry that the ledger speaks of next",
    ),
    ("entries", |l| without(l, 1), "entries.jsonl.age, line 2: it is not the entry that the ledger speaks of next"),
    ("entries", |l| without(l, 5), "entries.jsonl.age, line 5: the entry that the ledger speaks of is missing"),
    (
        "entries",
        closed,
        "entries.jsonl.age, line 1: its dossier should have contents and it has none, or the other way round",
    ),
    ("entries", doubled, "entries.jsonl.age, line 7: nothing may follow here"),
    (
        "ledger",
        |l| replaced(l, "\"level\":1", "\"level\":0"),
        "entries.jsonl.age, line 1: its header is not what the ledger says",
    ),
    (
        "ledger",
        |l| replaced(l, "\"at\":1767603600000000", "\"at\":1767603600000001"),
        "ledger.jsonl.age, line 2: the chain of lines is broken at ledger number 1",
    ),
    ("ledger", |l| without(l, 3), "ledger.jsonl.age, line 4: the numbering is broken at ledger number 3"),
    (
        "ledger",
        |l| replaced(l, "everything-for-1", "everything-for-2"),
        "checkpoints.txt.age, line 7: the checkpoint signs other lines at ledger number",
    ),
    ("checkpoints", |l| replaced(l, "— ", "— x"), "checkpoints.txt.age, line 1: the checkpoint"),
    ("checkpoints", |_| Vec::new(), "checkpoints.txt.age is damaged"),
    ("dossiers", |l| replaced(l, "\"case\"", "\"client\""), "dossiers.jsonl.age is damaged"),
    ("dossiers", |l| replaced(l, "\"case\"", "\"cause\""), "dossiers.jsonl.age, line 1: it is not a line of this file"),
    ("dossiers", |l| replaced(l, "\"contents\":true", "\"contents\":false"), "dossiers.jsonl.age is damaged"),
    ("dossiers", |l| without(l, 0), "dossiers.jsonl.age is damaged"),
    ("dossiers", doubled, "dossiers.jsonl.age, line 4: this dossier stood there before"),
    (
        "tombstones",
        |l| replaced(l, "\"at\":1", "\"at\":2"),
        "tombstones.jsonl.age, line 1: it is not a tombstone of this ledger",
    ),
    ("tombstones", |_| Vec::new(), "tombstones.jsonl.age is damaged"),
    (
        "documents",
        |l| replaced(l, "\"length\":15", "\"length\":16"),
        "documents.jsonl.age, line 1: it is not the document of the entry",
    ),
    ("documents", |_| Vec::new(), "documents.jsonl.age, line 0: the document of an entry is missing"),
    ("accounts", |l| replaced(l, "active", "disabled"), "accounts.jsonl.age is damaged"),
    ("accounts", |l| replaced(l, "active", "asleep"), "accounts.jsonl.age, line 1: it is not a line of this file"),
    ("serials", |l| replaced(l, "\"next\":2", "\"next\":1"), "serials.jsonl.age is damaged"),
    (
        "deeds",
        |l| replaced(l, "\"entry\":1", "\"entry\":9"),
        "deeds.jsonl.age, line 1: it wrote no entry that there is",
    ),
    (
        "secrets",
        |l| replaced(l, "\"ledger_signing\":\"", "\"ledger_signing\":\"0"),
        "secrets.json.age, line 1: it is not a line of this file",
    ),
];

#[test]
fn whatever_was_exchanged_is_named_and_the_place_begins_again() {
    let told = Told::at(TestPlace::sqlite());
    told.export().unwrap();
    let target = House::at(TestPlace::sqlite());
    let all = files(&told.folder());
    for (start, change, wanted) in CHANGES {
        let name = all.iter().find(|name| name.starts_with(start) && !name.contains('/')).unwrap();
        let before = fs::read(told.folder().join(name)).unwrap();
        let plain = String::from_utf8(told.opened(name)).unwrap();
        let changed: String = change(plain.split_inclusive('\n').map(str::to_owned).collect()).concat();
        assert_ne!(changed, plain, "{wanted}");
        told.exchange(name, changed.as_bytes());
        let fault = refused(&told, &target);
        assert!(fault.contains(wanted), "{fault:?} instead of {wanted:?}");
        fs::write(told.folder().join(name), before).unwrap();
    }
    let document = all.iter().find(|name| name.starts_with("documents/")).unwrap();
    let mut bytes = told.bytes();
    let before = fs::read(told.folder().join(document)).unwrap();
    for (place, longer) in [(0, 0), (149_999, 0), (0, 1)] {
        bytes[place] ^= 1;
        bytes.resize(bytes.len() + longer, 0);
        told.exchange(document, &bytes);
        let fault = refused(&told, &target);
        assert_eq!(fault, format!("{document} is damaged"));
        assert!(files(&target.settings.documents.folder).is_empty(), "what is wrong is not kept");
    }
    fs::write(told.folder().join(document), before).unwrap();
    import(&told, &target).unwrap();
}

#[test]
fn one_flipped_byte_and_a_missing_file_are_named() {
    let told = Told::at(TestPlace::sqlite());
    told.export().unwrap();
    let target = House::at(TestPlace::sqlite());
    for name in files(&told.folder()) {
        let path = told.folder().join(&name);
        let whole = fs::read(&path).unwrap();
        // in the stanza of the recipient, in the header's own check, in the content, in its last byte
        for place in [30, 60, 120, 180, whole.len() / 2, whole.len() - 1] {
            let mut bytes = whole.clone();
            bytes[place] ^= 1;
            fs::write(&path, bytes).unwrap();
            assert_eq!(refused(&told, &target), format!("{name} is damaged"));
        }
        fs::remove_file(&path).unwrap();
        let fault = import(&told, &target).map(drop).unwrap_err();
        match name.as_str() {
            "manifest.age" => assert!(matches!(fault, BackupFault::NoExport(_)), "{fault}"),
            _ => assert_eq!(fault.to_string(), format!("{name} is missing")),
        }
        fs::write(&path, whole).unwrap();
    }
    import(&told, &target).unwrap();
}

#[test]
fn an_export_of_others_and_for_others_is_refused() {
    let (told, others) = (Told::at(TestPlace::sqlite()), Told::at(TestPlace::sqlite()));
    told.export().unwrap();
    others.export().unwrap();
    let stranger = Identities::read([others.house.place.folder().join("identity").as_path()]).unwrap();
    assert!(matches!(Importing::find(&told.folder(), stranger).map(drop), Err(BackupFault::WrongIdentity)));
    // a manifest that somebody else has signed, and the secrets of somebody else
    let target = House::at(TestPlace::sqlite());
    let ours = told.opened("manifest.age");
    told.exchange("manifest.age", &others.opened("manifest.age"));
    let fault = refused(&told, &target);
    assert_eq!(fault, "secrets.json.age is damaged");
    let text = String::from_utf8(ours.clone()).unwrap();
    told.exchange("manifest.age", text.replacen("\"entries\":6", "\"entries\":7", 1).as_bytes());
    assert!(matches!(told.importing().map(drop), Err(BackupFault::Foreign(name)) if name == "manifest.age"));
    told.exchange("manifest.age", text.replacen("casekeep export 1", "casekeep export 2", 1).as_bytes());
    assert!(matches!(told.importing().map(drop), Err(BackupFault::Newer(_))));
    told.exchange("manifest.age", &ours);
    import(&told, &target).unwrap();
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let told = Told::at(TestPlace::sqlite());
    fs::create_dir(told.folder()).unwrap();
    fs::write(told.folder().join("manifest.age"), "mine").unwrap();
    assert!(matches!(told.export(), Err(BackupFault::Occupied(_))));
    assert_eq!(fs::read(told.folder().join("manifest.age")).unwrap(), b"mine");
    fs::remove_file(told.folder().join("manifest.age")).unwrap();
    told.export().unwrap();
    assert!(matches!(told.export(), Err(BackupFault::Occupied(_))));
}
