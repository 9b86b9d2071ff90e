//! The headers of every answer.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, SERVER, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::Guard;

/// No third party, no inline, no sink, no frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// The sites that may show an answer within their pages. Every other answer is shown within none.
#[derive(Debug, Clone)]
pub struct ShownWithin(pub Vec<String>);

/// Nothing that a browser could lend to a page.
const PERMISSIONS: &str = "accelerometer=(), ambient-light-sensor=(), autoplay=(), battery=(), bluetooth=(), browsing-topics=(), \
    camera=(), display-capture=(), encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), \
    idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(), \
    picture-in-picture=(), publickey-credentials-get=(self), screen-wake-lock=(), serial=(), storage-access=(), usb=(), \
    web-share=(), window-management=(), xr-spatial-tracking=()";

/// Sets what an answer did not set more strictly itself.
pub(super) async fn add(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let within = response.extensions_mut().remove::<ShownWithin>().filter(|within| !within.0.is_empty());
    let headers = response.headers_mut();
    if let Some(policy) = within.and_then(|ShownWithin(sites)| framed(&sites)) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    } else {
        headers.entry(HeaderName::from_static("x-frame-options")).or_insert(HeaderValue::from_static("DENY"));
    }
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if guard.origin.is_secure() {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    headers.remove(SERVER);
    response
}

/// The policy of an answer that these sites may show within their pages.
fn framed(sites: &[String]) -> Option<HeaderValue> {
    let alone = "frame-ancestors 'none'";
    HeaderValue::from_str(&POLICY.replace(alone, &format!("frame-ancestors {}", sites.join(" ")))).ok()
}

/// On signing out: the browser forgets what it kept of us.
pub fn clear_site_data(headers: &mut HeaderMap) {
    let all = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
    headers.insert(HeaderName::from_static("clear-site-data"), all);
}
