//! The consent to the service: giving it, limiting it, taking it back (CM-4.3.3).

use axum::extract::Path;
use casework::clients::{give_consent, withdraw_consent};
use casework::house::Seen;
use casework::{BadSignature, Failure};
use domain::clients::{CannotConsent, ClientFile, ConsentGiven, ConsentGivenHow, ConsentWithdrawn};
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use jiff::civil::Date;

use super::show::consent_state;
use super::{About, history, next_entry, shown};
use crate::answer::{Answer, go, id, sentence};
use crate::done::Done;
use crate::face::parts::Line;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{self, Asking, Back};

const TITLE: &str = "Consent to the service";

/// The page.
#[derive(Debug, Template)]
#[template(path = "clients/consents.html")]
pub struct ConsentPage {
    /// The frame.
    pub frame: Frame,
    /// Whose consent.
    pub about: About,
    /// How it stands.
    pub state: State,
    /// More about it.
    pub more: Words,
    /// Where a consent is sent.
    pub action: String,
    /// What is filled in for a consent.
    pub form: Filled,
    /// The ways of giving it.
    pub ways: Vec<Choice>,
    /// Where a withdrawal is sent, when there is something to withdraw.
    pub withdrawal: Option<String>,
    /// What is filled in for a withdrawal.
    pub taking: Filled,
}

const fn code(how: ConsentGivenHow) -> &'static str {
    match how {
        ConsentGivenHow::Signed => "signed",
        ConsentGivenHow::Verbal => "verbal",
        ConsentGivenHow::OnBehalf => "on-behalf",
    }
}

struct Open {
    client: DossierId,
    seen: Seen<ClientFile>,
    today: Date,
}

impl Open {
    async fn of(person: &Person, client: DossierId) -> Result<Self, Problem> {
        let seen = person.ctx.view::<ClientFile>(Action::RecordConsent, client).await?;
        Ok(Self { client, seen, today: person.organisation.rulebook.office.today(person.now()) })
    }

    fn page(&self, frame: Frame, form: Filled, taking: Filled) -> ConsentPage {
        let (state, more) = consent_state(&self.seen, self.today);
        let in_force = self.seen.consent(self.today).is_some();
        ConsentPage {
            frame,
            about: About::of(self.client, &self.seen),
            state,
            more,
            action: paths::of_client(self.client, "consents"),
            form,
            ways: ConsentGivenHow::ALL.map(|how| Choice::new(code(how), how.word())).to_vec(),
            withdrawal: in_force.then(|| paths::of_client(self.client, "consents/withdrawal")),
            taking,
        }
    }
}

/// `GET /clients/{client}/consents`
pub async fn show(person: Person, Path(client): Path<String>) -> Answer {
    let open = Open::of(&person, id(&client)?).await?;
    let fresh = || person.keyed(Filled::new());
    Ok(person.show(TITLE, |frame| open.page(frame, fresh(), fresh())))
}

/// `POST /clients/{client}/consents`
pub async fn create(person: Person, Path(client): Path<String>, fields: Fields) -> Answer {
    let open = Open::of(&person, id(&client)?).await?;
    if signed::goes_back(&fields) {
        return again(&person, &open, fields.filled());
    }
    let mut reader = Reader::new(&fields);
    let how = reader.choice("how", |given| ConsentGivenHow::ALL.into_iter().find(|how| code(*how) == given));
    let (by, until) = (reader.line_or_none("by"), reader.date_or_none("until"));
    let order = how.filter(|_| reader.is_good()).map(|how| ConsentGiven { how, by, until });
    let Some(order) = order else { return again(&person, &open, reader.filled) };
    if let Err(why) = open.seen.give_consent(order.clone(), open.today) {
        return again(&person, &open, wrong(&fields, why));
    }
    if !signed::is_signed(&fields) {
        return sheet(&person, &open, &fields, &order, None).await;
    }
    match give_consent(&person.ctx, open.client, order.clone(), signed::signing(&fields, Meaning::Author)).await {
        Ok(_) => go(&Done::CONSENT_GIVEN.at(&paths::client(open.client))),
        Err(Failure::Signature(bad)) => sheet(&person, &open, &fields, &order, Some(bad)).await,
        Err(Failure::Rule(why)) => again(&person, &open, wrong(&fields, why)),
        Err(other) => Err(other.into()),
    }
}

