//! E-mails come into the inbox: each opens an inquiry or belongs to one, once, and proves nothing of who has written it (CC-4.1.1, CC-4.3.1).

use casework::inquiries::{Handled, InboxWanted, MailTaken, handle, inbox, open_inquiry_file, see_inquiry};
use domain::ids::DossierId;
use domain::inquiries::{
    Came, IdentityCheck, InquiryAnswered, InquiryKind, InquiryPaused, InquiryTriaged, PauseReason,
};
use domain::level::Level;
use domain::media::Media;
use domain::reach::Channel;
use store::InquiriesOf;

use crate::cast::{BEA, CLARA, MARIA, TOMAS};
use crate::orders::{line, words};
use crate::world::{NOW, World, story};

fn mail(n: u32, head: &str, body: &str) -> Vec<u8> {
    format!(
        "From: Ana Ruiz <ana@example.org>\r\nTo: ask@help.example\r\nDate: Mon, 5 Jan 2026 08:00:00 +0000\r\nMessage-ID: <{n}@mail.example>\r\n\
         {head}\r\n\r\n{body}\r\n"
    )
    .into_bytes()
}

const WITH_FILES: &str = "Subject: Two files\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b";
const FILES: &str = "--b\r\nContent-Type: text/plain\r\n\r\nPlease read these.\r\n\
    --b\r\nContent-Type: text/plain; name=\"../list.txt\"\r\nContent-Disposition: attachment\r\n\r\nmilk\r\n\
    --b\r\nContent-Type: application/x-msdownload; name=run.exe\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nTVqQAAMAAAAEAAAA//8AALgAAAA=\r\n--b--";

async fn taken(world: &World, bytes: Vec<u8>) -> MailTaken {
    world.house.take_mail(bytes, world.house.now()).await.unwrap()
}

fn opened(taken: MailTaken) -> DossierId {
    let MailTaken::Opened(entry) = taken else { panic!("{taken:?}") };
    entry.dossier
}

async fn waiting(world: &World) -> usize {
    let wanted = InboxWanted { whose: InquiriesOf::All, ended: false };
    inbox(&world.acting(CLARA), wanted, None).await.unwrap().lines.len()
}

#[test]
fn an_e_mail_is_an_inquiry_from_when_it_reached_us_and_lies_there_as_it_came() {
    story(async |world| {
        let bytes = mail(1, WITH_FILES, FILES);
        let arrived = NOW.plus_seconds(-7_200);
        let inquiry = opened(world.house.take_mail(bytes.clone(), arrived).await.unwrap());
        let bea = world.acting(BEA);
        let seen = see_inquiry(&bea, inquiry).await.unwrap();
        let (received, at, _) = seen.file.received.clone().unwrap();
        assert_eq!((at, received.kind, received.channel), (arrived, InquiryKind::Question, Channel::Email));
        assert_eq!((received.subject.reveal(), received.said.reveal()), ("Two files", "Please read these."));
        assert_eq!(received.from.reach.unwrap().reveal(), "ana@example.org");
        let Some(Came::Mail(mailed)) = received.came else { panic!() };
        assert_eq!(mailed.left_out, 1, "a program is not kept apart from the message");
        assert_eq!(seen.file.level(), Level::Standard);

        let files: Vec<_> = seen.file.post.files_of(0).cloned().collect();
        let told: Vec<_> = files.iter().map(|file| (file.kept.whole, file.kept.file.media)).collect();
        assert_eq!(told, [(true, Media::Mail), (false, Media::Text)]);
        assert_eq!(files[1].kept.file.original.as_ref().unwrap().reveal(), "list.txt");
        let mut handed = open_inquiry_file(&bea, inquiry, files[0].kept.id).await.unwrap();
        let read: Vec<u8> = handed.reading.range(0..handed.length).flat_map(|piece| piece.unwrap().to_vec()).collect();
        assert_eq!(read, bytes, "as it came");
        assert!(open_inquiry_file(&world.acting(MARIA), inquiry, files[0].kept.id).await.is_err(), "not hers to see");
        assert!(open_inquiry_file(&bea, inquiry, bea.new_item()).await.is_err());

        // what comes later than its clock is not from the future
        let late = opened(world.house.take_mail(mail(2, "Subject: x", "x"), NOW.plus_seconds(90_000)).await.unwrap());
        assert_eq!(see_inquiry(&bea, late).await.unwrap().file.received.as_ref().unwrap().1, NOW);
    });
}

#[test]
fn one_message_is_taken_once_also_when_it_comes_twice_in_one_moment() {
    story(async |world| {
        let (one, other) =
            tokio::join!(taken(world, mail(1, "Subject: x", "x")), taken(world, mail(1, "Subject: x", "x")));
        assert!(matches!(one, MailTaken::Opened(_)) || matches!(other, MailTaken::Opened(_)));
        assert_eq!(waiting(world).await, 1);
        let again = [b"Received: from a by b; later\r\n".to_vec(), mail(1, "Subject: x", "x")].concat();
        world.clock.pass(3 * 86_400);
        assert!(matches!(taken(world, again).await, MailTaken::Before(_)));
        assert!(matches!(taken(world, mail(1, "Subject: x", "another text")).await, MailTaken::Opened(_)));
        assert_eq!(waiting(world).await, 2, "nobody is kept out by who knows the name of a message");
    });
}

