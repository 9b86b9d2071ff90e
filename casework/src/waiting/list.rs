//! The list: times that are free again, each with those who wait for one like it in their turn; and everybody who waits.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{DossierId, ItemId, StaffId};
use domain::policy::Action;
use domain::rooms::Rooms;
use domain::slots::Period;
use domain::staff::StaffCard;
use domain::time::Instant;
use domain::waiting::{FreeTime, Waits};
use jiff::tz::TimeZone;
use store::FreedSeen;

use crate::calendar::who_hold_sessions;
use crate::cards::{CaseCard, ClientCard, read_card};
use crate::today::Cards;
use crate::{Ctx, Failure, Fault, Never};

/// How far ahead freed times are looked for, in seconds: six weeks.
const AHEAD: i64 = 42 * 86_400;

/// Somebody who waits, in a case that the acting person may read.
#[derive(Debug, Clone)]
pub struct InLine {
    /// In which case.
    pub case: DossierId,
    /// Its number.
    pub number: String,
    /// The client's card.
    pub client: Option<ClientCard>,
    /// Who carries it.
    pub worker: Option<StaffId>,
    /// Since when, and what for.
    pub waits: Waits,
    /// When the next session begins that is booked already.
    pub booked: Option<Instant>,
}

/// For whom a time is kept, because they were asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// In which case, for whoever may read it.
    pub case: Option<DossierId>,
    /// Until when.
    pub until: Instant,
}

/// Somebody whom a time fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fitting {
    /// In which case.
    pub case: DossierId,
    /// How many come before them, in whichever case.
    pub before: u32,
}

/// A time that is free again.
#[derive(Debug, Clone)]
pub struct Freed {
    /// Whose, from when to when.
    pub time: FreeTime,
    /// The room that is free with it.
    pub room: Option<ItemId>,
    /// Whom it fits, in their turn: cases that the acting person may read.
    pub fits: Vec<Fitting>,
    /// Whom it fits in cases of others.
    pub others: u32,
    /// For whom it is kept at the moment.
    pub kept: Option<Kept>,
}

impl Freed {
    /// How many wait for a time like it.
    pub fn fitting(&self) -> u32 {
        u32::try_from(self.fits.len()).unwrap_or(u32::MAX).saturating_add(self.others)
    }
}

/// What the list shows.
#[derive(Debug, Clone)]
pub struct WaitingList {
    /// Times that are free again, in their order.
    pub freed: Vec<Freed>,
    /// Who waits, in their turn.
    pub lines: Vec<InLine>,
    /// How many more wait in cases of others.
    pub others: u32,
    /// Everybody who holds sessions, by name.
    pub people: Vec<StaffCard>,
    /// Every room that there ever was.
    pub rooms: Rooms,
}

impl WaitingList {
    /// Somebody who waits.
    pub fn line(&self, case: DossierId) -> Option<&InLine> {
        self.lines.iter().find(|line| line.case == case)
    }
}

/// A freed time and who comes first for it, for Today.
#[derive(Debug, Clone)]
pub struct FreedFor {
    /// The time.
    pub time: FreeTime,
    /// Who comes first among those whose case one may read.
    pub first: InLine,
    /// How many more it fits.
    pub more: u32,
}

/// Somebody who waits, whoever may know it.
struct Known {
    case: DossierId,
    card: CaseCard,
    client: Option<ClientCard>,
    waits: Waits,
    reads: bool,
}

/// The waiting list as the acting person may see it.
///
/// # Errors
/// [`Failure::Refused`] for whoever has nothing to do with sessions.
pub async fn waiting_list(ctx: &Ctx) -> Result<WaitingList, Failure<Never>> {
    ctx.permit(Action::SeeWaiting, None).await?;
    let people = who_hold_sessions(ctx).await?;
    let times = times(ctx, given_up(ctx).await?, &people).await?;
    let queue = if times.is_empty() { Queue::own(ctx).await? } else { Queue::whole(ctx).await? };
    Ok(WaitingList {
        freed: queue.matched(ctx, times).await?,
        others: queue.others,
        lines: queue.lines(ctx.now()),
        people,
        rooms: ctx.house.organisation().await?.rooms.clone(),
    })
}

