//! Documents: letters, scans, photos and other files that belong to a case, each under a name made by the convention of the rulebook.
//!
//! Serves CM-4.2.2, CM-4.2.4, RC-4.5a. The file itself is a sealed stream; what opens it stands in the entry that files it, and nowhere else. A
//! newer version never replaces an older one, and what was filed by mistake stays, marked as such.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use crate::entry::Entry;
use crate::event::{Event, UnknownEvent};
use crate::ids::{EntryNumber, ItemId, StaffId};
use crate::level::Level;
use crate::media::{Media, Scanned};
use crate::naming::{FileName, Pattern};
use crate::text::Line;
use crate::time::Instant;

pub use crate::filing::{CannotFile, Filing, check_description, check_file};

/// What the organisation has laid down for documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentRules {
    /// How they are named (CM-4.2.2).
    pub pattern: Pattern,
    /// The types that there are.
    pub types: Vec<DocumentType>,
    /// The kinds of file that are accepted.
    pub media: Vec<Media>,
    /// The most that one file may have, in millions of bytes.
    pub most_megabytes: u32,
    /// Days for which what was sent and not filed is kept.
    pub upload_days: u32,
}

/// One type of document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentType {
    /// Stands in names of files, such as `letter`.
    pub code: String,
    /// What people call it.
    pub name: String,
}

impl Default for DocumentRules {
    fn default() -> Self {
        let types = [
            ("letter", "Letter"),
            ("consent", "Consent form"),
            ("identity", "Identity document"),
            ("assessment", "Assessment"),
            ("report", "Report"),
            ("medical", "Medical document"),
            ("court", "Court document"),
            ("authority", "Decision of an authority"),
            ("contract", "Contract or agreement"),
            ("photo", "Photo"),
            ("form", "Completed form"),
            ("other", "Other"),
        ];
        let named = |(code, name): (&str, &str)| DocumentType { code: code.to_owned(), name: name.to_owned() };
        Self {
            pattern: Pattern::usual(),
            types: types.into_iter().map(named).collect(),
            media: Media::ALL.iter().copied().filter(|media| media.comes_in()).collect(),
            most_megabytes: 100,
            upload_days: 7,
        }
    }
}

impl DocumentRules {
    /// Whether these are the rules that every organisation starts with.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// What people call this type; its code when it is no longer offered.
    pub fn name_of<'a>(&'a self, code: &'a str) -> &'a str {
        self.types.iter().find(|known| known.code == code).map_or(code, |known| &known.name)
    }

    /// The type of what came by itself, until somebody says what it is; nothing when there are no types.
    pub fn kind_of_arrivals(&self) -> Option<&str> {
        let other = self.types.iter().find(|known| known.code == "other");
        other.or(self.types.last()).map(|known| known.code.as_str())
    }

    /// The most that one file may have, in bytes.
    pub fn most_bytes(&self) -> u64 {
        u64::from(self.most_megabytes) * 1_000_000
    }
}

/// Hexadecimal digits that open a file; never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileSecret(String);

impl FileSecret {
    /// These digits.
    pub const fn new(digits: String) -> Self {
        Self(digits)
    }

    /// The digits, for whoever opens the file.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for FileSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileSecret")
    }
}

/// By which way a file came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Somebody who works on the case added it, and said what it is.
    #[default]
    Added,
    /// A scanner put it into the folder of the server.
    Scanner,
    /// It is an e-mail, or was attached to one.
    Mail,
}

impl Way {
    /// Whether somebody has added it.
    pub fn is_added(&self) -> bool {
        *self == Self::Added
    }

    /// The words for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Added => "Added on a page",
            Self::Scanner => "From the scanner",
            Self::Mail => "By e-mail",
        }
    }
}

/// A file as it arrived: where it lies, what opens it, and what its bytes say that it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrived {
    /// SHA-256 of the sealed bytes, in hexadecimal digits; the file is named by it.
    pub address: String,
    /// What opens it.
    pub secret: FileSecret,
    /// Length of the content in bytes.
    pub length: u64,
    /// SHA-256 of the content, in hexadecimal digits.
    pub digest: String,
    /// What kind of file it is.
    pub media: Media,
    /// What the sender called it, as far as that is a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<Line>,
    /// What an antivirus program said.
    #[serde(default)]
    pub scanned: Scanned,
    /// By which way it came.
    #[serde(default, skip_serializing_if = "Way::is_added")]
    pub way: Way,
}

/// Says nothing by which the file could be found, or told from others.
impl fmt::Debug for Arrived {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arrived").field("media", &self.media).field("scanned", &self.scanned).finish_non_exhaustive()
    }
}

/// What a document is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    /// The code of its type.
    pub kind: String,
    /// What it is, in a line.
    pub title: Line,
    /// The date that stands on it.
    pub dated: Date,
    /// The day on which the organisation got it.
    pub received: Date,
}

