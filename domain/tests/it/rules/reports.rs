//! Progress reports (PT-4.3.2, CM-4.5.1 to CM-4.5.3).

use domain::ids::EntryNumber;
use domain::plans::GoalStatus;
use domain::reports::{ReportApproved, ReportReturned, ReportState, ReportSubmitted, ReportedGoal, TEMPLATE};
use jiff::civil::{Date, date};

use super::{OTHER, SUPERVISOR, Story, TODAY, WORKER, at, item, line, outcome, words};

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
    }
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
        outcome(Story::opened().file.reports.submit(report, TODAY))
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

    let submit = |story: &Story| outcome(story.file.reports.submit(report(7, date(2025, 10, 1), TODAY), TODAY));
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
