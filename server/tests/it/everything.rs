//! Everything out and in again from outside: with the stock program, on either engine, refused and killed.

use std::fs;
use std::io::Write as _;

use serde_json::Value;

use crate::backups::killed::killed_after;
use crate::backups::{flip, root_of};
use crate::custody::{Custody, files_in};
use crate::home::{Home, Ran, text};
use crate::proof::demo_with_a_case;

fn export(home: &Home, custody: &Custody) -> Ran {
    home.run(&words(&["export", "everything", "--to", &text(&custody.exports()), "--json"], &custody.recipients()))
}

fn import(home: &Home, custody: &Custody, more: &[&str]) -> Ran {
    let (from, identity) = (text(&custody.exports()), text(&custody.identity(1)));
    home.run(&[&["import", "everything", "--from", &from, "--identity", &identity, "--json"], more].concat())
}

fn words<'w>(first: &[&'w str], more: &'w [String]) -> Vec<&'w str> {
    first.iter().copied().chain(more.iter().map(String::as_str)).collect()
}

fn lines_of(custody: &Custody, name: &str) -> Vec<Value> {
    let plain = String::from_utf8(custody.open(&custody.exports().join(name))).unwrap();
    plain.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn what_was_exported_is_imported_with_the_same_root_on_either_engine_and_from_there_again() {
    let home = Home::new();
    let (number, _) = demo_with_a_case(&home);
    let custody = Custody::new();
    let made = export(&home, &custody).well().json();
    let before = root_of(&home);
    assert_eq!((made["size"].clone(), made["root"].clone()), before);
    for place in Home::everywhere() {
        let imported = import(&place, &custody, &["--vkey", made["vkey"].as_str().unwrap()]).well().json();
        assert_eq!((imported["size"].clone(), imported["root"].clone()), before);
        assert_eq!((&imported["opened"], &imported["without_key"]), (&made["entries"], &Value::from(0)));
        assert_eq!(
            (&imported["documents"], &imported["documents_absent"]),
            (&made["documents"]["all"], &Value::from(0))
        );
        assert_eq!(root_of(&place), before);
        assert_ne!(fs::read(place.root_key()).unwrap(), fs::read(home.root_key()).unwrap());
        // lists and search are there, sign-in names too, and the ledger goes on
        place.run(&["export", "case", &number, "--out", "case"]).well();
        place.run(&["staff", "link", "--login", "maria", "--json"]).well();
        place.run(&["staff", "link", "--login", "nobody"]).ended(7, "");
        let (own, next) = (Custody::new(), Home::new());
        let again = export(&place, &own).well().json();
        assert!(made["size"].as_u64() < again["size"].as_u64());
        assert_eq!(
            (import(&next, &own, &[]).well().json()["root"].clone(), root_of(&next).1),
            (again["root"].clone(), again["root"].clone())
        );
    }
}

#[test]
fn every_file_opens_with_the_stock_program_and_what_it_holds_is_open() {
    let home = Home::new();
    demo_with_a_case(&home);
    let custody = Custody::new();
    let made = export(&home, &custody).well().json();
    let documents = made["documents"]["all"].as_u64().unwrap();
    let names = files_in(&custody.exports());
    assert_eq!(names.len() as u64, 11 + documents, "{names:?}");
    for name in &names {
        let bytes = fs::read(custody.exports().join(name)).unwrap();
        assert!(bytes.starts_with(b"age-encryption.org/v1\n"), "{name}");
        for word in [&b"casekeep"[..], b"dossier", b"Weekly", b"%PDF"] {
            assert!(!bytes.windows(word.len()).any(|some| some == word), "{name}");
        }
        custody.open(&custody.exports().join(name));
    }
    let entries = lines_of(&custody, "entries.jsonl.age");
    assert_eq!(Some(entries.len() as u64), made["entries"].as_u64());
    assert!(entries.iter().any(|entry| entry["content"].as_str().unwrap().contains("Weekly")), "a goal of the demo");
    let listed = lines_of(&custody, "documents.jsonl.age");
    assert!(0 < documents && listed.len() as u64 == documents);
    for document in listed {
        let bytes = custody.open(&custody.exports().join(document["file"].as_str().unwrap()));
        assert_eq!(ledger::sha256(&bytes).to_string(), document["sha256"].as_str().unwrap());
    }
    // it was recorded before it left, and nothing of passwords is in it
    let leaves = lines_of(&custody, "ledger.jsonl.age");
    assert_eq!(leaves.last().unwrap()["line"]["why"], "everything-for-2");
    assert_eq!(leaves.len() as u64, made["size"].as_u64().unwrap());
    assert!(
        names
            .iter()
            .all(|name| !String::from_utf8_lossy(&custody.open(&custody.exports().join(name))).contains("$argon2"))
    );
}

#[test]
fn what_cannot_be_exported_or_imported_is_refused_and_says_why() {
    let home = Home::set_up();
    let custody = Custody::new();
    let to = text(&custody.exports());
    assert_eq!(home.run(&["export", "everything", "--to", &to]).code, Some(2), "somebody must be able to open it");
    home.run(&["export", "everything", "--to", &to, "--recipient", "age1nobody"]).ended(90, "is no age recipient");
    let inside = text(&home.data().join("export"));
    let recipients = custody.recipients();
    home.run(&words(&["export", "everything", "--to", &inside], &recipients)).ended(90, "inside the data folder");
    assert!(!custody.exports().exists() && !home.data().join("export").exists());
    let place = Home::new();
    import(&place, &custody, &[]).ended(91, "there is no whole export in");
    let made = export(&home, &custody).well().json();
    export(&home, &custody).ended(97, "there is something in");

    let strangers = Custody::new();
    let identity = text(&strangers.identity(0));
    place.run(&["import", "everything", "--from", &to, "--identity", &identity]).ended(92, "opens nothing of it");
    import(&place, &custody, &["--vkey", "casekeep/1+2+3"]).ended(95, "not signed by the ledger with this key");
    let entries = custody.exports().join("entries.jsonl.age");
    flip(&entries, 2_000);
    import(&place, &custody, &[]).ended(93, "entries.jsonl.age is damaged");
    flip(&entries, 2_000);
    let whole = fs::read(&entries).unwrap();
    exchange(&custody, "entries.jsonl.age", |text| text.replacen("Harbour", "Harvour", 1));
    let refused = import(&place, &custody, &[]);
    refused.ended(87, "entries.jsonl.age, line ");
    assert_eq!((refused.json()["good"].as_bool(), refused.json()["code"].as_u64()), (Some(false), Some(87)));
    assert!(!place.root_key().exists(), "a place that was not finished has no key");
    fs::remove_file(&entries).unwrap();
    import(&place, &custody, &[]).ended(94, "entries.jsonl.age is missing");
    fs::write(&entries, whole).unwrap();

    // beside an anchor file that vouches for more, and where somebody lives
    home.run(&["export", "ledger", "--out", "later"]).well();
    fs::copy(home.anchor(), place.anchor()).unwrap();
    import(&place, &custody, &[]).ended(57, "behind the anchor file");
    fs::remove_file(place.anchor()).unwrap();
    import(&place, &custody, &["--vkey", made["vkey"].as_str().unwrap()]).well();
    import(&place, &custody, &[]).ended(97, "there is something in this place already");
}

/// Puts something else into a file of the export.
fn exchange(custody: &Custody, name: &str, change: impl Fn(&str) -> String) {
    let path = custody.exports().join(name);
    let plain = String::from_utf8(custody.open(&path)).unwrap();
    let changed = change(&plain);
    assert_ne!(changed, plain);
    let recipient = custody.identities[1].to_public();
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient)).unwrap();
    let mut writer = encryptor.wrap_output(fs::File::create(path).unwrap()).unwrap();
    writer.write_all(changed.as_bytes()).unwrap();
    writer.finish().unwrap();
}

