//! What a supervisor sees: flags, what is overdue, who has been silent (PT-3b, CM-4.4.3).

use casework::Failure;
use casework::flags::{raise_flag, resolve_flag};
use casework::reviews::{ReviewCase, review_case};
use casework::today::{supervision, today};
use domain::flags::{FlagRaised, FlagResolved};
use domain::reviews::CaseReviewed;
use insta::assert_snapshot;
use jiff::civil::date;

use crate::cast::{HELENA, JOANNA, MARIA, RUBEN, TOMAS};
use crate::orders::{line, words};
use crate::world::story;

#[test]
fn a_flag_is_raised_seen_and_taken_down() {
    let told = story(async |world| {
        let case = world.case().await;
        let id = world.item("not seen for a week");
        let flag = FlagRaised { id, what: line("Not seen for a week"), owner: world.id(TOMAS), due: date(2026, 1, 6) };
        raise_flag(&world.acting(MARIA), case, flag, world.ink()).await.unwrap();
        let list = today(&world.acting(TOMAS)).await.unwrap();
        assert_eq!(list.duties[0].what.as_deref(), Some("Not seen for a week"));
        world.tell("the caseworker raises a flag for the supervisor").await;

        let down = || FlagResolved { id, how: line("Seen at home") };
        let stranger = resolve_flag(&world.acting(RUBEN), case, down(), world.ink()).await.unwrap_err();
        assert!(matches!(stranger, Failure::Refused(_)));
        resolve_flag(&world.acting(TOMAS), case, down(), world.ink()).await.unwrap();
        let twice = resolve_flag(&world.acting(TOMAS), case, down(), world.ink()).await.unwrap_err();
        assert!(matches!(twice, Failure::Rule(_)));
        world.tell("he sees to it").await;
    });
    assert_snapshot!(told, @"
    # the caseworker raises a flag for the supervisor
    entry  case 1 #2 FlagRaised, Confidential, by maria as Author with RecentSignIn
    duty  +case 1: flag “not seen for a week”, tomas, Mon 05 Jan 09:00 – Tue 06 Jan 17:00

    # he sees to it
    entry  case 1 #3 FlagResolved, Confidential, by tomas as Author with RecentSignIn
    ledger denied case 1 by ruben for RaiseFlag
    duty  -case 1: flag “not seen for a week”, tomas, Mon 05 Jan 09:00 – Tue 06 Jan 17:00
    ");
}

#[test]
fn a_review_starts_the_next_cadence() {
    let told = story(async |world| {
        let case = world.case().await;
        world.clock.pass(26 * 86_400);
        let review = CaseReviewed { found: words("On course."), agreed: words("Go on.") };
        review_case(&world.acting(MARIA), ReviewCase { case, review }, world.ink()).await.unwrap();
        world.tell("reviewed on 31 January, a Saturday").await;
    });
    assert_snapshot!(told, @"
    # reviewed on 31 January, a Saturday
    entry  case 1 #2 CaseReviewed, Confidential, by maria as Author with RecentSignIn
    duty  -case 1: case_review, maria, Mon 05 Jan 09:00 – Thu 05 Feb 17:00
    duty  +case 1: case_review, maria, Sat 31 Jan 09:00 – Mon 02 Mar 17:00
    ");
}

#[test]
fn a_supervisor_sees_what_is_overdue_and_who_is_silent_in_the_own_caseload_only() {
    story(async |world| {
        let case = world.case().await;
        world.case().carried_by(RUBEN).supervised_by(HELENA).await;
        world.clock.pass(32 * 86_400);
        let seen = supervision(&world.acting(TOMAS)).await.unwrap();
        let [line] = seen.cases.as_slice() else { panic!("{} cases", seen.cases.len()) };
        assert_eq!((line.case, line.silent_days, seen.silent_from), (case, 32, 30));
        let mut overdue: Vec<&str> = line.overdue.iter().map(|(kind, _, _)| kind.code()).collect();
        overdue.sort_unstable();
        assert_eq!(overdue, ["case_review", "initial_assessment", "next_session"]);
        for person in [MARIA, JOANNA] {
            assert!(matches!(supervision(&world.acting(person)).await, Err(Failure::Refused(_))));
        }
    });
}
