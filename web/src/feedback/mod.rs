//! Reviews of complaints and feedback: recording one, what it improves, and what became of that (CC-4.3.3, FS-6.2). They are shown with the figures.

pub mod improvement;
pub mod review;
#[cfg(test)]
pub(crate) mod samples;

use casework::feedback::FeedbackSeen;
use domain::feedback::{Became, CannotReviewFeedback, Improvement};
use domain::ids::ItemId;
use domain::service::DaySpan;
use domain::staff::StaffCard;
use jiff::civil::Date;

use crate::face::parts::Act;
use crate::face::prelude::*;
use crate::face::when;
use crate::service::{LISTED, ReviewLine, reviewed};
use crate::staff::name_of;

/// Where the figures are, beneath which the reviews stand.
pub(crate) const FIGURES: &str = "/inbox/figures";

/// Where what became of an improvement is said.
pub(crate) fn path(improvement: ItemId) -> String {
    format!("/feedback/improvements/{improvement}")
}

/// Something to be improved.
#[derive(Debug, Clone)]
pub struct ImprovementLine {
    /// What.
    pub what: String,
    /// How it stands.
    pub state: State,
    /// Who makes it.
    pub who: Words,
    /// What was said of it so far, the newest first.
    pub said: Vec<(Words, String)>,
    /// The way to say what became of it.
    pub act: Option<Act>,
}

/// What stands beneath the figures.
#[derive(Debug, Default)]
pub struct Beneath {
    /// The reviews so far.
    pub reviews: Vec<ReviewLine>,
    /// What they improve.
    pub improvements: Vec<ImprovementLine>,
    /// The way to record one.
    pub act: Option<Act>,
}

impl Beneath {
    pub(crate) fn of(seen: &FeedbackSeen, staff: &[StaffCard], span: DaySpan, today: Date) -> Self {
        let (open, ended): (Vec<_>, Vec<_>) = seen.improvements.iter().partition(|one| one.is_open());
        let query = format!("span=days&from={}&until={}", span.from, span.until);
        let record = Act::link("Record a review", format!("/feedback/reviews/new?{query}")).icon("pen");
        Self {
            reviews: seen
                .reviews
                .iter()
                .take(LISTED)
                .map(|one| {
                    let (review, who) = (&one.review, name_of(staff, one.by));
                    reviewed(one, &who, (review.from, review.until), (&review.findings, &review.decisions))
                })
                .collect(),
            improvements: open
                .into_iter()
                .chain(ended.into_iter().take(LISTED))
                .map(|one| line(one, staff, today, seen.may_review))
                .collect(),
            act: seen.may_review.then_some(record),
        }
    }
}

fn line(one: &Improvement, staff: &[StaffCard], today: Date, may: bool) -> ImprovementLine {
    let what = one.item.what.reveal().to_owned();
    let act = Act::link("Say what became of it", path(one.item.id)).plain().about(what.clone());
    ImprovementLine {
        state: state(one, today),
        who: name_of(staff, one.owner).into(),
        said: said(one, staff),
        act: (may && one.is_open()).then_some(act),
        what,
    }
}

fn state(one: &Improvement, today: Date) -> State {
    let by = Words::from("By {day}").with("day", when::plain_day(one.due));
    match one.became() {
        Some(Became::Done) => State::done("Done"),
        Some(Became::Dropped) => State::plain("Not done").icon("close"),
        _ if one.due < today => State::overdue(by),
        _ => State::due(by),
    }
}

/// What was said of an improvement, the newest first: when, what and by whom; and in words.
fn said(one: &Improvement, staff: &[StaffCard]) -> Vec<(Words, String)> {
    let line = |(followed, at, by): &(domain::feedback::ImprovementFollowed, _, _)| {
        let became = match followed.became {
            Became::Done => Words::from("Done"),
            Became::Dropped => "Not done, and will not be".into(),
            Became::GoesOn { owner, due } => Words::from("Goes on: {who}, by {day}")
                .with("who", name_of(staff, owner))
                .with("day", when::plain_day(due)),
        };
        let words = Words::from("{when}: {came}. Written by {who}")
            .with("when", when::when(*at))
            .with("came", became)
            .with("who", name_of(staff, *by));
        (words, followed.note.as_ref().map(|note| note.reveal().to_owned()).unwrap_or_default())
    };
    one.followed.iter().rev().map(line).collect()
}

/// Who can be chosen to make an improvement.
fn owners(staff: &[StaffCard]) -> Vec<Choice> {
    staff.iter().filter(|card| card.active).map(|card| Choice::new(card.id.to_string(), card.name.clone())).collect()
}

/// At which field a rule is shown.
const fn place_of(rule: &CannotReviewFeedback) -> Option<&'static str> {
    match rule {
        CannotReviewFeedback::Days | CannotReviewFeedback::NotOver => Some("until"),
        CannotReviewFeedback::NoReason => Some("note"),
        CannotReviewFeedback::TooMany
        | CannotReviewFeedback::NotHere
        | CannotReviewFeedback::Due
        | CannotReviewFeedback::NotYours
        | CannotReviewFeedback::Over => None,
    }
}
