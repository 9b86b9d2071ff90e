//! The page behind the link in a reminder: a client says whether they come, without signing in.
//!
//! Whoever opens it learns nothing: neither day, nor name, nor organisation, nor what this is for. A link that was used, has run out, is about an appointment that was moved,
//! or never was one, looks the same.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use casework::House;
use casework::reminders::{answer_by_link, has_link};
use domain::reminders::Answer as Said;

use crate::answer::Answer;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::door;

/// What the page shows.
#[derive(Debug)]
pub enum Shows {
    /// The question; sends `answer` there.
    Question {
        /// Where it is sent.
        action: String,
        /// What was chosen, and what is wrong.
        form: Filled,
    },
    /// The answer is written down.
    Thanks(Said),
    /// The link is void.
    Void,
}

/// `GET /a/{secret}`
#[derive(Debug, Template)]
#[template(path = "reminders/answer.html")]
pub struct AnswerPage {
    /// The title, and the language of the page.
    pub door: Door,
    /// What it shows.
    pub shows: Shows,
}

impl AnswerPage {
    fn of(shows: Shows) -> Self {
        let title = match shows {
            Shows::Question { .. } => "Your appointment",
            Shows::Thanks(_) => "Thank you",
            Shows::Void => "This link does not work any more",
        };
        Self { door: Door::new(title, ""), shows }
    }

    /// What can be answered.
    fn choices(&self) -> [Choice; 3] {
        Said::ALL.map(|said| {
            let word = match said {
                Said::Comes => "I will come",
                Said::Moves => "I need another time",
                Said::Cancels => "I will not come",
            };
            Choice::new(code(&said), word)
        })
    }
}

async fn page(house: &Arc<House>, shows: Shows) -> Answer {
    let (voice, _) = door(house).await?;
    let status = match &shows {
        Shows::Question { form, .. } if form.is_wrong() => StatusCode::UNPROCESSABLE_ENTITY,
        Shows::Question { .. } | Shows::Thanks(_) => StatusCode::OK,
        Shows::Void => StatusCode::GONE,
    };
    Ok(crate::face::with_status(status, &voice, &AnswerPage::of(shows)))
}

/// `GET /a/{secret}` – looking uses nothing up.
pub async fn show(State(house): State<Arc<House>>, Path(secret): Path<String>) -> Answer {
    let good = has_link(&house, &secret).await?;
    page(&house, if good { question(&secret, Filled::new()) } else { Shows::Void }).await
}

fn question(secret: &str, form: Filled) -> Shows {
    Shows::Question { action: format!("/a/{secret}"), form }
}

/// `POST /a/{secret}`
pub async fn create(State(house): State<Arc<House>>, Path(secret): Path<String>, sent: Fields) -> Answer {
    let mut reader = Reader::new(&sent);
    let Some(said) = reader.choice("answer", decode::<Said>) else {
        let good = has_link(&house, &secret).await?;
        return page(&house, if good { question(&secret, reader.filled) } else { Shows::Void }).await;
    };
    let shows = match answer_by_link(&house, &secret, said).await? {
        Ok(()) => Shows::Thanks(said),
        Err(_) => Shows::Void,
    };
    page(&house, shows).await
}

#[cfg(test)]
pub(super) fn samples(show: &mut crate::samples::Samples) {
    let question = |form| question("x", form);
    show.page("answer", &AnswerPage::of(question(Filled::new())));
    show.page("answer-wrong", &AnswerPage::of(question(Filled::new().wrong("answer", "Please choose one."))));
    show.page("answer-comes", &AnswerPage::of(Shows::Thanks(Said::Comes)));
    show.page("answer-moves", &AnswerPage::of(Shows::Thanks(Said::Moves)));
    show.page("answer-cancels", &AnswerPage::of(Shows::Thanks(Said::Cancels)));
    show.page("answer-void", &AnswerPage::of(Shows::Void));
}
