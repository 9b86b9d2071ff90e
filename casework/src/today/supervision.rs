//! The Supervision page: what waits for approval, what is overdue, flags, silent cases (PT-3b, CM-4.4.3).

use std::collections::BTreeSet;

use domain::duties::DutyKind;
use domain::ids::{DossierId, StaffId};
use domain::policy::{Action, TieKind};
use domain::time::Instant;
use store::{DutiesWanted, Whose};

use super::Cards;
use crate::cards::{CaseCard, ClientCard};
use crate::{Ctx, Failure, Never};

/// A case that one supervises.
#[derive(Debug, Clone)]
pub struct CaseLine {
    /// The case.
    pub case: DossierId,
    /// Its card.
    pub card: CaseCard,
    /// The client's card.
    pub client: Option<ClientCard>,
    /// Its duties that are overdue: kind, whose, since when.
    pub overdue: Vec<(DutyKind, Option<StaffId>, Instant)>,
    /// Whole days since the last interaction, or since it was opened.
    pub silent_days: u32,
}

/// What a supervisor has to look at.
#[derive(Debug, Clone, Default)]
pub struct Supervision {
    /// Every open case that one supervises, the longest silent first.
    pub cases: Vec<CaseLine>,
    /// From how many days on a case counts as silent.
    pub silent_from: u32,
}

/// How many overdue duties of a caseload are counted.
const DUTIES: u32 = 2_000;

/// The caseload that the acting person supervises.
///
/// # Errors
/// [`Failure`].
pub async fn supervision(ctx: &Ctx) -> Result<Supervision, Failure<Never>> {
    ctx.permit(Action::Supervise, None).await?;
    let now = ctx.now();
    let supervises = TieKind::Supervises.code();
    let ties = ctx.house.store.ties_of_staff(ctx.staff(), now).await?;
    let cases: BTreeSet<DossierId> =
        ties.iter().filter(|seen| seen.tie.tie == supervises).map(|seen| seen.dossier).collect();
    let cards = Cards::of(ctx, cases.clone()).await?;
    let late = DutiesWanted { whose: Whose::Tied(ctx.staff(), vec![supervises.to_owned()]), before: Some(now) };
    let rows = ctx.house.store.duties(late, now, None, DUTIES).await?;
    let mut lines = Vec::new();
    for case in cases {
        let Some((card, client)) = cards.case(case) else { continue };
        let late = rows.iter().filter(|row| row.dossier == case && row.duty.due < now && row.duty.raised <= now);
        let overdue = late.filter_map(|row| Some((DutyKind::from_code(&row.duty.kind)?, row.duty.owner, row.duty.due)));
        let last = card.last_contact.unwrap_or(card.opened);
        lines.push(CaseLine {
            case,
            card: card.clone(),
            client: client.cloned(),
            overdue: overdue.collect(),
            silent_days: u32::try_from(now.seconds_since(last) / 86_400).unwrap_or(0),
        });
    }
    lines.sort_by_key(|line| (std::cmp::Reverse(line.silent_days), line.case));
    let silent_from = ctx.house.organisation().await?.rulebook.silent_days;
    Ok(Supervision { cases: lines, silent_from })
}
