//! The plan: goals and interventions agreed with the client. Every change is a new version with its reason.
//!
//! Serves FS-4.3.2, FS-4.4.1 to FS-4.4.3, PT-4.3.2, CM-4.4.2.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{EntryNumber, ItemId};
use crate::text::{Line, Narrative};
use crate::time::Instant;

/// How far a goal is (PT-7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalStatus {
    /// Agreed, nothing done yet.
    NotStarted,
    /// Being worked on.
    InProgress,
    /// Reached.
    Met,
    /// Given up or missed.
    NotMet,
}

impl GoalStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::NotStarted, Self::InProgress, Self::Met, Self::NotMet];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::InProgress => "In progress",
            Self::Met => "Met",
            Self::NotMet => "Not met",
        }
    }

    /// Whether it is still worked on.
    pub const fn open(self) -> bool {
        matches!(self, Self::NotStarted | Self::InProgress)
    }
}

/// One goal as a version of the plan words it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Its id, the same in every version.
    pub id: ItemId,
    /// What is to be reached.
    pub title: Line,
    /// How far it is.
    pub status: GoalStatus,
    /// By when, if that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
}

/// What is done to reach the goals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervention {
    /// Its id, the same in every version.
    pub id: ItemId,
    /// What is done.
    pub what: Line,
    /// By whom, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Line>,
}

/// How the client agreed (FS-4.4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// In a session or meeting.
    InPerson,
    /// On the phone.
    ByPhone,
    /// In writing.
    InWriting,
    /// By somebody entitled to, for the client.
    OnBehalf,
    /// Not yet, or refused; the reason is in words.
    NotAgreed,
}

impl Agreement {
    /// Every way.
    pub const ALL: [Self; 5] = [Self::InPerson, Self::ByPhone, Self::InWriting, Self::OnBehalf, Self::NotAgreed];

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InPerson => "Agreed face to face",
            Self::ByPhone => "Agreed on the phone",
            Self::InWriting => "Agreed in writing",
            Self::OnBehalf => "Agreed on the client’s behalf",
            Self::NotAgreed => "Not agreed",
        }
    }
}

/// A new version of the plan (FS-4.4.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRevised {
    /// From 1; the version before it is the one that was revised.
    pub version: u32,
    /// All goals, whole.
    pub goals: Vec<Goal>,
    /// All interventions, whole.
    pub interventions: Vec<Intervention>,
    /// How the client agreed.
    pub agreement: Agreement,
    /// Why the plan changes.
    pub reason: Narrative,
}

/// How far a goal was rated in a session, from 1 "not yet" to 5 "reached".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalRating {
    /// Which goal.
    pub goal: ItemId,
    /// 1 to 5.
    pub step: u8,
}

/// The words for the five steps of a goal rating.
pub const STEPS: [&str; 5] = ["Not yet", "A little", "Half way", "Nearly", "Reached"];

/// What a case file knows of the plan.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The versions, oldest first, each with its entry and time.
    pub versions: Vec<(EntryNumber, Instant, PlanRevised)>,
    /// Ratings in the order of the sessions.
    pub ratings: Vec<(EntryNumber, Instant, GoalRating)>,
}

impl Plan {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::PlanRevised(plan) => self.versions.push((entry.id.number, entry.signed(), plan.clone())),
            Event::SessionRecorded(session) => {
                for rating in &session.ratings {
                    self.ratings.push((entry.id.number, entry.happened(), *rating));
                }
            }
            _ => {}
        }
    }

    /// The version that holds.
    pub fn current(&self) -> Option<&PlanRevised> {
        self.versions.last().map(|(_, _, plan)| plan)
    }

    /// The number of the version that holds; 0 without a plan.
    pub fn version(&self) -> u32 {
        self.current().map_or(0, |plan| plan.version)
    }

    /// The goals that are still worked on.
    pub fn open_goals(&self) -> impl Iterator<Item = &Goal> {
        self.current().into_iter().flat_map(|plan| &plan.goals).filter(|goal| goal.status.open())
    }

    /// The ratings of one goal, oldest first.
    pub fn ratings_of(&self, goal: ItemId) -> Vec<u8> {
        self.ratings.iter().filter(|(_, _, rating)| rating.goal == goal).map(|(_, _, rating)| rating.step).collect()
    }

    /// Decides on a new version. `based_on` is the version that the author had before them.
    ///
    /// # Errors
    /// [`CannotRevise`] when somebody else revised it meanwhile, or it is empty, or nothing changes.
    pub fn revise(&self, order: &PlanRevised, based_on: u32) -> Result<Vec<Event>, CannotRevise> {
        if based_on != self.version() {
            return Err(CannotRevise::RevisedMeanwhile { version: self.version() });
        }
        if order.goals.is_empty() {
            return Err(CannotRevise::NoGoals);
        }
        let same = |plan: &PlanRevised| plan.goals == order.goals && plan.interventions == order.interventions;
        if self.current().is_some_and(same) {
            return Err(CannotRevise::NothingChanged);
        }
        Ok(vec![Event::PlanRevised(PlanRevised { version: based_on + 1, ..order.clone() })])
    }
}

/// Why the plan cannot be changed like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotRevise {
    /// Somebody else signed a new version first.
    #[error("somebody else has signed version {version} of this plan meanwhile; compare and sign again")]
    RevisedMeanwhile {
        /// The version that holds now.
        version: u32,
    },
    /// A plan without a goal.
    #[error("a plan needs at least one goal")]
    NoGoals,
    /// The same plan again.
    #[error("nothing was changed; if the plan stays as it is, choose “no change”")]
    NothingChanged,
}
