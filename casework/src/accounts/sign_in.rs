//! Signing in: password, then the code of the authenticator app; and what a cookie is worth at each request.
//!
//! A sign-in is opaque and kept on the server. It ends after the rulebook's idle time and absolute time, when the person signs out, when it is ended
//! from another device, and at once when the account's epoch is raised.

use std::sync::Arc;

use domain::ids::StaffId;
use domain::organisation::Organisation;
use domain::staff::StaffFile;
use domain::time::Instant;
use store::{Access, AccountState, InvitationPurpose as Purpose, NewSignIn, Preferences, SignIn, Throttle};
use vault::codes::{SecretToken, token_digest};
use zeroize::Zeroizing;

use super::proof::{FAILED, INSIDE, Proven, fits, note_failure, note_waiting, prove_code, wait};
use crate::house::{House, Who};
use crate::{BadSignature, Fault, hex};

/// From where somebody comes.
#[derive(Debug, Clone)]
pub struct Came {
    /// The network address; counted, never kept.
    pub address: String,
    /// What the browser calls itself.
    pub device: String,
}

/// Why somebody cannot sign in. It never says whether there is such an account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotSignIn {
    /// Name or password are wrong, or the account is closed.
    #[error("sign-in name or password are not right")]
    Wrong,
    /// The code is wrong or was used before.
    #[error("this code is not right, or it was used before; wait for the next one")]
    WrongCode,
    /// Too many attempts.
    #[error("too many attempts; please wait {0} seconds and try again")]
    Wait(u32),
    /// The link is void.
    #[error("this link has been used or has run out; ask for a new one")]
    VoidLink,
}

impl From<BadSignature> for CannotSignIn {
    fn from(bad: BadSignature) -> Self {
        match bad {
            BadSignature::Wait(seconds) => Self::Wait(seconds),
            BadSignature::WrongCode => Self::WrongCode,
            BadSignature::Missing | BadSignature::WrongPassword | BadSignature::Incomplete | BadSignature::Stale(_) => {
                Self::Wrong
            }
        }
    }
}

/// A sign-in that has begun: the cookie's secret, and what is still missing.
pub struct SignedIn {
    /// The secret that goes into the cookie.
    pub secret: SecretToken,
    /// Who.
    pub staff: StaffId,
    /// What stands between this and the first page.
    pub standing: Standing,
    /// Whether somebody seems to have tried to come in as this person since they were last here.
    pub tried: bool,
}

/// How far a sign-in is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Both factors were given.
    Whole,
    /// The code of the authenticator app is missing.
    NeedsCode,
    /// No authenticator app is set up yet.
    NeedsEnrolment,
}

const SIGNED_IN: &str = "signed_in";

/// How many lines about an account are looked at.
const LOOKED_AT: u32 = 200;
/// So many failures are no slip of the finger.
const MISTYPED: usize = 4;
/// Nor is one so long before.
const MISTYPED_SECONDS: i64 = 10 * 60;

const HALF: &str = "password";
const WHOLE: &str = "password_and_code";
const LINK: &str = "link";

/// First step: name and password.
///
/// # Errors
/// [`CannotSignIn`], or a fault.
pub async fn sign_in(
    house: &Arc<House>,
    login: &str,
    password: Zeroizing<String>,
    came: &Came,
) -> Result<Result<SignedIn, CannotSignIn>, Fault> {
    let now = house.now();
    let account = house.store.account_by_login(login).await?;
    let name = login.trim().to_lowercase();
    let of_account = house.store.bucket("login", &name);
    let of_address = house.store.bucket("address", &came.address);
    let buckets = [(of_account.clone(), Throttle::ACCOUNT), (of_address.clone(), Throttle::ADDRESS)];
    if let Some(until) = house.store.admit(&buckets, now).await? {
        let account_waits = house.store.throttled(&[(of_account, Throttle::ACCOUNT)], now).await?.is_some();
        let waits =
            if account_waits { ("login-waits", name.as_str()) } else { ("address-waits", came.address.as_str()) };
        note_waiting(house, account.map(|account| account.staff), waits, until).await?;
        return Ok(Err(wait(until, now).into()));
    }
    let stored = account.as_ref().and_then(|account| account.password.clone());
    let good = fits(house, password, stored).await?;
    let named = account.as_ref().map(|account| account.staff);
    let account = account.filter(|account| good && account.state == AccountState::Active);
    let Some(account) = account else {
        note_failure(house, named, if good { "closed" } else { "password" }).await?;
        return Ok(Err(CannotSignIn::Wrong));
    };
    house.store.clear_throttle(&of_account).await?;
    house.store.take_back_attempt(&of_address).await?;
    note(house, account.staff, "password_given").await?;
    Ok(Ok(begin_half(house, account.staff, account.epoch, came).await?))
}

