//! The few primitives that everything else is made of, each called in one way only.
//!
//! Key lengths and output lengths are fixed here, so that the rest of the crate cannot meet the errors that the libraries reserve for wrong
//! lengths. The tests hold the published vectors against exactly these calls.

use std::fmt::Debug;

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::key_wrap::{AES_256, AesKek, KeyWrap};
use aws_lc_rs::{digest, hkdf, hmac, rand};
use zeroize::Zeroizing;

use crate::password::Cost;

/// A key of 256 bits, wiped when dropped.
pub(crate) type Key = Zeroizing<[u8; 32]>;

/// How many bytes AES-KW makes of a key of 32 bytes.
pub(crate) const WRAPPED: usize = 40;

/// Fills `into` from the operating system's generator.
///
/// # Panics
/// When there is no randomness: then nothing may go on, and the library stops the process itself in practice.
pub fn fill_random(into: &mut [u8]) {
    sure(rand::fill(into));
}

/// So many random bytes.
pub(crate) fn random<const N: usize>() -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    fill_random(bytes.as_mut());
    bytes
}

/// Takes the value of a step that cannot fail with the lengths fixed in this crate.
#[expect(
    clippy::expect_used,
    reason = "a failure would be a defect of ours, and going on without the key or the randomness would be worse"
)]
pub(crate) fn sure<T, E: Debug>(outcome: Result<T, E>) -> T {
    outcome.expect("a primitive with fixed lengths does not fail")
}

/// HKDF-SHA256 without salt (our input keys are uniform), for one key of 32 bytes. `info` is concatenated: labels end in `|` before a tail.
pub(crate) fn hkdf(secret: &[u8], info: &[&[u8]]) -> Key {
    hkdf_salted(&[], secret, info)
}

fn hkdf_salted(salt: &[u8], secret: &[u8], info: &[&[u8]]) -> Key {
    let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    let mut key = Zeroizing::new([0; 32]);
    sure(prk.expand(info, hkdf::HKDF_SHA256).and_then(|okm| okm.fill(key.as_mut())));
    key
}

/// The prepared key of an HMAC-SHA256.
pub(crate) fn mac_key(key: &[u8]) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, key)
}

/// HMAC-SHA256.
pub(crate) fn mac(key: &hmac::Key, text: &[u8]) -> [u8; 32] {
    let mut tag = [0; 32];
    tag.copy_from_slice(hmac::sign(key, text).as_ref());
    tag
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

/// AES-256-KW (RFC 3394) of one key under another.
pub(crate) fn wrap(under: &[u8; 32], key: &[u8; 32]) -> Vec<u8> {
    let mut wrapped = vec![0; WRAPPED];
    sure(AesKek::new(&AES_256, under).and_then(|kek| kek.wrap(key, &mut wrapped).map(|_| ())));
    wrapped
}

/// Undoes [`wrap`]; nothing when the key is another one or the bytes are not as they were.
pub(crate) fn unwrap(under: &[u8; 32], wrapped: &[u8]) -> Option<Key> {
    if wrapped.len() != WRAPPED {
        return None;
    }
    let mut key = Zeroizing::new([0; 32]);
    let kek = AesKek::new(&AES_256, under).ok()?;
    kek.unwrap(wrapped, key.as_mut()).ok()?;
    Some(key)
}

/// Argon2id, version 1.3, 32 bytes of output; nothing when the cost or the salt is outside what Argon2 allows.
pub(crate) fn argon2id(secret: &[u8], salt: &[u8], cost: Cost) -> Option<Key> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).ok()?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(secret, salt, out.as_mut()).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
    }

    #[test]
    fn aes_gcm_gives_the_published_vector() {
        // McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
        let key = bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
        let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &key).unwrap());
        let nonce = Nonce::assume_unique_for_key(bytes("cafebabefacedbaddecaf888").try_into().unwrap());
        let mut text = bytes(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72\
             1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        );
        let bound = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
        let tag = key.seal_in_place_separate_tag(nonce, Aad::from(&bound), &mut text).unwrap();
        assert_eq!(
            text,
            bytes(
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa\
                 8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            )
        );
        assert_eq!(tag.as_ref(), bytes("76fc6ece0f4e1768cddf8853bb2d551b"));
    }

    #[test]
    fn aes_kw_gives_the_vector_of_rfc_3394_section_4_6() {
        let under: [u8; 32] = std::array::from_fn(|i| u8::try_from(i).unwrap());
        let key = bytes("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f").try_into().unwrap();
        let wrapped = wrap(&under, &key);
        assert_eq!(wrapped, bytes("28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21"));
        assert_eq!(*unwrap(&under, &wrapped).unwrap(), key);
    }

    #[test]
    fn hkdf_gives_the_vectors_of_rfc_5869() {
        let salt = bytes("000102030405060708090a0b0c");
        let info = bytes("f0f1f2f3f4f5f6f7f8f9");
        let first = hkdf_salted(&salt, &[0x0b; 22], &[&info]);
        assert_eq!(first.as_slice(), bytes("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
        let third = hkdf(&[0x0b; 22], &[]);
        assert_eq!(third.as_slice(), bytes("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
    }

    #[test]
    fn hmac_gives_the_vectors_of_rfc_4231() {
        let first = mac(&mac_key(&[0x0b; 20]), b"Hi There");
        assert_eq!(first.as_slice(), bytes("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
        let second = mac(&mac_key(b"Jefe"), b"what do ya want for nothing?");
        assert_eq!(second.as_slice(), bytes("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    }

    #[test]
    fn argon2id_gives_the_vector_of_rfc_9106_section_5_3() {
        // The only vector of the RFC has a secret and associated data, which we do not use: hence the library is called here.
        let params = argon2::ParamsBuilder::new()
            .m_cost(32)
            .t_cost(3)
            .p_cost(4)
            .data(argon2::AssociatedData::new(&[4; 12]).unwrap())
            .build()
            .unwrap();
        let argon = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
        let mut out = [0; 32];
        argon.hash_password_into(&[1; 32], &[2; 16], &mut out).unwrap();
        assert_eq!(out.as_slice(), bytes("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
    }

    #[test]
    fn argon2id_as_we_call_it_gives_the_vector_of_the_reference_implementation() {
        let cost = Cost { memory_kib: 65_536, passes: 2, lanes: 1 };
        let out = argon2id(b"password", b"somesalt", cost).unwrap();
        assert_eq!(out.as_slice(), bytes("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"));
    }

    #[test]
    fn sha_256_gives_the_vector_of_fips_180() {
        assert_eq!(
            sha256(b"abc").as_slice(),
            bytes("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        );
    }
}
