//! Adding somebody, changing their roles, closing their account.

use axum::extract::{Path, State};
use casework::Failure;
use casework::accounts::{self, AddStaff, CannotAddStaff, add_staff, change_staff, dismiss_staff};
use casework::handover::InHand;
use domain::ids::StaffId;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::staff::{Role, StaffAdded, StaffCard, StaffChanged, StaffLeft};

use super::list::LinkPage;
use crate::answer::{Answer, go, id, sentence};
use crate::app::App;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::handover::{self, announce};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{signature_fields, signing, unsigned};

/// A form about somebody.
#[derive(Debug, Template)]
#[template(path = "staff/form.html")]
pub struct StaffForm {
    /// The frame.
    pub frame: Frame,
    /// What is being done.
    pub heading: Words,
    /// Where it is sent.
    pub action: String,
    /// What is wrong.
    pub form: Filled,
    /// The fields.
    pub fields: Vec<Field>,
    /// The words on the button.
    pub act: Words,
    /// What follows from it, where that is grave.
    pub warning: Words,
    /// Closing the account instead, where somebody is changed.
    pub leave: Option<Act>,
    /// What somebody who leaves still has in hand: then there is nothing to sign yet.
    pub in_hand: Vec<Words>,
    /// Where that is given on.
    pub hand_over: Option<Act>,
}

fn person_fields(filled: &Filled, card: Option<&StaffCard>) -> Vec<Field> {
    let held = |role: Role| card.is_some_and(|card| card.is(role));
    let choice = |role: Role| {
        let choice = Choice::new(role.code(), role.word()).hint(does(role));
        if held(role) { choice.chosen() } else { choice }
    };
    let roles: Vec<Choice> = Role::ALL.into_iter().map(choice).collect();
    vec![
        filled.text("name", "Name").or(card.map(|c| c.name.clone()).unwrap_or_default()).hint("As signed.").max(120),
        filled
            .text("title", "Title")
            .or(card.map(|c| c.title.clone()).unwrap_or_default())
            .hint("Printed beneath signatures.")
            .max(120),
        filled.checks("roles[]", "Roles", &roles).hint("The first one is printed beneath signatures."),
    ]
}

/// What a role is for, as far as whoever gives it has to know.
const fn does(role: Role) -> &'static str {
    match role {
        Role::FrontlineStaff => "Registers clients and opens their cases; afterwards reads nothing of them.",
        Role::AdministrativeStaff => {
            "Registers clients; books sessions, logs calls and corrects details for a team; of cases reads what is Standard."
        }
        Role::Caseworker => "Registers clients and carries cases: contacts, plan, sessions, reports, closure.",
        Role::Provider => "Holds sessions and carries cases; registers nobody.",
        Role::Supervisor => "Hands cases out, decides on reports, agrees to closures; reads the cases they supervise.",
        Role::ComplaintsManager => "Looks into complaints; reads no case.",
        Role::RecordsOfficer => "Sees to it how long closed files are kept, and reads them.",
        Role::DataProtectionOfficer => "Sees who has looked at which file; reads closed files.",
        Role::ItAdministrator => "Adds staff, takes access back, watches the system; reads no case.",
        Role::Director => "Sets the rules of the organisation; reads no case.",
        Role::Auditor => "Checks that the record is whole; reads no case.",
    }
}

/// `GET /staff/new`
pub async fn new(person: Person) -> Answer {
    person.ctx.permit(Action::ManageStaff, None).await?;
    Ok(adding(&person, Filled::new()))
}

fn adding(person: &Person, form: Filled) -> axum::response::Response {
    let wrong = form.is_wrong();
    let form = person.keyed(form);
    let build = |frame: Frame| {
        let mut fields = person_fields(&form, None);
        fields.push(form.text("login", "Sign-in name").hint("What they type to sign in.").max(60));
        fields.extend(signature_fields(&form));
        StaffForm {
            heading: "Add a person".into(),
            action: "/staff".to_owned(),
            fields,
            act: "Add and show the link".into(),
            warning: Words::default(),
            leave: None,
            in_hand: Vec::new(),
            hand_over: None,
            form,
            frame,
        }
    };
    person.form("Staff", wrong, build)
}

