//! Writing a report from the template, and changing one that came back. What the file knows already stands in the form.

use axum::extract::Path;
use casework::reports::{CannotReportHere, submit_report};
use domain::event::Event;
use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::level::Level;
use domain::plans::{Goal, GoalStatus};
use domain::policy::Action;
use domain::reports::{CannotReport, Report, ReportState, ReportSubmitted, ReportedGoal};
use jiff::civil::Date;

use super::closing::{self, CLOSING};
use super::told::{self, Kind};
use crate::answer::{Answer, id};
use crate::cases::form::{self, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::sheets::Teller;
use crate::cases::step::{Round, Sign, Written};
use crate::done::Done;
use crate::drafts;
use crate::face::form::Field;
use crate::face::parts::DraftState;
use crate::face::prelude::*;
use crate::face::when;
use crate::fields::{Fields, Reader, code, decode, item};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{goes_back, is_signed};

/// The code of the draft: one for the next new report of its kind, one for each that came back.
fn draft(kind: Kind, known: Option<&Report>) -> String {
    match (known, kind) {
        (Some(report), _) => format!("report.{}", report.latest.id),
        (None, Kind::Progress) => "report".to_owned(),
        (None, Kind::Closing) => "report.closing".to_owned(),
    }
}

fn wording(view: &CaseView, kind: Kind, known: Option<&Report>) -> Wording {
    let plan = paths::of_case(view.id(), "plan/edit");
    let (name, version) = kind.template();
    Wording {
        heading: if known.is_some() { "Change the report".into() } else { kind.name().into() },
        lead: match (kind, view.file().plan.current()) {
            (Kind::Progress, None) => Words::from("A report reviews at least one goal; first {plan}.")
                .with("plan", Link::new(plan, "write the plan")),
            _ => Words::from("Template “{name}”, version {version}. It names the client by number, never by name; please do the same.")
                .with("name", name)
                .with("version", version),
        },
        action: "reports".to_owned(),
        draft: Some(draft(kind, known)),
        act: "Review and hand in".into(),
        at: At::Reports,
    }
}

/// `GET /cases/{case}/reports/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    begin(&person, id(&case)?, Kind::Progress).await
}

/// `GET /cases/{case}/reports/closing`
pub async fn new_closing(person: Person, Path(case): Path<String>) -> Answer {
    begin(&person, id(&case)?, Kind::Closing).await
}

async fn begin(person: &Person, case: DossierId, kind: Kind) -> Answer {
    let view = CaseView::open(person, case, Action::SubmitReport).await?;
    let begun = drafts::begun(person, Some(case), &draft(kind, None)).await?;
    page(person, &view, kind, None, begun)
}

/// `GET /cases/{case}/reports/{report}/edit` – a report that came back.
pub async fn edit(person: Person, Path((case, report)): Path<(String, String)>) -> Answer {
    let (case, report): (DossierId, ItemId) = (id(&case)?, id(&report)?);
    let view = CaseView::open(&person, case, Action::SubmitReport).await?;
    let known = returned(&view, report).ok_or(Problem::Missing)?;
    let kind = Kind::of(&known.latest);
    let (mut filled, state) = drafts::begun(&person, Some(case), &draft(kind, Some(known))).await?;
    if !filled.has("report") {
        filled = as_it_was(&known.latest);
    }
    page(&person, &view, kind, Some(known), (filled, state))
}

/// The report of this id, if it came back.
fn returned(view: &CaseView, report: ItemId) -> Option<&Report> {
    view.file().reports.find(report).filter(|report| matches!(report.state, ReportState::Returned(_)))
}

fn as_it_was(report: &ReportSubmitted) -> Filled {
    let mut filled = Filled::new()
        .with("report", report.id.to_string())
        .with("from", report.from.to_string())
        .with("until", report.until.to_string())
        .with("assessment", report.assessment.reveal())
        .with("outcomes", report.outcomes.reveal())
        .with("recommendations", report.recommendations.reveal());
    for goal in &report.goals {
        let comment = goal.comment.as_ref().map(|comment| comment.reveal().to_owned()).unwrap_or_default();
        filled = filled.with(&format!("status_{}", goal.goal), code(&goal.status));
        filled = filled.with(&format!("comment_{}", goal.goal), comment);
    }
    match &report.closing {
        Some(closing) => closing::as_it_was(filled, closing),
        None => filled,
    }
}

