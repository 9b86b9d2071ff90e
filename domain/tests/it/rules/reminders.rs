//! When a reminder is due, on which way it goes, what it says, and what comes of it (FS-4.1.2).

use domain::calendar::OfficeCalendar;
use domain::clients::{Channel, ClientDetails, Purpose};
use domain::duties::{DutyKind, of_case};
use domain::reminders::{
    Able, Answer, AppointmentAnswered, BadWording, Begins, Booking, ByHand, DayForm, Means, NotSent, Outcome,
    ReminderDue, ReminderGiven, ReminderRules, Way, Wording,
};
use domain::rulebook::Rulebook;
use domain::sessions::{NotHeld, Place, Slot};
use jiff::civil::{Time, date, time};

use super::sessions::{booked, slot};
use super::{Story, at, item, line, outcome};

fn madrid() -> OfficeCalendar {
    OfficeCalendar { zone: "Europe/Madrid".to_owned(), ..OfficeCalendar::default() }
}

/// When a reminder so many hours before goes out, on the clock of the office.
fn moment(starts: (i16, i8, i8, i8), hours: u32) -> String {
    let (year, month, day, hour) = starts;
    let starts = madrid().instant(date(year, month, day), time(hour, 30, 0, 0)).unwrap();
    let at = ReminderRules::default().window().moment(&madrid().time_zone(), starts, hours);
    at.on(&madrid().time_zone()).strftime("%a %d %H:%M").to_string()
}

#[test]
fn a_reminder_goes_out_so_long_before_but_not_in_the_night() {
    assert_eq!(moment((2026, 11, 24, 14), 24), "Mon 23 14:30");
    assert_eq!(moment((2026, 11, 24, 7), 24), "Mon 23 08:00", "before eight: at eight");
    assert_eq!(moment((2026, 11, 24, 21), 24), "Tue 24 08:00", "after eight in the evening: the next morning");
    assert_eq!(moment((2026, 11, 24, 9), 2), "Mon 23 20:00", "half past seven is night, and eight would be too late");
    assert_eq!(moment((2026, 11, 24, 7), 9), "Mon 23 20:00");
    assert_eq!(moment((2026, 10, 25, 12), 24), "Sat 24 13:30", "twenty-four hours, over a change of the clocks");
}

#[test]
fn each_reminder_is_due_once_and_none_right_after_the_booking() {
    let rules = ReminderRules { hours_before: vec![72, 24], ..ReminderRules::default() };
    let office = madrid();
    let on = |day, hour| office.instant(date(2026, 11, day), time(hour, 0, 0, 0)).unwrap();
    let due = |booked, reminded, now| rules.due(Booking { starts: on(24, 14), booked, reminded }, &office, now);
    assert_eq!(due(on(2, 9), None, on(21, 13)), None);
    assert_eq!(due(on(2, 9), None, on(21, 14)), Some(72));
    assert_eq!(due(on(2, 9), Some(72), on(22, 14)), None);
    assert_eq!(due(on(2, 9), Some(72), on(23, 14)), Some(24));
    assert_eq!(due(on(2, 9), None, on(23, 14)), Some(24), "the server was off; one reminder is enough");
    assert_eq!(due(on(2, 9), Some(24), on(24, 13)), None);
    assert_eq!(due(on(2, 9), None, on(24, 14)), None, "it has begun");
    assert_eq!(due(on(23, 15), None, on(24, 9)), None, "booked the day before: the client has just heard of it");
    assert_eq!(due(on(22, 9), None, on(23, 14)), Some(24));
}

fn client(channel: Option<Channel>, change: impl Fn(&mut ClientDetails)) -> ClientDetails {
    let mut client = ClientDetails::named(line("Jonas"), line("Feldkamp"));
    client.phone = Some(line("+34600111222"));
    client.email = Some(line("jonas@example.org"));
    client.channels.extend(channel.map(|channel| (Purpose::Appointments, channel)));
    change(&mut client);
    client
}

#[test]
fn a_message_is_sent_only_where_the_client_wants_one_and_nothing_has_to_be_read_first() {
    let rules = ReminderRules::default();
    let able = Able { email: true, sms: false };
    let way = |channel, change: &dyn Fn(&mut ClientDetails)| rules.way(&client(channel, change), able);
    let same = |_: &mut ClientDetails| ();
    let by_hand = Way::ByHand;
    assert_eq!(way(Some(Channel::Email), &same), Way::Sent(Means::Email));
    assert_eq!(way(Some(Channel::Sms), &same), by_hand(ByHand::NotSetUp(Means::Sms)));
    assert_eq!(way(Some(Channel::Phone), &same), by_hand(ByHand::Prefers(Channel::Phone)));
    assert_eq!(way(Some(Channel::Letter), &same), by_hand(ByHand::Prefers(Channel::Letter)));
    assert_eq!(way(None, &same), by_hand(ByHand::NothingSaid), "an address alone is no wish");
    assert_eq!(way(Some(Channel::Email), &|it| it.email = None), by_hand(ByHand::NothingSaid));
    let words = |it: &mut ClientDetails| it.safe_contact.other = Some(line("Only when the children are at school"));
    assert_eq!(way(Some(Channel::Email), &words), by_hand(ByHand::SafeContact));
    let night = |it: &mut ClientDetails| it.safe_contact.not_before = Some(time(20, 30, 0, 0));
    assert_eq!(way(Some(Channel::Email), &night), by_hand(ByHand::SafeContact), "no hour is left");
}

