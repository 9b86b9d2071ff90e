//! The faces at hand: those inside the binary, and those of the folders that the operator names.
//!
//! Folder faces are read once for what they cover and loaded again only when a document needs them, so that a folder of several
//! hundred megabytes costs no memory. The order is that of the folders and of the sorted paths in them, so the choice never varies.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontBook, FontInfo, FontVariant, FontVariations};
use typst::utils::LazyHash;

/// The families that every document is set in, by preference: the record's serif, then the faces that cover more scripts.
pub(crate) const BASE: [&str; 3] = ["Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"];

/// How deep font folders are searched; enough for `/usr/share/fonts/truetype/noto`.
const DEPTH: u8 = 4;

/// No font is bigger than this; the largest collections of Chinese, Japanese and Korean faces have about 130 megabytes.
const BIGGEST: u64 = 200 << 20;

enum Face {
    Bundled(Font),
    InFolder { path: PathBuf, index: u32, font: OnceLock<Option<Font>> },
}

/// All faces and what they cover.
pub(crate) struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Face>,
    infos: Vec<FontInfo>,
    /// How many of them are bundled; they come first.
    bundled: usize,
    /// The folders' faces alone, for choosing among them.
    added: FontBook,
}

impl Fonts {
    /// The bundled faces and those of `folders`. A folder or file that cannot be read is passed over.
    pub(crate) fn load(folders: &[PathBuf]) -> Self {
        let (book, added) = (LazyHash::new(FontBook::new()), FontBook::new());
        let mut fonts = Self { book, faces: vec![], infos: vec![], bundled: 0, added };
        for font in typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes))) {
            fonts.add(font.info().clone(), Face::Bundled(font));
        }
        fonts.bundled = fonts.infos.len();
        for path in folders.iter().flat_map(|folder| font_files(folder, DEPTH)) {
            let Ok(bytes) = fs::read(&path) else { continue };
            for font in Font::iter(Bytes::new(bytes)).filter(may_be_embedded) {
                let face = Face::InFolder { path: path.clone(), index: font.index(), font: OnceLock::new() };
                fonts.add(font.info().clone(), face);
            }
        }
        fonts.book = LazyHash::new(FontBook::from_infos(fonts.infos.iter().cloned()));
        fonts.added = FontBook::from_infos(fonts.infos.iter().skip(fonts.bundled).cloned());
        fonts
    }

    fn add(&mut self, info: FontInfo, face: Face) {
        self.infos.push(info);
        self.faces.push(face);
    }

    /// What typst chooses from.
    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The face with this place in the book.
    pub(crate) fn face(&self, index: usize) -> Option<Font> {
        match self.faces.get(index)? {
            Face::Bundled(font) => Some(font.clone()),
            Face::InFolder { path, index, font } => {
                font.get_or_init(|| Font::new(Bytes::new(fs::read(path).ok()?), *index)).clone()
            }
        }
    }

    /// A family with a face that has all characters of `letter`: the serif, else what the folders have, else another bundled one.
    /// The folders go before, because the bundled faces know many scripts without knowing how to join their letters.
    pub(crate) fn family_with(&self, letter: &[char]) -> Option<&str> {
        let covers = |info: &FontInfo| letter.iter().all(|&c| info.coverage.contains(u32::from(c)));
        let bundled =
            |family: &str| self.infos.iter().take(self.bundled).any(|info| info.family == family && covers(info));
        let (serif, others) = BASE.split_first()?;
        if bundled(serif) {
            return Some(serif);
        }
        let added = self.added_like_serif(letter).filter(|info| covers(info));
        let added = added.or_else(|| self.infos.iter().skip(self.bundled).find(|info| covers(info)));
        let base = others.iter().copied().find(|family| bundled(family));
        added.map(|info| info.family.as_str()).or(base).or_else(|| self.last_with(covers))
    }

    /// The mathematical faces among the bundled ones have a few scripts that the others lack.
    fn last_with(&self, covers: impl Fn(&FontInfo) -> bool) -> Option<&str> {
        self.infos.iter().find(|info| covers(info)).map(|info| info.family.as_str())
    }

    fn added_like_serif(&self, letter: &[char]) -> Option<&FontInfo> {
        let text: String = letter.iter().collect();
        self.added.info(self.added.select_fallback(self.infos.first(), FontVariant::default(), &text)?)
    }

    /// Whether the first of the [`BASE`] families, in its upright face, has the character.
    pub(crate) fn is_plain(&self, c: char) -> bool {
        let upright = FontVariant::default();
        let first = BASE.first().and_then(|family| self.book.select(&family.to_lowercase(), upright));
        first.and_then(|index| self.infos.get(index)).is_some_and(|info| info.coverage.contains(u32::from(c)))
    }
}

/// PDF/A asks for fonts that may lawfully be embedded; one with the restricting licence bit would make every export fail. The bit is
/// known by its name, so that the font parser need not become a dependency of ours.
fn may_be_embedded(font: &Font) -> bool {
    let face = font.clone().instantiate(FontVariant::default(), Abs::pt(10.0), &FontVariations::default());
    face.ttf().permissions().is_none_or(|granted| format!("{granted:?}") != "Restricted")
}

fn font_files(folder: &Path, depth: u8) -> Vec<PathBuf> {
    let Ok(listing) = fs::read_dir(folder) else { return vec![] };
    let mut paths: Vec<PathBuf> = listing.flatten().map(|item| item.path()).collect();
    paths.sort();
    let mut files = vec![];
    for path in paths {
        if path.is_dir() {
            if 0 < depth {
                files.extend(font_files(&path, depth - 1));
            }
        } else if is_font(&path) {
            files.push(path);
        }
    }
    files
}

fn is_font(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    matches!(ending.as_str(), "ttf" | "otf" | "ttc" | "otc")
        && fs::metadata(path).is_ok_and(|file| file.len() <= BIGGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_adds_its_fonts_and_whatever_else_lies_there_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("below");
        fs::create_dir(&below).unwrap();
        fs::write(folder.path().join("broken.ttf"), b"not a font").unwrap();
        fs::write(folder.path().join("readme.txt"), b"hello").unwrap();
        fs::write(below.join("serif.OTF"), typst_assets::fonts().next().unwrap()).unwrap();

        let bundled = Fonts::load(&[PathBuf::from("/no/such/folder")]);
        let fonts = Fonts::load(&[folder.path().to_owned()]);
        assert_eq!(fonts.faces.len(), bundled.faces.len() + 1);
        assert_eq!(fonts.face(bundled.faces.len()).unwrap().info().family, "Libertinus Serif");
        assert!(bundled.face(bundled.faces.len()).is_none());
    }

    #[test]
    fn letters_that_the_serif_lacks_come_from_the_folders_first() {
        let folder = tempfile::tempdir().unwrap();
        for (number, font) in typst_assets::fonts().enumerate() {
            fs::write(folder.path().join(format!("{number:02}.otf")), font).unwrap();
        }
        let fonts = Fonts::load(&[folder.path().to_owned()]);
        assert_eq!(fonts.family_with(&['a']), Some("Libertinus Serif"));
        assert_eq!(fonts.family_with(&['ل']), Some("DejaVu Sans Mono"));
        assert_eq!(fonts.family_with(&['王']), None);
        assert!(fonts.is_plain('é') && !fonts.is_plain('ل'));
    }
}
