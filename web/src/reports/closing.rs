//! The closing report: drawn up from the whole file, edited and signed like every other report (RC-4.4, CM-4.5.1).

use domain::event::Event;
use domain::plans::{Goal, GoalStatus};
use domain::reports::{CannotReport, ClosingPart, Service};
use jiff::civil::Date;

use super::write::{LEVEL, goal_fields, goals, is_quoted, today};
use crate::answer::sentence;
use crate::cases::head::CaseView;
use crate::face::form::Field;
use crate::face::parts::{Line, Sheet, Voiced};
use crate::face::prelude::*;
use crate::face::when;
use crate::face::words::text;
use crate::fields::Reader;
use crate::person::Person;

/// The field that tells a closing report from the others.
pub(super) const CLOSING: &str = "closing";

/// The field with the figures as they were shown.
const COUNTED: &str = "counted";

/// The fields of the form, with what the file says already in them.
pub(super) fn fields(person: &Person, view: &CaseView, filled: &Filled) -> Vec<Field> {
    let from = service(person, view).map_or_else(|| today(person), |service| service.opened);
    let told = |field: Field, drafted: String| field.written().max(20_000).or(drafted);
    let mut fields = vec![
        filled.hidden("report").or(person.ctx.new_item().to_string()),
        filled.hidden(CLOSING).or("yes"),
        filled.clone().replace(COUNTED, counted(service(person, view))).hidden(COUNTED),
        filled.date("from", "First day").or(from.to_string()),
        filled.date("until", "Last day").or(today(person).to_string()),
        told(filled.area("why", "Why the case is closed").rows(3), why(view)),
        told(
            filled
                .area("assessment", "From the first assessment to the last")
                .hint("They stand here as they were signed, unless they are more confidential than a report; say in short what has changed.")
                .rows(6),
            assessed(person, view),
        ),
    ];
    for goal in goals(view) {
        fields.extend(goal_fields(person, view, filled, goal, from));
    }
    fields.push(told(filled.area("outcomes", "Outcomes").rows(4), outcomes(view)));
    fields.push(told(filled.area("agreed", "What was agreed with the client").rows(4), agreed(view)));
    let after = filled.area("recommendations", "After-care").rows(4).written().max(20_000);
    fields.push(after.hint("What the client goes on with, and whom to turn to if things get worse."));
    fields
}

/// What only a closing report says, out of the form.
pub(super) fn read(reader: &mut Reader<'_>, service: Option<Service>) -> Option<ClosingPart> {
    let (why, agreed) = (reader.narrative("why"), reader.narrative("agreed"));
    if reader.text(COUNTED) != counted(service) {
        reader.wrong("", sentence(&CannotReport::FiguresMoved.to_string()));
    }
    Some(ClosingPart { why: why?, agreed: agreed?, service: service? })
}

/// The form of one that came back.
pub(super) fn as_it_was(filled: Filled, closing: &ClosingPart) -> Filled {
    filled.with(CLOSING, "yes").with("why", closing.why.reveal()).with("agreed", closing.agreed.reveal())
}

/// The whole service in figures, as the file has it now.
pub(super) fn service(person: &Person, view: &CaseView) -> Option<Service> {
    view.file().service(&person.organisation.rulebook)
}

/// The figures in short, to tell whether they are still those that were shown.
fn counted(service: Option<Service>) -> String {
    service.map_or_else(String::new, |service| {
        format!("{}.{}.{}", service.sessions, service.contacts, service.assessments)
    })
}

/// The figures on a sheet above the form: they are computed, not written.
pub(super) fn figures(service: &Service) -> Sheet {
    let mut sheet = crate::cases::sheets::small("report", "The service in figures");
    sheet.id = "figures".to_owned();
    sheet.entry = "Computed from the file".into();
    sheet.lines = told(service);
    sheet
}

