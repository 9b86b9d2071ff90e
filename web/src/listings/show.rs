//! One service: what it does, for whom, how to get there, and whether what stands here still holds.

use axum::extract::Path;
use casework::listings::see_listing;
use domain::ids::DossierId;
use domain::listings::{Listing, ListingDescribed};
use domain::staff::{Role, StaffCard};
use domain::text::Line as Text;
use domain::time::Instant;

use super::list::helps;
use super::{PATH, checked, path, takes};
use crate::answer::{Answer, id};
use crate::face::parts::{Act, Pairs};
use crate::face::prelude::*;
use crate::face::when;
use crate::person::Person;
use crate::problem::Problem;
use crate::staff::name_of;

/// `GET /services/{listing}`
#[derive(Debug, Template)]
#[template(path = "listings/show.html")]
pub struct ListingPage {
    /// The frame.
    pub frame: Frame,
    /// What it is called.
    pub name: String,
    /// Who offers it.
    pub provider: String,
    /// Whether it takes new clients, or is off the list.
    pub state: State,
    /// What can be done.
    pub acts: Vec<Act>,
    /// What it does.
    pub what: String,
    /// What it helps with, for whom, where, when.
    pub facts: Pairs,
    /// Telephone, e-mail, page and address.
    pub reach: Pairs,
    /// When somebody last asked, and what was said.
    pub checked: Words,
    /// That it is long ago.
    pub old: Option<State>,
    /// What was said then.
    pub said: String,
    /// Why it is off the list.
    pub why: String,
}

/// `GET /services/{listing}`
pub async fn show(person: Person, Path(listing): Path<String>) -> Answer {
    let listing: DossierId = id(&listing)?;
    let seen = see_listing(&person.ctx, listing).await?;
    let staff = casework::accounts::staff_list(&person.ctx).await?;
    let file = &seen.opened.file;
    let described = file.now.clone().ok_or(Problem::Missing)?;
    let mut acts = if seen.may_change { acts(listing, file.is_listed()) } else { Vec::new() };
    let refers = [Role::Caseworker, Role::Provider, Role::Supervisor].iter().any(|role| person.card.is(*role));
    acts.extend(
        (refers && file.is_listed()).then(|| Act::link("Refer a client", path(listing, "refer")).main().icon("out")),
    );
    let now = person.now();
    Ok(person.show("Service", |frame| page(file, &described, acts, (&staff, now), frame)))
}

pub(super) fn page(
    file: &Listing,
    described: &ListingDescribed,
    acts: Vec<Act>,
    (staff, now): (&[StaffCard], Instant),
    frame: Frame,
) -> ListingPage {
    let text = |line: &Option<Text>| line.as_ref().map(|line| line.reveal().to_owned()).unwrap_or_default();
    let (checked, old, said) = match &file.checked {
        Some((at, by, said)) => {
            let (words, old) = checked(*at, name_of(staff, *by), now);
            (words, old, text(said))
        }
        None => Default::default(),
    };
    let ended = file.ended.as_ref();
    let state = match ended {
        Some((at, ..)) => {
            State::plain(Words::from("Taken off the list {when}").with("when", when::when(*at))).icon("close")
        }
        None => takes(described.takes),
    };
    ListingPage {
        name: described.name.reveal().to_owned(),
        provider: described.provider.reveal().to_owned(),
        state,
        acts,
        what: described.what.as_ref().map(|what| what.reveal().to_owned()).unwrap_or_default(),
        facts: facts(described),
        reach: reach(described),
        old: old.filter(|_| ended.is_none()),
        checked,
        said,
        why: ended.map(|(_, _, why)| why.reveal().to_owned()).unwrap_or_default(),
        frame,
    }
}

/// What a telephone dials: its digits, and a plus before them.
fn dialled(phone: &str) -> String {
    phone.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect()
}

pub(super) fn acts(listing: DossierId, listed: bool) -> Vec<Act> {
    if !listed {
        return vec![Act::link("Put it on the list again", path(listing, "change")).icon("pen")];
    }
    vec![
        Act::link("Take it off the list", path(listing, "ending")).plain(),
        Act::link("Change what is said", path(listing, "change")).icon("pen"),
        Act::link("It was checked", path(listing, "check")).icon("done"),
    ]
}

fn facts(described: &ListingDescribed) -> Pairs {
    let facts = Pairs::new().with("Help with", helps(described.help.iter().copied()));
    let more = [
        ("For whom", &described.eligible),
        ("For which places", &described.area),
        ("Languages", &described.languages),
        ("Open", &described.hours),
        ("What it costs", &described.fees),
        ("How to get in", &described.access),
    ];
    more.into_iter().fold(facts, |facts, (term, line)| match line {
        Some(line) => facts.with(term, line.reveal().to_owned()),
        None => facts,
    })
}

/// How to reach it: what can be pressed is a link.
fn reach(described: &ListingDescribed) -> Pairs {
    let link = |to: String, line: &Text| Words::from("{n}").with("n", Link::new(to, line.reveal().to_owned()));
    let phone = described.phone.as_ref().map(|line| link(format!("tel:{}", dialled(line.reveal())), line));
    let email = described.email.as_ref().map(|line| link(format!("mailto:{}", line.reveal()), line));
    let web = described.web.as_ref().map(|line| link(line.reveal().to_owned(), line));
    let address = described.address.as_ref().map(|line| Words::from(line.reveal().to_owned()));
    let ways = [("Telephone", phone), ("E-mail", email), ("Page", web), ("Address", address)];
    ways.into_iter().fold(Pairs::new(), |pairs, (term, way)| match way {
        Some(way) => pairs.with(term, way),
        None => pairs,
    })
}

/// Where "back" leads.
pub(super) fn back(listing: DossierId) -> Link {
    Link::new(path(listing, ""), "Back to the service")
}

/// The way to all of them.
pub(super) fn all() -> Link {
    Link::new(PATH, "Back to the services")
}
