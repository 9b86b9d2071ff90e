//! Lists as pages show them.

use std::collections::BTreeMap;
use std::fmt;

use domain::disposition::{Disposition, ListedFile, PaperFound, Progress, Why};
use domain::ids::{DossierId, DossierKind};
use domain::policy::Action;
use domain::rulebook::Rulebook;
use domain::time::Instant;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::{Among, CardsWanted};

use super::due::findings;
use crate::cards::read_card;
use crate::house::Seen;
use crate::{Ctx, Failure, Fault, Never};

/// How many lists are shown, those that changed last first.
const LISTS: u32 = 200;

/// A list among lists.
#[derive(Clone, Serialize, Deserialize)]
pub struct DispositionCard {
    /// When it was prepared.
    pub prepared: Instant,
    /// How many files it has.
    pub files: u32,
    /// When it was approved by both.
    #[serde(default)]
    pub approved: Option<Instant>,
    /// How many files are destroyed.
    #[serde(default)]
    pub destroyed: u32,
    /// What remains to be told of them.
    #[serde(default)]
    pub gone: Vec<Gone>,
}

/// What remains to be told of a file that is destroyed; days only by their month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Its number.
    pub number: String,
    /// Its record class.
    pub class: String,
    /// The first day of the month in which it was opened.
    pub opened: Date,
    /// Of that in which it was closed.
    pub closed: Date,
    /// Of that in which it was destroyed.
    pub destroyed: Date,
}

impl fmt::Debug for DispositionCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DispositionCard({} files)", self.files)
    }
}

impl DispositionCard {
    /// The card of this file.
    pub fn of(list: &Disposition, rules: &Rulebook) -> Self {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let both = list.approvals.len() == domain::disposition::Approver::ALL.len();
        Self {
            prepared: list.prepared.as_ref().map_or(Instant(0), |(_, at, _)| *at),
            files: count(list.files().len()),
            approved: list.approvals.values().map(|(at, _)| *at).max().filter(|_| both),
            destroyed: count(list.destroyed.len()),
            gone: list.files().iter().filter_map(|listed| gone(list, listed, rules)).collect(),
        }
    }
}

fn gone(list: &Disposition, listed: &ListedFile, rules: &Rulebook) -> Option<Gone> {
    let (_, at) = list.destroyed.get(&listed.file)?;
    Some(Gone {
        number: listed.number.clone(),
        class: listed.term.class.name.clone(),
        opened: listed.opened.first_of_month(),
        closed: listed.closed.first_of_month(),
        destroyed: rules.office.today(*at).first_of_month(),
    })
}

/// The state of a list as it stands in the table of cards.
pub(crate) fn state(list: &Disposition) -> &'static str {
    match list.progress() {
        Progress::Prepared | Progress::Approved(_) => "open",
        Progress::Ordered => "ordered",
        Progress::Done if list.recoverable().next().is_none() => "beyond",
        Progress::Done => "done",
        Progress::Withdrawn => "withdrawn",
    }
}

/// A list with its state.
#[derive(Debug, Clone)]
pub struct ListLine {
    /// Which.
    pub list: DossierId,
    /// Its state: open, ordered, done, beyond – nothing of it can be recovered any more – or withdrawn.
    pub state: String,
    /// What the card says.
    pub card: DispositionCard,
}

/// The lists, those that changed last first.
///
/// # Errors
/// [`Failure::Refused`] for whoever neither prepares nor approves nor audits.
pub async fn lists(ctx: &Ctx) -> Result<Vec<ListLine>, Failure<Never>> {
    ctx.permit(Action::SeeDispositions, None).await?;
    let wanted = CardsWanted { kind: DossierKind::Disposition, state: None, among: Among::All };
    let listed = ctx.house.store.list_cards(wanted, ctx.viewer(), None, LISTS).await?;
    let ids: Vec<DossierId> = listed.iter().map(|one| one.head.dossier).collect();
    let mut lines = Vec::with_capacity(ids.len());
    for seen in ctx.house.store.cards(&ids).await? {
        let card: Option<DispositionCard> = read_card(&seen)?;
        lines.extend(card.map(|card| ListLine { list: seen.head.dossier, state: seen.head.state.clone(), card }));
    }
    lines.sort_by_key(|line| (line.state != "open" && line.state != "ordered", std::cmp::Reverse(line.card.prepared)));
    Ok(lines)
}

