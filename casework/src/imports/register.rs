//! What the register knows of a row: imported before, somebody very like this, or nobody; and the one entry that registers the client.

use std::collections::HashSet;

use domain::clients::{CannotRegister, ClientDetails};
use domain::ids::{DossierId, DossierKind};
use domain::likeness::{Features, Likeness, likeness};
use domain::text::Line;
use store::{Among, Wanted};
use vault::index::{Field, name_words, sounds};

use crate::cards::{ClientCard, read_card};
use crate::clients::register::{RegisterClient, enter};
use crate::house::{Proof, Signing};
use crate::{Ctx, Failure, Fault};

/// What the register says of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// This row of this file is registered already.
    Already,
    /// Somebody registered is probably the same person, or cannot be told apart.
    Alike,
    /// Somebody registered may be the same person.
    Perhaps,
    /// Nobody.
    Not,
}

/// Looks for a row in the register. Clients of this very file do not count as alike: the file says that they are two.
pub(super) async fn look(
    ctx: &Ctx,
    client: DossierId,
    details: &ClientDetails,
    same_file: &HashSet<DossierId>,
) -> Result<Known, Fault> {
    if ctx.house.store.head(client).await?.is_some() {
        return Ok(Known::Already);
    }
    let who = features(details);
    let mut known = Known::Not;
    let mut looked = HashSet::new();
    for (by, wanted) in searches(details) {
        let hits = ctx.house.store.find(&wanted, Among::All, ctx.now()).await?;
        let others: Vec<DossierId> =
            hits.dossiers.into_iter().filter(|hit| !same_file.contains(hit) && looked.insert(*hit)).collect();
        for seen in ctx.house.store.cards(&others).await? {
            if seen.head.kind != DossierKind::Client {
                continue;
            }
            let Some(card) = read_card::<ClientCard>(&seen)? else { continue };
            match judge(by, &who, &card_features(card)) {
                Known::Alike => return Ok(Known::Alike),
                Known::Perhaps => known = Known::Perhaps,
                Known::Already | Known::Not => {}
            }
        }
    }
    Ok(known)
}

/// What a candidate was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Number,
    Person,
}

fn judge(by: By, row: &Features, registered: &Features) -> Known {
    let alike = likeness(row, registered);
    let nothing_differs = row.born == registered.born && row.phone == registered.phone;
    match alike {
        Some(Likeness::Likely) => Known::Alike,
        Some(Likeness::Possible) if nothing_differs || by == By::Number => Known::Alike,
        Some(Likeness::Possible) => Known::Perhaps,
        None => Known::Not,
    }
}

/// The searches that find whoever [`likeness`] would call likely: the same number; the same birth date and a name or its sound; the same names.
fn searches(details: &ClientDetails) -> Vec<(By, Wanted)> {
    let mut searches = Vec::new();
    if let Some(number) = &details.external_number {
        searches.push((By::Number, Wanted::all([(Field::ExternalNumber, number.reveal())])));
    }
    let names = [details.given_names.reveal(), details.family_name.reveal()];
    if let Some(born) = details.birth_date {
        let words = names.into_iter().flat_map(name_words).take(4);
        let words = words.flat_map(|word| [(Field::GivenName, word.clone()), (Field::FamilyName, word)]);
        let heard = names.into_iter().flat_map(sounds).map(|sound| (Field::AnyNameSound, sound));
        let wanted = Wanted::all([(Field::BirthDate, born.to_string())]);
        searches.push((By::Person, wanted.group(words.chain(heard))));
    }
    let either = |word: String| [(Field::GivenName, word.clone()), (Field::FamilyName, word)];
    let all = names.into_iter().flat_map(name_words).fold(Wanted::new(), |wanted, word| wanted.group(either(word)));
    searches.push((By::Person, all));
    searches
}

fn features(details: &ClientDetails) -> Features {
    Features {
        given: details.given_names.reveal().to_owned(),
        family: details.family_name.reveal().to_owned(),
        born: details.birth_date,
        phone: details.phone.as_ref().map(|phone| phone.reveal().to_owned()),
    }
}

fn card_features(card: ClientCard) -> Features {
    Features { given: card.given_names, family: card.family_name, born: card.birth_date, phone: card.phone }
}

/// Registers the client with one signed entry; `false` when another process was quicker.
pub(super) async fn register(
    ctx: &Ctx,
    client: DossierId,
    details: ClientDetails,
    provenance: Option<Line>,
    not_a_duplicate: bool,
) -> Result<bool, Failure<CannotRegister>> {
    let order = RegisterClient { details, provenance, not_a_duplicate };
    match enter(ctx, client, order, Signing::author(Proof::Console)).await {
        Ok(_) => Ok(true),
        Err(Failure::Rule(CannotRegister::AlreadyRegistered)) => Ok(false),
        Err(failure) => Err(failure),
    }
}