/// The times that are free again and fit somebody, of those that are asked for; nothing for whoever has nothing to do with sessions.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn freed_among(ctx: &Ctx, wanted: impl Fn(FreeTime) -> bool) -> Result<Vec<Freed>, Fault> {
    if !ctx.may(Action::SeeWaiting, None).await? {
        return Ok(Vec::new());
    }
    let mut given_up = given_up(ctx).await?;
    given_up.retain(|seen| wanted(time_of(seen)));
    let freed = match given_up.is_empty() {
        true => return Ok(Vec::new()),
        false => times(ctx, given_up, &who_hold_sessions(ctx).await?).await?,
    };
    let mut freed = Queue::whole(ctx).await?.matched(ctx, freed).await?;
    freed.retain(|freed| 0 < freed.fitting());
    Ok(freed)
}

/// The times that are free again and fit somebody in a case that the acting person may read, where the time or the case is theirs; for Today. Nothing for
/// whoever has nothing to do with sessions.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn freed_for(ctx: &Ctx) -> Result<Vec<FreedFor>, Fault> {
    if !ctx.may(Action::SeeWaiting, None).await? {
        return Ok(Vec::new());
    }
    let given_up = given_up(ctx).await?;
    if given_up.is_empty() {
        return Ok(Vec::new());
    }
    let times = times(ctx, given_up, &who_hold_sessions(ctx).await?).await?;
    let queue = Queue::whole(ctx).await?;
    let freed = queue.matched(ctx, times).await?;
    let (me, lines) = (ctx.staff(), queue.lines(ctx.now()));
    let line = |fits: &Fitting| lines.iter().find(|line| line.case == fits.case);
    let for_me = |freed: &Freed| {
        let mine = |line: &&InLine| freed.time.staff == me || line.worker == Some(me);
        let first = freed.fits.iter().filter_map(line).find(mine)?.clone();
        Some(FreedFor { time: freed.time, first, more: freed.fitting().saturating_sub(1) })
    };
    Ok(freed.iter().filter(|freed| freed.kept.is_none()).filter_map(for_me).collect())
}

/// Those who wait, in their turn.
struct Queue {
    known: Vec<Known>,
    /// How many wait in cases of others.
    others: u32,
}

impl Queue {
    /// Those whose cases the acting person may read; the others are counted only.
    async fn own(ctx: &Ctx) -> Result<Self, Fault> {
        let (cases, mine) = Self::cases(ctx).await?;
        Self::among(ctx, cases, mine, BTreeMap::new()).await
    }

    /// Everybody: whom a time fits in cases of others can be counted as well.
    async fn whole(ctx: &Ctx) -> Result<Self, Fault> {
        let (cases, mine) = Self::cases(ctx).await?;
        let rest: Vec<DossierId> = cases.iter().copied().filter(|case| !mine.contains(case)).collect();
        let mut others = BTreeMap::new();
        for seen in ctx.house.store.cards(&rest).await? {
            if let Some(card) = read_card::<CaseCard>(&seen)? {
                others.insert(seen.head.dossier, card);
            }
        }
        Self::among(ctx, cases, mine, others).await
    }

    /// The cases of those who wait, in their turn, and which of them the acting person may read.
    async fn cases(ctx: &Ctx) -> Result<(Vec<DossierId>, BTreeSet<DossierId>), Fault> {
        let cases = ctx.house.store.waiting_list().await?;
        let mut mine = BTreeSet::new();
        // not by rows of ties: whoever supports a team has none
        for case in &cases {
            if ctx.may(Action::ReadCase, Some(*case)).await? {
                mine.insert(*case);
            }
        }
        Ok((cases, mine))
    }

