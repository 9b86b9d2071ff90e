//! Settling an action item: kept, or dropped with a reason (CM-4.2.3).

use domain::basis::Basis;
use domain::cases::{CaseClosedNow, CaseFile};
use domain::contacts::ActionSettled;
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// An action item to be settled.
pub struct SettleAction {
    /// In which case.
    pub case: DossierId,
    /// How it ends.
    pub settled: ActionSettled,
}

/// Why an action item cannot be settled like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotSettle {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// It is settled already, or was never promised here.
    #[error("this action item is settled already")]
    NotOpen,
    /// Dropped without a reason.
    #[error("please say in a few words why it is dropped")]
    ReasonMissing,
}

/// Settles an action item, or says why not.
///
/// # Errors
/// [`Failure`].
pub async fn settle_action(ctx: &Ctx, order: SettleAction, signing: Signing) -> Result<EntryId, Failure<CannotSettle>> {
    let target = Target::file(order.case).based_on(Basis::Action(order.settled.item));
    ctx.act(Action::SettleAction, target, signing, |case: &CaseFile, _rules| {
        case.must_be_open()?;
        if !case.contacts.open_actions().any(|action| action.item.id == order.settled.item) {
            return Err(CannotSettle::NotOpen);
        }
        if !order.settled.kept && order.settled.note.is_none() {
            return Err(CannotSettle::ReasonMissing);
        }
        Ok(vec![Event::ActionSettled(order.settled.clone())])
    })
    .await
}
