//! What becomes of messages after they were handed over: reports and replies (PT-4.5.3, FS-4.1.2).

use domain::clients::{Channel, ClientDetails, ClientFile, Purpose};
use domain::duties::{DutyKind, of_case};
use domain::reminders::{
    Answer, AppointmentAnswered, Means, MessageReported, NotSent, Outcome, ReminderDue, ReminderGiven, ReminderState,
    ReplyReceived, ReplySettled, Reported, Said, Undelivered, Way,
};
use domain::rulebook::Rulebook;
use domain::service::RemindedBy;
use domain::sessions::{NotHeld, SessionNotHeld};

use super::sessions::{booked, none};
use super::{Story, at, item, line, outcome, words};

const STARTS: &str = "2026-01-07T10:00";
const LOST: Reported = Reported::NotDelivered(Undelivered::Unknown);

/// A session of which a reminder goes out by text message.
fn sent() -> Story {
    let due = ReminderDue { slot: item(1), starts: at(STARTS), hours: 24, way: Way::Sent(Means::Sms) };
    Story::opened().then(booked(1, STARTS)).then(due)
}

fn given(outcome: Outcome) -> ReminderGiven {
    ReminderGiven { slot: item(1), hours: 24, outcome, note: None }
}

fn told(what: Reported) -> MessageReported {
    MessageReported { slot: item(1), hours: 24, means: Means::Sms, what }
}

fn waits(story: &Story) -> bool {
    story.file.to_give(item(1)).next().is_some()
}

fn state(story: &Story) -> ReminderState {
    let known = story.file.reminders.of(item(1)).unwrap();
    known.reminders.first().unwrap().state(known, true)
}

#[test]
fn the_last_word_about_a_message_counts_in_whatever_order_it_comes() {
    let by_sms = given(Outcome::Sent(Means::Sms));
    let lost = sent().then(by_sms.clone()).then(told(LOST));
    assert_eq!((waits(&lost), state(&lost)), (true, ReminderState::NotDelivered));
    let quick = sent().then(told(LOST)).then(by_sms.clone());
    assert!(waits(&quick), "the receipt was quicker than our own record");
    let after_all = lost.clone().then(told(Reported::Delivered));
    assert_eq!((waits(&after_all), state(&after_all)), (false, ReminderState::Delivered));
    let given_up = sent().then(given(Outcome::Failed(NotSent::TooLate))).then(told(Reported::Delivered));
    assert!(!waits(&given_up), "the gateway had sent it");
    let called = lost.then(given(Outcome::Told));
    assert_eq!((waits(&called), state(&called)), (false, ReminderState::ByHand));
    assert_eq!((waits(&sent()), state(&sent())), (false, ReminderState::Due));
    assert_eq!(state(&sent().then(by_sms)), ReminderState::Sent);
}

#[test]
fn the_review_counts_a_reminder_by_whether_it_arrived_and_not_by_which_word_came_first() {
    let counted = |story: &Story| {
        let all = story.file.sittings.since(at("2026-01-01T00:00"), &story.file.reminders);
        all.map(|one| one.reminded).collect::<Vec<_>>()
    };
    let check = |story: Story, expected| {
        assert_eq!(counted(&story), [expected]);
        let over = SessionNotHeld { slot: item(1), why: NotHeld::NoShow, note: None, next: none() };
        assert_eq!(counted(&story.on("2026-01-07T11:00").then(over)), [expected], "when it is over");
    };
    let by_sms = given(Outcome::Sent(Means::Sms));
    check(sent(), RemindedBy::Nothing);
    check(sent().then(by_sms.clone()), RemindedBy::Sms);
    check(sent().then(by_sms.clone()).then(told(LOST)), RemindedBy::Nothing);
    check(sent().then(told(LOST)).then(by_sms.clone()), RemindedBy::Nothing);
    check(sent().then(told(Reported::Delivered)), RemindedBy::Sms);
    check(sent().then(told(LOST)).then(given(Outcome::Told)), RemindedBy::Hand);
    check(sent().then(by_sms.clone()).then(told(LOST)).then(told(Reported::Delivered)), RemindedBy::Sms);
    check(sent().then(given(Outcome::Failed(NotSent::TooLate))).then(told(Reported::Delivered)), RemindedBy::Sms);
    // of two reminders the one that did not arrive takes nothing from the other
    let later = ReminderDue { slot: item(1), starts: at(STARTS), hours: 3, way: Way::Sent(Means::Email) };
    let by_mail = ReminderGiven { hours: 3, ..given(Outcome::Sent(Means::Email)) };
    check(sent().then(by_sms).then(later).then(by_mail).then(told(LOST)), RemindedBy::Email);
}

