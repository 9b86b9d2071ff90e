//! Lists of clients: those one is tied to, and those that a search finds. Filtered by the same decision as the pages.

use std::collections::BTreeSet;

use domain::ids::{DossierId, DossierKind, StaffId};
use domain::numbers::{CaseNumber, ClientNumber};
use domain::policy::Action;
use domain::staff::Role;
use store::{Among, CardsWanted, Wanted};
use vault::index::{Field, name_words, sounds};

use crate::cards::{CaseCard, ClientCard, read_card};
use crate::{Ctx, Failure, Fault, Never};

/// A client in a list, with the cases that may be opened.
#[derive(Debug, Clone)]
pub struct ClientLine {
    /// The client.
    pub client: DossierId,
    /// What the card says.
    pub card: ClientCard,
    /// Cases, the newest first.
    pub cases: Vec<(DossierId, CaseCard)>,
}

/// What a search found.
#[derive(Debug, Clone)]
pub enum Found {
    /// Clients that may be seen; possibly none.
    Clients(Vec<ClientLine>),
    /// The text was a case number: go there.
    Case(DossierId),
}

/// The clients the acting person has to do with, by family name.
///
/// # Errors
/// [`Failure::Refused`] when the role has no list of clients.
pub async fn my_clients(ctx: &Ctx) -> Result<Vec<ClientLine>, Failure<Never>> {
    ctx.permit(Action::SearchClients, None).await?;
    let clients = clients_tied(ctx).await?;
    lines(ctx, clients.into_iter().collect()).await
}

/// Searches by name, client or case number, birth date, or phone. The search itself is recorded; the words are not.
///
/// # Errors
/// [`Failure::Refused`] when the role may not search.
pub async fn search_clients(ctx: &Ctx, text: &str) -> Result<Found, Failure<Never>> {
    ctx.permit(Action::SearchClients, None).await?;
    ctx.note_search(Action::SearchClients).await?;
    if let Ok(number) = text.parse::<CaseNumber>() {
        let wanted = Wanted::any([(Field::CaseNumber, number.to_string())]);
        for case in ctx.house.store.find(&wanted, Among::All, ctx.now()).await?.dossiers {
            if ctx.may(Action::ReadCase, Some(case)).await? {
                return Ok(Found::Case(case));
            }
        }
        return Ok(Found::Clients(Vec::new()));
    }
    let mut hits = BTreeSet::new();
    for wanted in wanted(text) {
        hits.extend(ctx.house.store.find(&wanted, Among::All, ctx.now()).await?.dossiers);
    }
    // Whoever keeps closed files may find them all; everybody else finds only what they are tied to, so the others need no closer look.
    let own = ctx.own().await?;
    let keeps = [Role::RecordsOfficer, Role::DataProtectionOfficer, Role::AdministrativeStaff];
    if !own.roles().iter().any(|role| keeps.contains(role)) {
        let tied = clients_tied(ctx).await?;
        hits.retain(|hit| tied.contains(hit));
    }
    Ok(Found::Clients(lines(ctx, hits.into_iter().collect()).await?))
}

/// The ways in which a text can be meant: a number, a date, an address, a phone number, or words of a name as they are written or sound.
fn wanted(text: &str) -> Vec<Wanted> {
    let text = text.trim();
    if let Ok(number) = text.parse::<ClientNumber>() {
        return vec![Wanted::any([(Field::ClientNumber, number.to_string())])];
    }
    if let Some(born) = birth_date(text) {
        return vec![Wanted::any([(Field::BirthDate, born)])];
    }
    if text.contains('@') {
        return vec![Wanted::any([(Field::Email, text)])];
    }
    if 6 <= text.chars().filter(char::is_ascii_digit).count() {
        let phones = super::phone_readings(text).into_iter().map(|phone| (Field::Phone, phone));
        return vec![Wanted::any(phones.chain([(Field::ExternalNumber, text.to_owned())]))];
    }
    let either = |word: String| [(Field::GivenName, word.clone()), (Field::FamilyName, word)];
    let written = name_words(text).into_iter().fold(Wanted::new(), |wanted, word| wanted.group(either(word)));
    let sounding = Wanted::all(sounds(text).into_iter().map(|sound| (Field::AnyNameSound, sound)));
    vec![written, sounding]
}

/// The clients one is tied to, by themselves or through a case.
async fn clients_tied(ctx: &Ctx) -> Result<BTreeSet<DossierId>, Fault> {
    let ties = ctx.house.store.ties_of_staff(ctx.who.staff, ctx.now()).await?;
    let tied: BTreeSet<DossierId> = ties.into_iter().map(|tie| tie.dossier).collect();
    let tied: Vec<DossierId> = tied.into_iter().collect();
    let mut clients = BTreeSet::new();
    for listed in ctx.house.store.listed(&tied, ctx.viewer()).await? {
        match listed.head.kind {
            DossierKind::Client => clients.extend([listed.head.dossier]),
            DossierKind::Case => clients.extend(listed.head.subject),
            DossierKind::Organisation
            | DossierKind::Staff
            | DossierKind::Matter
            | DossierKind::Disposition
            | DossierKind::SpotCheck
            | DossierKind::Group
            | DossierKind::Inquiry
            | DossierKind::Listing => {}
        }
    }
    clients.extend(clients_of_own_team(ctx).await?);
    Ok(clients)
}

