//! Spot checks of a place: what should lie there, what does, and what became of what was wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::ids::{DossierId, DossierKind, EntryId, ItemId};
use domain::numbers::LabelCode;
use domain::paper::{CannotCheck, Comparison, FindingSettled, Registered, SpotCheck};
use domain::policy::Action;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::{Among, CardsWanted, Listed};

use super::register::{PlacesRead, with_label};
use super::trace::{ItemLine, traceable};
use crate::cards::{CaseCard, PaperCard, read_card};
use crate::house::{Seen, Signing, Target};
use crate::{Ctx, Failure, Fault, Never};

/// How many items a place may hold to be checked in one go; a cabinet has fewer.
const MOST: usize = 2_000;
/// How many rows are read at once.
const PAGE: u32 = 500;
/// How many spot checks are listed of those with something open, and of the others.
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

/// The spot checks: all with something open, then those of the others that changed last; each group the latest first.
///
/// # Errors
/// [`Failure::Refused`] for whoever neither checks nor audits.
pub async fn checks(ctx: &Ctx) -> Result<Vec<CheckLine>, Failure<Never>> {
    ctx.permit(Action::SeeSpotChecks, None).await?;
    let mut lines = Vec::new();
    for state in ["open", "closed"] {
        let ids: Vec<DossierId> = listed(ctx, state).await?.iter().map(|one| one.head.dossier).collect();
        let mut group = Vec::with_capacity(ids.len());
        for seen in ctx.house.store.cards(&ids).await? {
            let card: Option<SpotCheckCard> = read_card(&seen)?;
            group.extend(card.map(|card| CheckLine { check: seen.head.dossier, card }));
        }
        group.sort_by_key(|line| std::cmp::Reverse(line.card.at));
        lines.append(&mut group);
    }
    Ok(lines)
}

async fn listed(ctx: &Ctx, state: &str) -> Result<Vec<Listed>, Fault> {
    let wanted = CardsWanted { kind: DossierKind::SpotCheck, state: Some(state.to_owned()), among: Among::All };
    Ok(ctx.house.store.list_cards(wanted, ctx.viewer(), None, CHECKS).await?)
}

/// How many spot checks have something open, without a look into any; for whoever may see the list.
pub(crate) async fn open_checks(ctx: &Ctx) -> Result<u32, Fault> {
    Ok(u32::try_from(listed(ctx, "open").await?.len()).unwrap_or(CHECKS))
}

/// A place that is looked into: the items that belong to it, in it or not, of those files that the person may check. An exclusion beats every
/// role.
#[derive(Debug)]
pub struct Looked {
    place: ItemId,
    items: Vec<ItemLine>,
}

impl Looked {
    /// What belongs to a place now, by label.
    ///
    /// # Errors
    /// [`Failure::Refused`] for whoever makes no spot checks; [`CannotCheck::NoPlace`], [`CannotCheck::TooMany`].
    pub async fn at(ctx: &Ctx, place: ItemId) -> Result<Self, Failure<CannotCheck>> {
        ctx.permit(Action::CheckPlace, None).await.map_err(Failure::any)?;
        if !PlacesRead::of(ctx).await?.places.is_used(place) {
            return Err(Failure::Rule(CannotCheck::NoPlace));
        }
        let (mut cases, mut after, mut items) = (BTreeSet::new(), None, 0);
        loop {
            let rows = ctx.house.store.whereabouts(Some(place), after, PAGE).await?;
            let Some(last) = rows.last() else { break };
            after = Some(super::trace::cursor(last));
            items += rows.len();
            cases.extend(rows.iter().map(|row| row.dossier));
            if MOST < items {
                return Err(Failure::Rule(CannotCheck::TooMany));
            }
        }
        let mut items = Vec::with_capacity(items);
        for (case, (card, closed)) in traceable(ctx, Action::CheckPlace, cases).await? {
            let CaseCard { number, paper, .. } = card;
            let here = paper.into_iter().filter(|item| item.place == place);
            items.extend(here.map(|item| ItemLine { case, number: number.clone(), closed, item }));
        }
        items.sort_by_key(|line| line.item.label);
        Ok(Self { place, items })
    }

    /// What should lie there: what belongs there and is not out.
    pub fn should(&self) -> impl Iterator<Item = &ItemLine> {
        self.items.iter().filter(|line| line.item.out.is_none())
    }

    /// Compares what was found with what should be there; says of labels that do not belong there where they do.
    ///
    /// # Errors
    /// [`Fault`] alone.
    pub async fn compare(&self, ctx: &Ctx, found: Vec<LabelCode>) -> Result<Comparison, Failure<Never>> {
        let known = |case: DossierId, item: &PaperCard| Registered {
            case,
            item: item.id,
            label: item.label,
            place: item.place,
            out: item.out.is_some(),
        };
        let mut registered: Vec<Registered> = self.items.iter().map(|line| known(line.case, &line.item)).collect();
        for label in &found {
            if registered.iter().any(|item| item.label == *label) {
                continue;
            }
            let Some(case) = with_label(ctx, *label).await? else { continue };
            let cards = traceable(ctx, Action::CheckPlace, BTreeSet::from([case])).await?;
            let items = cards.get(&case).map(|(card, _)| card.paper.as_slice()).unwrap_or_default();
            registered.extend(items.iter().find(|item| item.label == *label).map(|item| known(case, item)));
        }
        Ok(Comparison { place: self.place, registered, found })
    }
}

/// Records a spot check, as it was compared for this very request. When what should lie in the place is not what stood on the list, `shown`,
/// nothing is recorded.
///
/// # Errors
/// [`CannotCheck`].
pub async fn check_place(
    ctx: &Ctx,
    comparison: Comparison,
    shown: Vec<LabelCode>,
    signing: Signing,
) -> Result<EntryId, Failure<CannotCheck>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    let target = Target::new(ctx.new_dossier());
    ctx.act(Action::CheckPlace, target, signing, |check: &SpotCheck, _rules| check.check(&comparison, &shown)).await
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
