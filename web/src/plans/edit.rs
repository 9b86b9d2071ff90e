//! Changing the plan. When somebody else was quicker, nothing is lost: the form comes back with what they changed, and is signed on top of it.

use axum::extract::Path;
use axum::http::StatusCode;
use casework::plans::{CannotRevisePlan, RevisePlan, revise_plan};
use domain::changes::difference;
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::merge::merge;
use domain::plans::{Agreement, CannotRevise, Goal, GoalStatus, Intervention, PlanRevised};
use domain::policy::Action;

use super::told;
use crate::answer::{Answer, id, sentence};
use crate::cases::form::{self, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::Teller;
use crate::cases::step::{Round, Sign, Written};
use crate::done::Done;
use crate::drafts;
use crate::face::form::Field;
use crate::face::parts::{DraftState, Sheet};
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::paths;
use crate::person::Person;
use crate::signed::{goes_back, is_signed};

const DRAFT: &str = "plan";
/// Rows for new goals and interventions behind those that there are.
const NEW_ROWS: usize = 2;

/// A status with its hue.
pub(crate) fn status_state(status: GoalStatus) -> State {
    match status {
        GoalStatus::Met => State::done(status.word()),
        GoalStatus::InProgress => State::due(status.word()),
        GoalStatus::NotMet => State::overdue(status.word()),
        GoalStatus::NotStarted => State::plain(status.word()),
    }
}

fn wording() -> Wording {
    Wording {
        heading: "Change the plan".into(),
        lead: "Leave a line empty to take it out. The version before stays readable.".into(),
        action: "plan".to_owned(),
        draft: Some(DRAFT.to_owned()),
        act: "Review and sign".into(),
        at: At::Plan,
    }
}

/// `GET /cases/{case}/plan/edit`
pub async fn show(person: Person, Path(case): Path<String>) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::RevisePlan).await?;
    let begun = drafts::begun(&person, Some(case), DRAFT).await?;
    page(&person, &view, begun, Vec::new)
}

fn page(person: &Person, view: &CaseView, begun: (Filled, DraftState), about: impl FnOnce() -> Vec<Sheet>) -> Answer {
    form::show(person, view, wording(), begun, |filled| fields(view, filled), about)
}

/// How many rows a form has: as many as it was sent with, or those of the plan and some new ones.
fn rows(filled: &Filled, there: usize, kind: &str) -> usize {
    let sent = (1..200).take_while(|n| filled.has(&format!("{kind}_{n}"))).count();
    sent.max(there + NEW_ROWS)
}

fn fields(view: &CaseView, filled: &Filled) -> Vec<Field> {
    let plan = view.file().plan.current();
    let goals = plan.map(|plan| plan.goals.as_slice()).unwrap_or_default();
    let steps = plan.map(|plan| plan.interventions.as_slice()).unwrap_or_default();
    let statuses = GoalStatus::ALL.map(|status| Choice::new(code(&status), status.word()));
    let mut fields = vec![filled.hidden("based_on").or(view.file().plan.version().to_string())];
    for n in 1..=rows(filled, goals.len(), "goal") {
        let goal = goals.get(n - 1);
        fields.push(filled.hidden(&format!("goal_{n}_id")).or(goal.map(|g| g.id.to_string()).unwrap_or_default()));
        let title = filled.text(&format!("goal_{n}"), Words::from("Goal {n}").with("n", n)).max(200);
        fields.push(title.or(goal.map(|g| g.title.reveal().to_owned()).unwrap_or_default()).optional());
        let status =
            filled.select(&format!("goal_{n}_status"), Words::from("How far is goal {n}").with("n", n), &statuses);
        fields.push(status.or(code(&goal.map_or(GoalStatus::NotStarted, |g| g.status))));
    }
    for n in 1..=rows(filled, steps.len(), "step") {
        let step = steps.get(n - 1);
        fields.push(filled.hidden(&format!("step_{n}_id")).or(step.map(|s| s.id.to_string()).unwrap_or_default()));
        let what = filled.text(&format!("step_{n}"), Words::from("Intervention {n}").with("n", n)).max(200);
        fields.push(what.or(step.map(|s| s.what.reveal().to_owned()).unwrap_or_default()).optional());
        let who = filled.text(&format!("step_{n}_who"), Words::from("Who does intervention {n}").with("n", n)).max(200);
        let known = step.and_then(|s| s.who.as_ref()).map(|who| who.reveal().to_owned());
        fields.push(who.or(known.unwrap_or_default()).optional());
    }
    let ways = Agreement::ALL.map(|way| Choice::new(code(&way), way.word()));
    fields.push(filled.radios("agreement", "The client", &ways));
    fields.push(filled.area("reason", "Why the plan changes").rows(3).written().max(20_000));
    fields
}

fn read(person: &Person, sent: &Fields) -> Result<(PlanRevised, u32), Filled> {
    let mut reader = Reader::new(sent);
    let own_or_new = |name: &str| sent.text(name).parse::<ItemId>().unwrap_or_else(|_| person.ctx.new_item());
    let mut goals = Vec::new();
    for n in (1..200).take_while(|n| sent.has(&format!("goal_{n}"))) {
        let Some(title) = reader.line_or_none(&format!("goal_{n}")) else { continue };
        let status = reader.choice(&format!("goal_{n}_status"), decode::<GoalStatus>);
        let Some(status) = status else { continue };
        goals.push(Goal { id: own_or_new(&format!("goal_{n}_id")), title, status, by: None });
    }
    let mut interventions = Vec::new();
    for n in (1..200).take_while(|n| sent.has(&format!("step_{n}"))) {
        let Some(what) = reader.line_or_none(&format!("step_{n}")) else { continue };
        let who = reader.line_or_none(&format!("step_{n}_who"));
        interventions.push(Intervention { id: own_or_new(&format!("step_{n}_id")), what, who });
    }
    let agreement = reader.choice("agreement", decode::<Agreement>);
    let reason = reader.narrative("reason");
    match (agreement, reason, reader.is_good()) {
        (Some(agreement), Some(reason), true) => {
            let version = sent.text("based_on").parse().unwrap_or(0);
            Ok((PlanRevised { version: version + 1, goals, interventions, agreement, reason }, version))
        }
        _ => Err(reader.filled),
    }
}

