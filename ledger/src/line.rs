//! The lines of the ledger: what was written (entry lines) and what was looked at or done besides (access lines).
//!
//! A *body* is fixed when the thing happens; a *leaf* is the body with its ledger number and the hash of the leaf before it. The keys of a
//! body are a closed list and every value is an id, a number, a hash or a short code, so that there is no place for readable text. One body
//! has one spelling; [`Body::parse`] and [`Leaf::parse`] take that one only.

mod scan;

use crate::canonical::{BOUND, fits};
use crate::hash::sha256_of;
use crate::{Hash, Id, sha256};

use scan::Scan;

/// What `act` says in an entry line; no access line may use it.
pub const ENTRY: &str = "entry";

/// The longest code, in characters.
pub const CODE_LENGTH: usize = 64;

/// A body that cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineFault {
    /// A code is not 1 to 64 letters, digits, `.`, `_`, `:` or `-`, or an access line calls itself an entry.
    #[error("a code of the ledger line is not allowed")]
    Code,
    /// A time or number lies outside what a line can hold.
    #[error("a number of the ledger line is out of range")]
    Number,
    /// An access line names an entry but no dossier.
    #[error("an access line names an entry without its dossier")]
    Place,
}

/// The body of an entry line: entry `entry` of `dossier` was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Who wrote it.
    pub actor: Id,
    /// When, in microseconds since 1970 UTC; never earlier than the entry before it in the dossier.
    pub at: i64,
    /// The salted commitment to the content, see [`crate::commit::content`].
    pub commit: Hash,
    /// Where it stands.
    pub dossier: Id,
    /// Its place in the dossier, from 1 without gaps.
    pub entry: u32,
    /// The kind of event, a code.
    pub kind: &'a str,
    /// The rank of its level, 0 to 3.
    pub level: u8,
    /// The salted hash of the manifest, see [`crate::commit::manifest`].
    pub manifest: Hash,
    /// The [`body_hash`] of the entry before it in the dossier, [`Hash::ZERO`] for the first.
    pub prev: Hash,
    /// The clock stood behind the entry before, and `at` was taken from that one.
    pub skew: bool,
}

/// The body of an access line: `actor` did `act`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access<'a> {
    /// What was done, a code such as `opened`; never [`ENTRY`].
    pub act: &'a str,
    /// Who did it; [`Id::NOBODY`] when no person of ours.
    pub actor: Id,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// Which dossier, if one.
    pub dossier: Option<Id>,
    /// Up to which entry it was seen.
    pub entry: Option<u32>,
    /// The first eight bytes of the hash of the sign-in's token.
    pub through: Option<[u8; 8]>,
    /// Why, a code.
    pub why: Option<&'a str>,
}

/// A body as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body<'a> {
    /// Something was written.
    Entry(Entry<'a>),
    /// Something was seen or done.
    Access(Access<'a>),
}

/// A numbered line as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf<'a> {
    /// The exact bytes of the body.
    pub bytes: &'a [u8],
    /// What the body says.
    pub body: Body<'a>,
    /// The ledger number, from 0.
    pub n: u64,
    /// The [`leaf_hash`] of the leaf before, [`Hash::ZERO`] for the first.
    pub prev: Hash,
}

/// Hash of a body, which the next entry of the dossier names as `prev`: SHA-256 of its bytes.
pub fn body_hash(body: &[u8]) -> Hash {
    sha256(body)
}

/// The bytes of the numbered leaf.
pub fn leaf_bytes(body: &[u8], n: u64, prev: &Hash) -> Vec<u8> {
    let number = n.to_string();
    [b"{\"line\":", body, b",\"n\":", number.as_bytes(), b",\"prev\":\"", &prev.digits(), b"\"}"].concat()
}

/// Hash of a leaf, which the next leaf names as `prev` and which stands in the tree: SHA-256 of a zero byte and the leaf.
///
/// # Source
/// RFC 6962, section 2.1.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    sha256_of(&[&[0], leaf])
}

