//! What the helper is asked, and what it answers. Both sides read this file.

use domain::media::Media;
use domain::numbers::LabelCode;
use zeroize::Zeroizing;

/// What is wanted of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// How many pages it has.
    Pages,
    /// A picture of this page, from 1.
    Picture(u32),
    /// Its text, pages parted by form feeds.
    Text,
    /// The labels of physical items that are seen in it.
    Labels,
}

impl Ask {
    /// The word for it on the command line of the helper.
    pub fn word(self) -> String {
        match self {
            Self::Pages => "pages".to_owned(),
            Self::Text => "text".to_owned(),
            Self::Labels => "labels".to_owned(),
            Self::Picture(page) => page.to_string(),
        }
    }

    /// What this word asks for.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "pages" => Some(Self::Pages),
            "text" => Some(Self::Text),
            "labels" => Some(Self::Labels),
            page => page.parse().ok().map(Self::Picture),
        }
    }
}

/// Whether pages of such files can be shown as pictures.
pub const fn shows_pictures(media: Media) -> bool {
    matches!(media, Media::Pdf | Media::Jpeg | Media::Png | Media::Webp | Media::Tiff)
}

/// Whether such files may have more than one page; all others that can be shown are one picture.
pub const fn has_pages(media: Media) -> bool {
    matches!(media, Media::Pdf)
}

/// A page as a picture.
#[derive(Clone)]
pub struct Picture {
    /// `image/png` or `image/jpeg`.
    pub media_type: &'static str,
    /// The picture.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// The labels in a photo (PT-4.4.3). What other codes say does not leave the helper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Labels {
    /// Those that could be read, each once.
    pub found: Vec<LabelCode>,
    /// How many codes could be read that are no labels.
    pub others: u32,
}

impl Labels {
    /// How many labels one photo may show: many times what is legible in one.
    pub(crate) const MOST: usize = 500;

    /// A line with the number of other codes, and one for each label.
    fn encode(&self) -> Vec<u8> {
        let labels = self.found.iter().map(|label| format!("\n{label}"));
        std::iter::once(self.others.to_string()).chain(labels).collect::<String>().into_bytes()
    }

    fn decode(content: &[u8]) -> Option<Self> {
        let mut lines = std::str::from_utf8(content).ok()?.split('\n');
        let others = lines.next()?.parse().ok()?;
        let found: Option<Vec<LabelCode>> = lines.take(Self::MOST + 1).map(|line| line.parse().ok()).collect();
        Some(Self { others, found: found.filter(|found| found.len() <= Self::MOST)? })
    }
}

/// What the helper says of a file. Nothing of it is printed.
#[derive(Clone)]
pub enum Seen {
    /// It has so many pages.
    Pages(u32),
    /// The page.
    Picture(Picture),
    /// The text.
    Text(Zeroizing<String>),
    /// The labels.
    Labels(Labels),
}

/// Why a file cannot be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotShow {
    /// Such files are not drawn here.
    #[error("files of this kind cannot be shown here; please download it")]
    Kind,
    /// It cannot be read, or not within the limits of the helper.
    #[error("this file cannot be shown here; it may be damaged or very large. Please download it")]
    Damaged,
    /// A scan of which only the first page could be drawn: whoever saw that would take it for the whole.
    #[error("this scan has several pages and cannot be shown here; please download it")]
    Several,
    /// It asks for a password.
    #[error("this file is protected by a password, so it cannot be shown here; please download it")]
    Locked,
    /// It has no such page.
    #[error("this file has no such page")]
    NoPage,
    /// The helper cannot be started, or not be confined, on this machine.
    #[error("this server cannot show files; please download it")]
    Unavailable,
}

impl CannotShow {
    const ALL: [Self; 6] = [Self::Kind, Self::Damaged, Self::Several, Self::Locked, Self::NoPage, Self::Unavailable];

    /// The first byte of an answer that says so.
    pub(crate) const fn mark(self) -> u8 {
        match self {
            Self::Kind => b'K',
            Self::Damaged => b'D',
            Self::Several => b'S',
            Self::Locked => b'L',
            Self::NoPage => b'N',
            Self::Unavailable => b'U',
        }
    }
}

impl Seen {
    /// The answer as it is sent: a byte that says what it is, and the content.
    pub(crate) fn encode(self) -> (u8, Zeroizing<Vec<u8>>) {
        match self {
            Self::Pages(pages) => (b'#', Zeroizing::new(pages.to_string().into_bytes())),
            Self::Text(text) => (b'T', Zeroizing::new(text.as_bytes().to_vec())),
            Self::Labels(labels) => (b'Q', Zeroizing::new(labels.encode())),
            Self::Picture(picture) if picture.media_type == JPEG => (b'J', picture.bytes),
            Self::Picture(picture) => (b'P', picture.bytes),
        }
    }

    /// Reads an answer. The helper has read bytes of others, so nothing is believed of what it says but its form.
    ///
    /// # Errors
    /// What the helper says is wrong; [`CannotShow::Damaged`] when it says nothing that can be understood.
    pub(crate) fn decode(answer: Zeroizing<Vec<u8>>) -> Result<Self, CannotShow> {
        let Some((mark, content)) = answer.split_first() else { return Err(CannotShow::Damaged) };
        let bytes = || Zeroizing::new(content.to_vec());
        let number = || std::str::from_utf8(content).ok().and_then(|text| text.parse().ok());
        match mark {
            b'#' => number().map(Self::Pages).ok_or(CannotShow::Damaged),
            b'T' => {
                let text = std::str::from_utf8(content).map_err(|_| CannotShow::Damaged)?;
                Ok(Self::Text(Zeroizing::new(text.to_owned())))
            }
            b'Q' => Labels::decode(content).map(Self::Labels).ok_or(CannotShow::Damaged),
            b'J' => Ok(Self::Picture(Picture { media_type: JPEG, bytes: bytes() })),
            b'P' => Ok(Self::Picture(Picture { media_type: PNG, bytes: bytes() })),
            mark => Err(CannotShow::ALL.into_iter().find(|why| why.mark() == *mark).unwrap_or(CannotShow::Damaged)),
        }
    }
}

/// The type of a drawn page.
pub(crate) const PNG: &str = "image/png";
/// The type of a drawn photo.
pub(crate) const JPEG: &str = "image/jpeg";
