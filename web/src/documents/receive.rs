//! Receiving files: in parts that the script sends, or all at once from a page without one.

use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Path, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use casework::Failure;
use casework::documents::{CannotReceive, Lost, Part, Pieces, begin as begin_one, continued, drop_upload, receive};
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use http_body_util::BodyExt as _;
use serde_json::json;

use crate::answer::{Answer, go, id, sentence};
use crate::face::parts::DraftState;
use crate::face::prelude::*;
use crate::face::voice::speaking;
use crate::fields::Fields;
use crate::paths;
use crate::person::Person;
use crate::problem::Problem;

/// A line on which nothing comes for so long is lost; what came is kept.
const SILENCE: Duration = Duration::from_secs(20);

/// `POST /cases/{case}/uploads` – a file will be sent in parts.
pub async fn begin(person: Person, Path(case): Path<String>, sent: Fields) -> Answer {
    let case: DossierId = id(&case)?;
    person.ctx.permit(Action::FileDocument, Some(case)).await?;
    let length: u64 = sent.text("length").parse().map_err(|_| Problem::Malformed)?;
    let begun = begin_one(&person.ctx, case, sent.text("name"), Some(length)).await;
    told(&person, begun.map(|begun| json!({ "id": begun.id.to_string(), "received": begun.received })))
}

/// `GET /cases/{case}/uploads/{upload}` – how much of it is here.
pub async fn state(person: Person, Path((case, upload)): Path<(String, String)>) -> Answer {
    let (case, upload): (DossierId, ItemId) = (id(&case)?, id(&upload)?);
    told(&person, continued(&person.ctx, case, upload).await.map(so_far))
}

/// `POST /cases/{case}/uploads/{upload}` – a part of it; `upload-offset` says behind how many bytes it begins.
pub async fn part(
    person: Person,
    Path((case, upload)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (case, upload): (DossierId, ItemId) = (id(&case)?, id(&upload)?);
    person.ctx.permit(Action::FileDocument, Some(case)).await?;
    let from = headers.get("upload-offset").and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
    let part = receive(&person.ctx, case, upload, from.ok_or(Problem::Malformed)?, Whole(body)).await;
    told(&person, part.map(so_far))
}

fn so_far(part: Part) -> serde_json::Value {
    match part {
        Part::More(received) => json!({ "received": received }),
        Part::Whole(_) => json!({ "whole": true }),
    }
}

/// The body of a request.
struct Whole(Body);

impl Pieces for Whole {
    async fn next(&mut self) -> Option<Result<Bytes, Lost>> {
        loop {
            match tokio::time::timeout(SILENCE, self.0.frame()).await {
                Err(_) | Ok(Some(Err(_))) => return Some(Err(Lost)),
                Ok(None) => return None,
                // what is no data are headers behind it, which mean nothing here
                Ok(Some(Ok(frame))) => {
                    if let Ok(bytes) = frame.into_data() {
                        return Some(Ok(bytes));
                    }
                }
            }
        }
    }
}

/// One file of a form.
struct OfForm<'f>(Field<'f>);

impl Pieces for OfForm<'_> {
    async fn next(&mut self) -> Option<Result<Bytes, Lost>> {
        let piece = tokio::time::timeout(SILENCE, self.0.chunk()).await;
        piece.map_err(|_| Lost).and_then(|piece| piece.map_err(|_| Lost)).transpose()
    }
}

/// What the script is told: what came of it, or in words why not. What is not a rule is told as everywhere.
fn told(person: &Person, came: Result<serde_json::Value, Failure<CannotReceive>>) -> Answer {
    let rule = match came {
        Ok(value) => return Ok(Json(value).into_response()),
        Err(Failure::Rule(rule)) => rule,
        Err(failure) => return Err(failure.into()),
    };
    let (status, received) = match rule {
        CannotReceive::Elsewhere(received) => (StatusCode::CONFLICT, Some(received)),
        CannotReceive::TooMany => (StatusCode::TOO_MANY_REQUESTS, None),
        CannotReceive::TooLarge(_) | CannotReceive::TooMuch => (StatusCode::PAYLOAD_TOO_LARGE, None),
        _ => (StatusCode::UNPROCESSABLE_ENTITY, None),
    };
    let says = speaking(person.voice(), || Words::from(sentence(&rule.to_string())).to_string());
    let told: Response = (status, Json(json!({ "says": says, "received": received }))).into_response();
    Ok(told)
}

/// `POST /cases/{case}/uploads/files` – several files at once, from a page without a script.
pub async fn from_form(person: Person, Path(case): Path<String>, mut request: Request) -> Answer {
    let case: DossierId = id(&case)?;
    person.ctx.permit(Action::FileDocument, Some(case)).await?;
    // every file has a limit of its own, which is looked at while it comes
    DefaultBodyLimit::disable().apply(&mut request);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Problem::Malformed)?;
    let mut wrong = Filled::new();
    while let Some(field) = parts.next_field().await.map_err(|_| Problem::Malformed)? {
        let name = field.file_name().unwrap_or_default().to_owned();
        if name.is_empty() {
            continue;
        }
        let came = async {
            let begun = begin_one(&person.ctx, case, &name, None).await?;
            receive(&person.ctx, case, begun.id, 0, OfForm(field)).await
        };
        match came.await {
            Ok(_) => {}
            Err(Failure::Rule(rule)) => {
                let words = Words::from("{name}: {why}").with("name", name).with("why", sentence(&rule.to_string()));
                wrong = wrong.refused(words);
                // the rest of this one is not read, and with it not the rest of the request
                break;
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    if wrong.is_wrong() {
        return super::again(&person, case, (wrong, DraftState::new())).await;
    }
    go(&paths::of_case(case, "documents/new"))
}

/// `POST /cases/{case}/uploads/{upload}/drop` – throws away a file that was not filed, and shows the others as they were filled in.
pub async fn drop_one(person: Person, Path((case, upload)): Path<(String, String)>, sent: Fields) -> Answer {
    let (case, upload): (DossierId, ItemId) = (id(&case)?, id(&upload)?);
    drop_upload(&person.ctx, case, upload).await?;
    super::again(&person, case, (sent.filled(), DraftState::new())).await
}
