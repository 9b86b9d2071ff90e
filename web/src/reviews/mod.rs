//! Case reviews.

use axum::extract::Path;
use casework::reviews::{ReviewCase, review_case};
use domain::event::Event;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::reviews::CaseReviewed;

use crate::answer::{Answer, id};
use crate::cases::form::Wording;
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;

fn step(case: &str) -> Result<Step, Problem> {
    Ok(Step {
        case: id::<DossierId>(case)?,
        action: Action::ReviewCase,
        wording: wording(),
        fields,
        about: About::Case,
        sign: Sign::author("Sign this case review", "Sign review"),
        done: Done::REVIEW_SIGNED,
    })
}

fn wording() -> Wording {
    Wording {
        heading: "Case review".into(),
        lead: "The regular look at a case with some distance.".into(),
        action: "reviews".to_owned(),
        draft: Some("review".to_owned()),
        act: "Review and sign".into(),
        at: At::Timeline,
    }
}

fn fields(_person: &Person, _view: &CaseView, filled: &Filled) -> Vec<Field> {
    vec![
        filled.area("found", "What was found").rows(4).written().max(20_000),
        filled.area("agreed", "What was agreed").rows(3).written().max(20_000),
    ]
}

/// `GET /cases/{case}/reviews/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    step(&case)?.ask(&person).await
}

/// `POST /cases/{case}/reviews`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let step = step(&case)?;
    let read = |_: &CaseView| {
        let mut reader = Reader::new(&sent);
        match (reader.narrative("found"), reader.narrative("agreed")) {
            (Some(found), Some(agreed)) => {
                Ok(Written::new(CaseReviewed { found, agreed }, Event::CaseReviewed, Level::Confidential))
            }
            _ => Err(reader.filled),
        }
    };
    let act = async |review, ink| review_case(&person.ctx, ReviewCase { case: step.case, review }, ink).await;
    step.create(&person, &sent, read, act, |_| None).await
}
