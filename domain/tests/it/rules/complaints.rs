//! Complaints: what they are about, whom they concern, and how they come out (CC-4.3.3, CC-5, FS-6.2).

use domain::duties::{DutyKind, Owner, of_inquiry};
use domain::inquiries::{
    CannotInquire, ComplaintAppealed, EscalationReported, Finding, Inquiry, InquiryAnswered, InquiryKind,
    InquiryReceived, InquiryTriaged, Learned, Outcome, Pack, Seriousness, Theme, Themed,
};
use domain::level::Level;
use domain::reach::Channel;
use domain::staff::Role;

use super::inquiries::{add, answered, asked, now, received, rules};
use super::{SUPERVISOR, WORKER, at, line, words};

const MORNING: &str = "2026-11-24T10:00";

fn report(seriousness: Seriousness) -> EscalationReported {
    EscalationReported {
        seriousness,
        theme: Some(Themed { theme: Theme::Conduct, words: None }),
        found: words("He was shouted at."),
        measures: words("Talked with both."),
        told: [].into(),
    }
}

fn outcome(finding: Finding) -> Outcome {
    Outcome { finding, found: words("So it was."), put_right: None, learned: Learned::Nothing }
}

fn understood(seriousness: Seriousness) -> Inquiry {
    let mut inquiry = asked(InquiryKind::Complaint, MORNING);
    add(&mut inquiry, report(seriousness), MORNING);
    inquiry
}

fn naming(kind: InquiryKind, concerns: &[domain::ids::StaffId]) -> InquiryTriaged {
    InquiryTriaged { kind, owner: None, case: None, note: None, concerns: concerns.iter().copied().collect() }
}

#[test]
fn a_report_says_what_the_complaint_is_about() {
    let inquiry = asked(InquiryKind::Complaint, MORNING);
    let silent = EscalationReported { theme: None, ..report(Seriousness::Minor) };
    assert_eq!(inquiry.escalate(silent), Err(CannotInquire::NoTheme));
    let other =
        |words| EscalationReported { theme: Some(Themed { theme: Theme::Other, words }), ..report(Seriousness::Minor) };
    assert_eq!(inquiry.escalate(other(None)), Err(CannotInquire::NoTheme), "something else needs words");
    assert!(inquiry.escalate(other(Some(line("The smell in the hall")))).is_ok());
}

#[test]
fn feedback_says_what_it_is_about_when_it_is_answered_and_has_no_outcome() {
    let mut inquiry = asked(InquiryKind::Feedback, MORNING);
    let answer =
        |inquiry: &Inquiry, order| inquiry.answer(order, now(at("2026-11-24T11:00")), Pack::default(), &rules());
    assert_eq!(answer(&inquiry, answered()), Err(CannotInquire::NoTheme));
    let theme = Some(Themed { theme: Theme::Access, words: None });
    let told = InquiryAnswered { theme: theme.clone(), ..answered() };
    let wrong = InquiryAnswered { outcome: Some(outcome(Finding::Upheld)), ..told.clone() };
    assert_eq!(answer(&inquiry, wrong), Err(CannotInquire::NoComplaint));
    assert!(answer(&inquiry, told.clone()).is_ok());
    add(&mut inquiry, told, "2026-11-24T11:00");
    assert_eq!(inquiry.theme(), theme.as_ref());
}

#[test]
fn a_complaint_is_answered_with_an_outcome_and_what_was_put_right() {
    let inquiry = understood(Seriousness::Moderate);
    let answer = |outcome| {
        inquiry
            .answer(InquiryAnswered { outcome, ..answered() }, now(at("2026-11-24T11:00")), Pack::default(), &rules())
            .map(drop)
    };
    assert_eq!(answer(None), Err(CannotInquire::NoOutcome));
    for finding in Finding::ALL {
        let expected = if finding.is_right() { Err(CannotInquire::NotPutRight) } else { Ok(()) };
        assert_eq!(answer(Some(outcome(finding))), expected, "{}", finding.word());
        let whole = Outcome { put_right: Some(words("Called her.")), ..outcome(finding) };
        assert_eq!(answer(Some(whole)), Ok(()));
    }
}