#[test]
fn an_export_that_was_killed_looks_like_none() {
    let home = Home::new();
    demo_with_a_case(&home);
    let custody = Custody::new();
    let (to, recipients) = (text(&custody.exports()), custody.recipients());
    let mut left = 0;
    for wait in [40, 80, 120, 160, 200, 250, 300, 400, 500, 700, 1_000] {
        killed_after(&mut home.command(&words(&["export", "everything", "--to", &to], &recipients)), wait);
        let names = files_in(&custody.exports());
        if names.iter().any(|name| name == "manifest.age") {
            import(&Home::new(), &custody, &[]).well();
        } else if !names.is_empty() {
            left += 1;
            import(&Home::new(), &custody, &[]).ended(91, "its manifest is not there");
            export(&home, &custody).ended(97, "there is something in");
        }
        let _ = fs::remove_dir_all(custody.exports());
    }
    assert!(0 < left, "no run was killed in the middle");
    export(&home, &custody).well();
}

#[test]
fn an_import_that_was_killed_opens_for_nobody_and_is_begun_again() {
    let home = Home::new();
    demo_with_a_case(&home);
    let custody = Custody::new();
    export(&home, &custody).well();
    let before = root_of(&home);
    let (from, identity) = (text(&custody.exports()), text(&custody.identity(0)));
    for place in Home::everywhere() {
        let mut unfinished = 0;
        for wait in [30, 60, 100, 150, 200, 300, 500, 800, 1_200] {
            let words = ["import", "everything", "--from", &from, "--identity", &identity];
            killed_after(&mut place.command(&words), wait);
            match place.run(&["verify"]).code {
                Some(0) => break,
                // the key comes last, so that without one the mark is not even looked at
                Some(70 | 98) => unfinished += 1,
                // nothing was there yet
                code => assert_eq!(code, Some(5), "after {wait} ms"),
            }
        }
        assert!(0 < unfinished, "no import was killed in the middle");
        if place.run(&["verify"]).code != Some(0) {
            import(&place, &custody, &[]).well();
        }
        assert_eq!(root_of(&place), before);
    }
}
