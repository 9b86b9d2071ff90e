//! Approving a version that somebody else drafted, and taking a template out of use.

use axum::extract::Path;
use axum::response::Response;
use casework::organisation::{WordingSeen, approve_template, retire_template};
use domain::ids::ItemId;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::templates::{Template, TemplateApproved, TemplateRetired};

use super::{doing, find, path, preview};
use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::plain;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

/// The template of a form.
type Of<'s> = (ItemId, &'s Template);

fn approval_page(person: &Person, seen: &WordingSeen, (id, template): Of<'_>, filled: Filled) -> Response {
    let waiting = template.waiting();
    let number = waiting.map_or(0, |waiting| waiting.number);
    let filled = filled.unless("version", number.to_string());
    here::show(person, filled, seen.last, Challenge::Always, |form| {
        let mut about = Pairs::new();
        if let Some(waiting) = waiting {
            let text = preview(&waiting.draft);
            let checked = plain::check(&seen.organisation, &waiting.draft.language, &text);
            about = about
                .with("Template", super::name(waiting))
                .with("Version", Words::from("{n}").with("n", waiting.number))
                .with("How it reads", Words::from(text))
                .with("Plain language", plain::summary(&checked));
        }
        Asks {
            title: "Templates",
            heading: "Approve this version".into(),
            lead: "From now on everybody uses it. What was written from an earlier version stays as it is.".into(),
            about,
            action: path(id, "approval"),
            fields: vec![form.hidden("version")],
            act: if waiting.is_some() { "Sign the approval" } else { "" },
            back: Link::new(path(id, ""), "Back to the template"),
        }
    })
}

/// `GET /organisation/templates/{template}/approval`
pub async fn ask_approval(person: Person, Path(template): Path<String>) -> Answer {
    let seen = doing(&person, Action::ApproveWording).await?;
    let of = find(&seen, &template)?;
    Ok(approval_page(&person, &seen, of, Filled::new()))
}

/// `POST /organisation/templates/{template}/approval`
pub async fn approve(person: Person, Path(template): Path<String>, sent: Fields) -> Answer {
    let seen = doing(&person, Action::ApproveWording).await?;
    let of = find(&seen, &template)?;
    let order = TemplateApproved { id: of.0, version: sent.text("version").parse().unwrap_or_default() };
    match approve_template(&person.ctx, order, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::TEMPLATE_APPROVED.at(&path(of.0, ""))),
        Err(failure) => Ok(approval_page(&person, &seen, of, here::refused(&sent, failure, |_| None)?)),
    }
}

fn retirement_page(person: &Person, seen: &WordingSeen, (id, template): Of<'_>, filled: Filled) -> Response {
    here::show(person, filled, seen.last, Challenge::Always, |form| {
        Asks {
        title: "Templates",
        heading: "Take a template out of use".into(),
        lead: "Nobody can use it any more. What was written from it stays as it is, and another version can be drafted later.".into(),
        about: template.latest().map_or_else(Pairs::new, |latest| Pairs::new().with("Template", super::name(latest))),
        action: path(id, "retirement"),
        fields: vec![form.text("reason", "Why").max(200)],
        act: "Sign and take out of use",
        back: Link::new(path(id, ""), "Back to the template"),
    }
    })
}

/// `GET /organisation/templates/{template}/retirement`
pub async fn ask_retirement(person: Person, Path(template): Path<String>) -> Answer {
    let seen = doing(&person, Action::ApproveWording).await?;
    let of = find(&seen, &template)?;
    Ok(retirement_page(&person, &seen, of, Filled::new()))
}

/// `POST /organisation/templates/{template}/retirement`
pub async fn retire(person: Person, Path(template): Path<String>, sent: Fields) -> Answer {
    let seen = doing(&person, Action::ApproveWording).await?;
    let of = find(&seen, &template)?;
    let mut reader = Reader::new(&sent);
    let Some(reason) = reader.line("reason") else {
        return Ok(retirement_page(&person, &seen, of, reader.filled));
    };
    let order = TemplateRetired { id: of.0, reason };
    match retire_template(&person.ctx, order, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::TEMPLATE_RETIRED.at(&path(of.0, ""))),
        Err(failure) => Ok(retirement_page(&person, &seen, of, here::refused(&sent, failure, |_| None)?)),
    }
}
