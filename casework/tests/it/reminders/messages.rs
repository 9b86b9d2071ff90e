//! What becomes of messages: receipts of the gateway, e-mails that come back, and what clients write back (FS-4.1.2, PT-4.5.3).

use casework::reminders::{Asked, Bounce, NotTaken, Signed, prove, reminders, settle_reply, take_receipt, take_reply};
use domain::cases::CaseFile;
use domain::clients::ClientFile;
use domain::ids::EntryNumber;
use domain::policy::Action;
use domain::reminders::{ReminderState, ReplySettled, Reported, Undelivered};
use uuid::Uuid;
use vault::codes::SharedSecret;

use super::*;
use crate::cast::TOMAS;

const NUMBER: &str = "+34600111222";

/// The mark of the last message.
pub(super) fn mark(relay: &Relay) -> Uuid {
    relay.taken.lock().last().unwrap().1.id
}

/// A client with a session the day after tomorrow, whom a reminder was sent to.
async fn reminded(world: &World, channel: Channel) -> (Arc<Relay>, DossierId, DossierId, ItemId) {
    let relay = Relay::of(world);
    let (client, case, slot) = case_of(world, wants(channel, |_| ())).await;
    world.clock.pass(DAY + 3_600);
    assert_eq!(world.house.remind().await.unwrap(), 1);
    post(world, &world.house).await;
    assert_eq!(relay.sent(), 1);
    world.changes().await;
    (relay, client, case, slot)
}

/// The same, but the answer of the gateway is lost: the message is handed over, and we have not written that down.
async fn unanswered(world: &World) -> (Arc<Relay>, DossierId, ItemId) {
    let relay = Relay::of(world);
    let (_, case, slot) = case_of(world, wants(Channel::Sms, |_| ())).await;
    world.clock.pass(DAY + 3_600);
    world.house.remind().await.unwrap();
    relay.answers.lock().push(PostFault::Later("gateway_slow"));
    post(world, &world.house).await;
    (relay, case, slot)
}

pub(super) async fn of_client(world: &World, client: DossierId) -> Arc<ClientFile> {
    world.acting(BEA).view::<ClientFile>(Action::ReadClient, client).await.unwrap().opened.file
}

async fn waiting(world: &World, case: DossierId, slot: ItemId) -> usize {
    reaching(&world.acting(MARIA), case).await.unwrap().seen.to_give(slot).count()
}

async fn unread(world: &World, case: DossierId) -> Vec<(EntryNumber, String)> {
    let seen = reaching(&world.acting(MARIA), case).await.unwrap().seen;
    let file: &CaseFile = &seen;
    file.reminders.to_read().map(|reply| (reply.entry, reply.received.text.reveal().to_owned())).collect()
}

