//! The list of staff.

use axum::extract::Path;
use casework::accounts;
use domain::ids::StaffId;
use domain::policy::Action;
use domain::staff::StaffCard;

use crate::answer::{Answer, id};
use crate::face::parts::Act;
use crate::face::prelude::*;
use crate::paths;
use crate::person::Person;

/// One member of staff.
#[derive(Debug, Clone)]
pub struct Row {
    /// Name and title.
    pub name: String,
    /// Title.
    pub title: String,
    /// Roles.
    pub roles: Vec<Words>,
    /// Whether they work here.
    pub state: State,
    /// What can be done.
    pub acts: Vec<Act>,
}

/// `GET /staff`
#[derive(Debug, Template)]
#[template(path = "staff/list.html")]
pub struct StaffPage {
    /// The frame.
    pub frame: Frame,
    /// Everybody, by name.
    pub rows: Vec<Row>,
    /// Inviting somebody.
    pub add: Option<Act>,
}

/// `GET /staff`
pub async fn show(person: Person) -> Answer {
    person.ctx.permit(Action::SeeStaff, None).await?;
    let staff = accounts::staff_list(&person.ctx).await?;
    let manages = person.ctx.may(Action::ManageStaff, None).await?;
    Ok(person.show("Staff", |frame| StaffPage {
        rows: staff.iter().map(|card| row(card, manages)).collect(),
        add: manages.then(|| Act::link("Add a person", "/staff/new").main().icon("plus")),
        frame,
    }))
}

fn row(card: &StaffCard, manages: bool) -> Row {
    let mut acts = Vec::new();
    if manages && card.active {
        let name = card.name.clone();
        acts.push(Act::link("Change", paths::staff(card.id)).plain().about(name.clone()));
        acts.push(Act::post("Link for a new password", format!("/staff/{}/link", card.id)).plain().about(name));
    }
    Row {
        name: card.name.clone(),
        title: card.title.clone(),
        roles: card.roles.iter().map(|role| Words::from(role.word())).collect(),
        state: if card.active { State::done("Works here") } else { State::plain("Has left").icon("out") },
        acts,
    }
}

/// The link that somebody gets, shown once.
#[derive(Template)]
#[template(path = "staff/link.html")]
pub struct LinkPage {
    /// The frame.
    pub frame: Frame,
    /// For whom.
    pub name: String,
    /// The address.
    pub address: String,
}

/// `POST /staff/{staff}/link` – a link for choosing a new password; the authenticator app stays.
pub async fn link(
    axum::extract::State(app): axum::extract::State<crate::app::App>,
    person: Person,
    Path(staff): Path<String>,
) -> Answer {
    let staff: StaffId = id(&staff)?;
    let secret = accounts::reset_account(&person.ctx, staff).await?;
    let name = accounts::name_of(person.house(), staff).await?;
    let address = format!("{}/invitations/{}", app.settings.origin, secret.reveal());
    Ok(person.show("Link", |frame| LinkPage { frame, name, address }))
}
