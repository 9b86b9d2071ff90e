//! Duties: whose, since when, by when; cadences at month ends; and that each ends when it is done (PT-4.1, CM-4.4, CM-4.5, FS-4.1.1).

use std::collections::BTreeSet;

use domain::closure::{CaseReopened, ReopeningAsked};
use domain::contacts::{ContactKind, PlanAfter};
use domain::duties::{DutyKind, Owner, of_case};
use domain::level::Level;
use domain::reports::ReportApproved;
use domain::reviews::CaseReviewed;
use domain::rulebook::{Programme, Rulebook};
use domain::sessions::{NotHeld, SessionNotHeld};
use domain::staff::Role;
use jiff::civil::date;

use super::closure::{assessment, closed, laddered};
use super::contacts::{contact, promise};
use super::flags::flag;
use super::reports::{report, returned};
use super::sessions::{booked, none, session};
use super::{OTHER, SUPERVISOR, Story, TODAY, WORKER, clock, hands, item, line, words};

fn owner(owner: Owner) -> String {
    match owner {
        Owner::Staff(staff) if staff == WORKER => "worker".to_owned(),
        Owner::Staff(staff) if staff == SUPERVISOR => "supervisor".to_owned(),
        Owner::Staff(_) => "other".to_owned(),
        Owner::Role(role) => role.code().to_owned(),
        Owner::Carrier => "whoever carries the case".to_owned(),
    }
}

/// The duty of this kind: whose, since when, by when.
pub(super) fn duty(story: &Story, kind: DutyKind, rules: &Rulebook) -> String {
    let all = of_case(&story.file, rules);
    let lines = all
        .iter()
        .filter(|duty| duty.kind == kind)
        .map(|duty| format!("{}, {} – {}", owner(duty.owner), clock(duty.raised, rules), clock(duty.due, rules)));
    lines.collect::<Vec<_>>().join("; ")
}

pub(super) fn check(story: &Story, kind: DutyKind, expected: &str) {
    assert_eq!(duty(story, kind, &Rulebook::default()), expected, "{}", kind.code());
}

#[test]
fn a_new_case_has_its_first_duties_at_once() {
    let story = Story::opened();
    check(&story, DutyKind::InitialAssessment, "worker, 2026-01-05 09:00 – 2026-01-12 17:00");
    check(&story, DutyKind::CaseReview, "worker, 2026-01-05 09:00 – 2026-02-05 17:00");
    check(&story, DutyKind::ProgressReport, "worker, 2026-01-05 09:00 – 2026-04-06 17:00");
    check(&story, DutyKind::NextSession, "worker, 2026-01-05 09:00 – 2026-01-12 17:00");
    assert_eq!(of_case(&story.file, &Rulebook::default()).len(), 4);
    assert!(of_case(&Story::blank().file, &Rulebook::default()).is_empty());
}

#[test]
fn cadences_keep_to_the_month_end_and_to_working_days() {
    let review = |opened: &str| duty(&Story::opened_at(opened), DutyKind::CaseReview, &Rulebook::default());
    assert_eq!(review("2026-01-30T09:00"), "worker, 2026-01-30 09:00 – 2026-03-02 17:00", "28 February is a Saturday");
    assert_eq!(review("2027-01-31T09:00"), "worker, 2027-01-31 09:00 – 2027-03-01 17:00", "28 February is a Sunday");
    assert_eq!(review("2028-01-31T09:00"), "worker, 2028-01-31 09:00 – 2028-02-29 17:00", "a leap year");
    assert_eq!(review("2026-03-31T09:00"), "worker, 2026-03-31 09:00 – 2026-04-30 17:00");
    assert_eq!(review("2026-08-31T09:00"), "worker, 2026-08-31 09:00 – 2026-09-30 17:00");
}

#[test]
fn each_programme_has_its_own_cadences() {
    let programme = Programme {
        code: "general".to_owned(),
        initial_assessment_days: 1,
        assessment_months: 6,
        significant_days: 2,
        review_months: 2,
        report_months: 12,
        ..Programme::general()
    };
    let rules = Rulebook { programmes: vec![programme], ..Rulebook::default() };
    let story = Story::opened();
    assert_eq!(duty(&story, DutyKind::InitialAssessment, &rules), "worker, 2026-01-05 09:00 – 2026-01-06 17:00");
    assert_eq!(duty(&story, DutyKind::CaseReview, &rules), "worker, 2026-01-05 09:00 – 2026-03-05 17:00");
    assert_eq!(duty(&story, DutyKind::ProgressReport, &rules), "worker, 2026-01-05 09:00 – 2027-01-05 17:00");
    let story = story.then(assessment());
    assert_eq!(duty(&story, DutyKind::ProgressAssessment, &rules), "worker, 2026-01-05 09:00 – 2026-07-06 17:00");
}

