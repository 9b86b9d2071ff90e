//! Backups and restores that are killed at any moment, and begun again.

use std::fs;

use super::{file_document, root_of};
use crate::custody::Custody;
use crate::home::{Home, text};
use crate::proof::demo_with_a_case;

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
    killed_after(&mut home.command(words), wait);
}

/// Runs a command and kills it after so many milliseconds.
pub(crate) fn killed_after(command: &mut std::process::Command, wait: u64) {
    let mut child = command.spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(wait));
    let _ = child.kill();
    child.wait().unwrap();
}
