//! Verification marks: who checked which fact against what (CM-4.1.2, CC-4.1.2).

use domain::basis::Basis;
use domain::clients::{ClientFile, FactsVerified};
use domain::event::Event;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Why facts cannot be marked as verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotVerify {
    /// No fact was chosen.
    #[error("please choose at least one fact")]
    NoFact,
}

/// Marks facts as verified.
///
/// # Errors
/// [`Failure`].
pub async fn verify_facts(
    ctx: &Ctx,
    client: DossierId,
    order: FactsVerified,
    signing: Signing,
) -> Result<EntryId, Failure<CannotVerify>> {
    let target = Target::file(client).based_on(Basis::Details);
    ctx.act(Action::VerifyFacts, target, signing, |_: &ClientFile, _rules| {
        if order.facts.is_empty() {
            return Err(CannotVerify::NoFact);
        }
        Ok(vec![Event::FactsVerified(order.clone())])
    })
    .await
}
