//! Inquiries: their two clocks, what stops them, and what an answer needs (CC-4.2.1, CC-4.2.2, CC-4.4.1, CC-5).

use std::collections::BTreeMap;

use domain::calendar::OfficeCalendar;
use domain::duties::{DutyKind, Owner, of_inquiry};
use domain::entry::Entry;
use domain::event::Event;
use domain::identity::{CannotIdentify, IdentityFact};
use domain::ids::{DossierId, EntryId, EntryNumber};
use domain::inquiries::{
    Asker, CannotInquire, EscalationReported, IdentityCheck, Inquiry, InquiryAcknowledged, InquiryAnswered,
    InquiryKind, InquiryPaused, InquiryReceived, InquiryResumed, InquirySetAside, InquiryTriaged, Pack, PauseReason,
    Seriousness, SetAside, Stands, Theme, Themed, TimelineGiven,
};
use domain::level::Level;
use domain::numbers::InquiryNumber;
use domain::reach::Channel;
use domain::rulebook::Rulebook;
use domain::staff::Role;
use domain::time::Instant;
use jiff::civil::date;
use uuid::Uuid;

use super::{WORKER, at, line, signature, words};

pub(super) fn rules() -> Rulebook {
    Rulebook { office: OfficeCalendar { zone: "UTC".to_owned(), ..OfficeCalendar::default() }, ..Rulebook::default() }
}

pub(super) fn received(kind: InquiryKind) -> InquiryReceived {
    InquiryReceived {
        number: InquiryNumber::from_random(7),
        kind,
        channel: Channel::Phone,
        answer_by: None,
        from: Asker { name: Some(line("Ana")), reach: None },
        subject: line("Another day"),
        said: words("May I come on Thursdays?"),
        case: None,
        owner: None,
        came: None,
        concerns: [].into(),
    }
}

pub(super) fn add(inquiry: &mut Inquiry, event: impl Into<Event>, when: &str) {
    let id = EntryId { dossier: DossierId::new(Uuid::from_u128(7)), number: EntryNumber(1) };
    let signature = signature(WORKER, at(when), at(when));
    inquiry.apply(&Entry { id, level: Level::Standard, signature, event: event.into() });
}

pub(super) fn asked(kind: InquiryKind, when: &str) -> Inquiry {
    let mut inquiry = Inquiry::default();
    add(&mut inquiry, received(kind), when);
    inquiry
}

fn deadlines(inquiry: &Inquiry) -> (Instant, Instant) {
    let clocks = inquiry.clocks(&rules()).unwrap();
    (clocks.acknowledge.due, clocks.answer.due)
}

pub(super) fn answered() -> InquiryAnswered {
    let identity = IdentityCheck::NothingPersonal;
    InquiryAnswered {
        channel: Channel::Phone,
        other_because: None,
        words: words("Yes."),
        identity,
        template: None,
        facts: BTreeMap::new(),
        outcome: None,
        own_record: None,
        theme: None,
    }
}

pub(super) const fn now(moment: Instant) -> (Instant, Instant) {
    (moment, moment)
}

#[test]
fn an_inquiry_is_acknowledged_in_one_working_day_and_answered_in_two() {
    for (asked_at, acknowledge, answer) in [
        ("2026-11-24T10:00", "2026-11-25T17:00", "2026-11-26T17:00"),
        ("2026-11-27T16:30", "2026-11-30T17:00", "2026-12-01T17:00"),
        ("2026-11-28T12:00", "2026-12-01T17:00", "2026-12-02T17:00"),
        ("2026-11-27T17:01", "2026-12-01T17:00", "2026-12-02T17:00"),
    ] {
        let inquiry = asked(InquiryKind::Question, asked_at);
        assert_eq!(deadlines(&inquiry), (at(acknowledge), at(answer)), "{asked_at}");
    }
}

#[test]
fn whatever_they_hear_from_us_acknowledges_and_the_answer_ends_both_clocks() {
    let mut inquiry = asked(InquiryKind::Question, "2026-11-24T10:00");
    let told = InquiryAcknowledged { channel: Channel::Phone, words: None, template: None };
    add(&mut inquiry, told.clone(), "2026-11-24T11:00");
    let clocks = inquiry.clocks(&rules()).unwrap();
    assert_eq!(clocks.acknowledge.done, Some(at("2026-11-24T11:00")));
    assert_eq!(clocks.next(), Some((at("2026-11-26T17:00"), true)));
    let again = inquiry.acknowledge(told, now(at("2026-11-24T12:00")), &rules());
    assert_eq!(again, Err(CannotInquire::Acknowledged));
    add(&mut inquiry, answered(), "2026-11-26T17:01");
    let clocks = inquiry.clocks(&rules()).unwrap();
    assert_eq!(clocks.answer.stands(at("2026-11-30T09:00")), Stands::Late, "a minute too late is late for ever");
    assert_eq!(clocks.acknowledge.stands(at("2026-11-30T09:00")), Stands::Kept);
    assert_eq!(clocks.next(), None);
    assert!(of_inquiry(&inquiry, &rules()).is_empty());

    let mut silent = asked(InquiryKind::Question, "2026-11-24T10:00");
    add(&mut silent, answered(), "2026-11-26T09:00");
    let clocks = silent.clocks(&rules()).unwrap();
    assert_eq!(clocks.acknowledge.stands(at("2026-11-26T10:00")), Stands::Late, "the answer acknowledges too late");
}