fn read(sent: &Fields) -> Result<StaffAdded, Filled> {
    let mut reader = Reader::new(sent);
    let (name, title) = (reader.line("name"), reader.line("title"));
    let roles: Vec<Role> = sent.all("roles[]").filter_map(Role::from_code).collect();
    if roles.is_empty() {
        reader.wrong("roles[]", "Please choose at least one role.");
    }
    match (name, title, reader.is_good()) {
        (Some(name), Some(title), true) => Ok(StaffAdded { name, title, roles, team: None }),
        _ => Err(reader.filled),
    }
}

/// What was wrong, at its field.
fn refused(sent: &Fields, failure: Failure<CannotAddStaff>) -> Result<Filled, Problem> {
    match failure {
        Failure::Rule(rule) => {
            let words = sentence(&rule.to_string());
            Ok(match rule {
                CannotAddStaff::LoginTaken | CannotAddStaff::LoginMissing => sent.filled().wrong("login", words),
                CannotAddStaff::NoRole => sent.filled().wrong("roles[]", words),
                _ => sent.filled().refused(words),
            })
        }
        Failure::Signature(bad) => Ok(unsigned(sent.filled(), &bad)),
        other => Err(other.into()),
    }
}

/// `POST /staff`
pub async fn create(State(app): State<App>, person: Person, sent: Fields) -> Answer {
    person.ctx.permit(Action::ManageStaff, None).await?;
    let added = match read(&sent) {
        Ok(added) => added,
        Err(filled) => return Ok(adding(&person, filled)),
    };
    let name = added.name.reveal().to_owned();
    let order = AddStaff { person: added, login: sent.text("login").to_owned() };
    match add_staff(&person.ctx, order, signing(&sent, Meaning::Author)).await {
        Ok((_, secret)) => {
            let address = format!("{}/invitations/{}", app.settings.origin, secret.reveal());
            Ok(person.show("Link", |frame| LinkPage { frame, name, address }))
        }
        Err(failure) => Ok(adding(&person, refused(&sent, failure)?)),
    }
}

async fn card_of(person: &Person, staff: StaffId) -> Result<StaffCard, Problem> {
    person.ctx.permit(Action::ManageStaff, Some(staff.dossier())).await?;
    let list = accounts::staff_list(&person.ctx).await?;
    list.into_iter().find(|card| card.id == staff && card.active).ok_or(Problem::Missing)
}

/// `GET /staff/{staff}`
pub async fn show(person: Person, Path(staff): Path<String>) -> Answer {
    let card = card_of(&person, id(&staff)?).await?;
    Ok(changing(&person, &card, Filled::new()))
}

fn changing(person: &Person, card: &StaffCard, form: Filled) -> axum::response::Response {
    let wrong = form.is_wrong();
    let form = person.keyed(form);
    let build = |frame: Frame| {
        let mut fields = person_fields(&form, Some(card));
        fields.push(form.text("reason", "Why").max(200));
        fields.extend(signature_fields(&form));
        StaffForm {
            heading: Words::from("Change {name}").with("name", &card.name),
            action: crate::paths::staff(card.id),
            fields,
            act: "Sign change".into(),
            warning: Words::default(),
            leave: Some(Act::link("Close this account", leaving(card.id)).icon("out")),
            in_hand: Vec::new(),
            hand_over: Some(Act::link("Announce their last day", announce::path(card.id)).icon("calendar")),
            form,
            frame,
        }
    };
    person.form("Staff", wrong, build)
}

/// `GET /staff/{staff}/leaving`
pub async fn ask_leaving(person: Person, Path(staff): Path<String>) -> Answer {
    let card = card_of(&person, id(&staff)?).await?;
    let in_hand = InHand::of(&person.ctx, card.id).await?;
    Ok(closing(&person, &card, &in_hand, Filled::new()))
}