#[test]
fn assessments_follow_each_other_and_a_significant_intervention() {
    let story = Story::opened().on("2026-01-08T10:00").then(assessment());
    check(&story, DutyKind::InitialAssessment, "");
    check(&story, DutyKind::ProgressAssessment, "worker, 2026-01-08 10:00 – 2026-04-08 17:00");
    let mut note = session(None, none());
    note.significant = true;
    let story = story.on("2026-01-20T10:00").then(note);
    check(&story, DutyKind::ProgressAssessment, "");
    check(&story, DutyKind::InterventionAssessment, "worker, 2026-01-20 10:00 – 2026-01-27 17:00");
    let story = story.on("2026-01-21T10:00").then(assessment());
    check(&story, DutyKind::InterventionAssessment, "");
    check(&story, DutyKind::ProgressAssessment, "worker, 2026-01-21 10:00 – 2026-04-21 17:00");
}

#[test]
fn a_review_starts_the_next_month() {
    let reviewed = CaseReviewed { found: words("On course."), agreed: words("Go on.") };
    let story = Story::opened().on("2026-01-31T10:00").then(reviewed);
    check(&story, DutyKind::CaseReview, "worker, 2026-01-31 10:00 – 2026-03-02 17:00");
}

#[test]
fn a_report_is_now_with_one_and_now_with_the_other() {
    let story = Story::opened().then(report(7, date(2025, 10, 1), TODAY));
    check(&story, DutyKind::ProgressReport, "");
    check(&story, DutyKind::ReportDecision, "supervisor, 2026-01-05 09:00 – 2026-01-08 17:00");
    let story = story.on("2026-01-15T10:00").by(SUPERVISOR).then(returned(7));
    check(&story, DutyKind::ReportDecision, "");
    check(&story, DutyKind::ReportReturned, "worker, 2026-01-15 10:00 – 2026-01-20 17:00");
    let story = story.on("2026-01-16T10:00").by(WORKER).then(report(7, date(2025, 10, 1), TODAY));
    let entry = story.last();
    let story = story.by(SUPERVISOR).then(ReportApproved { id: item(7), entry });
    check(&story, DutyKind::ReportDecision, "");
    check(&story, DutyKind::ReportReturned, "");
    check(&story, DutyKind::ProgressReport, "worker, 2026-01-05 09:00 – 2026-04-06 17:00");
}

#[test]
fn promises_flags_plans_and_co_signatures_are_somebodys() {
    let mut call = contact(ContactKind::Complaint);
    let mut clients = promise(2, date(2026, 1, 10));
    clients.owner = None;
    let mut others = promise(3, TODAY);
    others.owner = Some(OTHER);
    call.actions = vec![promise(1, date(2026, 1, 9)), clients, others];
    call.plan = PlanAfter::Changed;
    let story = Story::opened().by(OTHER).at_level(Level::Sensitive).then(call).then(flag(4));
    check(
        &story,
        DutyKind::ActionItem,
        "worker, 2026-01-05 09:00 – 2026-01-09 17:00; worker, 2026-01-05 09:00 – 2026-01-12 17:00; \
         other, 2026-01-05 09:00 – 2026-01-05 17:00",
    );
    check(&story, DutyKind::CoSignature, "supervisor, 2026-01-05 09:00 – 2026-01-08 17:00");
    check(&story, DutyKind::PlanRevision, "other, 2026-01-05 09:00 – 2026-01-06 17:00");
    check(&story, DutyKind::Flag, "worker, 2026-01-05 09:00 – 2026-01-05 17:00");
}

#[test]
fn there_is_always_a_next_session_or_a_reason() {
    let story = Story::opened().then(booked(1, "2026-01-07T10:00"));
    check(&story, DutyKind::NextSession, "");
    check(&story, DutyKind::SessionNote, "worker, 2026-01-07 10:50 – 2026-01-08 17:00");
    let missed = SessionNotHeld { slot: item(1), why: NotHeld::NoShow, note: None, next: none() };
    let story = story.on("2026-01-07T11:00").then(missed);
    check(&story, DutyKind::SessionNote, "");
    check(&story, DutyKind::MissedSession, "worker, 2026-01-07 10:00 – 2026-01-09 17:00");
    let story = story.then(session(None, none()));
    check(&story, DutyKind::MissedSession, "");
    check(&story, DutyKind::NextSession, "");
}

