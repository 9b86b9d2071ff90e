//! `casekeep rotate-keys`: killed at any moment, beside a running server, and twice at once.

use std::time::Duration;

use crate::home::{Home, Ran, Running, fetch};
use crate::proof::demo_with_a_case;

/// Runs it until no process that is dead stands in the way any more.
fn rotated(home: &Home) -> Ran {
    loop {
        let ran = home.run(&["rotate-keys", "--json"]);
        if ran.code != Some(85) {
            return ran.well();
        }
        assert!(ran.err.contains("goes on by itself"), "{}", ran.err);
        std::thread::sleep(Duration::from_millis(500));
    }
}

#[test]
fn one_that_was_killed_at_any_moment_loses_nothing_and_goes_on() {
    let home = Home::new();
    demo_with_a_case(&home);
    let first = rotated(&home).json();
    let (mut epoch, keys) = (first["epoch"].as_u64().unwrap(), first["keys"].as_u64().unwrap());
    assert!(3 < keys && first["resumed"] == false, "{first}");
    let mut resumed_after = |told: &str, kill: &dyn Fn(Running)| {
        kill(Running::start(home.command(&["rotate-keys", "--json"])));
        let verified = home.run(&["verify", "--contents", "--json"]).well().json();
        assert_eq!(
            (&verified["good"], &verified["found"]["without_key"]),
            (&true.into(), &0.into()),
            "{told}: {verified}"
        );
        let done = rotated(&home).json();
        assert_eq!(done["keys"], keys);
        let now = done["epoch"].as_u64().unwrap();
        assert!(epoch < now && now <= epoch + 2, "{told}: from {epoch} to {now}");
        epoch = now;
        done["resumed"] == true
    };
    for wait in [20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 230, 260, 300, 400] {
        resumed_after(&format!("after {wait} ms"), &|child| {
            std::thread::sleep(Duration::from_millis(wait));
            drop(child);
        });
    }
    // a moment later it may have ended: on a busy machine it takes more than one attempt to be there in time
    let in_the_middle = (0..40).any(|attempt| {
        resumed_after(&format!("in the middle, attempt {attempt}"), &|child| {
            child.line_with("is in the record");
            drop(child);
        })
    });
    assert!(in_the_middle, "none was killed in the middle");
    home.run(&["verify", "--contents"]).well();
}

#[test]
fn a_running_server_goes_on_with_the_new_key() {
    for home in Home::everywhere() {
        home.init().well();
        let server = Running::start(home.command(&["serve", "--log-format", "json"]));
        server.line_with("\"ready\"");
        let done = home.run(&["rotate-keys", "--reason", "A laptop was lost", "--json"]).well().json();
        assert_eq!(done["good"], true);
        home.run(&[
            "staff",
            "add",
            "--name",
            "Ada Moreau",
            "--title",
            "Clerk",
            "--role",
            "caseworker",
            "--login",
            "ada",
        ])
        .well();
        let address = server.address_in("\"ready\"");
        assert!(fetch(&format!("{address}/readyz")).contains("200 OK"));
        assert_eq!(server.stop().0, Some(0));
        home.run(&["verify", "--contents"]).well();
    }
}

#[test]
fn nothing_is_changed_before_the_organisation_is_founded_or_without_a_reason() {
    let home = Home::new();
    home.run(&["rotate-keys"]).ended(5, "no installation");
    let home = Home::set_up();
    home.run(&["rotate-keys", "--reason", ""]).ended(6, "--reason");
}
