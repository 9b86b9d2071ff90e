//! Documents in a bucket, from outside: they move there by themselves, are backed up, restored, exported and imported, and survive a kill.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use testkit::{Mood, TestBucket};

use crate::backups::root_of;
use crate::custody::{Custody, files_in};
use crate::home::{Home, Running, text};
use crate::proof::demo_with_a_case;

/// A file with the access key of the bucket; answers with what the settings say of it.
pub(crate) fn access_key(home: &Home) -> String {
    let key = home.file("bucket-key");
    let lines = format!("AWS_ACCESS_KEY_ID={}\nAWS_SECRET_ACCESS_KEY={}\n", TestBucket::KEY_ID, TestBucket::SECRET);
    fs::write(&key, lines).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o400)).unwrap();
    fs::create_dir_all(home.data()).unwrap();
    fs::set_permissions(home.data(), fs::Permissions::from_mode(0o700)).unwrap();
    format!("file:{}", text(&key))
}

/// Lets the home have its documents in this bucket.
fn in_bucket(home: &Home, bucket: &TestBucket, prefix: &str) {
    let key = access_key(home);
    let settings = format!(
        "documents = \"s3://{}/{prefix}\"\ndocuments_endpoint = \"{}\"\ndocuments_credentials = \"{key}\"\n",
        TestBucket::NAME,
        bucket.endpoint()
    );
    fs::write(home.data().join("casekeep.toml"), settings).unwrap();
}

/// The names of the documents in a folder.
fn documents(home: &Home) -> Vec<String> {
    let folder = home.data().join("documents");
    let names = files_in(&folder).into_iter().filter(|name| !name.starts_with("incoming"));
    names.map(|name| name.rsplit('/').next().unwrap_or_default().to_owned()).collect()
}

pub(crate) fn serve(home: &Home) -> Running {
    let running = Running::start(home.command(&["serve", "--log-format", "json"]));
    running.line_with("listen");
    running
}

pub(crate) fn finding(home: &Home, what: &str) -> (bool, String) {
    let said = home.run(&["doctor", "--json"]).json();
    let found = said["findings"].as_array().unwrap().iter().find(|line| line["what"] == what).unwrap().clone();
    (found["good"].as_bool().unwrap(), found["value"].as_str().unwrap().to_owned())
}

#[test]
fn documents_move_into_a_bucket_by_themselves_and_live_there() {
    let (home, bucket) = (Home::new(), TestBucket::new());
    demo_with_a_case(&home);
    let filed = documents(&home);
    assert!(!filed.is_empty());
    in_bucket(&home, &bucket, "house/one");
    assert_eq!(finding(&home, "document store"), (true, "an object was written, read and removed again".to_owned()));

    // killed in the midst of it, and started again
    let running = serve(&home);
    running.until(|| bucket.object(&filed[0]).is_some() || bucket.objects().len() > 1);
    drop(running);
    let running = serve(&home);
    running.until(|| documents(&home).is_empty());
    assert_eq!(running.stop().0, Some(0));
    assert!(filed.iter().all(|name| bucket.object(name).is_some()));
    let (good, says) = finding(&home, "spool");
    assert!(good && says.starts_with("0 documents wait"), "{says}");
    assert!(!home.run(&["doctor"]).out.contains(TestBucket::SECRET));

    // out and in again: to another place in the bucket, and to a folder
    let custody = Custody::new();
    let made = custody.back_up(&home, &[]).well().json();
    assert_eq!(made["documents"]["all"].as_u64(), Some(filed.len() as u64));
    let before = root_of(&home);
    let (elsewhere, folder) = (Home::new(), Home::new());
    in_bucket(&elsewhere, &bucket, "house/two");
    for place in [&elsewhere, &folder] {
        let restored = custody.restore(place, &[]).well().json();
        assert_eq!(restored["documents_absent"].as_u64(), Some(0));
        assert_eq!(root_of(place), before);
    }
    let running = serve(&elsewhere);
    running.until(|| documents(&elsewhere).is_empty());
    running.stop();
    let (to, recipients) = (text(&custody.exports()), custody.recipients());
    let mut words = vec!["export", "everything", "--to", &to, "--json"];
    words.extend(recipients.iter().map(String::as_str));
    let made = elsewhere.run(&words).well().json();
    assert_eq!(
        (made["documents"]["all"].as_u64(), made["documents"]["absent"].as_u64()),
        (Some(filed.len() as u64), Some(0))
    );
}

#[test]
fn a_bucket_that_is_away_or_anothers_is_told_and_nothing_is_lost() {
    let (home, bucket) = (Home::new(), TestBucket::new());
    demo_with_a_case(&home);
    let filed = documents(&home);
    in_bucket(&home, &bucket, "house");
    bucket.be(Mood::Away);
    let running = serve(&home);
    running.line_with("documents wait in the spool");
    assert_eq!(running.stop().0, Some(0));
    assert_eq!(documents(&home), filed);
    let (good, says) = finding(&home, "document store");
    assert!(!good && says.starts_with("an object could not be written"), "{says}");

    bucket.be(Mood::Well);
    let running = serve(&home);
    running.until(|| documents(&home).is_empty());
    running.stop();
    let custody = Custody::new();
    bucket.be(Mood::Away);
    custody.back_up(&home, &[]).ended(88, "cannot be reached");

    // another installation in the same place
    bucket.be(Mood::Well);
    let other = Home::new();
    demo_with_a_case(&other);
    let theirs = documents(&other);
    in_bucket(&other, &bucket, "house");
    let running = serve(&other);
    running.line_with("belongs to another installation");
    running.stop();
    assert_eq!(documents(&other), theirs);
    assert!(filed.iter().all(|name| bucket.object(name).is_some()));
}

#[test]
fn an_access_key_that_others_can_read_is_refused() {
    let (home, bucket) = (Home::set_up(), TestBucket::new());
    in_bucket(&home, &bucket, "house");
    fs::set_permissions(home.file("bucket-key"), fs::Permissions::from_mode(0o444)).unwrap();
    let ran = home.run(&["verify"]);
    ran.ended(79, "others can read");
    assert!(!ran.err.contains(TestBucket::SECRET));
    fs::remove_file(home.file("bucket-key")).unwrap();
    home.run(&["verify"]).ended(79, "is not there");
}
