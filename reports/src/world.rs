//! All that the typesetter can see: our templates, the document as JSON, the fonts. Every other file and every package is refused.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::Document;
use crate::fonts::Fonts;

/// Name and text of each template.
const TEMPLATES: [(&str, &str); 14] = [
    ("certificate.typ", include_str!("../templates/certificate.typ")),
    ("chronology.typ", include_str!("../templates/chronology.typ")),
    ("client_letter.typ", include_str!("../templates/client_letter.typ")),
    ("entries.typ", include_str!("../templates/entries.typ")),
    ("goal_chart.typ", include_str!("../templates/goal_chart.typ")),
    ("labels.typ", include_str!("../templates/labels.typ")),
    ("letter.typ", include_str!("../templates/letter.typ")),
    ("marks.typ", include_str!("../templates/marks.typ")),
    ("paper.typ", include_str!("../templates/paper.typ")),
    ("progress_report.typ", include_str!("../templates/progress_report.typ")),
    ("recovery_sheet.typ", include_str!("../templates/recovery_sheet.typ")),
    ("signatures.typ", include_str!("../templates/signatures.typ")),
    ("statement.typ", include_str!("../templates/statement.typ")),
    ("words.typ", include_str!("../templates/words.typ")),
];

static SOURCES: LazyLock<Vec<(FileId, &str, Source)>> = LazyLock::new(|| {
    TEMPLATES.into_iter().filter_map(|(name, text)| Some((id_of(name)?, name, text))).map(parsed).collect()
});

static DOCUMENT: LazyLock<Option<FileId>> = LazyLock::new(|| id_of("document.json"));

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

fn id_of(name: &str) -> Option<FileId> {
    VirtualPath::new(name).ok().map(|path| RootedPath::new(VirtualRoot::Project, path).intern())
}

fn parsed((id, name, text): (FileId, &'static str, &'static str)) -> (FileId, &'static str, Source) {
    (id, name, Source::new(id, text.to_owned()))
}

/// The world of one document.
pub(crate) struct Desk<'a> {
    fonts: &'a Fonts,
    main: FileId,
    json: Bytes,
}

impl<'a> Desk<'a> {
    /// The world in which `json` is set by the template for `document`; nothing if that template is not in the binary.
    pub(crate) fn new(fonts: &'a Fonts, document: &Document, json: Vec<u8>) -> Option<Self> {
        let template = match document {
            Document::ProgressReport(_) => "progress_report.typ",
            Document::Chronology(_) => "chronology.typ",
            Document::Certificate(_) => "certificate.typ",
            Document::Labels(_) => "labels.typ",
            Document::Letter(letter) if letter.language.is_some() => "client_letter.typ",
            Document::Letter(_) => "letter.typ",
            Document::Statement(_) => "statement.typ",
            Document::RecoverySheet(_) => "recovery_sheet.typ",
        };
        let (main, ..) = SOURCES.iter().find(|(_, name, _)| *name == template)?;
        Some(Self { fonts, main: *main, json: Bytes::new(json) })
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = SOURCES.iter().find(|(known, ..)| *known == id);
        found.map(|(_, _, source)| source.clone()).ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if *DOCUMENT == Some(id) { Ok(self.json.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.face(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_but_ours_is_refused() {
        let fonts = Fonts::load(&[]);
        let desk = Desk { fonts: &fonts, main: id_of("paper.typ").unwrap(), json: Bytes::new(b"{}".to_vec()) };
        let document = id_of("document.json").unwrap();
        assert_eq!(desk.file(document).unwrap().as_slice(), b"{}");
        assert!(desk.source(document).is_err(), "a document is never source");
        for name in ["etc/passwd", "paper.typ", "other/document.json"] {
            assert_eq!(desk.file(id_of(name).unwrap()), Err(FileError::AccessDenied), "{name}");
        }
        let package = VirtualRoot::Package("@preview/words:1.0.0".parse().unwrap());
        let foreign = RootedPath::new(package, VirtualPath::new("paper.typ").unwrap()).intern();
        assert!(desk.source(foreign).is_err(), "a package is never source");
    }
}
