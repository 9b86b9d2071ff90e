//! The last resort: a panic becomes the page of a fault, and the other requests go on.

use std::any::Any;

use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use crate::problem::Problem;

/// What answers in place of the handler that panicked.
type Answer = fn(Box<dyn Any + Send + 'static>) -> Response;

/// The layer. The panic's own text may hold content, so it is dropped unread.
pub(super) fn layer() -> CatchPanicLayer<Answer> {
    CatchPanicLayer::custom(answer as Answer)
}

fn answer(_: Box<dyn Any + Send + 'static>) -> Response {
    Problem::fault(&"a handler panicked").into_response()
}