#[test]
fn a_day_that_they_were_told_in_time_becomes_the_deadline() {
    let mut inquiry = asked(InquiryKind::Question, "2026-11-24T10:00");
    let given = |day| TimelineGiven { until: date(2026, 12, day), channel: Channel::Phone, words: words("By then.") };
    let sooner = TimelineGiven { until: date(2026, 11, 26), ..given(1) };
    let told = |inquiry: &Inquiry, order, when| inquiry.promise(order, now(at(when)), &rules());
    assert_eq!(told(&inquiry, sooner, "2026-11-25T09:00"), Err(CannotInquire::NotLater(date(2026, 11, 26))));
    assert_eq!(told(&inquiry, given(4), "2026-11-26T17:01"), Err(CannotInquire::Lapsed));
    assert!(told(&inquiry, given(4), "2026-11-26T17:00").is_ok());
    add(&mut inquiry, given(4), "2026-11-26T17:00");
    let clocks = inquiry.clocks(&rules()).unwrap();
    assert_eq!((clocks.answer.due, clocks.promised), (at("2026-12-04T17:00"), true));
    assert_eq!(clocks.acknowledge.stands(at("2026-11-30T09:00")), Stands::Late, "it was the first word they had");
    assert_eq!(told(&inquiry, given(7), "2026-12-05T09:00"), Err(CannotInquire::Lapsed));
}

#[test]
fn the_clock_stands_still_for_working_days_and_runs_on_by_itself() {
    let mut inquiry = asked(InquiryKind::Question, "2026-11-24T10:00");
    let pause = |day| InquiryPaused { why: PauseReason::AskedBack, note: line("Which day"), until: day };
    let order = |day| inquiry.pause(pause(day), at("2026-11-25T10:00"), &rules());
    assert_eq!(order(date(2026, 12, 31)), Err(CannotInquire::TooLong(date(2026, 12, 9))));
    assert!(order(date(2026, 11, 27)).is_ok());
    add(&mut inquiry, pause(date(2026, 11, 27)), "2026-11-25T10:00");
    // Wednesday, Thursday and Friday end while it stands
    assert_eq!(deadlines(&inquiry), (at("2026-11-25T17:00"), at("2026-12-01T17:00")), "the first clock never stands");
    let again = inquiry.pause(pause(date(2026, 11, 30)), at("2026-11-26T09:00"), &rules());
    assert_eq!(again, Err(CannotInquire::Paused));
    assert!(inquiry.paused(at("2026-11-27T16:59"), &rules().office).is_some());
    assert!(inquiry.paused(at("2026-11-27T17:00"), &rules().office).is_none(), "it runs on by itself");
    let resumed = InquiryResumed { note: None };
    assert_eq!(inquiry.resume(resumed.clone(), at("2026-11-30T09:00"), &rules()), Err(CannotInquire::Runs));
    add(&mut inquiry, resumed, "2026-11-25T16:00");
    assert_eq!(deadlines(&inquiry).1, at("2026-11-26T17:00"), "let run on the same day, nothing was won");
}

#[test]
fn an_answer_needs_the_way_they_asked_for_or_a_reason_and_for_a_case_who_they_are() {
    let mut inquiry = asked(InquiryKind::Question, "2026-11-24T10:00");
    let moment = now(at("2026-11-24T11:00"));
    let other = InquiryAnswered { channel: Channel::Letter, ..answered() };
    assert_eq!(inquiry.answer(other.clone(), moment, Pack::default(), &rules()), Err(CannotInquire::OtherWay));
    assert!(
        inquiry
            .answer(
                InquiryAnswered { other_because: Some(line("No line")), ..other },
                moment,
                Pack::default(),
                &rules()
            )
            .is_ok()
    );
    assert_eq!(
        inquiry.answer(answered(), now(at("2026-11-24T09:59")), Pack::default(), &rules()),
        Err(CannotInquire::BeforeReceived)
    );
    let case = Some(DossierId::new(Uuid::from_u128(9)));
    add(
        &mut inquiry,
        InquiryTriaged { kind: InquiryKind::Service, owner: Some(WORKER), case, note: None, concerns: [].into() },
        "2026-11-24T10:30",
    );
    assert_eq!(inquiry.answer(answered(), moment, Pack::default(), &rules()), Err(CannotIdentify::Open.into()));
    let compared = |right| InquiryAnswered {
        identity: IdentityCheck::FactsCompared,
        facts: IdentityFact::ALL.into_iter().take(right).map(|fact| (fact, true)).collect(),
        ..answered()
    };
    let few = CannotIdentify::TooFew { right: 0, wrong: 0, needed: 1 };
    assert_eq!(inquiry.answer(compared(0), moment, Pack::default(), &rules()), Err(few.into()));
    assert!(inquiry.answer(compared(1), moment, Pack::default(), &rules()).is_ok(), "it was written down as Standard");
    let known = InquiryAnswered { identity: IdentityCheck::KnownInPerson, ..answered() };
    assert!(inquiry.answer(known.clone(), moment, Pack::default(), &rules()).is_ok());
    add(&mut inquiry, known.clone(), "2026-11-24T11:00");
    assert_eq!(
        inquiry.answer(known, now(at("2026-11-24T12:00")), Pack::default(), &rules()),
        Err(CannotInquire::Over),
        "two answer at once"
    );
}

