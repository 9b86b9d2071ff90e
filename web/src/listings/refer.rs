//! Referring a client of one's own to a service that was found: whose case it is.

use axum::extract::Path;
use casework::cases::{OwnCase, own_cases};
use casework::listings::see_listing;
use domain::ids::DossierId;
use domain::listings::CannotList;
use domain::policy::Action;

use crate::answer::{Answer, id};
use crate::face::parts::{Act, Empty};
use crate::face::prelude::*;
use crate::person::Person;
use crate::problem::Problem;

/// A case of one's own.
#[derive(Debug, Clone)]
pub struct Line {
    /// The client.
    pub number: Number,
    /// The client.
    pub name: Name,
    /// The programme.
    pub programme: String,
    /// The way to the form.
    pub act: Act,
}

/// `GET /services/{listing}/refer`
#[derive(Debug, Template)]
#[template(path = "listings/refer.html")]
pub struct ReferPage {
    /// The frame.
    pub frame: Frame,
    /// The service.
    pub service: Link,
    /// One's own cases.
    pub lines: Vec<Line>,
    /// When there is none.
    pub none: Option<Empty>,
}

/// `GET /services/{listing}/refer`
pub async fn choose(person: Person, Path(listing): Path<String>) -> Answer {
    let listing: DossierId = id(&listing)?;
    let seen = see_listing(&person.ctx, listing).await?;
    let described = seen.opened.file.now.clone().filter(|_| seen.opened.file.is_listed());
    let described = described.ok_or_else(|| Problem::rule(&CannotList::NotListed))?;
    let own = own_cases(&person.ctx, Action::Refer).await?;
    let service = Link::new(super::path(listing, ""), described.full_name());
    Ok(person.show("Refer a client", |frame| page(listing, service, &own, frame)))
}

pub(super) fn page(listing: DossierId, service: Link, own: &[OwnCase], frame: Frame) -> ReferPage {
    let line = |one: &OwnCase| {
        let client = one.client.as_ref();
        let number = client.map(|client| client.number.clone()).unwrap_or_default();
        Line {
            name: client.map(|client| Name::new(client.full_name())).unwrap_or_default(),
            programme: one.card.programme.clone(),
            act: Act::link("Refer", crate::referrals::to(one.case, listing)).about(number.clone()),
            number: Number::new(number),
        }
    };
    ReferPage {
        none: own.is_empty().then(|| {
            Empty::new("You carry no open case.", "Whoever carries a client’s case, or supervises it, refers them.")
        }),
        lines: own.iter().map(line).collect(),
        service,
        frame,
    }
}
