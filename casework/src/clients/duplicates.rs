//! Likely duplicates while somebody is being registered (CM-4.1.2).
//!
//! A match that the person may not see is told as "already known, ask the owner": that there is somebody, and whom to ask; never who it is.

use std::collections::BTreeSet;

use domain::ids::{DossierId, StaffId};
use domain::likeness::{Features, likeness};
use domain::policy::Action;
use store::{Among, Wanted};
use vault::index::{Field, name_words, sounds};

use super::list::client_cards;
use crate::cards::{CaseCard, ClientCard, read_card};
use crate::{Ctx, Failure, Fault, Never};

pub use domain::likeness::Likeness;

/// Somebody registered who may be the same person.
#[derive(Debug, Clone)]
pub enum Alike {
    /// Somebody whom the person may see.
    Visible {
        /// The client.
        client: DossierId,
        /// What lists show.
        card: Box<ClientCard>,
        /// How alike.
        likeness: Likeness,
    },
    /// Somebody whom the person may not see.
    AskOwner {
        /// Whom to ask; `None` when the file is closed: then it is the records officer.
        owner: Option<StaffId>,
        /// How alike.
        likeness: Likeness,
    },
}

/// Finds registered clients who may be this person, the likeliest first, at most five.
///
/// # Errors
/// [`Failure::Refused`] when the person may not register anybody.
pub async fn likely_duplicates(ctx: &Ctx, who: &Features) -> Result<Vec<Alike>, Failure<Never>> {
    ctx.permit(Action::RegisterClient, None).await?;
    let hits = ctx.house.store.find(&Wanted::any(terms(who)), Among::All, ctx.now()).await?;
    let cards = client_cards(ctx, hits.dossiers).await?;
    let mut alike: Vec<(Likeness, DossierId, ClientCard)> =
        cards.into_iter().filter_map(|(client, card)| Some((likeness(who, &features(&card))?, client, card))).collect();
    alike.sort_by_key(|(likeness, client, _)| (std::cmp::Reverse(*likeness), *client));
    let mut found = Vec::new();
    for (likeness, client, card) in alike.into_iter().take(5) {
        found.push(if ctx.may(Action::ReadClient, Some(client)).await? {
            Alike::Visible { client, card: Box::new(card), likeness }
        } else {
            Alike::AskOwner { owner: owner(ctx, client).await?, likeness }
        });
    }
    Ok(found)
}

fn features(card: &ClientCard) -> Features {
    Features {
        given: card.given_names.clone(),
        family: card.family_name.clone(),
        born: card.birth_date,
        phone: card.phone.clone(),
    }
}

/// What to look for: every word and sound of the names in either place, the birth date, the phone number.
fn terms(who: &Features) -> Vec<(Field, String)> {
    let mut terms = BTreeSet::new();
    for name in [&who.given, &who.family] {
        for word in name_words(name) {
            terms.insert((Field::GivenName, word.clone()));
            terms.insert((Field::FamilyName, word));
        }
        terms.extend(sounds(name).into_iter().map(|sound| (Field::AnyNameSound, sound)));
    }
    terms.extend(who.born.map(|born| (Field::BirthDate, born.to_string())));
    terms.extend(who.phone.clone().map(|phone| (Field::Phone, phone)));
    terms.into_iter().collect()
}

/// Who carries an open case of this client.
async fn owner(ctx: &Ctx, client: DossierId) -> Result<Option<StaffId>, Fault> {
    let cases = ctx.house.store.cards_of_subject(client, ctx.viewer()).await?;
    let open: Vec<DossierId> = cases.iter().filter(|c| c.head.state == "open").map(|c| c.head.dossier).collect();
    for seen in ctx.house.store.cards(&open).await? {
        let card: Option<CaseCard> = read_card(&seen)?;
        if let Some(worker) = card.and_then(|card| card.worker) {
            return Ok(Some(worker));
        }
    }
    Ok(None)
}
