//! Correcting what is said of an item, marking one as a mistake, and letting go of one for good.

use axum::extract::Path;
use casework::paper::{CorrectItem, correct_paper, end_paper, withdraw_paper};
use domain::event::Event;
use domain::ids::{DossierId, ItemId, StaffId};
use domain::level::Level;
use domain::naming::FileName;
use domain::paper::{About, CannotHandle, Departure, Form, PaperCorrected, PaperEnded, PaperItem, PaperWithdrawn};
use domain::policy::Action;

use super::register::forms;
use crate::answer::{Answer, id};
use crate::cases::form::Wording;
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About as Speaks, Sign, Step, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, code, decode};
use crate::person::Person;

fn here(view: &CaseView, item: ItemId) -> Option<&PaperItem> {
    view.file().paper.find(item).filter(|item| item.is_here())
}

/// Entries about an item are as confidential as what is said of it.
fn level(view: &CaseView, item: ItemId) -> Level {
    view.file().paper.find(item).map_or(Level::Confidential, |item| item.level)
}

fn wording(heading: &'static str, lead: &'static str, item: ItemId, part: &str) -> Wording {
    Wording {
        heading: heading.into(),
        lead: lead.into(),
        action: format!("paper/{item}/{part}"),
        draft: None,
        act: "Review and sign".into(),
        at: At::Documents,
    }
}

fn correcting(case: DossierId, item: ItemId) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
    let fields = move |_: &Person, view: &CaseView, filled: &Filled| {
        let Some(about) = here(view, item).map(|item| &item.about) else { return Vec::new() };
        vec![
            filled.text("title", "What it holds").max(200).or(about.title.reveal()),
            filled.radios("form", "What it is", &forms()).or(code(&about.form)),
            filled.text("reason", "Why it is corrected").max(200),
        ]
    };
    Step {
        case,
        action: Action::RegisterPaper,
        wording: wording(
            "Correct an item",
            "Its name follows what is said of it; what was said before stays readable in its custody.",
            item,
            "correction",
        ),
        fields,
        about: Speaks::Paper(item),
        sign: Sign::author("Sign this correction", "Sign correction"),
        done: Done::PAPER_CORRECTED,
    }
}

/// `GET /cases/{case}/paper/{item}/correction`
pub async fn new_correction(person: Person, Path((case, item)): Path<(String, String)>) -> Answer {
    correcting(id(&case)?, id(&item)?).ask(&person).await
}

/// `POST /cases/{case}/paper/{item}/correction`
pub async fn correct(person: Person, Path((case, item)): Path<(String, String)>, sent: Fields) -> Answer {
    let item: ItemId = id(&item)?;
    let step = correcting(id(&case)?, item);
    let rules = &person.organisation.rulebook;
    let read = |view: &CaseView| {
        let mut reader = Reader::new(&sent);
        let (title, form) = (reader.line("title"), reader.choice("form", decode::<Form>));
        let (Some(title), Some(form), Some(reason)) = (title, form, reader.line("reason")) else {
            return Err(reader.filled);
        };
        let about = About { form, title };
        let decided = view.file().correct_paper(item, about.clone(), reason.clone(), rules);
        let name = match decided.as_deref() {
            Ok([Event::PaperCorrected(corrected)]) => corrected.name.clone(),
            // the operation says it
            _ => FileName::default(),
        };
        let event = PaperCorrected { id: item, name, about: about.clone(), reason: reason.clone() };
        let order = CorrectItem { id: item, about, reason };
        Ok(Written { order, event: Some(event.into()), happened: None, level: level(view, item) })
    };
    let act = async |order, ink| correct_paper(&person.ctx, step.case, order, ink).await;
    step.create(&person, &sent, read, act, |_| None).await
}

fn mistaken(case: DossierId, item: ItemId) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
    Step {
        case,
        action: Action::RegisterPaper,
        wording: wording(
            "Registered by mistake",
            "For what never belonged to this case. It stays in the record, marked as a mistake. Take its label off.",
            item,
            "mistake",
        ),
        fields: |_: &Person, _: &CaseView, filled: &Filled| {
            vec![filled.text("reason", "What is wrong with it").max(200).hint("Such as: it belongs to another client.")]
        },
        about: Speaks::Paper(item),
        sign: Sign::author("Sign that this was registered by mistake", "Mark as a mistake"),
        done: Done::PAPER_WITHDRAWN,
    }
}

