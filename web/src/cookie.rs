//! The cookie of a sign-in: one name, one shape.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use casework::accounts::Came;
use vault::codes::SecretToken;

use crate::person::COOKIE;

/// Goes on with a new sign-in: the secret goes into the cookie and nowhere else.
pub fn begin(secret: &SecretToken, to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    set(&mut response, secret);
    response
}

/// Puts the secret of a sign-in into the answer.
pub fn set(response: &mut Response, secret: &SecretToken) {
    let cookie = format!("{COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Strict", secret.reveal());
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// Takes the cookie away.
pub fn forget(response: &mut Response) {
    let cookie = format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

/// From where a request comes, for counting attempts. The address is that of the connection, which the server's listener puts into the request.
pub fn came(headers: &HeaderMap, address: Option<std::net::IpAddr>) -> Came {
    let agent = headers.get("user-agent").and_then(|value| value.to_str().ok()).unwrap_or("a browser");
    Came { address: address.map(|address| address.to_string()).unwrap_or_default(), device: agent.to_owned() }
}
