//! Drafting a template, or another version of one.

use axum::extract::Path;
use axum::response::Response;
use casework::organisation::{WordingSeen, draft_template};
use domain::ids::ItemId;
use domain::policy::Action;
use domain::reminders::DayForm;
use domain::signature::Meaning;
use domain::templates::{BadTemplate, Medium, Occasion, Template, TemplateDrafted, fill};

use super::{PATH, doing, find, invented, path};
use crate::answer::{Answer, go};
use crate::clients::languages;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;
use crate::plain;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// A form of a template that is there, or of a new one.
type Of<'s> = Option<(ItemId, &'s Template)>;

fn form_page(person: &Person, seen: &WordingSeen, of: Of<'_>, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::OldSignIn, |form| Asks {
        title: "Templates",
        heading: if of.is_some() { "Draft another version".into() } else { "Draft a template".into() },
        lead: "Nobody can use it before somebody else has approved it.".into(),
        about: Pairs::new(),
        action: of.map_or_else(|| PATH.to_owned(), |(id, _)| path(id, "version")),
        fields: fields(person, form),
        act: "Sign the draft",
        back: of.map_or_else(
            || Link::new(PATH, "Back to the templates"),
            |(id, _)| Link::new(path(id, ""), "Back to the template"),
        ),
    })
}

pub(super) fn fields(person: &Person, form: &Filled) -> Vec<Field> {
    let occasions = Occasion::ALL.map(|occasion| Choice::new(code(&occasion), occasion.word()));
    let media = Medium::ALL.map(|medium| Choice::new(code(&medium), medium.word()));
    let dates = DayForm::ALL.map(|dates| Choice::new(code(&dates), dates.example()));
    let dates_now = decode::<DayForm>(form.value("dates")).unwrap_or(DayForm::DayMonth);
    let text = fill(form.value("body"), dates_now, &invented());
    vec![
        form.text("name", "What it is called").max(80).hint("For us, such as Answer to a question."),
        form.radios("occasion", "What it is for", &occasions),
        form.cards("medium", "As what it goes out", &media),
        form.select("language", "Language", &languages::choices(form.value("language"))),
        form.text("subject", "Subject, of an e-mail").optional().max(60).hint(
            "A few words that tell nobody what you help with. Others may see it on a locked screen.",
        ),
        form.area("body", "Text").rows(9).written().max(20_000).hint(
            "In braces, and put in later: {client_name}, {case_number}, {next_session}, {worker} (your name), {office_phone}, {inquiry_number}, {today}, {organisation}. E-mails and text messages take fewer of them, because others may read along.",
        ),
        plain::field(form, &person.organisation, form.value("language"), &text),
        form.select("dates", "How a day and a time are written", &dates),
    ]
}

fn begun(template: &Template) -> Filled {
    let Some(latest) = template.latest() else { return Filled::new() };
    let draft = &latest.draft;
    Filled::new()
        .with("name", draft.name.reveal())
        .with("occasion", code(&draft.occasion))
        .with("medium", code(&draft.medium))
        .with("language", draft.language.clone())
        .with("subject", draft.subject.as_ref().map(|subject| subject.reveal()).unwrap_or_default())
        .with("body", draft.body.reveal())
        .with("dates", code(&draft.dates))
}

/// `GET /organisation/templates/new`
pub async fn new(person: Person) -> Answer {
    let seen = doing(&person, Action::DraftTemplate).await?;
    Ok(form_page(&person, &seen, None, Filled::new()))
}

/// `POST /organisation/templates`
pub async fn create(person: Person, sent: Fields) -> Answer {
    let seen = doing(&person, Action::DraftTemplate).await?;
    sign(&person, &seen, None, &sent).await
}

/// `GET /organisation/templates/{template}/version`
pub async fn edit(person: Person, Path(template): Path<String>) -> Answer {
    let seen = doing(&person, Action::DraftTemplate).await?;
    let (id, template) = find(&seen, &template)?;
    Ok(form_page(&person, &seen, Some((id, template)), begun(template)))
}

/// `POST /organisation/templates/{template}/version`
pub async fn change(person: Person, Path(template): Path<String>, sent: Fields) -> Answer {
    let seen = doing(&person, Action::DraftTemplate).await?;
    let of = find(&seen, &template)?;
    sign(&person, &seen, Some(of), &sent).await
}

const fn place(rule: &BadTemplate) -> Option<&'static str> {
    match rule {
        BadTemplate::Language => Some("language"),
        BadTemplate::LettersOnly => Some("medium"),
        BadTemplate::Subject => Some("subject"),
        BadTemplate::Unknown | BadTemplate::NotHere(_) | BadTemplate::TooLong | BadTemplate::Reveals => Some("body"),
        BadTemplate::Known => Some("name"),
        BadTemplate::Same => None,
    }
}

async fn sign(person: &Person, seen: &WordingSeen, of: Of<'_>, sent: &Fields) -> Answer {
    if plain::asked(sent) {
        return Ok(form_page(person, seen, of, sent.filled()));
    }
    let mut reader = Reader::new(sent);
    let (name, language) = (reader.line("name"), reader.line("language"));
    let occasion = reader.choice("occasion", decode::<Occasion>);
    let medium = reader.choice("medium", decode::<Medium>);
    let (subject, body) = (reader.line_or_none("subject"), reader.narrative("body"));
    let dates = reader.choice("dates", decode::<DayForm>);
    let (Some(name), Some(language), Some(occasion), Some(medium), Some(body), Some(dates), true) =
        (name, language, occasion, medium, body, dates, reader.is_good())
    else {
        return Ok(form_page(person, seen, of, reader.filled));
    };
    let id = of.map_or_else(|| person.ctx.new_item(), |(id, _)| id);
    let language = language.reveal().to_owned();
    let order = TemplateDrafted { id, name, language, medium, occasion, subject, body, dates };
    match draft_template(&person.ctx, order, signing(sent, Meaning::Author)).await {
        Ok(_) => go(&Done::TEMPLATE_DRAFTED.at(&path(id, ""))),
        Err(failure) => Ok(form_page(person, seen, of, here::refused(sent, failure, place)?)),
    }
}
