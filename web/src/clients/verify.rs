//! Marking facts as verified: which, and against what (CM-4.1.2, CC-4.1.2).

use axum::extract::Path;
use casework::clients::verify_facts;
use casework::{BadSignature, Failure};
use domain::clients::{ClientDetails, ClientFile, Fact, FactsVerified};
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;

use super::history::joined;
use super::show::Identity;
use super::{About, next_entry, shown};
use crate::answer::{Answer, go, id, sentence};
use crate::done::Done;
use crate::face::parts::Line;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::signed::{self, Asking, Back};

/// The form on the identity page.
#[derive(Debug)]
pub struct VerifyForm {
    /// Where it is sent.
    pub action: String,
    /// What is filled in and what is wrong.
    pub form: Filled,
    /// Facts that are known and so can be checked.
    pub facts: Vec<Choice>,
    /// Whether it is shown at once, because something stands in it.
    pub open: bool,
}

impl VerifyForm {
    pub(super) fn new(client: DossierId, file: &ClientFile, form: Filled) -> Self {
        let known = |fact: &Fact| file.details.as_ref().is_some_and(|details| is_known(details, *fact));
        let choice = |fact: Fact| Choice::new(code(fact), fact.word());
        Self {
            action: paths::of_client(client, "verifications"),
            facts: Fact::ALL.into_iter().filter(known).map(choice).collect(),
            open: form.has("against"),
            form,
        }
    }
}

/// Whether there is something to check.
pub(super) const fn is_known(details: &ClientDetails, fact: Fact) -> bool {
    match fact {
        Fact::Name => true,
        Fact::BirthDate => details.birth_date.is_some(),
        Fact::Phone => details.phone.is_some(),
        Fact::Email => details.email.is_some(),
        Fact::Address => details.address.is_some(),
    }
}

const fn code(fact: Fact) -> &'static str {
    match fact {
        Fact::Name => "name",
        Fact::BirthDate => "birth-date",
        Fact::Phone => "phone",
        Fact::Email => "email",
        Fact::Address => "address",
    }
}

/// `POST /clients/{client}/verifications` – signs at once while the sign-in is young; otherwise the sign sheet asks for the password.
pub async fn create(person: Person, Path(client): Path<String>, fields: Fields) -> Answer {
    let client: DossierId = id(&client)?;
    person.ctx.permit(Action::VerifyFacts, Some(client)).await?;
    if signed::goes_back(&fields) {
        return again(&person, client, fields.filled()).await;
    }
    let mut reader = Reader::new(&fields);
    let facts: Vec<Fact> =
        fields.all("facts[]").filter_map(|given| Fact::ALL.into_iter().find(|fact| code(*fact) == given)).collect();
    if facts.is_empty() {
        reader.wrong("facts[]", "Please choose at least one fact.");
    }
    let against = reader.line("against");
    let Some(against) = against.filter(|_| reader.is_good()) else {
        return again(&person, client, reader.filled).await;
    };
    let order = FactsVerified { facts, against };
    if !signed::is_signed(&fields) && !signed::young(&person) {
        return sheet(&person, client, &fields, &order, None).await;
    }
    match verify_facts(&person.ctx, client, order.clone(), signed::signing(&fields, Meaning::Author)).await {
        Ok(_) => go(&Done::FACTS_VERIFIED.at(&paths::client(client))),
        Err(Failure::Signature(bad)) => sheet(&person, client, &fields, &order, Some(bad)).await,
        Err(Failure::Rule(why)) => {
            again(&person, client, fields.filled().wrong("facts[]", sentence(&why.to_string()))).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn again(person: &Person, client: DossierId, form: Filled) -> Answer {
    let identity = Identity::open(person, client).await?;
    let form = person.keyed(form);
    Ok(person.form("Client", form.is_wrong(), |frame| identity.page(frame, form, person.now())))
}

async fn sheet(
    person: &Person,
    client: DossierId,
    fields: &Fields,
    order: &FactsVerified,
    bad: Option<BadSignature>,
) -> Answer {
    let seen = person.ctx.view::<ClientFile>(Action::VerifyFacts, client).await?;
    let asking = || {
        let asking = Asking {
            title: "Sign this verification".into(),
            act: "Sign".into(),
            back: Back::Form,
            action: paths::of_client(client, "verifications"),
            says: "With your signature you say: I compared these facts myself.".into(),
            then: "The marks stand on the client’s page until a fact changes.".into(),
            facts: vec![About::of(client, &seen).fact()],
            level: Level::Confidential,
            shown: shown(&seen),
            always: false,
        };
        let facts = joined(order.facts.iter().map(|fact| Words::from(fact.word())));
        let sheet = Sheet {
            id: "sheet".to_owned(),
            icon: "tick",
            title: "Facts verified".into(),
            entry: next_entry(&seen),
            lines: vec![Line::new("What", facts), Line::new("Against", order.against.reveal().to_owned())],
            ..Sheet::default()
        };
        (asking, sheet)
    };
    signed::sheet(person, fields, asking, bad).await
}