/// `GET /cases/{case}/paper/{item}/mistake`
pub async fn new_mistake(person: Person, Path((case, item)): Path<(String, String)>) -> Answer {
    mistaken(id(&case)?, id(&item)?).ask(&person).await
}

/// `POST /cases/{case}/paper/{item}/mistake`
pub async fn mistake(person: Person, Path((case, item)): Path<(String, String)>, sent: Fields) -> Answer {
    let item: ItemId = id(&item)?;
    let step = mistaken(id(&case)?, item);
    let read = |view: &CaseView| {
        let mut reader = Reader::new(&sent);
        let Some(reason) = reader.line("reason") else { return Err(reader.filled) };
        let order = PaperWithdrawn { id: item, reason };
        Ok(Written::new(order, Event::PaperWithdrawn, level(view, item)))
    };
    let act = async |order, ink| withdraw_paper(&person.ctx, step.case, order, ink).await;
    step.create(&person, &sent, read, act, |_| None).await
}

const HANDED: &str = "handed_over";
const SCANNED: &str = "scanned";

fn ending(case: DossierId, item: ItemId) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
    let fields = |person: &Person, view: &CaseView, filled: &Filled| {
        let how = [
            Choice::new(HANDED, "It was given to whom it belongs"),
            Choice::new(SCANNED, "It was shredded, because it is in this file as a document"),
        ];
        let standing = view.file().documents.in_order().into_iter().filter(|document| document.stands());
        let documents: Vec<Choice> = standing
            .map(|document| Choice::new(document.id.to_string(), document.about.title.reveal().to_owned()))
            .collect();
        let others = view.staff.iter().filter(|card| card.active && card.id != person.card.id);
        let witnesses: Vec<Choice> = others.map(|card| Choice::new(card.id.to_string(), card.name.clone())).collect();
        vec![
            filled.radios("how", "What happened to it", &how),
            filled.text("to", "To whom").max(200).optional().hint("If it was handed over."),
            filled.select("document", "As which document", &documents).optional().hint("If it was shredded."),
            filled.select("witness", "Who saw it", &witnesses),
            filled.text("reason", "Why").max(200),
        ]
    };
    Step {
        case,
        action: Action::EndPaper,
        wording: wording(
            "Handed over or shredded",
            "For what leaves the file for good. Nothing of a file that is held leaves the house; what is not scanned stays as long as the file.",
            item,
            "departure",
        ),
        fields,
        about: Speaks::Paper(item),
        sign: Sign::author("Sign that this item is not here any more", "Sign"),
        done: Done::PAPER_ENDED,
    }
}

/// `GET /cases/{case}/paper/{item}/departure`
pub async fn new_end(person: Person, Path((case, item)): Path<(String, String)>) -> Answer {
    ending(id(&case)?, id(&item)?).ask(&person).await
}

/// `POST /cases/{case}/paper/{item}/departure`
pub async fn end(person: Person, Path((case, item)): Path<(String, String)>, sent: Fields) -> Answer {
    let item: ItemId = id(&item)?;
    let step = ending(id(&case)?, item);
    let read = |view: &CaseView| {
        let mut reader = Reader::new(&sent);
        let departure = match sent.text("how") {
            HANDED => reader.line("to").map(|to| Departure::HandedOver { to }),
            SCANNED => {
                reader.choice("document", |text| text.parse().ok()).map(|document| Departure::Scanned { document })
            }
            _ => reader.choice("how", |_| None),
        };
        let witness = reader.choice("witness", |text| text.parse::<StaffId>().ok());
        let (Some(departure), Some(witness), Some(reason)) = (departure, witness, reader.line("reason")) else {
            return Err(reader.filled);
        };
        let order = PaperEnded { id: item, departure, witness, reason };
        Ok(Written::new(order, Event::PaperEnded, level(view, item)))
    };
    let act = async |order, ink| end_paper(&person.ctx, step.case, order, ink).await;
    let place = |rule: &CannotHandle| match rule {
        CannotHandle::OwnWitness | CannotHandle::NoWitness => Some("witness"),
        CannotHandle::NotScanned => Some("document"),
        _ => None,
    };
    step.create(&person, &sent, read, act, place).await
}
