//! After a missed session: the steps of the programme, welfare checks, when it is the supervisor's, and what closing asks for (FS-4.3.3).

use domain::closure::{CannotClose, Ending, Outcome, Rung, RungSigned};
use domain::contacts::When;
use domain::duties::DutyKind;
use domain::flags::FlagResolved;
use domain::missed::{AttemptMade, AttemptRule, BadMissed, Came, MissedRules, Unkept, Welfare};
use domain::organisation::Organisation;
use domain::reach::Channel;
use domain::reviews::CaseReviewed;
use domain::rulebook::{Programme, Rulebook};
use domain::sessions::{Next, NotHeld, SessionNotHeld};
use domain::slots::SlotState;

use super::closure::ready;
use super::duties::{check, duty};
use super::flags::flag;
use super::sessions::{booked, none, session, slot};
use super::{Story, TODAY, WORKER, at, item, line, outcome, words};

pub(super) fn attempt(n: u128, came: Came) -> AttemptMade {
    AttemptMade { slot: item(n), channel: Channel::Phone, welfare: false, came, note: None, late_because: None }
}

/// A session on Wednesday, 7 January, at ten, that the client missed.
fn missed(story: Story, n: u128, why: NotHeld) -> Story {
    let note = (why == NotHeld::CancelledByUs).then(|| line("Ill"));
    let order = SessionNotHeld { slot: item(n), why, note, next: none() };
    story.then(booked(n, "2026-01-07T10:00")).on("2026-01-07T11:00").then(order)
}

fn rules(welfare: Welfare) -> Rulebook {
    let attempts = [(Channel::Phone, 1), (Channel::Letter, 2)].map(|(channel, days)| AttemptRule { channel, days });
    let missed = MissedRules { attempts: attempts.into(), welfare, welfare_days: 1 };
    Rulebook { programmes: vec![Programme { missed, ..Programme::general() }], ..Rulebook::default() }
}

#[test]
fn each_attempt_makes_the_next_one_due_until_it_is_the_supervisors() {
    let rules = rules(Welfare::Never);
    let has = |story: &Story, kind| duty(story, kind, &rules);
    let story = missed(Story::opened(), 1, NotHeld::NoShow);
    assert_eq!(has(&story, DutyKind::MissedSession), "worker, 2026-01-07 10:00 – 2026-01-08 17:00");
    let called = story.on("2026-01-08T09:00").then(attempt(1, Came::MessageLeft));
    assert_eq!(has(&called, DutyKind::MissedSession), "worker, 2026-01-07 10:00 – 2026-01-12 17:00");
    assert_eq!(has(&called, DutyKind::MissedAgain), "");
    let written = called.clone().on("2026-01-12T09:00").then(attempt(1, Came::Undeliverable));
    assert_eq!(has(&written, DutyKind::MissedSession), "");
    assert_eq!(has(&written, DutyKind::MissedAgain), "supervisor, 2026-01-12 09:00 – 2026-01-15 17:00");
    let reviewed =
        written.clone().on("2026-01-13T09:00").then(CaseReviewed { found: words("Away"), agreed: words("Visit") });
    assert_eq!(has(&reviewed, DutyKind::MissedAgain), "");
    let tried = reviewed.on("2026-01-14T09:00").then(attempt(1, Came::NotReached));
    assert_ne!(has(&tried, DutyKind::MissedAgain), "", "tried once more, and in vain");
    // whoever was reached is followed up no longer, with a booking or without one
    for next in [none(), Next::Booked(slot(2, "2026-01-20T10:00", 50))] {
        let reached = written.clone().then(attempt(1, Came::Reached(next)));
        assert_eq!(has(&reached, DutyKind::MissedSession) + &has(&reached, DutyKind::MissedAgain), "");
        assert_eq!(has(&reached, DutyKind::NextSession), "");
    }
    // the next one that is missed begins from the first attempt
    let again = written.then(attempt(1, Came::Reached(Next::Booked(slot(2, "2026-01-20T10:00", 50)))));
    let again = again.on("2026-01-20T11:00").then(SessionNotHeld {
        slot: item(2),
        why: NotHeld::NoShow,
        note: None,
        next: none(),
    });
    assert_eq!(has(&again, DutyKind::MissedSession), "worker, 2026-01-20 10:00 – 2026-01-21 17:00");
}