/// Begins a sign-in that still lacks its second factor.
pub(super) async fn begin_half(house: &Arc<House>, staff: StaffId, epoch: i64, came: &Came) -> Result<SignedIn, Fault> {
    let has_code = house.store.account(staff).await?.is_some_and(|account| account.has_code);
    let standing = if has_code { Standing::NeedsCode } else { Standing::NeedsEnrolment };
    let secret = begin(house, staff, epoch, HALF, came).await?;
    Ok(SignedIn { secret, staff, standing, tried: false })
}

/// Second step: the code. The half sign-in ends, and a whole one with another secret begins.
///
/// # Errors
/// [`CannotSignIn`], or a fault.
pub async fn give_code(
    house: &Arc<House>,
    half: &SignIn,
    code: &str,
    came: &Came,
) -> Result<Result<SignedIn, CannotSignIn>, Fault> {
    if let Proven::No(bad) = prove_code(house, half.staff, code).await? {
        if bad == BadSignature::WrongCode {
            note_failure(house, Some(half.staff), "code").await?;
        }
        return Ok(Err(bad.into()));
    }
    house.store.end_sign_in(half.staff, half.token).await?;
    Ok(Ok(begin_whole(house, half.staff, half.epoch, came).await?))
}

/// Begins a sign-in with both factors.
pub(super) async fn begin_whole(
    house: &Arc<House>,
    staff: StaffId,
    epoch: i64,
    came: &Came,
) -> Result<SignedIn, Fault> {
    let secret = begin(house, staff, epoch, WHOLE, came).await?;
    let tried = was_tried(house, staff).await?;
    note(house, staff, SIGNED_IN).await?;
    Ok(SignedIn { secret, staff, standing: Standing::Whole, tried })
}

/// Signing in by a link of the demonstration: one click, once.
///
/// # Errors
/// [`CannotSignIn::VoidLink`], or a fault.
pub async fn sign_in_by_link(
    house: &Arc<House>,
    secret: &str,
    came: &Came,
) -> Result<Result<SignedIn, CannotSignIn>, Fault> {
    let digest = token_digest(secret);
    let looked = house.store.look_at_invitation(digest, house.now()).await?;
    if looked.is_none_or(|invitation| invitation.purpose != Purpose::Demo) {
        return Ok(Err(CannotSignIn::VoidLink));
    }
    let Some(invitation) = house.store.use_invitation(digest, house.now()).await? else {
        return Ok(Err(CannotSignIn::VoidLink));
    };
    sign_in_in_demo(house, invitation.staff, came).await
}

/// Signing in to the demonstration with nothing but a name: whoever calls this knows that it is the demonstration. It uses no link up, so that two who
/// choose the same person in the same moment do not void each other's.
///
/// # Errors
/// [`CannotSignIn::VoidLink`] when nobody of that name works there, or a fault.
pub async fn sign_in_in_demo(
    house: &Arc<House>,
    staff: StaffId,
    came: &Came,
) -> Result<Result<SignedIn, CannotSignIn>, Fault> {
    let account = house.store.account(staff).await?;
    let Some(account) = account.filter(|account| account.state == AccountState::Active) else {
        return Ok(Err(CannotSignIn::VoidLink));
    };
    let secret = begin(house, account.staff, account.epoch, LINK, came).await?;
    note(house, account.staff, SIGNED_IN).await?;
    Ok(Ok(SignedIn { secret, staff: account.staff, standing: Standing::Whole, tried: false }))
}

