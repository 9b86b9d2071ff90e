//! The Records place: closures that wait for somebody's role, and the files that are closed. Read from cards; no file is opened.

use std::collections::BTreeSet;

use domain::duties::DutyKind;
use domain::ids::{DossierId, DossierKind};
use domain::policy::Action;
use domain::time::Instant;
use jiff::civil::Date;
use store::{Among, CardCursor, CardsWanted, DutiesWanted, Whose};

use crate::cards::{CaseCard, read_card};
use crate::clients::client_cards;
use crate::disposition::{Gone, lists};
use crate::holds::held_files;
use crate::paper::open_checks;
use crate::{Ctx, Failure, Never};

/// A file that waits for a step of somebody's role.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Which case.
    pub case: DossierId,
    /// Its number.
    pub number: String,
    /// What waits: a step of the checklist, or a decision on reopening.
    pub kind: DutyKind,
    /// How many of the five steps are signed.
    pub signed: u8,
    /// Since when it waits.
    pub raised: Instant,
    /// By when it is to be done.
    pub due: Instant,
}

/// A closed file.
#[derive(Debug, Clone)]
pub struct ClosedFile {
    /// Which case.
    pub case: DossierId,
    /// Its number.
    pub number: String,
    /// The client's number.
    pub client: Option<String>,
    /// When it was closed.
    pub closed: Option<Instant>,
    /// The last day on which it is kept.
    pub keep_until: Option<Date>,
    /// Whether a matter keeps it from being destroyed.
    pub held: bool,
}

/// What the Records place shows.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// What waits for one of the person's roles, the most urgent first.
    pub waiting: Vec<Waiting>,
    /// One page of closed files, those that changed last first; `None` for roles that may not read them.
    pub closed: Option<Vec<ClosedFile>>,
    /// Where the next page of closed files begins.
    pub next: Option<(Instant, DossierId)>,
    /// What remains of files that are destroyed, with the list by which they were, the latest first; `None` for roles that may not see it.
    pub destroyed: Option<Vec<(DossierId, Gone)>>,
    /// How many spot checks found something wrong that is still open, as far as the person may know.
    pub open_checks: u32,
    /// What else of this place the person may open.
    pub may: Vec<Action>,
}

/// How many duties of a role are shown.
const WAITING: u32 = 200;
/// How many destroyed files are shown; the lists name them all.
const DESTROYED: usize = 50;
/// How many closed files a page has.
const PAGE: u32 = 50;

/// What waits for the roles of the acting person, and closed files behind `after`.
///
/// # Errors
/// [`Failure::Refused`] when the role keeps no records.
pub async fn records(ctx: &Ctx, after: Option<(Instant, DossierId)>) -> Result<Records, Failure<Never>> {
    ctx.permit(Action::SeeRecords, None).await?;
    let roles = ctx.facts(None).await?.roles;
    let mut records = Records { waiting: waiting(ctx, &roles).await?, ..Records::default() };
    for action in [
        Action::SeeSchedule,
        Action::SeeHolds,
        Action::SeeDispositions,
        Action::SeePaper,
        Action::SeeSpotChecks,
        Action::SeeServiceReview,
    ] {
        if ctx.may(action, None).await? {
            records.may.push(action);
        }
    }
    if records.may.contains(&Action::SeeSpotChecks) {
        records.open_checks = open_checks(ctx).await?;
    }
    if records.may.contains(&Action::SeeDispositions) {
        let lists = lists(ctx).await?;
        let gone = lists.into_iter().flat_map(|line| line.card.gone.into_iter().map(move |gone| (line.list, gone)));
        let mut gone: Vec<_> = gone.collect();
        gone.sort_by(|(_, a), (_, b)| (b.destroyed, &a.number).cmp(&(a.destroyed, &b.number)));
        gone.truncate(DESTROYED);
        records.destroyed = Some(gone);
    }
    let keeps = [domain::staff::Role::RecordsOfficer, domain::staff::Role::DataProtectionOfficer];
    if roles.iter().any(|role| keeps.contains(role)) {
        let (closed, next) = closed(ctx, after).await?;
        records.closed = Some(closed);
        records.next = next;
    }
    Ok(records)
}

