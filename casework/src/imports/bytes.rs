//! What the bytes of a file are: their encoding, their digest, and whether they are text at all.
//!
//! The whole file is looked at once before anything is read from it: whether a file without a mark is UTF-8 can only be said at its end, and its
//! digest becomes part of every client's provenance.

use std::io::Read;

use sha2::{Digest, Sha256};

use super::CannotImport;

/// How the characters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without its mark.
    Utf8,
    /// UTF-16, low byte first; what Windows calls "Unicode".
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Western European Windows.
    Windows1252,
}

impl Encoding {
    /// Every encoding.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252];

    /// Its name, as in mapping files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The encoding of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.name().eq_ignore_ascii_case(name.trim()))
    }

    pub(super) const fn decoder(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => encoding_rs::UTF_8,
            Self::Utf16Le => encoding_rs::UTF_16LE,
            Self::Utf16Be => encoding_rs::UTF_16BE,
            Self::Windows1252 => encoding_rs::WINDOWS_1252,
        }
    }
}

/// What was found out about a file's bytes.
#[derive(Debug, Clone)]
pub(super) struct Survey {
    /// The encoding that is read.
    pub(super) encoding: Encoding,
    /// SHA-256 of the file.
    pub(super) digest: [u8; 32],
    /// What whoever imports should know.
    pub(super) warning: Option<&'static str>,
}

const GUESSED: &str = "the file has no mark of its encoding and is not UTF-8; it is read as Windows-1252. Please look at names with accents, or declare the encoding";
const GUESSED_WIDE: &str = "the file looks like UTF-16 without its mark and is read as such";
const BROKEN: &str = "the file is UTF-8, but some places in it are not; the rows with such places are reported";
const MARKED: &str = "the file begins with the mark of another encoding than the declared one; the mark is believed";

/// Reads the whole of `file` once.
///
/// # Errors
/// [`CannotImport`] when it cannot be read, or is not text.
pub(super) fn survey(mut file: impl Read, declared: Option<Encoding>) -> Result<Survey, CannotImport> {
    let mut hash = Sha256::new();
    let mut counts = Counts::default();
    let mut start = Vec::with_capacity(4);
    let mut buffer = vec![0_u8; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        start.extend(bytes.iter().take(4_usize.saturating_sub(start.len())));
        hash.update(bytes);
        counts.take(bytes);
    }
    counts.end();
    not_another_format(&start)?;
    let (encoding, warning) = match (mark(&start), declared) {
        (Some(marked), Some(declared)) if marked != declared => (marked, Some(MARKED)),
        (Some(encoding), _) | (None, Some(encoding)) => (encoding, None),
        (None, None) => counts.guess()?,
    };
    let broken = encoding == Encoding::Utf8 && 0 < counts.broken;
    Ok(Survey { encoding, digest: hash.finalize().into(), warning: warning.or(broken.then_some(BROKEN)) })
}

/// The mark that a file may begin with.
fn mark(start: &[u8]) -> Option<Encoding> {
    match start {
        [0xEF, 0xBB, 0xBF, ..] => Some(Encoding::Utf8),
        [0xFF, 0xFE, ..] => Some(Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => Some(Encoding::Utf16Be),
        _ => None,
    }
}

fn not_another_format(start: &[u8]) -> Result<(), CannotImport> {
    match start {
        [b'P', b'K', 3, 4] => Err(CannotImport::Workbook),
        [0xD0, 0xCF, 0x11, 0xE0] | [0x1F, 0x8B, ..] | [b'%', b'P', b'D', b'F'] => Err(CannotImport::NotText),
        _ => Ok(()),
    }
}

/// What is counted while the bytes pass.
#[derive(Default)]
struct Counts {
    /// Bytes so far.
    bytes: u64,
    /// Zeros at even and at odd places; text of one byte or UTF-8 has none.
    zeros: [u64; 2],
    /// Characters beyond ASCII that are good UTF-8.
    good: u64,
    /// Places that are not UTF-8.
    broken: u64,
    /// The beginning of a character at the end of the last piece.
    carried: Vec<u8>,
}

impl Counts {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if *byte == 0
                && let Some(zeros) = self.zeros.get_mut(usize::from(self.bytes % 2 == 1))
            {
                *zeros += 1;
            }
            self.bytes += 1;
        }
        let mut piece = std::mem::take(&mut self.carried);
        piece.extend_from_slice(bytes);
        let mut rest = piece.as_slice();
        while let Err(error) = std::str::from_utf8(rest) {
            let (good, bad) = rest.split_at(error.valid_up_to());
            self.count(good);
            let Some(length) = error.error_len() else {
                self.carried = bad.to_vec();
                return;
            };
            self.broken += 1;
            rest = bad.get(length..).unwrap_or_default();
        }
        self.count(rest);
    }

    fn count(&mut self, good: &[u8]) {
        let leading = good.iter().filter(|byte| 0xC0 <= **byte).count();
        self.good += u64::try_from(leading).unwrap_or(u64::MAX);
    }

    fn end(&mut self) {
        self.broken += u64::from(!self.carried.is_empty());
    }

    /// The likeliest encoding of a file without mark and without declaration.
    fn guess(&self) -> Result<(Encoding, Option<&'static str>), CannotImport> {
        match self.zeros {
            [0, 0] if self.broken == 0 => Ok((Encoding::Utf8, None)),
            // One broken name among thousands of good ones must not spoil the good ones.
            [0, 0] if self.broken.saturating_mul(4) < self.good => Ok((Encoding::Utf8, None)),
            [0, 0] => Ok((Encoding::Windows1252, Some(GUESSED))),
            [even, odd] if even.saturating_mul(4) < odd => Ok((Encoding::Utf16Le, Some(GUESSED_WIDE))),
            [even, odd] if odd.saturating_mul(4) < even => Ok((Encoding::Utf16Be, Some(GUESSED_WIDE))),
            _ => Err(CannotImport::NotText),
        }
    }
}
