//! Correcting details: the whole form again, the reason, and on the sign sheet what becomes different. The earlier details stay readable.

use axum::extract::Path;
use casework::clients::correct_client;
use casework::house::Seen;
use casework::{BadSignature, Failure};
use domain::clients::{CannotRegister, ClientCorrected, ClientFile};
use domain::ids::DossierId;
use domain::level::Level;
use domain::policy::Action;
use domain::signature::Meaning;
use domain::time::Instant;
use jiff::civil::Date;

use super::form::{self, DetailFields};
use super::{About, details, next_entry, shown};
use crate::answer::{Answer, go, id, sentence};
use crate::done::Done;
use crate::drafts;
use crate::face::parts::Line;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader, SEEN};
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::{self, Asking, Back};

const DRAFT: &str = "correction";
const TITLE: &str = "Correct details";

/// The form.
#[derive(Debug, Template)]
#[template(path = "clients/correction.html")]
pub struct CorrectionPage {
    /// The frame.
    pub frame: Frame,
    /// Whose details.
    pub about: About,
    /// Where it is sent.
    pub action: String,
    /// Where the draft goes.
    pub draft_address: String,
    /// Its fields.
    pub details: DetailFields,
    /// Whether the draft is saved.
    pub draft: DraftState,
}

struct Open {
    client: DossierId,
    seen: Seen<ClientFile>,
    today: Date,
}

impl Open {
    async fn of(person: &Person, client: DossierId) -> Result<Self, Problem> {
        let seen = person.ctx.view::<ClientFile>(Action::CorrectClient, client).await?;
        if seen.details.is_none() {
            return Err(Problem::Missing);
        }
        Ok(Self { client, seen, today: person.organisation.rulebook.office.today(person.now()) })
    }

    fn page(&self, frame: Frame, form: Filled, saved: Option<Instant>) -> CorrectionPage {
        CorrectionPage {
            frame,
            about: About::of(self.client, &self.seen),
            action: paths::of_client(self.client, "correction"),
            draft_address: drafts::address(Some(self.client), DRAFT),
            details: DetailFields { form },
            draft: drafts::state(saved),
        }
    }
}

/// `GET /clients/{client}/correction`
pub async fn new(person: Person, Path(client): Path<String>) -> Answer {
    let open = Open::of(&person, id(&client)?).await?;
    let draft = drafts::left(&person, Some(open.client), DRAFT).await?;
    let known = open.seen.details.as_ref().map(form::fill).unwrap_or_default();
    let (form, saved) = draft.map_or((known, None), |(fields, saved)| (fields.filled(), Some(saved)));
    let form = person.keyed(form.unless(SEEN, open.seen.opened.last.to_string()));
    Ok(person.show(TITLE, |frame| open.page(frame, form, saved)))
}

/// `POST /clients/{client}/correction`
pub async fn create(person: Person, Path(client): Path<String>, fields: Fields) -> Answer {
    let open = Open::of(&person, id(&client)?).await?;
    if signed::goes_back(&fields) {
        return again(&person, &open, &fields, fields.filled()).await;
    }
    let mut reader = Reader::new(&fields);
    let details = form::read(&fields, &mut reader, open.today);
    let reason = reader.line("correction-reason");
    if details.is_some() && details == open.seen.details && !signed::is_signed(&fields) {
        reader.wrong("", sentence(&CannotRegister::NothingChanged.to_string()));
    }
    let order = details.zip(reason).map(|(details, reason)| ClientCorrected { details, reason });
    let Some(order) = order.filter(|_| reader.is_good()) else {
        return again(&person, &open, &fields, reader.filled).await;
    };
    if !signed::is_signed(&fields) {
        drafts::keep_sent(&person, Some(open.client), DRAFT, &fields).await?;
        return sheet(&person, &open, &fields, &order, None).await;
    }
    let signing = signed::signing(&fields, Meaning::Correction).dropping(open.client, DRAFT);
    match correct_client(&person.ctx, open.client, order.clone(), signing).await {
        Ok(_) => go(&Done::CLIENT_CORRECTED.at(&paths::client(open.client))),
        Err(Failure::Signature(bad)) => sheet(&person, &open, &fields, &order, Some(bad)).await,
        // Sent twice: the first time has changed it already.
        Err(Failure::Rule(CannotRegister::NothingChanged)) => go(&paths::client(open.client)),
        Err(Failure::Rule(why)) => {
            let form = fields.filled().wrong(form::field_of(why), sentence(&why.to_string()));
            again(&person, &open, &fields, form).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn again(person: &Person, open: &Open, fields: &Fields, form: Filled) -> Answer {
    let saved = drafts::keep_sent(person, Some(open.client), DRAFT, fields).await?;
    let form = person.keyed(form);
    Ok(person.form(TITLE, form.is_wrong(), |frame| open.page(frame, form.kept(drafts::kept_words(saved)), Some(saved))))
}

async fn sheet(
    person: &Person,
    open: &Open,
    fields: &Fields,
    order: &ClientCorrected,
    bad: Option<BadSignature>,
) -> Answer {
    let asking = || {
        let asking = Asking {
            title: "Sign this correction".into(),
            act: "Sign correction".into(),
            back: Back::Form,
            action: paths::of_client(open.client, "correction"),
            says: "With your signature you say: these details hold from now on, to my knowledge.".into(),
            then: "The earlier details stay readable. Marks of facts that change fall away.".into(),
            facts: vec![About::of(open.client, &open.seen).fact()],
            level: Level::Confidential,
            shown: shown(&open.seen),
            always: false,
        };
        let mut lines = vec![Line::new("Why", order.reason.reveal().to_owned())];
        if let Some(known) = &open.seen.details {
            lines.extend(details::differences(known, &order.details, open.today));
        }
        let sheet = Sheet {
            id: "sheet".to_owned(),
            icon: "pen",
            title: "Details corrected".into(),
            entry: next_entry(&open.seen),
            lines,
            ..Sheet::default()
        };
        (asking, sheet)
    };
    signed::sheet(person, fields, asking, bad).await
}
