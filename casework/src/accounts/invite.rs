//! Invitations: the link with which somebody chooses a password, at joining or after forgetting.

use std::sync::Arc;

use domain::ids::{DossierId, StaffId};
use domain::level::Level;
use domain::policy::Action;
use domain::staff::StaffFile;
use domain::time::Instant;
use store::{Invitation, InvitationPurpose as Purpose};
use vault::codes::{SecretToken, token_digest};
use vault::password::{WeakPassword, strength};
use zeroize::Zeroizing;

use super::proof::hash;
use super::sign_in::{Came, SignedIn, begin_half};
use crate::house::House;
use crate::{Ctx, Failure, Fault, Never};

/// How long an invitation holds, in seconds: a day; a quarter of an hour for the first administrator's.
const HOLDS: i64 = 24 * 3600;
const SETUP_HOLDS: i64 = 15 * 60;

/// Who is invited.
#[derive(Debug, Clone)]
pub struct Invited {
    /// Who.
    pub staff: StaffId,
    /// Their name as the organisation has it.
    pub name: String,
    /// What for.
    pub purpose: Purpose,
}

/// Why an invitation cannot be taken up.
#[derive(Debug, thiserror::Error)]
pub enum AcceptFailure {
    /// Used, or run out.
    #[error("this link has been used or has run out; ask for a new one")]
    Void,
    /// The password is too weak.
    #[error(transparent)]
    Weak(WeakPassword),
    /// Ours to mend.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<store::StoreFault> for AcceptFailure {
    fn from(fault: store::StoreFault) -> Self {
        Self::Fault(fault.into())
    }
}

/// Makes the link's secret for somebody.
pub(crate) async fn invite(house: &House, staff: StaffId, purpose: Purpose) -> Result<SecretToken, Fault> {
    let secret = SecretToken::generate();
    let made: Instant = house.now();
    let holds = if purpose == Purpose::Setup { SETUP_HOLDS } else { HOLDS };
    let invitation = Invitation { staff, purpose, made, expires: made.plus_seconds(holds) };
    house.store.invite(secret.digest(), invitation).await?;
    Ok(secret)
}

/// Who this link is for; looking does not use it up.
///
/// # Errors
/// [`AcceptFailure::Void`], or a fault.
pub async fn invitation(house: &Arc<House>, secret: &str) -> Result<Invited, AcceptFailure> {
    let looked = house.store.look_at_invitation(token_digest(secret), house.now()).await?;
    let invitation = looked.filter(|invitation| invitation.purpose != Purpose::Demo).ok_or(AcceptFailure::Void)?;
    let name = printed_name(house, invitation.staff.dossier()).await?;
    Ok(Invited { staff: invitation.staff, name, purpose: invitation.purpose })
}

pub(super) async fn printed_name(house: &House, dossier: DossierId) -> Result<String, Fault> {
    let file = house.open::<StaffFile>(dossier, Level::Restricted).await?;
    Ok(file.and_then(|opened| opened.file.now.as_ref().map(|now| now.name.reveal().to_owned())).unwrap_or_default())
}

/// Takes up an invitation: the password is set, the link is used up, and the person is signed in as far as a password goes.
///
/// # Errors
/// [`AcceptFailure`].
pub async fn accept_invitation(
    house: &Arc<House>,
    secret: &str,
    password: Zeroizing<String>,
    came: &Came,
) -> Result<SignedIn, AcceptFailure> {
    let invited = invitation(house, secret).await?;
    let organisation = house.organisation().await?;
    let organisation_name = organisation.name.as_ref().map(|name| name.reveal().to_owned()).unwrap_or_default();
    strength(&password, &[&invited.name, &organisation_name, "casekeep"]).map_err(AcceptFailure::Weak)?;
    let hashed = hash(house, password).await?;
    // The link is used up last: a refused password must not cost the invitation.
    let used = house.store.use_invitation(token_digest(secret), house.now()).await?;
    let invitation = used.ok_or(AcceptFailure::Void)?;
    let staff = invitation.staff;
    // Raises the epoch: every sign-in of before has ended.
    let epoch = house.store.set_password(staff, Zeroizing::new(hashed), house.now()).await?;
    let epoch = epoch.ok_or(Fault::Other("no-account"))?;
    Ok(begin_half(house, staff, epoch, came).await?)
}

/// Starts a reset: a link that lets the person choose a new password. The authenticator app stays as it is.
///
/// # Errors
/// [`Failure`].
pub async fn reset_account(ctx: &Ctx, staff: StaffId) -> Result<SecretToken, Failure<Never>> {
    ctx.permit(Action::ManageStaff, Some(staff.dossier())).await?;
    let purpose = if ctx.house.store.account(staff).await?.is_some_and(|account| account.password.is_some()) {
        Purpose::Reset
    } else {
        Purpose::Invite
    };
    Ok(invite(&ctx.house, staff, purpose).await?)
}
