//! Sorting the counts: by programme, worker, weekday and reminder.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{DossierId, StaffId};
use domain::policy::Action;
use domain::rulebook::Rulebook;
use domain::service::{CameOut, Counts, RemindedBy, Veiled, veil};
use store::OutcomeGroup;

use crate::cards::{CaseCard, read_card};
use crate::{Ctx, Fault};

/// What was counted in a span of days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Everything together.
    pub all: Counts,
    /// By programme, by name.
    pub programmes: Vec<OfProgramme>,
    /// By whoever held the session, or was to.
    pub workers: BTreeMap<StaffId, Counts>,
    /// By day of the week, from Monday on.
    pub weekdays: [Counts; 7],
    /// By how the client was reminded.
    pub reminded: BTreeMap<RemindedBy, Counts>,
}

/// What was counted of one programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfProgramme {
    /// What people call it.
    pub name: String,
    /// How it came out; nothing where that is not told.
    pub counts: Counts,
    /// How much is told.
    pub told: Veiled,
}

/// Everything together, nothing sorted.
pub(super) fn together(groups: &[OutcomeGroup]) -> Counts {
    let mut all = Counts::default();
    groups.iter().for_each(|group| add(&mut all, group));
    all
}

fn add(counts: &mut Counts, group: &OutcomeGroup) {
    if let Some(came_out) = CameOut::from_code(&group.outcome) {
        counts.add(came_out, group.count, group.minutes, group.without_next);
    }
}

pub(super) async fn of(ctx: &Ctx, rules: &Rulebook, groups: &[OutcomeGroup]) -> Result<Figures, Fault> {
    let mut figures = Figures { all: together(groups), ..Figures::default() };
    for group in groups {
        add(figures.workers.entry(group.staff).or_default(), group);
        let weekday = usize::try_from(group.weekday).unwrap_or(0).wrapping_sub(1);
        figures.weekdays.get_mut(weekday).into_iter().for_each(|counts| add(counts, group));
        if let Some(reminded) = RemindedBy::from_code(&group.reminded) {
            add(figures.reminded.entry(reminded).or_default(), group);
        }
    }
    figures.programmes = programmes(ctx, rules, groups).await?;
    Ok(figures)
}

/// A programme while it is counted.
#[derive(Default)]
struct Counting {
    name: String,
    counts: Counts,
    clients: BTreeSet<DossierId>,
    cases: BTreeSet<DossierId>,
}

async fn programmes(ctx: &Ctx, rules: &Rulebook, groups: &[OutcomeGroup]) -> Result<Vec<OfProgramme>, Fault> {
    let cases: BTreeSet<DossierId> = groups.iter().map(|group| group.dossier).collect();
    let cases: Vec<DossierId> = cases.into_iter().collect();
    let mut known: BTreeMap<DossierId, (CaseCard, DossierId)> = BTreeMap::new();
    for seen in ctx.house().store().cards(&cases).await? {
        if let Some(card) = read_card::<CaseCard>(&seen)? {
            // a case without a client stands for one
            known.insert(seen.head.dossier, (card, seen.head.subject.unwrap_or(seen.head.dossier)));
        }
    }
    let mut counting: BTreeMap<String, Counting> = BTreeMap::new();
    for group in groups {
        let Some((card, client)) = known.get(&group.dossier) else { continue };
        let one = counting.entry(card.programme_code.clone()).or_default();
        if one.name.is_empty() {
            let offered = rules.programmes.iter().find(|offered| offered.code == card.programme_code);
            one.name = offered.map_or_else(|| card.programme.clone(), |offered| offered.name.clone());
        }
        one.clients.insert(*client);
        one.cases.insert(group.dossier);
        add(&mut one.counts, group);
    }
    let mut counted: Vec<Counting> = counting.into_values().collect();
    counted.sort_by(|one, other| one.name.cmp(&other.name));
    let mut sizes = Vec::with_capacity(counted.len());
    for one in &counted {
        let clients = u32::try_from(one.clients.len()).unwrap_or(u32::MAX);
        let small = clients < domain::service::LEAST;
        sizes.push((clients, small && reads_all(ctx, &one.cases).await?));
    }
    let told = veil(&sizes);
    let shown = counted.into_iter().zip(told).map(|(one, told)| {
        let counts = if told == Veiled::Shown { one.counts } else { Counts::default() };
        OfProgramme { name: one.name, counts, told }
    });
    Ok(shown.collect())
}

async fn reads_all(ctx: &Ctx, cases: &BTreeSet<DossierId>) -> Result<bool, Fault> {
    for case in cases {
        if !ctx.may(Action::ReadCase, Some(*case)).await? {
            return Ok(false);
        }
    }
    Ok(true)
}
