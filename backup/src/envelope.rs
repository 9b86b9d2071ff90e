//! Envelopes: `age` files for X25519 recipients, and nothing else – no passphrases, no plugins.
//!
//! # Source
//! The age format, version 1 (`age-encryption.org/v1`); security.md 4.11.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use age::stream::{StreamReader, StreamWriter};
use age::x25519::{Identity, Recipient};
use age::{DecryptError, Decryptor, Encryptor};
use ledger::{Hash, Hashing, sha256};
use zeroize::Zeroizing;

use crate::BackupFault;

/// Who can open a backup.
#[derive(Clone)]
pub struct Recipients(BTreeMap<String, Recipient>);

impl Recipients {
    /// Reads recipients as `age-keygen` prints them; the same one twice counts once.
    ///
    /// # Errors
    /// [`BackupFault::Recipient`] with the one that is none, [`BackupFault::NoRecipient`] when there is none at all.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, BackupFault> {
        let mut all = BTreeMap::new();
        for text in texts {
            let recipient: Recipient = text.trim().parse().map_err(|_| BackupFault::Recipient(text.to_owned()))?;
            all.insert(recipient.to_string(), recipient);
        }
        if all.is_empty() { Err(BackupFault::NoRecipient) } else { Ok(Self(all)) }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Eight digits that name the set: files for other recipients have another one.
    pub fn set(&self) -> String {
        let texts: String = self.0.keys().flat_map(|text| [text.as_str(), "\n"]).collect();
        sha256(texts.as_bytes()).to_string().chars().take(8).collect()
    }

    /// The same and those who have these.
    pub fn and(&self, identity: &Identities) -> Self {
        Self(self.0.clone().into_iter().chain(identity.recipients().0).collect())
    }
}

/// What opens a backup.
pub struct Identities(Vec<Identity>);

impl Identities {
    /// A new one that lives as long as this value, and nowhere else.
    pub fn generate() -> Self {
        Self(vec![Identity::generate()])
    }

    /// Whoever has these.
    pub fn recipients(&self) -> Recipients {
        let all = self.0.iter().map(|identity| (identity.to_public().to_string(), identity.to_public()));
        Recipients(all.collect())
    }

    /// Reads the files that `age-keygen` writes: lines that begin with `#` are remarks.
    ///
    /// # Errors
    /// [`BackupFault::File`] when one cannot be read, [`BackupFault::Identity`] when it holds none, or something else.
    pub fn read<'a>(files: impl IntoIterator<Item = &'a Path>) -> Result<Self, BackupFault> {
        let mut all = Vec::new();
        for path in files {
            let text = Zeroizing::new(std::fs::read_to_string(path).map_err(BackupFault::file(path))?);
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            let found: Result<Vec<Identity>, _> = lines.map(str::parse).collect();
            let found = found.ok().filter(|found| !found.is_empty());
            all.extend(found.ok_or_else(|| BackupFault::Identity(path.to_owned()))?);
        }
        Ok(Self(all))
    }
}

/// Something whose bytes are counted and hashed as they pass.
pub(crate) struct Tally<T> {
    inner: T,
    hashing: Hashing,
    length: u64,
}

/// What has passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Passed {
    pub(crate) length: u64,
    pub(crate) hash: Hash,
}

impl<T> Tally<T> {
    pub(crate) fn of(inner: T) -> Self {
        Self { inner, hashing: Hashing::new(), length: 0 }
    }

    pub(crate) fn end(self) -> (T, Passed) {
        (self.inner, Passed { length: self.length, hash: self.hashing.finish() })
    }

    fn pass(&mut self, bytes: Option<&[u8]>) {
        let bytes = bytes.unwrap_or_default();
        self.hashing.update(bytes);
        self.length += bytes.len() as u64;
    }
}

impl<W: Write> Write for Tally<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.pass(bytes.get(..written));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Tally<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.pass(bytes.get(..read));
        Ok(read)
    }
}

/// How much is gathered before it is encrypted: the size of a chunk of `age`.
const CHUNK: usize = 64 * 1024;

/// An envelope that is being filled.
pub(crate) struct Envelope(BufWriter<Tally<StreamWriter<Tally<File>>>>);

impl Envelope {
    /// Begins one in this file.
    pub(crate) fn begin(file: File, recipients: &Recipients) -> io::Result<Self> {
        let all = recipients.0.values().map(|recipient| recipient as &dyn age::Recipient);
        let encryptor = Encryptor::with_recipients(all).map_err(|_| io::ErrorKind::InvalidInput)?;
        let stream = encryptor.wrap_output(Tally::of(file))?;
        Ok(Self(BufWriter::with_capacity(CHUNK, Tally::of(stream))))
    }

    /// Closes it: the file, what was put in, and what stands in the file.
    pub(crate) fn close(self) -> io::Result<(File, Passed, Passed)> {
        let (stream, plain) = self.0.into_inner().map_err(io::IntoInnerError::into_error)?.end();
        let (file, sealed) = stream.finish()?.end();
        Ok((file, plain, sealed))
    }
}

impl Write for Envelope {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Puts files into one envelope as they are, and answers with their length: the least that any backup has to do, to be measured against.
///
/// # Errors
/// [`BackupFault::File`] when one cannot be read or written.
pub fn envelope_of(files: &[PathBuf], to: &Path, recipients: &Recipients) -> Result<u64, BackupFault> {
    let file = File::create(to).map_err(BackupFault::file(to))?;
    let mut envelope = Envelope::begin(file, recipients).map_err(BackupFault::file(to))?;
    for path in files {
        let mut file = File::open(path).map_err(BackupFault::file(path))?;
        io::copy(&mut file, &mut envelope).map_err(BackupFault::file(path))?;
    }
    let (file, plain, _) = envelope.close().map_err(BackupFault::file(to))?;
    file.sync_all().map_err(BackupFault::file(to))?;
    Ok(plain.length)
}

/// The longest header that is taken for one.
const LONGEST_HEADER: u64 = 64 * 1024;

/// Whether a file of this length can be the envelope of so many bytes: a header, a nonce, and for each piece its seal.
pub(crate) fn fits(content: u64, file: u64) -> bool {
    let payload = content + 16 + 16 * content.div_ceil(CHUNK as u64).max(1);
    (payload..payload + LONGEST_HEADER).contains(&file)
}

/// An open envelope.
pub(crate) type Content = Tally<StreamReader<BufReader<Box<dyn Read + Send>>>>;

/// Why an envelope does not open.
#[derive(Debug)]
pub(crate) enum Shut {
    /// For none of these identities; or the part of it that is for them was changed.
    NotForUs,
    /// It was changed, or is no envelope.
    Damaged,
    /// The file fails.
    File(io::Error),
}

/// Opens an envelope. Its content is proved piece by piece as it is read, the last piece with its end.
pub(crate) fn open(file: Box<dyn Read + Send>, identities: &Identities) -> Result<Content, Shut> {
    let decryptor = Decryptor::new_buffered(BufReader::with_capacity(CHUNK, file)).map_err(shut)?;
    let all = identities.0.iter().map(|identity| identity as &dyn age::Identity);
    Ok(Tally::of(decryptor.decrypt(all).map_err(shut)?))
}

fn shut(error: DecryptError) -> Shut {
    match error {
        DecryptError::NoMatchingKeys => Shut::NotForUs,
        DecryptError::Io(error)
            if !matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof) =>
        {
            Shut::File(error)
        }
        _ => Shut::Damaged,
    }
}
