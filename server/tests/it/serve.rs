use std::time::Duration;

use crate::home::{Home, Running, fetch};

#[test]
fn the_first_start_prints_a_link_for_setting_up_and_ends_when_told() {
    let home = Home::new();
    let server = Running::start(home.command(&["serve"]));
    server.line_with("not set up yet");
    let link = server.line_with("/set-up/");
    let ready = server.line_with("\"ready\"");
    assert!(ready.starts_with("err {"), "a log that nobody watches is JSON: {ready}");
    assert!(!ready.contains("set-up"));
    let link = link.strip_prefix("out ").unwrap().trim();

    assert!(fetch(link).starts_with("HTTP/1.1 200"), "{}", fetch(link));
    let origin = link.split("/set-up/").next().unwrap();
    assert!(fetch(&format!("{origin}/healthz")).starts_with("HTTP/1.1 200"));
    assert!(fetch(&format!("{origin}/set-up/{}", "A".repeat(43))).starts_with("HTTP/1.1 404"));

    let address = origin.strip_prefix("http://").unwrap();
    let _silent = std::net::TcpStream::connect(address).unwrap();
    let mut idle = std::net::TcpStream::connect(address).unwrap();
    std::io::Write::write_all(&mut idle, format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes())
        .unwrap();
    let (code, took) = server.stop();
    assert_eq!(code, Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn each_start_prints_another_link_until_it_is_set_up() {
    let home = Home::new();
    let link = || {
        let server = Running::start(home.command(&["serve", "--log-format", "human"]));
        let link = server.line_with("/set-up/");
        server.line_with("ready");
        server.stop();
        link.rsplit_once('/').unwrap().1.to_owned()
    };
    assert_ne!(link(), link());
    home.init().well();
    let server = Running::start(home.command(&["serve"]));
    server.line_with("ready");
    assert!(!server.said().iter().any(|line| line.contains("set-up")));
}

#[test]
fn staff_can_be_added_and_the_record_checked_while_the_server_runs() {
    let home = Home::set_up();
    let server = Running::start(home.command(&["serve"]));
    server.line_with("ready");
    home.run(&["staff", "add", "--name", "Ada", "--title", "Social worker", "--role", "caseworker", "--login", "ada"])
        .well();
    home.run(&["verify", "--contents"]).well();
    home.run(&["export", "ledger", "--out", "ledger"]).well();
    home.run(&["verify", "--export", "ledger"]).well();
    assert_eq!(server.stop().0, Some(0));
    home.run(&["verify"]).well();
}