/// What somebody still has in hand, and who takes it over.
fn told(in_hand: &InHand) -> Vec<Words> {
    let InHand { items, follow_ups, .. } = in_hand;
    let mut told = Vec::new();
    if 0 < in_hand.cases() {
        let open = Words::count("One open case.", "{n} open cases.", in_hand.cases());
        told.push(Words::from("{open} Whoever supervises each hands it over.").with("open", open));
    }
    let rest = in_hand.items_in.len() + in_hand.sessions.len() + in_hand.covers.len() + in_hand.others.len();
    if 0 < rest {
        let rest = i64::try_from(rest).unwrap_or(i64::MAX);
        told.push(Words::count(
            "One more thing waits on this person: a promise, a flag, a session or a cover.",
            "{n} more things wait on this person: promises, flags, sessions or covers.",
            rest,
        ));
    }
    let out = items.iter().map(|(label, due)| {
        Words::from("{label}, out until {due}").with("label", Number::new(label)).with("due", when::when(*due))
    });
    if let Some(out) = Words::joined(out, "{all}; {one}") {
        let words = Words::from(
            "Physical items: {items}. Whoever keeps the files takes them back, or records what became of them.",
        );
        told.push(words.with("items", out));
    }
    let numbers = follow_ups.iter().map(|(_, number)| Words::from("{number}").with("number", Number::new(number)));
    if let Some(numbers) = Words::joined(numbers, "{all}, {one}") {
        let words = Words::from("Follow-ups of closed cases: {numbers}. A supervisor hands them over.");
        told.push(words.with("numbers", numbers));
    }
    told
}

fn leaving(staff: StaffId) -> String {
    format!("{}/leaving", crate::paths::staff(staff))
}

fn closing(person: &Person, card: &StaffCard, in_hand: &InHand, form: Filled) -> axum::response::Response {
    let wrong = form.is_wrong();
    let form = person.keyed(form);
    let build = |frame: Frame| {
        let in_hand = told(in_hand);
        let mut fields = Vec::new();
        if in_hand.is_empty() {
            fields.push(form.text("reason", "Why").max(200));
            fields.extend(signature_fields(&form));
        }
        StaffForm {
            heading: Words::from("Close the account of {name}").with("name", &card.name),
            action: leaving(card.id),
            fields,
            act: "Close the account for ever".into(),
            warning: "They are signed out at once and cannot sign in again. What they wrote stays as it is. This cannot be taken back: \
                      somebody who returns is added anew."
                .into(),
            leave: None,
            hand_over: (!in_hand.is_empty())
                .then(|| Act::link("See everything, and give it on", handover::path(card.id)).main()),
            in_hand,
            form,
            frame,
        }
    };
    person.form("Staff", wrong, build)
}

/// `POST /staff/{staff}`
pub async fn change(person: Person, Path(staff): Path<String>, sent: Fields) -> Answer {
    let card = card_of(&person, id(&staff)?).await?;
    let mut reader = Reader::new(&sent);
    let reason = reader.line("reason");
    let (now, reason) = match (read(&sent), reason) {
        (Ok(now), Some(reason)) => (StaffAdded { team: card.team, ..now }, reason),
        (Err(filled), _) => return Ok(changing(&person, &card, filled)),
        (Ok(_), None) => return Ok(changing(&person, &card, reader.filled)),
    };
    match change_staff(&person.ctx, card.id, StaffChanged { now, reason }, signing(&sent, Meaning::Author)).await {
        Ok(()) => go(&Done::STAFF_CHANGED.at("/staff")),
        Err(failure) => Ok(changing(&person, &card, refused(&sent, failure)?)),
    }
}

/// `POST /staff/{staff}/leaving`
pub async fn leave(person: Person, Path(staff): Path<String>, sent: Fields) -> Answer {
    let card = card_of(&person, id(&staff)?).await?;
    let mut reader = Reader::new(&sent);
    let in_hand = InHand::of(&person.ctx, card.id).await?;
    let Some(reason) = reader.line("reason") else { return Ok(closing(&person, &card, &in_hand, reader.filled)) };
    match dismiss_staff(&person.ctx, card.id, StaffLeft { reason }, signing(&sent, Meaning::Author)).await {
        Ok(()) => go(&Done::STAFF_LEFT.at("/staff")),
        Err(failure) => Ok(closing(&person, &card, &in_hand, refused(&sent, failure)?)),
    }
}
