//! Logging a contact (CC-4.1.1).

use domain::cases::{CaseClosedNow, CaseFile};
use domain::contacts::{CannotLog, ContactLogged, When, check_contact};
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// A contact to be logged; when it happened and at which level stand in the signing.
pub struct LogContact {
    /// In which case.
    pub case: DossierId,
    /// What is logged.
    pub contact: ContactLogged,
}

/// Why a contact cannot be logged in this case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotLogHere {
    /// The case is closed.
    #[error(transparent)]
    Closed(#[from] CaseClosedNow),
    /// A rule of every contact.
    #[error(transparent)]
    Contact(#[from] CannotLog),
}

/// Logs a contact, or says which rule of documentation forbids it; then nothing has changed.
///
/// # Errors
/// [`Failure`].
pub async fn log_contact(ctx: &Ctx, order: LogContact, signing: Signing) -> Result<EntryId, Failure<CannotLogHere>> {
    let now = ctx.now();
    let when = When { happened: signing.happened.unwrap_or(now), now };
    let level = signing.level;
    ctx.act(Action::LogContact, Target::file(order.case), signing, |case: &CaseFile, rules| {
        case.must_be_open()?;
        check_contact(&order.contact, level, when, rules)?;
        Ok::<_, CannotLogHere>(vec![Event::ContactLogged(order.contact.clone())])
    })
    .await
}