/// The file that an entry of this kind and version brings into its dossier: a document, or what came with an inquiry.
///
/// # Errors
/// [`UnknownEvent`] when the content of such an entry cannot be read.
pub fn file_in<'de, D: Deserializer<'de>>(
    kind: &str,
    version: u16,
    content: D,
) -> Result<Option<Arrived>, UnknownEvent> {
    if !["DocumentFiled", "DisclosureMade", "InquiryFileKept"].contains(&kind) {
        return Ok(None);
    }
    match Event::decode(kind, version, content)? {
        Event::DocumentFiled(filed) => Ok(Some(filed.file)),
        Event::DisclosureMade(made) => Ok(made.copy),
        Event::InquiryFileKept(kept) => Ok(Some(kept.file)),
        _ => Ok(None),
    }
}

/// A document, or another version of one, is filed in the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFiled {
    /// Its id; all versions of a document have the same.
    pub id: ItemId,
    /// Its running number in the case, from 1.
    pub serial: u32,
    /// Its version, from 1.
    pub version: u32,
    /// Its name by the convention that held on that day, with the ending of its kind.
    pub name: FileName,
    /// What it is about.
    pub about: Description,
    /// The file.
    pub file: Arrived,
}

/// What was said of a document was wrong; it gets another name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentCorrected {
    /// Which one.
    pub id: ItemId,
    /// Its name from now on.
    pub name: FileName,
    /// What it is about.
    pub about: Description,
    /// Why.
    pub reason: Line,
}

/// A document does not belong here; it stays, marked as filed by mistake.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentWithdrawn {
    /// Which one.
    pub id: ItemId,
    /// Why.
    pub reason: Line,
}

/// One version of a document.
#[derive(Debug, Clone)]
pub struct Version {
    /// What was filed.
    pub filed: DocumentFiled,
    /// In which entry.
    pub entry: EntryNumber,
    /// By whom.
    pub by: StaffId,
    /// When.
    pub at: Instant,
    /// How confidential.
    pub level: Level,
}

/// A document as the case knows it.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its id.
    pub id: ItemId,
    /// Its running number in the case.
    pub serial: u32,
    /// Its name now.
    pub name: FileName,
    /// What it is about.
    pub about: Description,
    /// Its versions, the first one first; never empty.
    pub versions: Vec<Version>,
    /// The entry that last said what it is: of its latest version, or of a later correction.
    pub said: EntryNumber,
    /// Why it is marked as filed by mistake, if it is.
    pub withdrawn: Option<Line>,
}

impl Document {
    /// The latest version.
    pub fn latest(&self) -> Option<&Version> {
        self.versions.last()
    }

    /// Whether it came by itself, and nobody has said yet what it is (CM-4.2.2).
    pub fn awaits(&self) -> bool {
        let unsaid = self.latest().is_some_and(|last| !last.filed.file.way.is_added() && last.entry == self.said);
        unsaid && self.stands()
    }

    /// Whether it counts: it was not filed by mistake.
    pub const fn stands(&self) -> bool {
        self.withdrawn.is_none()
    }
}

/// What a case file knows of its documents.
#[derive(Debug, Clone, Default)]
pub struct Documents {
    /// Documents in the order in which they were filed.
    pub all: Vec<Document>,
}

impl Documents {
    /// Takes one more entry into account.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::DocumentFiled(filed) => self.filed(filed, entry),
            Event::DocumentCorrected(corrected) => {
                if let Some(document) = self.all.iter_mut().find(|document| document.id == corrected.id) {
                    document.name.clone_from(&corrected.name);
                    document.about.clone_from(&corrected.about);
                    document.said = entry.id.number;
                }
            }
            Event::DocumentWithdrawn(withdrawn) => {
                if let Some(document) = self.all.iter_mut().find(|document| document.id == withdrawn.id) {
                    document.withdrawn = Some(withdrawn.reason.clone());
                }
            }
            _ => {}
        }
    }

    fn filed(&mut self, filed: &DocumentFiled, entry: &Entry) {
        let version = Version {
            filed: filed.clone(),
            entry: entry.id.number,
            by: entry.author(),
            at: entry.signed(),
            level: entry.level,
        };
        match self.all.iter_mut().find(|document| document.id == filed.id) {
            Some(document) => {
                document.name.clone_from(&filed.name);
                document.about.clone_from(&filed.about);
                document.said = version.entry;
                document.versions.push(version);
            }
            None => self.all.push(Document {
                id: filed.id,
                serial: filed.serial,
                name: filed.name.clone(),
                about: filed.about.clone(),
                said: version.entry,
                versions: vec![version],
                withdrawn: None,
            }),
        }
    }

    /// The document with this id.
    pub fn find(&self, id: ItemId) -> Option<&Document> {
        self.all.iter().find(|document| document.id == id)
    }

    /// Every version of every document.
    pub fn versions(&self) -> impl Iterator<Item = &Version> {
        self.all.iter().flat_map(|document| &document.versions)
    }

    /// Documents that came by themselves, of which nobody has said yet what they are.
    pub fn awaiting(&self) -> impl Iterator<Item = &Document> {
        self.all.iter().filter(|document| document.awaits())
    }

    /// Documents by the dates that stand on them (CM-4.2.4).
    pub fn in_order(&self) -> Vec<&Document> {
        let mut all: Vec<&Document> = self.all.iter().collect();
        all.sort_by_key(|document| (document.about.dated, document.serial));
        all
    }
}
