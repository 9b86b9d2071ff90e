//! The plan and its versions (FS-4.4.2, FS-4.4.3).

use domain::merge::merge;
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

#[test]
fn two_who_change_a_plan_at_once_lose_nothing() {
    use GoalStatus::{InProgress, Met, NotStarted};
    let told = |plan: &PlanRevised| {
        let goals = plan.goals.iter().map(|goal| format!("{} {}", goal.title.reveal(), goal.status.word()));
        goals.collect::<Vec<_>>().join("; ")
    };
    let base = plan(1, vec![goal(1, "Sleep", NotStarted), goal(2, "Flat", NotStarted), goal(3, "Swim", NotStarted)]);
    let check = |theirs, mine, expected: &str| {
        let merged = merge(Some(&base), &plan(2, theirs), plan(2, mine));
        assert_eq!(told(&merged), expected);
        assert_eq!(merged.version, 3);
    };
    let same = || base.goals.clone();
    let with = |at: usize, other: Goal| {
        let mut goals = same();
        goals[at] = other;
        goals
    };
    let without = |at: usize| {
        let mut goals = same();
        goals.remove(at);
        goals
    };
    let and = |other: Goal| [same(), vec![other]].concat();
    let whole = "Sleep Not started; Flat Not started; Swim Not started";
    check(same(), same(), whole);
    // each touched another goal, or another side of the same
    check(
        with(0, goal(1, "Sleep", InProgress)),
        with(1, goal(2, "Flat near school", NotStarted)),
        "Sleep In progress; Flat near school Not started; Swim Not started",
    );
    check(
        with(0, goal(1, "Sleep", Met)),
        with(0, goal(1, "Sleep well", NotStarted)),
        &whole.replace("Sleep Not started", "Sleep well Met"),
    );
    // both touched the same: the one who signs last sees the other's and decides
    check(with(0, goal(1, "Rest", NotStarted)), with(0, goal(1, "Doze", NotStarted)), &whole.replace("Sleep", "Doze"));
    // both added
    check(
        and(goal(4, "Read", NotStarted)),
        and(goal(5, "Cook", NotStarted)),
        &format!("{whole}; Cook Not started; Read Not started"),
    );
    // what is taken out is gone, unless the other one touched it
    check(without(2), same(), "Sleep Not started; Flat Not started");
    check(same(), without(2), "Sleep Not started; Flat Not started");
    check(without(2), with(2, goal(3, "Swim", Met)), "Sleep Not started; Flat Not started; Swim Met");
    check(with(2, goal(3, "Swim", Met)), without(2), "Sleep Not started; Flat Not started; Swim Met");
    // two first plans
    let first = merge(None, &plan(1, vec![goal(1, "Sleep", NotStarted)]), plan(1, vec![goal(2, "Flat", NotStarted)]));
    assert_eq!(told(&first), "Flat Not started; Sleep Not started");
}
