//! Relays and gateways that do what they should not.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};

use uuid::Uuid;

use super::*;
use crate::settings::{Gateway, Protection, Relay, Shape};

/// What a relay does that is not to do everything right.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Does {
    Takes,
    RefusesRecipient,
    Later,
    ClosesAfterData,
    Hangs,
    Gibberish,
}

/// A relay on this machine that does so; what it was given comes out of the channel.
fn relay(does: Does) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let (told, given) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let told = told.clone();
            std::thread::spawn(move || speak(stream, does, &told));
        }
    });
    (at, given)
}

fn speak(stream: TcpStream, does: Does, told: &Sender<String>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let say = |text: &str| (&stream).write_all(format!("{text}\r\n").as_bytes()).ok();
    match does {
        Does::Hangs => return lines.next().map(drop),
        Does::Gibberish => say("<html>Welcome</html>")?,
        _ => say("220 relay.example ESMTP")?,
    }
    while let Some(Ok(line)) = lines.next() {
        match (line.split([' ', ':']).next().unwrap_or_default(), does) {
            ("EHLO", _) => say("250-relay.example\r\n250 8BITMIME")?,
            ("RCPT", Does::RefusesRecipient) => say("550 5.1.1 no such user")?,
            ("RCPT", Does::Later) => say("451 4.7.1 come back later")?,
            ("DATA", _) => {
                say("354 go on")?;
                let text: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                told.send(text.join("\n")).ok()?;
                if does == Does::ClosesAfterData {
                    return None;
                }
                say("250 taken")?;
            }
            ("QUIT", _) => return say("221 bye"),
            _ => say("250 ok")?,
        }
    }
    None
}

fn mail_to(at: SocketAddr, from: &str) -> WaysOut {
    let relay = Relay {
        host: at.ip().to_string(),
        port: at.port(),
        protection: Protection::ThisMachine,
        from: from.to_owned(),
        credentials: CredentialsFrom::Variables,
    };
    let mail = Some(mail::Mail::to(&relay, Path::new("none")).unwrap());
    WaysOut { origin: "https://cases.example.org".to_owned(), patience: Duration::from_secs(2), mail, sms: None }
}

fn message(to: &str) -> Message {
    Message {
        id: Uuid::from_u128(7),
        to: to.to_owned(),
        subject: "Ihr Termin – übermorgen".to_owned(),
        text: "On Tuesday at ten.\n.\nhttps://cases.example.org/a/x".to_owned(),
    }
}

#[tokio::test]
async fn an_e_mail_says_what_it_should_and_has_the_same_mark_whenever_it_is_sent() {
    let (at, given) = relay(Does::Takes);
    let out = mail_to(at, "Appointments <appointments@example.org>");
    for _ in 0..2 {
        assert_eq!(out.send(Means::Email, message("jonas@example.org")).await, Ok(()));
        let mail = given.recv().unwrap();
        for said in [
            "From: Appointments <appointments@example.org>",
            "To: jonas@example.org",
            "Message-ID: <00000000000000000000000000000007@example.org>",
            "Auto-Submitted: auto-generated",
            "Content-Type: text/plain; charset=utf-8",
            "On Tuesday at ten.",
        ] {
            assert!(mail.contains(said), "{said}: {mail}");
        }
        assert!(!mail.contains("Casekeep") && !mail.contains("casekeep"), "the program is not named: {mail}");
    }
}

/// A relay that others have written; it prints what it takes.
const STRANGER: &str = r"
import sys, time
from aiosmtpd.controller import Controller
class Printer:
    async def handle_DATA(self, server, session, envelope):
        print(envelope.mail_from, *envelope.rcpt_tos, envelope.content.decode().replace('\r\n', '|'), flush=True)
        return '250 taken'
Controller(Printer(), hostname='127.0.0.1', port=int(sys.argv[1])).start()
print('ready', flush=True)
time.sleep(60)
";

