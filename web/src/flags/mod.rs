//! Flags for urgent follow-up.

use axum::extract::Path;
use casework::flags::{raise_flag, resolve_flag};
use domain::event::Event;
use domain::flags::{CannotRaise, FlagRaised, FlagResolved, Flags};
use domain::ids::{DossierId, ItemId};
use domain::level::Level;
use domain::policy::Action;

use crate::answer::{Answer, id, sentence};
use crate::cases::form::Wording;
use crate::cases::head::{At, CaseView};
use crate::cases::step::{About, Sign, Step, Written};
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, item};
use crate::person::Person;
use crate::problem::Problem;

fn raising(case: &str) -> Result<Step, Problem> {
    Ok(Step {
        case: id::<DossierId>(case)?,
        action: Action::RaiseFlag,
        wording: Wording {
            heading: "Raise a flag".into(),
            lead: "For what cannot wait. It stands across the head of the case and on the owner’s list.".into(),
            action: "flags".to_owned(),
            draft: None,
            act: "Review and sign".into(),
            at: At::Timeline,
        },
        fields: raise_fields,
        about: About::Case,
        sign: Sign::author("Sign this flag", "Raise flag"),
        done: Done::FLAG_RAISED,
    })
}

fn raise_fields(person: &Person, view: &CaseView, filled: &Filled) -> Vec<Field> {
    let today = person.voice().today.to_string();
    let worker = view.file().assignment().map(|hands| hands.worker.to_string()).unwrap_or_default();
    let people: Vec<Choice> = view
        .staff
        .iter()
        .filter(|card| card.active)
        .map(|card| Choice::new(card.id.to_string(), card.name.clone()))
        .collect();
    vec![
        filled.text("what", "What cannot wait").max(200),
        filled.select("owner", "Who sees to it", &people).or(worker),
        filled.date("due", "By which day").or(today),
    ]
}

/// `GET /cases/{case}/flags/new`
pub async fn new(person: Person, Path(case): Path<String>) -> Answer {
    raising(&case)?.ask(&person).await
}

/// `POST /cases/{case}/flags`
pub async fn create(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let step = raising(&case)?;
    let read = |_: &CaseView| {
        let mut reader = Reader::new(&sent);
        let what = reader.line("what");
        let owner = reader.choice("owner", |text| text.parse().ok());
        let due = reader.date("due");
        let (Some(what), Some(owner), Some(due)) = (what, owner, due) else { return Err(reader.filled) };
        let flag = FlagRaised { id: person.ctx.new_item(), what, owner, due };
        // said at the form already, and not only when it is signed
        if let Err(why) = Flags::raise(flag.clone(), person.voice().today) {
            reader.wrong("due", sentence(&why.to_string()));
            return Err(reader.filled);
        }
        Ok(Written::new(flag, Event::FlagRaised, Level::Confidential))
    };
    let act = async |flag, ink| raise_flag(&person.ctx, step.case, flag, ink).await;
    let field = |why: &CannotRaise| (*why == CannotRaise::DayPassed).then_some("due");
    step.create(&person, &sent, read, act, field).await
}

fn resolving(case: DossierId, flag: ItemId) -> Step<impl Fn(&Person, &CaseView, &Filled) -> Vec<Field>> {
    Step {
        case,
        action: Action::RaiseFlag,
        wording: Wording {
            heading: "Take the flag down".into(),
            lead: "Say what was done; the flag and its end both stay in the record.".into(),
            action: "flags/down".to_owned(),
            draft: None,
            act: "Review and sign".into(),
            at: At::Timeline,
        },
        fields: move |_: &Person, _: &CaseView, filled: &Filled| {
            let which = filled.hidden("flag").or(flag.to_string());
            vec![which, filled.text("how", "What was done").max(200)]
        },
        about: About::Flag(flag),
        sign: Sign::author("Sign that this flag comes down", "Take flag down"),
        done: Done::FLAG_RESOLVED,
    }
}

/// `GET /cases/{case}/flags/{flag}`
pub async fn show(person: Person, Path((case, flag)): Path<(String, String)>) -> Answer {
    resolving(id(&case)?, id(&flag)?).ask(&person).await
}

/// `POST /cases/{case}/flags/down`
pub async fn resolve(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    person.ctx.permit(Action::RaiseFlag, Some(case)).await?;
    let flag = item(&sent, "flag")?;
    let read = |_: &CaseView| {
        let mut reader = Reader::new(&sent);
        let Some(how) = reader.line("how") else { return Err(reader.filled) };
        Ok(Written::new(FlagResolved { id: flag, how }, Event::FlagResolved, Level::Confidential))
    };
    let act = async |resolved, ink| resolve_flag(&person.ctx, case, resolved, ink).await;
    resolving(case, flag).create(&person, &sent, read, act, |_| None).await
}
