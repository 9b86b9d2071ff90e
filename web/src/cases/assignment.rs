//! Handing a case over.

use axum::extract::Path;
use casework::cases::{HandOver, hand_over};
use domain::cases::{Assignment, CaseAssigned};
use domain::event::Event;
use domain::ids::{DossierId, StaffId};
use domain::level::Level;
use domain::policy::Action;
use domain::staff::{Role, StaffCard};

use super::form::Wording;
use super::head::{At, CaseView};
use super::step::{About, Sign, Step, Written};
use crate::answer::{Answer, id};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;

fn step(case: &str) -> Result<Step, Problem> {
    Ok(Step {
        case: id::<DossierId>(case)?,
        action: Action::AssignCase,
        wording: Wording {
            heading: "Hand the case over".into(),
            lead: "It takes effect at once: those who had it before cannot open it any more.".into(),
            action: "assignment".to_owned(),
            draft: None,
            act: "Review and sign".into(),
            at: At::Timeline,
        },
        fields,
        about: About::Case,
        sign: Sign::author("Sign this hand-over", "Hand over"),
        done: Done::CASE_ASSIGNED,
    })
}

fn fields(_person: &Person, view: &CaseView, filled: &Filled) -> Vec<Field> {
    people(&view.staff, view.file().assignment(), filled)
}

/// Who is to carry it, who is to supervise it, and why; at first those who do now, as far as they are still there.
pub(crate) fn people(staff: &[StaffCard], hands: Option<Assignment>, filled: &Filled) -> Vec<Field> {
    let people = |roles: &[Role]| -> Vec<Choice> {
        let fit = staff.iter().filter(|card| card.active && roles.iter().any(|role| card.is(*role)));
        fit.map(|card| Choice::new(card.id.to_string(), card.name.clone())).collect()
    };
    let now = |staff: Option<StaffId>| staff.map(|staff| staff.to_string()).unwrap_or_default();
    vec![
        filled
            .select("worker", "Caseworker", &people(&[Role::Caseworker, Role::Provider]))
            .or(now(hands.map(|h| h.worker))),
        filled.select("supervisor", "Supervisor", &people(&[Role::Supervisor])).or(now(hands.map(|h| h.supervisor))),
        filled.text("reason", "Why").max(200),
    ]
}

/// `GET /cases/{case}/assignment`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    step(&case)?.ask(&person).await
}

/// `POST /cases/{case}/assignment`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let step = step(&case)?;
    let read = |_: &CaseView| {
        let mut reader = Reader::new(&sent);
        let worker = reader.choice("worker", |text| text.parse::<StaffId>().ok());
        let supervisor = reader.choice("supervisor", |text| text.parse::<StaffId>().ok());
        match (worker, supervisor, reader.line("reason")) {
            (Some(worker), Some(supervisor), Some(reason)) => {
                let assigned = CaseAssigned { assignment: Assignment { worker, supervisor, team: None }, reason };
                Ok(Written::new(assigned, Event::CaseAssigned, Level::Confidential))
            }
            _ => Err(reader.filled),
        }
    };
    let act = async |assigned: CaseAssigned, ink| {
        let CaseAssigned { assignment: Assignment { worker, supervisor, .. }, reason } = assigned;
        hand_over(&person.ctx, HandOver { case: step.case, worker, supervisor, reason }, ink).await
    };
    step.create(&person, &sent, read, act, |_| Some("worker")).await
}
