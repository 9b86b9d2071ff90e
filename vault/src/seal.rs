//! Sealing: how a content becomes bytes that say nothing but how long they are, and open only where they belong.
//!
//! `version ‖ algorithm ‖ key id (u32, big-endian) ‖ nonce (12) ‖ ciphertext ‖ tag (16)`, AES-256-GCM with a random nonce. The plaintext is
//! padded, so the length shows only a step. What the seal is bound to – installation, dossier, place, row, kind, key id, algorithm – is
//! authenticated: a value copied to another row, column, dossier or installation does not open. Source: security.md 4.2.

mod padding;

use aws_lc_rs::aead::{Aad, Nonce};
use domain::ids::{DossierId, InstallationId};
use zeroize::Zeroizing;

use crate::keys::PurposeKey;
use crate::primitives::{random, sure};
pub(crate) use padding::step_up;

const VERSION: u8 = 1;
const AES_256_GCM: u8 = 1;
const NONCE: usize = 12;
const HEADER: usize = 6 + NONCE;
const TAG: usize = 16;

/// The value does not open. Whether it was changed, moved or sealed under another key is not told apart: none of them can be mended here,
/// and whoever probes should learn nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sealed value does not open: it is damaged, or not where it belongs")]
pub struct Damaged;

/// Where a sealed value belongs. All of it must be the same at opening.
#[derive(Clone, Copy)]
pub struct Bound<'a> {
    /// The installation.
    pub installation: InstallationId,
    /// The dossier, if it belongs to one.
    pub dossier: Option<DossierId>,
    /// Table and column in one word, such as `entry`, `card`, `draft`, `outbox`, `account`.
    pub place: &'a str,
    /// The bytes that name the row there, such as the entry's number.
    pub row: &'a [u8],
    /// The kind of content, as it stands in clear beside it.
    pub kind: &'a str,
}

/// Seals `plaintext` for the place it is `bound` to. `key_id` says which key was used (epoch or version); it can be read back by [`key_id`].
pub fn seal(key: &PurposeKey, key_id: u32, bound: &Bound<'_>, plaintext: &[u8]) -> Vec<u8> {
    let nonce = *random::<NONCE>();
    let mut sealed = Vec::with_capacity(HEADER + padding::padded_length(plaintext.len()) + TAG);
    sealed.extend_from_slice(&[VERSION, AES_256_GCM]);
    sealed.extend_from_slice(&key_id.to_be_bytes());
    sealed.extend_from_slice(&nonce);
    padding::pad_into(&mut sealed, plaintext);

    let (_, body) = sealed.split_at_mut(HEADER);
    let aad = Aad::from(bound.bytes(key_id));
    let tag = sure(key.cipher().seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), aad, body));
    sealed.extend_from_slice(tag.as_ref());
    sealed
}

/// Opens what [`seal`] made for the same place. The plaintext is wiped when dropped.
///
/// # Errors
/// [`Damaged`], whatever the reason.
pub fn open(key: &PurposeKey, bound: &Bound<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Damaged> {
    let key_id = key_id(sealed)?;
    let (header, body) = sealed.split_at_checked(HEADER).ok_or(Damaged)?;
    let nonce = header.last_chunk::<NONCE>().ok_or(Damaged)?;

    let mut plain = Zeroizing::new(body.to_vec());
    let aad = Aad::from(bound.bytes(key_id));
    let length =
        key.cipher().open_in_place(Nonce::assume_unique_for_key(*nonce), aad, &mut plain).map_err(|_| Damaged)?.len();
    plain.truncate(length);
    padding::strip(&mut plain)?;
    Ok(plain)
}

/// Which key a value says it was sealed with; to be believed only once it has opened.
///
/// # Errors
/// [`Damaged`] when it is no sealed value of a version and algorithm that we know.
pub fn key_id(sealed: &[u8]) -> Result<u32, Damaged> {
    match sealed {
        [VERSION, AES_256_GCM, a, b, c, d, ..] => Ok(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => Err(Damaged),
    }
}

impl Bound<'_> {
    /// Each part with its length before it, so that no two places have the same bytes.
    fn bytes(&self, key_id: u32) -> Vec<u8> {
        let installation = self.installation.bits();
        let dossier = self.dossier.map(DossierId::bits);
        let parts: [&[u8]; 9] = [
            b"casekeep/v1",
            installation.as_bytes(),
            dossier.as_ref().map_or(&[], |id| id.as_bytes()),
            self.place.as_bytes(),
            self.row,
            self.kind.as_bytes(),
            &key_id.to_be_bytes(),
            &[AES_256_GCM],
            &[VERSION],
        ];
        let mut bytes = Vec::with_capacity(parts.iter().map(|part| 8 + part.len()).sum());
        for part in parts {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
        bytes
    }
}

#[cfg(test)]
mod tests;