#[test]
fn after_three_sessions_that_the_client_missed_the_supervisor_looks_at_the_case() {
    let missed = |story: Story, n: u128, why| {
        let day = format!("2026-01-{n:02}T10:00");
        let order = SessionNotHeld { slot: item(n), why, note: Some(line("Ill")), next: none() };
        story.then(booked(n, &day)).on(&day).then(order)
    };
    let two = missed(missed(Story::opened(), 6, NotHeld::NoShow), 7, NotHeld::CancelledByClient);
    check(&two, DutyKind::MissedAgain, "");
    check(&missed(two.clone(), 8, NotHeld::CancelledByUs), DutyKind::MissedAgain, "");
    let three = missed(two.clone(), 8, NotHeld::NoShow);
    check(&three, DutyKind::MissedAgain, "supervisor, 2026-01-08 10:00 – 2026-01-13 17:00");
    let review = CaseReviewed { found: words("Ill again"), agreed: words("A home visit") };
    let reviewed = three.clone().on("2026-01-09T10:00").then(review);
    check(&reviewed, DutyKind::MissedAgain, "");
    check(
        &missed(reviewed, 12, NotHeld::NoShow),
        DutyKind::MissedAgain,
        "supervisor, 2026-01-12 10:00 – 2026-01-15 17:00",
    );
    check(&three.then(session(None, none())), DutyKind::MissedAgain, "");
    let rules = Rulebook { missed_in_a_row: 2, ..Rulebook::default() };
    assert_ne!(duty(&two, DutyKind::MissedAgain, &rules), "");
}

#[test]
fn the_ladder_is_always_somebodys_until_the_case_is_closed() {
    let step = |signed| duty(&laddered(signed), DutyKind::ClosureStep, &Rulebook::default());
    assert_eq!(step(0), "");
    let until = "2026-01-05 09:00 – 2026-01-08 17:00";
    for (signed, whose) in
        [(1, "worker"), (2, "supervisor"), (3, "records_officer"), (4, "it_administrator"), (5, "worker")]
    {
        assert_eq!(step(signed), format!("{whose}, {until}"), "after {signed} steps");
    }
    assert_eq!(duty(&closed(), DutyKind::ClosureStep, &Rulebook::default()), "");
    let left = of_case(&closed().file, &Rulebook::default());
    assert!(left.iter().all(|duty| duty.kind == DutyKind::AccessCheck), "a closed case asks for nothing else");
}

#[test]
fn a_reopening_is_decided_by_somebody_else_and_starts_the_clocks_anew() {
    let asked = ReopeningAsked { id: item(9), reason: words("He asks to come again.") };
    let by = |staff| closed().on("2026-09-01T10:00").by(staff).then(asked.clone());
    check(&by(OTHER), DutyKind::ReopeningDecision, "supervisor, 2026-09-01 10:00 – 2026-09-04 17:00");
    let dpo = Role::DataProtectionOfficer.code();
    check(&by(SUPERVISOR), DutyKind::ReopeningDecision, &format!("{dpo}, 2026-09-01 10:00 – 2026-09-04 17:00"));

    let reopened = CaseReopened { asked: item(9), assignment: hands(OTHER, SUPERVISOR) };
    let story = by(SUPERVISOR).on("2026-09-02T10:00").by(OTHER).then(reopened);
    check(&story, DutyKind::ReopeningDecision, "");
    check(&story, DutyKind::CaseReview, "other, 2026-09-02 10:00 – 2026-10-02 17:00");
    check(&story, DutyKind::ProgressAssessment, "other, 2026-09-02 10:00 – 2026-12-02 17:00");
    check(&story, DutyKind::ProgressReport, "other, 2026-09-02 10:00 – 2026-12-02 17:00");
    check(&story, DutyKind::NextSession, "other, 2026-09-02 10:00 – 2026-09-09 17:00");
}

#[test]
fn every_duty_has_a_code_a_clause_and_a_name_of_its_own() {
    let codes: BTreeSet<&str> = DutyKind::ALL.into_iter().map(DutyKind::code).collect();
    assert_eq!(codes.len(), DutyKind::ALL.len());
    for kind in DutyKind::ALL {
        assert_eq!(DutyKind::from_code(kind.code()), Some(kind));
        assert!(kind.clause().contains('-'));
    }
    let mut call = contact(ContactKind::Complaint);
    call.actions = vec![promise(1, TODAY), promise(2, TODAY)];
    let story = Story::opened().at_level(Level::Sensitive).then(call.clone()).then(contact(ContactKind::Complaint));
    let story =
        story.then(flag(3)).then(flag(3)).then(booked(4, "2026-01-07T10:00")).then(booked(5, "2026-01-08T10:00"));
    let duties = of_case(&story.file, &Rulebook::default());
    let keys: BTreeSet<String> = duties.iter().map(domain::duties::Duty::key).collect();
    assert_eq!(keys.len(), duties.len(), "{keys:?}");
    for duty in &duties {
        let named = domain::duties::Duty::entry_in(&duty.key());
        assert_eq!(named, duty.entry.filter(|_| duty.item.is_none()), "an entry is found again by the key");
    }
}
