//! Starts that must be refused, each with its own exit code and line.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use store::Access;

use crate::home::{Home, text};

#[test]
fn a_root_key_that_is_not_safe_or_not_right_is_refused() {
    check("missing", 70, "the root key is missing", |home| fs::remove_file(home.root_key()).unwrap());
    check("short", 72, "must be 32 bytes", |home| rewrite(home, "00ff"));
    check("world-readable", 74, "readable by others", |home| chmod(home, 0o444));
    check("another one", 53, "not the one of this installation", |home| rewrite(home, &"07".repeat(32)));
    check("a folder", 73, "not a regular file", |home| {
        fs::remove_file(home.root_key()).unwrap();
        fs::create_dir(home.root_key()).unwrap();
    });
}

#[test]
fn a_root_key_inside_the_data_folder_is_refused() {
    let home = Home::set_up();
    let inside = home.data().join("root-key");
    fs::copy(home.root_key(), &inside).unwrap();
    home.run(&["serve", "--root-key", &format!("file:{}", text(&inside))]).ended(76, "inside the data folder");
}

#[test]
fn root_keys_come_from_commands_and_passphrases_too() {
    let home = Home::set_up();
    let show = format!("command:cat {}", text(&home.root_key()));
    home.run(&["verify", "--root-key", &show]).well();
    home.run(&["verify", "--root-key", "command:false"]).ended(77, "command for the root key failed");
    home.run(&["verify", "--root-key", "credential:casekeep"])
        .ended(70, "the root key is missing (credential:casekeep)");
    home.run(&["verify", "--root-key", "passphrase"]).ended(78, "salt");
}

#[test]
fn a_database_that_was_tampered_with_is_refused() {
    check("a later schema", 52, "schema 99", |home| home.behind_its_back("UPDATE schema_version SET version = 99"));
    check("a changed line", 56, "the end of the ledger does not verify", |home| {
        home.behind_its_back(
            "UPDATE lines SET body = CAST(replace(CAST(body AS TEXT), '\"entry\":1', '\"entry\":2') AS BLOB) WHERE number = 0",
        );
    });
    check("a line cut off", 56, "the end of the ledger does not verify", |home| {
        home.behind_its_back(
            "UPDATE lines SET number = number + 1, prev = NULL WHERE number = (SELECT MAX(number) FROM lines)",
        );
    });
    check("keys thrown away", 54, "the key database is empty", |home| {
        for file in ["keys.db", "keys.db-wal", "keys.db-shm"] {
            let _ = fs::remove_file(home.data().join(file));
        }
    });
}

#[test]
fn a_folder_that_others_can_look_into_is_refused() {
    check("world-readable", 51, "make it private", |home| {
        fs::set_permissions(home.data(), Permissions::from_mode(0o755)).unwrap()
    });
}

#[test]
fn an_older_state_is_found_out_by_the_anchor_file() {
    check("gone", 59, "the anchor file is gone", |home| fs::remove_file(home.anchor()).unwrap());
    check("changed", 60, "the anchor file was changed", |home| {
        let anchor = fs::read_to_string(home.anchor()).unwrap();
        let (before, last) = anchor.rsplit_once("\n3\n").unwrap();
        fs::write(home.anchor(), format!("{before}\n4\n{last}")).unwrap();
    });
    check("older", 57, "an older state was put back", |home| {
        let older = files_of(home);
        home.run(&["export", "ledger", "--out", "one"]).well();
        for (path, _) in files_of(home) {
            fs::remove_file(path).unwrap();
        }
        for (path, content) in older {
            fs::write(path, content).unwrap();
        }
    });
}

#[test]
fn a_new_installation_beside_the_anchor_of_an_earlier_one_is_refused_in_words() {
    check("beside", 58, "vouches for an earlier installation", |home| fs::remove_dir_all(home.data()).unwrap());
}

#[test]
fn a_clock_behind_the_ledger_is_refused() {
    check("behind", 55, "the clock of this machine stands before", |home| {
        let tomorrow = domain::time::Instant::from_timestamp(jiff::Timestamp::now()).plus_seconds(86_400);
        let store = home.store(tomorrow);
        let actor = domain::ids::StaffId::new(store.installation().bits());
        let opened =
            Access { act: "opened".into(), actor, at: tomorrow, dossier: None, entry: None, through: None, why: None };
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            store.record(opened).await.unwrap();
            store.seal_now(tomorrow).await.unwrap();
        });
    });
}

#[test]
fn an_address_that_is_taken_is_told() {
    let home = Home::set_up();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut command = home.command(&["serve"]);
    command.env("CASEKEEP_LISTEN", "127.0.0.1:1").args(["--origin", "http://localhost:1"]);
    let words: Vec<_> = command
        .get_args()
        .map(|word| word.to_str().unwrap().replace("127.0.0.1:0", &taken.local_addr().unwrap().to_string()))
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut again = std::process::Command::new(env!("CARGO_BIN_EXE_casekeep"));
    crate::home::finished(again.args(&words)).ended(4, "cannot listen on");
}

/// An installation with a checkpoint, something done to it, and the start that must be refused.
fn check(what: &str, code: i32, line: &str, harm: impl Fn(&Home)) {
    let home = Home::set_up();
    home.run(&["export", "ledger", "--out", "before"]).well();
    harm(&home);
    let ran = home.run(&["serve"]);
    assert_eq!(ran.code, Some(code), "{what}: {}{}", ran.out, ran.err);
    ran.ended(code, line);
}

/// The files of the data folder, with all that is in them.
fn files_of(home: &Home) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let inside = fs::read_dir(home.data()).unwrap().map(|file| file.unwrap().path());
    inside.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

fn chmod(home: &Home, mode: u32) {
    fs::set_permissions(home.root_key(), Permissions::from_mode(mode)).unwrap();
}

fn rewrite(home: &Home, key: &str) {
    chmod(home, 0o600);
    fs::write(home.root_key(), key).unwrap();
}
