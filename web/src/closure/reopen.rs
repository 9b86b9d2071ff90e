//! Opening a closed case again: one person asks and says why, another approves and gives it into new hands.

use axum::extract::Path;
use axum::response::Response;
use casework::closure::{ReopeningWanted, approve_reopening, ask_reopening, reopening_wanted};
use domain::cases::Assignment;
use domain::closure::{CannotClose, CaseReopened, ReopeningAsked};
use domain::ids::StaffId;
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::staff::Role;

use super::show::Place;
use super::step::StepPage;
use crate::answer::{Answer, go, id};
use crate::cases::form::{self, Tried};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::parts::{DraftState, Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{Asking, Back, goes_back, is_signed, signing};
use crate::staff::name_of;

struct Form {
    heading: &'static str,
    lead: &'static str,
    part: &'static str,
    fields: Vec<Field>,
    about: Vec<Sheet>,
}

fn page(person: &Person, place: &Place, form: Filled, told: impl FnOnce(&Filled) -> Form) -> Response {
    let wrong = form.is_wrong();
    let form = person.keyed(form);
    let build = |frame: Frame| {
        let Form { heading, lead, part, fields, about } = told(&form);
        StepPage {
            head: place.head(person),
            heading: heading.into(),
            lead: lead.into(),
            about,
            losing: Vec::new(),
            action: format!("{}/{part}", place.path()),
            draft: None,
            state: DraftState::new(),
            fields,
            act: "Review and sign".into(),
            back: place.back(),
            form,
            frame,
        }
    };
    person.form("Closure", wrong, build)
}

fn asking(person: &Person, place: &Place, part: &str, title: &'static str, act: &'static str) -> Asking {
    let action = format!("{}/{part}", place.path());
    Asking {
        title: title.into(),
        act: act.into(),
        back: Back::Form,
        action,
        says: "With your signature you say: this case has to be opened again, for the reason that stands here.".into(),
        then: "Then somebody else has to approve it.".into(),
        facts: vec![("Written".into(), when::full(person.now()).into())],
        level: Level::Confidential,
        shown: place.shown(),
        always: true,
    }
}

async fn open(person: &Person, case: &str, action: Action) -> Result<Place, Problem> {
    let place = Place::open(person, id(case)?).await?;
    place.require(person, action).await?;
    Ok(place)
}

fn ask_page(person: &Person, place: &Place, form: Filled) -> Response {
    page(person, place, form, |form| Form {
        heading: "Ask for reopening",
        lead: "Say why the case has to be opened again. Somebody else decides, and gives it into new hands.",
        part: "reopening",
        fields: vec![form.area("reason", "Reason").rows(4).written().max(20_000)],
        about: Vec::new(),
    })
}

/// `GET /cases/{case}/closure/reopening`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    let place = open(&person, &case, Action::AskReopening).await?;
    Ok(ask_page(&person, &place, Filled::new()))
}

/// `POST /cases/{case}/closure/reopening`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let place = open(&person, &case, Action::AskReopening).await?;
    if goes_back(&sent) {
        return Ok(ask_page(&person, &place, sent.filled()));
    }
    let mut reader = Reader::new(&sent);
    let Some(reason) = reader.narrative("reason") else { return Ok(ask_page(&person, &place, reader.filled)) };
    let order = ReopeningAsked { id: person.ctx.new_item(), reason };
    let mut bad = None;
    if is_signed(&sent) {
        let ink = signing(&sent, Meaning::Author);
        match form::tried(ask_reopening(&person.ctx, place.standing.case, order.clone(), ink).await)? {
            Tried::Signed(_) => return go(&Done::REOPENING_ASKED.at(&place.path())),
            Tried::Rule(rule) => return Ok(ask_page(&person, &place, form::refused(&sent, &rule, None))),
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    }
    let sheet = || Sheet {
        id: "asked".to_owned(),
        icon: "back",
        title: "Reopening asked for".into(),
        lines: vec![case_line(&place)],
        text: order.reason.reveal().to_owned().into(),
        ..Sheet::default()
    };
    let ask = || asking(&person, &place, "reopening", "Ask for reopening", "Sign request");
    form::sign(&person, &sent, ask, sheet, bad).await
}

fn case_line(place: &Place) -> Line {
    Line::new("Case", place.standing.number.clone()).voiced(Voiced::Product)
}

