//! Where items are: read from cards, so no file is opened. Whoever looks at one item leaves a record.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{DossierId, EntryNumber, ItemId};
use domain::policy::{Action, Refused};
use store::WhereaboutsCursor;

use crate::cards::{CaseCard, PaperCard, read_card};
use crate::{Ctx, Failure, Fault, Never};

/// How many items a page has.
const PAGE: u32 = 50;

/// An item in the list of all items.
#[derive(Debug, Clone)]
pub struct ItemLine {
    /// Whose item.
    pub case: DossierId,
    /// The case's number.
    pub number: String,
    /// Whether the case is closed.
    pub closed: bool,
    /// Label, name, place, hands.
    pub item: PaperCard,
}

/// One page of items.
#[derive(Debug, Clone, Default)]
pub struct Items {
    /// Those that have to be back first.
    pub lines: Vec<ItemLine>,
    /// Where the next page begins.
    pub next: Option<WhereaboutsCursor>,
}

/// Where all items are, those that have to be back first; of one place or of all.
///
/// # Errors
/// [`Failure::Refused`] for whoever keeps no files.
pub async fn items(
    ctx: &Ctx,
    place: Option<ItemId>,
    after: Option<WhereaboutsCursor>,
) -> Result<Items, Failure<Never>> {
    ctx.permit(Action::SeePaper, None).await?;
    let rows = ctx.house.store.whereabouts(place, after, PAGE).await?;
    let full = usize::try_from(PAGE).is_ok_and(|page| page <= rows.len());
    let next = rows.last().filter(|_| full).map(cursor);
    let cases: BTreeSet<DossierId> = rows.iter().map(|row| row.dossier).collect();
    let cards = traceable(ctx, Action::TracePaper, cases).await?;
    let line = |row: store::WhereaboutsSeen| {
        let (card, closed) = cards.get(&row.dossier)?;
        let item = card.paper.iter().find(|item| item.id == row.whereabouts.item)?.clone();
        Some(ItemLine { case: row.dossier, number: card.number.clone(), closed: *closed, item })
    };
    Ok(Items { lines: rows.into_iter().filter_map(line).collect(), next })
}

/// Where the page behind this row begins.
pub(super) const fn cursor(last: &store::WhereaboutsSeen) -> WhereaboutsCursor {
    WhereaboutsCursor { due: last.whereabouts.due, dossier: last.dossier, item: last.whereabouts.item }
}

/// The cards of those cases to which the acting person may do this: an exclusion beats every role.
pub(super) async fn traceable(
    ctx: &Ctx,
    action: Action,
    cases: BTreeSet<DossierId>,
) -> Result<BTreeMap<DossierId, (CaseCard, bool)>, Fault> {
    let mut may = Vec::with_capacity(cases.len());
    for case in cases {
        if ctx.may(action, Some(case)).await? {
            may.push(case);
        }
    }
    let mut cards = BTreeMap::new();
    for seen in ctx.house.store.cards(&may).await? {
        if seen.head.kind == domain::ids::DossierKind::Case
            && let Some(card) = read_card::<CaseCard>(&seen)?
        {
            cards.insert(seen.head.dossier, (card, seen.head.state == "closed"));
        }
    }
    Ok(cards)
}

/// One item, without what is said of it.
#[derive(Debug, Clone)]
pub struct Item {
    /// Whose item.
    pub case: DossierId,
    /// The case's number.
    pub number: String,
    /// Label, name, place, hands.
    pub item: PaperCard,
    /// The last entry of the case.
    pub last: EntryNumber,
    /// What the acting person may do with it, and whether they may read the case.
    pub may: Vec<Action>,
}

/// What may be asked about an item.
const CONCERNED: [Action; 3] = [Action::HandlePaper, Action::PrintLabel, Action::ReadCase];

/// Where one item is; recorded as a look.
///
/// # Errors
/// [`Failure::Refused`] when there is none that the person may trace, or it is not here any more.
pub async fn trace(ctx: &Ctx, case: DossierId, item: ItemId) -> Result<Item, Failure<Never>> {
    ctx.permit(Action::TracePaper, Some(case)).await?;
    let last = ctx.house.store.head(case).await?.map(|head| head.last).ok_or(Failure::Refused(Refused))?;
    ctx.note_look(LOOKED, Action::TracePaper, case).await?;
    let card = card(ctx, case).await?;
    let number = card.number.clone();
    let item = card.paper.into_iter().find(|one| one.id == item).ok_or(Failure::Refused(Refused))?;
    Ok(Item { case, number, item, last, may: ctx.may_which(&CONCERNED, case).await? })
}

/// What stands in the ledger when somebody looks at where an item is, and at nothing else.
const LOOKED: &str = "looked";

/// The labels of the items of a case that are here, or of one of them; recorded as printing.
///
/// # Errors
/// [`Failure::Refused`] when the person may not print them, or the one is not here.
pub async fn labels(
    ctx: &Ctx,
    case: DossierId,
    only: Option<ItemId>,
) -> Result<(String, Vec<PaperCard>), Failure<Never>> {
    ctx.permit(Action::PrintLabel, Some(case)).await?;
    ctx.note_look("printed", Action::PrintLabel, case).await?;
    let CaseCard { number, mut paper, .. } = card(ctx, case).await?;
    paper.retain(|item| only.is_none_or(|only| item.id == only));
    if paper.is_empty() && only.is_some() { Err(Failure::Refused(Refused)) } else { Ok((number, paper)) }
}

async fn card(ctx: &Ctx, case: DossierId) -> Result<CaseCard, Failure<Never>> {
    let seen =
        ctx.house.store.cards(&[case]).await?.into_iter().find(|seen| seen.head.kind == domain::ids::DossierKind::Case);
    let card = seen.as_ref().map(read_card::<CaseCard>).transpose()?.flatten();
    card.ok_or(Failure::Refused(Refused))
}
