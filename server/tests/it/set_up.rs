use std::os::unix::fs::PermissionsExt as _;

use crate::home::Home;

#[test]
fn an_installation_begins_and_grows_from_the_terminal() {
    for home in Home::everywhere() {
        let link = home
            .run(&[
                "init",
                "--organisation",
                "Harbour",
                "--zone",
                "Europe/Lisbon",
                "--admin-name",
                "Rui Prado",
                "--admin-login",
                "rui",
                "--json",
            ])
            .well();
        assert!(link.json()["link"].as_str().unwrap().contains("/invitations/"));
        assert!(link.err.contains("A new root key was made"));
        home.init().ended(5, "is set up already");

        let add = [
            "staff",
            "add",
            "--name",
            "Ada Moreau",
            "--title",
            "Social worker",
            "--role",
            "caseworker",
            "--login",
            "ada",
        ];
        assert!(home.run(&add).well().out.contains("/invitations/"));
        home.run(&add).ended(6, "this sign-in name is taken");
        assert!(home.run(&["staff", "link", "--login", "ada"]).well().out.contains("/invitations/"));
        home.run(&["staff", "link", "--login", "nobody"]).ended(7, "nobody has this sign-in name");
        home.run(&[add.as_slice(), &["--team", "North"]].concat()).ended(7, "no team of this name");

        assert_eq!(home.run(&["reindex", "--json"]).well().json()["derived"].as_u64(), Some(3));
        let found = home.run(&["verify", "--contents", "--json"]).well().json();
        assert_eq!((found["good"].as_bool(), found["found"]["dossiers"].as_u64()), (Some(true), Some(3)));
    }
}

#[test]
fn folder_and_key_are_private() {
    let home = Home::set_up();
    let mode = |path: std::path::PathBuf| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(home.data()), mode(home.root_key())), (0o700, 0o400));
}

#[test]
fn nothing_is_made_for_an_order_that_cannot_be_followed() {
    let home = Home::new();
    let init = [
        "init",
        "--organisation",
        "Harbour",
        "--zone",
        "Atlantis/Harbour",
        "--admin-name",
        "Rui",
        "--admin-login",
        "rui",
    ];
    home.run(&init).ended(6, "this time zone is not known");
    assert!(!home.data().exists() && !home.root_key().exists());
    for words in
        [["verify"].as_slice(), &["reindex"], &["export", "ledger", "--out", "x"], &["staff", "link", "--login", "a"]]
    {
        home.run(words).ended(5, "there is no installation");
    }
    assert!(!home.data().exists());
}
