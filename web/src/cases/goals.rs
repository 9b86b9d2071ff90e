//! The open goals of a case: where each stands, and the way it is going (FS-4.3.2).

use super::head::CaseView;
use crate::face::parts::{Goal, Ruler, Trend};
use crate::face::prelude::*;

/// The open goals with their last two ratings.
pub(crate) fn goals(view: &CaseView) -> Vec<Goal> {
    let plan = &view.file().plan;
    let goal = |goal: &domain::plans::Goal| {
        let ratings = plan.ratings_of(goal.id);
        let now = ratings.last().copied();
        let was = ratings.len().checked_sub(2).and_then(|at| ratings.get(at)).copied();
        let state = match (now, was) {
            (None, _) => State::plain("not rated yet"),
            (Some(now), None) => State::plain(Words::from("{now} of 5").with("now", now)),
            (Some(now), Some(was)) => {
                let words = if now == was { "{now} of 5, as before" } else { "{now} of 5, was {was}" };
                Trend::between(was, now).state(Words::from(words).with("now", now).with("was", was))
            }
        };
        Goal {
            words: goal.title.reveal().to_owned().into(),
            ruler: Ruler::new(now.unwrap_or(0), was),
            state,
            so_far: so_far(&ratings),
        }
    };
    plan.open_goals().map(goal).collect()
}

/// The steps of the last sessions; nothing where state and ruler tell all of them.
fn so_far(ratings: &[u8]) -> Words {
    const SHOWN: usize = 6;
    if ratings.len() < 3 {
        return Words::default();
    }
    let last = ratings.get(ratings.len().saturating_sub(SHOWN)..).unwrap_or_default();
    let steps: Vec<String> = last.iter().map(u8::to_string).collect();
    Words::from("The last {n} sessions: {steps}").with("n", steps.len()).with("steps", steps.join(" · "))
}
