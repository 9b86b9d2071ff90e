//! The root key shared out on three sheets of paper, any two of which give it back.
//!
//! A sheet is eighty digits of base 32 in twenty groups ([`letters`]): which kind of sheet it is, its number, the number of its kit, a fingerprint of
//! the installation, its share, and a check over all of these. What is shared is the root key with a check of its own, so that two sheets that were
//! changed together are noticed too. One sheet alone says nothing about the key, however long somebody computes.
//!
//! # Source
//! A. Shamir, "How to share a secret" (1979), over GF(2^8); security.md 4.1. `docs/recovery-kit.md` specifies the sheets.

mod letters;

use std::convert::Infallible;

use blahaj::{Share, Sharks};
use domain::ids::InstallationId;
use domain::numbers::KitNumber;
use rand_core::{TryCryptoRng, TryRng};
use zeroize::Zeroizing;

use crate::primitives::{fill_random, hkdf, sha256};
use crate::root::RootKey;
pub use letters::{GROUP, GROUPS, ROW};

/// How many sheets there are.
pub const SHEETS: u8 = 3;

/// How many of them give the key back.
pub const NEEDED: u8 = 2;

/// The kind of sheet that this program writes and reads.
const VERSION: u8 = 1;

/// How many digits stand before the share: version, number of the sheet, kit, installation.
const HEAD: usize = 12;

/// How many digits the share takes.
const SHARE: usize = 64;

/// The root key and its check, in bytes.
const SECRET: usize = 40;

/// One sheet. It has no `Debug`, and is wiped when dropped.
pub struct Sheet {
    kit: KitNumber,
    number: u8,
    installation: u32,
    share: Zeroizing<[u8; SECRET]>,
}

/// Why what was typed is no sheet. Groups are counted from 1; none of the variants carries a letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSheet {
    /// Letters are missing, or there are too many.
    #[error("a sheet has 20 groups of 5 letters; this is {0} letters")]
    Length(usize),
    /// These groups do not fit their check letters.
    #[error("a letter is wrong in {}; compare it with the paper", groups(.0))]
    Groups(Vec<usize>),
    /// Each group fits, and the whole does not: several letters of one group are wrong, or groups are of different sheets.
    #[error("each group fits, but the sheet as a whole does not; compare every group with the paper")]
    Whole,
    /// Made by a later program, or for something else.
    #[error("this is a sheet of a kind that this program does not know; use a newer one")]
    Newer,
}

/// Why two sheets give no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotJoin {
    /// They are of different kits.
    #[error("the sheets are of different kits, {0} and {1}; two sheets of one kit are needed")]
    DifferentKits(KitNumber, KitNumber),
    /// It is the same one twice.
    #[error("this is sheet {0} twice; two different sheets are needed")]
    Same(u8),
    /// What they give is no key: one of them is not what was printed.
    #[error("the two sheets give no key: at least one of them is not as it was printed")]
    NoKey,
}