#[test]
fn a_report_is_taken_once_and_only_of_the_booking_that_the_message_was_about() {
    let check = |story: &Story, what, starts| outcome(story.file.report(told(what), at(starts)));
    let gone = "this booking is no longer open; somebody has recorded or moved it meanwhile";
    let nothing = "nobody has to remind the client of this appointment, or somebody has done so meanwhile";
    assert_eq!(check(&sent(), LOST, STARTS), "MessageReported");
    assert_eq!(check(&sent(), LOST, "2026-01-08T10:00"), gone, "it was moved and keeps its id");
    assert_eq!(check(&sent().then(told(LOST)), LOST, STARTS), nothing, "told twice");
    assert_eq!(check(&sent().then(told(LOST)), Reported::Delivered, STARTS), "MessageReported");
    assert_eq!(check(&sent().then(told(Reported::Delivered)), LOST, STARTS), nothing, "what has arrived has arrived");
    assert_eq!(check(&sent().then(given(Outcome::Told)), LOST, STARTS), nothing, "somebody has called");
    let story = sent();
    assert!(story.file.to_send(item(1), at(STARTS), 24));
    assert!(!story.then(told(Reported::Delivered)).file.to_send(item(1), at(STARTS), 24), "it is not sent again");
}

#[test]
fn a_plain_yes_confirms_and_whatever_else_a_client_writes_is_read_by_whoever_holds_the_session() {
    let now = at("2026-01-06T12:00");
    let reply = || ReplyReceived { slot: item(1), text: words("Maybe"), stop: false };
    let check = |story: &Story, said, now| outcome(story.file.write_back(reply(), said, at(STARTS), now));
    assert_eq!(check(&sent(), Said::Yes, now), "AppointmentAnswered");
    assert_eq!(check(&sent(), Said::Other, now), "ReplyReceived");
    assert_eq!(check(&sent(), Said::Stop, now), "ReplyReceived");
    assert_eq!(check(&sent(), Said::Yes, at(STARTS)), "ReplyReceived", "it has begun");
    let moves = AppointmentAnswered { slot: item(1), answer: Answer::Moves, by: None };
    assert_eq!(check(&sent().then(moves), Said::Yes, now), "ReplyReceived", "they have asked for another time");

    let story = sent().then(reply());
    let rules = Rulebook::default();
    let unread = |story: &Story| {
        of_case(&story.file, &rules)
            .into_iter()
            .find(|duty| duty.kind == DutyKind::WroteBack)
            .and_then(|duty| duty.entry)
    };
    let entry = unread(&story).expect("somebody has to read it");
    let settled = || ReplySettled { reply: entry, note: line("Called") };
    assert_eq!(outcome(story.file.settle_reply(settled())), "ReplySettled");
    let after = story.then(settled());
    assert_eq!(unread(&after), None);
    assert_eq!(outcome(after.file.settle_reply(settled())), "somebody has seen to this reply already");
}

#[test]
fn a_client_who_wants_no_more_messages_is_not_sent_any_until_somebody_has_asked() {
    let mut details = ClientDetails::named(line("Jonas"), line("Feldkamp"));
    details.channels.insert(Purpose::Appointments, Channel::Sms);
    let file = |details: &ClientDetails| ClientFile { details: Some(details.clone()), ..ClientFile::default() };
    assert_eq!(outcome(file(&details).stop_messages(line("STOP"))), "ClientCorrected");
    details.channels.insert(Purpose::Appointments, Channel::Phone);
    assert_eq!(outcome(file(&details).stop_messages(line("STOP"))), "the client was reminded already");
    assert_eq!(outcome(file(&details).fail_to_reach(Means::Sms)), "ReachFailed");
}
