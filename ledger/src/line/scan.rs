//! Reads a body or leaf without building anything: the keys stand in a fixed order, so each is simply expected.
//!
//! This is the inner loop of checking a ledger; it allocates nothing and looks at each byte once.

use super::{Access, Body, CODE_LENGTH, ENTRY, Entry};
use crate::canonical::BOUND;
use crate::hash::unspell;
use crate::{Hash, Id};

pub(super) struct Scan<'a> {
    rest: &'a [u8],
}

pub(super) const fn is_code(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b':' | b'-')
}

impl<'a> Scan<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) const fn left(&self) -> usize {
        self.rest.len()
    }

    pub(super) const fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    #[inline(always)]
    pub(super) fn token<const N: usize>(&mut self, token: &[u8; N]) -> Option<()> {
        let (head, rest) = self.rest.split_first_chunk::<N>()?;
        if head != token {
            return None;
        }
        self.rest = rest;
        Some(())
    }

    #[inline(always)]
    pub(super) fn key<const N: usize>(&mut self, token: &[u8; N]) -> Option<&mut Self> {
        self.token(token)?;
        Some(self)
    }

    #[inline(always)]
    pub(super) fn hex<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (digits, rest) = self.rest.split_at_checked(N * 2)?;
        self.rest = rest;
        unspell(digits)
    }

    #[inline(always)]
    fn code(&mut self) -> Option<&'a str> {
        let length = self.rest.iter().position(|&byte| !is_code(byte))?;
        let (code, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        let plain = (1..=CODE_LENGTH).contains(&length);
        plain.then(|| std::str::from_utf8(code).ok()).flatten()
    }

    /// A whole number below `end`, without leading zeros.
    #[inline(always)]
    pub(super) fn number(&mut self, end: u64) -> Option<u64> {
        let mut value = 0_u64;
        let mut length = 0_usize;
        while let Some((&digit @ b'0'..=b'9', rest)) = self.rest.split_first() {
            if (0 < length && value == 0) || 16 <= length {
                return None;
            }
            value = value * 10 + u64::from(digit - b'0');
            length += 1;
            self.rest = rest;
        }
        (0 < length && value < end).then_some(value)
    }

    #[inline(always)]
    fn time(&mut self) -> Option<i64> {
        let negative = self.token(b"-").is_some();
        let size = i64::try_from(self.number(BOUND.unsigned_abs())?).ok()?;
        match (negative, size) {
            (true, 0) => None,
            (true, _) => Some(-size),
            (false, _) => Some(size),
        }
    }

    #[inline(always)]
    fn entry_number(&mut self) -> Option<u32> {
        self.number(1 << 32).and_then(|number| u32::try_from(number).ok()).filter(|&number| 0 < number)
    }

    #[inline(always)]
    pub(super) fn body(&mut self) -> Option<Body<'a>> {
        let act = self.key(b"{\"act\":\"")?.code()?;
        let actor = Id(self.key(b"\",\"actor\":\"")?.hex()?);
        let at = self.key(b"\",\"at\":")?.time()?;
        if act == ENTRY {
            self.entry(actor, at).map(Body::Entry)
        } else {
            self.access(act, actor, at).map(Body::Access)
        }
    }

    #[inline(always)]
    fn entry(&mut self, actor: Id, at: i64) -> Option<Entry<'a>> {
        let commit = Hash(self.key(b",\"commit\":\"")?.hex()?);
        let dossier = Id(self.key(b"\",\"dossier\":\"")?.hex()?);
        let entry = self.key(b"\",\"entry\":")?.entry_number()?;
        let kind = self.key(b",\"kind\":\"")?.code()?;
        let level = u8::try_from(self.key(b"\",\"level\":")?.number(4)?).ok()?;
        let manifest = Hash(self.key(b",\"manifest\":\"")?.hex()?);
        let prev = Hash(self.key(b"\",\"prev\":\"")?.hex()?);
        let skew = self.token(b"\",\"skew\":1,\"v\":1}").is_some();
        if !skew {
            self.token(b"\",\"v\":1}")?;
        }
        Some(Entry { actor, at, commit, dossier, entry, kind, level, manifest, prev, skew })
    }

    #[inline(always)]
    fn access(&mut self, act: &'a str, actor: Id, at: i64) -> Option<Access<'a>> {
        let mut access = Access { act, actor, at, dossier: None, entry: None, through: None, why: None };
        if self.token(b",\"dossier\":\"").is_some() {
            access.dossier = Some(Id(self.hex()?));
            self.token(b"\"")?;
            if self.token(b",\"entry\":").is_some() {
                access.entry = Some(self.entry_number()?);
            }
        }
        if self.token(b",\"through\":\"").is_some() {
            access.through = Some(self.hex()?);
            self.token(b"\"")?;
        }
        self.token(b",\"v\":1")?;
        if self.token(b",\"why\":\"").is_some() {
            access.why = Some(self.code()?);
            self.token(b"\"")?;
        }
        self.token(b"}")?;
        Some(access)
    }
}
