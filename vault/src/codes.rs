//! Codes and secrets that people or browsers hold: one-time codes, recovery codes, tokens of sign-ins and invitations.
//!
//! None of them is stored readably: the secret of one-time codes is sealed by the caller, recovery codes and tokens are stored as digests.

mod recovery;
mod shared;
mod token;
mod totp;

pub use recovery::{RECOVERY_CODES, recovery_codes, recovery_digest};
pub use shared::SharedSecret;
pub use token::{SecretToken, token_digest};
pub use totp::{BadLabel, STEP_SECONDS, TotpSecret};
