//! Bytes in any of the encodings, read as UTF-8 piece by piece; and a stop before a single row can fill the memory.

use std::io::{self, Read};

use super::bytes::Encoding;

/// How many bytes are decoded at a time.
const PIECE: usize = 64 * 1024;

/// How long one row may be, in bytes; a quotation mark that is never closed would otherwise swallow the rest of the file.
pub(super) const LONGEST_ROW: usize = 1024 * 1024;

/// Reads `inner` as UTF-8. What is not a character in its encoding becomes U+FFFD, which no cell may hold.
pub(super) struct Decoded<R> {
    inner: R,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    ended: bool,
    left: usize,
}

impl<R: Read> Decoded<R> {
    pub(super) fn new(inner: R, encoding: Encoding) -> Self {
        let decoder = encoding.decoder().new_decoder_with_bom_removal();
        let (raw, text) = (vec![0; PIECE], Vec::new());
        Self { inner, decoder, raw, text, given: 0, ended: false, left: LONGEST_ROW }
    }

    /// A new row begins: it may be as long as any.
    pub(super) const fn next_row(&mut self) {
        self.left = LONGEST_ROW;
    }

    fn fill(&mut self) -> io::Result<()> {
        self.given = 0;
        self.text.clear();
        while self.text.is_empty() && !self.ended {
            let read = self.inner.read(&mut self.raw)?;
            self.ended = read == 0;
            let bytes = self.raw.get(..read).unwrap_or_default();
            let most = self.decoder.max_utf8_buffer_length(read).ok_or(io::ErrorKind::OutOfMemory)?;
            self.text.resize(most, 0);
            let (_, _, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.text, self.ended);
            self.text.truncate(written);
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.text.len() {
            self.fill()?;
        }
        let ready = self.text.get(self.given..).unwrap_or_default();
        if !ready.is_empty() && self.left == 0 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        let length = ready.len().min(into.len()).min(self.left);
        if let (Some(to), Some(from)) = (into.get_mut(..length), ready.get(..length)) {
            to.copy_from_slice(from);
        }
        self.given += length;
        self.left -= length;
        Ok(length)
    }
}