async fn begin(house: &House, staff: StaffId, epoch: i64, method: &str, came: &Came) -> Result<SecretToken, Fault> {
    let secret = SecretToken::generate();
    let new = NewSignIn {
        token: secret.digest(),
        staff,
        epoch,
        method: method.to_owned(),
        device: came.device.chars().take(120).collect(),
        preferences: Preferences::default(),
    };
    house.store.begin_sign_in(new, house.now()).await?;
    Ok(secret)
}

/// A sign-in that holds.
pub struct Current {
    /// The sign-in.
    pub sign_in: SignIn,
    /// What is missing.
    pub standing: Standing,
    /// The organisation whose rules it was measured by.
    pub organisation: Arc<Organisation>,
    /// The file of whoever signed in.
    pub own: Arc<StaffFile>,
}

/// What the secret of a cookie is worth now. `active` requests count against the idle time; background ones do not.
///
/// # Errors
/// [`Fault`] when the store fails: then nobody is signed in.
pub async fn current(house: &Arc<House>, secret: &str, active: bool) -> Result<Option<Current>, Fault> {
    let Some(sign_in) = house.store.sign_in(token_digest(secret)).await? else { return Ok(None) };
    let (organisation, own) = tokio::try_join!(house.organisation(), house.staff_file(sign_in.staff))?;
    let rules = &organisation.rulebook;
    let now = house.now();
    let idle = i64::from(rules.idle_minutes) * 60 < now.seconds_since(sign_in.seen);
    let old = i64::from(rules.absolute_hours) * 3600 < now.seconds_since(sign_in.began);
    if idle || old {
        house.store.end_sign_in(sign_in.staff, sign_in.token).await?;
        return Ok(None);
    }
    if active {
        house.store.touch_sign_in(&sign_in, now).await?;
    }
    let standing = match sign_in.method.as_str() {
        WHOLE | LINK => Standing::Whole,
        _ => {
            let has_code = house.store.account(sign_in.staff).await?.is_some_and(|account| account.has_code);
            if has_code { Standing::NeedsCode } else { Standing::NeedsEnrolment }
        }
    };
    Ok(Some(Current { sign_in, standing, organisation, own }))
}

impl Who {
    /// Whoever came in with this sign-in.
    pub fn signed_in(sign_in: &SignIn, standing: Standing) -> Self {
        Self {
            staff: sign_in.staff,
            second_factor: standing == Standing::Whole,
            through: Some(hex(&sign_in.token, 8)),
            proved: (standing == Standing::Whole).then_some(sign_in.proved),
            console: false,
        }
    }
}

/// Ends this sign-in.
///
/// # Errors
/// [`Fault`] when the store fails.
pub async fn sign_out(house: &Arc<House>, sign_in: &SignIn) -> Result<(), Fault> {
    house.store.end_sign_in(sign_in.staff, sign_in.token).await?;
    note(house, sign_in.staff, "signed_out").await
}

/// Whether the failures since the last sign-in look like those of somebody else: many, or long before this one. Who mistypes and then gets in is not
/// told of it.
async fn was_tried(house: &House, staff: StaffId) -> Result<bool, Fault> {
    let lines = house.store.accesses(staff.dossier(), None, LOOKED_AT).await?;
    let since = lines.iter().take_while(|line| line.act != SIGNED_IN);
    let at_the_door = since.filter(|line| line.act == FAILED && line.why.as_deref() != Some(INSIDE));
    let failures: Vec<Instant> = at_the_door.map(|line| line.at).collect();
    let long_before = house.now().plus_seconds(-MISTYPED_SECONDS);
    Ok(MISTYPED <= failures.len() || failures.iter().any(|&at| at < long_before))
}

/// What happened to an account stands under the person's own dossier, where it is found for them.
async fn note(house: &House, staff: StaffId, act: &str) -> Result<(), Fault> {
    let access = Access {
        act: act.to_owned(),
        actor: staff,
        at: house.now(),
        dossier: Some(staff.dossier()),
        entry: None,
        through: None,
        why: None,
    };
    Ok(house.store.record(access).await?)
}

/// Seconds from now until this sign-in ends by itself if nothing is done.
pub fn ends(sign_in: &SignIn, idle_minutes: u32, absolute_hours: u32) -> Instant {
    let idle = sign_in.seen.plus_seconds(i64::from(idle_minutes) * 60);
    idle.min(sign_in.began.plus_seconds(i64::from(absolute_hours) * 3600))
}
