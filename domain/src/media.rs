//! The kinds of file that a document may be. A kind is told by the bytes, never by the name or by what the sender says.
//!
//! # Source
//! ASVS 5.0, 5.1.1 (a table of what is accepted) and 5.2.2 (bytes, not names).

use serde::{Deserialize, Serialize};

macro_rules! media {
    ($($name:ident, $code:literal, $word:literal, $ending:literal, $type:literal;)*) => {
        /// What kind of file a document is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Media {
            $(#[doc = $word] #[serde(rename = $code)] $name,)*
        }

        impl Media {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code that is stored.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What people call it.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// How the name of such a file ends.
            pub const fn ending(self) -> &'static str {
                match self { $(Self::$name => $ending,)* }
            }

            /// Its media type (RFC 6838).
            pub const fn media_type(self) -> &'static str {
                match self { $(Self::$name => $type,)* }
            }
        }
    };
}

media! {
    Pdf, "pdf", "PDF", "pdf", "application/pdf";
    Jpeg, "jpeg", "Photo (JPEG)", "jpg", "image/jpeg";
    Heic, "heic", "Photo (HEIC)", "heic", "image/heic";
    Png, "png", "Picture (PNG)", "png", "image/png";
    Webp, "webp", "Picture (WebP)", "webp", "image/webp";
    Tiff, "tiff", "Scan (TIFF)", "tif", "image/tiff";
    Text, "text", "Plain text", "txt", "text/plain; charset=utf-8";
    Docx, "docx", "Word document", "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    Xlsx, "xlsx", "Excel workbook", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Odt, "odt", "OpenDocument text", "odt", "application/vnd.oasis.opendocument.text";
    Ods, "ods", "OpenDocument table", "ods", "application/vnd.oasis.opendocument.spreadsheet";
    Mail, "mail", "E-mail message", "eml", "message/rfc822";
    Mp3, "mp3", "Sound (MP3)", "mp3", "audio/mpeg";
    M4a, "m4a", "Sound (M4A)", "m4a", "audio/mp4";
    Zip, "zip", "Packed files (ZIP)", "zip", "application/zip";
}

impl Media {
    /// Whether such a file may come in. Packed files are made by the house, when paper leaves with documents.
    pub const fn comes_in(self) -> bool {
        !matches!(self, Self::Zip)
    }
}

/// What an antivirus program said of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scanned {
    /// Nobody asked one.
    #[default]
    Not,
    /// It found nothing.
    Clean,
}
