//! What people do with their own account: password, authenticator app, recovery codes, sign-ins.

use std::sync::Arc;

use domain::ids::StaffId;
use domain::policy::Action;
use store::SignIn;
use vault::codes::{TotpSecret, recovery_codes, recovery_digest};
use vault::password::strength;
use zeroize::Zeroizing;

use super::invite::{AcceptFailure, printed_name};
use super::proof::{Proven, hash, prove_password};
use super::sign_in::{Came, CannotSignIn, SignedIn, begin_whole};
use crate::house::House;
use crate::{Ctx, Failure, Fault, Never};

/// The name of a member of staff as printed.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn name_of(house: &Arc<House>, staff: StaffId) -> Result<String, Fault> {
    printed_name(house, staff.dossier()).await
}

/// The address behind the QR code of a secret that an authenticator app is to hold. Nothing changes until a code confirms it.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn enrolment_address(
    house: &Arc<House>,
    staff: StaffId,
    secret: &TotpSecret,
) -> Result<Zeroizing<String>, Fault> {
    let name = printed_name(house, staff.dossier()).await?;
    secret.otpauth_url("Casekeep", &name).map_err(|_| Fault::Other("otpauth"))
}

/// Confirms the authenticator app with a code it shows. Answers with ten recovery codes, shown once, and with the whole sign-in.
///
/// # Errors
/// [`CannotSignIn::WrongCode`], or a fault.
pub async fn confirm_codes(
    house: &Arc<House>,
    half: &SignIn,
    secret: &TotpSecret,
    code: &str,
    came: &Came,
) -> Result<Result<(SignedIn, Vec<Zeroizing<String>>), CannotSignIn>, Fault> {
    enrol(house, half.staff, secret, code, came).await
}

async fn enrol(
    house: &Arc<House>,
    staff: StaffId,
    secret: &TotpSecret,
    code: &str,
    came: &Came,
) -> Result<Result<(SignedIn, Vec<Zeroizing<String>>), CannotSignIn>, Fault> {
    let now = house.now();
    let Some(step) = secret.check(code.trim(), now.0 / domain::time::Instant::SECOND, 0) else {
        return Ok(Err(CannotSignIn::WrongCode));
    };
    let epoch = house.store.set_code_secret(staff, secret.bytes(), step, now).await?;
    let epoch = epoch.ok_or(Fault::Other("no-account"))?;
    let codes = deal_recovery_codes(house, staff).await?;
    Ok(Ok((begin_whole(house, staff, epoch, came).await?, codes)))
}

async fn deal_recovery_codes(house: &House, staff: StaffId) -> Result<Vec<Zeroizing<String>>, Fault> {
    let codes = recovery_codes();
    let digests = codes.iter().filter_map(|code| recovery_digest(house.store.pepper(), code)).collect();
    house.store.set_recovery_codes(staff, digests).await?;
    Ok(codes)
}

/// Puts another authenticator app in the place of the one there is, by password and a code of the new one. The old app and the old recovery
/// codes work no more, every other sign-in ends. Answers with ten new recovery codes, shown once.
///
/// # Errors
/// [`CannotSignIn::Wrong`] or [`CannotSignIn::WrongCode`]: then all stays as it was.
pub async fn change_authenticator(
    ctx: &Ctx,
    password: &Zeroizing<String>,
    secret: &TotpSecret,
    code: &str,
    came: &Came,
) -> Result<Result<(SignedIn, Vec<Zeroizing<String>>), CannotSignIn>, Failure<Never>> {
    let staff = ctx.staff();
    ctx.permit(Action::ManageOwnAccount, Some(staff.dossier())).await?;
    if let Proven::No(bad) = prove_password(&ctx.house, staff, password).await? {
        return Ok(Err(bad.into()));
    }
    Ok(enrol(&ctx.house, staff, secret, code, came).await?)
}

/// Ten new recovery codes, shown once; those of before work no more.
///
/// # Errors
/// [`CannotSignIn::Wrong`] for the password: then those of before still work.
pub async fn renew_recovery_codes(
    ctx: &Ctx,
    password: &Zeroizing<String>,
) -> Result<Result<Vec<Zeroizing<String>>, CannotSignIn>, Failure<Never>> {
    let staff = ctx.staff();
    ctx.permit(Action::ManageOwnAccount, Some(staff.dossier())).await?;
    if let Proven::No(bad) = prove_password(&ctx.house, staff, password).await? {
        return Ok(Err(bad.into()));
    }
    Ok(Ok(deal_recovery_codes(&ctx.house, staff).await?))
}

/// Changes one's own password. Every sign-in ends, and a new one begins for this browser.
///
/// # Errors
/// [`AcceptFailure::Weak`] when the new one is too weak; [`CannotSignIn`] when the old one is wrong.
pub async fn change_password(
    ctx: &Ctx,
    old: Zeroizing<String>,
    new: Zeroizing<String>,
    came: &Came,
) -> Result<Result<SignedIn, CannotSignIn>, AcceptFailure> {
    let house = &ctx.house;
    let staff = ctx.staff();
    if let Proven::No(bad) = prove_password(house, staff, &old).await? {
        return Ok(Err(bad.into()));
    }
    let name = printed_name(house, staff.dossier()).await?;
    strength(&new, &[&name, "casekeep"]).map_err(AcceptFailure::Weak)?;
    let hashed = hash(house, new).await?;
    let epoch = house.store.set_password(staff, Zeroizing::new(hashed), ctx.now()).await?;
    let epoch = epoch.ok_or(Fault::Other("no-account"))?;
    Ok(Ok(begin_whole(house, staff, epoch, came).await?))
}

/// One's own sign-ins with what each browser calls itself.
///
/// # Errors
/// [`Failure`].
pub async fn my_sign_ins(ctx: &Ctx) -> Result<Vec<(SignIn, Zeroizing<String>)>, Failure<Never>> {
    ctx.permit(Action::ManageOwnAccount, Some(ctx.staff().dossier())).await?;
    Ok(ctx.house.store.sign_ins(ctx.staff()).await?)
}

/// Ends one of one's own sign-ins.
///
/// # Errors
/// [`Failure`].
pub async fn end_sign_in(ctx: &Ctx, token: [u8; 32]) -> Result<bool, Failure<Never>> {
    ctx.permit(Action::ManageOwnAccount, Some(ctx.staff().dossier())).await?;
    Ok(ctx.house.store.end_sign_in(ctx.staff(), token).await?)
}

/// Ends all of one's own sign-ins but this one.
///
/// # Errors
/// [`Failure`].
pub async fn end_other_sign_ins(ctx: &Ctx, keep: [u8; 32]) -> Result<u64, Failure<Never>> {
    ctx.permit(Action::ManageOwnAccount, Some(ctx.staff().dossier())).await?;
    Ok(ctx.house.store.end_sign_ins(ctx.staff(), Some(keep)).await?)
}
