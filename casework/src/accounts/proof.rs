//! The one place where passwords and codes are checked, for signing in and for signing alike, under one throttle.

use std::sync::Arc;

use domain::ids::StaffId;
use domain::time::Instant;
use store::{Access, Bucket, Throttle};
use vault::codes::{TotpSecret, recovery_digest};
use zeroize::Zeroizing;

use crate::house::House;
use crate::{BadSignature, Fault};

/// The answer to a proof.
pub(crate) enum Proven {
    /// It holds. `has_code` says whether the account has one-time codes.
    Yes {
        /// Whether the account has one-time codes.
        has_code: bool,
    },
    /// It does not.
    No(BadSignature),
}

fn account_bucket(house: &House, staff: StaffId) -> Vec<(Bucket, Throttle)> {
    vec![(house.store.bucket("account", &staff.to_string()), Throttle::ACCOUNT)]
}

pub(crate) fn wait(until: Instant, now: Instant) -> BadSignature {
    BadSignature::Wait(u32::try_from(until.seconds_since(now).max(1)).unwrap_or(u32::MAX))
}

/// Checks the password of a member of staff who has signed in. One that is wrong is recorded.
pub(crate) async fn prove_password(
    house: &Arc<House>,
    staff: StaffId,
    password: &Zeroizing<String>,
) -> Result<Proven, Fault> {
    let now = house.now();
    let buckets = account_bucket(house, staff);
    if let Some(until) = house.store.admit(&buckets, now).await? {
        note_waiting(house, Some(staff), ("account-waits", &staff.to_string()), until).await?;
        return Ok(Proven::No(wait(until, now)));
    }
    let account = house.store.account(staff).await?;
    let (stored, has_code) = account.map_or((None, false), |account| (account.password, account.has_code));
    if !fits(house, password.clone(), stored).await? {
        note_failure(house, Some(staff), INSIDE).await?;
        return Ok(Proven::No(BadSignature::WrongPassword));
    }
    forgive(house, &buckets).await?;
    Ok(Proven::Yes { has_code })
}

async fn forgive(house: &House, buckets: &[(Bucket, Throttle)]) -> Result<(), Fault> {
    for (bucket, _) in buckets {
        house.store.clear_throttle(bucket).await?;
    }
    Ok(())
}

/// Compares on a thread of its own, at most as many at once as there are processors; without a stored hash it works as long as with one.
pub(crate) async fn fits(
    house: &Arc<House>,
    password: Zeroizing<String>,
    stored: Option<Zeroizing<String>>,
) -> Result<bool, Fault> {
    let _turn = house.hashing.acquire().await.map_err(|_| Fault::Unavailable)?;
    let house = Arc::clone(house);
    let compare = move || house.passwords.verify(&password, stored.as_ref().map(|stored| stored.as_str()));
    tokio::task::spawn_blocking(compare).await.map_err(|_| Fault::Other("password"))
}

/// Hashes a new password, likewise.
pub(crate) async fn hash(house: &Arc<House>, password: Zeroizing<String>) -> Result<String, Fault> {
    let _turn = house.hashing.acquire().await.map_err(|_| Fault::Unavailable)?;
    let house = Arc::clone(house);
    let work = move || house.passwords.hash(&password);
    tokio::task::spawn_blocking(work).await.map_err(|_| Fault::Other("password"))?.map_err(|_| Fault::Other("password"))
}

/// Checks a one-time code, or one of the recovery codes. Each works once. Whoever asks records one that is wrong.
pub(crate) async fn prove_code(house: &Arc<House>, staff: StaffId, code: &str) -> Result<Proven, Fault> {
    let now = house.now();
    let buckets = account_bucket(house, staff);
    if let Some(until) = house.store.admit(&buckets, now).await? {
        note_waiting(house, Some(staff), ("account-waits", &staff.to_string()), until).await?;
        return Ok(Proven::No(wait(until, now)));
    }
    let good = code_fits(house, staff, code, now).await?;
    if good {
        forgive(house, &buckets).await?;
        return Ok(Proven::Yes { has_code: true });
    }
    Ok(Proven::No(BadSignature::WrongCode))
}

/// What stands in the ledger when a password or a code does not hold.
pub(super) const FAILED: &str = "proof_failed";

/// Why, when nothing was looked at, because too many had come before.
const WAITING: &str = "waiting";

/// Why, when it was given by somebody who had signed in.
pub(crate) const INSIDE: &str = "signature";

/// Records that somebody failed to prove to be this person. A name that nobody has is recorded as well, without the name: otherwise the time that
/// an answer takes would tell which names there are.
pub(crate) async fn note_failure(house: &House, staff: Option<StaffId>, why: &'static str) -> Result<(), Fault> {
    let access = Access {
        act: FAILED.to_owned(),
        actor: staff.unwrap_or_else(|| StaffId::new(house.store.installation().bits())),
        at: house.now(),
        dossier: staff.map(StaffId::dossier),
        entry: None,
        through: None,
        why: Some(why.to_owned()),
    };
    Ok(house.store.record(access).await?)
}

/// Records that somebody tried while they had to wait, whatever they gave: once in each wait of one account, and of one address, so that nobody can
/// fill the ledger by trying on. `of` says whose wait it is.
pub(super) async fn note_waiting(
    house: &House,
    staff: Option<StaffId>,
    (sort, of): (&'static str, &str),
    until: Instant,
) -> Result<(), Fault> {
    let now = house.now();
    let left = until.seconds_since(now).max(0) + 1;
    let once = Throttle { free: 0, drain: 1, first_wait: left, longest_wait: left };
    if house.store.admit(&[(house.store.bucket(sort, of), once)], now).await?.is_none() {
        note_failure(house, staff, WAITING).await?;
    }
    Ok(())
}

async fn code_fits(house: &House, staff: StaffId, code: &str, now: Instant) -> Result<bool, Fault> {
    let plain: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.len() == 6 && plain.bytes().all(|b| b.is_ascii_digit()) {
        let Some(secret) = house.store.code_secret(staff).await? else { return Ok(false) };
        let Some(secret) = TotpSecret::from_bytes(&secret) else { return Err(Fault::Damaged) };
        let last = house.store.account(staff).await?.map_or(0, |account| account.code_step);
        let Some(step) = secret.check(&plain, now.0 / Instant::SECOND, last) else { return Ok(false) };
        return Ok(house.store.use_code_step(staff, step).await?);
    }
    match recovery_digest(house.store.pepper(), code) {
        Some(digest) => Ok(house.store.use_recovery_code(staff, digest).await?),
        None => Ok(false),
    }
}