/// The figures as lines of a sheet.
fn told(service: &Service) -> Vec<Line> {
    let fact = |term: &'static str, words: Words| Line::new(term, words).voiced(Voiced::Product);
    let mut sessions = Words::count("{n} session held", "{n} sessions held", service.sessions);
    if let Some((first, last)) = service.held {
        sessions = Words::from("{sessions}, from {first} to {last}")
            .with("sessions", sessions)
            .with("first", when::full_day(first))
            .with("last", when::full_day(last));
    }
    vec![
        fact("Opened", when::full_day(service.opened).into()),
        fact("Sessions", sessions),
        fact(
            "Contacts",
            Words::count("{n} contact outside sessions", "{n} contacts outside sessions", service.contacts),
        ),
        fact("Assessments", Words::count("{n} assessment", "{n} assessments", service.assessments)),
    ]
}

/// What a closing report says besides, as lines of its sheet: before the assessment, and after the outcomes.
pub(crate) fn lines(closing: &ClosingPart) -> (Vec<Line>, Line) {
    let mut before = vec![Line::new("Why the case is closed", closing.why.reveal().to_owned())];
    before.extend(told(&closing.service));
    (before, Line::new("Agreed with the client", closing.agreed.reveal().to_owned()))
}

/// Which goals were reached, and which were given up.
fn why(view: &CaseView) -> String {
    let named = |status: GoalStatus| {
        let goals = goals(view).iter().filter(move |goal: &&Goal| goal.status == status);
        goals.map(|goal| goal.title.reveal().to_owned()).collect::<Vec<_>>()
    };
    let (met, not_met) = (named(GoalStatus::Met), named(GoalStatus::NotMet));
    let told = |source: &'static str, goals: &[String]| {
        (!goals.is_empty()).then(|| text(source, &[("goals", &goals.join("; "))]))
    };
    let said = [told("Reached: {goals}.", &met), told("Given up: {goals}.", &not_met)];
    said.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// The first assessment and the last, each with its day.
fn assessed(person: &Person, view: &CaseView) -> String {
    let mut made = view.file().assessments.made.iter().filter(|(entry, ..)| is_quoted(view, *entry));
    let (first, last) = (made.next(), made.next_back());
    let zone = &person.voice().zone;
    let said = first.into_iter().chain(last).map(|(_, at, made)| {
        let day: Date = at.on(zone).date();
        text("{day}: {summary}", &[("day", &when::plain_day(day)), ("summary", &made.summary.reveal())])
    });
    said.collect::<Vec<_>>().join("\n\n")
}

/// What the last assessment came to, and the first and the last score of each goal.
fn outcomes(view: &CaseView) -> String {
    let last = view.file().assessments.last().filter(|(entry, ..)| is_quoted(view, *entry));
    let came = last.map(|(_, _, made)| made.outcome.reveal().to_owned());
    let scored = goals(view).iter().filter_map(|goal| {
        let mut steps = view.file().plan.ratings.iter().filter(|(_, _, rating)| rating.goal == goal.id);
        let first = steps.next()?.2.step;
        let last = steps.next_back().map_or(first, |(_, _, rating)| rating.step);
        let parts: [(&'static str, &dyn std::fmt::Display); 3] =
            [("goal", &goal.title.reveal()), ("first", &first), ("last", &last)];
        Some(text("{goal}: from {first} to {last} of 5.", &parts))
    });
    let scored = scored.collect::<Vec<_>>().join("\n");
    let said = came.into_iter().chain((!scored.is_empty()).then_some(scored));
    said.collect::<Vec<_>>().join("\n\n")
}

/// What the last review agreed, and the last decision.
fn agreed(view: &CaseView) -> String {
    let entries = || {
        view.seen
            .opened
            .sheets
            .iter()
            .rev()
            .filter_map(casework::house::Sheet::entry)
            .filter(|entry| entry.level <= LEVEL)
    };
    let review = entries().find_map(|entry| match &entry.event {
        Event::CaseReviewed(review) => Some(review.agreed.reveal().to_owned()),
        _ => None,
    });
    let decision = entries().find_map(|entry| match &entry.event {
        Event::SessionRecorded(session) => session.decision.as_ref().map(|decision| decision.reveal().to_owned()),
        Event::ContactLogged(contact) => contact.decision.as_ref().map(|decision| decision.reveal().to_owned()),
        _ => None,
    });
    review.into_iter().chain(decision).collect::<Vec<_>>().join("\n\n")
}