impl Entry<'_> {
    /// The canonical bytes of the body.
    ///
    /// # Errors
    /// [`LineFault`] when the kind is no code, the time out of range, the entry number 0 or the level above 3.
    pub fn body(&self) -> Result<Vec<u8>, LineFault> {
        code(self.kind)?;
        within(fits(self.at) && 0 < self.entry && self.level <= 3)?;
        let (Self { actor, at, commit, dossier, entry, kind, .. }, skew) =
            (self, if self.skew { "\"skew\":1," } else { "" });
        let Self { level, manifest, prev, .. } = self;
        Ok(format!(
            "{{\"act\":\"entry\",\"actor\":\"{actor}\",\"at\":{at},\"commit\":\"{commit}\",\"dossier\":\"{dossier}\",\"entry\":{entry},\
             \"kind\":\"{kind}\",\"level\":{level},\"manifest\":\"{manifest}\",\"prev\":\"{prev}\",{skew}\"v\":1}}"
        )
        .into_bytes())
    }
}

impl Access<'_> {
    /// The canonical bytes of the body.
    ///
    /// # Errors
    /// [`LineFault`] when a code is none, `act` is `entry`, the time out of range, or an entry is named without its dossier.
    pub fn body(&self) -> Result<Vec<u8>, LineFault> {
        code(self.act)?;
        self.why.map_or(Ok(()), code)?;
        within(fits(self.at) && self.entry != Some(0))?;
        if self.act == ENTRY {
            return Err(LineFault::Code);
        }
        if self.entry.is_some() && self.dossier.is_none() {
            return Err(LineFault::Place);
        }
        let mut body = format!("{{\"act\":\"{}\",\"actor\":\"{}\",\"at\":{}", self.act, self.actor, self.at);
        let optional = [
            self.dossier.map(|id| format!(",\"dossier\":\"{id}\"")),
            self.entry.map(|entry| format!(",\"entry\":{entry}")),
            self.through.map(|token| format!(",\"through\":\"{:016x}\"", u64::from_be_bytes(token))),
        ];
        body.extend(optional.into_iter().flatten());
        body.push_str(",\"v\":1");
        if let Some(why) = self.why {
            body.push_str(&format!(",\"why\":\"{why}\""));
        }
        body.push('}');
        Ok(body.into_bytes())
    }
}

impl<'a> Body<'a> {
    /// Reads a body in its one spelling; `None` for everything else.
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut scan = Scan::new(bytes);
        let body = scan.body()?;
        scan.at_end().then_some(body)
    }

    /// When it happened, in microseconds since 1970 UTC.
    pub const fn at(&self) -> i64 {
        match self {
            Self::Entry(entry) => entry.at,
            Self::Access(access) => access.at,
        }
    }
}

impl<'a> Leaf<'a> {
    /// Reads a leaf in its one spelling; `None` for everything else.
    #[inline(always)]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut scan = Scan::new(bytes);
        scan.token(b"{\"line\":")?;
        let before = scan.left();
        let body = scan.body()?;
        let length = before.checked_sub(scan.left())?;
        let n = scan.key(b",\"n\":")?.number(BOUND.unsigned_abs())?;
        scan.token(b",\"prev\":\"")?;
        let prev = Hash(scan.hex()?);
        scan.token(b"\"}")?;
        let body_bytes = bytes.get(8..)?.get(..length)?;
        scan.at_end().then_some(Self { bytes: body_bytes, body, n, prev })
    }
}

fn code(text: &str) -> Result<(), LineFault> {
    let plain = (1..=CODE_LENGTH).contains(&text.len()) && text.bytes().all(scan::is_code);
    plain.then_some(()).ok_or(LineFault::Code)
}

fn within(range: bool) -> Result<(), LineFault> {
    range.then_some(()).ok_or(LineFault::Number)
}

#[cfg(test)]
mod tests;
