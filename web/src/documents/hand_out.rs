//! Handing out a document: recorded, marked, in constant memory, and in parts for whoever asks for a part (RFC 9110, 14).

use std::ops::Range;

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use casework::disclosures::CutShort;
use casework::documents::open_document;
use domain::ids::{DossierId, ItemId};
use http_body_util::channel::Channel;
use store::StoreFault;
use store::blobs::Reading;
use tokio::task::spawn_blocking;
use zeroize::Zeroizing;

use crate::answer::{Answer, id};
use crate::person::Person;
use crate::press::mark;
use crate::problem::Problem;

/// What is handed out may do nothing, also where somebody opens it as a page of its own.
pub(crate) const ALONE: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// How many chunks may wait for a slow reader.
const AHEAD: usize = 4;

/// How many bytes are opened in one go.
const AT_ONCE: u64 = 256 * 1024;

/// `GET /cases/{case}/documents/{document}/files/{version}`
pub async fn hand_out(
    person: Person,
    Path((case, document, version)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    let (case, document): (DossierId, ItemId) = (id(&case)?, id(&document)?);
    let version: u32 = id(&version)?;
    let handed = open_document(&person.ctx, case, document, Some(version)).await?;
    let asked = headers.get(RANGE).and_then(|value| value.to_str().ok());
    let (status, part) = match wanted(asked, handed.length) {
        Wanted::Whole => (StatusCode::OK, 0..handed.length),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Wanted::Nothing => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            put(&mut response, CONTENT_RANGE, &format!("bytes */{}", handed.length))?;
            return Ok(response);
        }
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    if status == StatusCode::PARTIAL_CONTENT {
        let last = part.end.saturating_sub(1);
        put(&mut response, CONTENT_RANGE, &format!("bytes {}-{last}/{}", part.start, handed.length))?;
    }
    put(&mut response, CONTENT_TYPE, handed.media.media_type())?;
    put(&mut response, CONTENT_LENGTH, &(part.end - part.start).to_string())?;
    put(&mut response, ACCEPT_RANGES, "bytes")?;
    put(&mut response, CONTENT_SECURITY_POLICY, ALONE)?;
    put(
        &mut response,
        CONTENT_DISPOSITION,
        &format!("attachment; filename=\"{}\"", marked(handed.name.reveal(), &mark(&person))),
    )?;
    *response.body_mut() = stream(handed.reading, part);
    Ok(response)
}

fn put(response: &mut Response, name: axum::http::HeaderName, value: &str) -> Result<(), Problem> {
    let value = HeaderValue::from_str(value).map_err(|_| Problem::Missing)?;
    response.headers_mut().insert(name, value);
    Ok(())
}

/// The name of a copy: whose it is and from when. Names by the convention are plain letters; what is none is left out.
fn marked(name: &str, mark: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).collect();
    match plain.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}_{mark}.{ending}"),
        None => format!("{plain}_{mark}"),
    }
}

/// Which bytes are asked for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part(Range<u64>),
    /// A part that lies behind the end.
    Nothing,
}

/// One part, as programs ask that go on where they were. Several at once, and what cannot be read, are answered with the whole.
fn wanted(asked: Option<&str>, length: u64) -> Wanted {
    let Some(part) = asked.and_then(|asked| asked.strip_prefix("bytes=")).filter(|part| !part.contains(',')) else {
        return Wanted::Whole;
    };
    let Some((from, to)) = part.split_once('-') else { return Wanted::Whole };
    let part = match (from.trim().parse::<u64>().ok(), to.trim().parse::<u64>().ok()) {
        (Some(from), Some(to)) if to < from => return Wanted::Whole,
        (Some(from), Some(to)) => from..to.saturating_add(1).min(length),
        (Some(from), None) if to.trim().is_empty() => from..length,
        (None, Some(last)) if from.trim().is_empty() && 0 < last => length.saturating_sub(last)..length,
        _ => return Wanted::Whole,
    };
    if part.start < part.end { Wanted::Part(part) } else { Wanted::Nothing }
}

/// The bytes, some chunks at a time; no thread waits while the reader is slow. A chunk that is not what it was ends the answer early, so that nobody takes a
/// piece for the whole.
pub(crate) fn stream(mut reading: Reading, part: Range<u64>) -> Body {
    let mut at = part.start;
    pieces(move || {
        let next = at..part.end.min(at + AT_ONCE);
        at = next.end;
        let whole = |mut chunk: Zeroizing<Vec<u8>>| Bytes::from(std::mem::take(&mut *chunk));
        (next.start < next.end).then(|| reading.range(next).map(|chunk| Ok(whole(chunk?))).collect())
    })
}

/// What `more` gives, until it gives nothing; it may block.
pub(crate) fn pieces<M>(mut more: M) -> Body
where
    M: FnMut() -> Option<Result<Vec<Bytes>, CutShort>> + Send + 'static,
{
    let (mut out, body) = Channel::<Bytes, Cut>::new(AHEAD);
    tokio::spawn(async move {
        loop {
            let opening = spawn_blocking(move || {
                let chunks = more();
                (more, chunks)
            });
            let chunks = match opening.await {
                Ok((_, None)) => return,
                Ok((back, Some(Ok(chunks)))) => {
                    more = back;
                    chunks
                }
                cut => {
                    match cut {
                        Ok((_, Some(Err(CutShort::Store(StoreFault::Away))))) => {
                            tracing::warn!("the document store went away while a document was handed out");
                        }
                        Ok((_, Some(Err(why @ CutShort::NoConsent)))) => {
                            tracing::warn!(%why, "a file was not handed out to its end");
                        }
                        _ => tracing::error!("a document does not open any more; put its file back from a backup"),
                    }
                    out.abort(Cut);
                    return;
                }
            };
            for chunk in chunks {
                if out.send_data(chunk).await.is_err() {
                    return;
                }
            }
        }
    });
    Body::new(body)
}

/// What follows does not open, or cannot be fetched.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the rest of the document does not open")]
struct Cut;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_what_was_asked_for_and_never_more_than_there_is() {
        for (asked, expected) in [
            (None, Wanted::Whole),
            (Some("bytes=0-9"), Wanted::Part(0..10)),
            (Some("bytes=10-"), Wanted::Part(10..100)),
            (Some("bytes=-10"), Wanted::Part(90..100)),
            (Some("bytes=-1000"), Wanted::Part(0..100)),
            (Some("bytes=90-1000"), Wanted::Part(90..100)),
            (Some("bytes=100-"), Wanted::Nothing),
            (Some("bytes=100-200"), Wanted::Nothing),
            (Some("bytes=18446744073709551615-"), Wanted::Nothing),
            (Some("bytes=-0"), Wanted::Whole),
            (Some("bytes=5-4"), Wanted::Whole),
            (Some("bytes=0-1,5-6"), Wanted::Whole),
            (Some("bytes=-"), Wanted::Whole),
            (Some("bytes=a-b"), Wanted::Whole),
            (Some("lines=0-1"), Wanted::Whole),
        ] {
            assert_eq!(wanted(asked, 100), expected, "{asked:?}");
        }
    }

    #[test]
    fn a_copy_is_named_by_whose_it_is() {
        assert_eq!(
            marked("2026-000001-0_letter_001_v1.pdf", "P-20261121-93f0"),
            "2026-000001-0_letter_001_v1_P-20261121-93f0.pdf"
        );
        assert_eq!(marked("a\"; x=\"b.pdf", "P-1"), "axb_P-1.pdf");
    }
}
