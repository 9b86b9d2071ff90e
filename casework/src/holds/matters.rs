//! The list of matters, and which files are held.

use std::collections::BTreeSet;
use std::fmt;

use domain::holds::Matter;
use domain::ids::{DossierId, DossierKind};
use domain::policy::Action;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use store::{Among, CardsWanted};

use crate::cards::read_card;
use crate::{Ctx, Failure, Fault, Never};

/// How many matters the list shows, those that changed last first.
const MATTERS: u32 = 500;

/// A matter in a list.
#[derive(Clone, Serialize, Deserialize)]
pub struct MatterCard {
    /// What it is called.
    pub title: String,
    /// When it was opened.
    pub opened: Instant,
    /// How many files it holds now.
    pub holding: u32,
    /// When it ended.
    #[serde(default)]
    pub ended: Option<Instant>,
}

impl fmt::Debug for MatterCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MatterCard({} files)", self.holding)
    }
}

impl MatterCard {
    /// The card of this file.
    pub fn of(matter: &Matter) -> Self {
        let opened = matter.opened.as_ref();
        Self {
            title: opened.map(|(opened, _, _)| opened.title.reveal().to_owned()).unwrap_or_default(),
            opened: opened.map_or(Instant(0), |(_, at, _)| *at),
            holding: u32::try_from(matter.holding().count()).unwrap_or(u32::MAX),
            ended: matter.ended.as_ref().map(|(at, _, _)| *at),
        }
    }
}

/// A matter in a list, with its dossier.
#[derive(Debug, Clone)]
pub struct MatterLine {
    /// Which.
    pub matter: DossierId,
    /// What the card says.
    pub card: MatterCard,
}

/// The matters, those that go on first, each the one that changed last first.
///
/// # Errors
/// [`Failure::Refused`] for whoever keeps no files.
pub async fn matters(ctx: &Ctx) -> Result<Vec<MatterLine>, Failure<Never>> {
    ctx.permit(Action::SeeHolds, None).await?;
    let wanted = CardsWanted { kind: DossierKind::Matter, state: None, among: Among::All };
    let listed = ctx.house.store.list_cards(wanted, ctx.viewer(), None, MATTERS).await?;
    let mut may = Vec::with_capacity(listed.len());
    for one in &listed {
        if ctx.may(Action::ReadMatter, Some(one.head.dossier)).await? {
            may.push(one.head.dossier);
        }
    }
    let mut lines = Vec::with_capacity(may.len());
    for seen in ctx.house.store.cards(&may).await? {
        let card: Option<MatterCard> = read_card(&seen)?;
        lines.extend(card.map(|card| MatterLine { matter: seen.head.dossier, card }));
    }
    lines.sort_by_key(|line| (line.card.ended.is_some(), std::cmp::Reverse(line.card.opened)));
    Ok(lines)
}

/// Which of these files are held now: by themselves, or through the client whose they are. For lists whose files have been decided on.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn held_files(ctx: &Ctx, files: &[(DossierId, Option<DossierId>)]) -> Result<BTreeSet<DossierId>, Fault> {
    let asked: BTreeSet<DossierId> = files.iter().flat_map(|(file, client)| [Some(*file), *client]).flatten().collect();
    let asked: Vec<DossierId> = asked.into_iter().collect();
    let holds = ctx.house.store.holds_on(&asked, ctx.now()).await?;
    let by_file: BTreeSet<DossierId> = holds.iter().map(|seen| seen.hold.dossier).collect();
    let held = |file: &DossierId| by_file.contains(file);
    let held = files.iter().filter(|(file, client)| held(file) || client.as_ref().is_some_and(held));
    Ok(held.map(|(file, _)| *file).collect())
}

/// The matters by which this file is held now, by itself or through its client; `None` for whoever may not know.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn holds_on_file(
    ctx: &Ctx,
    file: DossierId,
    client: Option<DossierId>,
) -> Result<Option<Vec<DossierId>>, Fault> {
    if !ctx.may(Action::SeeHolds, None).await? {
        return Ok(None);
    }
    let files: Vec<DossierId> = std::iter::once(file).chain(client).collect();
    let holds = ctx.house.store.holds_on(&files, ctx.now()).await?;
    let matters: BTreeSet<DossierId> = holds.iter().map(|seen| seen.matter).collect();
    Ok(Some(matters.into_iter().collect()))
}
