//! Photos of labels: a form may bring some along; the labels in them are read, and the photos are gone (PT-4.4.3).
//!
//! Who photographs a shelf need not type. A photo is held in memory while it comes and while the helper looks at it, a few at a time, and nowhere else: not
//! on the disk, nor in the log, nor under its name. Of what its codes say only labels are taken.

use std::sync::Arc;
use std::time::Duration;

use axum::RequestExt as _;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;
use casework::documents::media_of;
use domain::media::Media;
use domain::numbers::LabelCode;
use http_body_util::Full;
use tokio::sync::Semaphore;
use viewer::{Ask, CannotShow, Labels, Seen, Viewer};
use zeroize::Zeroizing;

use crate::face::prelude::*;
use crate::fields::Fields;
use crate::problem::Problem;

/// How many photos one form may bring.
const MOST: usize = 10;

/// How large each may be, in bytes.
const LARGEST: usize = 20_000_000;

/// What a form may bring altogether, in bytes. What is beyond the other limits is thrown away while it comes, so that the rest of the form is not lost.
const ALTOGETHER: usize = 300_000_000;

/// What the other fields may have together, in bytes.
const TEXTS: usize = 200_000;

/// How many photos are in memory at once, of all people.
const AT_ONCE: usize = 4;

/// A line on which nothing comes for so long is lost.
const SILENCE: Duration = Duration::from_secs(20);

/// A photo that comes for longer keeps others waiting.
const PATIENCE: Duration = Duration::from_secs(180);

/// What has photos read.
#[derive(Clone, Debug)]
pub struct Photos {
    room: Arc<Semaphore>,
}

impl Default for Photos {
    fn default() -> Self {
        Self { room: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Photos {
    /// The fields of a form, and what was read in the photos that came with them.
    pub(super) async fn received(&self, viewer: &Viewer, mut request: Request) -> Result<(Fields, Reading), Problem> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if !kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            return Ok((request.extract().await?, Reading::default()));
        }
        DefaultBodyLimit::max(ALTOGETHER).apply(&mut request);
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Problem::Malformed)?;
        let (mut fields, mut reading, mut room) = (Fields::default(), Reading::default(), TEXTS);
        while let Some(part) = in_time(parts.next_field()).await? {
            let name = part.name().unwrap_or_default().to_owned();
            let Some(file) = part.file_name() else {
                let text = text(part, &mut room).await?;
                fields.push(name, text)?;
                continue;
            };
            // a field for files in which nothing was chosen comes without a name and empty
            let chosen = !file.is_empty();
            let read = match reading.0.len() {
                0..MOST => {
                    tokio::time::timeout(PATIENCE, self.read(viewer, part)).await.map_err(|_| Problem::TooLarge)?
                }
                _ => all(part, 0).await.map(|_| Err(Unread::TooMany)),
            }?;
            if chosen && reading.0.len() <= MOST {
                reading.0.push(read);
            }
        }
        Ok((fields, reading))
    }

    async fn read(&self, viewer: &Viewer, part: Field<'_>) -> Result<Result<Labels, Unread>, Problem> {
        let _room = self.room.acquire().await.map_err(|_| Problem::Unavailable)?;
        let Some(photo) = all(part, LARGEST).await? else { return Ok(Err(Unread::TooLarge)) };
        let media = match media_of(&photo) {
            Some(media @ (Media::Jpeg | Media::Png | Media::Webp)) => media,
            Some(Media::Heic) => return Ok(Err(Unread::Heic)),
            _ => return Ok(Err(Unread::Kind)),
        };
        Ok(match viewer.look(media, Ask::Labels, Full::new(Bytes::from_owner(photo))).await {
            Ok(Seen::Labels(Labels { found, others: 0 })) if found.is_empty() => Err(Unread::Nothing),
            Ok(Seen::Labels(labels)) if labels.found.is_empty() => Err(Unread::Foreign),
            Ok(Seen::Labels(labels)) => Ok(labels),
            Err(CannotShow::Unavailable) => Err(Unread::Unavailable),
            Ok(_) | Err(_) => Err(Unread::Damaged),
        })
    }
}

