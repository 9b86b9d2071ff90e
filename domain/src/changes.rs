//! The readable difference between two versions of a plan (FS-4.4.3).

use crate::plans::{Goal, GoalStatus, Intervention, PlanRevised};
use crate::text::Line;

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A goal is new.
    GoalAdded(Line),
    /// A goal is gone.
    GoalRemoved(Line),
    /// A goal is worded anew: before, after.
    GoalReworded(Line, Line),
    /// A goal has another status: which, before, after.
    GoalMoved(Line, GoalStatus, GoalStatus),
    /// An intervention is new.
    InterventionAdded(Line),
    /// An intervention is gone.
    InterventionRemoved(Line),
    /// An intervention is worded anew: before, after.
    InterventionReworded(Line, Line),
    /// Somebody else does an intervention: which, before, after.
    InterventionGiven(Line, Option<Line>, Option<Line>),
}

/// What changed from `old` (nothing before the first version) to `new`, in the order of the new plan, what is gone last.
pub fn difference(old: Option<&PlanRevised>, new: &PlanRevised) -> Vec<Change> {
    let no_goals: &[Goal] = &[];
    let no_steps: &[Intervention] = &[];
    let goals = old.map_or(no_goals, |plan| plan.goals.as_slice());
    let steps = old.map_or(no_steps, |plan| plan.interventions.as_slice());
    let mut changes = Vec::new();
    for goal in &new.goals {
        match goals.iter().find(|known| known.id == goal.id) {
            None => changes.push(Change::GoalAdded(goal.title.clone())),
            Some(known) => compare(known, goal, &mut changes),
        }
    }
    let gone = goals.iter().filter(|known| !new.goals.iter().any(|goal| goal.id == known.id));
    changes.extend(gone.map(|goal| Change::GoalRemoved(goal.title.clone())));
    for step in &new.interventions {
        match steps.iter().find(|known| known.id == step.id) {
            None => changes.push(Change::InterventionAdded(step.what.clone())),
            Some(known) => compare_steps(known, step, &mut changes),
        }
    }
    let gone = steps.iter().filter(|known| !new.interventions.iter().any(|step| step.id == known.id));
    changes.extend(gone.map(|step| Change::InterventionRemoved(step.what.clone())));
    changes
}

fn compare_steps(before: &Intervention, after: &Intervention, changes: &mut Vec<Change>) {
    if before.what != after.what {
        changes.push(Change::InterventionReworded(before.what.clone(), after.what.clone()));
    }
    if before.who != after.who {
        changes.push(Change::InterventionGiven(after.what.clone(), before.who.clone(), after.who.clone()));
    }
}

fn compare(before: &Goal, after: &Goal, changes: &mut Vec<Change>) {
    if before.title != after.title {
        changes.push(Change::GoalReworded(before.title.clone(), after.title.clone()));
    }
    if before.status != after.status {
        changes.push(Change::GoalMoved(after.title.clone(), before.status, after.status));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ItemId;
    use crate::plans::Agreement;
    use crate::text::Narrative;
    use uuid::Uuid;

    fn line(text: &str) -> Line {
        Line::parse(text).unwrap()
    }

    fn plan(goals: &[(u128, &str, GoalStatus)]) -> PlanRevised {
        let goal = |(id, title, status): &(u128, &str, GoalStatus)| Goal {
            id: ItemId::new(Uuid::from_u128(*id)),
            title: line(title),
            status: *status,
            by: None,
        };
        PlanRevised {
            version: 1,
            goals: goals.iter().map(goal).collect(),
            interventions: Vec::new(),
            agreement: Agreement::InPerson,
            reason: Narrative::parse("because").unwrap(),
        }
    }

    #[test]
    fn an_intervention_in_other_hands_is_told() {
        let with = |what: &str, who: Option<&str>| {
            let step = Intervention { id: ItemId::new(Uuid::from_u128(7)), what: line(what), who: who.map(line) };
            PlanRevised { interventions: vec![step], ..plan(&[]) }
        };
        let given = |before: Option<&str>, after: Option<&str>| {
            Change::InterventionGiven(line("Call the school"), before.map(line), after.map(line))
        };
        let check = |before: &PlanRevised, after: &PlanRevised, changes: &[Change]| {
            assert_eq!(difference(Some(before), after), changes);
        };
        let (maria, mother) = (with("Call the school", Some("Maria")), with("Call the school", Some("His mother")));
        check(&maria, &mother, &[given(Some("Maria"), Some("His mother"))]);
        check(&mother, &with("Call the school", None), &[given(Some("His mother"), None)]);
        let reworded = Change::InterventionReworded(line("Ring the school"), line("Call the school"));
        check(&with("Ring the school", None), &maria, &[reworded, given(None, Some("Maria"))]);
        check(&maria, &maria, &[]);
    }

    #[test]
    fn added_removed_reworded_and_moved_goals_are_told_apart() {
        use GoalStatus::{InProgress, Met};
        let old = plan(&[(1, "School mornings", InProgress), (2, "Sleep", InProgress), (3, "Letters", InProgress)]);
        let new =
            plan(&[(1, "School mornings", Met), (2, "Sleep before midnight", InProgress), (4, "Friends", InProgress)]);
        assert_eq!(
            difference(Some(&old), &new),
            [
                Change::GoalMoved(line("School mornings"), InProgress, Met),
                Change::GoalReworded(line("Sleep"), line("Sleep before midnight")),
                Change::GoalAdded(line("Friends")),
                Change::GoalRemoved(line("Letters")),
            ]
        );
        assert_eq!(difference(Some(&old), &old), []);
        assert_eq!(difference(None, &plan(&[(1, "Sleep", Met)])), [Change::GoalAdded(line("Sleep"))]);
    }
}
