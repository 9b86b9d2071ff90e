//! What somebody still has in hand when they are about to leave: nothing of it may get lost with their account.
//!
//! Source: PT-3c (access ends when somebody leaves), RC-4.1 (custody of physical items), RC-4.4 (follow-up).

use domain::duties::DutyKind;
use domain::ids::{DossierId, StaffId};
use domain::policy::{Action, TieKind};
use domain::time::Instant;
use store::{DutiesWanted, Whose};

use super::staff::CannotAddStaff;
use crate::today::Cards;
use crate::{Ctx, Failure, Fault, Never};

/// More than anybody has in hand.
const MOST: u32 = 1_000;

/// What somebody still has in hand. It names cases and items by number and label, which say nothing of a client.
#[derive(Debug, Clone, Default)]
pub struct InHand {
    /// How many open cases they carry or supervise.
    pub cases: u32,
    /// The labels of the physical items that are out with them, and by when each has to be back; the first that is due first.
    pub items: Vec<(String, Instant)>,
    /// The numbers of the closed cases whose follow-up they have, or see to, in their order.
    pub follow_ups: Vec<String>,
}

impl InHand {
    /// Of what somebody has in hand; for whoever may close their account.
    ///
    /// # Errors
    /// [`Failure::Refused`].
    pub async fn of(ctx: &Ctx, staff: StaffId) -> Result<Self, Failure<Never>> {
        ctx.permit(Action::ManageStaff, Some(staff.dossier())).await?;
        Ok(Self::known(ctx, staff).await?)
    }

    pub(super) async fn known(ctx: &Ctx, staff: StaffId) -> Result<Self, Fault> {
        let (store, now) = (&ctx.house.store, ctx.now());
        let wanted = DutiesWanted { whose: Whose::Owner(staff), before: None };
        let duties = store.duties(wanted, now, None, MOST).await?;
        let out: Vec<_> = duties.iter().filter(|row| row.duty.kind == DutyKind::PaperReturn.code()).collect();
        let ties = store.ties_of_staff(staff, now).await?;
        let tied = |kinds: &[TieKind]| -> Vec<DossierId> {
            let of = ties.iter().filter(|seen| kinds.iter().any(|kind| kind.code() == seen.tie.tie));
            of.map(|seen| seen.dossier).collect()
        };
        let follows = tied(&[TieKind::AfterCare]);
        let cards = Cards::of(ctx, out.iter().map(|row| row.dossier).chain(follows.iter().copied()).collect()).await?;
        let label = |case, item| {
            let (card, _) = cards.case(case)?;
            card.paper.iter().find(|known| Some(known.id) == item).map(|known| known.label.to_string())
        };
        let number = |case: &DossierId| cards.case(*case).map(|(card, _)| card.number.clone()).unwrap_or_default();
        let mut follow_ups: Vec<String> = follows.iter().map(number).collect();
        follow_ups.sort_unstable();
        let named = |row: &&store::DutySeen| (label(row.dossier, row.duty.item).unwrap_or_default(), row.duty.due);
        Ok(Self {
            cases: count(&tied(&[TieKind::Assigned, TieKind::Supervises])),
            items: out.iter().map(named).collect(),
            follow_ups,
        })
    }

    /// Whether an account may be closed.
    ///
    /// # Errors
    /// What comes first: cases, items, follow-ups.
    pub(super) fn is_nothing(&self) -> Result<(), CannotAddStaff> {
        match (self.cases, count(&self.items), count(&self.follow_ups)) {
            (0, 0, 0) => Ok(()),
            (0, 0, follow_ups) => Err(CannotAddStaff::StillFollowsUp(follow_ups)),
            (0, items, _) => Err(CannotAddStaff::StillHas(items)),
            (cases, _, _) => Err(CannotAddStaff::StillCarries(cases)),
        }
    }
}

fn count<T>(all: &[T]) -> u32 {
    u32::try_from(all.len()).unwrap_or(u32::MAX)
}
