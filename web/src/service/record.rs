//! Recording that the figures were reviewed: what was found, and what follows from it.

use axum::response::Response;
use casework::service::{ServiceSeen, WantedSpan, record_review, service_review};
use domain::policy::Action;
use domain::service::{CannotReview, ServiceReviewed};
use domain::signature::Meaning;

use super::{PATH, Wanted};
use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::guard::Query;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

async fn recording(person: &Person, span: WantedSpan) -> Result<ServiceSeen, Problem> {
    person.ctx.permit(Action::RecordServiceReview, None).await?;
    Ok(service_review(&person.ctx, span).await?)
}

fn form_page(person: &Person, seen: &ServiceSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::OldSignIn, |form| {
        Asks {
        title: "Service review",
        heading: "Record a review".into(),
        lead: "You looked at how sessions went. Say what you found and what follows from it, without naming a client: everybody who sees the figures can read it.".into(),
        about: Pairs::new(),
        action: PATH.to_owned(),
        fields: vec![
            form.date("from", "First day").or(seen.span.from.to_string()),
            form.date("until", "Last day").or(seen.span.until.to_string()),
            form.area("findings", "What was found").rows(4).max(20_000),
            form.area("actions", "What follows from it").hint("Who does what by when; or that everything stays as it is.").rows(3).max(20_000),
        ],
        act: "Sign review",
        back: Link::new(PATH, "Back to the figures"),
    }
    })
}

/// `GET /service-review/new`
pub async fn new(person: Person, Query(wanted): Query<Wanted>) -> Answer {
    let (span, _, _) = wanted.read();
    let seen = recording(&person, span).await?;
    Ok(form_page(&person, &seen, Filled::new()))
}

/// `POST /service-review`
pub async fn create(person: Person, sent: Fields) -> Answer {
    let seen = recording(&person, WantedSpan::Weeks(12)).await?;
    let mut reader = Reader::new(&sent);
    let (from, until) = (reader.date("from"), reader.date("until"));
    let (findings, actions) = (reader.narrative("findings"), reader.narrative("actions"));
    let (Some(from), Some(until), Some(findings), Some(actions)) = (from, until, findings, actions) else {
        return Ok(form_page(&person, &seen, reader.filled));
    };
    let order = ServiceReviewed { from, until, findings, actions };
    match record_review(&person.ctx, order, signing(&sent, Meaning::Author)).await {
        Ok(_) => go(&Done::SERVICE_REVIEWED.at(PATH)),
        Err(failure) => {
            let place = |rule: &CannotReview| match rule {
                CannotReview::Days | CannotReview::NotOver => Some("until"),
            };
            Ok(form_page(&person, &seen, here::refused(&sent, failure, place)?))
        }
    }
}
