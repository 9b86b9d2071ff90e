//! Secret tokens: what a browser's cookie or an invitation's link carries.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::primitives::{random, sha256};

/// Thirty-two random bytes in base64url, 43 characters. Goes to the browser or into the link; only its digest is stored.
pub struct SecretToken(Zeroizing<String>);

impl SecretToken {
    /// A new random token.
    pub fn generate() -> Self {
        Self(Zeroizing::new(URL_SAFE_NO_PAD.encode(*random::<32>())))
    }

    /// The text to hand out.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored and looked up.
    pub fn digest(&self) -> [u8; 32] {
        token_digest(&self.0)
    }
}

/// What is stored for a token that somebody presents: SHA-256 of its text. Without a key and without cost, because 256 random bits cannot
/// be tried out; the stored value alone signs nobody in.
pub fn token_digest(presented: &str) -> [u8; 32] {
    sha256(presented.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_by_its_text_and_never_given_twice() {
        let token = SecretToken::generate();
        assert_eq!(token.reveal().len(), 43);
        assert_eq!(URL_SAFE_NO_PAD.decode(token.reveal()).unwrap().len(), 32);
        assert_eq!(token_digest(token.reveal()), token.digest());
        assert_ne!(token.digest(), SecretToken::generate().digest());
    }

    #[test]
    fn the_digest_is_plain_sha_256() {
        let hex: String = token_digest("abc").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
