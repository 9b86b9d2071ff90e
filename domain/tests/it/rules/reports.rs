//! Progress reports (PT-4.3.2, CM-4.5.1 to CM-4.5.3).

use domain::cases::CaseFile;
use domain::closure::CaseReopened;
use domain::contacts::ContactKind;
use domain::ids::EntryNumber;
use domain::plans::GoalStatus;
use domain::reports::{
    ClosingPart, ReportApproved, ReportReturned, ReportState, ReportSubmitted, ReportedGoal, Service, TEMPLATE,
};
use domain::rulebook::Rulebook;
use jiff::civil::{Date, date};

use super::contacts::contact;
use super::sessions::{none, session};
use super::{OTHER, SUPERVISOR, Story, TODAY, WORKER, at, hands, item, line, outcome, words};

pub(super) fn report(n: u128, from: Date, until: Date) -> ReportSubmitted {
    let title = line("School");
    ReportSubmitted {
        id: item(n),
        template: TEMPLATE.0.to_owned(),
        template_version: TEMPLATE.1,
        from,
        until,
        assessment: words("Settled."),
        outcomes: words("Attends."),
        goals: vec![ReportedGoal { goal: item(1), title, status: GoalStatus::Met, comment: None, ratings: vec![3, 4] }],
        recommendations: words("Close."),
        closing: None,
    }
}

/// The closing report on the service as the file has it.
pub(super) fn closing_report(file: &CaseFile, n: u128) -> ReportSubmitted {
    let service = file.service(&Rulebook::default()).unwrap();
    let closing = ClosingPart { why: words("He is at school."), agreed: words("He calls when he needs to."), service };
    ReportSubmitted { closing: Some(closing), ..report(n, TODAY, TODAY) }
}

pub(super) fn returned(n: u128) -> ReportReturned {
    ReportReturned { id: item(n), comments: words("What did the school say?") }
}

fn submitted() -> Story {
    Story::opened().then(report(7, date(2025, 10, 1), TODAY))
}

fn approval(n: u128, entry: EntryNumber) -> ReportApproved {
    ReportApproved { id: item(n), entry }
}

#[test]
fn a_report_speaks_of_a_period_that_is_over_and_of_at_least_one_goal() {
    let check = |from, until, goals: bool| {
        let mut report = report(7, from, until);
        if !goals {
            report.goals.clear();
        }
        outcome(Story::opened().file.reports.submit(report, None, TODAY))
    };
    assert_eq!(check(date(2025, 10, 1), TODAY, true), "ReportSubmitted");
    assert_eq!(check(TODAY, TODAY, true), "ReportSubmitted");
    assert_eq!(check(TODAY, date(2026, 1, 4), true), "the period ends before it begins");
    assert_eq!(check(TODAY, date(2026, 1, 6), true), "the period ends in the future");
    assert_eq!(check(TODAY, TODAY, false), "a report reviews at least one goal; write the plan first");
}

