//! How large, how long, and how often the same parameter.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::header::{ALLOW, CONTENT_TYPE};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Guard;
use crate::problem::{Problem, Reference};
use crate::routes::TAKES_FILES;

/// Files come as fast as the line lets them; a line on which nothing comes is given up where they are received.
const UPLOADS: Duration = Duration::from_secs(60 * 60);

/// Gives up after the guard's patience. Also turns bare refusals of the router and the extractors into our own pages.
pub(super) async fn in_time(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let takes_files = route.is_some_and(|route| TAKES_FILES.contains(&route.as_str()));
    let patience = if takes_files { UPLOADS } else { guard.patience };
    let Ok(response) = tokio::time::timeout(patience, next.run(request)).await else {
        let reference = Reference::new();
        tracing::error!(reference = %reference, patience_ms = patience.as_millis(), "an answer took too long");
        return Problem::Slow(reference).into_response();
    };
    let Some(problem) = bare(&response) else { return response };
    let mut dressed = problem.into_response();
    if let Some(methods) = response.headers().get(ALLOW) {
        dressed.headers_mut().insert(ALLOW, methods.clone());
    }
    dressed
}

/// Answers of the framework that no page of ours has dressed.
fn bare(response: &Response) -> Option<Problem> {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !(kind.is_empty() || kind.starts_with("text/plain")) {
        return None;
    }
    match response.status() {
        StatusCode::NOT_FOUND => Some(Problem::Missing),
        StatusCode::METHOD_NOT_ALLOWED => Some(Problem::Method),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Problem::TooLarge),
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY | StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            Some(Problem::Malformed)
        }
        _ => None,
    }
}

/// A parameter that stands twice in the address means different things to different readers: refused. Lists belong into forms.
pub(super) async fn no_repeated_query(request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let mut seen = HashSet::new();
    if form_urlencoded::parse(query.as_bytes()).all(|(name, _)| seen.insert(name)) {
        next.run(request).await
    } else {
        Problem::Malformed.into_response()
    }
}
