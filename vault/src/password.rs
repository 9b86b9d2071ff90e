//! Passwords: how they are kept, compared and judged.
//!
//! Kept as Argon2id over HMAC-SHA256(pepper, password): a stolen table cannot be tried out without the pepper, and with it only at 64 MiB a
//! guess. Asking for somebody who does not exist costs the same as asking for somebody who does. Source: security.md 4.6, OWASP ASVS 6.2.

mod phc;
mod strength;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use phc::Stored;
pub use strength::{LONGEST, SHORTEST, WeakPassword, meter, strength};

use crate::keys::Pepper;
use crate::primitives::{argon2id, mac, random};

/// What one guess costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// How often the memory is gone over.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// For people's passwords: 64 MiB, three passes. Some 150 ms of one core; let at most as many run at once as there are cores.
    pub const PRODUCTION: Self = Self { memory_kib: 65_536, passes: 3, lanes: 1 };
    /// For the root passphrase, which is typed once per start: 256 MiB, four passes.
    pub const ROOT: Self = Self { memory_kib: 262_144, passes: 4, lanes: 1 };
    /// For tests and nothing else.
    pub const TESTS: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };
}

/// The password service: pepper and cost together. Its calls take as long as [`Cost`] says; keep them off the threads that answer requests.
pub struct Passwords {
    pepper: Pepper,
    cost: Cost,
    dummy: Stored,
}

impl Passwords {
    /// A service with this pepper, at this cost.
    pub fn new(pepper: Pepper, cost: Cost) -> Self {
        // Nobody's hash: only its cost matters, its value matches no password that anybody could find.
        let dummy = Stored { cost, salt: random::<16>().to_vec(), hash: random() };
        Self { pepper, cost, dummy }
    }

    /// The text to store for this password, in PHC form. It says nothing about the password to whoever lacks the pepper.
    ///
    /// # Errors
    /// [`BadCost`] when the cost is outside what Argon2 allows; never with the costs named here.
    pub fn hash(&self, password: &str) -> Result<String, BadCost> {
        let salt = random::<16>().to_vec();
        let hash = argon2id(self.peppered(password).as_ref(), &salt, self.cost).ok_or(BadCost)?;
        Ok(Stored { cost: self.cost, salt, hash }.to_string())
    }

    /// Whether this is the password that `stored` was made of.
    ///
    /// Without a stored text – no such account, or one without a password – the same work is done and the answer is no; so too for a text
    /// that is no hash of ours.
    pub fn verify(&self, password: &str, stored: Option<&str>) -> bool {
        let known = stored.and_then(Stored::parse);
        let against = known.as_ref().unwrap_or(&self.dummy);
        let equal = argon2id(self.peppered(password).as_ref(), &against.salt, against.cost)
            .is_some_and(|hash| verify_slices_are_equal(hash.as_ref(), against.hash.as_ref()).is_ok());
        equal && known.is_some()
    }

    /// Whether the stored text was made at another cost than today's, and should be made anew at the next sign-in.
    pub fn is_outdated(&self, stored: &str) -> bool {
        Stored::parse(stored).is_none_or(|known| known.cost != self.cost)
    }

    fn peppered(&self, password: &str) -> Zeroizing<[u8; 32]> {
        let typed = Zeroizing::new(password.nfc().collect::<String>());
        Zeroizing::new(mac(self.pepper.for_passwords(), typed.as_bytes()))
    }
}

/// The cost is outside what Argon2 allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cost of password hashes is outside what argon2 allows")]
pub struct BadCost;

#[cfg(test)]
mod tests;