#[test]
fn whom_a_complaint_concerns_never_answers_it_and_is_taken_out_with_a_reason() {
    let moment = at(MORNING);
    let take = |order| Inquiry::default().receive(order, (Level::Sensitive, moment, moment), &rules()).map(drop);
    let named = |kind, owner| InquiryReceived { concerns: [WORKER].into(), owner, ..received(kind) };
    assert_eq!(take(named(InquiryKind::Complaint, Some(SUPERVISOR))), Ok(()));
    assert_eq!(take(named(InquiryKind::Complaint, Some(WORKER))), Err(CannotInquire::OwnerConcerned));
    assert_eq!(take(named(InquiryKind::Question, None)), Err(CannotInquire::NobodyNamed));

    let mut inquiry = asked(InquiryKind::Complaint, MORNING);
    let triage = |inquiry: &Inquiry, order| inquiry.triaged(order, Level::Sensitive, &rules()).map(drop);
    let both = naming(InquiryKind::Complaint, &[WORKER, SUPERVISOR]);
    assert_eq!(triage(&inquiry, both.clone()), Ok(()));
    add(&mut inquiry, both.clone(), MORNING);
    assert_eq!(inquiry.concerns().count(), 2);
    let owner = InquiryTriaged { owner: Some(WORKER), ..both };
    assert_eq!(triage(&inquiry, owner), Err(CannotInquire::OwnerConcerned));
    let one = naming(InquiryKind::Complaint, &[WORKER]);
    assert_eq!(triage(&inquiry, one.clone()), Err(CannotInquire::WhyNoMore));
    assert_eq!(triage(&inquiry, naming(InquiryKind::Question, &[WORKER])), Err(CannotInquire::NobodyNamed));
    assert_eq!(triage(&inquiry, InquiryTriaged { note: Some(line("Was on leave")), ..one }), Ok(()));
}

#[test]
fn both_roles_see_to_one_that_names_somebody_and_the_director_to_a_serious_one() {
    let whose = |inquiry: &Inquiry, kind| -> Vec<Owner> {
        of_inquiry(inquiry, &rules()).iter().filter(|duty| duty.kind == kind).map(|duty| duty.owner).collect()
    };
    let mut inquiry = asked(InquiryKind::Complaint, MORNING);
    let (complaints, supervisor) = (Owner::Role(Role::ComplaintsManager), Owner::Role(Role::Supervisor));
    assert_eq!(whose(&inquiry, DutyKind::InquiryGive), [complaints]);
    add(&mut inquiry, naming(InquiryKind::Complaint, &[WORKER]), MORNING);
    assert_eq!(whose(&inquiry, DutyKind::InquiryGive), [complaints, supervisor]);
    let serious = EscalationReported { told: [SUPERVISOR].into(), ..report(Seriousness::Serious) };
    add(&mut inquiry, serious, MORNING);
    assert_eq!(whose(&inquiry, DutyKind::ComplaintSerious), [Owner::Role(Role::Director)]);
    assert!(whose(&understood(Seriousness::Minor), DutyKind::ComplaintSerious).is_empty());
}

#[test]
fn an_appeal_is_of_a_complaint_that_was_answered_and_its_clocks_begin_anew() {
    let appeal = || ComplaintAppealed { channel: Channel::Letter, reason: words("Nobody asked me."), owner: None };
    let tried =
        |inquiry: &Inquiry, happened: &str| inquiry.appeal(appeal(), (at(happened), at("2026-12-04T10:00"))).map(drop);
    let open = understood(Seriousness::Minor);
    assert_eq!(tried(&open, "2026-12-04T09:00"), Err(CannotInquire::NotDecided));
    let mut decided = open;
    let answer = InquiryAnswered { outcome: Some(outcome(Finding::NotUpheld)), ..answered() };
    add(&mut decided, answer.clone(), "2026-11-25T12:00");
    assert_eq!(tried(&decided, "2026-12-04T09:00"), Ok(()));
    assert_eq!(tried(&decided, "2026-11-25T11:00"), Err(CannotInquire::BeforeAnswered));
    assert_eq!(tried(&decided, "2026-12-05T09:00"), Err(CannotInquire::InTheFuture));
    let mut question = asked(InquiryKind::Question, MORNING);
    add(&mut question, answered(), "2026-11-24T12:00");
    assert_eq!(tried(&question, "2026-12-04T09:00"), Err(CannotInquire::NoComplaint));

    add(&mut decided, appeal(), "2026-12-04T09:00");
    let clocks = decided.clocks(&rules()).unwrap();
    assert_eq!(clocks.received, at("2026-12-04T09:00"));
    assert_eq!((clocks.acknowledge.done, clocks.answer.done), (None, None));
    assert_eq!(clocks.answer.due, at("2026-12-08T17:00"), "Friday and two working days");
    assert!(decided.is_open() && decided.outcome().is_none());
    assert_eq!(decided.decided_by_another(Some(WORKER)), Err(CannotInquire::DecidedBefore));
    assert_eq!(decided.decided_by_another(Some(SUPERVISOR)), Ok(()));
    let early = (at("2026-11-26T10:00"), at("2026-12-04T10:00"));
    assert_eq!(decided.answer(answer.clone(), early, Pack::default(), &rules()), Err(CannotInquire::BeforeReceived));
    add(&mut decided, answer, "2026-12-04T12:00");
    assert_eq!(decided.outcome().map(|outcome| outcome.finding), Some(Finding::NotUpheld));
}
