//! Assessments in words.

use axum::extract::Path;
use casework::assessments::{RecordAssessment, record_assessment};
use domain::assessments::AssessmentRecorded;
use domain::event::Event;
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;

use crate::answer::{Answer, id};
use crate::cases::form::{self, Wording};
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::contacts::new::{field_of_rule, happened, when_fields};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;

fn step(case: &str) -> Result<Step, Problem> {
    Ok(Step {
        case: id::<DossierId>(case)?,
        action: Action::RecordAssessment,
        wording: wording(),
        fields,
        about: About::Case,
        sign: Sign::author("Sign this assessment", "Sign assessment"),
        done: Done::ASSESSMENT_SIGNED,
    })
}

fn wording() -> Wording {
    Wording {
        heading: "Assessment".into(),
        lead: "The first one of a case is its initial assessment; it counts as such by itself.".into(),
        action: "assessments".to_owned(),
        draft: Some("assessment".to_owned()),
        act: "Review and sign".into(),
        at: At::Timeline,
    }
}

fn fields(person: &Person, view: &CaseView, filled: &Filled) -> Vec<Field> {
    let [when, late] = when_fields(person, filled);
    let kind = view.file().assessments.next_kind().word();
    vec![
        when,
        late,
        filled
            .area("summary", "Situation")
            .hint(Words::from("This is the {kind}.").with("kind", Words::from(kind)))
            .rows(4)
            .written()
            .max(20_000),
        filled.area("strengths", "Strengths and resources").rows(3).written().optional().max(20_000),
        filled.area("needs", "Needs and risks").rows(3).written().max(20_000),
        filled.area("outcome", "What came out, and what follows").rows(3).written().max(20_000),
        filled.select("level", "How confidential", &form::levels(Level::Confidential)),
    ]
}

/// `GET /cases/{case}/assessments/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    step(&case)?.ask(&person).await
}

/// `POST /cases/{case}/assessments`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let step = step(&case)?;
    let act = async |assessment, ink| {
        record_assessment(&person.ctx, RecordAssessment { case: step.case, assessment }, ink).await
    };
    step.create(&person, &sent, |_| read(&person, &sent), act, field_of_rule).await
}

fn read(person: &Person, sent: &Fields) -> Result<Written<AssessmentRecorded>, Filled> {
    let mut reader = Reader::new(sent);
    let at = happened(&mut reader, person);
    let (summary, strengths) = (reader.narrative("summary"), reader.narrative_or_none("strengths"));
    let (needs, outcome) = (reader.narrative("needs"), reader.narrative("outcome"));
    let late_because = reader.line_or_none("late_because");
    match (at, summary, needs, outcome, reader.is_good()) {
        (Some(at), Some(summary), Some(needs), Some(outcome), true) => {
            let kind = domain::assessments::AssessmentKind::Progress;
            let assessment = AssessmentRecorded { kind, summary, strengths, needs, outcome, late_because };
            let level = form::level(sent, Level::Confidential);
            Ok(Written::new(assessment, Event::AssessmentRecorded, level).happened(at))
        }
        _ => Err(reader.filled),
    }
}