#[test]
fn an_attempt_belongs_to_the_session_that_was_missed_last_and_lies_after_it() {
    let story = missed(Story::opened(), 1, NotHeld::NoShow);
    let rules = Rulebook::default();
    let made = |order: AttemptMade, happened: &str| {
        outcome(story.file.attempt(order, When { happened: at(happened), now: at("2026-01-08T09:00") }, &rules))
    };
    assert_eq!(made(attempt(1, Came::NotReached), "2026-01-08T08:50"), "AttemptMade");
    assert_eq!(made(attempt(1, Came::NotReached), "2026-01-07T09:50"), "this is before the session was missed");
    assert_eq!(made(attempt(1, Came::NotReached), "2026-01-08T09:10"), "this time is in the future");
    let gone = "this session is not to be followed up any more; somebody has reached the client or booked another one";
    assert_eq!(made(attempt(2, Came::NotReached), "2026-01-08T08:50"), gone);
    let past = Came::Reached(Next::Booked(slot(2, "2026-01-08T08:00", 50)));
    assert_eq!(made(attempt(1, past), "2026-01-08T08:50"), "a session can only be booked in the future");
    let settled = story.clone().then(attempt(1, Came::Reached(none())));
    let when = When { happened: at("2026-01-08T08:50"), now: at("2026-01-08T09:00") };
    assert_eq!(outcome(settled.file.attempt(attempt(1, Came::NotReached), when, &rules)), gone);
    let late = When { happened: at("2026-01-07T12:00"), now: at("2026-01-09T09:00") };
    assert_ne!(outcome(story.file.attempt(attempt(1, Came::NotReached), late, &rules)), "AttemptMade");
}

#[test]
fn somebody_sees_that_a_client_who_did_not_come_is_safe() {
    let due = "worker, 2026-01-07 10:00 – 2026-01-08 17:00";
    let flagged = missed(Story::opened().then(flag(8)), 1, NotHeld::NoShow);
    let quiet = missed(Story::opened(), 1, NotHeld::NoShow);
    for (welfare, with_flag, without) in
        [(Welfare::Never, "", ""), (Welfare::Flagged, due, ""), (Welfare::Always, due, due)]
    {
        let rules = rules(welfare);
        assert_eq!(duty(&flagged, DutyKind::WelfareCheck, &rules), with_flag, "{welfare:?}");
        assert_eq!(duty(&quiet, DutyKind::WelfareCheck, &rules), without, "{welfare:?}");
    }
    check(&flagged, DutyKind::WelfareCheck, due);
    let stands = missed(Story::opened().then(flag(8)).then(booked(2, "2026-01-14T10:00")), 1, NotHeld::NoShow);
    check(&stands, DutyKind::WelfareCheck, due);
    check(&stands, DutyKind::MissedSession, "");
    check(&stands, DutyKind::MissedAgain, "");
    let cancelled = missed(Story::opened().then(flag(8)), 1, NotHeld::CancelledByClient);
    check(&cancelled, DutyKind::WelfareCheck, "");
    let visit = |came| AttemptMade { welfare: true, channel: Channel::InPerson, ..attempt(1, came) };
    let in_vain = flagged.clone().on("2026-01-08T09:00").then(visit(Came::NotReached));
    check(&in_vain, DutyKind::WelfareCheck, due);
    assert_eq!(in_vain.file.tried(&Rulebook::default()).made, 0, "a welfare check is no attempt to find another time");
    check(&in_vain.clone().then(visit(Came::Reached(none()))), DutyKind::WelfareCheck, "");
    let resolved = in_vain.then(FlagResolved { id: item(8), how: line("Seen") });
    check(&resolved, DutyKind::WelfareCheck, "");
}

