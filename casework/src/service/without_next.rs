//! Open cases that have no next session: how many, and which of them one may read (FS-4.1.1).

use std::collections::BTreeSet;

use domain::ids::{DossierId, StaffId};
use domain::policy::Action;

use crate::cards::ClientCard;
use crate::today::Cards;
use crate::{Ctx, Fault};

/// What is without a next session now.
#[derive(Debug, Clone, Default)]
pub struct WithoutNext {
    /// How many cases are open.
    pub open: u32,
    /// How many of them have no session that is still to come.
    pub without: u32,
    /// Those of them that the acting person may read, by number.
    pub listed: Vec<CaseWithout>,
}

/// An open case without a next session.
#[derive(Debug, Clone)]
pub struct CaseWithout {
    /// Which.
    pub case: DossierId,
    /// Its number.
    pub number: String,
    /// The client's card.
    pub client: Option<ClientCard>,
    /// Who carries it.
    pub worker: Option<StaffId>,
    /// Whether a session is over of which nobody has said how it went.
    pub note_waits: bool,
    /// The reason that was given.
    pub because: Option<String>,
}

pub(super) async fn of(ctx: &Ctx) -> Result<WithoutNext, Fault> {
    let (open, cases) = ctx.house().store().without_next_session(ctx.now()).await?;
    let tied = ctx.house().store().ties_of_staff(ctx.staff(), ctx.now()).await?;
    let tied: BTreeSet<DossierId> = tied.into_iter().map(|seen| seen.dossier).collect();
    let mut mine = Vec::new();
    for case in cases.iter().filter(|case| tied.contains(*case)) {
        if let Some(level) = ctx.up_to(Action::ReadCase, *case).await? {
            mine.push((*case, level));
        }
    }
    let cards = Cards::of(ctx, mine.iter().map(|(case, _)| *case).collect()).await?;
    let listed = mine.into_iter().filter_map(|(case, level)| {
        let (card, client) = cards.case(case)?;
        let because = card.none_because.as_ref().filter(|(of, _)| *of <= level);
        Some(CaseWithout {
            case,
            number: card.number.clone(),
            client: client.cloned(),
            worker: card.worker,
            note_waits: !card.booked.is_empty(),
            because: because.map(|(_, why)| why.clone()),
        })
    });
    let mut listed: Vec<CaseWithout> = listed.collect();
    listed.sort_by(|one, other| one.number.cmp(&other.number));
    Ok(WithoutNext { open, without: u32::try_from(cases.len()).unwrap_or(u32::MAX), listed })
}