#[test]
fn the_hours_of_the_client_hold_beside_those_of_the_office() {
    let rules = ReminderRules::default();
    let of = |from: Option<Time>, until: Option<Time>| {
        client(None, |it| (it.safe_contact.not_before, it.safe_contact.not_after) = (from, until))
    };
    let mornings = rules.window_of(&of(None, Some(time(11, 0, 0, 0)))).unwrap();
    let clocks = madrid().time_zone();
    let on = |hour| madrid().instant(date(2026, 11, 23), time(hour, 0, 0, 0)).unwrap();
    assert!(mornings.is_open(&clocks, on(11)));
    assert!(!mornings.is_open(&clocks, on(12)));
    assert_eq!(mornings.opens(&clocks, on(12)), madrid().instant(date(2026, 11, 24), time(8, 0, 0, 0)).unwrap());
    assert_eq!(mornings.opens(&clocks, on(6)), on(8));
}

#[test]
fn a_client_who_lives_by_other_clocks_is_told_by_those_and_written_to_in_their_day() {
    let living = |zone: &str| client(None, |it| it.zone = Some(line(zone)));
    let starts = madrid().instant(date(2026, 11, 24), time(14, 30, 0, 0)).unwrap();
    let told = |zone: &str, place| {
        let slot = Slot { place, starts, ..slot(1, "2026-01-05T10:00", 50) };
        let wording = Wording { text: "{day} {time}".to_owned(), weekdays: Vec::new(), ..Wording::english() };
        wording.write(&Begins::told_to(&living(zone), &slot, &madrid()), "")
    };
    assert_eq!(told("America/New_York", Place::Video), "24/11/2026 08:30 (New York)");
    assert_eq!(told("America/New_York", Place::Office), "24/11/2026 14:30 (Madrid)");
    assert_eq!(told("Europe/Berlin", Place::Phone), "24/11/2026 14:30", "the same at that moment");
    assert_eq!(told("Pacific/Auckland", Place::Phone), "25/11/2026 02:30 (Auckland)");
    let here = line("Nowhere/At_all");
    assert_eq!(client(None, |it| it.zone = Some(here.clone())).time_zone(&madrid()), madrid().time_zone());

    let rules = ReminderRules::default();
    let away = living("America/New_York");
    let opens = rules.window_of(&away).unwrap().opens(&away.time_zone(&madrid()), starts.plus_seconds(-6 * 3600));
    assert_eq!(opens, starts.plus_seconds(-1800), "eight in the morning over there");
}

#[test]
fn a_wording_says_when_and_has_no_place_for_anything_else() {
    let wording = |text: &str| Wording { text: text.to_owned(), ..Wording::english() };
    assert_eq!(Wording::english().check(), Ok(()));
    assert_eq!(wording("On {day}.").check(), Err(BadWording::NoTime));
    assert_eq!(wording("{day} {time} {name}").check(), Err(BadWording::Unknown));
    assert_eq!(wording(&format!("{{day}} {{time}} {}", "x".repeat(260))).check(), Err(BadWording::TooLong));
    assert_eq!(Wording { subject: "A\r\nBcc: x".to_owned(), ..Wording::english() }.check(), Err(BadWording::Subject));
    assert_eq!(Wording { weekdays: vec!["lunes".to_owned()], ..Wording::english() }.check(), Err(BadWording::Weekdays));
    let starts = Begins { at: date(2026, 11, 24).at(14, 30, 0, 0).in_tz("Europe/Madrid").unwrap(), city: None };
    let said = |dates| Wording { dates, ..wording("{day}|{time}|{link}") }.write(&starts, "L");
    assert_eq!(
        DayForm::ALL.map(said),
        [
            "Tuesday, 24/11/2026|14:30|L",
            "Tuesday, 24.11.2026|14:30|L",
            "Tuesday, 11/24/2026|2:30 pm|L",
            "Tuesday, 2026-11-24|14:30|L"
        ]
    );
    assert!(Wording::english().write(&starts, &"x".repeat(80)).len() < 320);
}

#[test]
fn a_client_is_written_to_in_their_language_where_there_is_a_wording() {
    let spanish = Wording { language: "es".to_owned(), ..Wording::english() };
    let rules = ReminderRules { wordings: vec![Wording::english(), spanish], ..ReminderRules::default() };
    for (wanted, language) in [(Some("es"), "es"), (Some("ES-MX"), "es"), (Some("de"), "en"), (None, "en")] {
        assert_eq!(rules.wording(wanted).language, language, "{wanted:?}");
    }
}

