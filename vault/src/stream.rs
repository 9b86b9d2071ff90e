//! Sealing what is too long to be held in memory: documents, in chunks of 64 KiB that open one by one.
//!
//! `version ‖ algorithm ‖ commitment to the key (32)`, then the chunks, each its ciphertext and a tag of 16 bytes: AES-256-GCM, whose nonce is
//! the number of the chunk (u64, big-endian), three zero bytes and 1 for the last chunk, 0 for the others. The content is padded with zeros to
//! the steps of [`mod@crate::seal`], so the length shows only a step; the true one is kept where the key is kept.
//!
//! Every document has a random key of its own, and a key seals one document: so the nonces of a key never meet, a chunk in another one's place or
//! in another document does not open, and neither does a stream whose end is missing. The key lies in a sealed entry; whoever destroys the key of the
//! dossier has destroyed the documents too, wherever copies of them may be.
//!
//! # Source
//! Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance" (STREAM); the form of C2SP age;
//! security.md 4.2.

use std::io::{self, Write};
use std::ops::Range;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::constant_time::verify_slices_are_equal;
use zeroize::Zeroizing;

use crate::primitives::{Key, mac, mac_key, random, sure};
use crate::seal::{Damaged, step_up};

const VERSION: u8 = 1;
const ALGORITHM: u8 = 1;
const TAG: usize = 16;

/// How much of a content one chunk holds, in bytes.
pub const CHUNK: usize = 65_536;

/// How many bytes stand before the first chunk.
pub const HEAD: usize = 34;

/// The key of one document.
pub struct FileKey {
    bytes: Key,
    cipher: LessSafeKey,
}

impl FileKey {
    /// A new random key. It seals one content and no other.
    pub fn generate() -> Self {
        Self::of(random())
    }

    /// The key as a sealed entry keeps it.
    pub fn from_bytes(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self::of(bytes)
    }

    fn of(bytes: Key) -> Self {
        let cipher = LessSafeKey::new(sure(UnboundKey::new(&AES_256_GCM, bytes.as_ref())));
        Self { bytes, cipher }
    }

    /// The bytes to keep, in a sealed entry and nowhere else.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// What stands before the chunks.
    pub fn head(&self) -> [u8; HEAD] {
        let mut head = [0; HEAD];
        let (form, commitment) = head.split_at_mut(2);
        form.copy_from_slice(&[VERSION, ALGORITHM]);
        commitment.copy_from_slice(&self.commitment());
        head
    }

    /// Whether this key made the stream that begins so.
    ///
    /// # Errors
    /// [`Damaged`] when it did not, or the form is not known.
    pub fn check(&self, head: &[u8]) -> Result<(), Damaged> {
        match head {
            [VERSION, ALGORITHM, commitment @ ..] => {
                verify_slices_are_equal(commitment, &self.commitment()).map_err(|_| Damaged)
            }
            _ => Err(Damaged),
        }
    }

    /// AES-GCM alone would let two keys open one ciphertext to two contents.
    fn commitment(&self) -> [u8; 32] {
        mac(&mac_key(self.bytes.as_ref()), b"casekeep/v1/kc")
    }

    /// Seals a chunk in place, with its tag behind it. The chunk is [`CHUNK`] bytes long unless it is the last; see [`Layout`].
    pub fn seal(&self, chunk: ChunkId, content: &mut Vec<u8>) {
        sure(self.cipher.seal_in_place_append_tag(chunk.nonce(), Aad::empty(), content));
    }

    /// Opens a chunk in place.
    ///
    /// # Errors
    /// [`Damaged`] when it is not this chunk of this document as it was sealed.
    pub fn open<'c>(&self, chunk: ChunkId, sealed: &'c mut [u8]) -> Result<&'c mut [u8], Damaged> {
        self.cipher.open_in_place(chunk.nonce(), Aad::empty(), sealed).map_err(|_| Damaged)
    }
}

/// Which chunk of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkId {
    number: u64,
    last: bool,
}

impl ChunkId {
    fn nonce(self) -> Nonce {
        let mut nonce = [0; 12];
        let (number, rest) = nonce.split_at_mut(8);
        number.copy_from_slice(&self.number.to_be_bytes());
        rest.copy_from_slice(&[0, 0, 0, u8::from(self.last)]);
        Nonce::assume_unique_for_key(nonce)
    }
}

/// Where the chunks of a content lie, told by its length alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    length: u64,
}

