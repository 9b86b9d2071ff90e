//! Small talk between the script and the server, all in headers, so that pages stay pages.
//!
//! A form with `data-live` is sent in place with `Casekeep-Live: form`. The answer is an ordinary page; its headers tell the script
//! which parts to take from it. Without the headers the script takes the whole `#page` and `#messages`, or follows the redirect.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::{FromRequestParts, Request};
use axum::http::header::LOCATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// How the request was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// By the browser itself: the answer is shown as a page.
    Plainly,
    /// By the script, for a form that acts in place.
    Live,
    /// By the script, for keeping a draft: the answer is 204 with [`saved`].
    Draft,
    /// By the script, to see how something goes on that goes on by itself: the answer is the page.
    Watch,
    /// By the script, to stay signed in: the answer is 204 with [`ends_in`].
    Stay,
}

impl Sent {
    /// As the headers tell it.
    pub fn from_headers(headers: &HeaderMap) -> Self {
        match headers.get("casekeep-live").map(HeaderValue::as_bytes) {
            Some(b"form") => Self::Live,
            Some(b"draft") => Self::Draft,
            Some(b"watch") => Self::Watch,
            Some(b"stay") => Self::Stay,
            _ => Self::Plainly,
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Sent {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::from_headers(&parts.headers))
    }
}

/// The script exchanges the parts with these ids, such as `duties` or `duties,messages`.
#[must_use]
pub fn swap(response: Response, ids: &str) -> Response {
    with(response, "casekeep-swap", ids)
}

/// The script lays the part with this id over the page as a dialog.
#[must_use]
pub fn dialog(response: Response, id: &str) -> Response {
    with(response, "casekeep-dialog", id)
}

/// Turns a redirect after a live form into a word for the script, which goes there itself: otherwise the page would be fetched twice, and its
/// reading recorded twice.
pub async fn follow_once(request: Request, next: Next) -> Response {
    let live = Sent::from_headers(request.headers()) == Sent::Live;
    let response = next.run(request).await;
    let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).map(str::to_owned);
    match to {
        Some(to) if live && response.status().is_redirection() => {
            let (mut parts, _) = response.into_parts();
            parts.status = StatusCode::NO_CONTENT;
            parts.headers.remove(LOCATION);
            with(Response::from_parts(parts, Body::empty()), "casekeep-go", &to)
        }
        _ => response,
    }
}

/// The draft was saved at this hour, such as `10:41`.
#[must_use]
pub fn saved(response: Response, hour: &str) -> Response {
    with(response, "casekeep-saved", hour)
}

/// The sign-in ends in so many seconds.
#[must_use]
pub fn ends_in(response: Response, seconds: i64) -> Response {
    with(response, "casekeep-ends-in", &seconds.to_string())
}

fn with(mut response: Response, name: &'static str, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
    response
}
