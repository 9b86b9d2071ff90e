//! Backups and restores from outside, with identities as `age-keygen` makes them.

mod bucket;
pub(crate) mod killed;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::custody::Custody;
use crate::home::{Home, Running, text};
use crate::proof::demo_with_a_case;

/// A document as the store keeps it; answers with its address.
fn file_document(home: &Home, bytes: &[u8]) -> String {
    let address = ledger::sha256(bytes).to_string();
    let shelf = home.data().join("documents").join(&address[..2]);
    fs::create_dir_all(&shelf).unwrap();
    fs::write(shelf.join(&address), bytes).unwrap();
    address
}

pub(crate) fn root_of(home: &Home) -> (Value, Value) {
    let verified = home.run(&["verify", "--contents", "--json"]).well().json();
    assert_eq!(verified["found"]["lines"], verified["size"]);
    (verified["size"].clone(), verified["root"].clone())
}

#[test]
fn what_was_backed_up_is_restored_with_the_same_root_on_either_engine() {
    for home in Home::everywhere() {
        home.init().well();
        let custody = Custody::new();
        let address = file_document(&home, &[7; 100_000]);
        let made = custody.back_up(&home, &[]).well().json();
        assert_eq!((made["good"].as_bool(), made["proof"]["entries"].as_u64()), (Some(true), Some(2)));
        let before = root_of(&home);
        assert_eq!((made["size"].clone(), made["root"].clone()), before);
        for place in Home::everywhere() {
            let restored = custody.restore(&place, &[]).well().json();
            assert_eq!((restored["size"].clone(), restored["root"].clone()), before);
            assert_eq!((restored["opened"].as_u64(), restored["without_key"].as_u64()), (Some(2), Some(0)));
            assert_eq!(root_of(&place), before);
            let document = fs::read(place.data().join("documents").join(&address[..2]).join(&address)).unwrap();
            assert_eq!(document, [7; 100_000]);
            assert!(fs::metadata(place.root_key()).unwrap().permissions().readonly());
            assert_eq!(fs::read(place.root_key()).unwrap(), fs::read(home.root_key()).unwrap());
            // and goes on living
            place.run(&["staff", "link", "--login", "rui", "--json"]).well();
            custody.restore(&place, &[]).ended(97, "there is something in this place already");
        }
    }
}

#[test]
fn every_file_opens_with_the_stock_program_and_none_says_anything() {
    let home = Home::new();
    demo_with_a_case(&home);
    file_document(&home, b"sealed bytes of a document");
    let custody = Custody::new();
    let made = custody.back_up(&home, &[]).well().json();
    let files = custody.files();
    let documents = made["documents"]["all"].as_u64().unwrap();
    assert_eq!(files.len() as u64, 3 + documents, "{files:?}");
    assert!(1 < documents, "cases of the demo hold documents");
    let restored = custody.restore(&Home::new(), &[]).well().json();
    assert_eq!((restored["documents"].as_u64(), restored["documents_absent"].as_u64()), (Some(documents), Some(0)));
    let words = [&b"casekeep"[..], b"installation", b"Weekly", b"sealed bytes"];
    for name in &files {
        let (bytes, plain) = (fs::read(custody.backups().join(name)).unwrap(), custody.opened(name));
        assert!(bytes.starts_with(b"age-encryption.org/v1\n") && !plain.is_empty(), "{name}");
        for word in words {
            assert!(!bytes.windows(word.len()).any(|some| some == word), "{name}");
        }
        let letters: BTreeSet<char> = name.chars().filter(|c| c.is_ascii_alphabetic()).collect();
        assert!(!letters.is_empty() && name.ends_with(".age"), "{name}");
    }
    // inside the envelopes contents are sealed as they were
    let data = files.iter().find(|name| name.starts_with("data/")).unwrap();
    let plain = custody.opened(data);
    assert!(!plain.windows(6).any(|some| some == b"Weekly"), "a goal of the demo");
}

