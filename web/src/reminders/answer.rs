//! The page behind the link in a reminder: a client says whether they come, without signing in.
//!
//! Whoever opens it learns nothing: neither day, nor name, nor organisation, nor what this is for. A link that was used, has run out, is about an appointment that was moved,
//! or never was one, looks the same.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use casework::House;
use casework::reminders::{answer_by_link, linked};
use domain::reminders::Answer as Said;

use super::tongues::Tongue;
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
    /// The title.
    pub door: Door,
    /// The words, and their language.
    pub words: &'static Tongue,
    /// What it shows.
    pub shows: Shows,
}

impl AnswerPage {
    fn of(tongue: &'static Tongue, shows: Shows) -> Self {
        let title = match shows {
            Shows::Question { .. } => tongue.title,
            Shows::Thanks(_) => tongue.thanks,
            Shows::Void => tongue.void,
        };
        Self { door: Door::new(title, ""), words: tongue, shows }
    }

    /// What is asked.
    fn question(&self) -> Words {
        self.words.question.into()
    }

    /// What the button says.
    fn send(&self) -> Words {
        self.words.send.into()
    }

    /// What follows.
    fn follows(&self, said: &Said) -> Words {
        let words = match said {
            Said::Comes => self.words.we_expect_you,
            Said::Moves => self.words.another_time,
            Said::Cancels => self.words.cancelled,
        };
        words.into()
    }

    /// Why the link is void.
    fn void_why(&self) -> Words {
        self.words.void_why.into()
    }

    /// What can be answered.
    fn choices(&self) -> [Choice; 3] {
        Said::ALL.map(|said| {
            let word = match said {
                Said::Comes => self.words.comes,
                Said::Moves => self.words.moves,
                Said::Cancels => self.words.cancels,
            };
            Choice::new(code(&said), word)
        })
    }
}

async fn page(house: &Arc<House>, tongue: &'static Tongue, shows: Shows) -> Answer {
    let (voice, _) = door(house).await?;
    let status = match &shows {
        Shows::Question { form, .. } if form.is_wrong() => StatusCode::UNPROCESSABLE_ENTITY,
        Shows::Question { .. } | Shows::Thanks(_) => StatusCode::OK,
        Shows::Void => StatusCode::GONE,
    };
    Ok(crate::face::with_status(status, &voice, &AnswerPage::of(tongue, shows)))
}

/// `GET /a/{secret}` – looking uses nothing up.
pub async fn show(State(house): State<Arc<House>>, Path(secret): Path<String>, headers: HeaderMap) -> Answer {
    match linked(&house, &secret).await? {
        Some(language) => page(&house, Tongue::of(&language), question(&secret, Filled::new())).await,
        None => page(&house, Tongue::asked(&headers), Shows::Void).await,
    }
}

fn question(secret: &str, form: Filled) -> Shows {
    Shows::Question { action: format!("/a/{secret}"), form }
}

/// `POST /a/{secret}`
pub async fn create(
    State(house): State<Arc<House>>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    sent: Fields,
) -> Answer {
    let void = || page(&house, Tongue::asked(&headers), Shows::Void);
    let Some(language) = linked(&house, &secret).await? else { return void().await };
    let tongue = Tongue::of(&language);
    let Some(said) = Reader::new(&sent).choice("answer", decode::<Said>) else {
        return page(&house, tongue, question(&secret, Filled::new().wrong("", tongue.choose))).await;
    };
    if !answer_by_link(&house, &secret, said).await? {
        return void().await;
    }
    page(&house, tongue, Shows::Thanks(said)).await
}

#[cfg(test)]
pub(super) fn samples(show: &mut crate::samples::Samples) {
    let page = |tag, shows| AnswerPage::of(Tongue::of(tag), shows);
    let wrong = Filled::new().wrong("", Tongue::of("en").choose);
    show.page("answer", &page("en", question("x", Filled::new())));
    show.page("answer-wrong", &page("en", question("x", wrong)));
    show.page("answer-comes", &page("en", Shows::Thanks(Said::Comes)));
    show.page("answer-moves", &page("en", Shows::Thanks(Said::Moves)));
    show.page("answer-cancels", &page("en", Shows::Thanks(Said::Cancels)));
    show.page("answer-void", &page("en", Shows::Void));
    for tag in ["es", "de", "fr", "nl", "ar"] {
        show.page(&format!("answer-{tag}"), &page(tag, question("x", Filled::new())));
        let wrong = Filled::new().wrong("", Tongue::of(tag).choose);
        show.page(&format!("answer-{tag}-wrong"), &page(tag, question("x", wrong)));
        show.page(&format!("answer-{tag}-moves"), &page(tag, Shows::Thanks(Said::Moves)));
        show.page(&format!("answer-{tag}-void"), &page(tag, Shows::Void));
    }
}