async fn in_time<T>(
    part: impl Future<Output = Result<T, axum::extract::multipart::MultipartError>>,
) -> Result<T, Problem> {
    let part = tokio::time::timeout(SILENCE, part).await.map_err(|_| Problem::Malformed)?;
    part.map_err(|fault| match fault.status() {
        axum::http::StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge,
        _ => Problem::Malformed,
    })
}

/// All bytes of a part; `None` when there are more than `most`, which are thrown away.
async fn all(mut part: Field<'_>, most: usize) -> Result<Option<Zeroizing<Vec<u8>>>, Problem> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(most));
    let mut length = 0_usize;
    while let Some(piece) = in_time(part.chunk()).await? {
        length = length.saturating_add(piece.len());
        if length <= most {
            bytes.extend_from_slice(&piece);
        }
    }
    Ok((length <= most).then_some(bytes))
}

async fn text(part: Field<'_>, room: &mut usize) -> Result<String, Problem> {
    let mut bytes = all(part, *room).await?.ok_or(Problem::TooLarge)?;
    *room -= bytes.len();
    String::from_utf8(std::mem::take(&mut *bytes)).map_err(|_| Problem::Malformed)
}

/// Why there is nothing to be had from a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unread {
    TooMany,
    TooLarge,
    Kind,
    Heic,
    Damaged,
    Nothing,
    Foreign,
    Unavailable,
}

impl Unread {
    /// What to say of the photo with the number `{n}`, and what to do.
    const fn says(self) -> &'static str {
        match self {
            Self::TooMany => "Only ten photos are read at once; photo {n} and those after it were left out.",
            Self::TooLarge => {
                "Photo {n} is larger than 20 megabytes. Photograph a part of the shelf, or choose a smaller size in the settings of the camera."
            }
            Self::Kind => "File {n} is no photo that can be read here. Please send a JPEG, a PNG or a WebP.",
            Self::Heic => {
                "Photo {n} is a HEIC, which cannot be read here. On an iPhone choose “Most compatible” in the settings under Camera, Formats, and take it again; or save it as a JPEG first."
            }
            Self::Damaged => "Photo {n} cannot be read; it may be damaged. Please take it again.",
            Self::Nothing => {
                "In photo {n} there is no label that can be read. Move closer, hold the phone still, and see that there is light."
            }
            Self::Foreign => "In photo {n} there is a code, but none of our labels.",
            Self::Unavailable => "This server cannot read photos. Please type the codes, or tick the items.",
        }
    }
}

/// What was read in the photos of a form, in their order.
#[derive(Debug, Default)]
pub(super) struct Reading(Vec<Result<Labels, Unread>>);

impl Reading {
    /// Whether photos came.
    pub(super) const fn has_photos(&self) -> bool {
        !self.0.is_empty()
    }

    /// The labels that were read, each once, but those that `known` has.
    pub(super) fn labels(&self, known: &[LabelCode]) -> Vec<LabelCode> {
        let mut labels: Vec<LabelCode> = self.0.iter().flatten().flat_map(|labels| &labels.found).copied().collect();
        labels.sort_unstable();
        labels.dedup();
        labels.retain(|label| !known.contains(label));
        labels
    }

    /// What was read in each photo.
    pub(super) fn told(&self) -> Vec<(Words, Words)> {
        let photos = (1_usize..).zip(&self.0).filter_map(|(n, read)| read.as_ref().ok().map(|labels| (n, labels)));
        photos.map(|(n, labels)| (Words::from("Photo {n}").with("n", n), of_one(labels))).collect()
    }

    /// What could not be read, and why; `None` when everything could.
    pub(super) fn wrong(&self) -> Option<Words> {
        let photos = (1_usize..).zip(&self.0).filter_map(|(n, read)| read.as_ref().err().map(|why| (n, why)));
        let words = photos.map(|(n, why)| Words::from(why.says()).with("n", n));
        Words::joined(words, "{all} {one}")
    }
}

fn of_one(labels: &Labels) -> Words {
    let codes = labels.found.iter().map(LabelCode::to_string).collect::<Vec<_>>().join(", ");
    match labels.others {
        0 => codes.into(),
        others => {
            let left = Words::count("{n} other code was left out", "{n} other codes were left out", others);
            Words::from("{codes}; {left}").with("codes", codes).with("left", left)
        }
    }
}
