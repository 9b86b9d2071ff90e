//! Attesting that every document and physical item is present and correctly filed, before the first step is signed (RC-4.5a).

use domain::attestation::{CannotAttest, FilingAttested};
use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId};
use domain::policy::Action;

use crate::house::{Signing, Target};
use crate::{Ctx, Failure};

/// Records what somebody says of documents and physical items after looking at each. The marks name the entries that were looked at, so that what
/// has changed since is refused, and what others wrote elsewhere in the file does not disturb.
///
/// # Errors
/// [`Failure`].
pub async fn attest_filing(
    ctx: &Ctx,
    case: DossierId,
    order: FilingAttested,
    signing: Signing,
) -> Result<EntryId, Failure<CannotAttest>> {
    ctx.act(Action::AttestFiling, Target::file(case), signing, |case: &CaseFile, rules| {
        case.attest_filing(order.clone(), rules)
    })
    .await
}
