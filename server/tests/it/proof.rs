//! Verifying the record and what was exported of it, with Casekeep and without.

use std::fs;
use std::process::Command;

use crate::home::{Home, Ran, finished, text};

#[test]
fn an_exported_ledger_is_checked_by_us_and_by_a_stranger() {
    for home in Home::everywhere() {
        home.init().well();
        home.run(&[
            "staff",
            "add",
            "--name",
            "Ada",
            "--title",
            "Social worker",
            "--role",
            "caseworker",
            "--login",
            "ada",
        ])
        .well();
        let key = home.run(&["export", "ledger", "--out", "ledger", "--json"]).well().json()["vkey"]
            .as_str()
            .unwrap()
            .to_owned();
        let verified = home.run(&["verify", "--export", "ledger", "--vkey", &key, "--json"]).well().json();
        assert_eq!(verified["found"]["lines"], verified["found"]["proved"]);
        assert_eq!(verified["found"]["key_known"], true);
        home.run(&["export", "ledger", "--out", "ledger"]).ended(8, "cannot be made");

        let notes = ["ledger", "ledger.notes", "--vkey", "@ledger.vkey"];
        if let Some(ran) = stranger(&home, &["ledger"].iter().chain(&notes).copied().collect::<Vec<_>>()) {
            assert!(ran.well().out.starts_with("good: "));
        }
        let leaves = fs::read_to_string(home.file("ledger")).unwrap();
        fs::write(home.file("ledger"), leaves.replacen("\"level\":1", "\"level\":2", 1)).unwrap();
        let ours = home.run(&["verify", "--export", "ledger"]);
        ours.ended(12, "the chain of lines is broken at ledger number");
        if let Some(ran) = stranger(&home, &["ledger"].iter().chain(&notes).copied().collect::<Vec<_>>()) {
            assert_eq!(ran.code, ours.code);
        }
    }
}

#[test]
fn an_exported_case_is_checked_by_us_and_by_a_stranger() {
    let home = Home::new();
    let (number, _) = demo_with_a_case(&home);
    home.run(&["export", "case", "2026-000123-K", "--out", "none"]).ended(7, "");
    assert!(!home.file("none").exists());
    for (level, withheld) in [("standard", true), ("restricted", false)] {
        let said = home.run(&["export", "case", &number, "--out", level, "--level", level, "--json"]).well().json();
        let key = said["vkey"].as_str().unwrap();
        let found = home.run(&["verify", "--bundle", level, "--vkey", key, "--json"]).well().json();
        assert_eq!(0 < found["found"]["withheld"].as_u64().unwrap(), withheld, "{level}");
        if let Some(ran) = stranger(&home, &["bundle", level, "--vkey", key]) {
            assert!(ran.well().out.starts_with("good: "));
        }
    }
    let bundle = fs::read_to_string(home.file("restricted")).unwrap();
    fs::write(home.file("restricted"), bundle.replacen("Weekly", "Weakly", 1)).unwrap();
    home.run(&["verify", "--bundle", "restricted"]).ended(31, "the content is not the one that was recorded");
    let lines = home.run(&["export", "ledger", "--out", "ledger"]);
    lines.well();
    let ledger = fs::read_to_string(home.file("ledger")).unwrap();
    assert!(ledger.contains("\"act\":\"exported\"") && ledger.contains("\"why\":\"restricted\""));
}

#[test]
fn what_was_changed_in_the_record_is_named_by_class() {
    let harms = [
        (12, "UPDATE lines SET prev = zeroblob(32) WHERE number = 1"),
        (43, "UPDATE lines SET leaf = zeroblob(32) WHERE number = 1"),
        (35, "UPDATE lines SET at = at + 1 WHERE number = 1"),
        (39, "UPDATE entries SET level = 0 WHERE number = 1"),
        (37, "DELETE FROM entries"),
        (41, "UPDATE dossiers SET head = zeroblob(32)"),
    ];
    for (code, sql) in harms {
        let home = Home::set_up();
        home.behind_its_back(sql);
        let ran = home.run(&["verify", "--json"]);
        assert_eq!((ran.code, ran.json()["code"].as_i64()), (Some(code), Some(i64::from(code))), "{sql}: {}", ran.err);
    }
}

#[test]
fn a_changed_content_is_found_when_contents_are_looked_at() {
    let home = Home::set_up();
    home.run(&["verify", "--contents"]).well();
    home.behind_its_back("UPDATE entries SET sealed = zeroblob(length(sealed))");
    home.run(&["verify"]).well();
    home.run(&["verify", "--contents"]).ended(40, "was changed");
}

/// A kept demo; answers with the number of one of its cases.
pub(crate) fn demo_with_a_case(home: &Home) -> (String, u64) {
    let kept = text(&home.data());
    let demo = crate::home::Running::start(home.command(&[
        "demo",
        "--data",
        &kept,
        "--clients",
        "3",
        "--listen",
        "127.0.0.1:0",
    ]));
    demo.line_with("everybody's password is");
    demo.stop();
    let year = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).year();
    let lines = home.run(&["verify", "--json"]).well().json()["found"]["lines"].as_u64().unwrap();
    let number = [year - 1, year]
        .into_iter()
        .map(|year| domain::numbers::CaseNumber::new(u16::try_from(year).unwrap(), 1).to_string());
    let found = number.into_iter().find(|number| {
        let ran = home.run(&["export", "case", number, "--out", "probe"]);
        let _ = fs::remove_file(home.file("probe"));
        ran.code == Some(0)
    });
    (found.expect("the demo has a case"), lines)
}

/// The verifier that knows nothing of our code; nothing when this machine has no Python for it. One that is named must work.
fn stranger(home: &Home, words: &[&str]) -> Option<Ran> {
    let named = std::env::var_os("CASEKEEP_PYTHON");
    let python = named.clone().unwrap_or_else(|| "python3".into());
    let able = Command::new(&python).args(["-c", "import cryptography"]).output().is_ok_and(|ran| ran.status.success());
    assert!(able || named.is_none(), "the Python of CASEKEEP_PYTHON cannot import cryptography");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../tools/verify_ledger.py");
    able.then(|| finished(Command::new(python).arg(script).args(words).current_dir(home.file("."))))
}
