//! What became of reminders, told from outside: e-mails that come back through the inbox, receipts and replies of the gateway.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use casework::house::File;
use domain::cases::{Assignment, CaseFile, CaseOpened};
use domain::clients::{ClientDetails, ClientFile, ClientRegistered};
use domain::entry::Entry;
use domain::event::Event;
use domain::ids::{DossierId, EntryId, EntryNumber, ItemId, StaffId};
use domain::level::Level;
use domain::numbers::{CaseNumber, ClientNumber};
use domain::reminders::{Means, Outcome, ReminderDue, ReminderGiven, Way};
use domain::rulebook::Rulebook;
use domain::sessions::{Place as Where, SessionBooked, Slot};
use domain::signature::{Meaning, Method, Signature};
use domain::text::Line;
use domain::time::Instant;
use store::{Append, MessageSent, NewEntry, Part};
use uuid::Uuid;
use vault::codes::SharedSecret;

use crate::home::{Home, Running, asked, text};

const SECRET: &str = "a secret of the gateway";
const NUMBER: &str = "+34600111222";

fn line(text: &str) -> Line {
    Line::parse(text).unwrap()
}

fn now() -> Instant {
    Instant::from_timestamp(jiff::Timestamp::now())
}

/// A new dossier with these entries.
fn part<F: File>(id: DossierId, events: Vec<Event>, signer: StaffId) -> Part {
    let signature = Signature {
        signer,
        name: "Maria Vega".to_owned(),
        title: "Social worker".to_owned(),
        role: "Caseworker".to_owned(),
        meaning: Meaning::Author,
        method: Method::RecentSignIn,
        happened: now(),
        signed: now(),
        offset_minutes: 0,
    };
    let (mut file, mut number, mut entries) = (F::default(), EntryNumber::NONE, Vec::new());
    for event in events {
        number = number.next();
        let mut content = Vec::new();
        event.encode(&mut serde_json::Serializer::new(&mut content)).unwrap();
        let (kind, version, level) = (event.kind().to_owned(), event.version(), Level::Standard);
        entries.push(NewEntry { kind, version, level, signatures: vec![signature.clone()], content });
        file.apply(&Entry { id: EntryId { dossier: id, number }, level, signature: signature.clone(), event });
    }
    let derived = Some(file.derive(id, &Rulebook::default()).unwrap());
    Part { dossier: id, kind: F::KIND, after: EntryNumber::NONE, entries, derived }
}

/// Sessions of tomorrow of which reminders went out so; answers with the marks of the messages.
fn reminded(home: &Home, means: &[Means]) -> Vec<Uuid> {
    let add = |name: &str, role: &str| {
        let words = ["staff", "add", "--name", name, "--title", "Social worker", "--role", role, "--login", name];
        home.run(&words).well();
    };
    add("maria", "caseworker");
    add("tomas", "supervisor");
    let staff = home.looked_up("SELECT staff FROM accounts ORDER BY staff");
    let [worker, supervisor] = [0, 1].map(|which| staff[which].parse::<StaffId>().unwrap());
    let store = home.store(now());
    let [client, case] = [(); 2].map(|()| DossierId::new(Uuid::new_v4()));
    let details = ClientDetails::named(line("Jonas"), line("Feldkamp"));
    let number = ClientNumber::from_random(7);
    let registered = ClientRegistered { number, details, provenance: None, not_a_duplicate: true };
    let mut events = vec![Event::CaseOpened(CaseOpened {
        number: CaseNumber::new(2026, 1),
        client,
        programme: "general".to_owned(),
        assignment: Assignment { worker, supervisor, team: None },
        co_sign_from: Level::Sensitive,
    })];
    let mut messages = Vec::new();
    for (which, means) in (0..).zip(means) {
        let (item, hours) = (ItemId::new(Uuid::new_v4()), 24);
        let starts = now().plus_seconds(20 * 3_600 + which * 3_600);
        let slot = Slot {
            id: item,
            staff: worker,
            starts,
            minutes: 50,
            place: Where::Office,
            room: None,
            zone: None,
            group: None,
        };
        events.push(Event::SessionBooked(SessionBooked { slot }));
        events.push(Event::ReminderDue(ReminderDue { slot: item, starts, hours, way: Way::Sent(*means) }));
        events.push(Event::ReminderGiven(ReminderGiven {
            slot: item,
            hours,
            outcome: Outcome::Sent(*means),
            note: None,
        }));
        let number = store.number_digest(NUMBER).filter(|_| *means == Means::Sms);
        let means = means.code().to_owned();
        messages.push(MessageSent {
            id: Uuid::new_v4(),
            dossier: case,
            item,
            starts,
            hours,
            means,
            number,
            sent: now(),
        });
    }
    let marks = messages.iter().map(|message| message.id).collect();
    let parts = vec![
        part::<ClientFile>(client, vec![Event::ClientRegistered(registered)], worker),
        part::<CaseFile>(case, events, worker),
    ];
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let append = Append {
            actor: worker,
            at: now(),
            once: None,
            parts,
            guards: vec![],
            jobs: vec![],
            drop_draft: None,
            destroys: vec![],
        };
        store.append(append).await.unwrap();
        for message in messages {
            store.put_message(message).await.unwrap();
        }
    });
    marks
}