/// The lists in this state, by their ids.
pub(crate) async fn lists_in(house: &crate::House, state: &str) -> Result<Vec<DossierId>, Fault> {
    let wanted = CardsWanted { kind: DossierKind::Disposition, state: Some(state.to_owned()), among: Among::All };
    let nobody = store::Viewer { staff: domain::ids::StaffId::new(house.store.installation().bits()), at: house.now() };
    let listed = house.store.list_cards(wanted, nobody, None, LISTS).await?;
    Ok(listed.into_iter().map(|one| one.head.dossier).collect())
}

pub(super) async fn open_lists(ctx: &Ctx) -> Result<Vec<DossierId>, Fault> {
    lists_in(&ctx.house, "open").await
}

/// A list with what is found about its files now.
#[derive(Debug)]
pub struct ListSeen {
    /// The list.
    pub seen: Seen<Disposition>,
    /// Why a file would not be destroyed if the destruction were started now; for lists that are open.
    pub hindered: BTreeMap<DossierId, Why>,
    /// The items of each file of which nobody has signed that they are destroyed; for lists that are open.
    pub paper: BTreeMap<DossierId, Vec<PaperFound>>,
    /// The files that go to an archive which nobody has signed that it has; for lists that are open.
    pub to_hand_over: Vec<DossierId>,
    /// When it has rested, once it is approved by both.
    pub rested: Option<Instant>,
    /// Whether the clock has jumped since something was last written, so that the person who starts has to confirm the time.
    pub clock_jumped: bool,
}

impl ListSeen {
    /// How many items are to be destroyed before the list can be carried out.
    pub fn paper_to_go(&self) -> usize {
        self.paper.iter().filter(|(file, _)| !self.hindered.contains_key(file)).map(|(_, items)| items.len()).sum()
    }

    /// Why this file would not be destroyed now.
    pub fn hindrance(&self, listed: &ListedFile) -> Option<Why> {
        self.hindered.get(&listed.file).copied()
    }
}

/// A list, for whoever prepares, approves or audits.
///
/// # Errors
/// [`Failure::Refused`].
pub async fn list(ctx: &Ctx, list: DossierId) -> Result<ListSeen, Failure<Never>> {
    let seen = ctx.view::<Disposition>(Action::ReadDisposition, list).await?;
    let organisation = ctx.house.organisation().await?;
    let rules = &organisation.rulebook;
    let (mut hindered, mut paper, mut to_hand_over) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    if seen.is_open() {
        let found = findings(ctx, &seen, rules).await?;
        let today = rules.office.today(ctx.now());
        for listed in seen.files() {
            let why = seen.hindrance(listed, found.get(&listed.file), today);
            hindered.extend(why.map(|why| (listed.file, why)));
            let left = found.get(&listed.file).map(|found| seen.paper_left(listed.file, found)).unwrap_or_default();
            paper.extend((!left.is_empty()).then_some((listed.file, left)));
        }
        let going = seen.files().iter().map(|listed| listed.file).filter(|file| !hindered.contains_key(file));
        to_hand_over = seen.to_hand_over(&going.collect::<Vec<_>>());
    }
    let rested = match seen.progress() {
        Progress::Approved(at) => Some(rules.rested(at)),
        _ => None,
    };
    Ok(ListSeen { hindered, paper, to_hand_over, rested, clock_jumped: ctx.house.clock_jumped(), seen })
}
