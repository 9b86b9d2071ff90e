//! `/ask`: the form by which anybody can ask, praise or complain, where the organisation has opened it. No sign-in, no cookie, nothing of others, and no script
//! that it needs. Where it is not opened, there is nothing at this address.

mod words;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use casework::inquiries::{Ask, Asked, CannotAsk};
use casework::{Failure, House};
use domain::inquiries::{Asker, CannotInquire, InquiryKind};
use domain::reach::Channel;
use domain::text::{BadText, Line, Narrative};

use crate::answer::Answer;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, code, decode};
use crate::guard::{Query, ShownWithin};
use crate::person::door;
use crate::problem::Problem;
use crate::reminders::Tongue;
use crate::sign_in::pages::{Peer, ip};
use words::{ALL, AskWords};

/// In which language, when somebody has chosen one.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Lang {
    #[serde(default)]
    lang: String,
}

/// What the page shows.
#[derive(Debug)]
pub enum Shows {
    /// The form.
    Form(Box<Filled>),
    /// What whoever asks is told; without a day when they want no answer.
    Asked(String, Option<String>),
}

/// `GET /ask`
#[derive(Debug, Template)]
#[template(path = "inquiries/ask.html")]
pub struct AskPage {
    /// The title.
    pub door: Door,
    /// The words, and their language.
    pub words: &'static AskWords,
    /// What it shows.
    pub shows: Shows,
}

impl AskPage {
    fn of(words: &'static AskWords, organisation: &str, shows: Shows) -> Self {
        let title = match shows {
            Shows::Form(_) => words.title,
            Shows::Asked(..) => words.thanks,
        };
        Self { door: Door::new(title, organisation), words, shows }
    }

    /// The other languages.
    fn others(&self) -> impl Iterator<Item = &'static AskWords> + '_ {
        ALL.iter().filter(|words| words.tag != self.words.tag)
    }

    fn t(&self, words: &'static str) -> Words {
        words.into()
    }

    /// What is told at the end.
    fn told(&self, words: &'static str, value: &str) -> Words {
        Words::from(words).with("value", value.to_owned())
    }

    /// The fields.
    fn fields(&self, form: &Filled) -> Vec<Field> {
        let words = self.words;
        let kinds: Vec<Choice> =
            InquiryKind::ALL.iter().zip(words.kinds).map(|(kind, label)| Choice::new(code(kind), label)).collect();
        let none = Choice::new("none", words.no_answer);
        let ways: Vec<Choice> =
            WAYS.iter().zip(words.ways).map(|(way, label)| Choice::new(code(way), label)).chain([none]).collect();
        vec![
            form.radios("kind", words.what, &kinds),
            form.area("said", words.said).hint(words.said_hint).rows(7).max(20_000).free(),
            form.text("name", words.name).hint(words.name_hint).max(200).autocomplete("name").free(),
            form.radios("answer_by", words.answer_by, &ways),
            form.text("reach", words.reach).hint(words.reach_hint).max(200).free(),
        ]
    }
}

/// By which ways an answer can be given.
const WAYS: [Channel; 4] = [Channel::Phone, Channel::Sms, Channel::Email, Channel::Letter];

async fn page(house: &Arc<House>, words: &'static AskWords, status: StatusCode, shows: Shows) -> Answer {
    let (voice, organisation) = door(house).await?;
    let mut response: Response = crate::face::with_status(status, &voice, &AskPage::of(words, &organisation, shows));
    let within = house.form().unwrap_or_default().to_vec();
    response.extensions_mut().insert(ShownWithin(within));
    Ok(response)
}

/// What a language is called in itself.
pub(crate) fn in_its_own_words(tag: &str) -> &'static str {
    AskWords::of(tag).itself
}

/// The words in the language that was chosen, or that the browser asks for.
fn spoken(lang: &str, headers: &HeaderMap) -> &'static AskWords {
    let tag = if lang.is_empty() { Tongue::asked(headers).tag } else { Tongue::of(lang).tag };
    AskWords::of(tag)
}

async fn form(house: &Arc<House>, words: &'static AskWords, filled: Filled) -> Answer {
    let status = if filled.is_wrong() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mark = house.form_mark(filled.value("mark"));
    let filled = filled.replace("mark", mark).replace("lang", words.tag).replace("site", "");
    page(house, words, status, Shows::Form(Box::new(filled))).await
}

