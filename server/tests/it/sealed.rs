//! A sealed server: it opens nothing, stays so over every start, and goes on with the root key.

use std::process::Command;

use crate::home::{Home, Running, fetch, send};

fn serve(home: &Home, more: &[&str]) -> Command {
    home.command(&[["serve", "--log-format", "json"].as_slice(), more].concat())
}

fn key_of(home: &Home) -> String {
    std::fs::read_to_string(home.root_key()).unwrap().trim().to_owned()
}

#[test]
fn one_that_starts_sealed_answers_nothing_until_it_is_given_the_right_key() {
    for home in Home::everywhere() {
        home.init().well();
        let key = key_of(&home);
        std::fs::rename(home.root_key(), home.file("safe")).unwrap();
        let server = Running::start(serve(&home, &["--start-sealed", "yes"]));
        let address = server.address_in("waiting for the root key");
        assert!(fetch(&format!("{address}/healthz")).ends_with("sealed\n"));
        for path in ["/", "/sign-in", "/set-up/x"] {
            let answer = fetch(&format!("{address}{path}"));
            assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("This server is sealed"), "{path}: {answer}");
        }
        let short = send(&address, "/unseal", "secret=abc");
        assert!(short.starts_with("HTTP/1.1 503") && short.contains("cannot be a root key"), "{short}");
        let wrong = send(&address, "/unseal", &format!("secret={}", "5e".repeat(32)));
        assert!(wrong.starts_with("HTTP/1.1 503") && wrong.contains("not the key of this installation"), "{wrong}");
        let right = send(&address, "/unseal", &format!("secret={key}"));
        assert!(right.starts_with("HTTP/1.1 200") && right.contains("The server opens"), "{right}");
        assert_eq!(server.address_in("\"ready\""), address, "at the same address");
        assert!(fetch(&format!("{address}/readyz")).ends_with("ready\n"));
        assert!(!server.said().iter().any(|line| line.contains(&key)), "the key is in the log");
        assert_eq!(server.stop().0, Some(0));
    }
}

#[test]
fn a_running_server_that_is_sealed_begins_anew_without_its_keys_and_stays_sealed() {
    let home = Home::set_up();
    let key = key_of(&home);
    let server = Running::start(serve(&home, &[]));
    assert!(fetch(&format!("{}/healthz", server.address_in("\"ready\""))).ends_with("alive\n"));
    // as another server of the same installation would do it
    home.behind_its_back("INSERT INTO leases (name, holder, until) VALUES ('sealed', '', 0)");
    let address = server.address_in("waiting for the root key");
    assert!(fetch(&format!("{address}/healthz")).ends_with("sealed\n"));
    assert_eq!(server.stop().0, Some(0));

    let said = home.run(&["doctor"]).well().out;
    assert!(said.contains("! sealed") && said.contains("--unseal"), "{said}");
    let server = Running::start(serve(&home, &[]));
    let address = server.address_in("waiting for the root key");
    assert!(send(&address, "/unseal", &format!("secret={key}")).starts_with("HTTP/1.1 200"));
    server.address_in("\"ready\"");
    assert_eq!(server.stop().0, Some(0));
    assert!(!home.run(&["doctor"]).well().out.contains("! sealed"));

    home.behind_its_back("INSERT INTO leases (name, holder, until) VALUES ('sealed', '', 0)");
    let server = Running::start(serve(&home, &["--unseal"]));
    server.address_in("\"ready\"");
    // that start was told to unseal, and no later one
    home.behind_its_back("INSERT INTO leases (name, holder, until) VALUES ('sealed', '', 0)");
    server.address_in("waiting for the root key");
    assert_eq!(server.stop().0, Some(0));
    let server = Running::start(serve(&home, &["--unseal"]));
    server.address_in("\"ready\"");
    assert_eq!(server.stop().0, Some(0));
    let server = Running::start(serve(&home, &[]));
    server.address_in("\"ready\"");
    home.run(&["verify", "--contents"]).well();
}

#[test]
fn a_new_installation_is_begun_before_it_can_be_sealed_and_a_passphrase_is_asked_for_as_such() {
    let home = Home::new();
    let server = Running::start(serve(&home, &["--start-sealed", "yes"]));
    server.address_in("\"ready\"");
    assert_eq!(server.stop().0, Some(0));
    let mut asked = serve(&home, &["--start-sealed", "yes", "--root-key", "passphrase"]);
    asked.env_remove("CASEKEEP_ROOT_KEY");
    let server = Running::start(asked);
    let page = fetch(&format!("{}/", server.address_in("waiting for the root key")));
    assert!(page.contains("Root passphrase"), "{page}");
    home.run(&["serve", "--start-sealed", "perhaps"]).ended(3, "it is yes or no");
}
