//! The page at which somebody outside fetches what was given out to them, with a link and a code, without signing in (CC-4.4.1, CC-4.4.2). Decision 0037.
//!
//! Whoever opens it learns that something waits, until when and how large it is; nothing else. Looking uses nothing up. A link that was used, has run out, was shut or
//! never was one looks the same.

mod words;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use casework::House;
use casework::disclosures::{NotHandedOut, PickupSeen, pick_up, see_pickup};

use super::show::sent_out;
use crate::answer::Answer;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::words::size;
use crate::fields::Fields;
use crate::person::door;
use crate::reminders::Tongue;

pub use words::FetchWords;

/// What the page shows.
#[derive(Debug)]
pub enum Shows {
    /// Something waits.
    Waits {
        /// Where the code is sent.
        action: String,
        /// The last day, as it is written.
        until: String,
        /// How large it is.
        size: String,
        /// What is wrong.
        form: Filled,
    },
    /// Nothing, or not any more.
    Void,
}

/// `GET /p/{secret}`
#[derive(Debug, Template)]
#[template(path = "disclosures/door.html")]
pub struct FetchPage {
    /// The title.
    pub door: Door,
    /// The words, and their language.
    pub words: &'static FetchWords,
    /// What it shows.
    pub shows: Shows,
}

impl FetchPage {
    fn of(words: &'static FetchWords, shows: Shows) -> Self {
        let title = if matches!(shows, Shows::Void) { words.void } else { words.title };
        Self { door: Door::new(title, ""), words, shows }
    }

    fn t(&self, words: &'static str) -> Words {
        words.into()
    }

    fn told(&self, words: &'static str, value: &str) -> Words {
        Words::from(words).with("value", value.to_owned())
    }

    fn field(&self, form: &Filled) -> Field {
        form.code("code", self.words.code).hint(self.words.code_hint).max(20)
    }
}

async fn page(house: &Arc<House>, words: &'static FetchWords, shows: Shows) -> Answer {
    let (voice, _) = door(house).await?;
    let status = match &shows {
        Shows::Waits { form, .. } if form.is_wrong() => StatusCode::UNPROCESSABLE_ENTITY,
        Shows::Waits { .. } => StatusCode::OK,
        Shows::Void => StatusCode::GONE,
    };
    Ok(crate::face::with_status(status, &voice, &FetchPage::of(words, shows)))
}

/// The words in the language of the message, or that the browser asks for.
fn spoken(seen: &PickupSeen, headers: &HeaderMap) -> &'static FetchWords {
    let tag = seen.language.as_deref().map_or_else(|| Tongue::asked(headers).tag, |language| Tongue::of(language).tag);
    FetchWords::of(tag)
}

async fn waits(house: &Arc<House>, secret: &str, headers: &HeaderMap, wrong: bool) -> Answer {
    let Some(seen) = see_pickup(house, secret).await? else { return void(house, headers).await };
    let words = spoken(&seen, headers);
    let form = if wrong { Filled::new().wrong("code", words.wrong) } else { Filled::new() };
    let until = seen.until.strftime(words.day).to_string();
    page(house, words, Shows::Waits { action: format!("/p/{secret}"), until, size: size(seen.length), form }).await
}

async fn void(house: &Arc<House>, headers: &HeaderMap) -> Answer {
    page(house, FetchWords::of(Tongue::asked(headers).tag), Shows::Void).await
}

/// `GET /p/{secret}` – looking uses nothing up.
pub async fn show(State(house): State<Arc<House>>, Path(secret): Path<String>, headers: HeaderMap) -> Answer {
    waits(&house, &secret, &headers, false).await
}

/// `POST /p/{secret}` – the file, for whoever has the code.
pub async fn fetch(
    State(house): State<Arc<House>>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    sent: Fields,
) -> Answer {
    let typed = sent.text("code");
    if typed.trim().is_empty() {
        return waits(&house, &secret, &headers, true).await;
    }
    match pick_up(&house, &secret, typed).await? {
        Ok(copy) => sent_out(copy),
        Err(NotHandedOut::WrongCode) => waits(&house, &secret, &headers, true).await,
        Err(NotHandedOut::Void) => void(&house, &headers).await,
    }
}

#[cfg(test)]
pub(super) fn samples(show: &mut crate::samples::Samples) {
    for words in &words::ALL {
        let page = |wrong: bool| {
            let form = if wrong { Filled::new().wrong("code", words.wrong) } else { Filled::new() };
            let (until, size) = ("30.11.2026".to_owned(), "1.2 MB".to_owned());
            FetchPage::of(words, Shows::Waits { action: "/p/x".to_owned(), until, size, form })
        };
        show.page(&format!("fetch-{}", words.tag), &page(false));
        show.page(&format!("fetch-{}-wrong", words.tag), &page(true));
        show.page(&format!("fetch-{}-void", words.tag), &FetchPage::of(words, Shows::Void));
    }
}