fn wrong(fields: &Fields, why: CannotConsent) -> Filled {
    let field = match why {
        CannotConsent::WitnessMissing => "by",
        CannotConsent::AlreadyOver => "until",
        CannotConsent::NoneGiven => "",
    };
    fields.filled().wrong(field, sentence(&why.to_string()))
}

fn again(person: &Person, open: &Open, form: Filled) -> Answer {
    let (form, taking) = (person.keyed(form), person.keyed(Filled::new()));
    Ok(person.form(TITLE, form.is_wrong(), |frame| open.page(frame, form, taking)))
}

/// `POST /clients/{client}/consents/withdrawal`
pub async fn withdraw(person: Person, Path(client): Path<String>, fields: Fields) -> Answer {
    let open = Open::of(&person, id(&client)?).await?;
    if signed::goes_back(&fields) {
        return taking_again(&person, &open, fields.filled());
    }
    let mut reader = Reader::new(&fields);
    let note = reader.line("note");
    let Some(note) = note else { return taking_again(&person, &open, reader.filled) };
    if !signed::is_signed(&fields) {
        return withdrawal_sheet(&person, &open, &fields, &note, None).await;
    }
    let order = ConsentWithdrawn { note: note.clone() };
    match withdraw_consent(&person.ctx, open.client, order, signed::signing(&fields, Meaning::Author)).await {
        Ok(_) => go(&Done::CONSENT_WITHDRAWN.at(&paths::client(open.client))),
        Err(Failure::Signature(bad)) => withdrawal_sheet(&person, &open, &fields, &note, Some(bad)).await,
        // Sent twice: the first time has withdrawn it already.
        Err(Failure::Rule(CannotConsent::NoneGiven)) => go(&paths::client(open.client)),
        Err(Failure::Rule(why)) => taking_again(&person, &open, fields.filled().refused(sentence(&why.to_string()))),
        Err(other) => Err(other.into()),
    }
}

fn taking_again(person: &Person, open: &Open, taking: Filled) -> Answer {
    let (form, taking) = (person.keyed(Filled::new()), person.keyed(taking));
    Ok(person.form(TITLE, taking.is_wrong(), |frame| open.page(frame, form, taking)))
}

fn asking(open: &Open, part: &str) -> Asking {
    Asking {
        title: "Sign this consent".into(),
        act: "Sign".into(),
        back: Back::Form,
        action: paths::of_client(open.client, part),
        says: "With your signature you say: this is what the client told me.".into(),
        then: "It can be withdrawn at any time.".into(),
        facts: vec![About::of(open.client, &open.seen).fact()],
        level: Level::Confidential,
        shown: shown(&open.seen),
        always: false,
    }
}

fn entry(open: &Open, title: &'static str, lines: Vec<Line>) -> Sheet {
    Sheet {
        id: "sheet".to_owned(),
        icon: "decision",
        title: title.into(),
        entry: next_entry(&open.seen),
        lines,
        ..Sheet::default()
    }
}

async fn sheet(
    person: &Person,
    open: &Open,
    fields: &Fields,
    order: &ConsentGiven,
    bad: Option<BadSignature>,
) -> Answer {
    let build = || (asking(open, "consents"), entry(open, TITLE, history::consent(order)));
    signed::sheet(person, fields, build, bad).await
}

async fn withdrawal_sheet(
    person: &Person,
    open: &Open,
    fields: &Fields,
    note: &domain::text::Line,
    bad: Option<BadSignature>,
) -> Answer {
    let build = || {
        let asking = Asking {
            title: "Sign this withdrawal".into(),
            act: "Sign withdrawal".into(),
            then: "The consent ends at once. What was recorded before stays.".into(),
            ..asking(open, "consents/withdrawal")
        };
        (asking, entry(open, "Consent withdrawn", vec![Line::new("What was said", note.reveal().to_owned())]))
    };
    signed::sheet(person, fields, build, bad).await
}
