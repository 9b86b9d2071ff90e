use std::os::unix::fs::PermissionsExt as _;

use crate::home::Home;

#[test]
fn the_doctor_shows_settings_with_their_sources_and_no_secrets() {
    let home = Home::set_up();
    let mut command = home.command(&["doctor", "--json"]);
    command.env("CASEKEEP_LOG", "debug").env("CASEKEEP_LISEN", "x");
    let said = crate::home::finished(&mut command).well().json();
    let setting =
        |name: &str| said["settings"].as_array().unwrap().iter().find(|line| line["name"] == name).unwrap().clone();
    assert_eq!(
        (setting("log")["value"].as_str(), setting("log")["source"].as_str()),
        (Some("debug"), Some("variable"))
    );
    assert_eq!(setting("listen")["source"], "flag");
    assert_eq!(setting("anchor")["source"], "default");
    let finding =
        |what: &str| said["findings"].as_array().unwrap().iter().find(|line| line["what"] == what).unwrap().clone();
    for what in [
        "data folder",
        "root key file",
        "database",
        "age of root key",
        "age of KEK",
        "age of ledger key",
        "wrapping",
        "sealer",
        "outbox",
        "last checkpoint",
        "address",
        "disk space",
        "room for a full disk",
    ] {
        assert!(!finding(what)["value"].as_str().unwrap().is_empty(), "{what}");
    }
    assert_eq!(finding("unknown variables")["value"], "CASEKEEP_LISEN");
    assert_eq!(
        (finding("data folder")["good"].as_bool(), finding("unknown variables")["good"].as_bool()),
        (Some(true), Some(false))
    );
}

#[test]
fn an_installation_that_would_not_start_is_examined_all_the_same() {
    let home = Home::set_up();
    std::fs::set_permissions(home.root_key(), std::fs::Permissions::from_mode(0o444)).unwrap();
    let ran = home.run(&["doctor"]);
    ran.ended(74, "readable by others");
    assert!(ran.out.contains("! root key file"), "{}", ran.out);
    Home::new().run(&["doctor"]).ended(5, "no installation");
}

#[test]
fn addresses_of_databases_are_never_shown() {
    for home in Home::everywhere() {
        home.init().well();
        let said = home.run(&["doctor"]).well().out;
        assert!(!said.contains("postgres://"), "{said}");
        assert!(said.contains("cannot be seen from here") != said.contains("kept (data.db-room)"), "{said}");
        assert!(said.contains("Nothing needs attention.") || said.contains("disk space"), "{said}");
    }
}

#[test]
fn old_keys_are_named_with_what_to_do() {
    let home = Home::set_up();
    // 367 days
    home.behind_its_back("UPDATE installation SET created = created - 31708800000000");
    home.behind_the_keys("UPDATE keks SET created = created - 31708800000000");
    let said = home.run(&["doctor"]).well().out;
    assert!(said.contains("! age of KEK") && said.contains("casekeep rotate-keys"), "{said}");
    assert!(said.contains("! age of ledger key") && said.contains("  age of root key"), "{said}");
    home.run(&["rotate-keys"]).well();
    let said = home.run(&["doctor"]).well().out;
    assert!(said.contains("  age of KEK             0 days"), "{said}");
    home.behind_its_back("UPDATE installation SET created = created - 31708800000000");
    let said = home.run(&["doctor", "--json"]).well().json();
    let root = said["findings"].as_array().unwrap().iter().find(|one| one["what"] == "age of root key").unwrap();
    assert_eq!(root["good"], false, "{root}");
}
