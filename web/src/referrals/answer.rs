//! The page behind the one-time link by which a service says what came of a referral, without signing in (FS-4.6.2).
//!
//! Whoever opens it learns that somebody was referred, and nothing else: neither client, nor case, nor organisation. A link that was used, has run out, was made
//! anew or never was one looks the same.

mod words;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use casework::House;
use casework::referrals::{answerable, service_answers};
use domain::referrals::Came;
use domain::text::Line;

use crate::answer::Answer;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, code, decode};
use crate::person::door;
use crate::reminders::Tongue;

pub use words::AnswerWords;

/// What the page shows.
#[derive(Debug)]
pub enum Shows {
    /// The question.
    Question {
        /// Where the answer is sent.
        action: String,
        /// What was chosen, and what is wrong.
        form: Filled,
    },
    /// The answer is written down.
    Thanks,
    /// The link is void.
    Void,
}

/// `GET /r/{secret}`
#[derive(Debug, Template)]
#[template(path = "referrals/answer.html")]
pub struct AnswerPage {
    /// The title.
    pub door: Door,
    /// The words, and their language.
    pub words: &'static AnswerWords,
    /// What it shows.
    pub shows: Shows,
}

impl AnswerPage {
    fn of(words: &'static AnswerWords, shows: Shows) -> Self {
        let title = match shows {
            Shows::Question { .. } => words.title,
            Shows::Thanks => words.thanks,
            Shows::Void => words.void,
        };
        Self { door: Door::new(title, ""), words, shows }
    }

    fn t(&self, words: &'static str) -> Words {
        words.into()
    }

    fn fields(&self, form: &Filled) -> [Field; 2] {
        let word = |came| match came {
            Came::Waits => self.words.waits,
            Came::Accepted => self.words.accepted,
            Came::Completed => self.words.completed,
            Came::Declined => self.words.declined,
            // a service says nothing else
            Came::NotTaken | Came::NoWord | Came::TakenOver | Came::Withdrawn => self.words.not_taken,
        };
        let choices = Came::BY_SERVICE.map(|came| Choice::new(code(&came), word(came)));
        let note = form.text("note", self.words.note).hint(self.words.note_hint).max(200).free();
        [form.radios("came", self.words.question, &choices), note]
    }
}

async fn page(house: &Arc<House>, headers: &HeaderMap, shows: Shows) -> Answer {
    let (voice, _) = door(house).await?;
    let status = match &shows {
        Shows::Question { form, .. } if form.is_wrong() => StatusCode::UNPROCESSABLE_ENTITY,
        Shows::Question { .. } | Shows::Thanks => StatusCode::OK,
        Shows::Void => StatusCode::GONE,
    };
    Ok(crate::face::with_status(status, &voice, &AnswerPage::of(asked(headers), shows)))
}

/// The words in the language that the browser asks for: of the service we know none.
fn asked(headers: &HeaderMap) -> &'static AnswerWords {
    AnswerWords::of(Tongue::asked(headers).tag)
}

fn question(secret: &str, form: Filled) -> Shows {
    Shows::Question { action: format!("/r/{secret}"), form }
}

/// `GET /r/{secret}` – looking uses nothing up.
pub async fn show(State(house): State<Arc<House>>, Path(secret): Path<String>, headers: HeaderMap) -> Answer {
    let shows = if answerable(&house, &secret).await? { question(&secret, Filled::new()) } else { Shows::Void };
    page(&house, &headers, shows).await
}

/// `POST /r/{secret}`
pub async fn create(
    State(house): State<Arc<House>>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    sent: Fields,
) -> Answer {
    if !answerable(&house, &secret).await? {
        return page(&house, &headers, Shows::Void).await;
    }
    let words = asked(&headers);
    let came = decode::<Came>(sent.text("came")).filter(|came| Came::BY_SERVICE.contains(came));
    let (came, note) = match (came, Line::parse_optional(sent.text("note"))) {
        (Some(came), Ok(note)) => (came, note),
        (None, _) => return page(&house, &headers, question(&secret, sent.filled().wrong("came", words.choose))).await,
        (_, Err(_)) => {
            return page(&house, &headers, question(&secret, sent.filled().wrong("note", words.note_long))).await;
        }
    };
    let shows = if service_answers(&house, &secret, came, note).await? { Shows::Thanks } else { Shows::Void };
    page(&house, &headers, shows).await
}

#[cfg(test)]
pub(super) fn samples(show: &mut crate::samples::Samples) {
    for words in &words::ALL {
        let name = |part: &str| format!("referral-answer-{}{part}", words.tag);
        show.page(&name(""), &AnswerPage::of(words, question("x", Filled::new())));
        let wrong = Filled::new().wrong("came", words.choose).wrong("note", words.note_long);
        show.page(&name("-wrong"), &AnswerPage::of(words, question("x", wrong)));
        show.page(&name("-thanks"), &AnswerPage::of(words, Shows::Thanks));
        show.page(&name("-void"), &AnswerPage::of(words, Shows::Void));
    }
}