async fn waiting(ctx: &Ctx, roles: &[domain::staff::Role]) -> Result<Vec<Waiting>, Failure<Never>> {
    let codes = roles.iter().map(|role| role.code().to_owned()).collect();
    let wanted = DutiesWanted { whose: Whose::Roles(codes), before: None };
    let mut rows = ctx.house.store.duties(wanted, ctx.now(), None, WAITING).await?;
    // lists have a page of their own, and paper stands on Today
    let closes = [DutyKind::ClosureStep, DutyKind::ReopeningDecision, DutyKind::AccessCheck];
    rows.retain(|row| closes.iter().any(|kind| kind.code() == row.duty.kind));
    let cases: BTreeSet<DossierId> = rows.iter().map(|row| row.dossier).collect();
    let cases: Vec<DossierId> = cases.into_iter().collect();
    let mut cards = std::collections::BTreeMap::new();
    for seen in ctx.house.store.cards(&cases).await? {
        if let Some(card) = read_card::<CaseCard>(&seen)? {
            cards.insert(seen.head.dossier, card);
        }
    }
    let line = |row: store::DutySeen| {
        let kind = DutyKind::from_code(&row.duty.kind)?;
        let card = cards.get(&row.dossier)?;
        Some(Waiting {
            case: row.dossier,
            number: card.number.clone(),
            kind,
            signed: card.closing,
            raised: row.duty.raised,
            due: row.duty.due,
        })
    };
    let mut waiting: Vec<Waiting> = rows.into_iter().filter_map(line).collect();
    waiting.sort_by_key(|one| (one.due, one.case));
    Ok(waiting)
}

type Page = (Vec<ClosedFile>, Option<(Instant, DossierId)>);

async fn closed(ctx: &Ctx, after: Option<(Instant, DossierId)>) -> Result<Page, Failure<Never>> {
    let wanted = CardsWanted { kind: DossierKind::Case, state: Some("closed".to_owned()), among: Among::All };
    let after = after.map(|(changed, dossier)| CardCursor { changed, dossier });
    let listed = ctx.house.store.list_cards(wanted, ctx.viewer(), after, PAGE).await?;
    let full = usize::try_from(PAGE).is_ok_and(|page| page <= listed.len());
    let next = listed.last().filter(|_| full).map(|last| (last.head.changed, last.head.dossier));
    let mut cases = Vec::with_capacity(listed.len());
    for one in &listed {
        // an exclusion beats every role
        if ctx.may(Action::ReadCase, Some(one.head.dossier)).await? {
            cases.push(one.head.dossier);
        }
    }
    let organisation = ctx.house.organisation().await?;
    let rules = &organisation.rulebook;
    let seen = ctx.house.store.cards(&cases).await?;
    let subjects: BTreeSet<DossierId> = seen.iter().filter_map(|seen| seen.head.subject).collect();
    let clients = client_cards(ctx, subjects.into_iter().collect()).await?;
    let asked: Vec<_> = seen.iter().map(|seen| (seen.head.dossier, seen.head.subject)).collect();
    let held = held_files(ctx, &asked).await?;
    let mut files = Vec::with_capacity(seen.len());
    for seen in &seen {
        let Some(card) = read_card::<CaseCard>(seen)? else { continue };
        let client = clients.iter().find(|(id, _)| Some(*id) == seen.head.subject);
        files.push(ClosedFile {
            case: seen.head.dossier,
            keep_until: card.term(rules).map(|term| term.until).or(card.keep_until),
            number: card.number,
            client: client.map(|(_, client)| client.number.clone()),
            closed: card.closed,
            held: held.contains(&seen.head.dossier),
        });
    }
    Ok((files, next))
}
