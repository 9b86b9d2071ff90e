//! The lines of the files of an export: JSON, one object a line, so that any reader of JSON can make something of them. Ids, hashes and times have the
//! forms that they have in the ledger.

use domain::ids::{DossierId, DossierKind, EntryId, EntryNumber, OnceKey, StaffId};
use domain::level::Level;
use domain::time::Instant;
use ledger::Hash;
use ledger::commit::Salt;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use store::{Carried, Deed, OpenSheet, WholeAccount, WholeDossier, WholeEntry};
use zeroize::Zeroizing;

/// A value that stands in a line as its text.
mod text {
    use std::fmt::Display;
    use std::str::FromStr;

    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<T: Display, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(|_| D::Error::custom("not of this form"))
    }
}

/// Thirty-two bytes that stand in a line as 64 hexadecimal digits; wiped when they are no longer needed.
struct Digits(Zeroizing<[u8; 32]>);

impl Serialize for Digits {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&Zeroizing::new(Hash(*self.0).to_string()))
    }
}

impl<'de> Deserialize<'de> for Digits {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let digits = Zeroizing::new(String::deserialize(from)?);
        let bytes: Hash = digits.parse().map_err(|_| D::Error::custom("not 64 hexadecimal digits"))?;
        Ok(Self(Zeroizing::new(bytes.0)))
    }
}

/// An entry, as it is written.
#[derive(Serialize)]
pub(super) struct EntryOut<'e> {
    n: u64,
    #[serde(with = "text")]
    dossier: DossierId,
    entry: EntryNumber,
    kind: &'e str,
    version: u16,
    level: u8,
    #[serde(with = "text")]
    author: StaffId,
    happened: Instant,
    signed: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<Digits>,
    #[serde(skip_serializing_if = "Option::is_none")]
    manifest: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'e str>,
}

impl<'e> EntryOut<'e> {
    /// The line of this entry, whose ledger line has the number `n`; nothing when a content is no text.
    pub(super) fn of(n: u64, entry: &'e WholeEntry) -> Option<Self> {
        let (mut salt, mut manifest, mut content) = (None, None, None);
        if let Some(sheet) = &entry.sheet {
            salt = Some(Digits(Zeroizing::new(sheet.salt.0)));
            manifest = Some(std::str::from_utf8(&sheet.manifest).ok()?);
            content = Some(std::str::from_utf8(&sheet.content).ok()?);
        }
        Some(Self {
            n,
            dossier: entry.id.dossier,
            entry: entry.id.number,
            kind: &entry.kind,
            version: entry.version,
            level: entry.level.rank(),
            author: entry.author,
            happened: entry.happened,
            signed: entry.signed,
            salt,
            manifest,
            content,
        })
    }
}

/// An entry, as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryIn {
    /// The number of its ledger line.
    pub(super) n: u64,
    #[serde(with = "text")]
    dossier: DossierId,
    entry: EntryNumber,
    kind: String,
    version: u16,
    level: u8,
    #[serde(with = "text")]
    author: StaffId,
    happened: Instant,
    signed: Instant,
    #[serde(default)]
    salt: Option<Digits>,
    #[serde(default)]
    manifest: Option<String>,
    #[serde(default)]
    content: Option<String>,
}

impl EntryIn {
    /// What it says; nothing when its parts do not belong together.
    pub(super) fn whole(self) -> Option<WholeEntry> {
        let sheet = match (self.salt, self.manifest, self.content) {
            (Some(salt), Some(manifest), Some(content)) => Some(OpenSheet {
                salt: Salt(*salt.0),
                manifest: Zeroizing::new(manifest.into_bytes()),
                content: Zeroizing::new(content.into_bytes()),
            }),
            (None, None, None) => None,
            _ => return None,
        };
        Some(WholeEntry {
            id: EntryId { dossier: self.dossier, number: self.entry },
            kind: self.kind,
            version: self.version,
            level: Level::from_rank(self.level)?,
            author: self.author,
            happened: self.happened,
            signed: self.signed,
            sheet,
        })
    }
}

/// A document that an entry files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentLine {
    /// The number of the ledger line of its entry.
    pub(super) n: u64,
    #[serde(with = "text")]
    pub(super) dossier: DossierId,
    pub(super) entry: EntryNumber,
    /// The address that the entry names.
    pub(super) address: String,
    /// How long it is, in bytes.
    pub(super) length: u64,
    /// SHA-256 of its bytes.
    pub(super) sha256: String,
    /// The file that it lies in; nothing when it was damaged or gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) file: Option<String>,
}

/// A dossier.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DossierLine {
    #[serde(with = "text")]
    dossier: DossierId,
    kind: String,
    contents: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    destroyed: Option<Instant>,
}

impl DossierLine {
    pub(super) fn of(dossier: &WholeDossier) -> Self {
        let WholeDossier { dossier, kind, contents, destroyed } = *dossier;
        Self { dossier, kind: kind.code().to_owned(), contents, destroyed }
    }

    pub(super) fn whole(self) -> Option<WholeDossier> {
        let Self { dossier, kind, contents, destroyed } = self;
        Some(WholeDossier { dossier, kind: DossierKind::from_code(&kind)?, contents, destroyed })
    }
}

/// An account.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AccountLine {
    #[serde(with = "text")]
    staff: StaffId,
    /// The digest of the sign-in name, in hexadecimal digits.
    login: String,
    epoch: i64,
    state: String,
    changed: Instant,
}

impl AccountLine {
    pub(super) fn of(account: &WholeAccount) -> Self {
        let WholeAccount { staff, login, epoch, state, changed } = account;
        let login = login.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { staff: *staff, login, epoch: *epoch, state: state.code().to_owned(), changed: *changed }
    }

    pub(super) fn whole(self) -> Option<WholeAccount> {
        let Self { staff, login, epoch, state, changed } = self;
        let pairs = login.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
        let login: Option<Vec<u8>> = pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect();
        Some(WholeAccount { staff, login: login?, epoch, state: state.parse().ok()?, changed })
    }
}

/// A deed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeedLine {
    #[serde(with = "text")]
    once: OnceKey,
    #[serde(with = "text")]
    staff: StaffId,
    at: Instant,
    #[serde(with = "text")]
    dossier: DossierId,
    entry: EntryNumber,
}

impl DeedLine {
    pub(super) const fn of(deed: &Deed) -> Self {
        let Deed { once, staff, at, entry } = *deed;
        Self { once, staff, at, dossier: entry.dossier, entry: entry.number }
    }

    pub(super) const fn whole(self) -> Deed {
        let Self { once, staff, at, dossier, entry } = self;
        Deed { once, staff, at, entry: EntryId { dossier, number: entry } }
    }
}

/// A running number.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SerialLine {
    /// What is counted.
    pub(super) name: String,
    /// Which number comes next.
    pub(super) next: u32,
}

/// The secrets that are carried.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SecretsLine {
    ledger_signing: Digits,
    index: Digits,
}

impl SecretsLine {
    pub(super) fn of(carried: Carried) -> Self {
        Self { ledger_signing: Digits(carried.signing), index: Digits(carried.index) }
    }

    pub(super) fn whole(self) -> Carried {
        Carried { signing: self.ledger_signing.0, index: self.index.0 }
    }
}
