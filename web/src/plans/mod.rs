//! The plan: goals, interventions, versions, and changing it together.

pub mod edit;
pub mod show;

use domain::changes::Change;
use domain::text::Line;

use crate::face::prelude::*;

/// A change in words.
pub(crate) fn told(change: &Change) -> Words {
    match change {
        Change::GoalAdded(goal) => Words::from("New goal: {goal}").with("goal", goal.reveal()),
        Change::GoalRemoved(goal) => Words::from("Goal taken out: {goal}").with("goal", goal.reveal()),
        Change::GoalReworded(before, after) => Words::from("Reworded: “{before}” is now “{after}”")
            .with("before", before.reveal())
            .with("after", after.reveal()),
        Change::GoalMoved(goal, before, after) => Words::from("{goal}: {before} is now {after}")
            .with("goal", goal.reveal())
            .with("before", Words::from(before.word()))
            .with("after", Words::from(after.word())),
        Change::InterventionAdded(what) => Words::from("New intervention: {what}").with("what", what.reveal()),
        Change::InterventionRemoved(what) => Words::from("Intervention ended: {what}").with("what", what.reveal()),
        Change::InterventionReworded(before, after) => {
            Words::from("Intervention reworded: “{before}” is now “{after}”")
                .with("before", before.reveal())
                .with("after", after.reveal())
        }
        Change::InterventionGiven(what, before, after) => {
            let who = |who: &Option<Line>| {
                who.as_ref().map_or("nobody named".into(), |who| Words::from(who.reveal().to_owned()))
            };
            Words::from("{what}: done by {before} before, by {after} now")
                .with("what", what.reveal())
                .with("before", who(before))
                .with("after", who(after))
        }
    }
}
