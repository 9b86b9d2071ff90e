//! Which files are due: computed from the cards of closed cases and the schedule as it stands, never typed.

use std::collections::{BTreeMap, BTreeSet};

use domain::cases::CaseFile;
use domain::disposition::{Disposition, Finding, ListedFile, MOST_LINES, PaperFound, Traits};
use domain::ids::{DossierId, DossierKind};
use domain::level::Level;
use domain::policy::Action;
use domain::retention::{Disposal, Term};
use domain::rulebook::Rulebook;
use store::{Among, CardCursor, CardsWanted};

use crate::cards::{CaseCard, ClientCard, read_card};
use crate::holds::held_files;
use crate::{Ctx, Failure, Fault, Never};

/// How many cards are read at once.
const PAGE: u32 = 500;

/// What is due today.
#[derive(Debug, Clone, Default)]
pub struct Due {
    /// What a list would hold that is prepared now.
    pub files: Vec<ListedFile>,
    /// How many files are due and held.
    pub held: usize,
    /// How many files are due and on a list that is open.
    pub listed: usize,
    /// Whether more are due than one list can hold.
    pub more: bool,
}

/// The files that a list would hold.
///
/// # Errors
/// [`Failure::Refused`] for whoever prepares no lists.
pub async fn due_files(ctx: &Ctx) -> Result<Due, Failure<Never>> {
    ctx.permit(Action::PrepareDisposition, None).await?;
    Ok(due(ctx).await?)
}

/// A closed case as its card tells of it.
struct Closed {
    case: DossierId,
    client: Option<DossierId>,
    card: CaseCard,
    term: Term,
}

pub(super) async fn due(ctx: &Ctx) -> Result<Due, Fault> {
    let organisation = ctx.house.organisation().await?;
    let rules = &organisation.rulebook;
    let today = rules.office.today(ctx.now());
    let on_lists = on_open_lists(ctx).await?;
    let mut found: Vec<Closed> = closed_cases(ctx, rules).await?;
    found.retain(|closed| closed.term.until < today);
    let mut due = Due::default();
    found.retain(|closed| {
        let goes = closed.term.class.action != Disposal::Keep;
        let listed = on_lists.contains(&closed.case);
        due.listed += usize::from(goes && listed);
        goes && !listed
    });
    let held = held(ctx, found.iter().map(|closed| (closed.case, closed.client))).await?;
    due.held = found.iter().filter(|closed| held.contains(&closed.case)).count();
    found.retain(|closed| !held.contains(&closed.case));
    found.sort_by(|a, b| (a.term.until, &a.card.number).cmp(&(b.term.until, &b.card.number)));
    // room for the identities of the clients
    due.more = MOST_LINES / 2 < found.len();
    found.truncate(MOST_LINES / 2);
    due.files = found.iter().map(|closed| line(closed, rules)).collect();
    let clients = clients(ctx, &found, &held, rules).await?;
    due.files.extend(clients);
    Ok(due)
}

fn line(closed: &Closed, rules: &Rulebook) -> ListedFile {
    let day = |at| rules.office.today(at);
    ListedFile {
        file: closed.case,
        client: closed.client,
        number: closed.card.number.clone(),
        term: closed.term.clone(),
        opened: day(closed.card.opened),
        closed: closed.card.closed.map_or(closed.term.from, day),
    }
}

/// The identities of those clients all of whose cases are among these.
async fn clients(
    ctx: &Ctx,
    found: &[Closed],
    held: &BTreeSet<DossierId>,
    rules: &Rulebook,
) -> Result<Vec<ListedFile>, Fault> {
    let going: BTreeSet<DossierId> = found.iter().map(|closed| closed.case).collect();
    let mut lines = Vec::new();
    let clients: BTreeSet<DossierId> = found.iter().filter_map(|closed| closed.client).collect();
    for seen in ctx.house.store.cards(&clients.into_iter().collect::<Vec<_>>()).await? {
        let client = seen.head.dossier;
        let cases = ctx.house.store.cards_of_subject(client, ctx.viewer()).await?;
        if held.contains(&client) || !cases.iter().all(|case| going.contains(&case.head.dossier)) {
            continue;
        }
        let Some(card) = read_card::<ClientCard>(&seen)? else { continue };
        let last = found.iter().filter(|closed| closed.client == Some(client)).max_by_key(|closed| closed.term.until);
        lines.extend(last.map(|last| ListedFile {
            file: client,
            client: None,
            number: card.number,
            ..line(last, rules)
        }));
    }
    lines.sort_by(|a, b| a.number.cmp(&b.number));
    Ok(lines)
}

