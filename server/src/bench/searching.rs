//! Searching clients by name, and the warning of duplicates, among few and among many.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use casework::clients::{Found, likely_duplicates, search_clients};
use casework::house::{Clock as _, House, SystemClock};
use domain::cases::{Assignment, CaseFile, CaseOpened};
use domain::clients::{ClientFile, ClientRegistered};
use domain::event::Event;
use domain::ids::{DossierId, StaffId};
use domain::level::Level;
use domain::likeness::Features;
use domain::numbers::{CaseNumber, ClientNumber};
use domain::rulebook::Rulebook;
use store::Part;
use uuid::Uuid;

use super::list::Figure;
use super::people::{acting, born, details, name};
use super::places::Place;
use super::times::{Times, timed};
use super::{Sizes, bulk};

/// How many clients are founded in one append.
const TOGETHER: u32 = 50;

/// How many clients have an open case of Maria's; she searches among them, and finds no others.
const CASELOAD: u32 = 60;

pub(super) async fn measure(folder: &Path, sizes: &Sizes) -> Result<Vec<Figure>> {
    let few = Among::new(&folder.join("few"), sizes.clients.0).await?;
    let many = Among::new(&folder.join("many"), sizes.clients.1).await?;
    let (mut small, mut large, mut warning) = (Times::default(), Times::default(), Times::default());
    for turn in 0..sizes.searches {
        // by turns, and after the same people: what else the machine does meets both
        let person = turn % CASELOAD.min(sizes.clients.0);
        small.push(few.search(person).await?);
        large.push(many.search(person).await?);
        warning.push(many.warn(turn.wrapping_mul(7_919) % sizes.clients.1).await?);
    }
    Ok(vec![
        Figure::new("name_search_p99", large.percent(99), None)?,
        Figure::new("name_search_growth", large.median(), small.median())?,
        Figure::new("duplicate_warning_p99", warning.percent(99), None)?,
        Figure::new("duplicate_warning_p50", warning.median(), None)?,
    ])
}

/// An installation with so many clients.
struct Among {
    house: Arc<House>,
    maria: StaffId,
    bea: StaffId,
}

impl Among {
    async fn new(folder: &Path, clients: u32) -> Result<Self> {
        let place = Place::new(folder).await?;
        let (maria, bea, tomas) = (place.who("maria").await?, place.who("bea").await?, place.who("tomas").await?);
        let hands = Assignment { worker: maria, supervisor: tomas, team: None };
        let fill = Fill { place: &place, bea, hands };
        let groups = (0..clients.div_ceil(TOGETHER)).map(|group| fill.group(group, clients));
        bulk::append(&place.store, bea, place.begins, groups).await?;
        let (house, _) = place.house(SystemClock.now());
        Ok(Self { house, maria, bea })
    }

    /// Maria searches for one of her clients by both names.
    async fn search(&self, person: u32) -> Result<std::time::Duration> {
        let (given, family) = name(person);
        let maria = acting(&self.house, self.maria);
        let (found, time) = timed(search_clients(&maria, &format!("{given} {family}"))).await;
        match found? {
            Found::Clients(found) if found.len() == 3 => Ok(time),
            _ => Err(anyhow!("a search does not find the three of that name")),
        }
    }

    /// Reception types somebody who is known already.
    async fn warn(&self, person: u32) -> Result<std::time::Duration> {
        let (given, family) = name(person);
        let who = Features { given, family, born: Some(born(person)), phone: None };
        let (alike, time) = timed(likely_duplicates(&acting(&self.house, self.bea), &who)).await;
        if alike?.is_empty() { Err(anyhow!("nobody is warned of a duplicate")) } else { Ok(time) }
    }
}

struct Fill<'a> {
    place: &'a Place,
    bea: StaffId,
    hands: Assignment,
}

impl Fill<'_> {
    /// Some clients, the first of all with a case.
    fn group(&self, group: u32, clients: u32) -> Result<Vec<Part>> {
        let mut parts = Vec::new();
        for number in (group * TOGETHER..clients).take(TOGETHER as usize) {
            let client = DossierId::new(Uuid::new_v4());
            parts.push(self.client(client, number)?);
            if number < CASELOAD {
                parts.push(self.case(client, number)?);
            }
        }
        Ok(parts)
    }

    fn client(&self, id: DossierId, number: u32) -> Result<Part> {
        let registered = ClientRegistered {
            number: ClientNumber::from_random(number.wrapping_mul(2_654_435_761)),
            details: details(number)?,
            provenance: None,
            not_a_duplicate: true,
        };
        let signature = bulk::signature(self.bea, self.place.begins);
        bulk::dossier::<ClientFile>(id, vec![Event::ClientRegistered(registered)], &signature, &Rulebook::default())
    }

    fn case(&self, client: DossierId, number: u32) -> Result<Part> {
        let opened = case_opened(client, number, self.hands);
        let signature = bulk::signature(self.bea, self.place.begins);
        let id = DossierId::new(Uuid::new_v4());
        bulk::dossier::<CaseFile>(id, vec![Event::CaseOpened(opened)], &signature, &Rulebook::default())
    }
}

/// The first entry of a case.
pub(super) fn case_opened(client: DossierId, number: u32, assignment: Assignment) -> CaseOpened {
    let number = CaseNumber::new(2026, number + 1);
    CaseOpened { number, client, programme: "general".to_owned(), assignment, co_sign_from: Level::Sensitive }
}