#[tokio::test]
async fn a_relay_that_others_have_written_takes_an_e_mail() {
    let named = std::env::var_os("CASEKEEP_PYTHON");
    let python = named.clone().unwrap_or_else(|| "python3".into());
    let asked = std::process::Command::new(&python).args(["-c", "import aiosmtpd"]).output();
    let able = asked.is_ok_and(|asked| asked.status.success());
    assert!(able || named.is_none(), "the Python of CASEKEEP_PYTHON has no mail relay");
    if !able {
        return;
    }
    let at = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut command = std::process::Command::new(python);
    command.args(["-c", STRANGER, &at.port().to_string()]).stdout(std::process::Stdio::piped());
    let mut running = command.spawn().unwrap();
    let mut printed = BufReader::new(running.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert_eq!(printed.next().as_deref(), Some("ready"));
    let out = mail_to(at, "Appointments <appointments@example.org>");
    let sent = out.send(Means::Email, message("jonas@example.org")).await;
    let taken = printed.next();
    running.kill().unwrap();
    running.wait().unwrap();
    assert_eq!(sent, Ok(()));
    let taken = taken.unwrap();
    assert!(taken.starts_with("appointments@example.org jonas@example.org "), "{taken}");
    // a line that is a dot alone would end the message for a relay that is given it as it is
    assert!(taken.contains("On Tuesday at ten.|.|https://cases.example.org/a/x"), "{taken}");
    assert!(taken.contains("|Subject: Ihr Termin =?utf-8?"), "{taken}");
}

#[tokio::test]
async fn a_relay_that_does_not_take_it_says_whether_it_may_be_tried_again() {
    let later = |why| Err(PostFault::Later(why));
    for (does, outcome) in [
        (Does::RefusesRecipient, Err(PostFault::Never("relay_refused"))),
        (Does::Later, later("relay_later")),
        (Does::ClosesAfterData, later("relay_away")),
        (Does::Hangs, later("too_slow")),
        (Does::Gibberish, later("relay_away")),
    ] {
        let (at, _given) = relay(does);
        assert_eq!(mail_to(at, "a@example.org").send(Means::Email, message("jonas@example.org")).await, outcome);
    }
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(
        mail_to(closed, "a@example.org").send(Means::Email, message("b@example.org")).await,
        later("relay_away")
    );
}

#[tokio::test]
async fn nothing_is_put_into_the_head_of_an_e_mail_by_an_address_or_a_subject() {
    let (at, given) = relay(Does::Takes);
    let out = mail_to(at, "a@example.org");
    for to in ["b@example.org\r\nBcc: c@example.org", "b@example.org, c@example.org", "", "no address"] {
        assert_eq!(out.send(Means::Email, message(to)).await, Err(PostFault::Never("no_address")), "{to}");
    }
    let subject = "Termin\r\nBcc: c@example.org".to_owned();
    let _ = out.send(Means::Email, Message { subject, ..message("b@example.org") }).await;
    for mail in given.try_iter() {
        assert!(!mail.lines().any(|line| line.starts_with("Bcc")), "{mail}");
    }
}

/// A gateway that answers so; what it was asked comes out of the channel.
fn gateway(answer: &'static str) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let (told, asked) = channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut text = Vec::new();
            let mut piece = [0; 4096];
            while let Ok(read @ 1..) = stream.read(&mut piece) {
                text.extend_from_slice(piece.get(..read).unwrap_or_default());
                if is_whole(&String::from_utf8_lossy(&text)) {
                    break;
                }
            }
            let _ = told.send(String::from_utf8_lossy(&text).into_owned());
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    (at, asked)
}

fn is_whole(text: &str) -> bool {
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
    length.is_some_and(|length| length.parse::<usize>().is_ok_and(|length| length <= body.len()))
}

fn texts_to(at: SocketAddr, shape: Shape) -> WaysOut {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gateway");
    std::fs::write(&file, "TOKEN=opensesame\nSECRET=a secret of the gateway\n").unwrap();
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o400)).unwrap();
    let gateway = Gateway {
        address: format!("http://{at}/messages"),
        shape,
        from: "+34600000000".to_owned(),
        credentials: CredentialsFrom::File(file),
        names: casework::reminders::FieldNames::default(),
    };
    let sms = Some(texts::Texts::to(&gateway, Path::new("none")).unwrap());
    WaysOut { origin: "https://cases.example.org".to_owned(), patience: Duration::from_secs(2), mail: None, sms }
}

#[tokio::test]
async fn a_text_message_is_handed_over_in_either_shape_under_one_key() {
    for (shape, said) in
        [(Shape::Json, r#""to":"+34600111222""#), (Shape::Form, "To=%2B34600111222&Body=On+Tuesday+at+ten.")]
    {
        let (at, asked) = gateway("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
        assert_eq!(texts_to(at, shape).send(Means::Sms, message("+34600111222")).await, Ok(()));
        let request = asked.recv().unwrap();
        assert!(request.starts_with("POST /messages HTTP/1.1\r\n") && request.contains(said), "{request}");
        assert!(request.contains("idempotency-key: 00000000-0000-0000-0000-000000000007\r\n"), "{request}");
        assert!(request.contains("authorization: Bearer opensesame\r\n"), "{request}");
        assert!(request.contains("00000000-0000-0000-0000-000000000007") && request.contains("eference"), "{request}");
        let header = |name: &str| {
            let line = request.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("{name} {request}")).to_owned()
        };
        let (at, signature) = (header("x-signature-timestamp: "), header("x-signature: sha256="));
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        let secret = vault::codes::SharedSecret::new(b"a secret of the gateway").unwrap();
        assert!(secret.proves(at.parse().unwrap(), body.as_bytes(), &signature), "{request}");
    }
}

#[tokio::test]
async fn a_gateway_that_does_not_take_it_says_whether_it_may_be_tried_again() {
    let later = |why| Err(PostFault::Later(why));
    for (answer, outcome) in [
        ("HTTP/1.1 422 Unprocessable\r\nContent-Length: 0\r\n\r\n", Err(PostFault::Never("gateway_refused"))),
        ("HTTP/1.1 429 Too Many\r\nContent-Length: 0\r\n\r\n", later("gateway_later")),
        ("HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n", later("gateway_later")),
        ("HTTP/1.1 401 Who\r\nContent-Length: 0\r\n\r\n", later("gateway_sign_in")),
        ("HTTP/1.1 307 There\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", later("gateway_odd")),
        ("", later("gateway_away")),
        ("what?\r\n\r\n", later("gateway_away")),
    ] {
        let (at, _asked) = gateway(answer);
        assert_eq!(texts_to(at, Shape::Json).send(Means::Sms, message("+34600111222")).await, outcome, "{answer}");
    }
}
