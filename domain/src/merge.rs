//! Bringing two revisions of the same plan together, so that neither author loses a word (FS-4.4.3).

use crate::ids::ItemId;
use crate::plans::{Goal, Intervention, PlanRevised};

/// What `mine` becomes on top of `theirs`, when both began with `base` (nothing before the first version).
///
/// What only one of them touched stands as that one left it. Where both touched the same thing, mine stands: its author is shown what the
/// other wrote, and signs. What one took out and the other reworded stays.
pub fn merge(base: Option<&PlanRevised>, theirs: &PlanRevised, mine: PlanRevised) -> PlanRevised {
    let goals = base.map_or(&[][..], |plan| &plan.goals);
    let steps = base.map_or(&[][..], |plan| &plan.interventions);
    PlanRevised {
        version: theirs.version + 1,
        goals: lists(goals, &theirs.goals, mine.goals, |goal| goal.id, goal),
        interventions: lists(steps, &theirs.interventions, mine.interventions, |step| step.id, intervention),
        ..mine
    }
}

fn lists<T: Clone + PartialEq>(
    base: &[T],
    theirs: &[T],
    mine: Vec<T>,
    id: fn(&T) -> ItemId,
    mix: fn(&T, &T, T) -> T,
) -> Vec<T> {
    let find = |list: &[T], wanted: ItemId| list.iter().find(|one| id(one) == wanted).cloned();
    let own: Vec<ItemId> = mine.iter().map(id).collect();
    let kept = mine.into_iter().filter_map(|one| match (find(base, id(&one)), find(theirs, id(&one))) {
        (Some(before), Some(theirs)) => Some(mix(&before, &theirs, one)),
        (Some(before), None) => (one != before).then_some(one),
        (None, _) => Some(one),
    });
    let added = theirs.iter().filter(|one| !own.contains(&id(one)) && find(base, id(one)).as_ref() != Some(*one));
    kept.chain(added.cloned()).collect()
}

fn goal(before: &Goal, theirs: &Goal, mine: Goal) -> Goal {
    Goal {
        id: mine.id,
        title: touched(&before.title, &theirs.title, mine.title),
        status: touched(&before.status, &theirs.status, mine.status),
        by: touched(&before.by, &theirs.by, mine.by),
    }
}

fn intervention(before: &Intervention, theirs: &Intervention, mine: Intervention) -> Intervention {
    Intervention {
        id: mine.id,
        what: touched(&before.what, &theirs.what, mine.what),
        who: touched(&before.who, &theirs.who, mine.who),
    }
}

fn touched<T: Clone + PartialEq>(before: &T, theirs: &T, mine: T) -> T {
    if mine == *before { theirs.clone() } else { mine }
}
