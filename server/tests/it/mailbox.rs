//! A mailbox on a real mail server that is read by itself, from outside.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use crate::dovecot::{Cut, Cutter, Dovecot, PASSWORD};
use crate::home::{Home, Running, text};

/// An installation with an inbox and a sign-in for a mailbox.
struct Place {
    home: Home,
    dovecot: Dovecot,
}

impl Place {
    fn with(dovecot: Dovecot) -> Self {
        let place = Self { home: Home::set_up(), dovecot };
        fs::create_dir(place.inbox()).unwrap();
        fs::set_permissions(place.inbox(), fs::Permissions::from_mode(0o770)).unwrap();
        place
    }

    fn inbox(&self) -> PathBuf {
        self.home.file("inbox")
    }

    /// Whoever signs in from now on.
    fn sign_in(&self, user: &str, password: &str) {
        let file = self.home.file("sign-in");
        let _ = fs::remove_file(&file);
        fs::write(&file, format!("USER={user}\nPASSWORD={password}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o400)).unwrap();
    }

    fn words(&self, address: &str, more: &[&str]) -> Vec<String> {
        let from = format!("file:{}", self.home.file("sign-in").display());
        let words = ["--mailbox", address, "--mailbox-credentials", &from];
        let mut words: Vec<String> = words.iter().chain(more).map(ToString::to_string).collect();
        words.extend(["--inbox".to_owned(), text(&self.inbox())]);
        words
    }

    fn serve(&self, address: &str, more: &[&str]) -> Running {
        let words = self.words(address, more);
        let first = ["serve", "--log-format", "json", "--log", "debug,async_imap=trace"];
        let words: Vec<&str> = first.into_iter().chain(words.iter().map(String::as_str)).collect();
        let mut command = self.home.command(&words);
        let running = Running::start({
            command.env("SSL_CERT_FILE", self.dovecot.trusted());
            command
        });
        running.line_with("listen");
        running
    }

    /// What the doctor says of the mailbox.
    fn examined(&self, address: &str) -> String {
        let words = self.words(address, &[]);
        let words: Vec<&str> = ["doctor", "--json"].into_iter().chain(words.iter().map(String::as_str)).collect();
        let mut command = self.home.command(&words);
        let said = crate::home::finished(command.env("SSL_CERT_FILE", self.dovecot.trusted())).json();
        let found = said["findings"].as_array().unwrap().iter().find(|line| line["what"] == "mailbox").unwrap().clone();
        found["value"].as_str().unwrap().to_owned()
    }

    /// How many inquiries there are.
    fn inquiries(&self) -> usize {
        self.received().len()
    }

    /// When each reached us, in seconds.
    fn received(&self) -> Vec<i64> {
        let seconds = "SELECT CAST(received AS TEXT) FROM inquiries ORDER BY received";
        self.home.looked_up(seconds).iter().map(|at| at.parse().unwrap()).collect()
    }
}

/// A message of a person; `which` tells it from the others.
fn message(which: &str) -> String {
    format!(
        "From: Wendelin <secret@b.example>\r\nTo: ask@help.example\r\nSubject: A secret of Wendelin\r\n\
         Message-ID: <{which}@b.example>\r\n\r\nMay I come? {which}\r\n"
    )
}

#[test]
fn what_comes_into_a_mailbox_opens_an_inquiry_and_what_is_too_large_stays_there() {
    let place = Place::with(Dovecot::start());
    let dovecot = &place.dovecot;
    let (user, large) = ("bärbel", 60 * 1024 * 1024);
    dovecot.deliver(user, message("first").as_bytes(), 7_200);
    dovecot.deliver(user, &[message("large").as_bytes(), &vec![b'x'; large]].concat(), 0);
    let head = format!("X-Long: {}\r\n{}", "y".repeat(3 * 1024 * 1024), message("head"));
    dovecot.deliver(user, head.as_bytes(), 0);
    dovecot.deliver(user, message("none \0\0 none").as_bytes(), 0);
    dovecot.deliver(user, b"\xff\xfe broken\r\n\r\n--\xc3 ((((", 0);

    place.sign_in(user, PASSWORD);
    let address = format!("imaps://127.0.0.1:{}", dovecot.tls);
    assert_eq!(place.examined(&address), "it lets us in; 5 messages lie there");
    let running = place.serve(&address, &[]);
    running.until(|| dovecot.lying_in(user, "Casekeep") == 4 && place.inquiries() == 4);
    running.line_with("larger than 48 MiB");
    assert_eq!(dovecot.lying(user), 1);
    let received = place.received();
    assert!(7_000 < received[1] - received[0], "its clocks run from when it came into the mailbox: {received:?}");

    // while the server waits to be told
    dovecot.deliver(user, message("second").as_bytes(), 0);
    running.until(|| dovecot.lying_in(user, "Casekeep") == 5 && place.inquiries() == 5);
    let log = running.said().join("\n");
    let (code, took) = running.stop();
    assert_eq!(code, Some(0));
    assert!(took.as_secs() < 8, "{took:?}");
    for secret in ["secret", "b.example", "Wendelin", "rbel", "Kiesel", "May I come"] {
        assert!(!log.contains(secret), "{secret}: {log}");
    }
    assert_eq!(fs::read_dir(place.inbox().join("mail/tmp")).unwrap().count(), 0);
    place.home.run(&["verify"]).well();
}

#[test]
fn a_refused_sign_in_is_told_and_another_one_is_tried_and_messages_can_be_removed() {
    let place = Place::with(Dovecot::that_can_little());
    place.dovecot.deliver("ask", message("first").as_bytes(), 0);
    // no address of this machine by the settings, though it leads here: TLS after STARTTLS
    let address = format!("imap://0.0.0.0:{}", place.dovecot.plain);
    let words = place.words(&address, &[]);
    let words: Vec<&str> = ["serve"].into_iter().chain(words.iter().map(String::as_str)).collect();
    place.home.run(&words).ended(3, "the sign-in for the mailbox is not there");
    place.sign_in("ask", "another");
    assert!(place.examined(&address).contains("does not accept the sign-in"));

    let running = place.serve(&address, &["--mailbox-then", "delete"]);
    running.line_with("sign_in_refused");
    assert_eq!(place.dovecot.lying("ask"), 1);
    place.sign_in("ask", PASSWORD);
    running.until(|| place.dovecot.lying("ask") == 0 && place.inquiries() == 1);
    running.line_with("read again");
    assert_eq!(place.dovecot.lying_in("ask", "Casekeep"), 0);
    running.stop();

    // moved by a server that cannot move
    place.dovecot.deliver("ask", message("second").as_bytes(), 0);
    let running = place.serve(&address, &[]);
    running.until(|| place.dovecot.lying("ask") == 0 && place.inquiries() == 2);
    assert_eq!(place.dovecot.lying_in("ask", "Casekeep"), 1);
    running.stop();

    // a certificate that nobody trusts
    let mut command = place.home.command(&words);
    command.arg("--log-format").arg("json");
    Running::start(command).line_with("mail_server_tls");
}

#[test]
fn a_line_that_is_cut_and_a_server_that_is_killed_lose_nothing_and_take_nothing_twice() {
    let place = Place::with(Dovecot::start());
    let dovecot = &place.dovecot;
    let cutter = Cutter::before(dovecot.plain);
    let address = format!("imap://127.0.0.1:{}", cutter.port);
    place.sign_in("ask", PASSWORD);

    // in the middle of a message, and then all are numbered anew
    let long = format!("{}{}\r\n", message("long"), "0123456789abcdef\r\n".repeat(200_000));
    dovecot.deliver("ask", long.as_bytes(), 0);
    cutter.follow(Some(Cut::After(1_000_000)));
    let running = place.serve(&address, &[]);
    running.until(|| cutter.has_cut());
    running.line_with("mail_server_away");
    assert_eq!((dovecot.lying("ask"), place.inquiries()), (1, 0));
    dovecot.number_anew("ask");
    cutter.follow(None);
    running.until(|| dovecot.lying_in("ask", "Casekeep") == 1 && place.inquiries() == 1);

    // between keeping and moving
    cutter.follow(Some(Cut::Before("UID MOVE")));
    dovecot.deliver("ask", message("kept").as_bytes(), 0);
    running.until(|| cutter.has_cut());
    drop(running);
    assert_eq!(dovecot.lying("ask"), 1);
    cutter.follow(None);
    let running = place.serve(&address, &[]);
    running.until(|| dovecot.lying_in("ask", "Casekeep") == 2 && place.inquiries() == 2);
    running.until(|| fs::read_dir(place.inbox().join("mail/new")).unwrap().count() == 0);
    running.stop();
    assert_eq!(place.inquiries(), 2, "it was fetched twice, and taken once");
    assert!(!place.inbox().join("not-taken").exists());
    place.home.run(&["verify"]).well();
}