#[test]
fn a_machine_opens_nothing_and_neither_do_we() {
    story(async |world| {
        world.house.opens_inbox(Some("ask@help.example".to_owned()));
        for head in ["Auto-Submitted: auto-replied", "Precedence: list", "List-Id: <a.example>", "Return-Path: <>"] {
            assert_eq!(taken(world, mail(1, head, "Away")).await, MailTaken::ByMachine, "{head}");
        }
        let own = String::from_utf8(mail(2, "Subject: x", "x")).unwrap().replace("ana@example.org", "ask@help.example");
        assert_eq!(taken(world, own.into_bytes()).await, MailTaken::ByMachine);
        assert_eq!(taken(world, b"\r\n".to_vec()).await, MailTaken::Empty);
        assert_eq!(waiting(world).await, 0);
    });
}

#[test]
fn who_writes_again_is_read_there_and_after_the_end_a_new_one_names_the_old() {
    story(async |world| {
        let inquiry = opened(taken(world, mail(1, "Subject: Thursdays", "May I come?")).await);
        let clara = world.acting(CLARA);
        let number = see_inquiry(&clara, inquiry).await.unwrap().file.received.as_ref().unwrap().0.number;
        let give = InquiryTriaged {
            kind: InquiryKind::Complaint,
            owner: Some(world.id(CLARA)),
            case: None,
            note: None,
            concerns: [].into(),
        };
        handle(&world.acting(TOMAS), inquiry, Handled::Triaged(give), world.ink()).await.unwrap();
        let today = clara.now().on(&jiff::tz::TimeZone::UTC).date();
        let until = domain::calendar::days_later(today, 3);
        let pause = InquiryPaused { why: PauseReason::AskedBack, note: line("Which day"), until };
        handle(&clara, inquiry, Handled::Paused(pause), world.ink()).await.unwrap();

        world.clock.pass(300);
        let reply = mail(2, &format!("Subject: Re: [{number}] Thursdays"), "The third one.");
        assert!(matches!(taken(world, reply).await, MailTaken::Followed(entry) if entry.dossier == inquiry));
        let by_thread = mail(3, "Subject: Re: Thursdays\r\nReferences: <1@mail.example>", "Or the fourth.");
        assert!(matches!(taken(world, by_thread).await, MailTaken::Followed(_)));
        let seen = see_inquiry(&clara, inquiry).await.unwrap();
        let said: Vec<_> = seen.file.post.further.iter().map(|further| further.message.said.reveal()).collect();
        assert_eq!(said, ["The third one.", "Or the fourth."]);
        assert!(seen.file.post.unseen && seen.file.level() == Level::Sensitive);
        assert!(
            seen.file.paused(clara.now(), &world.house.organisation().await.unwrap().rulebook.office).is_none(),
            "what was waited for is here"
        );
        assert!(
            see_inquiry(&world.acting(BEA), inquiry).await.is_err(),
            "what belongs to a complaint is as confidential"
        );
        assert_eq!(seen.file.post.files_of(1).count(), 1);

        let report = domain::inquiries::EscalationReported {
            seriousness: domain::inquiries::Seriousness::Minor,
            theme: Some(domain::inquiries::Themed { theme: domain::inquiries::Theme::Waiting, words: None }),
            found: words("x"),
            measures: words("x"),
            told: [].into(),
        };
        handle(&clara, inquiry, Handled::Escalated(report), world.ink()).await.unwrap();
        let answer = InquiryAnswered {
            channel: Channel::Email,
            other_because: None,
            words: words("Yes."),
            identity: IdentityCheck::KnownAddress,
            template: None,
            facts: [].into(),
            outcome: Some(domain::inquiries::Outcome {
                finding: domain::inquiries::Finding::NotUpheld,
                found: words("x"),
                put_right: None,
                learned: domain::inquiries::Learned::Nothing,
            }),
            own_record: None,
            theme: None,
        };
        handle(&clara, inquiry, Handled::Answered(answer), world.ink()).await.unwrap();
        assert!(!see_inquiry(&clara, inquiry).await.unwrap().file.post.unseen);

        let later = mail(4, &format!("Subject: {number}"), "One more thing.");
        let second = opened(taken(world, later).await);
        let seen = see_inquiry(&clara, second).await.unwrap();
        let (received, _, _) = seen.file.received.as_ref().unwrap();
        let Some(Came::Mail(mailed)) = &received.came else { panic!() };
        assert_eq!(mailed.follows.map(|earlier| (earlier.inquiry, earlier.number)), Some((inquiry, number)));
        assert_eq!((received.kind, received.owner), (InquiryKind::Complaint, Some(world.id(CLARA))));
        assert!(see_inquiry(&world.acting(BEA), second).await.is_err());
    });
}

#[test]
fn lists_made_anew_still_know_what_was_taken() {
    story(async |world| {
        let inquiry = opened(taken(world, mail(1, "Subject: x", "x")).await);
        world.house.reindex(|_, _| ()).await.unwrap();
        assert_eq!(taken(world, mail(1, "Subject: x", "x")).await, MailTaken::Before(inquiry));
    });
}
