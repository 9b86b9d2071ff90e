//! Likely duplicates while somebody is being registered (CM-4.1.2).
//!
//! A match that the person may not see is told as "already known, ask the owner": that there is somebody, and whom to ask; never who it is.

use std::collections::BTreeSet;

use domain::ids::{DossierId, StaffId};
use domain::likeness::{Features, likeness, mistaken_for};
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
    let mut hits = BTreeSet::new();
    for wanted in terms(who) {
        hits.extend(ctx.house.store.find(&wanted, Among::All, ctx.now()).await?.dossiers);
    }
    let cards = client_cards(ctx, hits.into_iter().collect()).await?;
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

/// What to look for: somebody with both names, each as it is written or sounds and in either place; or born on that day or one that it is
/// mistaken for; or with that telephone number. One name alone is shared by thousands, and makes nobody alike.
fn terms(who: &Features) -> Vec<Wanted> {
    let both = [&who.given, &who.family].into_iter().fold(Wanted::new(), |wanted, name| wanted.group(readings(name)));
    let named = [&who.given, &who.family].into_iter().all(|name| !name_words(name).is_empty());
    let days = |born| mistaken_for(born).into_iter().map(|day| (Field::BirthDate, day.to_string()));
    let born = who.born.map(|born| Wanted::any(days(born)));
    let phone = who.phone.as_ref().map(|phone| Wanted::any([(Field::Phone, phone.as_str())]));
    named.then_some(both).into_iter().chain(born).chain(phone).collect()
}

/// A name as each of its words is written, and how it sounds.
fn readings(name: &str) -> impl Iterator<Item = (Field, String)> {
    let words =
        name_words(name).into_iter().flat_map(|word| [(Field::GivenName, word.clone()), (Field::FamilyName, word)]);
    words.chain(sounds(name).into_iter().map(|sound| (Field::AnyNameSound, sound)))
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