/// Every closed case whose day is known.
async fn closed_cases(ctx: &Ctx, rules: &Rulebook) -> Result<Vec<Closed>, Fault> {
    let mut found = Vec::new();
    let mut after: Option<CardCursor> = None;
    loop {
        let wanted = CardsWanted { kind: DossierKind::Case, state: Some("closed".to_owned()), among: Among::All };
        let listed = ctx.house.store.list_cards(wanted, ctx.viewer(), after, PAGE).await?;
        let Some(last) = listed.last() else { return Ok(found) };
        after = Some(CardCursor { changed: last.head.changed, dossier: last.head.dossier });
        let cases: Vec<DossierId> = listed.iter().map(|one| one.head.dossier).collect();
        for seen in ctx.house.store.cards(&cases).await? {
            let Some(card) = read_card::<CaseCard>(&seen)? else { continue };
            let Some(term) = card.term(rules) else { continue };
            found.push(Closed { case: seen.head.dossier, client: seen.head.subject, card, term });
        }
    }
}

/// The files on lists that are open.
async fn on_open_lists(ctx: &Ctx) -> Result<BTreeSet<DossierId>, Fault> {
    let mut files = BTreeSet::new();
    for list in super::list::open_lists(ctx).await? {
        let opened = ctx.house.open::<Disposition>(list, Level::Restricted).await?;
        files.extend(opened.iter().flat_map(|opened| opened.file.files()).map(|listed| listed.file));
    }
    Ok(files)
}

/// Which of these files, and of the clients whose they are, are held now.
async fn held(
    ctx: &Ctx,
    files: impl Iterator<Item = (DossierId, Option<DossierId>)>,
) -> Result<BTreeSet<DossierId>, Fault> {
    // a client may be held without any of these cases
    let both = files.flat_map(|(file, client)| [Some((file, client)), client.map(|client| (client, None))]);
    held_files(ctx, &both.flatten().collect::<Vec<_>>()).await
}

/// What is found now about the files of a list. A file that is not closed, or not there, is not among them.
pub(super) async fn findings(
    ctx: &Ctx,
    list: &Disposition,
    rules: &Rulebook,
) -> Result<BTreeMap<DossierId, Finding>, Fault> {
    let files: Vec<DossierId> = list.files().iter().map(|listed| listed.file).collect();
    let held = held(ctx, list.files().iter().map(|listed| (listed.file, listed.client))).await?;
    let mut found = BTreeMap::new();
    for seen in ctx.house.store.cards(&files).await? {
        let file = seen.head.dossier;
        let mut finding =
            Finding { held: held.contains(&file), term: None, cases: Vec::new(), paper: Vec::new(), traits: None };
        match seen.head.kind {
            DossierKind::Client => (finding.term, finding.cases) = of_client(ctx, file, rules).await?,
            _ if seen.head.state == "closed" => {
                let card = read_card::<CaseCard>(&seen)?;
                finding.term = card.as_ref().and_then(|card| card.term(rules));
                let items = card.iter().flat_map(|card| &card.paper);
                finding.paper = items.map(|item| PaperFound { label: item.label, out: item.out.is_some() }).collect();
            }
            _ => {}
        }
        found.insert(file, finding);
    }
    Ok(found)
}

/// The rule of the case of a client that is kept longest, and the cases that there are.
async fn of_client(ctx: &Ctx, client: DossierId, rules: &Rulebook) -> Result<(Option<Term>, Vec<DossierId>), Fault> {
    let listed = ctx.house.store.cards_of_subject(client, ctx.viewer()).await?;
    let cases: Vec<DossierId> = listed.iter().map(|case| case.head.dossier).collect();
    let mut last: Option<Term> = None;
    for seen in ctx.house.store.cards(&cases).await? {
        let term = read_card::<CaseCard>(&seen)?.and_then(|card| card.term(rules));
        if term.as_ref().map(|term| term.until) > last.as_ref().map(|term| term.until) {
            last = term;
        }
    }
    Ok((last, cases))
}

/// Adds what is counted of the files that are anonymised: their contents are opened for this moment, and figures of several files come out of it.
pub(super) async fn count(
    ctx: &Ctx,
    list: &Disposition,
    found: &mut BTreeMap<DossierId, Finding>,
    rules: &Rulebook,
) -> Result<(), Fault> {
    let counted = |listed: &&ListedFile| listed.term.class.action == Disposal::Anonymise && listed.client.is_some();
    for listed in list.files().iter().filter(counted) {
        let Some(finding) = found.get_mut(&listed.file) else { continue };
        let opened = ctx.house.open::<CaseFile>(listed.file, Level::Restricted).await?;
        finding.traits = opened.and_then(|opened| Traits::of(&opened.file, rules));
    }
    Ok(())
}
