use crate::home::Home;

#[test]
fn a_setting_that_does_not_fit_ends_the_program_with_its_own_code() {
    let home = Home::new();
    home.run(&["serve", "--origin", "cases.example.org"]).ended(3, "the setting origin does not fit");
    home.run(&["doctor", "--root-key", "env:KEY"]).ended(3, "the setting root_key does not fit");
    home.run(&["doctor", "--config", "/nowhere.toml"]).ended(3, "cannot be read");
    home.run(&["serve", "--log", "loud=loudest"]).ended(3, "the setting log does not fit");
    std::fs::create_dir(home.data()).unwrap();
    std::fs::write(home.data().join("casekeep.toml"), "lisen = \"127.0.0.1:1\"\n").unwrap();
    home.run(&["verify"]).ended(3, "there is no setting called \"lisen\"");
}

#[test]
fn wrong_usage_is_told_apart_from_everything_else() {
    let home = Home::new();
    for words in [
        vec!["keep"],
        vec!["serve", "--nonsense"],
        vec!["verify", "--export", "a", "--bundle", "b"],
        vec!["staff", "add"],
    ] {
        assert_eq!(home.run(&words).code, Some(2), "{words:?}");
    }
    assert!(!home.data().exists());
}

#[test]
fn the_help_shows_commands_in_groups_and_every_exit_code() {
    let home = Home::new();
    let help = home.run(&["--help"]).well().out;
    for text in [
        "Setting up:\n  init",
        "Exit codes:\n    0  all is well",
        " 57  the database is behind the anchor file",
        "casekeep demo  ",
    ] {
        assert!(help.contains(text), "{text}\n{help}");
    }
}
