//! Deciding on a disclosure by law that somebody else has asked for (CM-4.3.3, CC-4.4.2).

use axum::extract::Path;
use axum::response::Response;
use casework::disclosures::{decide_disclosure, see_request};
use domain::disclosures::DisclosureDecided;
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::signature::Meaning;

use super::{path_of, place_of, show};
use crate::answer::{Answer, go, id};
use crate::cases::head::CaseView;
use crate::done::Done;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::{Fields, Reader};
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};
use crate::signed::signing;

struct Open {
    view: CaseView,
    id: ItemId,
}

impl Open {
    async fn of(person: &Person, case: &str, disclosure: &str) -> Result<Self, Problem> {
        let (case, disclosure): (DossierId, ItemId) = (id(case)?, id(disclosure)?);
        let seen = see_request(&person.ctx, case, disclosure).await?;
        Ok(Self { view: CaseView::of(person, seen).await?, id: disclosure })
    }

    /// Where whoever decides goes on: to the disclosure, or to their own list when they may not read the case.
    async fn next(&self, person: &Person) -> Result<String, Problem> {
        let reads = person.ctx.may(Action::ReadCase, Some(self.view.id())).await?;
        Ok(if reads { path_of(self.view.id(), self.id) } else { "/".to_owned() })
    }

    fn page(&self, person: &Person, back: String, filled: Filled) -> Response {
        here::show(person, filled, self.view.seen.opened.last, Challenge::Always, |form| self.asks(back, form))
    }

    fn asks(&self, back: String, form: &Filled) -> Asks {
        let asked = self.view.file().disclosures.asked(self.id);
        let mut about = asked.map(|asked| show::asked_pairs(&self.view, asked)).unwrap_or_default();
        if let Some(told) = asked.and_then(|asked| asked.asked.chosen.told.as_ref()) {
            about = about.with("What is told", told.reveal().to_owned());
        }
        Asks {
            title: "Decide on a disclosure",
            heading: "Decide on a disclosure by law".into(),
            lead: "Look the law or order up. Approve only what it covers, and no more than it needs.".into(),
            about,
            action: format!("{}/decision", path_of(self.view.id(), self.id)),
            fields: fields(form),
            act: "Sign the decision",
            back: Link::new(back, "Back"),
        }
    }
}

pub(super) fn fields(form: &Filled) -> Vec<Field> {
    let choices = [
        Choice::new("approved", "It may be given out as asked for"),
        Choice::new("refused", "It may not be given out"),
    ];
    vec![form.radios("decision", "Decision", &choices), form.text("note", "Why").max(200)]
}

/// `GET /cases/{case}/disclosures/{disclosure}/decision`
pub async fn ask(person: Person, Path((case, disclosure)): Path<(String, String)>) -> Answer {
    let open = Open::of(&person, &case, &disclosure).await?;
    let next = open.next(&person).await?;
    let decided = open.view.file().disclosures.asked(open.id).is_some_and(|asked| asked.decided.is_some());
    if decided { go(&next) } else { Ok(open.page(&person, next, Filled::new())) }
}

/// `POST /cases/{case}/disclosures/{disclosure}/decision`
pub async fn create(person: Person, Path((case, disclosure)): Path<(String, String)>, sent: Fields) -> Answer {
    let open = Open::of(&person, &case, &disclosure).await?;
    let next = open.next(&person).await?;
    let mut reader = Reader::new(&sent);
    let approved = reader.choice("decision", |given| match given {
        "approved" => Some(true),
        "refused" => Some(false),
        _ => None,
    });
    let (Some(approved), Some(note)) = (approved, reader.line("note")) else {
        return Ok(open.page(&person, next, reader.filled));
    };
    let order = DisclosureDecided { id: open.id, approved, note };
    match decide_disclosure(&person.ctx, open.view.id(), order, signing(&sent, Meaning::Approved)).await {
        Ok(_) => go(&Done::DISCLOSURE_DECIDED.at(&next)),
        Err(failure) => Ok(open.page(&person, next, here::refused(&sent, failure, place_of)?)),
    }
}
