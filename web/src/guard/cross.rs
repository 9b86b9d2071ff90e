//! What changes something must come from our own pages.
//!
//! A browser says where a request comes from in `Sec-Fetch-Site` and `Origin`, and no page can forge them. Under
//! `Referrer-Policy: no-referrer` browsers send `Origin: null` with a form, so a null origin counts as silence and the other header
//! decides. Silence in both is refused. A request with `Authorization` needs no such proof: no foreign page can set that header, and
//! cookies are not looked at beside it. Nor do the few addresses that machines of others call: what comes there is signed.

use std::str::FromStr as _;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{AUTHORIZATION, COOKIE, ORIGIN};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Guard;
use super::origin::{Origin, is_loopback, sent_to};
use crate::problem::Problem;
use crate::routes::FROM_MACHINES;

/// Refuses with 403 what was not sent from a page of ours.
pub(super) async fn ours_only(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_machine(&request) || is_ours(&guard, request.headers(), &sent_to(&request)) {
        next.run(request).await
    } else {
        Problem::Foreign.into_response()
    }
}

/// Whether a machine calls an address that is for machines. A browser says where it comes from, or brings a cookie; it has no business there.
fn is_machine(request: &Request) -> bool {
    let route = request.extensions().get::<MatchedPath>();
    let headers = request.headers();
    route.is_some_and(|route| FROM_MACHINES.contains(&route.as_str()))
        && ![ORIGIN.as_str(), COOKIE.as_str(), "sec-fetch-site"].iter().any(|name| headers.contains_key(*name))
}

fn is_ours(guard: &Guard, headers: &HeaderMap, host: &str) -> bool {
    if headers.contains_key(AUTHORIZATION) && !headers.contains_key(COOKIE) {
        return true;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let origin = text(ORIGIN.as_str()).filter(|origin| *origin != "null");
    match (text("sec-fetch-site"), origin) {
        (Some("same-origin"), None) => true,
        (Some("same-origin") | None, Some(origin)) => is_our_origin(guard, origin, host),
        _ => false,
    }
}

fn is_our_origin(guard: &Guard, origin: &str, host: &str) -> bool {
    let Ok(origin) = Origin::from_str(origin) else { return false };
    origin == guard.origin || (guard.loopback && is_loopback(origin.authority()) && origin.authority() == host)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn check(pairs: &[(&str, &str)], loopback: bool) -> bool {
        let mut guard = Guard::new(Origin::from_str("https://cases.example.org").unwrap());
        guard.loopback = loopback;
        let headers = pairs
            .iter()
            .map(|(name, value)| (HeaderName::from_str(name).unwrap(), HeaderValue::from_str(value).unwrap()))
            .collect();
        is_ours(&guard, &headers, "127.0.0.1:8700")
    }

    #[test]
    fn our_own_pages_may_change_things() {
        let ours = ("origin", "https://cases.example.org");
        for pairs in [
            &[ours][..],
            &[ours, ("sec-fetch-site", "same-origin")],
            &[("origin", "null"), ("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "same-origin")],
            &[("authorization", "Bearer ckp_x")],
        ] {
            assert!(check(pairs, false), "{pairs:?}");
        }
    }

    #[test]
    fn nobody_else_may() {
        let ours = ("origin", "https://cases.example.org");
        for pairs in [
            &[][..],
            &[("origin", "null")],
            &[("origin", "https://evil.example")],
            &[("origin", "https://cases.example.org.evil.example")],
            &[("origin", "http://cases.example.org")],
            &[ours, ("sec-fetch-site", "cross-site")],
            &[ours, ("sec-fetch-site", "same-site")],
            &[("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")],
            &[("sec-fetch-site", "none")],
            &[("authorization", "Bearer ckp_x"), ("cookie", "__Host-casekeep=x")],
            &[("origin", "http://127.0.0.1:8700")],
        ] {
            assert!(!check(pairs, false), "{pairs:?}");
        }
    }

    #[test]
    fn the_demonstration_answers_to_its_own_pages_under_the_name_that_was_used() {
        assert!(check(&[("origin", "http://127.0.0.1:8700")], true));
        assert!(!check(&[("origin", "http://127.0.0.1:9999")], true));
        assert!(!check(&[("origin", "http://evil.example")], true));
    }
}