#[test]
fn a_document_is_written_once_and_goes_with_the_last_backup_that_names_it() {
    let home = Home::set_up();
    let custody = Custody::new();
    let (stays, goes) = (file_document(&home, b"one"), file_document(&home, b"another"));
    let first = custody.back_up(&home, &[]).well().json();
    assert_eq!((first["documents"]["all"].as_u64(), first["documents"]["written"].as_u64()), (Some(2), Some(2)));
    let second = custody.back_up(&home, &[]).well().json();
    assert_eq!((second["documents"]["all"].as_u64(), second["documents"]["written"].as_u64()), (Some(2), Some(0)));

    fs::remove_file(home.data().join("documents").join(&goes[..2]).join(&goes)).unwrap();
    let third = custody.back_up(&home, &[]).well().json();
    assert_eq!(third["documents"]["all"].as_u64(), Some(1));
    let documents = |address: &str| custody.files().into_iter().filter(|name| name.contains(address)).count();
    assert_eq!((documents(&stays), documents(&goes)), (1, 1));
    let place = Home::new();
    let older = ["--at", first["run"].as_str().unwrap()];
    assert_eq!(custody.restore(&place, &older).well().json()["documents"].as_u64(), Some(2));

    // as if the two earlier backups had been made long ago and their time were over
    for run in [&first, &second] {
        fs::remove_file(custody.backups().join(format!("{}.manifest.age", run["run"].as_str().unwrap()))).unwrap();
    }
    custody.back_up(&home, &[]).well();
    assert_eq!((documents(&stays), documents(&goes)), (1, 0));
    assert_eq!(custody.files().len(), 2 * 3 + 1, "data and keys without a manifest are gone");
}

#[test]
fn a_document_that_was_damaged_in_the_backup_is_written_again() {
    let home = Home::set_up();
    let custody = Custody::new();
    file_document(&home, &[1; 70_000]);
    custody.back_up(&home, &[]).well();
    let name = custody.files().into_iter().find(|name| name.starts_with("documents/")).unwrap();
    flip(&custody.backups().join(&name), 500);
    let again = custody.back_up(&home, &[]).well().json();
    assert_eq!(again["documents"]["written"].as_u64(), Some(1));
    custody.restore(&Home::new(), &[]).well();
}

#[test]
fn one_changed_byte_is_found_and_its_file_named() {
    let home = Home::set_up();
    let custody = Custody::new();
    file_document(&home, &[9; 150_000]);
    custody.back_up(&home, &[]).well();
    for name in custody.files() {
        let path = custody.backups().join(&name);
        let length = usize::try_from(fs::metadata(&path).unwrap().len()).unwrap();
        // in the stanza of each recipient, in the nonce behind the header, in the content, in its last byte
        for place in [30, 80, 130, 180, 230, 290, 345, 400, length / 2, length - 1] {
            flip(&path, place);
            for identity in [0, 1] {
                custody.restore_with(&Home::new(), identity, &[]).ended(93, &format!("{name} is damaged"));
            }
            flip(&path, place);
        }
        let aside = custody.folder.path().join("aside");
        fs::rename(&path, &aside).unwrap();
        if name.ends_with(".manifest.age") {
            custody.restore(&Home::new(), &[]).ended(91, "there is no such backup");
        } else {
            let (start, _) = name.split_at(name.find("-").unwrap());
            custody.restore(&Home::new(), &[]).ended(94, start);
        }
        fs::rename(&aside, &path).unwrap();
    }
    custody.restore(&Home::new(), &[]).well();
}

#[test]
fn a_stranger_opens_nothing_and_a_stranger_s_backup_is_not_taken() {
    let home = Home::set_up();
    let (custody, strangers) = (Custody::new(), Custody::new());
    let made = custody.back_up(&home, &[]).well().json();
    let identity = text(&strangers.identity(0));
    let from = text(&custody.backups());
    let place = Home::new();
    place.run(&["restore", "--from", &from, "--identity", &identity]).ended(92, "opens nothing of it");
    place.run(&["restore", "--from", &from, "--identity", &from]).ended(8, "cannot be read");
    custody.restore(&place, &["--at", "2001"]).ended(91, "no such backup");
    custody.restore(&place, &["--vkey", "casekeep/1+2+3"]).ended(95, "not signed by the ledger with this key");
    assert!(!place.root_key().exists());

    // an anchor of another ledger, one of more lines, and a key that is none of ours
    let other = Home::set_up();
    other.run(&["export", "ledger", "--out", "one"]).well();
    fs::copy(other.anchor(), place.anchor()).unwrap();
    custody.restore(&place, &[]).ended(60, "the anchor file was changed");
    custody.back_up(&home, &[]).well();
    fs::copy(home.anchor(), place.anchor()).unwrap();
    custody.restore(&place, &["--at", made["run"].as_str().unwrap()]).ended(57, "behind the anchor file");
    fs::remove_file(place.anchor()).unwrap();
    fs::copy(other.root_key(), place.root_key()).unwrap();
    custody.restore(&place, &[]).ended(53, "holds another root key");
    fs::remove_file(place.root_key()).unwrap();
    custody.restore(&place, &["--vkey", made["vkey"].as_str().unwrap()]).well();
}