fn groups(wrong: &[usize]) -> String {
    match wrong {
        [one] => format!("group {one}"),
        many => format!("groups {}", many.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
    }
}

impl Sheet {
    /// Shares the key out, differently each time.
    pub fn split(root: &RootKey, kit: KitNumber, installation: InstallationId) -> Vec<Self> {
        let dealt = Sharks(NEEDED).dealer_rng(secret(root, kit).as_ref(), &mut Chance);
        let sheet = |share: Share| {
            let bytes = Zeroizing::new(Vec::from(&share));
            let (number, bytes) = bytes.split_first()?;
            Some(Self {
                kit,
                number: *number,
                installation: fingerprint_of(installation),
                share: Zeroizing::new(bytes.try_into().ok()?),
            })
        };
        dealt.take(usize::from(SHEETS)).filter_map(sheet).collect()
    }

    /// Its number, from 1.
    pub const fn number(&self) -> u8 {
        self.number
    }

    /// The kit that it belongs to.
    pub const fn kit(&self) -> KitNumber {
        self.kit
    }

    /// Whether it bears the fingerprint of this installation.
    pub fn is_of(&self, installation: InstallationId) -> bool {
        self.installation == fingerprint_of(installation)
    }

    /// The groups as they are printed.
    pub fn groups(&self) -> Vec<Zeroizing<String>> {
        letters::groups(&self.digits())
    }

    /// Reads a sheet as somebody types it: any case, `O` for zero, `I` or `L` for one, with or without white space and hyphens.
    ///
    /// # Errors
    /// [`BadSheet`]; a single wrong letter is always found, and its group is named.
    pub fn read(typed: &str) -> Result<Self, BadSheet> {
        let digits = letters::read(typed, 1, GROUPS)?;
        let (body, check) = digits.split_at_checked(HEAD + SHARE).ok_or(BadSheet::Whole)?;
        if check != whole(body) {
            return Err(BadSheet::Whole);
        }
        let mut body = body.iter();
        let mut number =
            |digits: usize| body.by_ref().take(digits).fold(0_u32, |sum, &digit| sum << 5 | u32::from(digit));
        let (version, sheet, kit, installation) = (number(1), number(1), number(6), number(4));
        let drawn = KitNumber::from_random(kit);
        let number = u8::try_from(sheet).ok().filter(|number| (1..=SHEETS).contains(number));
        let (Some(number), true) = (number, version == u32::from(VERSION) && drawn.bits() == kit) else {
            return Err(BadSheet::Newer);
        };
        let share: Zeroizing<Vec<u8>> = Zeroizing::new(body.copied().collect());
        let share = letters::bytes(&share).ok_or(BadSheet::Whole)?;
        Ok(Self { kit: drawn, number, installation, share })
    }

    /// Whether these letters can be the row of a sheet, counted from 0: so that a slip is told while the paper lies open.
    ///
    /// # Errors
    /// As [`Sheet::read`]; lengths count the letters of the row.
    pub fn check_row(row: usize, typed: &str) -> Result<(), BadSheet> {
        letters::read(typed, row * ROW + 1, ROW).map(drop)
    }

    fn digits(&self) -> Zeroizing<Vec<u8>> {
        let mut digits = Zeroizing::new(Vec::with_capacity(GROUPS * GROUP));
        let mut push = |value: u32, count: u32| {
            digits.extend((0..count).rev().map(|place| u8::try_from(value >> (5 * place) & 31).unwrap_or(0)));
        };
        push(u32::from(VERSION), 1);
        push(u32::from(self.number), 1);
        push(self.kit.bits(), 6);
        push(self.installation, 4);
        digits.extend(letters::digits(&self.share).iter());
        let check = whole(&digits);
        digits.extend(check);
        digits
    }
}

/// The key that two sheets give.
///
/// # Errors
/// [`CannotJoin`].
pub fn join(one: &Sheet, other: &Sheet) -> Result<RootKey, CannotJoin> {
    if one.kit != other.kit {
        return Err(CannotJoin::DifferentKits(one.kit, other.kit));
    }
    if one.number == other.number {
        return Err(CannotJoin::Same(one.number));
    }
    let share = |sheet: &Sheet| {
        let mut bytes = Zeroizing::new(vec![sheet.number]);
        bytes.extend_from_slice(sheet.share.as_ref());
        Share::try_from(bytes.as_slice()).map_err(|_| CannotJoin::NoKey)
    };
    let shares = [share(one)?, share(other)?];
    let joined = Sharks(NEEDED).recover(&shares).map(Zeroizing::new).map_err(|_| CannotJoin::NoKey)?;
    let key = RootKey::from_kit(Zeroizing::new(*joined.first_chunk::<32>().ok_or(CannotJoin::NoKey)?));
    if joined.as_slice() == secret(&key, one.kit).as_ref() { Ok(key) } else { Err(CannotJoin::NoKey) }
}

/// What is shared: the key, and eight bytes that follow from key and kit.
fn secret(root: &RootKey, kit: KitNumber) -> Zeroizing<[u8; SECRET]> {
    let check = hkdf(root.bytes(), &[b"casekeep/v1/kit|", kit.to_string().as_bytes()]);
    let mut secret = Zeroizing::new([0; SECRET]);
    for (to, from) in secret.iter_mut().zip(root.bytes().iter().chain(check.iter())) {
        *to = *from;
    }
    secret
}

/// Twenty bits that tell one installation from another.
fn fingerprint_of(installation: InstallationId) -> u32 {
    let [a, b, c, ..] = sha256(installation.to_string().as_bytes());
    u32::from_be_bytes([0, a, b, c]) >> 4
}

/// Four digits over all others.
fn whole(digits: &[u8]) -> [u8; 4] {
    let [a, b, c, ..] = sha256(&Zeroizing::new([b"casekeep/v1/sheet|", digits].concat()));
    let bits = u32::from_be_bytes([0, a, b, c]) >> 4;
    [15, 10, 5, 0].map(|place| u8::try_from(bits >> place & 31).unwrap_or(0))
}

/// The operating system's generator, as everywhere in this crate.
struct Chance;

impl TryRng for Chance {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = Zeroizing::new([0; 4]);
        fill_random(bytes.as_mut());
        Ok(u32::from_le_bytes(*bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = Zeroizing::new([0; 8]);
        fill_random(bytes.as_mut());
        Ok(u64::from_le_bytes(*bytes))
    }

    fn try_fill_bytes(&mut self, into: &mut [u8]) -> Result<(), Infallible> {
        fill_random(into);
        Ok(())
    }
}

impl TryCryptoRng for Chance {}

#[cfg(test)]
mod tests;