fn page(person: &Person, view: &CaseView, kind: Kind, known: Option<&Report>, begun: (Filled, DraftState)) -> Answer {
    let figures = || closing::service(person, view).filter(|_| kind == Kind::Closing).map(|now| closing::figures(&now));
    let about = || known.and_then(|report| told::comments(view, report)).into_iter().chain(figures()).collect();
    let fields = |filled: &Filled| match kind {
        Kind::Progress => fields(person, view, filled),
        Kind::Closing => closing::fields(person, view, filled),
    };
    form::show(person, view, wording(view, kind, known), begun, fields, about)
}

pub(super) fn today(person: &Person) -> Date {
    person.organisation.rulebook.office.today(person.now())
}

/// The day after the last one that a report covers, or the day on which the case was opened.
fn first_day(person: &Person, view: &CaseView) -> Date {
    let opened = view.file().opening.as_ref().map(|opening| opening.at.on(&person.voice().zone).date());
    let next = view.file().reports.covered_until().map(|until| domain::calendar::days_later(until, 1));
    next.or(opened).unwrap_or_else(|| today(person)).min(today(person))
}

/// How confidential reports are. What is above stands in no draft of one: whoever writes decides what of it may be said.
pub(super) const LEVEL: Level = Level::Confidential;

/// Whether an entry may be quoted in a report.
pub(super) fn is_quoted(view: &CaseView, entry: EntryNumber) -> bool {
    view.seen.opened.entry(entry).is_some_and(|entry| entry.level <= LEVEL)
}

pub(super) fn goals(view: &CaseView) -> &[Goal] {
    view.file().plan.current().map_or(&[], |plan| &plan.goals)
}

/// The ratings of a goal from this day on, oldest first.
fn ratings(person: &Person, view: &CaseView, goal: ItemId, from: Date) -> Vec<u8> {
    let zone = &person.voice().zone;
    let rated = view.file().plan.ratings.iter();
    let of_goal = rated.filter(|(_, at, rating)| rating.goal == goal && from <= at.on(zone).date());
    of_goal.map(|(_, _, rating)| rating.step).collect()
}

fn fields(person: &Person, view: &CaseView, filled: &Filled) -> Vec<Field> {
    let last = view.file().assessments.last();
    let quoted = last.filter(|(entry, ..)| is_quoted(view, *entry));
    let made = quoted.map(|(_, _, made)| (made.summary.reveal().to_owned(), made.outcome.reveal().to_owned()));
    let (summary, outcome) = made.unwrap_or_default();
    let hint = match last {
        Some((_, at, _)) if quoted.is_none() => {
            Words::from("The assessment of {day} is more confidential than a report, and is not quoted.")
                .with("day", when::day(at.on(&person.voice().zone).date()))
        }
        Some((_, at, _)) => Words::from("From the assessment of {day}; change it where it no longer holds.")
            .with("day", when::day(at.on(&person.voice().zone).date())),
        None => "No assessment is recorded yet.".into(),
    };
    let from = first_day(person, view);
    let mut fields = vec![
        filled.hidden("report").or(person.ctx.new_item().to_string()),
        filled.date("from", "First day").or(from.to_string()),
        filled.date("until", "Last day").or(today(person).to_string()),
        filled
            .area("assessment", "Summary of the assessment")
            .hint(hint.clone())
            .rows(5)
            .written()
            .max(20_000)
            .or(summary),
    ];
    for goal in goals(view) {
        fields.extend(goal_fields(person, view, filled, goal, from));
    }
    fields.push(filled.area("outcomes", "Outcomes").hint(hint).rows(4).written().max(20_000).or(outcome));
    fields.push(filled.area("recommendations", "Recommendations").rows(4).written().max(20_000));
    fields
}

