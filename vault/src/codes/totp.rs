//! One-time codes by the clock (RFC 6238): six digits, thirty seconds, SHA-1, which is what every authenticator app understands.

use totp_rs::{Algorithm, Builder, Totp};
use zeroize::Zeroizing;

use crate::primitives::random;

/// How long one code holds, in seconds.
pub const STEP_SECONDS: i64 = 30;

const STEP: u64 = 30;
const SECRET: usize = 20;

/// The secret that server and authenticator app share, 160 bits, wiped when dropped. To be stored sealed.
pub struct TotpSecret(Zeroizing<[u8; SECRET]>);

impl TotpSecret {
    /// A new random secret.
    pub fn generate() -> Self {
        Self(random())
    }

    /// The secret out of its sealed form; nothing when the bytes are not 20.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The bytes to seal.
    pub fn bytes(&self) -> &[u8] {
        self.0.as_ref()
    }

    /// For typing into an app that has no camera, in groups of four.
    pub fn typed(&self) -> Zeroizing<String> {
        let whole = Zeroizing::new(self.totp().secret().to_base32());
        let mut text = Zeroizing::new(String::with_capacity(40));
        for (place, c) in whole.chars().enumerate() {
            if place != 0 && place % 4 == 0 {
                text.push(' ');
            }
            text.push(c);
        }
        text
    }

    /// The `otpauth:` address for a QR code. It contains the secret: show it once, never store or log it.
    ///
    /// # Errors
    /// [`BadLabel`] when the account is empty, or account or issuer contains a colon.
    pub fn otpauth_url(&self, issuer: &str, account: &str) -> Result<Zeroizing<String>, BadLabel> {
        let labelled = self.builder().with_issuer(Some(issuer)).with_account_name(account).build();
        labelled.and_then(|totp| totp.to_url()).map(Zeroizing::new).map_err(|_| BadLabel)
    }

    /// Checks a typed code against this moment, one step before and one after, and gives the step that it belongs to.
    ///
    /// `last_step` is the step of the code that was accepted last (0 when none was): a code of that step or an older one is refused, so
    /// that nobody can use a code a second time after looking over a shoulder. The caller stores the step that is returned, in the same
    /// transaction. Spaces in the code do not matter.
    pub fn check(&self, code: &str, now_unix_seconds: i64, last_step: i64) -> Option<i64> {
        let typed: Zeroizing<String> = Zeroizing::new(code.chars().filter(|c| !c.is_whitespace()).collect());
        let now = u64::try_from(now_unix_seconds).ok()?;
        let totp = self.totp();
        // Without skew the library compares one step only, in constant time; the window is ours, because the steps already used differ.
        let steps = [-1, 0, 1].map(|by| (now / STEP).checked_add_signed(by));
        steps.into_iter().flatten().find_map(|step| {
            let number = i64::try_from(step).ok().filter(|&number| last_step < number)?;
            totp.check(&typed, step.checked_mul(STEP)?).map(|_| number)
        })
    }

    fn totp(&self) -> Totp {
        self.builder().build_noncompliant()
    }

    fn builder(&self) -> Builder {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(0)
            .with_step_duration(STEP)
            .with_secret(*self.0)
    }
}

/// The account is empty, or a label contains a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the name for the authenticator app must not be empty or contain a colon")]
pub struct BadLabel;

#[cfg(test)]
mod tests;
