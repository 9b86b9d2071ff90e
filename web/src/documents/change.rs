//! Correcting what is said of a document, and marking one as filed by mistake.

use axum::extract::Path;
use casework::documents::{CorrectDocument, correct_document, withdraw_document};
use domain::documents::{CannotFile, Description, Document, DocumentCorrected, DocumentWithdrawn};
use domain::event::Event;
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::naming::FileName;
use domain::policy::Action;
use domain::text::Line;

use crate::answer::{Answer, id};
use crate::cases::form::Wording;
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;

/// A document that can still be changed.
fn standing(view: &CaseView, document: ItemId) -> Option<&Document> {
    view.file().documents.find(document).filter(|document| document.stands())
}

/// Entries about a document are as confidential as the document.
fn level(view: &CaseView, document: ItemId) -> Level {
    let latest = view.file().documents.find(document).and_then(Document::latest);
    latest.map_or(Level::Confidential, |latest| latest.level)
}

fn correcting(case: DossierId, document: ItemId) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
    Step {
        case,
        action: Action::FileDocument,
        wording: Wording {
            heading: "Correct a document".into(),
            lead: "Its name follows what is said of it; what was said before stays readable in the timeline.".into(),
            action: format!("documents/{document}/correction"),
            draft: None,
            act: "Review and sign".into(),
            at: At::Documents,
        },
        fields: move |person: &Person, view: &CaseView, filled: &Filled| fields(person, view, document, filled),
        about: About::Document(document),
        sign: Sign::author("Sign this correction", "Sign correction"),
        done: Done::DOCUMENT_CORRECTED,
    }
}

/// What came by itself, for whoever has looked at it.
fn describing(case: DossierId, document: ItemId) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
    let step = correcting(case, document);
    Step {
        case,
        action: step.action,
        wording: Wording {
            heading: "Say what this document is".into(),
            lead: "It came by itself, and has the name that it came with. Look at it first; its name in the file follows what you say.".into(),
            action: format!("documents/{document}/description"),
            ..step.wording
        },
        fields: move |person: &Person, view: &CaseView, filled: &Filled| about(person, view, document, filled),
        about: step.about,
        sign: Sign::author("Sign what this document is", "Sign"),
        done: Done::DOCUMENT_DESCRIBED,
    }
}

fn fields(person: &Person, view: &CaseView, document: ItemId, filled: &Filled) -> Vec<Field> {
    let mut fields = about(person, view, document, filled);
    fields.push(filled.text("reason", "Why it is corrected").max(200));
    fields
}

fn about(person: &Person, view: &CaseView, document: ItemId, filled: &Filled) -> Vec<Field> {
    let Some(about) = standing(view, document).map(|document| &document.about) else { return Vec::new() };
    let types = &person.organisation.rulebook.documents.types;
    let types: Vec<Choice> = types.iter().map(|kind| Choice::new(kind.code.clone(), kind.name.clone())).collect();
    vec![
        filled.text("title", "What it is").max(200).or(about.title.reveal()),
        filled.select("type", "Type", &types).or(about.kind.clone()),
        Field::row(
            "Dates",
            vec![
                filled.date("dated", "Date on it").or(about.dated.to_string()),
                filled.date("received", "Received").or(about.received.to_string()),
            ],
        ),
    ]
}

/// `GET /cases/{case}/documents/{document}/correction`
pub async fn new_correction(person: Person, Path((case, document)): Path<(String, String)>) -> Answer {
    correcting(id(&case)?, id(&document)?).ask(&person).await
}

/// `POST /cases/{case}/documents/{document}/correction`
pub async fn correct(person: Person, Path((case, document)): Path<(String, String)>, sent: Fields) -> Answer {
    let document: ItemId = id(&document)?;
    said(&person, correcting(id(&case)?, document), document, &sent, |reader| reader.line("reason")).await
}

/// `GET /cases/{case}/documents/{document}/description`
pub async fn new_description(person: Person, Path((case, document)): Path<(String, String)>) -> Answer {
    describing(id(&case)?, id(&document)?).ask(&person).await
}

