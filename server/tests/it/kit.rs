//! `casekeep kit`: made, read back and used from outside, with identities as `age-keygen` makes them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use domain::media::Media;
use serde_json::Value;

use crate::custody::{Custody, files_in};
use crate::home::{Home, Ran, Running, finished, text};
use crate::view::asked;

/// The words that make a kit for both custodians.
fn for_file(custody: &Custody) -> Vec<String> {
    let to = text(&custody.folder.path().join("kits"));
    let [one, other] = custody.identities.each_ref().map(|identity| identity.to_public().to_string());
    let names = [format!("Ada Moreau={one}"), format!("Tom = Adeyemi={other}")];
    let [one, other] = names;
    ["kit", "make", "--to", &to, "--custodian", &one, "--custodian", &other, "--json"].map(str::to_owned).to_vec()
}

/// Three people who keep a sheet.
const HOLDERS: [&str; 6] = ["--holder", "Ada Moreau", "--holder", "Tom Adeyemi", "--holder", "Rui Prado"];

fn run(home: &Home, words: &[String], more: &[&str]) -> Ran {
    let words: Vec<&str> = words.iter().map(String::as_str).chain(more.iter().copied()).collect();
    home.run(&words)
}

fn read(home: &Home, custody: &Custody, file: &str, identity: usize) -> Ran {
    home.run(&["kit", "read", "--kit", file, "--identity", &text(&custody.identity(identity)), "--json"])
}

/// The letters of a sheet, as they stand in the PDF.
fn letters_of(pdf: &Path) -> String {
    let text = String::from_utf8(asked(Media::Pdf, "text", &fs::read(pdf).unwrap())).unwrap();
    let group = |word: &&str| word.len() == 5 && word.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase());
    text.split_whitespace().filter(group).collect::<Vec<_>>().join(" ")
}

/// New sheets of a home, as files with their letters.
fn sheets(home: &Home, folder: &Path) -> Vec<PathBuf> {
    let to = text(folder);
    let made =
        home.run(&[["kit", "make", "--to", &to, "--json", "--paper"].as_slice(), &HOLDERS].concat()).well().json();
    let printed = PathBuf::from(made["sheets"].as_str().unwrap());
    assert_eq!(files_in(&printed), ["sheet-1.pdf", "sheet-2.pdf", "sheet-3.pdf"]);
    (1..=3)
        .map(|number| {
            let letters = letters_of(&printed.join(format!("sheet-{number}.pdf")));
            assert_eq!(letters.len(), 20 * 6 - 1, "{letters}");
            let file = printed.join(format!("sheet-{number}.txt"));
            fs::write(&file, letters).unwrap();
            file
        })
        .collect()
}

fn finding(home: &Home) -> Value {
    let said = home.run(&["doctor", "--json"]).well().json();
    said["findings"].as_array().unwrap().iter().find(|one| one["what"] == "recovery kit").unwrap().clone()
}

/// Everything in a folder but the room that is kept for a full disk, one byte after the other.
fn bytes_in(folder: &Path) -> Vec<u8> {
    let names = files_in(folder).into_iter().filter(|name| !name.ends_with("-room"));
    names.flat_map(|name| fs::read(folder.join(name)).unwrap()).collect()
}

#[test]
fn a_file_is_made_read_back_and_gives_the_root_key_again_on_either_engine() {
    for home in Home::everywhere() {
        home.init().well();
        assert_eq!(finding(&home)["good"], false);
        let custody = Custody::new();
        let made = run(&home, &for_file(&custody), &[]).well().json();
        let file = made["file"].as_str().unwrap();
        assert_eq!((&made["custodians"], &made["sheets"]), (&2.into(), &Value::Null));
        assert!(finding(&home)["value"].as_str().unwrap().contains("read back never"));
        for identity in [0, 1] {
            let read = read(&home, &custody, file, identity).well().json();
            assert_eq!((&read["kit"], &read["form"]), (&made["kit"], &"file".into()));
        }
        assert_eq!(finding(&home)["good"], true);
        home.run(&["verify", "--contents"]).well();

        // a stranger with the stock program finds the key, and what to do with it
        let plain = String::from_utf8(custody.open(Path::new(file))).unwrap();
        let key = plain.lines().find_map(|line| line.strip_prefix("root key: ")).unwrap();
        assert_eq!(fs::read_to_string(home.root_key()).unwrap().trim(), key);
        assert!(plain.contains("custodians: Ada Moreau; Tom = Adeyemi") && plain.contains("WHAT TO DO"), "{plain}");

        // the server burned: only the data are left
        let found = home.file("found.root-key");
        let restore = |more: &[&str]| {
            let identity = text(&custody.identity(1));
            home.run(&[["kit", "restore", "--kit", file, "--identity", &identity].as_slice(), more].concat())
        };
        restore(&[]).ended(8, "is there already");
        restore(&["--root-key", &text(&home.data().join("key"))]).ended(76, "inside the data folder");
        restore(&["--root-key", &text(&found)]).well();
        assert_eq!(fs::read(&found).unwrap(), fs::read(home.root_key()).unwrap());
        fs::remove_file(home.root_key()).unwrap();
        home.run(&["verify"]).ended(70, "the root key is missing");
        home.run(&["verify", "--contents", "--root-key", &text(&found)]).well();
    }
}

