//! The folder from which scans and e-mails are filed by themselves, from outside.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Stdio;

use crate::home::{Home, Running, text};
use crate::proof::demo_with_a_case;

/// The names of the files in a folder.
fn names(folder: PathBuf) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().filter(|entry| entry.path().is_file());
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Gives this to `casekeep mail` as a mail server does; how it ended.
fn piped(home: &Home, inbox: &str, mail: &[u8]) -> Option<i32> {
    let mut command = home.command(&["mail", "--inbox", inbox]);
    let mut running = command.stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    running.stdin.take().unwrap().write_all(mail).unwrap();
    running.wait().unwrap().code()
}

#[test]
fn a_mail_server_keeps_what_cannot_be_left_now_and_sends_back_what_never_can() {
    let home = Home::new();
    let inbox = home.file("inbox");
    assert_eq!(piped(&home, &text(&inbox), b"Subject: x\n\nHello"), Some(75), "there is no folder yet");
    fs::create_dir_all(&inbox).unwrap();
    assert_eq!(piped(&home, "", b"Subject: x\n\nHello"), Some(75), "a wrong setting loses nothing");
    assert_eq!(piped(&home, &text(&inbox), b""), Some(65));
    assert_eq!(piped(&home, &text(&inbox), b"Subject: x\n\nHello"), Some(0));
    assert_eq!(names(inbox.join("mail/new")).len(), 1);
    assert!(names(inbox.join("mail/tmp")).is_empty());
}

#[test]
fn what_lies_in_the_inbox_is_filed_and_goes_and_what_cannot_be_is_put_aside() {
    let home = Home::new();
    let (number, _) = demo_with_a_case(&home);
    let inbox = home.file("inbox");
    fs::create_dir_all(inbox.join("mail/new")).unwrap();
    fs::set_permissions(&inbox, fs::Permissions::from_mode(0o770)).unwrap();
    let folder = text(&inbox);
    let finding = |what: &str| {
        let said = home.run(&["doctor", "--json", "--inbox", &folder]).json();
        let found = said["findings"].as_array().unwrap().iter().find(|line| line["what"] == what).unwrap().clone();
        found["value"].as_str().unwrap().to_owned()
    };
    let documents = || {
        finding("documents").split([',', ';']).next().unwrap().trim().parse::<u64>().expect("it begins with how many")
    };
    let before = documents();

    let scan = format!("{number}_Letter of the school.pdf");
    fs::write(inbox.join(&scan), "%PDF-1.7\nOne\n").unwrap();
    fs::write(inbox.join("scan0002.pdf"), "%PDF-1.7\nTwo\n").unwrap();
    let mail = format!(
        "From: a@b.example\r\nTo: papers+{number}@help.example\r\nSubject: A secret of Wendelin\r\n\r\nHello\r\n"
    );
    fs::write(inbox.join("mail/new/1700000.M1"), mail).unwrap();
    let asks = "From: a@b.example\r\nSubject: A secret of Wendelin\r\nMessage-ID: <1@b.example>\r\n\r\nMay I come?\r\n";
    assert_eq!(piped(&home, &folder, asks.as_bytes()), Some(0), "the server need not run");
    let machine = asks.replace("Message-ID", "Auto-Submitted: auto-replied\r\nMessage-ID");
    fs::write(inbox.join("away.eml"), machine).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", inbox.join(format!("{number}.txt"))).unwrap();

    let serve = || {
        let words = ["serve", "--log-format", "json", "--inbox", &folder, "--inbox-address", "papers@help.example"];
        let running = Running::start(home.command(&words));
        running.line_with("listen");
        running
    };
    let running = serve();
    running.until(|| names(inbox.join("mail/new")).is_empty() && !inbox.join(&scan).exists());
    running.until(|| {
        names(inbox.join("not-taken")) == ["away.eml", "away.eml.why.txt", "scan0002.pdf", "scan0002.pdf.why.txt"]
    });
    let log = running.said().join("\n");
    assert!(!log.contains("Letter of") && !log.contains("secret") && !log.contains("scan0002"), "{log}");
    running.stop();
    assert!(fs::read_to_string(inbox.join("not-taken/scan0002.pdf.why.txt")).unwrap().starts_with("It names no case"));
    assert!(
        fs::read_to_string(inbox.join("not-taken/away.eml.why.txt"))
            .unwrap()
            .starts_with("It is no message of a person")
    );
    assert_eq!(documents(), before + 3, "both are filed, and the e-mail lies with its inquiry");
    home.run(&["verify"]).well();

    // filed already, as after a kill between its entry and its end in the folder
    fs::write(inbox.join(&scan), "%PDF-1.7\nOne\n").unwrap();
    let running = serve();
    running.until(|| !inbox.join(&scan).exists());
    running.stop();
    assert_eq!(documents(), before + 3, "once");

    assert!(finding("inbox").contains("2 cannot be filed"));
    fs::set_permissions(&inbox, fs::Permissions::from_mode(0o777)).unwrap();
    assert!(finding("inbox").contains("everybody on this machine"));
    let inside = text(&home.data().join("inbox"));
    home.run(&["doctor", "--inbox", &inside]).ended(3, "apart from the data folder");
    home.run(&["doctor", "--inbox-address", "papers@help.example"]).ended(3, "inbox_address");
}
