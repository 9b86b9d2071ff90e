//! The list of templates, and the telephone number that letters give.

use axum::response::Response;
use casework::organisation::{WordingSeen, amend_phone, wording};
use domain::ids::ItemId;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::templates::Template;

use super::{PATH, doing, path};
use crate::answer::{Answer, go};
use crate::clients::languages;
use crate::done::Done;
use crate::face::parts::{Act, Empty, Pairs};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// A template.
#[derive(Debug, Clone)]
pub struct Line {
    /// What it is called.
    pub name: String,
    /// Where it is shown.
    pub href: String,
    /// What it is for, as what it goes out, in which language.
    pub more: Words,
    /// How it stands.
    pub state: State,
}

/// `GET /organisation/templates`
#[derive(Debug, Template)]
#[template(path = "wording/list.html")]
pub struct TemplatesPage {
    /// The frame.
    pub frame: Frame,
    /// The ways to add one, and to change the telephone number.
    pub acts: Vec<Act>,
    /// The telephone number that letters give.
    pub phone: Pairs,
    /// The templates: those that wait first, retired ones last.
    pub lines: Vec<Line>,
    /// When there are none.
    pub none: Option<Empty>,
}

/// `GET /organisation/templates`
pub async fn index(person: Person) -> Answer {
    let seen = wording(&person.ctx).await?;
    Ok(person.show("Templates", |frame| page(&seen, frame)))
}

/// How a template stands.
pub(super) fn state(template: &Template) -> State {
    let version = |words: &'static str, number: u32| Words::from(words).with("n", number);
    match (template.current(), template.waiting(), &template.retired) {
        (_, _, Some(_)) => State::plain("Not in use").icon("lock"),
        (Some(_), Some(waiting), _) => State::due(version("In use; version {n} waits for approval", waiting.number)),
        (None, Some(_), _) => State::due("Waits for approval"),
        (Some(current), None, _) => State::done(version("Version {n}, approved", current.number)),
        (None, None, None) => State::plain("Not in use").icon("lock"),
    }
}

pub(super) fn page(seen: &WordingSeen, frame: Frame) -> TemplatesPage {
    let mut all: Vec<(&ItemId, &Template)> = seen.organisation.templates.all.iter().collect();
    all.sort_by_cached_key(|(_, template)| {
        let name = template.latest().map(|latest| latest.draft.name.reveal().to_lowercase());
        (template.retired.is_some(), template.waiting().is_none(), name)
    });
    let line = |(id, template): (&ItemId, &Template)| {
        let latest = template.latest()?;
        let more = Words::from("{occasion}: {medium}, {language}")
            .with("occasion", Words::from(latest.draft.occasion.word()))
            .with("medium", Words::from(latest.draft.medium.word()))
            .with("language", languages::told(&latest.draft.language));
        let name = latest.draft.name.reveal().to_owned();
        Some(Line { name, href: path(*id, ""), more, state: state(template) })
    };
    let lines: Vec<Line> = all.into_iter().filter_map(line).collect();
    let mut acts = Vec::new();
    if seen.may_draft {
        acts.push(Act::link("Draft a template", format!("{PATH}/new")).main().icon("plus"));
    }
    if seen.may_amend {
        acts.push(Act::link("Change the telephone number", "/organisation/phone"));
    }
    let phone = seen.organisation.rulebook.office_phone.as_ref();
    TemplatesPage {
        phone: Pairs::new().with(
            "Telephone of the office",
            phone.map_or("Not given yet".into(), |p| Words::from(p.reveal().to_owned())),
        ),
        none: lines.is_empty().then(|| {
            let more = "A template is drafted by one person and approved by another. Then everybody can use it.";
            Empty::new("There is no template yet.", more)
        }),
        lines,
        acts,
        frame,
    }
}

/// `GET /organisation/phone`
pub async fn phone(person: Person) -> Answer {
    let seen = doing(&person, Action::AmendRulebook).await?;
    let now = seen.organisation.rulebook.office_phone.as_ref();
    Ok(phone_page(&person, &seen, Filled::new().with("phone", now.map(|p| p.reveal()).unwrap_or_default())))
}

fn phone_page(person: &Person, seen: &WordingSeen, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, |form| Asks {
        title: "Templates",
        heading: "Telephone number of the office".into(),
        lead: "Letters, e-mails and text messages give it where their template says so.".into(),
        about: Pairs::new(),
        action: "/organisation/phone".to_owned(),
        fields: vec![
            form.telephone("phone", "Telephone").optional().max(40),
            form.text("reason", "Why this changes").max(200),
        ],
        act: "Sign the number",
        back: Link::new(PATH, "Back to the templates"),
    })
}

/// `POST /organisation/phone`
pub async fn change_phone(person: Person, sent: Fields) -> Answer {
    let seen = doing(&person, Action::AmendRulebook).await?;
    let mut reader = Reader::new(&sent);
    let (phone, reason) = (reader.line_or_none("phone"), reader.line("reason"));
    let (Some(reason), true) = (reason, reader.is_good()) else {
        return Ok(phone_page(&person, &seen, reader.filled));
    };
    match amend_phone(&person.ctx, phone, reason, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::PHONE_AMENDED.at(PATH)),
        Err(failure) => Ok(phone_page(&person, &seen, here::refused(&sent, failure, |_| Some("phone"))?)),
    }
}
