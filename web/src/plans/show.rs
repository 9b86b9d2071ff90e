//! The plan as it holds, and every version before it with what changed and why.

use axum::extract::Path;
use domain::changes::difference;
use domain::ids::DossierId;
use domain::policy::Action;

use super::told;
use crate::answer::{Answer, id};
use crate::cases::head::{At, CaseView};
use crate::face::parts::{Act, Empty, Folder, Tabs};
use crate::face::prelude::*;
use crate::face::when;
use crate::paths;
use crate::person::Person;

/// One goal of the plan that holds.
#[derive(Debug, Clone)]
pub struct GoalLine {
    /// Its wording.
    pub title: Words,
    /// How far it is.
    pub status: State,
    /// Its ratings as a line, oldest first, in words: "2, 3, 3, 4".
    pub ratings: Words,
}

/// One version with what changed in it.
#[derive(Debug, Clone)]
pub struct Version {
    /// "Version 2".
    pub title: Words,
    /// When, by whom, how the client agreed.
    pub more: Words,
    /// What changed.
    pub changes: Vec<Words>,
    /// Why.
    pub reason: Words,
    /// Its entry in the timeline.
    pub href: String,
}

/// `GET /cases/{case}/plan`
#[derive(Debug, Template)]
#[template(path = "plans/show.html")]
pub struct PlanPage {
    /// The frame.
    pub frame: Frame,
    /// The head.
    pub folder: Folder,
    /// The tabs.
    pub tabs: Tabs,
    /// Goals.
    pub goals: Vec<GoalLine>,
    /// Interventions: what, by whom.
    pub interventions: Vec<(Words, Words)>,
    /// Versions, the newest first.
    pub versions: Vec<Version>,
    /// When there is no plan.
    pub empty: Option<Empty>,
}

/// `GET /cases/{case}/plan`
pub async fn show(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::ReadCase).await?;
    Ok(person.show("Plan", |frame| {
        let edit = view.may(Action::RevisePlan).then(|| {
            let label = if view.file().plan.version() == 0 { "Write the plan" } else { "Change the plan" };
            Act::link(label, paths::of_case(case, "plan/edit")).main().icon("pen")
        });
        let plan = view.file().plan.current();
        PlanPage {
            folder: view.folder(&person, edit.into_iter().collect()),
            tabs: view.tabs(At::Plan),
            goals: goals(&view),
            interventions: plan.map(|plan| plan.interventions.iter().map(intervention).collect()).unwrap_or_default(),
            versions: versions(&view),
            empty: plan.is_none().then(|| {
                Empty::new(
                    "There is no plan yet.",
                    "Goals are agreed with the client, and every change is a new version.",
                )
            }),
            frame,
        }
    }))
}

fn intervention(one: &domain::plans::Intervention) -> (Words, Words) {
    let who = one.who.as_ref().map(|who| who.reveal().to_owned()).unwrap_or_default();
    (one.what.reveal().to_owned().into(), who.into())
}

fn goals(view: &CaseView) -> Vec<GoalLine> {
    let plan = &view.file().plan;
    let line = |goal: &domain::plans::Goal| {
        let ratings: Vec<String> = plan.ratings_of(goal.id).iter().map(u8::to_string).collect();
        GoalLine {
            title: goal.title.reveal().to_owned().into(),
            status: super::edit::status_state(goal.status),
            ratings: if ratings.is_empty() { "not rated yet".into() } else { ratings.join(", ").into() },
        }
    };
    plan.current().map(|plan| plan.goals.iter().map(line).collect()).unwrap_or_default()
}

fn versions(view: &CaseView) -> Vec<Version> {
    let versions = &view.file().plan.versions;
    let version = |(at, (entry, signed, plan)): (
        usize,
        &(domain::ids::EntryNumber, domain::time::Instant, domain::plans::PlanRevised),
    )| {
        let before = at.checked_sub(1).and_then(|before| versions.get(before)).map(|(_, _, plan)| plan);
        let author = view.seen.opened.entry(*entry).map(|entry| entry.signature.name.clone()).unwrap_or_default();
        Version {
            title: Words::from("Version {n}").with("n", plan.version),
            more: Words::from("{when}, {who}. {agreement}.")
                .with("when", when::when(*signed))
                .with("who", author)
                .with("agreement", Words::from(plan.agreement.word())),
            changes: difference(before, plan).iter().map(told).collect(),
            reason: plan.reason.reveal().to_owned().into(),
            href: paths::entry(view.id(), *entry),
        }
    };
    versions.iter().enumerate().map(version).rev().collect()
}
