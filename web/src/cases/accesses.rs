//! Who has looked at a file, from the access records of the ledger (RC-4.2c).

use axum::extract::Path;
use casework::cases::{Looked, looked_at};
use domain::ids::DossierId;
use domain::policy::Action;

use crate::answer::{Answer, id};
use crate::face::parts::{Act, Empty, Paging};
use crate::face::prelude::*;
use crate::face::when;
use crate::guard::Query;
use crate::paths;
use crate::person::Person;

/// How many records one page shows.
const RECORDS: u32 = 100;

/// Where an earlier page begins.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Place {
    #[serde(default)]
    at: String,
    #[serde(default)]
    line: String,
}

/// One record.
#[derive(Debug, Clone)]
pub struct Row {
    /// When.
    pub when: Words,
    /// Who.
    pub who: Words,
    /// What.
    pub what: Words,
    /// Up to which entry.
    pub entry: Words,
}

/// `GET /cases/{case}/accesses`
#[derive(Debug, Template)]
#[template(path = "cases/accesses.html")]
pub struct AccessesPage {
    /// The frame.
    pub frame: Frame,
    /// The records, the latest first.
    pub rows: Vec<Row>,
    /// When there are none.
    pub empty: Option<Empty>,
    /// Earlier ones.
    pub paging: Paging,
    /// The file, for whoever may open it.
    pub back: Option<Act>,
}

/// `GET /cases/{case}/accesses`
pub async fn show(person: Person, Path(case): Path<String>, Query(place): Query<Place>) -> Answer {
    let case: DossierId = id(&case)?;
    let after = place.at.parse().ok().map(|at| (domain::time::Instant(at), place.line.clone()));
    let looked = looked_at(&person.ctx, case, after, RECORDS).await?;
    let full = looked.len() == usize::try_from(RECORDS).unwrap_or(0);
    let older = looked
        .last()
        .filter(|_| full)
        .map(|last| format!("/cases/{case}/accesses?at={}&line={}", last.at.0, last.line));
    let reads = person.ctx.may(Action::ReadCase, Some(case)).await?;
    Ok(person.show("Who has looked", |frame| {
        let row = |one: &Looked| Row {
            when: when::full(one.at).into(),
            who: one.who.clone().into(),
            what: word(&one.act).into(),
            entry: one.entry.map(|entry| Words::from("entry {n}").with("n", entry.0)).unwrap_or_default(),
        };
        let rows: Vec<Row> = looked.iter().map(row).collect();
        AccessesPage {
            empty: rows.is_empty().then(|| Empty::new("Nobody has opened this file yet.", "")),
            rows,
            back: reads.then(|| Act::link("Back to the case", paths::case(case)).icon("back")),
            paging: Paging { newer: None, older, here: Words::default() },
            frame,
        }
    }))
}

/// What was done, in a word.
fn word(act: &str) -> &'static str {
    match act {
        "entry" => "wrote",
        "opened" => "opened",
        "searched" => "searched in",
        "prepared" => "prepared a session with",
        "printed" => "read all or printed",
        "downloaded" => "opened a document of",
        "handed_out" => "took the calendar file of an appointment from",
        "exported" => "exported",
        "denied" => "was refused",
        _ => "looked at",
    }
}
