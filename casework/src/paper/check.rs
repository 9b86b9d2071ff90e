//! Spot checks of a place: what should lie there, what does, and what became of what was wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::ids::{DossierId, DossierKind, EntryId, ItemId};
use domain::numbers::LabelCode;
use domain::paper::{CannotCheck, Comparison, FindingSettled, PlaceChecked, Registered, SpotCheck};
use domain::policy::Action;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::{Among, CardsWanted};

use super::register::{PlacesRead, with_label};
use super::trace::{ItemLine, traceable};
use crate::cards::{CaseCard, PaperCard, read_card};
use crate::house::{Seen, Signing, Target};
use crate::{Ctx, Failure, Fault, Never};

/// How many items one place shows at most in a check; a cabinet has fewer.
const MOST: usize = 2_000;
/// How many rows are read at once.
const PAGE: u32 = 500;
/// How many spot checks are listed, those that changed last first.
const CHECKS: u32 = 200;

/// A spot check among spot checks.
#[derive(Clone, Serialize, Deserialize)]
pub struct SpotCheckCard {
    /// Which place.
    pub place: ItemId,
    /// When.
    pub at: Instant,
    /// How many items were where they should be.
    pub right: u32,
    /// How many things were wrong.
    pub findings: u32,
    /// How many of them nobody has settled.
    pub open: u32,
}

impl fmt::Debug for SpotCheckCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SpotCheckCard({} open)", self.open)
    }
}

impl SpotCheckCard {
    /// The card of this file; nothing before its first entry.
    pub fn of(check: &SpotCheck) -> Option<Self> {
        let (checked, at, _) = check.checked.as_ref()?;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Some(Self {
            place: checked.place,
            at: *at,
            right: checked.right,
            findings: count(checked.findings.len()),
            open: count(check.open().count()),
        })
    }
}

/// A spot check in a list.
#[derive(Debug, Clone)]
pub struct CheckLine {
    /// Which.
    pub check: DossierId,
    /// What the card says.
    pub card: SpotCheckCard,
}

/// The spot checks: those with something open first, each group the latest first.
///
/// # Errors
/// [`Failure::Refused`] for whoever neither checks nor audits.
pub async fn checks(ctx: &Ctx) -> Result<Vec<CheckLine>, Failure<Never>> {
    ctx.permit(Action::SeeSpotChecks, None).await?;
    let wanted = CardsWanted { kind: DossierKind::SpotCheck, state: None, among: Among::All };
    let listed = ctx.house.store.list_cards(wanted, ctx.viewer(), None, CHECKS).await?;
    let ids: Vec<DossierId> = listed.iter().map(|one| one.head.dossier).collect();
    let mut lines = Vec::with_capacity(ids.len());
    for seen in ctx.house.store.cards(&ids).await? {
        let card: Option<SpotCheckCard> = read_card(&seen)?;
        lines.extend(card.map(|card| CheckLine { check: seen.head.dossier, card }));
    }
    lines.sort_by_key(|line| (line.card.open == 0, std::cmp::Reverse(line.card.at)));
    Ok(lines)
}

/// What should lie in a place now: label and number of the case, by label.
///
/// # Errors
/// [`Failure::Refused`] for whoever makes no spot checks.
pub async fn should_lie(ctx: &Ctx, place: ItemId) -> Result<Vec<ItemLine>, Failure<Never>> {
    ctx.permit(Action::CheckPlace, None).await?;
    Ok(belonging(ctx, place).await?.into_iter().filter(|line| line.item.out.is_none()).collect())
}

/// The items that belong to a place, in it or not, of those files that the person may check: an exclusion beats every role.
async fn belonging(ctx: &Ctx, place: ItemId) -> Result<Vec<ItemLine>, Fault> {
    let (mut cases, mut after, mut items) = (BTreeSet::new(), None, 0);
    loop {
        let rows = ctx.house.store.whereabouts(Some(place), after, PAGE).await?;
        let Some(last) = rows.last() else { break };
        after = Some(super::trace::cursor(last));
        items += rows.len();
        cases.extend(rows.iter().map(|row| row.dossier));
        if MOST <= items {
            break;
        }
    }
    let cards = traceable(ctx, Action::CheckPlace, cases).await?;
    let mut lines = Vec::new();
    for (case, (card, closed)) in cards {
        let CaseCard { number, paper, .. } = card;
        let here = paper.into_iter().filter(|item| item.place == place);
        lines.extend(here.map(|item| ItemLine { case, number: number.clone(), closed, item }));
    }
    lines.sort_by_key(|line| line.item.label);
    Ok(lines)
}

