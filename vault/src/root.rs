//! The root key: the one secret that must be kept outside the database, and where it may come from.
//!
//! Every source gives the same 32 bytes. A source that is unsafe – a file that others can read, or that lies beside the data that it is to
//! protect – is refused rather than warned about. Each reason is a variant of its own, because each start that is refused has an exit code
//! of its own. Source: security.md 4.1 and promise P31.

mod command;
mod file;

use std::fmt;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::password::Cost;
use crate::primitives::{Key, argon2id, hkdf, random};

/// The key above all keys, 32 bytes, wiped when dropped.
pub struct RootKey(Key);

impl RootKey {
    /// A new random key.
    pub fn generate() -> Self {
        Self(random())
    }

    /// Writes the key to a new file that only its owner can read (mode 0400), as 64 hexadecimal digits and a line end.
    ///
    /// # Errors
    /// The system's error; an existing file is never overwritten.
    pub fn write_file(&self, path: &Path) -> std::io::Result<()> {
        file::write(&self.0, path)
    }

    /// The key itself, for the recovery kit: whoever has these bytes and the key database can read everything.
    pub fn for_kit(&self) -> Zeroizing<[u8; 32]> {
        self.0.clone()
    }

    /// The key out of a recovery kit.
    pub fn from_kit(key: Zeroizing<[u8; 32]>) -> Self {
        Self(key)
    }

    /// The key as somebody types it: 64 hexadecimal digits with white space round them.
    ///
    /// # Errors
    /// [`RootFault::WrongLength`] for anything else.
    pub fn typed(text: &str) -> Result<Self, RootFault> {
        if text.trim().len() == 64 { Self::parse(text.trim().as_bytes()) } else { Err(RootFault::WrongLength) }
    }

    /// Sixteen hexadecimal digits by which the record can tell later whether a kit holds this key. The key cannot be found out from them.
    pub fn fingerprint(&self) -> String {
        let derived = hkdf(self.bytes(), &[b"casekeep/v1/root-fingerprint|"]);
        derived.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 32 raw bytes, or 64 hexadecimal digits with white space round them.
    fn parse(content: &[u8]) -> Result<Self, RootFault> {
        let digits = content.trim_ascii();
        // Thirty-two bytes that are all hexadecimal digits are half a key written out, not a key.
        if let Ok(raw) = <[u8; 32]>::try_from(content)
            && !digits.iter().all(u8::is_ascii_hexdigit)
        {
            return Ok(Self(Zeroizing::new(raw)));
        }
        let (pairs, []) = digits.as_chunks::<2>() else { return Err(RootFault::WrongLength) };
        if pairs.len() != 32 {
            return Err(RootFault::WrongLength);
        }
        let mut key = Zeroizing::new([0; 32]);
        for (byte, &[high, low]) in key.iter_mut().zip(pairs) {
            *byte = nibble(high)? << 4 | nibble(low)?;
        }
        Ok(Self(key))
    }
}

fn nibble(digit: u8) -> Result<u8, RootFault> {
    let value = char::from(digit).to_digit(16).ok_or(RootFault::WrongLength)?;
    u8::try_from(value).map_err(|_| RootFault::WrongLength)
}

/// Where the root key comes from.
pub enum RootSource {
    /// A command whose output is the key, such as a client of a key-management service. The program first, then its arguments.
    Command(Vec<String>),
    /// A credential of systemd by its name: the file of that name in `$CREDENTIALS_DIRECTORY`.
    Credential(String),
    /// A file that only the running user can read, outside the data folder.
    File(PathBuf),
    /// A passphrase typed at start, and the installation's salt (at least 16 bytes, not secret).
    Passphrase(Zeroizing<String>, Vec<u8>),
    /// An environment variable by its name. Other processes of the same user can read it: for demonstrations and tests only.
    Environment(String),
}

/// Why there is no root key. One line each, without anything of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RootFault {
    /// Nothing is there: no file, no credential, no variable, no passphrase.
    #[error("the root key is missing")]
    Missing,
    /// It is there, but cannot be read.
    #[error("the root key cannot be read")]
    Unreadable,
    /// It is neither 32 bytes nor 64 hexadecimal digits.
    #[error("the root key must be 32 bytes or 64 hexadecimal digits")]
    WrongLength,
    /// Not a regular file.
    #[error("the root key file is not a regular file")]
    NotAFile,
    /// The mode gives something to the group or to everybody.
    #[error("the root key file is readable by others; set its mode to 0400")]
    ReadableByOthers,
    /// It belongs to somebody else than the user that runs this.
    #[error("the root key file belongs to another user than the one running this")]
    NotOurs,
    /// Whoever takes the data folder, or a backup of it, would take the key with it.
    #[error("the root key file lies inside the data folder; keep it elsewhere")]
    InsideTheData,
    /// The command did not start, failed, took too long or gave too much.
    #[error("the command for the root key failed")]
    CommandFailed,
    /// The salt is shorter than 16 bytes.
    #[error("the salt for the root passphrase is too short")]
    ShortSalt,
}

impl RootSource {
    /// Fetches the key. `data_folder` is where the database lies; a key file in there is refused.
    ///
    /// Takes about a second for a passphrase, and as long as the command takes (at most half a minute) for a command.
    ///
    /// # Errors
    /// [`RootFault`], one variant for each reason.
    pub fn read(&self, data_folder: &Path) -> Result<RootKey, RootFault> {
        match self {
            Self::Command(words) => RootKey::parse(&command::output(words)?),
            Self::Credential(name) => RootKey::parse(&file::read_credential(name)?),
            Self::File(path) => RootKey::parse(&file::read_private(path, data_folder)?),
            Self::Passphrase(passphrase, salt) => from_passphrase(passphrase, salt, Cost::ROOT),
            Self::Environment(name) => {
                let value = std::env::var(name).map(Zeroizing::new).map_err(|_| RootFault::Missing)?;
                RootKey::parse(value.as_bytes())
            }
        }
    }
}

/// Only the kind of source: paths and commands are the operator's business, and a passphrase is nobody's.
impl fmt::Debug for RootSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Command(_) => "RootSource::Command",
            Self::Credential(_) => "RootSource::Credential",
            Self::File(_) => "RootSource::File",
            Self::Passphrase(..) => "RootSource::Passphrase",
            Self::Environment(_) => "RootSource::Environment",
        })
    }
}

fn from_passphrase(passphrase: &str, salt: &[u8], cost: Cost) -> Result<RootKey, RootFault> {
    if passphrase.is_empty() {
        return Err(RootFault::Missing);
    }
    if salt.len() < 16 {
        return Err(RootFault::ShortSalt);
    }
    // The same letters typed on another keyboard may arrive in another normal form.
    let typed = Zeroizing::new(passphrase.nfc().collect::<String>());
    argon2id(typed.as_bytes(), salt, cost).map(RootKey).ok_or(RootFault::ShortSalt)
}

#[cfg(test)]
mod tests;