    async fn among(
        ctx: &Ctx,
        cases: Vec<DossierId>,
        mine: BTreeSet<DossierId>,
        mut others: BTreeMap<DossierId, CaseCard>,
    ) -> Result<Self, Fault> {
        let hidden = cases.len().saturating_sub(mine.len());
        let cards = Cards::of(ctx, mine).await?;
        let one = |case: DossierId| {
            let (card, client, reads) = match cards.case(case) {
                Some((card, client)) => (card.clone(), client.cloned(), true),
                None => (others.remove(&case)?, None, false),
            };
            Some(Known { case, waits: card.waiting.clone()?, card, client, reads })
        };
        let known = cases.into_iter().filter_map(one).collect();
        Ok(Self { known, others: u32::try_from(hidden).unwrap_or(u32::MAX) })
    }

    /// Those whose cases the acting person may read, as the list shows them.
    fn lines(&self, now: Instant) -> Vec<InLine> {
        let line = |one: &Known| InLine {
            case: one.case,
            number: one.card.number.clone(),
            client: one.client.clone(),
            worker: one.card.worker,
            booked: one.card.next_session(now),
            waits: one.waits.clone(),
        };
        self.known.iter().filter(|one| one.reads).map(line).collect()
    }

    /// These times, each with those whom it fits.
    async fn matched(&self, ctx: &Ctx, times: Vec<Found>) -> Result<Vec<Freed>, Fault> {
        let zone = ctx.house.organisation().await?.rulebook.office.time_zone();
        let now = ctx.now();
        Ok(times.into_iter().map(|found| found.fitted(&self.known, now, &zone)).collect())
    }
}

/// A freed time, and the cases that gave it up: their clients do not wait for it.
struct Found {
    time: FreeTime,
    room: Option<ItemId>,
    by: BTreeSet<DossierId>,
}

impl Found {
    fn fitted(self, known: &[Known], now: Instant, zone: &TimeZone) -> Freed {
        let Self { time, room, by } = self;
        let mut freed = Freed { time, room, fits: Vec::new(), others: 0, kept: None };
        for one in known {
            if let Some(until) = one.waits.asked_until(time, now) {
                freed.kept = Some(Kept { case: one.reads.then_some(one.case), until });
            }
            let booked = one.card.next_session(now);
            if by.contains(&one.case) || one.waits.misfit(time, booked, now, zone).is_some() {
                continue;
            }
            match one.reads {
                true => freed.fits.push(Fitting { case: one.case, before: freed.fitting() }),
                false => freed.others += 1,
            }
        }
        freed
    }
}

/// The times that were given up and are free.
async fn given_up(ctx: &Ctx) -> Result<Vec<FreedSeen>, Fault> {
    Ok(ctx.house.store.freed(ctx.now(), ctx.now().plus_seconds(AHEAD)).await?)
}

const fn time_of(seen: &FreedSeen) -> FreeTime {
    FreeTime { period: Period { start: seen.starts, end: seen.ends }, staff: seen.staff }
}

/// Those of them that belong to people who hold sessions, within their hours; each once.
async fn times(ctx: &Ctx, given_up: Vec<FreedSeen>, people: &[StaffCard]) -> Result<Vec<Found>, Fault> {
    let organisation = ctx.house.organisation().await?;
    let office = &organisation.rulebook.office;
    let mut found: BTreeMap<FreeTime, Found> = BTreeMap::new();
    for seen in given_up {
        let time = time_of(&seen);
        if people.iter().all(|card| card.id != seen.staff)
            || !ctx.house.staff_file(seen.staff).await?.hours.hold(office, time.period)
        {
            continue;
        }
        let known = found.entry(time).or_insert_with(|| Found { time, room: None, by: BTreeSet::new() });
        known.room = known.room.or(seen.room.filter(|room| organisation.rooms.is_used(*room)));
        known.by.insert(seen.dossier);
    }
    Ok(found.into_values().collect())
}
