//! Reviewing what people say of us: every few months somebody looks at complaints and feedback together, decides, and lays down what is improved by whom
//! until when; each improvement stays a duty until somebody has said what became of it (CC-4.3.3, FS-6.2).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::calendar::days_later;
use crate::contacts::ActionItem;
use crate::entry::Entry;
use crate::event::Event;
use crate::ids::{ItemId, StaffId};
use crate::service::{DaySpan, Reviewed};
use crate::text::{Line, Narrative};
use crate::time::Instant;

/// How many improvements one review lays down at most.
pub const MOST_IMPROVEMENTS: usize = 20;

/// The longest time for an improvement, in days: two years.
const LONGEST: u32 = 732;

/// Complaints and feedback of some days are reviewed (CC-4.3.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackReviewed {
    /// From which day on.
    pub from: Date,
    /// To which day.
    pub until: Date,
    /// What shows, taken together.
    pub findings: Narrative,
    /// What is decided; also that nothing changes.
    pub decisions: Narrative,
    /// What is improved: each by one of us, until a day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub improvements: Vec<ActionItem>,
}

/// What became of an improvement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It is done.
    Done,
    /// It is not done, and will not be.
    Dropped,
    /// It takes longer, or somebody else does it.
    GoesOn {
        /// Who does it from now on.
        owner: StaffId,
        /// By which day.
        due: Date,
    },
}

/// Somebody says what became of an improvement (CC-4.3.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImprovementFollowed {
    /// Which.
    pub id: ItemId,
    /// What became of it.
    pub became: Became,
    /// In words; needed where it is not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Line>,
}

/// An improvement as the organisation's file knows it.
#[derive(Debug, Clone)]
pub struct Improvement {
    /// What was laid down first.
    pub item: ActionItem,
    /// Who does it now.
    pub owner: StaffId,
    /// By which day now.
    pub due: Date,
    /// Since when.
    pub raised: Instant,
    /// What was said of it, each with when and by whom, oldest first.
    pub followed: Vec<(ImprovementFollowed, Instant, StaffId)>,
}

impl Improvement {
    /// What was said last.
    pub fn became(&self) -> Option<Became> {
        self.followed.last().map(|(followed, ..)| followed.became)
    }

    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        matches!(self.became(), None | Some(Became::GoesOn { .. }))
    }
}

/// What the organisation's file knows of these reviews.
#[derive(Debug, Clone, Default)]
pub struct FeedbackReviews {
    /// The reviews, oldest first.
    pub all: Vec<Reviewed<FeedbackReviewed>>,
    /// What they laid down, oldest first.
    pub improvements: Vec<Improvement>,
}

impl FeedbackReviews {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        let (by, at) = (entry.author(), entry.signed());
        match &entry.event {
            Event::FeedbackReviewed(review) => {
                let laid_down = |item: &ActionItem| {
                    let (owner, due) = (item.owner.unwrap_or(by), item.due);
                    Improvement { item: item.clone(), owner, due, raised: at, followed: Vec::new() }
                };
                self.improvements.extend(review.improvements.iter().map(laid_down));
                self.all.push(Reviewed { by, at, review: review.clone() });
            }
            Event::ImprovementFollowed(followed) => {
                let Some(known) = self.improvements.iter_mut().find(|known| known.item.id == followed.id) else {
                    return;
                };
                if let Became::GoesOn { owner, due } = followed.became {
                    (known.owner, known.due) = (owner, due);
                }
                known.followed.push((followed.clone(), at, by));
            }
            _ => {}
        }
    }

    /// The improvement with this id.
    pub fn find(&self, id: ItemId) -> Option<&Improvement> {
        self.improvements.iter().find(|known| known.item.id == id)
    }

    /// Those that are still to be done, oldest first.
    pub fn open(&self) -> impl Iterator<Item = &Improvement> {
        self.improvements.iter().filter(|known| known.is_open())
    }

    /// Decides on recording a review. `works` says who works here now.
    ///
    /// # Errors
    /// [`CannotReviewFeedback`] names what is wrong with it.
    pub fn review(
        &self,
        order: FeedbackReviewed,
        today: Date,
        works: impl Fn(StaffId) -> bool,
    ) -> Result<Vec<Event>, CannotReviewFeedback> {
        if DaySpan::new(order.from, order.until).is_none() {
            return Err(CannotReviewFeedback::Days);
        }
        if today < order.until {
            return Err(CannotReviewFeedback::NotOver);
        }
        if MOST_IMPROVEMENTS < order.improvements.len() {
            return Err(CannotReviewFeedback::TooMany);
        }
        for item in &order.improvements {
            let owner = item.owner.ok_or(CannotReviewFeedback::NotHere)?;
            check(owner, item.due, today, &works)?;
        }
        Ok(vec![order.into()])
    }

    /// Decides on what is said of an improvement. `leads` says whether whoever says it may do so of those of others.
    ///
    /// # Errors
    /// [`CannotReviewFeedback`] names what is wrong with it.
    pub fn follow(
        &self,
        order: ImprovementFollowed,
        (by, leads): (StaffId, bool),
        today: Date,
        works: impl Fn(StaffId) -> bool,
    ) -> Result<Vec<Event>, CannotReviewFeedback> {
        let mine = |known: &&Improvement| leads || known.owner == by;
        let known = self.find(order.id).filter(mine).ok_or(CannotReviewFeedback::NotYours)?;
        if !known.is_open() {
            return Err(CannotReviewFeedback::Over);
        }
        if order.became != Became::Done && order.note.is_none() {
            return Err(CannotReviewFeedback::NoReason);
        }
        if let Became::GoesOn { owner, due } = order.became {
            check(owner, due, today, works)?;
        }
        Ok(vec![order.into()])
    }
}

fn check(owner: StaffId, due: Date, today: Date, works: impl Fn(StaffId) -> bool) -> Result<(), CannotReviewFeedback> {
    if !works(owner) {
        return Err(CannotReviewFeedback::NotHere);
    }
    let fits = (today..=days_later(today, LONGEST)).contains(&due);
    if fits { Ok(()) } else { Err(CannotReviewFeedback::Due) }
}

/// Why a review of feedback, or what became of an improvement, cannot be recorded like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotReviewFeedback {
    /// The last day is before the first one, or years later.
    #[error("the last day comes after the first one, and at most two years later")]
    Days,
    /// It reaches into the future.
    #[error("the last day is today or before; what is still to come cannot be reviewed")]
    NotOver,
    /// Too much at once.
    #[error("one review lays down at most 20 improvements")]
    TooMany,
    /// An improvement is given to nobody, or to somebody who does not work here any more.
    #[error("please choose somebody who works here")]
    NotHere,
    /// A day in the past, or so far away that nobody would think of it.
    #[error("please choose a day from today on, within two years")]
    Due,
    /// There is no such improvement, or it is somebody else's.
    #[error("this improvement is not yours")]
    NotYours,
    /// Somebody has said what became of it.
    #[error("somebody has said already what became of it")]
    Over,
    /// It is not done, and nobody says why.
    #[error("please say why")]
    NoReason,
}
