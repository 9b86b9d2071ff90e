//! Supervision: what waits for a decision, flags, overdue by person, the caseload, silent cases (PT-3b, CM-4.4.3).

use std::collections::BTreeMap;

use casework::today::{self, CaseLine};
use domain::duties::DutyKind;
use domain::ids::StaffId;
use domain::staff::StaffCard;

use crate::answer::Answer;
use crate::face::parts::{Act, Duty};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::person::Person;
use crate::today::pages::line;

/// One case of the caseload.
#[derive(Debug, Clone)]
pub struct Row {
    /// The client's number and name.
    pub number: Number,
    /// The name.
    pub name: Name,
    /// Where the case is.
    pub href: String,
    /// Its number.
    pub case: Number,
    /// Who carries it.
    pub worker: String,
    /// The last interaction, in words.
    pub last: Words,
    /// How long nothing was heard.
    pub silent: State,
    /// How many duties are overdue.
    pub overdue: State,
    /// Flags that are up.
    pub flags: Vec<String>,
    /// How far a closure is.
    pub closing: Words,
}

/// How much is overdue at one person.
#[derive(Debug, Clone)]
pub struct Load {
    /// Who.
    pub who: String,
    /// How many cases they carry.
    pub cases: u32,
    /// How many duties are overdue.
    pub overdue: u32,
    /// The way to what they have in hand.
    pub act: Act,
}

/// `GET /supervision`
#[derive(Debug, Template)]
#[template(path = "supervision.html")]
pub struct SupervisionPage {
    /// The frame.
    pub frame: Frame,
    /// What waits for a decision.
    pub approvals: Vec<Duty>,
    /// The caseload, the longest silent first.
    pub rows: Vec<Row>,
    /// Who is about to leave: when, and the way to what they have in hand.
    pub leaving: Vec<(Words, Act)>,
    /// By person.
    pub loads: Vec<Load>,
    /// From how many days on a case counts as silent.
    pub silent_from: u32,
}

impl SupervisionPage {
    fn lead(&self) -> Words {
        let cases = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        Words::count("You supervise {n} open case.", "You supervise {n} open cases.", cases)
    }
}

/// `GET /supervision`
pub async fn show(person: Person) -> Answer {
    let supervision = today::supervision(&person.ctx).await?;
    let today = today::today(&person.ctx).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let leave = casework::handover::who_leaves(&person.ctx).await?;
    Ok(person.show("Supervision", |frame| {
        let name =
            |id: StaffId| staff.iter().find(|card| card.id == id).map(|card| card.name.clone()).unwrap_or_default();
        let decisions =
            [DutyKind::ReportDecision, DutyKind::CoSignature, DutyKind::ClosureStep, DutyKind::ReopeningDecision];
        let approvals = today.duties.iter().filter(|duty| decisions.contains(&duty.kind)).map(line).collect();
        let row = |line: &CaseLine| row(line, supervision.silent_from, &name);
        SupervisionPage {
            approvals,
            leaving: leave.iter().map(leaver).collect(),
            rows: supervision.cases.iter().map(row).collect(),
            loads: loads(&supervision.cases, &name),
            silent_from: supervision.silent_from,
            frame,
        }
    }))
}

fn leaver((card, day, count): &(StaffCard, jiff::civil::Date, u32)) -> (Words, Act) {
    let left = match count {
        0 => "nothing is left in hand".into(),
        count => Words::count("one thing in hand", "{n} things in hand", *count),
    };
    let words = Words::from("{name}, on {day}: {left}").with("name", &card.name).with("day", when::full_day(*day));
    (words.with("left", left), Act::link("Hand over", crate::handover::path(card.id)).plain().about(card.name.clone()))
}

fn row(line: &CaseLine, silent_from: u32, name: &impl Fn(StaffId) -> String) -> Row {
    let days = Words::count("{n} day", "{n} days", line.silent_days);
    let overdue = i64::try_from(line.overdue.len()).unwrap_or(i64::MAX);
    Row {
        number: Number::new(line.client.as_ref().map(|client| client.number.clone()).unwrap_or_default()),
        name: line.client.as_ref().map(|client| Name::new(client.full_name())).unwrap_or_default(),
        href: paths::case(line.case),
        case: Number::new(&line.card.number),
        worker: line.card.worker.map(name).unwrap_or_default(),
        last: line.card.last_contact.map(|at| when::when(at).into()).unwrap_or_else(|| "none yet".into()),
        silent: if silent_from <= line.silent_days { State::overdue(days) } else { State::plain(days) },
        overdue: match overdue {
            0 => State::done("none"),
            n => State::overdue(Words::count("{n} overdue", "{n} overdue", n)),
        },
        flags: line.card.flags.clone(),
        closing: match line.card.closing {
            0 => Words::default(),
            n => Words::from("closing, {n} of 5").with("n", n),
        },
    }
}

fn loads(cases: &[CaseLine], name: &impl Fn(StaffId) -> String) -> Vec<Load> {
    let mut by: BTreeMap<StaffId, (u32, u32)> = BTreeMap::new();
    for case in cases {
        if let Some(worker) = case.card.worker {
            by.entry(worker).or_default().0 += 1;
        }
        for (_, owner, _) in &case.overdue {
            if let Some(owner) = owner {
                by.entry(*owner).or_default().1 += 1;
            }
        }
    }
    let mut loads: Vec<Load> = by
        .into_iter()
        .map(|(id, (cases, overdue))| {
            let who = name(id);
            let act = Act::link("In hand", crate::handover::path(id)).plain().about(who.clone());
            Load { who, cases, overdue, act }
        })
        .collect();
    loads.sort_by_key(|load| std::cmp::Reverse(load.overdue));
    loads
}
