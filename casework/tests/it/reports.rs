//! Progress reports: submitted, returned, submitted again, approved by somebody else (PT-4.3.2, CM-4.5.2).

use casework::Failure;
use casework::cases::{HandOver, hand_over};
use casework::reports::{CannotReportHere, approve_report, return_report, submit_report};
use domain::cases::CaseFile;
use domain::ids::EntryNumber;
use domain::policy::Action;
use domain::reports::{CannotReport, ReportApproved, ReportReturned, ReportState};
use domain::signature::Meaning;
use insta::assert_snapshot;

use crate::cast::{HELENA, MARIA, NADIA, TOMAS};
use crate::orders::{line, report, words};
use crate::world::story;

#[test]
fn a_report_comes_back_once_and_is_approved() {
    let told = story(async |world| {
        let case = world.case().await;
        let (maria, id, goal) = (world.acting(MARIA), world.item("the report"), world.item("the goal"));
        let first = submit_report(&maria, case, report(id, goal), world.ink()).await.unwrap().number;
        let twice = submit_report(&maria, case, report(id, goal), world.ink()).await.unwrap_err();
        assert!(matches!(twice, Failure::Rule(CannotReportHere::Report(CannotReport::NotYours))));
        world.tell("the report goes to the supervisor").await;

        world.clock.pass(2 * 86_400);
        let back = ReportReturned { id, comments: words("What did the school say?") };
        let signing = world.seal(TOMAS, Meaning::Reviewed);
        return_report(&world.acting(TOMAS), case, back, signing).await.unwrap();
        world.tell("on Wednesday it comes back").await;

        let second = submit_report(&world.acting(MARIA), case, report(id, goal), world.ink()).await.unwrap().number;
        let approve = async |person, entry: EntryNumber| {
            let signing = world.seal(person, Meaning::Approved);
            approve_report(&world.acting(person), case, ReportApproved { id, entry }, signing).await
        };
        let stale = approve(TOMAS, first).await.unwrap_err();
        assert!(matches!(stale, Failure::Rule(CannotReportHere::Report(CannotReport::AnotherVersion))));
        assert!(matches!(approve(HELENA, second).await.unwrap_err(), Failure::Refused(_)));
        approve(TOMAS, second).await.unwrap();
        let again = approve(TOMAS, second).await.unwrap_err();
        assert!(matches!(again, Failure::Rule(CannotReportHere::Report(CannotReport::NotWaiting))));
        world.tell("submitted again and approved by her supervisor").await;

        let seen = world.acting(MARIA).view::<CaseFile>(Action::ReadCase, case).await.unwrap();
        let state = seen.reports.find(id).map(|report| report.state.clone());
        assert!(matches!(state, Some(ReportState::Approved(by, _, _)) if by == world.id(TOMAS)));
    });
    assert_snapshot!(told, @"
    # the report goes to the supervisor
    entry  case 1 #2 ReportSubmitted, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: progress_report, maria, Mon 05 Jan 09:00 – Mon 06 Apr 17:00
    duty  +case 1: report_decision “the report”, tomas, Mon 05 Jan 09:00 – Thu 08 Jan 17:00

    # on Wednesday it comes back
    entry  case 1 #3 ReportReturned, Confidential, by tomas as Reviewed with PasswordAndCode
    duty  -case 1: report_decision “the report”, tomas, Mon 05 Jan 09:00 – Thu 08 Jan 17:00
    duty  +case 1: report_returned “the report”, maria, Wed 07 Jan 09:00 – Mon 12 Jan 17:00

    # submitted again and approved by her supervisor
    entry  case 1 #4 ReportSubmitted, Confidential, by maria as Author with RecentSignIn
    entry  case 1 #5 ReportApproved, Confidential, by tomas as Approved with PasswordAndCode
    ledger denied case 1 by helena for DecideReport
    duty  +case 1: progress_report, maria, Mon 05 Jan 09:00 – Mon 06 Apr 17:00
    duty  -case 1: report_returned “the report”, maria, Wed 07 Jan 09:00 – Mon 12 Jan 17:00
    ");
}

#[test]
fn nobody_approves_their_own_report_even_as_supervisor() {
    story(async |world| {
        let case = world.case().carried_by(NADIA).supervised_by(TOMAS).await;
        let id = world.item("the report");
        let order = report(id, world.item("the goal"));
        let entry = submit_report(&world.acting(NADIA), case, order, world.ink()).await.unwrap().number;
        let order = HandOver { case, worker: world.id(MARIA), supervisor: world.id(NADIA), reason: line("Promoted") };
        hand_over(&world.acting(TOMAS), order, world.ink()).await.unwrap();
        world.changes().await;
        let signing = world.seal(NADIA, Meaning::Approved);
        let why = approve_report(&world.acting(NADIA), case, ReportApproved { id, entry }, signing).await.unwrap_err();
        assert!(matches!(why, Failure::Rule(CannotReportHere::Report(CannotReport::OwnWork))));
        assert_eq!(world.changes().await, "nothing changed\n");
    });
}