#[test]
fn a_message_that_does_not_arrive_is_somebodys_call_and_the_number_is_marked() {
    let told = story(async |world| {
        let (relay, client, case, slot) = reminded(world, Channel::Sms).await;
        let wrong = Reported::NotDelivered(Undelivered::Unknown);
        for _ in 0..2 {
            take_receipt(&world.house, mark(&relay), wrong).await.unwrap();
        }
        world.tell("nobody has the number; told twice").await;
        assert_eq!(waiting(world, case, slot).await, 1);
        assert!(of_client(world, client).await.unreached.contains_key(&Means::Sms));
        correct(world, client, wants(Channel::Sms, |it| it.phone = Some(line("+34600999888")))).await;
        take_receipt(&world.house, mark(&relay), wrong).await.unwrap();
        assert!(of_client(world, client).await.unreached.is_empty(), "it was about another number");
        let given = (Outcome::Told, None);
        give_reminder(&world.acting(MARIA), case, slot, given, world.ink()).await.unwrap();
        take_receipt(&world.house, mark(&relay), Reported::Delivered).await.unwrap();
        assert_eq!(waiting(world, case, slot).await, 0, "somebody has called");
        let unknown = take_receipt(&world.house, Uuid::from_u128(1), Reported::Delivered).await;
        assert!(matches!(unknown, Err(NotTaken::Nothing)));
    });
    assert_snapshot!(told, @"
    # nobody has the number; told twice
    entry  case 1 #5 MessageReported, Standard, by the organisation as Author with System
    entry  client 1 #4 ReachFailed, Standard, by the organisation as Author with System
    duty  +case 1: remind “the session”, maria, Tue 06 Jan 10:00 – Wed 07 Jan 10:00
    ");
}

#[test]
fn a_gateway_that_does_not_answer_but_has_sent_it_is_not_asked_again_once_it_reports_so() {
    story(async |world| {
        let (relay, case, slot) = unanswered(world).await;
        take_receipt(&world.house, mark(&relay), Reported::Delivered).await.unwrap();
        world.clock.pass(600);
        assert_eq!(post(world, &world.house).await, [store::Outcome::Done]);
        assert_eq!(relay.sent(), 1, "one message");
        assert_eq!(waiting(world, case, slot).await, 0);
        let all = reminders(&world.acting(MARIA), Asked::default()).await.unwrap();
        assert_eq!(all.lines.iter().map(|line| line.state).collect::<Vec<_>>(), [ReminderState::Delivered]);
    });
}

#[test]
fn a_receipt_that_is_quicker_than_our_own_record_keeps_its_word() {
    story(async |world| {
        let (relay, case, slot) = unanswered(world).await;
        take_receipt(&world.house, mark(&relay), Reported::NotDelivered(Undelivered::Rejected)).await.unwrap();
        assert_eq!(waiting(world, case, slot).await, 1);
        world.clock.pass(600);
        post(world, &world.house).await;
        assert_eq!(
            (relay.sent(), waiting(world, case, slot).await),
            (1, 1),
            "it waits for a person, not for the gateway"
        );
    });
}

#[test]
fn a_receipt_about_a_booking_that_was_moved_says_nothing_of_the_new_one() {
    story(async |world| {
        let (relay, _, case, slot) = reminded(world, Channel::Sms).await;
        let old = mark(&relay);
        move_to(world, case, slot, slot, STARTS.plus_seconds(7 * DAY)).await;
        world.clock.pass(7 * DAY);
        assert_eq!(world.house.remind().await.unwrap(), 1);
        post(world, &world.house).await;
        take_receipt(&world.house, old, Reported::NotDelivered(Undelivered::Unknown)).await.unwrap();
        assert_eq!(waiting(world, case, slot).await, 0);
        take_receipt(&world.house, mark(&relay), Reported::NotDelivered(Undelivered::Expired)).await.unwrap();
        assert_eq!(waiting(world, case, slot).await, 1);
    });
}

fn bounce(mark: Uuid, status: &str) -> Bounce {
    let mail = format!(
        "From: MAILER-DAEMON@relay.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\
         Content-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: {status}\r\n\r\n--b\r\n\
         Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{}@example.org>\r\n\r\n--b--\r\n",
        mark.simple()
    );
    Bounce::read(mail.as_bytes()).unwrap()
}

#[test]
fn an_e_mail_that_comes_back_is_a_call_before_the_session_and_nothing_after_it() {
    story(async |world| {
        let (relay, client, case, slot) = reminded(world, Channel::Email).await;
        assert!(!world.house.take_bounce(bounce(Uuid::from_u128(7), "5.1.1")).await.unwrap(), "not ours");
        assert!(world.house.take_bounce(bounce(mark(&relay), "4.4.1")).await.unwrap());
        assert_eq!(waiting(world, case, slot).await, 0, "it is only late");
        assert!(world.house.take_bounce(bounce(mark(&relay), "5.1.1")).await.unwrap());
        assert_eq!(waiting(world, case, slot).await, 1);
        assert!(of_client(world, client).await.unreached.contains_key(&Means::Email));
        let all = reminders(&world.acting(MARIA), Asked::default()).await.unwrap();
        assert_eq!((all.not_delivered.len(), all.lines.len(), all.people.is_none()), (1, 0, true));
        assert!(all.not_delivered[0].client.is_some());
        let of_all = reminders(&world.acting(TOMAS), Asked::default()).await.unwrap();
        assert!(of_all.people.is_some() && of_all.not_delivered.len() == 1, "who supervises sees all");
    });
    story(async |world| {
        let (relay, _, case, slot) = reminded(world, Channel::Email).await;
        world.clock.pass(2 * DAY);
        assert!(world.house.take_bounce(bounce(mark(&relay), "5.2.2")).await.unwrap());
        assert_eq!(waiting(world, case, slot).await, 0, "nobody can make up for it");
    });
}

#[test]
fn a_plain_yes_confirms_and_everything_else_is_read_by_whoever_holds_the_session() {
    let told = story(async |world| {
        let (_, client, case, _) = reminded(world, Channel::Sms).await;
        take_reply(&world.house, NUMBER, "Yes!", b"1").await.unwrap();
        take_reply(&world.house, NUMBER, "Yes!", b"1").await.unwrap();
        world.tell("a plain yes").await;
        for _ in 0..2 {
            take_reply(&world.house, "+34 600 111 222", "My son is ill", b"2").await.unwrap();
        }
        world.tell("something else, told twice").await;
        let [(entry, text)] = unread(world, case).await.try_into().unwrap();
        assert_eq!(text, "My son is ill");
        world.changes().await;
        let order = ReplySettled { reply: entry, note: line("Called; we meet on Friday") };
        settle_reply(&world.acting(MARIA), case, order.clone(), world.ink()).await.unwrap();
        assert!(settle_reply(&world.acting(MARIA), case, order.clone(), world.ink()).await.is_err());
        assert!(matches!(settle_reply(&world.acting(RUBEN), case, order, world.ink()).await, Err(Failure::Refused(_))));
        world.tell("Maria has called").await;
        take_reply(&world.house, NUMBER, "STOP", b"3").await.unwrap();
        world.tell("no more messages").await;
        assert_eq!(of_client(world, client).await.details.as_ref().unwrap().channels.get(&Purpose::Appointments), None);
        assert!(matches!(take_reply(&world.house, "+1555", "yes", b"4").await, Err(NotTaken::Nothing)));
        assert!(matches!(take_reply(&world.house, "", "yes", b"4").await, Err(NotTaken::Nothing)));
    });
    assert_snapshot!(told, @"
    # a plain yes
    entry  case 1 #5 AppointmentAnswered, Standard, by the organisation as Author with System

    # something else, told twice
    entry  case 1 #6 ReplyReceived, Confidential, by the organisation as Author with System
    duty  +case 1: wrote_back, maria, Tue 06 Jan 10:00 – Wed 07 Jan 10:00

    # Maria has called
    entry  case 1 #7 ReplySettled, Confidential, by maria as Author with RecentSignIn
    ledger denied case 1 by ruben for BookSession
    duty  -case 1: wrote_back, maria, Tue 06 Jan 10:00 – Wed 07 Jan 10:00

    # no more messages
    entry  case 1 #8 ReplyReceived, Confidential, by the organisation as Author with System
    entry  client 1 #4 ClientCorrected, Confidential, by the organisation as Author with System
    duty  +case 1: wrote_back, maria, Tue 06 Jan 10:00 – Wed 07 Jan 10:00
    ");
}

#[test]
fn a_number_that_stands_in_two_cases_confirms_neither() {
    story(async |world| {
        let (client, one, _) = case_of(world, wants(Channel::Sms, |_| ())).await;
        let other = world.case().of(world.client().await).await;
        let sibling = reaching(&world.acting(MARIA), other).await.unwrap().seen.client().unwrap();
        correct(world, sibling, wants(Channel::Sms, |_| ())).await;
        let starts = STARTS.plus_seconds(7_200);
        let order = BookSession { case: other, slot: slot(world.item("another session"), world.id(MARIA), starts) };
        book_session(&world.acting(MARIA), order, world.ink()).await.unwrap();
        Relay::of(world);
        world.clock.pass(DAY + 3 * 3_600);
        assert_eq!(world.house.remind().await.unwrap(), 2);
        assert_eq!(post(world, &world.house).await.len(), 2);
        take_reply(&world.house, NUMBER, "yes", b"1").await.unwrap();
        assert_eq!((unread(world, one).await.len(), unread(world, other).await.len()), (1, 1));
        take_reply(&world.house, NUMBER, "stop", b"2").await.unwrap();
        for client in [client, sibling] {
            assert!(of_client(world, client).await.details.as_ref().unwrap().channels.is_empty());
        }
    });
}

#[test]
fn only_what_the_gateway_has_signed_just_now_is_taken() {
    story(async |world| {
        Relay::of(world);
        let now = world.house.now().timestamp().as_second();
        let secret = SharedSecret::new(SECRET).unwrap();
        let body = b"{}".as_slice();
        let check = async |at: i64, signature: &str, body: &[u8]| {
            let at = at.to_string();
            prove(&world.house, Signed { at: &at, signature, body, address: "192.0.2.7" }).await
        };
        for at in [now, now - 299, now + 299] {
            check(at, &secret.sign(at, body), body).await.unwrap();
        }
        let good = secret.sign(now, body);
        let stranger = SharedSecret::new(b"a secret of nobody").unwrap();
        for (at, signature, body) in [
            (now, stranger.sign(now, body), body),
            (now - 301, secret.sign(now - 301, body), body),
            (now + 301, secret.sign(now + 301, body), body),
            (now, good.clone(), b"{ }".as_slice()),
            (now + 1, good.clone(), body),
            (i64::MIN, secret.sign(i64::MIN, body), body),
        ] {
            assert!(matches!(check(at, &signature, body).await, Err(NotTaken::Nothing)), "{at}");
        }
        for _ in 0..20 {
            let _ = check(now, "0", body).await;
        }
        assert!(matches!(check(now, &good, body).await, Err(NotTaken::Wait(_))), "guessing takes time");
    });
}