/// `POST /cases/{case}/documents/{document}/description`
pub async fn describe(person: Person, Path((case, document)): Path<(String, String)>, sent: Fields) -> Answer {
    let document: ItemId = id(&document)?;
    let reason = |_: &mut Reader<'_>| Line::parse("Looked at after it came").ok();
    said(&person, describing(id(&case)?, document), document, &sent, reason).await
}

/// Signs what is said of a document from now on.
async fn said(
    person: &Person,
    step: Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>>,
    document: ItemId,
    sent: &Fields,
    why: impl Fn(&mut Reader<'_>) -> Option<Line>,
) -> Answer {
    let rules = &person.organisation.rulebook;
    let read = |view: &CaseView| {
        let mut reader = Reader::new(sent);
        let title = reader.line("title");
        let kind = reader.choice("type", |code| {
            rules.documents.types.iter().find(|kind| kind.code == code).map(|kind| kind.code.clone())
        });
        let (dated, received) = (reader.date("dated"), reader.date("received"));
        let reason = why(&mut reader);
        let (Some(title), Some(kind), Some(dated), Some(received), Some(reason)) =
            (title, kind, dated, received, reason)
        else {
            return Err(reader.filled);
        };
        let about = Description { kind, title, dated, received };
        let order = CorrectDocument { id: document, about, reason };
        let decided = view.file().correct_document(
            order.id,
            order.about.clone(),
            order.reason.clone(),
            rules,
            person.voice().today,
        );
        let name = match decided.as_deref() {
            Ok([Event::DocumentCorrected(corrected)]) => corrected.name.clone(),
            // the operation says it
            _ => FileName::default(),
        };
        let event = DocumentCorrected { id: document, name, about: order.about.clone(), reason: order.reason.clone() };
        Ok(Written { order, event: Some(event.into()), happened: None, level: level(view, document) })
    };
    let act = async |order, ink| correct_document(&person.ctx, step.case, order, ink).await;
    let field = |why: &CannotFile| (*why == CannotFile::ReceivedAhead).then_some("received");
    step.create(person, sent, read, act, field).await
}

fn mistaken(case: DossierId, document: ItemId) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
    Step {
        case,
        action: Action::FileDocument,
        wording: Wording {
            heading: "Filed by mistake".into(),
            lead: "The document stays where it is, marked as a mistake, and does not count any more. It is destroyed with the case.".into(),
            action: format!("documents/{document}/mistake"),
            draft: None,
            act: "Review and sign".into(),
            at: At::Documents,
        },
        fields: |_: &Person, _: &CaseView, filled: &Filled| {
            vec![filled.text("reason", "What is wrong with it").max(200).hint("Such as: it belongs to another client.")]
        },
        about: About::Document(document),
        sign: Sign::author("Sign that this was filed by mistake", "Mark as a mistake"),
        done: Done::DOCUMENT_WITHDRAWN,
    }
}

/// `GET /cases/{case}/documents/{document}/mistake`
pub async fn new_mistake(person: Person, Path((case, document)): Path<(String, String)>) -> Answer {
    mistaken(id(&case)?, id(&document)?).ask(&person).await
}

/// `POST /cases/{case}/documents/{document}/mistake`
pub async fn mistake(person: Person, Path((case, document)): Path<(String, String)>, sent: Fields) -> Answer {
    let document: ItemId = id(&document)?;
    let step = mistaken(id(&case)?, document);
    let read = |view: &CaseView| {
        let mut reader = Reader::new(&sent);
        let Some(reason) = reader.line("reason") else { return Err(reader.filled) };
        let order = DocumentWithdrawn { id: document, reason };
        Ok(Written { event: Some(order.clone().into()), order, happened: None, level: level(view, document) })
    };
    let act = async |order, ink| withdraw_document(&person.ctx, step.case, order, ink).await;
    step.create(&person, &sent, read, act, |_| None).await
}
