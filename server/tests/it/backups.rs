//! Backups and restores from outside, with identities as `age-keygen` makes them.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use age::secrecy::ExposeSecret as _;
use age::x25519::Identity;
use serde_json::Value;

use crate::home::{Home, Ran, text};
use crate::proof::demo_with_a_case;

/// Two custodians with their identities, and a folder for the backups; apart from any installation.
struct Custody {
    folder: tempfile::TempDir,
    identities: [Identity; 2],
}

impl Custody {
    fn new() -> Self {
        let custody =
            Self { folder: tempfile::tempdir().unwrap(), identities: [Identity::generate(), Identity::generate()] };
        for (number, identity) in custody.identities.iter().enumerate() {
            let secret = identity.to_string();
            let lines = format!("# made for a test\n{}\n", secret.expose_secret());
            fs::write(custody.identity(number), lines).unwrap();
        }
        custody
    }

    fn identity(&self, number: usize) -> PathBuf {
        self.folder.path().join(format!("identity-{number}"))
    }

    fn backups(&self) -> PathBuf {
        self.folder.path().join("backups")
    }

    fn back_up(&self, home: &Home, more: &[&str]) -> Ran {
        let to = text(&self.backups());
        let [one, other] = self.identities.each_ref().map(|identity| identity.to_public().to_string());
        home.run(&[&["backup", "--to", &to, "--recipient", &one, "--recipient", &other, "--json"], more].concat())
    }

    fn restore(&self, home: &Home, more: &[&str]) -> Ran {
        self.restore_with(home, 1, more)
    }

    fn restore_with(&self, home: &Home, identity: usize, more: &[&str]) -> Ran {
        let (from, identity) = (text(&self.backups()), text(&self.identity(identity)));
        home.run(&[&["restore", "--from", &from, "--identity", &identity, "--json"], more].concat())
    }

    /// Every file of the backups, by its name in the folder.
    fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        collect(&self.backups(), &mut found);
        let root = text(&self.backups());
        found.iter().map(|path| text(path)[root.len() + 1..].to_owned()).collect()
    }

    /// What is in the envelope, as the stock program or, where that is not installed, its own library opens it.
    fn opened(&self, name: &str) -> Vec<u8> {
        let path = self.backups().join(name);
        let stock = Command::new("age").arg("-d").arg("-i").arg(self.identity(0)).arg(&path).output();
        if let Ok(stock) = stock {
            assert!(stock.status.success(), "{name}");
            return stock.stdout;
        }
        let mut plain = Vec::new();
        let sealed = age::Decryptor::new(fs::File::open(path).unwrap()).unwrap();
        let identity = std::iter::once(&self.identities[0] as &dyn age::Identity);
        sealed.decrypt(identity).unwrap().read_to_end(&mut plain).unwrap();
        plain
    }
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    // a folder that was not made yet holds nothing
    let inside = fs::read_dir(folder).into_iter().flatten();
    let mut inside: Vec<PathBuf> = inside.map(|file| file.unwrap().path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() { collect(&path, found) } else { found.push(path) }
    }
}

/// A document as the store keeps it; answers with its address.
fn file_document(home: &Home, bytes: &[u8]) -> String {
    let address = ledger::sha256(bytes).to_string();
    let shelf = home.data().join("documents").join(&address[..2]);
    fs::create_dir_all(&shelf).unwrap();
    fs::write(shelf.join(&address), bytes).unwrap();
    address
}

fn root_of(home: &Home) -> (Value, Value) {
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
    custody.back_up(&home, &[]).well();
    let files = custody.files();
    assert_eq!(files.len(), 4, "{files:?}");
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
    place.run(&["restore", "--from", &from, "--identity", &identity]).ended(92, "opens nothing of the backup");
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
    custody.back_up(&home, &[]).ended(99, "another backup into this folder is running");
}

#[test]
fn a_backup_that_was_killed_looks_like_none_and_the_next_one_clears_it() {
    let home = Home::set_up();
    let custody = Custody::new();
    for number in 0..40_u8 {
        file_document(&home, &[number; 40_000]);
    }
    let mut left = 0;
    for wait in [20, 40, 60, 80, 110, 140, 170, 200, 250, 300, 400, 500] {
        killed(&home, &custody, "backup", wait);
        let files = custody.files();
        left += usize::from(files.iter().any(|name| !name.starts_with("documents/")));
        if files.iter().any(|name| name.ends_with(".manifest.age")) {
            custody.restore(&Home::new(), &[]).well();
        } else {
            custody.restore(&Home::new(), &[]).ended(91, "no such backup");
        }
    }
    assert!(0 < left, "no run was killed in the middle");
    custody.back_up(&home, &[]).well();
    let files = custody.files();
    let runs = files.iter().filter(|name| name.ends_with(".manifest.age")).count();
    assert_eq!(files.len(), runs * 3 + 40, "{files:?}");
    assert_eq!(fs::read_dir(home.data()).unwrap().filter(|file| is_scratch(file.as_ref().unwrap())).count(), 0);
    custody.restore(&Home::new(), &[]).well();
}

#[test]
fn a_restore_that_was_killed_opens_for_nobody_and_is_begun_again() {
    let home = Home::new();
    demo_with_a_case(&home);
    let custody = Custody::new();
    for number in 0..20_u8 {
        file_document(&home, &[number; 40_000]);
    }
    custody.back_up(&home, &["--no-proof"]).well();
    let before = root_of(&home);
    for place in Home::everywhere() {
        let mut unfinished = 0;
        for wait in [30, 60, 100, 150, 200, 300, 500, 800, 1_200] {
            killed(&place, &custody, "restore", wait);
            match place.run(&["verify"]).code {
                Some(0) => break,
                // the key comes last, so that without one the mark is not even looked at
                Some(70 | 98) => unfinished += 1,
                // nothing was there yet
                code => assert_eq!(code, Some(5), "after {wait} ms"),
            }
        }
        assert!(0 < unfinished, "no restore was killed in the middle");
        if place.run(&["verify"]).code != Some(0) {
            custody.restore(&place, &[]).well();
        }
        assert_eq!(root_of(&place), before);
    }
}

fn is_scratch(file: &fs::DirEntry) -> bool {
    file.file_name().to_str().is_some_and(|name| name.starts_with("proving-"))
}

/// Runs a command and kills it after so many milliseconds.
fn killed(home: &Home, custody: &Custody, what: &str, wait: u64) {
    let (folder, identity) = (text(&custody.backups()), text(&custody.identity(0)));
    let [one, other] = custody.identities.each_ref().map(|identity| identity.to_public().to_string());
    let words: &[&str] = match what {
        "backup" => &["backup", "--to", &folder, "--recipient", &one, "--recipient", &other],
        _ => &["restore", "--from", &folder, "--identity", &identity],
    };
    let mut child = home.command(words).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(wait));
    let _ = child.kill();
    child.wait().unwrap();
}

fn flip(path: &Path, place: usize) {
    let mut bytes = fs::read(path).unwrap();
    let place = place.min(bytes.len() - 1);
    bytes[place] ^= 1;
    fs::write(path, bytes).unwrap();
}