/// How the reminders stand, in the order of their sessions.
fn states(home: &Home) -> Vec<String> {
    home.looked_up("SELECT state FROM reminders ORDER BY starts")
}

/// How many duties of this kind there are.
fn duties(home: &Home, kind: &str) -> usize {
    home.looked_up("SELECT kind FROM duties").iter().filter(|known| *known == kind).count()
}

#[test]
fn an_e_mail_that_comes_back_into_the_inbox_makes_its_reminder_a_call() {
    let home = Home::set_up();
    let marks = reminded(&home, &[Means::Email, Means::Email]);
    let inbox = home.file("inbox");
    fs::create_dir_all(inbox.join("mail/new")).unwrap();
    let server = Running::start(home.command(&["serve", "--log-format", "json", "--inbox", &text(&inbox)]));
    server.line_with("listen");
    assert_eq!((states(&home), duties(&home, "remind")), (vec!["sent".to_owned(); 2], 0));
    let bounce = |mark: Uuid, action: &str, status: &str| {
        format!(
            "From: MAILER-DAEMON@relay.example\r\nSubject: Undelivered: jonas@secret.example\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\
             Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; jonas@secret.example\r\n\
             Action: {action}\r\nStatus: {status}\r\n\r\n--b\r\n\
             Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{}@example.org>\r\n\r\n--b--\r\n",
            mark.simple()
        )
    };
    fs::write(inbox.join("mail/new/1.late"), bounce(marks[1], "delayed", "4.4.1")).unwrap();
    fs::write(inbox.join("mail/new/2.dead"), bounce(marks[0], "failed", "5.1.1")).unwrap();
    server.until(|| fs::read_dir(inbox.join("mail/new")).unwrap().next().is_none());
    assert_eq!(states(&home), ["not_delivered", "sent"], "what is only late is not lost");
    assert_eq!(duties(&home, "remind"), 1, "somebody is asked to call");
    assert!(!inbox.join("not-taken").exists(), "it is no document that cannot be filed");
    assert!(!server.said().join("\n").contains("secret.example"));
    server.stop();
    home.run(&["verify"]).well();
}

/// A running server that listens to the gateway.
struct Listening {
    server: Running,
    host: String,
}

impl Listening {
    fn start(home: &Home, more: &[&str]) -> Self {
        let credentials = home.file("gateway");
        if !credentials.exists() {
            fs::write(&credentials, format!("SECRET={SECRET}\n")).unwrap();
            fs::set_permissions(&credentials, fs::Permissions::from_mode(0o400)).unwrap();
        }
        let credentials = format!("file:{}", text(&credentials));
        let gateway = ["--sms-gateway", "http://127.0.0.1:1/", "--sms-from", "Appointments"];
        let words = ["serve", "--log-format", "json", "--sms-credentials", &credentials];
        let server = Running::start(home.command(&[&words, gateway.as_slice(), more].concat()));
        let host = server.address_in("listen").strip_prefix("http://").unwrap().to_owned();
        Self { server, host }
    }

