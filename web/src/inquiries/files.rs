//! What came with an inquiry: the message as it came and what was attached to it, as links; and handing them out, so that nothing of them can run.

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use casework::inquiries::open_inquiry_file;
use domain::ids::{DossierId, ItemId};
use domain::inquiries::{Came, Inquiry, InquiryFile, Mailed};
use domain::text::Narrative;

use super::path;
use crate::answer::{Answer, id};
use crate::documents::{ALONE, stream};
use crate::face::prelude::*;
use crate::face::when;
use crate::face::words::size;
use crate::person::Person;
use crate::press::mark;
use crate::problem::Problem;

/// A message of an inquiry.
#[derive(Debug, Clone)]
pub struct Written {
    /// When it reached us and who it says it is from; nothing of the first one, which stands at the head.
    pub lead: Words,
    /// What it says.
    pub said: String,
    /// What came with it.
    pub files: Vec<Link>,
    /// What else is to be said of that.
    pub note: Words,
}

/// The messages of an inquiry, the first one first.
pub(super) fn written(inquiry: DossierId, file: &Inquiry) -> Vec<Written> {
    let Some((received, _, _)) = &file.received else { return Vec::new() };
    let mailed = match &received.came {
        Some(Came::Mail(mailed)) => Some(mailed),
        _ => None,
    };
    let first = one(inquiry, file, 0, &received.said, mailed);
    let further = file.post.further.iter().enumerate().map(|(n, further)| {
        let message = &further.message;
        let from = message.from.name.as_ref().or(message.from.reach.as_ref());
        let lead = Words::from("{when}, from {from}")
            .with("when", when::full(further.at))
            .with("from", Name::new(from.map(|from| from.reveal()).unwrap_or_default()));
        Written { lead, ..one(inquiry, file, n + 1, &message.said, Some(&message.mailed)) }
    });
    std::iter::once(first).chain(further).collect()
}

fn one(inquiry: DossierId, file: &Inquiry, n: usize, said: &Narrative, mailed: Option<&Mailed>) -> Written {
    let files: Vec<Link> = file.post.files_of(n).map(|kept| link(inquiry, kept)).collect();
    let whole = file.post.files_of(n).any(|kept| kept.kept.whole);
    let note = match mailed {
        Some(_) if !whole => {
            "The e-mail as it came was not kept: it is too large, or something harmful was found in it.".into()
        }
        Some(mailed) if 0 < mailed.left_out => Words::count(
            "{n} attached file is of no kind that is accepted, or one too many. It lies in the e-mail as it came; open it only if you know who has sent it.",
            "{n} attached files are of no kind that is accepted, or too many. They lie in the e-mail as it came; open them only if you know who has sent them.",
            i64::from(mailed.left_out),
        ),
        _ => Words::default(),
    };
    Written { lead: Words::default(), said: said.reveal().to_owned(), files, note }
}

fn link(inquiry: DossierId, file: &InquiryFile) -> Link {
    let arrived = &file.kept.file;
    let words = match &arrived.original {
        _ if file.kept.whole => Words::from("The e-mail as it came, {size}"),
        Some(name) => Words::from("{name}, {kind}, {size}").with("name", Name::new(name.reveal())),
        None => Words::from("{kind}, {size}"),
    };
    let words = words.with("kind", Words::from(arrived.media.word())).with("size", size(arrived.length));
    Link::new(path(inquiry, &format!("files/{}", file.kept.id)), words)
}

/// `GET /inbox/{inquiry}/files/{file}`
pub async fn hand_out(person: Person, Path((inquiry, file)): Path<(String, String)>) -> Answer {
    let (inquiry, file): (DossierId, ItemId) = (id(&inquiry)?, id(&file)?);
    let handed = open_inquiry_file(&person.ctx, inquiry, file).await?;
    let name = format!("{}_{}_{}.{}", handed.number, handed.serial, mark(&person), handed.media.ending());
    let mut response = Response::new(Body::empty());
    // a browser that knows e-mails would show the pictures in them, from wherever they lie
    let headers = response.headers_mut();
    put(headers, CONTENT_TYPE, "application/octet-stream")?;
    put(headers, CONTENT_LENGTH, &handed.length.to_string())?;
    put(headers, CONTENT_SECURITY_POLICY, ALONE)?;
    put(headers, CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""))?;
    *response.body_mut() = stream(handed.reading, 0..handed.length);
    Ok(response)
}

fn put(headers: &mut HeaderMap, name: axum::http::HeaderName, value: &str) -> Result<(), Problem> {
    headers.insert(name, HeaderValue::from_str(value).map_err(|_| Problem::Missing)?);
    Ok(())
}