#[test]
fn any_two_sheets_are_enough_and_one_is_not() {
    let home = Home::set_up();
    let folder = tempfile::tempdir().unwrap();
    let sheets = sheets(&home, folder.path());
    let read = |one: usize, other: usize| {
        let (one, other) = (text(&sheets[one]), text(&sheets[other]));
        home.run(&["kit", "read", "--sheet", &one, "--sheet", &other, "--json"])
    };
    for (one, other) in [(0, 1), (2, 1), (0, 2)] {
        assert_eq!(read(one, other).well().json()["form"], "sheets");
    }
    assert_eq!(finding(&home)["good"], true);
    // a stranger with Python and nothing of ours
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/join_sheets.py");
    let python = std::env::var_os("CASEKEEP_PYTHON").unwrap_or_else(|| "python3".into());
    let joined = Command::new(python).arg(script).args([&sheets[2], &sheets[0]]).output().unwrap();
    let key = fs::read_to_string(home.root_key()).unwrap();
    assert_eq!((joined.status.code(), String::from_utf8(joined.stdout).unwrap()), (Some(0), key));

    read(1, 1).ended(103, "this is sheet 2 twice");
    home.run(&["kit", "read", "--sheet", &text(&sheets[0])]).ended(102, "two sheets are needed");

    let typed = fs::read_to_string(&sheets[0]).unwrap();
    let at = typed.len() - 8;
    let wrong = if &typed[at..=at] == "7" { "8" } else { "7" };
    fs::write(&sheets[0], format!("{}{wrong}{}", &typed[..at], &typed[at + 1..])).unwrap();
    read(0, 1).ended(102, "the first sheet: a letter is wrong in group 19; compare it with the paper");

    let others = self::sheets(&home, folder.path());
    let mixed = ["kit", "read", "--sheet", &text(&sheets[1]), "--sheet", &text(&others[2])];
    home.run(&mixed).ended(103, "the sheets are of different kits");
    assert_eq!(read(1, 2).well().json()["newer"], kit_of(&others[0]), "one of them is not the newest");

    // through a pipe, into the file of the key
    let lines = [&sheets[1], &sheets[2]].map(|sheet| fs::read_to_string(sheet).unwrap()).join("\n\n");
    let typed = home.file("typed");
    fs::write(&typed, lines).unwrap();
    let found = home.file("found.root-key");
    let mut restore = home.command(&["kit", "restore", "--paper", "--root-key", &text(&found)]);
    finished(restore.stdin(Stdio::from(fs::File::open(typed).unwrap()))).well();
    assert_eq!(fs::read(&found).unwrap(), fs::read(home.root_key()).unwrap());
}

/// The number of the kit in whose folder a sheet lies.
fn kit_of(sheet: &Path) -> String {
    let folder = sheet.parent().unwrap().file_name().unwrap().to_str().unwrap();
    folder.strip_prefix("casekeep-kit-").unwrap().strip_suffix("-sheets").unwrap().to_owned()
}

#[test]
fn a_kit_of_another_installation_or_of_an_older_key_is_refused_in_words() {
    let (home, custody) = (Home::set_up(), Custody::new());
    let other = Home::set_up();
    let file = run(&other, &for_file(&custody), &[]).well().json()["file"].as_str().unwrap().to_owned();
    read(&home, &custody, &file, 0).ended(100, "belongs to another installation");
    let stranger = Custody::new();
    read(&other, &stranger, &file, 0).ended(92, "opens nothing");

    // the same installation under a new root key, as when everything was written out and brought in again
    let export = text(&custody.exports());
    let [a, b, c, d] = custody.recipients();
    other.run(&["export", "everything", "--to", &export, &a, &b, &c, &d]).well();
    let anew = Home::new();
    anew.run(&["import", "everything", "--from", &export, "--identity", &text(&custody.identity(0))]).well();
    read(&anew, &custody, &file, 0).ended(101, "is void");
    assert!(finding(&anew)["value"].as_str().unwrap().contains("it holds an older root key"));
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let changed = text(&custody.folder.path().join("changed.age"));
    fs::write(&changed, bytes).unwrap();
    read(&other, &custody, &changed, 0).ended(93, "is damaged");
}

