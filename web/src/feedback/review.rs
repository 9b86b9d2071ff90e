//! Recording that complaints and feedback were looked at together: what shows, what is decided, and what is improved by whom.

use axum::response::Response;
use casework::accounts::staff_list;
use casework::feedback::{FeedbackSeen, feedback_reviews, record_feedback_review};
use domain::feedback::{CannotReviewFeedback, FeedbackReviewed};
use domain::policy::Action;
use domain::service::DaySpan;
use domain::signature::Meaning;
use domain::staff::StaffCard;

use super::{FIGURES, owners, place_of};
use crate::answer::{Answer, go};
use crate::contacts::new::{ActionWords, action_items, action_rows};
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::guard::Query;
use crate::person::Person;
use crate::problem::Problem;
use crate::service::Wanted;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

const WORDS: ActionWords = ActionWords {
    row: "Improvement {n}",
    what: "What is improved",
    first: "Add an improvement",
    next: "Add another improvement",
    rows: 6,
};

/// What the form needs to be shown.
struct Recording {
    seen: FeedbackSeen,
    /// Who works here, and who records it.
    staff: Vec<StaffCard>,
    span: DaySpan,
}

async fn recording(person: &Person, wanted: &Wanted) -> Result<Recording, Problem> {
    person.ctx.permit(Action::ReviewFeedback, None).await?;
    let seen = feedback_reviews(&person.ctx).await?;
    let (span, _, _) = wanted.read();
    let (span, _) = span.days(person.organisation.rulebook.office.today(person.now()));
    Ok(Recording { seen, staff: staff_list(&person.ctx).await?, span })
}

fn form_page(person: &Person, known: &Recording, filled: Filled) -> Response {
    let me = person.ctx.staff().to_string();
    let staff = &known.staff;
    here::show(person, filled, known.seen.last, Challenge::OldSignIn, |form| asks(known.span, (staff, &me), form))
}

pub(super) fn asks(span: DaySpan, (staff, me): (&[StaffCard], &str), form: &Filled) -> Asks {
    Asks {
        title: "Review of feedback",
        heading: "Record a review of feedback".into(),
        lead: "You looked at complaints and feedback together. Say what shows, what is decided, and what is improved by whom. Name nobody who complained: everybody who sees the figures can read it.".into(),
        about: Pairs::new(),
        action: "/feedback/reviews".to_owned(),
        fields: vec![
            form.date("from", "First day").or(span.from.to_string()),
            form.date("until", "Last day").or(span.until.to_string()),
            form.area("findings", "What shows").rows(4).max(20_000),
            form.area("decisions", "What is decided")
                .hint("Also that nothing changes, and why.")
                .rows(3)
                .max(20_000),
            action_rows(&owners(staff), me, WORDS, form),
        ],
        act: "Sign review",
        back: Link::new(FIGURES, "Back to the figures"),
    }
}

/// `GET /feedback/reviews/new`
pub async fn new(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let known = recording(&person, &wanted).await?;
    Ok(form_page(&person, &known, Filled::new()))
}

/// `POST /feedback/reviews`
pub async fn create(person: Person, sent: Fields) -> Answer {
    let known = recording(&person, &Wanted::default()).await?;
    let mut reader = Reader::new(&sent);
    let (from, until) = (reader.date("from"), reader.date("until"));
    let (findings, decisions) = (reader.narrative("findings"), reader.narrative("decisions"));
    let improvements = action_items(&mut reader, &sent, &person);
    let (Some(from), Some(until), Some(findings), Some(decisions), true) =
        (from, until, findings, decisions, reader.is_good())
    else {
        return Ok(form_page(&person, &known, reader.filled));
    };
    let order = FeedbackReviewed { from, until, findings, decisions, improvements };
    match record_feedback_review(&person.ctx, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::FEEDBACK_REVIEWED.at(FIGURES)),
        Err(failure) => {
            let place = |rule: &CannotReviewFeedback| match rule {
                CannotReviewFeedback::Due => Some("action_1_due"),
                CannotReviewFeedback::NotHere => Some("action_1_owner"),
                other => place_of(other),
            };
            Ok(form_page(&person, &known, here::refused(&sent, failure, place)?))
        }
    }
}