/// What was found in a place, to be compared.
#[derive(Debug, Clone)]
pub struct CheckPlace {
    /// Which place.
    pub place: ItemId,
    /// The labels that were found.
    pub found: Vec<LabelCode>,
    /// The labels that stood on the list.
    pub shown: Vec<LabelCode>,
}

/// What would be recorded of a check, with what stands around each finding.
///
/// # Errors
/// [`Failure::Refused`] for whoever makes no spot checks.
pub async fn compare(ctx: &Ctx, order: &CheckPlace) -> Result<PlaceChecked, Failure<Never>> {
    ctx.permit(Action::CheckPlace, None).await?;
    Ok(comparison(ctx, order).await?.result())
}

async fn comparison(ctx: &Ctx, order: &CheckPlace) -> Result<Comparison, Fault> {
    let known = |case: DossierId, item: &PaperCard| Registered {
        case,
        item: item.id,
        label: item.label,
        place: item.place,
        out: item.out.is_some(),
    };
    let lines = belonging(ctx, order.place).await?;
    let mut registered: Vec<Registered> = lines.iter().map(|line| known(line.case, &line.item)).collect();
    for label in &order.found {
        if registered.iter().any(|item| item.label == *label) {
            continue;
        }
        let Some(case) = with_label(ctx, *label).await? else { continue };
        let cards = traceable(ctx, Action::CheckPlace, BTreeSet::from([case])).await?;
        let items = cards.get(&case).map(|(card, _)| card.paper.as_slice()).unwrap_or_default();
        registered.extend(items.iter().find(|item| item.label == *label).map(|item| known(case, item)));
    }
    Ok(Comparison { place: order.place, registered, found: order.found.clone() })
}

/// Records a spot check. What should lie in the place is looked at once more: when it is not what stood on the list, nothing is recorded.
///
/// # Errors
/// [`CannotCheck`].
pub async fn check_place(ctx: &Ctx, order: CheckPlace, signing: Signing) -> Result<EntryId, Failure<CannotCheck>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    ctx.permit(Action::CheckPlace, None).await.map_err(|failure| failure.map_rule(|never| match never {}))?;
    if !PlacesRead::of(ctx).await?.places.is_used(order.place) {
        return Err(Failure::Rule(CannotCheck::NoPlace));
    }
    let comparison = comparison(ctx, &order).await?;
    let target = Target::new(ctx.new_dossier());
    ctx.act(Action::CheckPlace, target, signing, |check: &SpotCheck, _rules| check.check(&comparison, &order.shown))
        .await
}

/// A spot check with what is known today of the items that were found wrong.
#[derive(Debug)]
pub struct CheckSeen {
    /// The check.
    pub seen: Seen<SpotCheck>,
    /// The numbers of the cases that are there and may be known.
    pub numbers: BTreeMap<DossierId, String>,
}

/// A spot check, for whoever checks or audits.
///
/// # Errors
/// [`Failure::Refused`].
pub async fn check(ctx: &Ctx, check: DossierId) -> Result<CheckSeen, Failure<Never>> {
    let seen = ctx.view::<SpotCheck>(Action::ReadSpotCheck, check).await?;
    let cases = seen.findings().iter().filter_map(|finding| finding.case).collect();
    let cards = traceable(ctx, Action::CheckPlace, cases).await?;
    Ok(CheckSeen { seen, numbers: cards.into_iter().map(|(case, (card, _))| (case, card.number)).collect() })
}

/// Says what became of something that was found wrong.
///
/// # Errors
/// [`CannotCheck::NotOpen`] when somebody has said so already.
pub async fn settle_finding(
    ctx: &Ctx,
    check: DossierId,
    order: FindingSettled,
    signing: Signing,
) -> Result<EntryId, Failure<CannotCheck>> {
    ctx.act(Action::SettleFinding, Target::file(check), signing, |check: &SpotCheck, _rules| {
        check.settle(order.clone())
    })
    .await
}
