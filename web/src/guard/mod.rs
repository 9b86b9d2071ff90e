//! What every request passes before it reaches a page, and every answer before it leaves.
//!
//! From the outside in: headers on every answer, also on those of the other layers · a panic becomes our own error page · the Host
//! must be ours (421) · what changes something must come from our own pages (403) · no repeated query parameters (400) · a limit
//! on the size of bodies (413) and on the time an answer may take (504). Methods that no route lists answer 405; there is no
//! override.
//!
//! The Content-Security-Policy allows scripts and styles from our own files only: no inline, no nonce, no evaluation. A nonce
//! would say the same about inline scripts, and there are none; a file cannot be smuggled in, because nobody can upload to
//! `/static/`. Pages assign no text to a script sink at all, so not even one Trusted Types policy is allowed.

mod cross;
mod fields;
mod headers;
mod limits;
mod origin;
mod panic;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};

pub use fields::Query;
pub use headers::{ShownWithin, clear_site_data};
pub use origin::{BadOrigin, Origin};

/// What the guard has to know about this installation.
#[derive(Debug, Clone)]
pub struct Guard {
    /// The address that people type, from the settings and never from a request.
    pub origin: Origin,
    /// Also answer under the names of this very machine: `casekeep demo` and local set-up.
    pub loopback: bool,
    /// The most that a request may carry, in bytes. Routes that take files raise it for themselves.
    pub body_limit: usize,
    /// How long an answer may take.
    pub patience: Duration,
}

impl Guard {
    /// Two megabytes and thirty seconds, under the public address only.
    pub const fn new(origin: Origin) -> Self {
        Self { origin, loopback: false, body_limit: 2 * 1024 * 1024, patience: Duration::from_secs(30) }
    }
}

/// The router behind all guards. To be called once, around everything, after the state was given.
pub fn guarded(router: Router, guard: Guard) -> Router {
    let body_limit = guard.body_limit;
    let guard = Arc::new(guard);
    router
        .layer(from_fn_with_state(Arc::clone(&guard), limits::in_time))
        .layer(axum::extract::DefaultBodyLimit::max(body_limit))
        .layer(from_fn(limits::no_repeated_query))
        .layer(from_fn_with_state(Arc::clone(&guard), cross::ours_only))
        .layer(from_fn_with_state(Arc::clone(&guard), origin::known_host))
        .layer(panic::layer())
        .layer(from_fn_with_state(guard, headers::add))
}

#[cfg(test)]
mod tests;
