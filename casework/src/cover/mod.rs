//! Cover: a colleague stands in for whoever carries a case (PT-3b, PT-4.4.2).
//!
//! A cover stands in the case that it opens, so access to a case is decided by that case alone. Whoever stands in for all of somebody's cases is named
//! in each of them, under one sheet.

mod colleagues;

use std::collections::BTreeMap;

use domain::basis::Basis;
use domain::cases::CaseFile;
use domain::cover::{CannotCover, CoverArranged};
use domain::ids::{DossierId, EntryId, ItemId, StaffId};
use domain::policy::{Action, TieKind};
use domain::slots::Period;
use domain::staff::{Role, StaffCard};
use domain::text::Line;
use domain::time::Instant;
use store::Guard;

use crate::cards::{CaseCard, ClientCard};
use crate::house::{Decided, Many, Sheets, Signing, Target};
use crate::today::Cards;
use crate::{Ctx, Failure, Fault, Never};

pub use colleagues::{Colleague, colleagues, supervisors};

/// Who stands in for whom, from when to when.
#[derive(Clone)]
pub struct Cover {
    /// For whom.
    pub of: StaffId,
    /// Who stands in.
    pub staff: StaffId,
    /// From when to when.
    pub time: Period,
    /// What the colleague has to know first.
    pub note: Option<Line>,
}

/// A case that somebody carries, as whoever names who stands in sees it.
#[derive(Debug, Clone)]
pub struct CaseToCover {
    /// Which.
    pub case: DossierId,
    /// Its card.
    pub card: CaseCard,
    /// The client's card.
    pub client: Option<ClientCard>,
}

impl CaseToCover {
    /// Who stands in for some of this time.
    pub fn covered(&self, time: Period) -> Option<StaffId> {
        let overlaps = |starts, ends| Period { start: starts, end: ends }.overlaps(time);
        self.card.covers.iter().find(|(_, starts, ends)| overlaps(*starts, *ends)).map(|(staff, ..)| *staff)
    }
}

/// The cases that somebody carries and for which the acting person may name who stands in: all of one's own, and of others those that one supervises.
///
/// # Errors
/// [`Failure::Refused`] for whoever does not see to that person's absences.
pub async fn cases_to_cover(ctx: &Ctx, staff: StaffId) -> Result<Vec<CaseToCover>, Failure<Never>> {
    ctx.permit(Action::SetHours, Some(staff.dossier())).await?;
    let ties = ctx.house.store.ties_of_staff(staff, ctx.now()).await?;
    let mut cases = Vec::new();
    for seen in ties.into_iter().filter(|seen| seen.tie.tie == TieKind::Assigned.code()) {
        if ctx.may(Action::ArrangeCover, Some(seen.dossier)).await? {
            cases.push(seen.dossier);
        }
    }
    let cards = Cards::of(ctx, cases.iter().copied().collect()).await?;
    let case = |case: DossierId| {
        let (card, client) = cards.case(case)?;
        Some(CaseToCover { case, card: card.clone(), client: client.cloned() })
    };
    let mut known: Vec<CaseToCover> = cases.into_iter().filter_map(case).collect();
    known.sort_by(|a, b| a.card.number.cmp(&b.card.number));
    Ok(known)
}

/// Names who stands in for whoever carries a case.
///
/// # Errors
/// [`Failure`].
pub async fn arrange_cover(
    ctx: &Ctx,
    case: DossierId,
    order: Cover,
    signing: Signing,
) -> Result<EntryId, Failure<CannotCover>> {
    if let Some(done) = ctx.done_before(&signing).await? {
        return Ok(done);
    }
    ctx.permit(Action::ArrangeCover, Some(case)).await.map_err(Failure::any)?;
    let (now, Cover { of, staff, time, note }) = (ctx.now(), order);
    let arranged = CoverArranged { id: ctx.new_item(), of, staff, starts: time.start, ends: time.end, note };
    let fits = fits(ctx, case, staff, time).await?;
    let target = Target::file(case).based_on(Basis::Hands);
    let away = Guard::NotAway { staff, starts: time.start, ends: time.end };
    ctx.act(Action::ArrangeCover, target, signing, |file: &CaseFile, _rules| {
        // what is wrong with the time, or the case, comes first
        let events = file.arrange_cover(arranged.clone(), now)?;
        fits?;
        Ok::<_, CannotCover>(Decided::from(events).guarded(away.clone(), CannotCover::Away))
    })
    .await
}

/// Names who stands in for all of these cases, under one sheet.
///
/// # Errors
/// [`Failure`].
pub async fn arrange_covers(
    ctx: &Ctx,
    cases: &[DossierId],
    order: Cover,
    signing: &Signing,
) -> Result<Many<CannotCover>, Failure<CannotCover>> {
    let mut sheets = Sheets::of(ctx, signing);
    for &case in cases {
        let (by, signing) = sheets.sign(case);
        sheets.take(case, arrange_cover(&by, case, order.clone(), signing).await)?;
    }
    Ok(sheets.all())
}

/// Ends a cover; of one that has begun, what is left of it.
///
/// # Errors
/// [`Failure`].
pub async fn end_cover(
    ctx: &Ctx,
    case: DossierId,
    cover: ItemId,
    signing: Signing,
) -> Result<EntryId, Failure<CannotCover>> {
    let now = ctx.now();
    let target = Target::file(case).based_on(Basis::Cover(cover));
    ctx.act(Action::ArrangeCover, target, signing, |file: &CaseFile, _rules| file.end_cover(cover, now)).await
}

/// The cases in which the acting person stands in now, and until when.
pub(crate) async fn covering(ctx: &Ctx) -> Result<BTreeMap<DossierId, Instant>, Fault> {
    let ties = ctx.house.store.ties_of_staff(ctx.staff(), ctx.now()).await?;
    let covers = ties.into_iter().filter(|seen| seen.tie.tie == TieKind::Covers.code());
    Ok(covers.filter_map(|seen| Some((seen.dossier, seen.tie.until?))).collect())
}

/// Whether this colleague can stand in at all: carries cases here, is there, and may see the file.
async fn fits(ctx: &Ctx, case: DossierId, staff: StaffId, time: Period) -> Result<Result<(), CannotCover>, Fault> {
    let file = ctx.house.staff_file(staff).await?;
    if !carries(&StaffCard::of(staff, &file)) {
        return Ok(Err(CannotCover::WrongRole));
    }
    if file.absences.all.values().any(|absence| absence.period().overlaps(time)) {
        return Ok(Err(CannotCover::Away));
    }
    let listed = ctx.house.store.listed(&[case], ctx.viewer()).await?;
    let files: Vec<DossierId> = listed.iter().flat_map(|one| std::iter::once(case).chain(one.head.subject)).collect();
    let ties = ctx.house.store.ties_to(staff, &files, ctx.now().max(time.start)).await?;
    let excluded = ties.values().flatten().any(|tie| tie.tie == TieKind::Excluded.code());
    Ok(if excluded { Err(CannotCover::Excluded) } else { Ok(()) })
}

/// Whether this person carries cases here.
fn carries(card: &StaffCard) -> bool {
    card.active && [Role::Caseworker, Role::Provider].iter().any(|role| card.is(*role))
}
