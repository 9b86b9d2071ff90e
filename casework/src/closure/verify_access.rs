//! Looking who can still open a closed case, by asking the policy for every account (RC-5, RC-4.2c).

use domain::access_check::{AccessVerified, CannotVerify, Opener, StillOpens};
use domain::cases::CaseFile;
use domain::ids::{DossierId, EntryId, StaffId};
use domain::level::Level;
use domain::policy::Action;
use domain::staff::Role;

use crate::accounts::staff_list;
use crate::house::{Signing, Target, Who};
use crate::{Ctx, Failure, Fault, Never};

/// Whoever holds one of these keeps closed files.
const KEEPERS: [Role; 2] = [Role::RecordsOfficer, Role::DataProtectionOfficer];

/// Who can open this case now. Names and reasons, nothing of what the file says.
///
/// # Errors
/// [`Failure`].
pub async fn who_opens(ctx: &Ctx, case: DossierId) -> Result<AccessVerified, Failure<Never>> {
    ctx.permit(Action::VerifyAccess, Some(case)).await?;
    Ok(found(ctx, case).await?)
}

/// Records who can open the case; computed again in this moment, and not taken from a form.
///
/// # Errors
/// [`Failure`]; [`CannotVerify::NotTakenBack`] when somebody can open it without a reason.
pub async fn verify_access(ctx: &Ctx, case: DossierId, signing: Signing) -> Result<EntryId, Failure<CannotVerify>> {
    let found = found(ctx, case).await?;
    ctx.act(Action::VerifyAccess, Target::file(case), signing, |case: &CaseFile, _rules| {
        case.verify_access(found.clone())
    })
    .await
}

async fn found(ctx: &Ctx, case: DossierId) -> Result<AccessVerified, Fault> {
    let Some(opened) = ctx.house.open::<CaseFile>(case, Level::Restricted).await? else {
        return Err(Fault::Other("case"));
    };
    let mut found = AccessVerified { accounts: 0, openers: Vec::new(), lost: Vec::new() };
    for card in staff_list(ctx).await?.into_iter().filter(|card| card.active) {
        found.accounts = found.accounts.saturating_add(1);
        let keeps = KEEPERS.iter().any(|role| card.roles.contains(role));
        let may = ctx.house.acting(Who::in_the_name_of(card.id)).may_which(&StillOpens::ASKED, case).await?;
        found.openers.extend(StillOpens::of(&may, keeps).map(|why| Opener { staff: card.id, why }));
    }
    let reads = |staff: &StaffId| {
        found.openers.iter().any(|opener| opener.staff == *staff && opener.why != StillOpens::AfterCare)
    };
    let lost = opened.file.worked_last().into_iter().filter(|staff| !reads(staff)).collect();
    Ok(AccessVerified { lost, ..found })
}
