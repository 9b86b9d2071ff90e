//! The independent verifier finds what ours finds, and calls it the same.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use crate::world::{Export, World, file, key, signer};
use crate::{bundles, exports, sample};

/// The Python to use. When one is named in `CASEKEEP_PYTHON` it must have the package; otherwise these tests need none, since the
/// tamperings themselves are tested without.
fn python() -> Option<String> {
    let named = std::env::var("CASEKEEP_PYTHON").ok();
    let python = named.clone().unwrap_or_else(|| "python3".to_owned());
    let able =
        Command::new(&python).args(["-c", "import cryptography"]).output().is_ok_and(|output| output.status.success());
    assert!(able || named.is_none(), "the Python of CASEKEEP_PYTHON cannot import cryptography");
    able.then_some(python)
}

fn run(python: &str, folder: &Path, arguments: &[&str]) -> Output {
    let script = sample::tools().join("verify_ledger.py").canonicalize().unwrap();
    Command::new(python).arg("-B").arg(script).args(arguments).current_dir(folder).output().unwrap()
}

fn code_of_export(python: &str, export: &Export) -> (Option<i32>, String) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("leaves"), &export.leaves).unwrap();
    fs::write(folder.path().join("notes"), file(&export.notes)).unwrap();
    fs::write(folder.path().join("anchor"), file(&export.anchor)).unwrap();
    let vkey = key().to_string();
    answer(run(python, folder.path(), &["ledger", "leaves", "notes", "anchor", "--vkey", &vkey]))
}

fn code_of_bundle(python: &str, bundle: &str, keys: &[&str]) -> (Option<i32>, String) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("bundle"), bundle).unwrap();
    answer(run(python, folder.path(), &[&["bundle", "bundle"], keys].concat()))
}

fn answer(output: Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap())
}

#[test]
fn the_script_passes_what_is_good() {
    let Some(python) = python() else { return };
    let folder = sample::tools().join("tests/sample");
    let ledger = run(&python, &folder, &["ledger", "leaves.jsonl", "checkpoints.txt", "--vkey", "@vkey.txt"]);
    insta::assert_snapshot!(answer(ledger).1, @"good: 14 lines, 2 dossiers; a signed checkpoint vouches for the first 14");
    let bundle = run(&python, &folder, &["bundle", "bundle.jsonl", "--vkey", "@vkey.txt"]);
    insta::assert_snapshot!(answer(bundle).1, @"good: 3 entries of case d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1, 1 withheld, under a checkpoint of 14 lines");
}

#[test]
fn the_script_finds_every_tampering_with_a_ledger() {
    let Some(python) = python() else { return };
    for (name, export, fault, number) in exports::cases() {
        let (code, said) = code_of_export(&python, &export);
        assert_eq!(code, Some(i32::from(fault.code())), "{name}: {said}");
        let place = number.map(|number| format!("at ledger number {number}\n")).unwrap_or_default();
        assert!(said.ends_with(&place), "{name}: {said} lacks {place}");
    }
}

#[test]
fn the_script_finds_every_tampering_with_a_bundle() {
    let Some(python) = python() else { return };
    for (name, bundle, fault, number) in bundles::cases() {
        let (code, said) = code_of_bundle(&python, &bundle, &[]);
        assert_eq!(code, Some(i32::from(fault.code())), "{name}: {said}");
        let place = number.map(|number| format!("at ledger number {number}\n")).unwrap_or_default();
        assert!(said.ends_with(&place), "{name}: {said} lacks {place}");
    }
}

#[test]
fn the_script_holds_a_bundle_against_a_key_known_from_elsewhere() {
    let Some(python) = python() else { return };
    let (bundle, other) = (World::new().bundle(2), signer(2).key().to_string());
    assert_eq!(code_of_bundle(&python, &bundle, &["--vkey", &key().to_string()]).0, Some(0));
    assert_eq!(code_of_bundle(&python, &bundle, &["--vkey", &other]).0, Some(22));
}

#[test]
fn the_script_tells_wrong_usage_and_unreadable_files_from_faults() {
    let Some(python) = python() else { return };
    let folder = TempDir::new().unwrap();
    let code = |arguments: &[&str]| run(&python, folder.path(), arguments).status.code();
    assert_eq!(code(&["ledger", "absent", "absent"]), Some(2));
    assert_eq!(code(&["bundle", "absent"]), Some(4));
    let help = answer(run(&python, folder.path(), &["--help"])).1;
    assert!(help.contains("25 rolled back"), "{help}");
}
