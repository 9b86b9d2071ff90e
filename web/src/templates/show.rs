//! One template: how it reads with invented people in it, how plainly, and its versions.

use axum::extract::Path;
use casework::accounts::staff_list;
use casework::organisation::{WordingSeen, wording};
use domain::ids::{ItemId, StaffId};
use domain::staff::StaffCard;
use domain::templates::{Template, Version};

use super::{PATH, find, list, path, preview};
use crate::answer::Answer;
use crate::clients::languages;
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;
use crate::plain;
use crate::staff::name_of;

/// A version.
#[derive(Debug, Clone)]
pub struct VersionLine {
    /// “Version 2”.
    pub title: Words,
    /// How it stands.
    pub state: State,
    /// By whom and when.
    pub more: Words,
    /// What it says, as it was written.
    pub text: String,
}

/// `GET /organisation/templates/{template}`
#[derive(Debug, Template)]
#[template(path = "wording/template.html")]
pub struct TemplatePage {
    /// The frame.
    pub frame: Frame,
    /// What it is called.
    pub name: String,
    /// How it stands.
    pub state: State,
    /// What can be done.
    pub acts: Vec<Act>,
    /// What it is for.
    pub facts: Pairs,
    /// How the latest version reads.
    pub preview: String,
    /// How plainly it is written.
    pub plain: Words,
    /// What could be said more plainly.
    pub findings: Vec<(String, Words)>,
    /// Its versions, the latest first.
    pub versions: Vec<VersionLine>,
    /// The way back.
    pub back: Link,
}

/// `GET /organisation/templates/{template}`
pub async fn show(person: Person, Path(template): Path<String>) -> Answer {
    let seen = wording(&person.ctx).await?;
    let (id, template) = find(&seen, &template)?;
    let staff = staff_list(&person.ctx).await?;
    let me = person.ctx.staff();
    Ok(person.show("Template", |frame| page(&seen, (id, template), (&staff, me), frame)))
}

pub(super) fn page(
    seen: &WordingSeen,
    (id, template): (ItemId, &Template),
    (staff, me): (&[StaffCard], StaffId),
    frame: Frame,
) -> TemplatePage {
    let latest = template.latest();
    let draft = latest.map(|latest| &latest.draft);
    let text = draft.map(preview).unwrap_or_default();
    let language = draft.map(|draft| draft.language.clone()).unwrap_or_default();
    let checked = plain::check(&seen.organisation, &language, &text);
    let mut facts = Pairs::new();
    if let Some(draft) = draft {
        facts = facts
            .with("What it is for", Words::from(draft.occasion.word()))
            .with("Goes out as", Words::from(draft.medium.word()))
            .with("Language", languages::told(&draft.language));
        if let Some(subject) = &draft.subject {
            facts = facts.with("Subject", Words::from(subject.reveal().to_owned()));
        }
    }
    if let Some(retired) = &template.retired {
        facts = facts.with("Not in use because", Words::from(retired.reason.reveal().to_owned()));
    }
    TemplatePage {
        name: draft.map(|draft| draft.name.reveal().to_owned()).unwrap_or_default(),
        state: list::state(template),
        acts: acts(seen, (id, template), me),
        facts,
        plain: plain::summary(&checked),
        findings: plain::findings(&checked, &text),
        preview: text,
        versions: template.versions.iter().rev().map(|version| line(template, version, staff)).collect(),
        back: Link::new(PATH, "Back to the templates"),
        frame,
    }
}

fn acts(seen: &WordingSeen, (id, template): (ItemId, &Template), me: StaffId) -> Vec<Act> {
    let mut acts = Vec::new();
    let waiting = template.waiting().filter(|waiting| seen.may_approve && waiting.by != me);
    acts.extend(waiting.map(|_| Act::link("Approve this version", path(id, "approval")).main().icon("pen")));
    if seen.may_draft {
        acts.push(Act::link("Draft another version", path(id, "version")));
    }
    if seen.may_approve && template.retired.is_none() {
        acts.push(Act::link("Take out of use", path(id, "retirement")).plain());
    }
    acts
}

fn line(template: &Template, version: &Version, staff: &[StaffCard]) -> VersionLine {
    let is = |other: Option<&Version>| other.is_some_and(|other| other.number == version.number);
    let state = if is(template.current()) {
        State::done("In use")
    } else if is(template.waiting()) {
        State::due("Waits for approval")
    } else if version.approved.is_some() {
        State::plain("Replaced").icon("lock")
    } else {
        State::plain("Never approved").icon("close")
    };
    let drafted = Words::from("Drafted by {who}, {when}.")
        .with("who", name_of(staff, version.by))
        .with("when", when::when(version.at));
    let more = match version.approved {
        Some((by, at)) => Words::from("{drafted} Approved by {who}, {when}.")
            .with("drafted", drafted)
            .with("who", name_of(staff, by))
            .with("when", when::when(at)),
        None => drafted,
    };
    VersionLine {
        title: Words::from("Version {n}").with("n", version.number),
        state,
        more,
        text: version.draft.body.reveal().to_owned(),
    }
}
