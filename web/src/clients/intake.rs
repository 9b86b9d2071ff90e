//! Registering somebody on the standard intake form (CM-4.1.1, CM-4.1.2).

use axum::response::Response;
use casework::Failure;
use casework::clients::{RegisterClient, register_client};
use domain::clients::{CannotRegister, ClientDetails};
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::time::Instant;
use jiff::civil::Date;

use super::alike::{self, Alikes, Look};
use super::details;
use super::form::{self, DetailFields};
use crate::answer::{Answer, go, sentence};
use crate::done::Done;
use crate::drafts;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{self, Asking, Back, Shown};

/// The code of the draft.
const DRAFT: &str = "intake";
const TITLE: &str = "Register a client";

/// The form.
#[derive(Debug, Template)]
#[template(path = "clients/intake.html")]
pub struct IntakePage {
    /// The frame.
    pub frame: Frame,
    /// Its fields.
    pub details: DetailFields,
    /// Those who may be the same person.
    pub alike: Alikes,
    /// Whether the draft is saved.
    pub draft: DraftState,
    /// Throws the draft away, when there is one.
    pub drop: Option<Act>,
}

fn today(person: &Person) -> Date {
    person.organisation.rulebook.office.today(person.now())
}

fn page(frame: Frame, form: Filled, look: &Look, saved: Option<Instant>) -> IntakePage {
    IntakePage {
        frame,
        alike: look.told(&form),
        details: DetailFields { form },
        draft: drafts::state(saved),
        drop: saved.map(|_| Act::post("Throw the draft away", "/drafts/intake/drop").plain().icon("remove")),
    }
}

/// `GET /clients/new`
pub async fn new(person: Person) -> Answer {
    person.ctx.permit(Action::RegisterClient, None).await?;
    let draft = drafts::left(&person, None, DRAFT).await?;
    let (fields, saved) = draft.map_or_else(Default::default, |(fields, saved)| (fields, Some(saved)));
    let look = alike::look(&person, &fields).await?;
    let form = person.keyed(fields.filled());
    Ok(person.show(TITLE, |frame| page(frame, form, &look, saved)))
}

/// `POST /clients`
pub async fn create(person: Person, fields: Fields) -> Answer {
    if signed::goes_back(&fields) {
        let look = alike::look(&person, &fields).await?;
        return again(&person, &fields, fields.filled(), &look).await;
    }
    let today = today(&person);
    let mut reader = Reader::new(&fields);
    let details = form::read(&fields, &mut reader, today);
    if signed::is_signed(&fields)
        && let Some(details) = details
    {
        return register(&person, &fields, details).await;
    }
    let look = alike::look(&person, &fields).await?;
    if !look.is_empty() && !fields.ticked("another") {
        reader.wrong(
            "another",
            "Somebody like this may be known already. Look at the warning, and tick when this is another person.",
        );
    }
    match details {
        Some(details) if reader.is_good() => {
            drafts::keep_sent(&person, None, DRAFT, &fields).await?;
            sheet(&person, &fields, &details, None).await
        }
        _ => again(&person, &fields, reader.filled, &look).await,
    }
}

/// The form once more; what was typed is kept as a draft.
async fn again(person: &Person, fields: &Fields, form: Filled, look: &Look) -> Answer {
    let saved = drafts::keep_sent(person, None, DRAFT, fields).await?;
    let form = person.keyed(form);
    Ok(person
        .form(TITLE, form.is_wrong(), |frame| page(frame, form.kept(drafts::kept_words(saved)), look, Some(saved))))
}

async fn sheet(
    person: &Person,
    fields: &Fields,
    details: &ClientDetails,
    bad: Option<casework::BadSignature>,
) -> Result<Response, Problem> {
    let (now, today) = (person.now(), today(person));
    let asking = || {
        let asking = Asking {
            title: "Sign this registration".into(),
            act: "Sign and register".into(),
            back: Back::Form,
            action: paths::CLIENTS.to_owned(),
            says: "With your signature you say: this is what I was told, on the standard form. It cannot be erased afterwards; you can correct it, and the first words stay readable.".into(),
            then: "The client gets a number. Next come consent, the conflict check and a case.".into(),
            facts: vec![("Written".into(), crate::face::when::full(now).into())],
            level: Level::Confidential,
            shown: Shown::nothing(),
            always: false,
        };
        let sheet = Sheet {
            id: "sheet".to_owned(),
            icon: "person",
            title: "Intake form".into(),
            entry: "Will be entry 1".into(),
            lines: details::lines(details, today),
            chips: fields
                .ticked("another")
                .then(|| State::note("Not a duplicate: looked at").chip())
                .into_iter()
                .collect(),
            ..Sheet::default()
        };
        (asking, sheet)
    };
    signed::sheet(person, fields, asking, bad).await
}

async fn register(person: &Person, fields: &Fields, details: ClientDetails) -> Answer {
    let order =
        RegisterClient { details: details.clone(), not_a_duplicate: fields.ticked("another"), provenance: None };
    let signing = signed::signing(fields, Meaning::Author).dropping(person.ctx.staff().dossier(), DRAFT);
    match register_client(&person.ctx, order, signing).await {
        Ok(client) => go(&Done::CLIENT_REGISTERED.at(&paths::client(client))),
        Err(Failure::Signature(bad)) => sheet(person, fields, &details, Some(bad)).await,
        Err(Failure::Rule(why)) => {
            let look = alike::look(person, fields).await?;
            again(person, fields, wrong(fields, why), &look).await
        }
        Err(other) => Err(other.into()),
    }
}

fn wrong(fields: &Fields, why: CannotRegister) -> Filled {
    fields.filled().wrong(form::field_of(why), sentence(&why.to_string()))
}