/// `POST /cases/{case}/plan`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::RevisePlan).await?;
    if goes_back(&sent) {
        return page(&person, &view, (sent.filled(), DraftState::new()), Vec::new);
    }
    let (plan, based_on) = match read(&person, &sent) {
        Ok(read) => read,
        Err(filled) => return page(&person, &view, (filled, DraftState::new()), Vec::new),
    };
    if !is_signed(&sent)
        && let Err(rule) = view.file().plan.revise(&plan, based_on)
    {
        return refused(&person, &view, &sent, rule, based_on);
    }
    let round = Round {
        person: &person,
        sent: &sent,
        draft: Some((case, DRAFT.to_owned())),
        action: paths::of_case(case, "plan"),
        to: paths::case(case),
        shown: view.shown(),
        sign: Sign {
            then: "It becomes the plan that holds; the version before stays readable.".into(),
            ..Sign::author("Sign this version of the plan", "Sign plan")
        },
        done: Done::PLAN_SIGNED,
    };
    let changes = difference(view.file().plan.current(), &plan);
    let act = async |plan, ink| revise_plan(&person.ctx, RevisePlan { case, plan, based_on }, ink).await;
    let again = |rule: &CannotRevisePlan| match rule {
        CannotRevisePlan::Plan(rule) => refused(&person, &view, &sent, *rule, based_on),
        rule => page(&person, &view, (form::refused(&sent, rule, None), DraftState::new()), Vec::new),
    };
    let sheet = |event: Option<&Event>| {
        let mut sheet = Teller::new(&view, &person).content(event?);
        sheet.chips.extend(changes.iter().map(|change| State::note(told(change)).icon("pen").chip()));
        Some(sheet)
    };
    let written = Written::new(plan, Event::PlanRevised, Level::Confidential);
    round.sign(written, act, again, sheet).await
}

/// The form again; when somebody else has signed a version meanwhile, with what they changed, and based on theirs.
fn refused(person: &Person, view: &CaseView, sent: &Fields, rule: CannotRevise, based_on: u32) -> Answer {
    let field = match rule {
        CannotRevise::NoGoals => Some("goal_1"),
        CannotRevise::NothingChanged | CannotRevise::RevisedMeanwhile { .. } => None,
    };
    let words = sentence(&rule.to_string());
    let filled = match field {
        Some(field) => sent.filled().wrong(field, words),
        None => sent.filled().refused(words),
    };
    let CannotRevise::RevisedMeanwhile { version } = rule else {
        return page(person, view, (filled, DraftState::new()), Vec::new);
    };
    let filled = merged(view, sent, filled.replace("based_on", version.to_string()), based_on, person);
    let mut answer = page(person, view, (filled, DraftState::new()), || vec![meanwhile(view, based_on)])?;
    *answer.status_mut() = StatusCode::CONFLICT;
    Ok(answer)
}

/// The form as it was sent, with what the other one changed and this one did not touch.
fn merged(view: &CaseView, sent: &Fields, filled: Filled, based_on: u32, person: &Person) -> Filled {
    let (Some(theirs), Ok((mine, _))) = (view.file().plan.current(), read(person, sent)) else { return filled };
    let plan = merge(before(view, based_on), theirs, mine);
    let mut filled = filled;
    let rows = |kind: &str| (1..200).take_while(|n| sent.has(&format!("{kind}_{n}"))).count();
    for n in 1..=rows("goal").max(plan.goals.len()) {
        let goal = plan.goals.get(n - 1);
        let status = goal.map_or(GoalStatus::NotStarted, |goal| goal.status);
        filled = filled
            .replace(&format!("goal_{n}_id"), goal.map(|goal| goal.id.to_string()).unwrap_or_default())
            .replace(&format!("goal_{n}"), goal.map(|goal| goal.title.reveal()).unwrap_or_default())
            .replace(&format!("goal_{n}_status"), code(&status));
    }
    for n in 1..=rows("step").max(plan.interventions.len()) {
        let step = plan.interventions.get(n - 1);
        let who = step.and_then(|step| step.who.as_ref());
        filled = filled
            .replace(&format!("step_{n}_id"), step.map(|step| step.id.to_string()).unwrap_or_default())
            .replace(&format!("step_{n}"), step.map(|step| step.what.reveal()).unwrap_or_default())
            .replace(&format!("step_{n}_who"), who.map(|who| who.reveal()).unwrap_or_default());
    }
    filled
}

fn before(view: &CaseView, based_on: u32) -> Option<&PlanRevised> {
    view.file().plan.versions.iter().map(|(_, _, plan)| plan).find(|plan| plan.version == based_on)
}

/// What others have changed since the version that this form began with.
fn meanwhile(view: &CaseView, based_on: u32) -> Sheet {
    let before = before(view, based_on);
    let mut sheet = Sheet { id: "meanwhile".to_owned(), icon: "history", small: true, ..Sheet::default() };
    sheet.title = "What somebody else has changed meanwhile".into();
    if let Some(now) = view.file().plan.current() {
        for change in difference(before, now) {
            sheet.lines.push(crate::face::parts::Line::new("Changed", told(&change)));
        }
    }
    sheet
}