#[test]
fn a_backup_behind_the_anchor_file_needs_two_people_who_answer_for_it() {
    let home = Home::new();
    demo_with_a_case(&home);
    let custody = Custody::new();
    let made = custody.back_up(&home, &["--no-proof"]).well().json();
    home.run(&["export", "ledger", "--out", "later"]).well();
    let place = Home::new();
    fs::copy(home.anchor(), place.anchor()).unwrap();
    custody.restore(&place, &[]).ended(57, "behind the anchor file");
    assert!(!place.data().join("data.db").exists());
    custody.restore(&place, &["--accept-gap", "--by", "maria", "--and", "maria"]).ended(7, "two different people");
    custody.restore(&place, &["--accept-gap", "--by", "maria", "--and", "nobody"]).ended(7, "two different people");
    let restored = custody.restore(&place, &["--accept-gap", "--by", "maria", "--and", "daniel"]).well().json();
    assert_eq!(restored["gap"]["ledger"], made["size"]);
    assert!(made["size"].as_u64().unwrap() + 2 <= restored["size"].as_u64().unwrap());
    let aside = place.file(&format!("house.anchor.before-{}", made["run"].as_str().unwrap()));
    assert_eq!(fs::read(aside).unwrap(), fs::read(home.anchor()).unwrap());
    place.run(&["export", "ledger", "--out", "now"]).well();
    let lines = fs::read_to_string(place.file("now")).unwrap();
    assert_eq!(lines.matches("\"act\":\"gap_accepted\"").count(), 2);
}

#[test]
fn a_server_that_was_told_to_makes_backups_by_itself() {
    let home = Home::set_up();
    let custody = Custody::new();
    let to = text(&custody.backups());
    let [one, other] = custody.identities.each_ref().map(|identity| identity.to_public().to_string());
    let told = |recipients: &str| home.command(&["serve", "--backup-to", &to, "--backup-recipients", recipients]);

    let alone = Running::start(told(&one));
    alone.line_with("backup_recipients must name at least two public keys");
    alone.stop();
    assert!(!custody.backups().exists());
    let never = home.run(&["doctor", "--json", "--backup-to", &to]).well().json();
    assert_eq!(finding(&never, "last backup")["good"], false);
    assert_eq!(finding(&never, "backups")["good"], false);

    let both = format!("{one},{other}");
    let serving = Running::start(told(&both));
    serving.line_with("backed up and proved");
    assert_eq!(serving.stop().0, Some(0));
    let doctor = home.run(&["doctor", "--json", "--backup-to", &to, "--backup-recipients", &both]).well().json();
    assert_eq!(finding(&doctor, "last backup")["good"], true, "{doctor}");
    assert_eq!(finding(&doctor, "backups")["good"], true);
    custody.restore(&Home::new(), &[]).well();
    // what the settings say serves the command as well
    home.run(&["backup", "--backup-to", &to, "--backup-recipients", &both]).well();
    assert_eq!(custody.files().iter().filter(|name| name.ends_with(".manifest.age")).count(), 2);
}

fn finding(doctor: &Value, what: &str) -> Value {
    let found = doctor["findings"].as_array().unwrap().iter().find(|finding| finding["what"] == what);
    found.cloned().unwrap_or_else(|| panic!("no finding {what}: {doctor}"))
}

#[test]
fn without_its_root_key_a_backup_needs_it_from_elsewhere() {
    let home = Home::set_up();
    let custody = Custody::new();
    let made = custody.back_up(&home, &["--without-root-key"]).well().json();
    assert_eq!((made["root_key"].as_bool(), made["proof"]["entries"].as_u64()), (Some(false), Some(2)));
    let place = Home::new();
    custody.restore(&place, &[]).ended(70, "the root key is missing");
    fs::copy(home.root_key(), place.root_key()).unwrap();
    assert_eq!(custody.restore(&place, &[]).well().json()["size"], made["size"]);
}

#[test]
fn what_cannot_be_a_backup_is_refused_before_anything_is_written() {
    let home = Home::set_up();
    let to = text(&home.file("backups"));
    home.run(&["backup", "--to", &to, "--recipient", "age1nobody"]).ended(90, "is no age recipient");
    let inside = text(&home.data().join("backups"));
    let custody = Custody::new();
    let recipient = custody.identities[0].to_public().to_string();
    home.run(&["backup", "--to", &inside, "--recipient", &recipient]).ended(90, "inside the data folder");
    assert!(!home.file("backups").exists() && !home.data().join("backups").exists());
    fs::create_dir(custody.backups()).unwrap();
    let held = fs::File::open(custody.backups()).unwrap();
    held.lock().unwrap();
    custody.back_up(&home, &[]).ended(99, "another backup into this place is running");
}

pub(crate) fn flip(path: &Path, place: usize) {
    let mut bytes = fs::read(path).unwrap();
    let place = place.min(bytes.len() - 1);
    bytes[place] ^= 1;
    fs::write(path, bytes).unwrap();
}
