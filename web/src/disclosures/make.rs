//! Giving out what was approved by law: as it was asked for, nothing more and to nobody else.

use axum::extract::{Path, State as Shared};
use axum::response::Response;
use casework::disclosures::next_number;
use domain::disclosures::{Asked, DisclosureBasis, DisclosureMade};
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::sharing::SharingPurpose;

use super::{new, path_of, show};
use crate::answer::{Answer, go, id};
use crate::app::App;
use crate::cases::head::CaseView;
use crate::face::prelude::*;
use crate::fields::Fields;
use crate::person::Person;
use crate::problem::Problem;
use crate::signed::here::{self, Asks, Challenge};

async fn open(person: &Person, case: &str, disclosure: &str) -> Result<(CaseView, ItemId), Problem> {
    let (case, disclosure): (DossierId, ItemId) = (id(case)?, id(disclosure)?);
    let view = CaseView::open(person, case, Action::Disclose).await?;
    view.file().disclosures.asked(disclosure).ok_or(Problem::Missing)?;
    Ok((view, disclosure))
}

fn page(person: &Person, view: &CaseView, asked: &Asked, filled: Filled) -> Response {
    here::show(person, filled, view.seen.opened.last, Challenge::OldSignIn, |_| Asks {
        title: "Give it out",
        heading: "Give out what was approved".into(),
        lead: "The copy is made when you sign, as it was approved. You find it on the next page.".into(),
        about: show::asked_pairs(view, asked),
        action: format!("{}/making", path_of(view.id(), asked.asked.id)),
        fields: Vec::new(),
        act: "Sign and give it out",
        back: Link::new(path_of(view.id(), asked.asked.id), "Back"),
    })
}

/// `GET /cases/{case}/disclosures/{disclosure}/making`
pub async fn ask(person: Person, Path((case, disclosure)): Path<(String, String)>) -> Answer {
    let (view, disclosure) = open(&person, &case, &disclosure).await?;
    let disclosures = &view.file().disclosures;
    let waits = disclosures.approved().map(|(asked, _)| asked).find(|asked| asked.asked.id == disclosure);
    match waits {
        Some(asked) => Ok(page(&person, &view, asked, Filled::new())),
        None => go(&path_of(view.id(), disclosure)),
    }
}

/// `POST /cases/{case}/disclosures/{disclosure}/making`
pub async fn create(
    person: Person,
    Shared(app): Shared<App>,
    Path((case, disclosure)): Path<(String, String)>,
    sent: Fields,
) -> Answer {
    let (view, disclosure) = open(&person, &case, &disclosure).await?;
    let asked = view.file().disclosures.asked(disclosure).ok_or(Problem::Missing)?;
    let order = DisclosureMade {
        id: disclosure,
        number: next_number(&person.ctx, view.id()).await?,
        recipient: asked.asked.recipient.clone(),
        purpose: SharingPurpose::Legal,
        words: Some(asked.asked.law.clone()),
        chosen: asked.asked.chosen.clone(),
        by: asked.asked.by,
        basis: DisclosureBasis::Law,
        inquiry: None,
        referral: asked.asked.referral,
        key: None,
        copy: None,
    };
    new::give(&person, &app, &view, order, &sent, |filled| page(&person, &view, asked, filled)).await
}