#[test]
fn what_is_cancelled_late_is_told_apart_and_what_we_cancel_is_not_held_against_the_client() {
    let state = |why, said: &str, hours| {
        let order = SessionNotHeld { slot: item(1), why, note: Some(line("Ill")), next: none() };
        let story = Story::opened().then(booked(1, "2026-01-07T10:00")).on(said).then(order);
        let past = story.file.sessions.past.last().cloned().unwrap();
        (past.state(hours), past.is_unkept(hours))
    };
    let client = NotHeld::CancelledByClient;
    assert_eq!(state(client, "2026-01-06T10:00", 24), (SlotState::Cancelled, false));
    assert_eq!(state(client, "2026-01-06T10:01", 24), (SlotState::CancelledLate, true));
    assert_eq!(state(client, "2026-01-06T10:01", 0), (SlotState::Cancelled, false));
    assert_eq!(state(client, "2026-01-07T10:30", 0), (SlotState::CancelledLate, true));
    assert_eq!(state(NotHeld::CancelledByUs, "2026-01-07T09:59", 24), (SlotState::Cancelled, false));
    assert_eq!(state(NotHeld::NoShow, "2026-01-07T11:00", 24), (SlotState::NoShow, true));
    assert_eq!(state(NotHeld::Moved, "2026-01-07T09:00", 24), (SlotState::Moved, false));
}

#[test]
fn a_case_ends_because_contact_was_lost_only_when_everything_was_tried_or_with_the_reason() {
    let rules = rules(Welfare::Never);
    let sign = |story: &Story, outcome_: Outcome, why: Option<&str>| {
        let ending = Ending { not_tried: why.map(line), ..Ending::new(outcome_, words("Not seen since."), TODAY) };
        let order =
            RungSigned { rung: Rung::Documented, ending: Some(ending), evidence: None, keep_until: None, term: None };
        story.file.sign_rung(order, WORKER, None, &rules, TODAY)
    };
    let said = |made, of| {
        format!(
            "{made} of {of} attempts to reach the client were made since the last missed session; please try the rest first, or say why not"
        )
    };
    let lost = Outcome::LostContact;
    assert_eq!(outcome(sign(&ready(), Outcome::ClientEnded, None)), "RungSigned");
    assert_eq!(outcome(sign(&ready(), lost, None)), said(0, 2), "nothing was missed, and nothing was tried");
    assert_eq!(outcome(sign(&ready(), lost, Some("Moved abroad"))), "RungSigned");
    let story = missed(ready(), 1, NotHeld::NoShow).on("2026-01-08T09:00").then(attempt(1, Came::NotReached));
    assert_eq!(outcome(sign(&story, lost, None)), said(1, 2));
    let all = story.then(attempt(1, Came::NotReached));
    assert_eq!(outcome(sign(&all, lost, None)), "RungSigned");
    let seen = all.then(session(None, none()));
    assert!(matches!(sign(&seen, lost, None), Err(CannotClose::NotTried(_))), "that was before the client came again");
}

#[test]
fn the_director_lays_down_what_is_done_after_a_missed_session() {
    let organisation = Organisation { rulebook: Rulebook::default(), ..Organisation::default() };
    let with =
        |attempts: Vec<AttemptRule>, welfare_days| MissedRules { attempts, welfare: Welfare::Always, welfare_days };
    let call = |days| AttemptRule { channel: Channel::Phone, days };
    let amend =
        |programme: &str, missed: &MissedRules| outcome(organisation.amend_missed(programme, missed, line("Fair")));
    assert_eq!(amend("general", &with(vec![call(1)], 1)), "RulebookAmended");
    for (attempts, days, wrong) in [
        (vec![], 1, BadMissed::Attempts),
        (vec![call(1); 7], 1, BadMissed::Attempts),
        (vec![call(0)], 1, BadMissed::Days),
        (vec![call(1)], 31, BadMissed::Days),
    ] {
        assert_eq!(amend("general", &with(attempts, days)), wrong.to_string());
    }
    assert_eq!(amend("other", &MissedRules::default()), BadMissed::NoProgramme.to_string());
    assert_eq!(amend("general", &MissedRules::default()), BadMissed::Same.to_string());
    let figures = |in_a_row, late_hours, waiting_days| {
        outcome(organisation.amend_unkept(Unkept { in_a_row, late_hours, waiting_days }, line("Fair")))
    };
    assert_eq!((figures(2, 48, 14), figures(3, 24, 7)), ("RulebookAmended".into(), "RulebookAmended".into()));
    assert_eq!(figures(3, 24, 14), BadMissed::Same.to_string());
    assert_eq!((figures(0, 24, 14), figures(2, 169, 14)), (BadMissed::InARow.to_string(), BadMissed::Late.to_string()));
    assert_eq!(
        (figures(3, 24, 0), figures(3, 24, 366)),
        (BadMissed::Waiting.to_string(), BadMissed::Waiting.to_string())
    );
}