    /// What is answered to this body, signed with this secret so many seconds ago.
    fn told(&self, path: &str, body: &str, secret: &str, ago: i64) -> String {
        let at = now().timestamp().as_second() - ago;
        let signature = SharedSecret::new(secret.as_bytes()).unwrap().sign(at, body.as_bytes());
        let kind = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
        let head = format!("POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: {kind}", self.host);
        let signed = format!("X-Signature-Timestamp: {at}\r\nX-Signature: sha256={signature}");
        let answer = asked(&self.host, &format!("{head}\r\n{signed}\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
        answer.split(' ').nth(1).unwrap_or_default().to_owned()
    }

    fn receipt(&self, body: &str) -> String {
        self.told("/gateway/receipts", body, SECRET, 0)
    }
}

#[test]
fn the_gateway_is_believed_when_it_has_signed_a_moment_ago_and_nobody_else_is() {
    let home = Home::set_up();
    let marks = reminded(&home, &[Means::Sms, Means::Sms, Means::Sms]);
    let listening = Listening::start(&home, &[]);
    let delivered = format!(r#"{{"reference":"{}","status":"delivered"}}"#, marks[0]);
    let lost = format!("Reference={}&MessageStatus=undelivered&ErrorCode=30003", marks[1]);
    let wrote = format!(r#"{{"from":"{NUMBER}","text":"My son is ill"}}"#);
    let said = [("/gateway/receipts", &delivered), ("/gateway/receipts", &lost), ("/gateway/replies", &wrote)];
    for (path, body) in said {
        assert_eq!(listening.told(path, body, "a secret of nobody", 0), "404", "{path}");
        assert_eq!(listening.told(path, body, SECRET, 400), "404", "{path} too old");
        assert_eq!(listening.told(path, body, SECRET, -400), "404", "{path} from the future");
    }
    let nothing = (vec!["sent".to_owned(); 3], 0, 0);
    assert_eq!((states(&home), duties(&home, "remind"), duties(&home, "wrote_back")), nothing);
    for (path, body) in said {
        for time in ["first", "again"] {
            assert_eq!(listening.told(path, body, SECRET, 100), "204", "{path} {time}");
        }
    }
    assert_eq!(states(&home), ["delivered", "not_delivered", "sent"]);
    assert_eq!((duties(&home, "remind"), duties(&home, "wrote_back")), (1, 1));
    let unknown = delivered.replace(&marks[0].to_string(), &Uuid::nil().to_string());
    assert_eq!(listening.receipt(&unknown), "404", "about nothing that we know");
    assert_eq!(listening.told("/gateway/replies", &wrote.replace("600", "611"), SECRET, 0), "404");
    assert!(!listening.server.said().join("\n").contains("son is ill"));
    listening.server.stop();

    let names = "reference=client-ref,status=message.state,error=message.code";
    let listening = Listening::start(&home, &["--sms-fields", names]);
    let own = format!(r#"{{"client-ref":"{}","message":{{"state":"failed","code":"expired"}}}}"#, marks[2]);
    assert_eq!((listening.receipt(&delivered).as_str(), listening.receipt(&own).as_str()), ("400", "204"));
    assert_eq!(states(&home), ["delivered", "not_delivered", "not_delivered"]);
    listening.server.stop();
    home.run(&["verify"]).well();
}

#[test]
fn names_that_are_none_are_refused_at_the_start() {
    let home = Home::set_up();
    let gateway = ["serve", "--sms-gateway", "https://sms.example.org/", "--sms-from", "Appointments"];
    home.run(&[gateway.as_slice(), &["--sms-fields", "reference"]].concat()).ended(3, "sms_fields");
    home.run(&["serve", "--sms-fields", "reference=ref"]).ended(3, "it is only beside sms_gateway");
}
