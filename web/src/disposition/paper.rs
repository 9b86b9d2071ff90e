//! Signing that the paper of a list is destroyed, before the list itself is carried out.

use axum::extract::Path;
use axum::response::Response;
use casework::disposition::{ListSeen, destroy_paper};
use domain::disposition::{CannotDispose, ShredPaper};
use domain::ids::StaffId;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::staff::StaffCard;

use super::change::{back, open};
use super::path;
use crate::answer::{Answer, go};
use crate::done::Done;
use crate::face::parts::Pairs;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

fn page(person: &Person, of: &ListSeen, staff: &[StaffCard], filled: Filled) -> Response {
    here::show(person, filled, of.seen.opened.last, Challenge::Always, |form| {
        let others = staff.iter().filter(|card| card.active && card.id != person.card.id);
        let witnesses: Vec<Choice> = others.map(|card| Choice::new(card.id.to_string(), card.name.clone())).collect();
        Asks {
            title: "Destroy paper",
            heading: "The paper of these files is destroyed".into(),
            lead: "Compare the labels, destroy what they are on together with a witness, then sign. What is held or kept longer is not among it.".into(),
            about: going(of),
            action: path(of.seen.dossier, "paper"),
            fields: vec![
                form.text("how", "How it was destroyed").max(200).hint("Such as: shredder of class P-5."),
                form.select("witness", "Who saw it", &witnesses),
            ],
            act: "Sign that it is destroyed",
            back: back(of),
        }
    })
}

/// The labels of what has to go, file by file.
fn going(of: &ListSeen) -> Pairs {
    let mut facts = Pairs::new();
    for listed in of.seen.files().iter().filter(|listed| of.hindrance(listed).is_none()) {
        if let Some(items) = of.paper.get(&listed.file) {
            let labels: Vec<String> = items.iter().map(|item| item.label.to_string()).collect();
            facts = facts.with(listed.number.clone(), labels.join(", "));
        }
    }
    facts
}

/// `GET /records/lists/{list}/paper`
pub async fn ask(person: Person, Path(of): Path<String>) -> Answer {
    let of = open(&person, &of, Action::AttestPaper).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    Ok(page(&person, &of, &staff, Filled::new()))
}

/// `POST /records/lists/{list}/paper`
pub async fn sign(person: Person, Path(of): Path<String>, sent: Fields) -> Answer {
    let of = open(&person, &of, Action::AttestPaper).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let mut reader = Reader::new(&sent);
    let (how, witness) = (reader.line("how"), reader.choice("witness", |text| text.parse::<StaffId>().ok()));
    let (Some(how), Some(witness)) = (how, witness) else { return Ok(page(&person, &of, &staff, reader.filled)) };
    let order = ShredPaper { how, witness };
    match destroy_paper(&person.ctx, of.seen.dossier, order, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::PAPER_DESTROYED.at(&path(of.seen.dossier, ""))),
        Err(failure) => {
            let place = |rule: &CannotDispose| {
                matches!(rule, CannotDispose::OwnWitness | CannotDispose::NoWitness).then_some("witness")
            };
            Ok(page(&person, &of, &staff, here::refused(&sent, failure, place)?))
        }
    }
}