impl Layout {
    /// The layout of a content of so many bytes.
    pub const fn of(length: u64) -> Self {
        Self { length }
    }

    /// The length of the content, in bytes.
    pub const fn length(self) -> u64 {
        self.length
    }

    /// How many bytes are sealed: the content, and zeros up to the step.
    pub fn padded(self) -> u64 {
        step_up(self.length)
    }

    /// How many chunks there are, at least one.
    pub fn chunks(self) -> u64 {
        self.padded().div_ceil(CHUNK as u64)
    }

    /// How many bytes the stream has, head and tags included.
    pub fn sealed(self) -> u64 {
        HEAD as u64 + self.padded() + self.chunks() * TAG as u64
    }

    /// The chunk with this number, from 0; nothing behind the last.
    pub fn chunk(self, number: u64) -> Option<ChunkId> {
        let chunks = self.chunks();
        (number < chunks).then(|| ChunkId { number, last: number + 1 == chunks })
    }

    /// How many bytes a chunk seals, padding included.
    pub fn held(self, chunk: ChunkId) -> usize {
        let before = chunk.number * CHUNK as u64;
        usize::try_from(self.padded() - before).unwrap_or(CHUNK).min(CHUNK)
    }

    /// Where the sealed chunk lies in the stream.
    pub fn place(self, chunk: ChunkId) -> Range<u64> {
        let start = HEAD as u64 + chunk.number * (CHUNK + TAG) as u64;
        start..start + (self.held(chunk) + TAG) as u64
    }

    /// The chunks that hold these bytes of the content, with the part of each that belongs to them. What lies behind the end of the content
    /// is left out.
    pub fn covering(self, wanted: Range<u64>) -> impl Iterator<Item = (ChunkId, Range<usize>)> {
        let (start, end) = (wanted.start, wanted.end.min(self.length));
        let numbers = if start < end { start / CHUNK as u64..end.div_ceil(CHUNK as u64) } else { 0..0 };
        numbers.filter_map(move |number| {
            let before = number * CHUNK as u64;
            let within = |at: u64| usize::try_from(at.saturating_sub(before)).unwrap_or(CHUNK).min(CHUNK);
            Some((self.chunk(number)?, within(start)..within(end)))
        })
    }
}

/// Seals what is written to it, whose length shows only at the end, and passes it on. What was not [finished](Sealing::finish) does not open.
///
/// After a fault of the writer beneath it takes nothing more: a chunk is sealed once, and what was sealed is never sealed again. Sealed twice under one
/// nonce it would stand there readable.
pub struct Sealing<W> {
    key: FileKey,
    out: W,
    held: Zeroizing<Vec<u8>>,
    number: u64,
    length: u64,
    broken: bool,
}

impl<W: Write> Sealing<W> {
    /// Begins a stream with its head.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(key: FileKey, mut out: W) -> io::Result<Self> {
        out.write_all(&key.head())?;
        Ok(Self {
            key,
            out,
            held: Zeroizing::new(Vec::with_capacity(CHUNK + TAG)),
            number: 0,
            length: 0,
            broken: false,
        })
    }

    /// Pads and seals what is left; answers with what it was written to, the key, and the layout of the content.
    ///
    /// # Errors
    /// Those of the writer beneath, now or before.
    pub fn finish(mut self) -> io::Result<(W, FileKey, Layout)> {
        self.must_be_whole()?;
        let layout = Layout::of(self.length);
        while let Some(chunk) = layout.chunk(self.number) {
            self.held.resize(layout.held(chunk), 0);
            self.pass_on(chunk)?;
        }
        Ok((self.out, self.key, layout))
    }

    fn pass_on(&mut self, chunk: ChunkId) -> io::Result<()> {
        self.key.seal(chunk, &mut self.held);
        self.number += 1;
        let written = self.out.write_all(&self.held);
        self.held.clear();
        self.broken = written.is_err();
        written
    }

    fn must_be_whole(&self) -> io::Result<()> {
        if self.broken { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, content: &[u8]) -> io::Result<usize> {
        self.must_be_whole()?;
        // a full chunk waits until it is known that it is not the last
        if self.held.len() == CHUNK && !content.is_empty() {
            self.pass_on(ChunkId { number: self.number, last: false })?;
        }
        let taken = content.get(..CHUNK - self.held.len()).unwrap_or(content);
        self.held.extend_from_slice(taken);
        self.length += taken.len() as u64;
        Ok(taken.len())
    }

    /// Whole chunks only: what is held back is passed on at the end.
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests;
