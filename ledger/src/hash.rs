//! Hashes and ids as the ledger writes them: lower-case hexadecimal digits, nothing else is read.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::digest::{Context, SHA256, digest};

/// The text is not the expected number of lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not lower-case hexadecimal digits of the right length")]
pub struct NotHex;

/// A SHA-256 hash, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// A random 128-bit id – of a dossier, a person, an installation – written as 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 16]);

impl Hash {
    /// Stands where there is nothing before: the `prev` of the first line.
    pub const ZERO: Self = Self([0; 32]);

    /// The hash in these bytes, when there are 32 of them.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The digits as bytes, for writing without formatting.
    pub(crate) fn digits(&self) -> [u8; 64] {
        let mut digits = [0; 64];
        spell(&self.0, &mut digits);
        digits
    }
}

impl Id {
    /// The product itself, where no person acts.
    pub const NOBODY: Self = Self([0; 16]);
}

/// Up to how many bytes parts are put together before they are hashed.
const SHORT: usize = 1_040;

/// SHA-256 of these bytes.
pub fn sha256(bytes: &[u8]) -> Hash {
    Hash::from_slice(digest(&SHA256, bytes).as_ref()).unwrap_or(Hash::ZERO)
}

/// SHA-256 of something that comes in parts.
#[derive(Clone)]
pub struct Hashing(Context);

impl Hashing {
    /// Of nothing so far.
    pub fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    /// And of these bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of everything.
    pub fn finish(self) -> Hash {
        Hash::from_slice(self.0.finish().as_ref()).unwrap_or(Hash::ZERO)
    }
}

impl Default for Hashing {
    fn default() -> Self {
        Self::new()
    }
}

/// SHA-256 of these parts one after the other. What is as short as a leaf is put together first: hashing in steps costs more than the copy.
pub(crate) fn sha256_of(parts: &[&[u8]]) -> Hash {
    let (mut whole, mut length) = ([0; SHORT], 0);
    for part in parts {
        let Some(place) = whole.get_mut(length..length + part.len()) else { return sha256_in_steps(parts) };
        place.copy_from_slice(part);
        length += part.len();
    }
    sha256(whole.get(..length).unwrap_or_default())
}

fn sha256_in_steps(parts: &[&[u8]]) -> Hash {
    let mut hashing = Hashing::new();
    parts.iter().for_each(|part| hashing.update(part));
    hashing.finish()
}

fn spell(bytes: &[u8], digits: &mut [u8]) {
    let digit = |nibble: u8| if nibble < 10 { b'0' + nibble } else { b'a' + (nibble - 10) };
    for (byte, pair) in bytes.iter().zip(digits.chunks_exact_mut(2)) {
        if let [high, low] = pair {
            (*high, *low) = (digit(byte >> 4), digit(byte & 15));
        }
    }
}

/// Reads exactly `2 * N` digits. Pairs in 16 bits each and without branches, which the compiler turns into vector instructions: this is
/// half the work of reading a line.
pub(crate) fn unspell<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
    let (pairs, rest) = digits.as_chunks::<2>();
    let pairs: &[[u8; 2]; N] = pairs.try_into().ok().filter(|_| rest.is_empty())?;
    let mut bytes = [0; N];
    let mut wrong = 0;
    for (byte, pair) in bytes.iter_mut().zip(pairs) {
        let both = u16::from_le_bytes(*pair);
        let ((high, no_high), (low, no_low)) = (nibble(both & 0xff), nibble(both >> 8));
        let [value, _] = (high << 4 | low).to_le_bytes();
        *byte = value;
        wrong |= no_high | no_low;
    }
    (wrong == 0).then_some(bytes)
}

/// The value of a digit, and 1 when it is none.
#[inline]
fn nibble(digit: u16) -> (u16, u16) {
    let is_number = u16::from(digit.wrapping_sub(0x30) < 10);
    let is_letter = u16::from(digit.wrapping_sub(0x61) < 6);
    // In ASCII the low four bits of a letter are its value less nine.
    ((digit & 15) + is_letter * 9, 1 ^ (is_number | is_letter))
}

macro_rules! as_hex {
    ($name:ident, $bytes:literal) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut digits = [0; $bytes * 2];
                spell(&self.0, &mut digits);
                f.write_str(std::str::from_utf8(&digits).unwrap_or_default())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = NotHex;

            fn from_str(text: &str) -> Result<Self, NotHex> {
                unspell(text.as_bytes()).map(Self).ok_or(NotHex)
            }
        }
    };
}

as_hex!(Hash, 32);
as_hex!(Id, 16);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_hash_reads_back_and_no_other_digit_is_taken(bytes: [u8; 32], place in 0_usize..64, other: u8) {
            let text = Hash(bytes).to_string();
            prop_assert_eq!(text.parse(), Ok(Hash(bytes)));
            prop_assert_eq!(text.as_bytes(), Hash(bytes).digits());

            let mut digits = text.into_bytes();
            digits[place] = other;
            let plain = matches!(other, b'0'..=b'9' | b'a'..=b'f');
            prop_assert_eq!(unspell::<32>(&digits).is_some(), plain);
        }
    }

    #[test]
    fn the_empty_text_has_the_known_hash() {
        assert_eq!(sha256(b"").to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn a_hash_of_another_length_is_refused() {
        assert_eq!("ab".parse::<Hash>(), Err(NotHex));
        assert_eq!("0".repeat(66).parse::<Hash>(), Err(NotHex));
        assert_eq!("0".repeat(33).parse::<Id>(), Err(NotHex));
    }
}