/// `GET /ask`
pub async fn new(State(house): State<Arc<House>>, Query(asked): Query<Lang>, headers: HeaderMap) -> Answer {
    if house.form().is_none() {
        return Err(Problem::Missing);
    }
    form(&house, spoken(&asked.lang, &headers), Filled::new()).await
}

/// `POST /ask`
pub async fn create(State(house): State<Arc<House>>, peer: Peer, headers: HeaderMap, sent: Fields) -> Answer {
    if house.form().is_none() {
        return Err(Problem::Missing);
    }
    let words = spoken(sent.text("lang"), &headers);
    let order = match read(words, &sent) {
        Ok(order) => order,
        Err(filled) => return form(&house, words, *filled).await,
    };
    let wants = order.answer_by.is_some();
    match house.ask(order, sent.text("mark"), ip(&peer)).await {
        Ok(Asked { number, until }) => {
            let day = wants.then(|| until.strftime(words.day).to_string());
            page(&house, words, StatusCode::OK, Shows::Asked(number.to_string(), day)).await
        }
        Err(Failure::Rule(CannotAsk::AgainPlease)) => form(&house, words, sent.filled().refused(words.again)).await,
        Err(Failure::Rule(CannotAsk::Wait(_))) => {
            let mark = house.form_mark(sent.text("mark"));
            let filled = sent.filled().refused(words.too_much).replace("mark", mark).replace("site", "");
            page(&house, words, StatusCode::TOO_MANY_REQUESTS, Shows::Form(Box::new(filled))).await
        }
        Err(Failure::Rule(CannotAsk::Rule(CannotInquire::NoAddress))) => {
            form(&house, words, sent.filled().wrong("reach", words.no_reach)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// What was sent. What a program has filled in that no person sees is shown once more, so that nobody loses what they wrote.
fn read(words: &'static AskWords, sent: &Fields) -> Result<Ask, Box<Filled>> {
    let mut filled = sent.filled();
    let kind = decode::<InquiryKind>(sent.text("kind"));
    if kind.is_none() {
        filled = filled.wrong("kind", words.choose);
    }
    let said = match Narrative::parse(sent.text("said")) {
        Ok(said) => Some(said),
        Err(why) => {
            filled = filled.wrong("said", if why == BadText::Missing { words.write } else { words.too_long });
            None
        }
    };
    let (name, reach) = (Line::salvage(sent.text("name")), Line::salvage(sent.text("reach")));
    let by = sent.text("answer_by");
    let way = decode::<Channel>(by).filter(|way| WAYS.contains(way));
    if way.is_none() && by != "none" {
        filled = filled.wrong("answer_by", words.choose);
    }
    if way.is_some() && reach.is_none() {
        filled = filled.wrong("reach", words.no_reach);
    }
    if !filled.is_wrong() && !sent.text("site").is_empty() {
        filled = filled.refused(words.again);
    }
    match (kind, said) {
        (Some(kind), Some(said)) if !filled.is_wrong() => {
            Ok(Ask { kind, said, from: Asker { name, reach }, answer_by: way })
        }
        _ => Err(Box::new(filled)),
    }
}

#[cfg(test)]
pub(super) fn samples(show: &mut crate::samples::Samples) {
    for words in &ALL {
        let tag = words.tag;
        let page = |shows| AskPage::of(words, "", shows);
        show.page(&format!("ask-{tag}"), &page(Shows::Form(Box::new(Filled::new().with("mark", "1.a")))));
        let wrong = Filled::new().wrong("kind", words.choose).wrong("said", words.write).wrong("reach", words.no_reach);
        show.page(&format!("ask-{tag}-wrong"), &page(Shows::Form(Box::new(wrong))));
        let day = Some("25/11/2026".to_owned());
        show.page(&format!("ask-{tag}-done"), &page(Shows::Asked("Q-7K3F9Q-M".to_owned(), day)));
        show.page(&format!("ask-{tag}-done-silent"), &page(Shows::Asked("Q-7K3F9Q-M".to_owned(), None)));
    }
}
