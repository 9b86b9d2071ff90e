//! Backups in a bucket, from outside: by hand and by the server itself, restored from there, and told when the bucket is away.

use std::fs;

use testkit::{Mood, TestBucket};

use super::{file_document, root_of};
use crate::bucket::{access_key, finding, serve};
use crate::custody::Custody;
use crate::home::{Home, Ran, text};

const PLACE: &str = "s3://papers/safe";

/// Runs a command that is told the way to the bucket.
fn run(home: &Home, bucket: &TestBucket, words: &[&str]) -> Ran {
    let (endpoint, key) = (bucket.endpoint(), access_key_of(home));
    home.run(&[words, &["--backup-endpoint", &endpoint, "--backup-credentials", &key, "--json"]].concat())
}

fn access_key_of(home: &Home) -> String {
    let key = home.file("bucket-key");
    if key.exists() { format!("file:{}", text(&key)) } else { access_key(home) }
}

fn back_up(home: &Home, bucket: &TestBucket, custody: &Custody) -> Ran {
    let recipients = custody.recipients();
    let mut words = vec!["backup", "--to", PLACE];
    words.extend(recipients.iter().map(String::as_str));
    run(home, bucket, &words)
}

fn restore(home: &Home, bucket: &TestBucket, custody: &Custody) -> Ran {
    run(home, bucket, &["restore", "--from", PLACE, "--identity", &text(&custody.identity(0))])
}

#[test]
fn what_was_backed_up_into_a_bucket_is_restored_with_the_same_root_on_either_engine() {
    for home in Home::everywhere() {
        home.init().well();
        let (custody, bucket) = (Custody::new(), TestBucket::new());
        let address = file_document(&home, &[7; 100_000]);
        let made = back_up(&home, &bucket, &custody).well().json();
        assert_eq!((made["good"].as_bool(), made["proof"]["entries"].as_u64()), (Some(true), Some(2)));
        let again = back_up(&home, &bucket, &custody).well().json();
        assert_eq!((again["documents"]["all"].as_u64(), again["documents"]["written"].as_u64()), (Some(1), Some(0)));
        let before = root_of(&home);
        assert_eq!((again["size"].clone(), again["root"].clone()), before);
        for place in Home::everywhere() {
            let restored = restore(&place, &bucket, &custody).well().json();
            assert_eq!((restored["size"].clone(), restored["root"].clone()), before);
            assert_eq!(root_of(&place), before);
            let document = fs::read(place.data().join("documents").join(&address[..2]).join(&address)).unwrap();
            assert_eq!(document, [7; 100_000]);
        }
        for path in bucket.objects() {
            let plain = custody.open(&path);
            assert!(!plain.is_empty() && path.extension().is_some_and(|ending| ending == "age"), "{path:?}");
        }
        bucket.be(Mood::Away);
        back_up(&home, &bucket, &custody).ended(88, "the bucket of the backups cannot be reached");
        restore(&Home::new(), &bucket, &custody).ended(88, "the bucket of the backups cannot be reached");
    }
}

#[test]
fn a_backup_that_is_killed_is_none_and_the_next_one_is_whole() {
    let (home, custody, bucket) = (Home::set_up(), Custody::new(), TestBucket::new());
    file_document(&home, &[1; 20_000_000]);
    bucket.be(Mood::EveryThirdFails);
    let (endpoint, key, recipients) = (bucket.endpoint(), access_key(&home), custody.recipients());
    let mut words = vec!["backup", "--to", PLACE, "--backup-endpoint", &endpoint, "--backup-credentials", &key];
    words.extend(recipients.iter().map(String::as_str));
    let mut child = home.command(&words).spawn().unwrap();
    while bucket.asked() < 8 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    bucket.be(Mood::Well);
    restore(&Home::new(), &bucket, &custody).ended(91, "there is no such backup in s3://papers/safe");
    // the lease of the one that was killed runs out
    let begun = std::time::Instant::now();
    let made = loop {
        let made = back_up(&home, &bucket, &custody);
        if !made.out.contains("\"code\":99") {
            break made.well().json();
        }
        assert!(begun.elapsed().as_secs() < 90, "it never runs out");
        std::thread::sleep(std::time::Duration::from_secs(5));
    };
    assert_eq!(made["documents"]["all"].as_u64(), Some(1));
    restore(&Home::new(), &bucket, &custody).well();
}

/// Lets the server of the home back up into this place.
fn by_itself(home: &Home, bucket: &TestBucket, custody: &Custody, place: &str) {
    let [_, one, _, other] = custody.recipients();
    let (endpoint, key) = (bucket.endpoint(), access_key(home));
    let settings = format!(
        "backup_to = \"{place}\"\nbackup_endpoint = \"{endpoint}\"\nbackup_credentials = \"{key}\"\nbackup_recipients = \"{one},{other}\"\n"
    );
    fs::write(home.data().join("casekeep.toml"), settings).unwrap();
}

#[test]
fn the_server_backs_up_into_a_bucket_by_itself_and_says_when_it_is_away() {
    let (home, custody, bucket) = (Home::set_up(), Custody::new(), TestBucket::new());
    by_itself(&home, &bucket, &custody, PLACE);
    bucket.be(Mood::Away);
    let running = serve(&home);
    running.line_with("the backup failed");
    running.stop();
    let (good, says) = finding(&home, "last backup");
    assert!(!good && says.contains("the bucket of the backups could not be reached"), "{says}");
    let (good, says) = finding(&home, "backup store");
    assert!(!good && says.starts_with("an object could not be written"), "{says}");

    bucket.be(Mood::Well);
    assert_eq!(finding(&home, "backup store"), (true, "an object was written, read and removed again".to_owned()));
    let key = home.file("bucket-key");
    fs::remove_file(&key).unwrap();
    home.run(&["backup", "--json"]).ended(79, "is not there");
    access_key(&home);
    let made = home.run(&["backup", "--json"]).well().json();
    assert_eq!(made["proof"]["entries"].as_u64(), Some(2));
    assert!(finding(&home, "last backup").0);
    restore(&Home::new(), &bucket, &custody).well();

    // and one that finds the bucket there at once
    let other = Home::set_up();
    by_itself(&other, &bucket, &custody, "s3://papers/other");
    let running = serve(&other);
    running.line_with("backed up and proved");
    running.stop();
    let restored = run(
        &Home::new(),
        &bucket,
        &["restore", "--from", "s3://papers/other", "--identity", &text(&custody.identity(1))],
    );
    assert!(restored.well().json()["size"].as_u64() <= root_of(&other).0.as_u64());
}
