//! The plan and its versions (FS-4.4.2, FS-4.4.3).

use domain::plans::{Agreement, Goal, GoalStatus, Intervention, PlanRevised};

use super::{Story, item, line, outcome, words};

pub(super) fn goal(n: u128, title: &str, status: GoalStatus) -> Goal {
    Goal { id: item(n), title: line(title), status, by: None }
}

pub(super) fn plan(version: u32, goals: Vec<Goal>) -> PlanRevised {
    PlanRevised {
        version,
        goals,
        interventions: Vec::new(),
        agreement: Agreement::InPerson,
        reason: words("First meeting."),
    }
}

#[test]
fn every_change_is_a_new_version_of_the_one_before() {
    let first = || plan(1, vec![goal(1, "School", GoalStatus::InProgress)]);
    let other = || plan(9, vec![goal(1, "School", GoalStatus::Met)]);
    let revised = Story::opened().then(first());
    let check = |story: &Story, order: PlanRevised, based_on| outcome(story.file.plan.revise(&order, based_on));
    assert_eq!(check(&Story::opened(), first(), 0), "PlanRevised");
    assert_eq!(check(&Story::opened(), plan(1, vec![]), 0), "a plan needs at least one goal");
    assert_eq!(
        check(&Story::opened(), first(), 1),
        "somebody else has signed version 0 of this plan meanwhile; compare and sign again"
    );
    assert_eq!(
        check(&revised, other(), 0),
        "somebody else has signed version 1 of this plan meanwhile; compare and sign again"
    );
    assert_eq!(check(&revised, other(), 1), "PlanRevised");
    assert_eq!(check(&revised, first(), 1), "nothing was changed; if the plan stays as it is, choose “no change”");
    let mut with = first();
    with.interventions.push(Intervention { id: item(2), what: line("Weekly sessions"), who: None });
    assert_eq!(check(&revised, with, 1), "PlanRevised");
}

#[test]
fn the_number_of_a_version_is_counted_and_not_claimed() {
    let events = Story::opened().file.plan.revise(&plan(77, vec![goal(1, "School", GoalStatus::Met)]), 0).unwrap();
    let domain::event::Event::PlanRevised(revised) = &events[0] else { panic!("a plan") };
    assert_eq!(revised.version, 1);
}

#[test]
fn a_goal_is_worked_on_until_it_is_met_or_given_up() {
    for (status, open) in GoalStatus::ALL.into_iter().zip([true, true, false, false]) {
        let story = Story::opened().then(plan(1, vec![goal(1, "School", status)]));
        assert_eq!(story.file.plan.open_goals().count() == 1, open, "{}", status.word());
    }
}