/// Administrative staff supports the cases of its team.
async fn clients_of_own_team(ctx: &Ctx) -> Result<Vec<DossierId>, Fault> {
    let own = ctx.own().await?;
    let team = own.now.as_ref().and_then(|now| now.team);
    if team.is_none() || !own.roles().contains(&Role::AdministrativeStaff) {
        return Ok(Vec::new());
    }
    let open = CardsWanted { kind: DossierKind::Case, state: Some("open".to_owned()), among: Among::All };
    let cases = ctx.house.store.list_cards(open, ctx.viewer(), None, 2_000).await?;
    Ok(cases.into_iter().filter(|case| case.head.team == team).filter_map(|case| case.head.subject).collect())
}

/// A date as people type it: `2010-02-28`, `28.2.2010`, `28/02/2010`.
fn birth_date(text: &str) -> Option<String> {
    if let Ok(date) = text.parse::<jiff::civil::Date>() {
        return Some(date.to_string());
    }
    let parts: Vec<&str> = text.split(['.', '/']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let date = jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(date.to_string())
}

/// The cards of these dossiers that are clients'.
pub(crate) async fn client_cards(ctx: &Ctx, dossiers: Vec<DossierId>) -> Result<Vec<(DossierId, ClientCard)>, Fault> {
    let seen = ctx.house.store.cards(&dossiers).await?;
    let clients = seen.iter().filter(|seen| seen.head.kind == DossierKind::Client);
    let cards = clients.map(|seen| Ok(read_card(seen)?.map(|card| (seen.head.dossier, card))));
    cards.filter_map(Result::transpose).collect()
}

/// Lines for those of these clients that may be seen, by family name.
async fn lines(ctx: &Ctx, clients: Vec<DossierId>) -> Result<Vec<ClientLine>, Failure<Never>> {
    let mut seen = Vec::new();
    for client in clients {
        if ctx.may(Action::ReadClient, Some(client)).await? {
            seen.push(client);
        }
    }
    let mut lines = Vec::new();
    for (client, card) in client_cards(ctx, seen).await? {
        lines.push(ClientLine { client, card, cases: cases_of(ctx, client).await? });
    }
    lines.sort_by_key(|line| sort_key(&line.card));
    Ok(lines)
}

/// The cases of a client that may be opened, the newest first.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn cases_of(ctx: &Ctx, client: DossierId) -> Result<Vec<(DossierId, CaseCard)>, Fault> {
    let mut may = Vec::new();
    for listed in ctx.house.store.cards_of_subject(client, ctx.viewer()).await? {
        if ctx.may(Action::ReadCase, Some(listed.head.dossier)).await? {
            may.push(listed.head.dossier);
        }
    }
    let seen = ctx.house.store.cards(&may).await?;
    let cards = seen.iter().map(|seen| Ok(read_card(seen)?.map(|card: CaseCard| (seen.head.dossier, card))));
    let mut cases: Vec<(DossierId, CaseCard)> = cards.filter_map(Result::transpose).collect::<Result<_, Fault>>()?;
    cases.sort_by_key(|(_, card)| std::cmp::Reverse(card.opened));
    Ok(cases)
}

/// An open or closed case of a client, as far as whoever looks may know of it.
#[derive(Debug, Clone)]
pub enum CaseAround {
    /// It may be opened.
    Readable(DossierId, Box<CaseCard>),
    /// There is an open one that this person does not work with: only whose it is.
    Elsewhere(Option<StaffId>),
}

/// All that stands around the identity of a client: the cases that may be opened, the newest first, and whose the other open ones are.
///
/// # Errors
/// [`Failure::Refused`] when the client may not be read.
pub async fn cases_around(ctx: &Ctx, client: DossierId) -> Result<Vec<CaseAround>, Failure<Never>> {
    ctx.permit(Action::ReadClient, Some(client)).await?;
    let readable = cases_of(ctx, client).await?;
    let known: Vec<DossierId> = readable.iter().map(|(case, _)| *case).collect();
    let mut others = Vec::new();
    for listed in ctx.house.store.cards_of_subject(client, ctx.viewer()).await? {
        if listed.head.state == "open" && !known.contains(&listed.head.dossier) {
            others.push(listed.head.dossier);
        }
    }
    let mut around: Vec<CaseAround> =
        readable.into_iter().map(|(case, card)| CaseAround::Readable(case, Box::new(card))).collect();
    for seen in ctx.house.store.cards(&others).await? {
        let card: Option<CaseCard> = read_card(&seen)?;
        around.push(CaseAround::Elsewhere(card.and_then(|card| card.worker)));
    }
    Ok(around)
}

fn sort_key(card: &ClientCard) -> (String, String) {
    (card.family_name.to_lowercase(), card.given_names.to_lowercase())
}