#[test]
fn a_complaint_has_its_report_before_anything_ends_it() {
    let mut inquiry = asked(InquiryKind::Complaint, "2026-11-24T10:00");
    let moment = now(at("2026-11-24T11:00"));
    let aside = InquirySetAside { why: SetAside::TakenBack, reason: line("They called") };
    assert_eq!(inquiry.answer(answered(), moment, Pack::default(), &rules()), Err(CannotInquire::NoEscalation));
    assert_eq!(inquiry.set_aside(aside.clone()), Err(CannotInquire::NoEscalation));
    let report = EscalationReported {
        seriousness: Seriousness::Serious,
        theme: Some(Themed { theme: Theme::Waiting, words: None }),
        found: words("So"),
        measures: words("So"),
        told: [].into(),
    };
    assert!(of_inquiry(&inquiry, &rules()).iter().any(|duty| duty.kind == DutyKind::Escalation));
    add(&mut inquiry, report.clone(), "2026-11-24T10:30");
    assert_eq!(inquiry.escalate(report.clone()), Err(CannotInquire::Escalated));
    assert_eq!(inquiry.answer(answered(), moment, Pack::default(), &rules()), Err(CannotInquire::NoOutcome));
    assert_eq!(inquiry.set_aside(aside.clone()), Err(CannotInquire::TakenBack), "it is answered with an outcome");
    assert!(inquiry.set_aside(InquirySetAside { why: SetAside::NoWay, ..aside }).is_ok());
    let question = asked(InquiryKind::Question, "2026-11-24T10:00");
    assert_eq!(question.escalate(report), Err(CannotInquire::NoComplaint));
}

#[test]
fn the_matrix_decides_the_level_and_whose_it_is_and_what_is_late_climbs() {
    let take = |kind, level| {
        Inquiry::default().receive(received(kind), (level, at("2026-11-24T10:00"), at("2026-11-24T10:00")), &rules())
    };
    assert_eq!(take(InquiryKind::Complaint, Level::Standard), Err(CannotInquire::LevelTooLow(Level::Sensitive)));
    assert!(take(InquiryKind::Question, Level::Standard).is_ok());
    let letter = InquiryReceived { answer_by: Some(Channel::Letter), ..received(InquiryKind::Question) };
    let moment = at("2026-11-24T10:00");
    let refused = Inquiry::default().receive(letter, (Level::Standard, moment, moment), &rules());
    assert_eq!(refused, Err(CannotInquire::NoAddress));

    let mut inquiry = asked(InquiryKind::Question, "2026-11-24T10:00");
    let duties = of_inquiry(&inquiry, &rules());
    let whose = |kind| duties.iter().filter(move |duty| duty.kind == kind).map(|duty| (duty.owner, duty.raised));
    let front = Owner::Role(Role::FrontlineStaff);
    assert_eq!(whose(DutyKind::InquiryGive).collect::<Vec<_>>(), [(front, at("2026-11-24T10:00"))]);
    assert_eq!(
        whose(DutyKind::InquiryLate).collect::<Vec<_>>(),
        [
            (Owner::Role(Role::Supervisor), at("2026-11-25T17:00")),
            (Owner::Role(Role::ComplaintsManager), at("2026-11-26T17:00"))
        ]
    );
    add(
        &mut inquiry,
        InquiryTriaged {
            kind: InquiryKind::Question,
            owner: Some(WORKER),
            case: None,
            note: None,
            concerns: [].into(),
        },
        "2026-11-24T10:10",
    );
    let duties = of_inquiry(&inquiry, &rules());
    assert!(duties.iter().all(|duty| duty.kind != DutyKind::InquiryGive));
    assert!(duties.iter().any(|duty| duty.kind == DutyKind::InquiryAnswer && duty.owner == Owner::Staff(WORKER)));
}

#[test]
fn closings_are_the_ends_of_working_days_in_between() {
    let office = rules().office;
    for (from, to, days) in [
        ("2026-11-24T10:00", "2026-11-24T16:59", 0),
        ("2026-11-24T10:00", "2026-11-24T17:00", 1),
        ("2026-11-24T17:00", "2026-11-25T16:00", 0),
        ("2026-11-24T18:00", "2026-11-25T18:00", 1),
        ("2026-11-27T10:00", "2026-11-30T10:00", 1),
        ("2026-11-27T10:00", "2026-11-30T17:00", 2),
        ("2026-11-28T10:00", "2026-11-29T10:00", 0),
        ("2026-11-25T10:00", "2026-11-24T10:00", 0),
    ] {
        assert_eq!(office.closings(at(from), at(to)), days, "{from} to {to}");
    }
}
