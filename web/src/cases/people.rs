//! People on a case.

use axum::extract::Path;
use casework::cases::{add_person, remove_person};
use domain::cases::{PersonAdded, PersonLeft, PersonRole};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::policy::Action;

use super::form::Wording;
use super::head::{At, CaseView};
use super::step::{About, Sign, Step, Written};
use crate::answer::{Answer, id};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{Act, Empty, Folder, Tabs};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode, item};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;

/// Somebody on the case, as the page shows them.
#[derive(Debug, Clone)]
pub struct PersonLine {
    /// Their name.
    pub name: Name,
    /// What they are to the case.
    pub role: Words,
    /// Relation and how to reach them.
    pub more: Words,
    /// Taking them off.
    pub act: Option<Act>,
}

/// `GET /cases/{case}/people`
#[derive(Debug, Template)]
#[template(path = "cases/people.html")]
pub struct PeoplePage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// Those on the case.
    pub people: Vec<PersonLine>,
    /// When there is nobody.
    pub empty: Option<Empty>,
    /// The services to which the client was referred, while something is still to come of it.
    pub referred: Vec<(String, State)>,
    /// The way to all referrals.
    pub referrals: Link,
}

/// `GET /cases/{case}/people`
pub async fn show(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::ReadCase).await?;
    Ok(person.show("People on the case", |frame| {
        let manages = view.may(Action::ManagePeople);
        let line = |somebody: &PersonAdded| {
            let parts = [&somebody.relation, &somebody.reach];
            let more: Vec<&str> = parts.into_iter().flatten().map(|line| line.reveal()).collect();
            let href = paths::of_case(case, &format!("people/{}", somebody.id));
            PersonLine {
                name: Name::new(somebody.name.reveal()),
                role: somebody.role.word().into(),
                more: more.join(", ").into(),
                act: manages.then(|| Act::link("Take off", href).plain().about("this person")),
            }
        };
        let people: Vec<PersonLine> = view.file().people.iter().map(line).collect();
        let add = manages.then(|| Act::link("Add a person", paths::of_case(case, "people/new")).main().icon("plus"));
        PeoplePage {
            folder: view.folder(&person, add.into_iter().collect()),
            tabs: view.tabs(At::People),
            empty: people.is_empty().then(|| {
                Empty::new(
                    "Nobody is on this case but the client.",
                    "Relatives, carers, external providers: add those whom you deal with.",
                )
            }),
            people,
            referred: crate::referrals::open(&person, &view),
            referrals: Link::new(crate::referrals::path(case), "All referrals"),
            frame,
        }
    }))
}

fn adding(case: &str) -> Result<Step, Problem> {
    Ok(Step {
        case: id::<DossierId>(case)?,
        action: Action::ManagePeople,
        wording: Wording {
            heading: "Add a person".into(),
            lead: "Relatives, carers, external providers, and whoever may be called in an emergency.".into(),
            action: "people".to_owned(),
            draft: None,
            act: "Review and sign".into(),
            at: At::People,
        },
        fields: |_, _, filled| {
            let roles = PersonRole::ALL.map(|role| Choice::new(code(&role), role.word()));
            vec![
                filled.text("name", "Name").max(200),
                filled.radios("role", "What they are to the case", &roles),
                filled.text("relation", "How they are related, or for which service they work").optional().max(200),
                filled.text("reach", "How to reach them").optional().max(200),
            ]
        },
        about: About::Case,
        sign: Sign::author("Sign", "Add person"),
        done: Done::PERSON_ADDED,
    })
}

/// `GET /cases/{case}/people/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    adding(&case)?.ask(&person).await
}

/// `POST /cases/{case}/people`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let step = adding(&case)?;
    let read = |_: &CaseView| {
        let mut reader = Reader::new(&sent);
        let (name, role) = (reader.line("name"), reader.choice("role", decode::<PersonRole>));
        let (relation, reach) = (reader.line_or_none("relation"), reader.line_or_none("reach"));
        match (name, role, reader.is_good()) {
            (Some(name), Some(role), true) => {
                let added = PersonAdded { id: person.ctx.new_item(), name, role, relation, reach };
                Ok(Written::new(added, Event::PersonAdded, Level::Confidential))
            }
            _ => Err(reader.filled),
        }
    };
    let act = async |added, ink| add_person(&person.ctx, step.case, added, ink).await;
    step.create(&person, &sent, read, act, |_| None).await
}

fn removing(case: DossierId, who: ItemId) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
    Step {
        case,
        action: Action::ManagePeople,
        wording: Wording {
            heading: "Take this person off the case".into(),
            lead: "Earlier entries still name them.".into(),
            action: "people/off".to_owned(),
            draft: None,
            act: "Review and sign".into(),
            at: At::People,
        },
        fields: move |_: &Person, _: &CaseView, filled: &Filled| {
            vec![filled.hidden("who").or(who.to_string()), filled.text("reason", "Why").max(200)]
        },
        about: About::Person(who),
        sign: Sign::author("Sign that this person leaves the case", "Take off"),
        done: Done::PERSON_REMOVED,
    }
}

/// `GET /cases/{case}/people/{person}`
pub async fn off(person: Person, Path((case, who)): Path<(String, String)>) -> Answer {
    removing(id(&case)?, id(&who)?).ask(&person).await
}

/// `POST /cases/{case}/people/off`
pub async fn remove(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    person.ctx.permit(Action::ManagePeople, Some(case)).await?;
    let who = item(&sent, "who")?;
    let read = |_: &CaseView| {
        let mut reader = Reader::new(&sent);
        let Some(reason) = reader.line("reason") else { return Err(reader.filled) };
        Ok(Written::new(PersonLeft { id: who, reason }, Event::PersonLeft, Level::Confidential))
    };
    let act = async |left, ink| remove_person(&person.ctx, case, left, ink).await;
    removing(case, who).create(&person, &sent, read, act, |_| None).await
}
