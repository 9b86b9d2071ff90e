use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::home::{Home, Running, fetch, send, text};

#[test]
fn a_demo_says_where_it_is_in_one_line_and_leaves_nothing_behind() {
    let home = Home::new();
    let temporary = home.file("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let mut command = home.command(&["demo", "--json", "--clients", "2", "--listen", "127.0.0.1:0"]);
    command.env("TMPDIR", &temporary).env("CASEKEEP_DATA", "/nowhere");
    let demo = Running::start(command);
    let line = demo.line_with("{");
    let said: Value = serde_json::from_str(line.strip_prefix("out ").unwrap()).unwrap();

    let url = said["url"].as_str().unwrap();
    assert!(fetch(&format!("{url}/healthz")).starts_with("HTTP/1.1 200"));
    assert!(20 < said["password"].as_str().unwrap().len());
    let staff = said["staff"].as_array().unwrap();
    let page = fetch(&format!("{url}/sign-in"));
    let (_, id) = page.split_once("name=\"id\" value=\"").unwrap();
    let one_click = send(url, "/demo", &format!("id={}", id.split_once('"').unwrap().0));
    assert!(one_click.to_lowercase().contains("\r\nset-cookie: "), "and it voids no link");
    for role in domain::staff::Role::ALL {
        let person = staff.iter().find(|person| person["role"] == role.word()).unwrap();
        let link = person["sign_in"].as_str().unwrap();
        assert!(link.starts_with(&format!("{url}/sign-in/link/")), "{link}");
        assert!(signs_in(link), "{}", role.word());
        assert!(!signs_in(link), "a link works once");
    }
    assert!(!is_empty(&temporary));

    let calendar = said["calendar"].as_str().unwrap();
    assert!(calendar.starts_with(&format!("{url}/calendar/")) && calendar.ends_with(".ics"), "{calendar}");
    let fetched = fetch(calendar);
    assert!(fetched.starts_with("HTTP/1.1 200") && fetched.contains("text/calendar"), "{fetched}");
    assert!(fetched.contains("BEGIN:VEVENT") && fetched.contains("SUMMARY:C-"), "{fetched}");

    let (code, took) = demo.stop();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert!(is_empty(&temporary));
}

#[test]
fn a_demo_that_is_told_to_end_while_it_invents_people_leaves_nothing_either() {
    let home = Home::new();
    let temporary = home.file("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let mut command = home.command(&["demo", "--clients", "5000", "--listen", "127.0.0.1:0"]);
    command.env("TMPDIR", &temporary);
    let demo = Running::start(command);
    let folder = || std::fs::read_dir(&temporary).unwrap().next().map(|folder| folder.unwrap().path().join("data"));
    wait_for(|| folder().is_some_and(|data| data.join("demo").exists()));
    let (code, took) = demo.stop();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
    assert!(is_empty(&temporary));
}

#[test]
fn a_demo_that_is_kept_goes_on_and_is_an_ordinary_installation() {
    let home = Home::new();
    let kept = text(&home.data());
    let start =
        || Running::start(home.command(&["demo", "--data", &kept, "--clients", "2", "--listen", "127.0.0.1:0"]));
    let demo = start();
    demo.line_with("everybody's password is");
    assert_eq!(demo.stop().0, Some(0));
    let found = home.run(&["verify", "--contents", "--json"]).well().json();
    assert!(40 < found["found"]["entries"].as_u64().unwrap());

    let again = start();
    let link = again.line_with("Supervisor ");
    assert!(signs_in(link.split_whitespace().last().unwrap()));
}

#[test]
fn a_demo_never_meets_a_real_installation() {
    let home = Home::set_up();
    let data = text(&home.data());
    home.run(&["demo", "--data", &data]).ended(80, "holds something that is not a demo");
    home.run(&["demo", "--database-url", "postgres://h/a"]).ended(3, "a demo does not take the setting database_url");
    let half = home.file("half");
    std::fs::create_dir(&half).unwrap();
    std::fs::write(half.join("demo"), "A demo of Casekeep; its story was begun.\n").unwrap();
    home.run(&["demo", "--data", &text(&half)]).ended(81, "was interrupted");
}

/// Whether the link gives a cookie and leads to Today.
fn signs_in(link: &str) -> bool {
    let answer = fetch(link).to_lowercase();
    answer.contains("\r\nset-cookie: ") && answer.contains("\r\nlocation: /\r\n")
}

fn wait_for(mut truth: impl FnMut() -> bool) {
    for _ in 0..1_000 {
        if truth() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("it never comes to be");
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().next().is_none()
}