#[test]
fn a_kit_is_for_several_people_and_never_in_the_data_folder() {
    let (home, custody) = (Home::new(), Custody::new());
    let words = for_file(&custody);
    run(&home, &words, &[]).ended(5, "no installation");
    home.init().well();
    let kits = text(&custody.folder.path().join("kits"));
    let make = |more: &[&str]| home.run(&[["kit", "make", "--to", &kits].as_slice(), more].concat());
    let one = format!("Ada={}", custody.identities[0].to_public());
    make(&["--custodian", &one]).ended(6, "at least two custodians");
    make(&["--custodian", &one, "--custodian", &one.replace("Ada", "Tom")]).ended(6, "the same public key");
    make(&["--custodian", "Ada"]).ended(6, "it looks like");
    make(&["--custodian", "Ada=age1nothing", "--custodian", &one]).ended(90, "no age recipient");
    make(&["--paper", "--holder", "Ada", "--holder", "Tom"]).ended(6, "three people");
    assert_eq!(make(&[]).code, Some(2));
    let inside = text(&home.data().join("kits"));
    let mut words = words;
    words[3] = inside;
    run(&home, &words, &[]).ended(90, "inside the data folder");
    assert_eq!(files_in(Path::new(&kits)).len(), 0);
    assert!(finding(&home)["value"].as_str().unwrap().starts_with("there is none"));
}

#[test]
fn neither_key_nor_sheet_is_left_in_data_logs_or_ledger() {
    let (home, custody) = (Home::set_up(), Custody::new());
    let server = Running::start(home.command(&["serve", "--log", "debug", "--log-format", "json"]));
    server.line_with("\"ready\"");
    // beside a running server
    let made = run(&home, &for_file(&custody), &["--log", "debug"]).well();
    let file = made.json()["file"].as_str().unwrap().to_owned();
    let back = read(&home, &custody, &file, 0).well();
    let sheets = sheets(&home, custody.folder.path());
    let ledger = home.file("ledger.jsonl");
    home.run(&["export", "ledger", "--out", &text(&ledger)]).well();
    let log = server.said().concat();
    assert_eq!(server.stop().0, Some(0));

    let key = fs::read_to_string(home.root_key()).unwrap().trim().to_owned();
    let raw: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&key[2 * at..2 * at + 2], 16).unwrap()).collect();
    let mut needles = vec![key.clone(), key.to_uppercase(), "Ada Moreau".to_owned(), "Tom = Adeyemi".to_owned()];
    for sheet in sheets {
        let letters = fs::read_to_string(sheet).unwrap();
        needles.extend(letters.split(' ').skip(3).map(|group| format!("{group} ")));
        needles.push(letters.replace(' ', ""));
    }
    let said = [made.out, made.err, back.out, back.err, log, fs::read_to_string(ledger).unwrap()].concat();
    let anchor = fs::read_to_string(home.anchor()).unwrap();
    let bytes = bytes_in(&home.data());
    let data = String::from_utf8_lossy(&bytes);
    assert!(data.contains("SQLite format 3"));
    for needle in &needles {
        assert!(
            !data.contains(needle.as_str()) && !said.contains(needle.as_str()) && !anchor.contains(needle.as_str())
        );
    }
    assert!(!bytes.windows(32).any(|some| some == raw));
}

#[test]
fn one_that_was_killed_leaves_nothing_that_looks_whole() {
    let (home, custody) = (Home::set_up(), Custody::new());
    let kits = custody.folder.path().join("kits");
    let words: Vec<String> = for_file(&custody);
    let words: Vec<&str> = words.iter().map(String::as_str).chain(["--paper"]).chain(HOLDERS).collect();
    let mut left = 0;
    let begun = || files_in(&kits).iter().any(|name| name.contains(".part"));
    for wait in [300, 600, 900, 1_300, 2_000, 3_000].map(Some).into_iter().chain([None]) {
        let mut child = home.command(&words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        if let Some(wait) = wait {
            std::thread::sleep(Duration::from_millis(wait));
        } else {
            while !begun() && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        let _ = child.kill();
        child.wait().unwrap();
        for name in files_in(&kits) {
            if name.contains(".part") {
                left += 1;
            } else if name.ends_with(".age") {
                read(&home, &custody, &text(&kits.join(&name)), 0).well();
            } else {
                let folder = kits.join(&name).parent().unwrap().to_owned();
                assert_eq!(files_in(&folder), ["sheet-1.pdf", "sheet-2.pdf", "sheet-3.pdf"]);
            }
        }
        home.run(&["verify"]).well();
    }
    assert!(0 < left, "none was killed in the middle");
    let last = home.run(&words).well().json();
    assert!(files_in(&kits).iter().all(|name| !name.contains(".part")), "the next one clears away what was left");
    read(&home, &custody, last["file"].as_str().unwrap(), 1).well();
}