pub(super) fn goal_fields(person: &Person, view: &CaseView, filled: &Filled, goal: &Goal, from: Date) -> [Field; 2] {
    let choices: Vec<Choice> =
        GoalStatus::ALL.into_iter().map(|status| Choice::new(code(&status), status.word())).collect();
    let rated: Vec<String> = ratings(person, view, goal.id, from).iter().map(u8::to_string).collect();
    let hint = match rated.is_empty() {
        true => Words::from("Not rated in this period."),
        false => Words::from("Rated {steps} of 5 in this period.").with("steps", rated.join(", ")),
    };
    let title = goal.title.reveal();
    let status = Words::from("Goal: {goal}").with("goal", title);
    let comment = Words::from("What to say about “{goal}”").with("goal", title);
    [
        filled.select(&format!("status_{}", goal.id), status, &choices).hint(hint).or(code(&goal.status)),
        filled.area(&format!("comment_{}", goal.id), comment).rows(2).written().optional().max(20_000),
    ]
}

fn read(
    person: &Person,
    view: &CaseView,
    kind: Kind,
    report: ItemId,
    sent: &Fields,
) -> Result<ReportSubmitted, Filled> {
    let mut reader = Reader::new(sent);
    let (from, until) = (reader.date("from"), reader.date("until"));
    let assessment = reader.narrative("assessment");
    let mut reviewed = Vec::new();
    for goal in goals(view) {
        let status = reader.choice(&format!("status_{}", goal.id), decode::<GoalStatus>);
        let comment = reader.narrative_or_none(&format!("comment_{}", goal.id));
        let ratings = from.map(|from| ratings(person, view, goal.id, from)).unwrap_or_default();
        let told = |status| ReportedGoal { goal: goal.id, title: goal.title.clone(), status, comment, ratings };
        reviewed.extend(status.map(told));
    }
    let (outcomes, recommendations) = (reader.narrative("outcomes"), reader.narrative("recommendations"));
    let closing = match kind {
        Kind::Progress => None,
        Kind::Closing => closing::read(&mut reader, closing::service(person, view)),
    };
    let (name, version) = kind.template();
    match (from, until, assessment, outcomes, recommendations, reader.is_good()) {
        (Some(from), Some(until), Some(assessment), Some(outcomes), Some(recommendations), true) => {
            Ok(ReportSubmitted {
                id: report,
                template: name.to_owned(),
                template_version: version,
                from,
                until,
                assessment,
                outcomes,
                goals: reviewed,
                recommendations,
                closing,
            })
        }
        _ => Err(reader.filled),
    }
}

fn place(rule: CannotReport) -> Option<&'static str> {
    matches!(rule, CannotReport::PeriodBackwards | CannotReport::PeriodAhead).then_some("until")
}

fn refused(sent: &Fields, rule: &CannotReportHere) -> (Filled, DraftState) {
    let filled = match rule {
        CannotReportHere::Report(rule) => form::refused(sent, rule, place(*rule)),
        CannotReportHere::Closed(rule) => form::refused(sent, rule, None),
    };
    (filled, DraftState::new())
}

/// `POST /cases/{case}/reports`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    let view = CaseView::open(&person, case, Action::SubmitReport).await?;
    let number = item(&sent, "report")?;
    let known = returned(&view, number);
    let kind = if sent.ticked(CLOSING) { Kind::Closing } else { Kind::Progress };
    if goes_back(&sent) {
        return page(&person, &view, kind, known, (sent.filled(), DraftState::new()));
    }
    let report = match read(&person, &view, kind, number, &sent) {
        Ok(report) => report,
        Err(filled) => return page(&person, &view, kind, known, (filled, DraftState::new())),
    };
    let again = |rule: &CannotReportHere| page(&person, &view, kind, known, refused(&sent, rule));
    if !is_signed(&sent)
        && let Err(rule) = view.file().reports.submit(report.clone(), closing::service(&person, &view), today(&person))
    {
        return again(&rule.into());
    }
    let round = Round {
        person: &person,
        sent: &sent,
        draft: Some((case, draft(kind, known))),
        action: paths::of_case(case, "reports"),
        to: paths::report(case, number),
        shown: view.shown(),
        sign: Sign {
            then: "Then it goes to the supervisor, who approves it or sends it back.".into(),
            ..Sign::author("Sign this report", "Sign and hand in")
        },
        done: Done::REPORT_SUBMITTED,
    };
    let act = async |report, ink| submit_report(&person.ctx, case, report, ink).await;
    let sheet = |event: Option<&Event>| event.map(|event| Teller::new(&view, &person).content(event));
    let written = Written::new(report, Event::ReportSubmitted, LEVEL);
    round.sign(written, act, again, sheet).await
}