#[test]
fn a_report_goes_back_and_forth_until_somebody_else_approves_the_version_they_read() {
    let first = submitted();
    let entry = first.last();
    let back = first.clone().by(SUPERVISOR).then(returned(7));
    let again = back.clone().by(WORKER).then(report(7, date(2025, 10, 1), TODAY));
    let newer = again.last();
    let done = again.clone().by(SUPERVISOR).then(approval(7, newer));

    let submit = |story: &Story| outcome(story.file.reports.submit(report(7, date(2025, 10, 1), TODAY), None, TODAY));
    let send_back = |story: &Story, by| outcome(story.file.reports.send_back(returned(7), by));
    let approve = |story: &Story, entry, by| outcome(story.file.reports.approve(approval(7, entry), by));
    let with = "this report is with the supervisor or approved; it cannot be changed now";
    let idle = "this report is not waiting for a decision";
    let own = "nobody approves their own work; another supervisor has to decide";

    assert_eq!(submit(&first), with);
    assert_eq!(submit(&back), "ReportSubmitted");
    assert_eq!(submit(&done), with);

    assert_eq!(send_back(&first, SUPERVISOR), "ReportReturned");
    assert_eq!(send_back(&first, WORKER), own);
    assert_eq!(send_back(&back, SUPERVISOR), idle);
    assert_eq!(send_back(&done, SUPERVISOR), idle);

    assert_eq!(approve(&first, entry, SUPERVISOR), "ReportApproved");
    assert_eq!(approve(&first, entry, OTHER), "ReportApproved");
    assert_eq!(approve(&first, entry, WORKER), own);
    assert_eq!(approve(&back, entry, SUPERVISOR), idle);
    assert_eq!(
        approve(&again, entry, SUPERVISOR),
        "a newer version of this report has come in meanwhile; please read it first"
    );
    assert_eq!(approve(&again, newer, SUPERVISOR), "ReportApproved");
    assert_eq!(approve(&done, newer, SUPERVISOR), idle);
    assert_eq!(
        outcome(first.file.reports.approve(approval(8, entry), SUPERVISOR)),
        "there is no such report in this case"
    );
    assert_eq!(done.file.reports.all.len(), 1, "one report through all its versions");
    assert_eq!(done.file.reports.unfinished().count(), 0);
}

#[test]
fn since_when_a_report_is_where_it_is() {
    let story = submitted().on("2026-01-07T10:00").by(SUPERVISOR).then(returned(7));
    let report = story.file.reports.find(item(7)).unwrap();
    assert!(matches!(report.state, ReportState::Returned(_)));
    assert_eq!((report.submitted, report.since), (at("2026-01-05T09:00"), at("2026-01-07T10:00")));
}

#[test]
fn a_returned_report_covers_nothing() {
    let story = submitted();
    assert_eq!(story.file.reports.covered_until(), Some(TODAY));
    assert_eq!(story.then(returned(7)).file.reports.covered_until(), None);
}

#[test]
fn the_closing_report_looks_back_on_the_whole_service_as_the_file_has_it() {
    let story = Story::opened().then(super::closure::assessment()).then(contact(ContactKind::Inquiry));
    let story = story.on("2026-01-08T10:00").then(session(None, none()));
    let service = story.file.service(&Rulebook::default()).unwrap();
    let day = date(2026, 1, 8);
    assert_eq!(service, Service { opened: TODAY, sessions: 1, held: Some((day, day)), contacts: 1, assessments: 1 });
    let submit = |file: &CaseFile, order: ReportSubmitted| {
        outcome(file.reports.submit(order, file.service(&Rulebook::default()), day))
    };
    let mut order = closing_report(&story.file, 7);
    order.goals.clear();
    assert_eq!(submit(&story.file, order.clone()), "ReportSubmitted", "also of a case that never had a plan");
    let later = story.clone().then(contact(ContactKind::Inquiry));
    assert_eq!(
        submit(&later.file, order.clone()),
        "something was written in the file meanwhile, and the figures have changed; please look at them again"
    );
    let there = story.then(order);
    let second = submit(&there.file, closing_report(&there.file, 8));
    assert_eq!(second, "there is a closing report already; change that one");
    let usual = ReportSubmitted { closing: None, ..closing_report(&there.file, 8) };
    assert_eq!(submit(&there.file, usual), "ReportSubmitted");
}

#[test]
fn a_case_that_was_opened_again_needs_another_closing_report() {
    let closed = super::closure::closed();
    assert!(closed.file.reports.closing().is_some());
    let reopened = closed.then(CaseReopened { asked: item(9), assignment: hands(WORKER, SUPERVISOR) });
    assert!(reopened.file.reports.closing().is_none());
    let order = closing_report(&reopened.file, 8);
    let submitted = reopened.file.reports.submit(order, reopened.file.service(&Rulebook::default()), TODAY);
    assert_eq!(outcome(submitted), "ReportSubmitted");
}
