//! A secret that we share with a machine of others: what they send is signed with it, and what we send to them.
//!
//! The signature is HMAC-SHA256 over the time in seconds since 1970, a dot, and the body as it is; in hexadecimal digits.

use aws_lc_rs::hmac;

use crate::primitives::mac_key;

/// The shortest secret that is taken, in bytes.
const SHORTEST: usize = 16;

/// A shared secret, ready to sign and to check.
#[derive(Clone)]
pub struct SharedSecret(hmac::Key);

impl SharedSecret {
    /// The secret as it was agreed; nothing when it is so short that it could be guessed.
    pub fn new(secret: &[u8]) -> Option<Self> {
        (SHORTEST <= secret.len()).then(|| Self(mac_key(secret)))
    }

    /// The signature of this body at this time.
    pub fn sign(&self, at: i64, body: &[u8]) -> String {
        let tag = hmac::sign(&self.0, &signed(at, body));
        tag.as_ref()
            .iter()
            .flat_map(|byte| [byte >> 4, byte & 15])
            .filter_map(|n| char::from_digit(n.into(), 16))
            .collect()
    }

    /// Whether this is the signature of this body at this time. How long it takes says nothing of the right one.
    pub fn proves(&self, at: i64, body: &[u8], signature: &str) -> bool {
        let digits: Vec<u8> = signature.chars().filter_map(|c| c.to_digit(16)?.try_into().ok()).collect();
        let tag: Vec<u8> =
            digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, half| byte << 4 | half)).collect();
        signature.len() == 64 && digits.len() == 64 && hmac::verify(&self.0, &signed(at, body), &tag).is_ok()
    }
}

fn signed(at: i64, body: &[u8]) -> Vec<u8> {
    [at.to_string().as_bytes(), b".", body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_one_body_at_one_time_under_one_secret() {
        let secret = SharedSecret::new(b"0123456789abcdef").unwrap();
        let signature = secret.sign(1_767_603_600, b"{}");
        // printf '1767603600.{}' | openssl dgst -sha256 -hmac 0123456789abcdef
        assert_eq!(signature, SIGNED);
        assert!(secret.proves(1_767_603_600, b"{}", &signature));
        assert!(secret.proves(1_767_603_600, b"{}", &signature.to_uppercase()));
        assert!(!secret.proves(1_767_603_601, b"{}", &signature));
        assert!(!secret.proves(1_767_603_600, b"{ }", &signature));
        for bad in ["", "0", &signature[1..], &format!("{signature}0"), &format!("x{}", &signature[1..])] {
            assert!(!secret.proves(1_767_603_600, b"{}", bad), "{bad}");
        }
        let other = SharedSecret::new(b"0123456789abcdeg").unwrap();
        assert!(!other.proves(1_767_603_600, b"{}", &signature));
        assert!(SharedSecret::new(b"short").is_none());
    }

    const SIGNED: &str = "720234bda6a751b8a483e8020d12f9a1fad351dc02a553282574eda1f8f87945";
}