fn wanted_sheet(place: &Place, wanted: &ReopeningWanted) -> Sheet {
    Sheet {
        id: "asked".to_owned(),
        icon: "back",
        title: "Reopening asked for".into(),
        when: when::when(wanted.at).into(),
        entry: name_of(&place.staff, wanted.by).into(),
        text: wanted.reason.reveal().to_owned().into(),
        ..Sheet::default()
    }
}

fn people(place: &Place, roles: &[Role]) -> Vec<Choice> {
    let fits = place.staff.iter().filter(|card| card.active && roles.iter().any(|role| card.is(*role)));
    fits.map(|card| Choice::new(card.id.to_string(), card.name.clone())).collect()
}

fn decide_page(person: &Person, place: &Place, wanted: &ReopeningWanted, form: Filled) -> Response {
    let (worker, supervisor) =
        place.standing.hands.map(|(one, other)| (one.to_string(), other.to_string())).unwrap_or_default();
    page(person, place, form, |form| Form {
        heading: "Approve the reopening",
        lead: "Nobody approves their own request. The case gets new hands, and its clocks begin anew.",
        part: "reopening/decision",
        fields: vec![
            form.select("worker", "Who carries it", &people(place, &[Role::Caseworker, Role::Provider])).or(worker),
            form.select("supervisor", "Who supervises it", &people(place, &[Role::Supervisor])).or(supervisor),
        ],
        about: vec![wanted_sheet(place, wanted)],
    })
}

/// `GET /cases/{case}/closure/reopening/decision`
pub async fn new_decision(person: Person, Path(case): Path<String>) -> Answer {
    let place = open(&person, &case, Action::ApproveReopening).await?;
    let wanted = reopening_wanted(&person.ctx, place.standing.case).await?;
    Ok(decide_page(&person, &place, &wanted, Filled::new()))
}

/// `POST /cases/{case}/closure/reopening/decision`
pub async fn decide(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let place = open(&person, &case, Action::ApproveReopening).await?;
    let wanted = reopening_wanted(&person.ctx, place.standing.case).await?;
    if goes_back(&sent) {
        return Ok(decide_page(&person, &place, &wanted, sent.filled()));
    }
    let mut reader = Reader::new(&sent);
    let worker = reader.choice("worker", |text| text.parse::<StaffId>().ok());
    let supervisor = reader.choice("supervisor", |text| text.parse::<StaffId>().ok());
    let (Some(worker), Some(supervisor)) = (worker, supervisor) else {
        return Ok(decide_page(&person, &place, &wanted, reader.filled));
    };
    let assignment = Assignment { worker, supervisor, team: None };
    if assignment.own_supervisor() {
        let filled = form::refused(&sent, &CannotClose::OwnSupervisor, Some("supervisor"));
        return Ok(decide_page(&person, &place, &wanted, filled));
    }
    if wanted.by == person.ctx.staff() {
        return Err(Problem::rule(&CannotClose::OwnRequest));
    }
    let order = CaseReopened { asked: wanted.id, assignment };
    let mut bad = None;
    if is_signed(&sent) {
        let ink = signing(&sent, Meaning::Approved);
        match form::tried(approve_reopening(&person.ctx, place.standing.case, order, ink).await)? {
            Tried::Signed(_) => return go(&Done::CASE_REOPENED.at("/")),
            Tried::Rule(rule) => {
                return Ok(decide_page(&person, &place, &wanted, form::refused(&sent, &rule, None)));
            }
            Tried::Bad(wrong) => bad = Some(wrong),
        }
    }
    let fact = |term: &'static str, who| Line::new(term, name_of(&place.staff, who)).voiced(Voiced::Product);
    let sheet = || Sheet {
        id: "reopened".to_owned(),
        icon: "back",
        title: "Case reopened".into(),
        lines: vec![case_line(&place), fact("Carried by", worker), fact("Supervised by", supervisor)],
        text: wanted.reason.reveal().to_owned().into(),
        ..Sheet::default()
    };
    let ask = || Asking {
        says: "With your signature you say: I have read the request and approve it.".into(),
        then: "Then the case is open again, in the hands that you chose.".into(),
        ..asking(&person, &place, "reopening/decision", "Approve the reopening", "Reopen case")
    };
    form::sign(&person, &sent, ask, sheet, bad).await
}