fn due(n: u128, starts: &str, hours: u32, way: Way) -> ReminderDue {
    ReminderDue { slot: item(n), starts: at(starts), hours, way }
}

const STARTS: &str = "2026-01-07T10:00";
const BY_PHONE: Way = Way::ByHand(ByHand::Prefers(Channel::Phone));

#[test]
fn a_reminder_is_due_once_for_a_booking_that_stands() {
    let story = Story::opened().then(booked(1, STARTS));
    let check = |story: &Story, order, now| outcome(story.file.remind(order, at(now)));
    let sent = |hours| due(1, STARTS, hours, Way::Sent(Means::Email));
    let gone = "this booking is no longer open; somebody has recorded or moved it meanwhile";
    assert_eq!(check(&story, sent(24), "2026-01-06T10:00"), "ReminderDue");
    assert_eq!(check(&story, sent(24), STARTS), gone, "it has begun");
    assert_eq!(check(&story, due(1, "2026-01-07T11:00", 24, BY_PHONE), "2026-01-06T10:00"), gone, "it was moved");
    assert_eq!(check(&story, due(2, STARTS, 24, BY_PHONE), "2026-01-06T10:00"), gone);
    let once = story.then(sent(24));
    assert_eq!(check(&once, sent(24), "2026-01-06T10:00"), "the client was reminded already");
    assert_eq!(check(&once, sent(72), "2026-01-06T10:00"), "the client was reminded already");
    assert_eq!(check(&once, sent(2), "2026-01-07T08:00"), "ReminderDue");
}

#[test]
fn what_came_of_a_message_is_known_once() {
    let story = Story::opened().then(booked(1, STARTS)).then(due(1, STARTS, 24, Way::Sent(Means::Email)));
    let came = |outcome| ReminderGiven { slot: item(1), hours: 24, outcome, note: None };
    let nothing = "nobody has to remind the client of this appointment, or somebody has done so meanwhile";
    let sent = || came(Outcome::Sent(Means::Email));
    assert!(story.file.to_send(item(1), at(STARTS), 24));
    assert!(!story.file.to_send(item(1), at("2026-01-07T11:00"), 24), "it was moved");
    assert_eq!(outcome(story.file.sent(sent())), "ReminderGiven");
    let after = story.clone().then(sent());
    assert_eq!(outcome(after.file.sent(sent())), nothing);
    assert!(!after.file.to_send(item(1), at(STARTS), 24));
    assert_eq!(outcome(after.file.give(item(1), Outcome::Told, None)), nothing);
    let failed = story.then(came(Outcome::Failed(NotSent::Refused)));
    assert_eq!(outcome(failed.file.give(item(1), Outcome::Told, None)), "ReminderGiven", "then somebody calls");
}

#[test]
fn whoever_holds_the_session_reminds_where_no_message_can_and_answers_who_asks_for_another_time() {
    let rules = Rulebook::default();
    let kinds = |story: &Story| {
        let of = [DutyKind::Remind, DutyKind::MoveAsked, DutyKind::MissedSession];
        let duties = of_case(&story.file, &rules);
        duties.iter().map(|duty| duty.kind).filter(|kind| of.contains(kind)).collect::<Vec<_>>()
    };
    let booked = Story::opened().then(booked(1, STARTS));
    assert_eq!(kinds(&booked), []);
    let waits = booked.clone().then(due(1, STARTS, 24, BY_PHONE));
    assert_eq!(kinds(&waits), [DutyKind::Remind]);
    let told = ReminderGiven { slot: item(1), hours: 24, outcome: Outcome::Told, note: None };
    assert_eq!(kinds(&waits.clone().then(told)), []);
    let answers = |answer| {
        let order = AppointmentAnswered { slot: item(1), answer, by: None };
        booked.file.answer(order, at(STARTS), line("By link"), at("2026-01-06T10:00")).unwrap()
    };
    let after = |answer| answers(answer).into_iter().fold(booked.clone(), Story::then);
    assert_eq!(kinds(&after(Answer::Comes)), []);
    assert_eq!(kinds(&after(Answer::Moves)), [DutyKind::MoveAsked]);
    let cancelled = after(Answer::Cancels);
    assert_eq!(kinds(&cancelled), [DutyKind::MissedSession]);
    assert!(cancelled.file.sessions.booked.is_empty(), "the time is free at once");
    assert_eq!(
        cancelled.file.sessions.missed(24).next_back().and_then(|missed| missed.not_held),
        Some(NotHeld::CancelledByClient)
    );
    let again = AppointmentAnswered { slot: item(1), answer: Answer::Comes, by: None };
    let gone = "this booking is no longer open; somebody has recorded or moved it meanwhile";
    assert_eq!(outcome(cancelled.file.answer(again, at(STARTS), line("By link"), at("2026-01-06T10:00"))), gone);
}
