//! The one address of this installation, and the refusal of every other Host.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Guard;
use crate::problem::Problem;

/// The text is no origin.
#[derive(Debug, thiserror::Error)]
#[error("an origin looks like https://cases.example.org, without a path")]
pub struct BadOrigin;

/// Scheme, host and port as a browser writes them in `Origin`: lower case, without the usual port, without a slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    secure: bool,
    authority: String,
}

impl Origin {
    /// Whether it is reached over TLS.
    pub const fn is_secure(&self) -> bool {
        self.secure
    }

    /// Host and port, as in the Host header.
    pub fn authority(&self) -> &str {
        &self.authority
    }
}

impl FromStr for Origin {
    type Err = BadOrigin;

    /// # Errors
    /// [`BadOrigin`] when the text has another scheme, a path, a user, or no host.
    fn from_str(text: &str) -> Result<Self, BadOrigin> {
        let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let (scheme, authority) = text.split_once("://").ok_or(BadOrigin)?;
        let (secure, usual) = match scheme {
            "https" => (true, ":443"),
            "http" => (false, ":80"),
            _ => return Err(BadOrigin),
        };
        let authority = authority.strip_suffix(usual).unwrap_or(authority);
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
        if authority.is_empty() || !authority.chars().all(fits) {
            return Err(BadOrigin);
        }
        Ok(Self { secure, authority: authority.to_owned() })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.secure { "https" } else { "http" }, self.authority)
    }
}

/// Whether an authority names this very machine.
pub(super) fn is_loopback(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    matches!(host, "localhost" | "127.0.0.1" | "::1")
}

/// The authority that the request was sent to: the target's own under HTTP/2, the Host header otherwise.
pub(super) fn sent_to(request: &Request) -> String {
    let host = || request.headers().get(HOST).and_then(|host| host.to_str().ok());
    request
        .uri()
        .authority()
        .map(axum::http::uri::Authority::as_str)
        .or_else(host)
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// Answers 421 to every Host that is not ours. Probes of a load balancer may ask under any name.
pub(super) async fn known_host(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let host = sent_to(&request);
    let usual = if guard.origin.is_secure() { ":443" } else { ":80" };
    let ours = host.strip_suffix(usual).unwrap_or(&host) == guard.origin.authority();
    let probe = matches!(request.uri().path(), "/healthz" | "/readyz");
    if ours || probe || (guard.loopback && is_loopback(&host)) {
        next.run(request).await
    } else {
        Problem::Misdirected.into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        let check = |text: &str| Origin::from_str(text).map(|origin| origin.to_string()).ok();
        assert_eq!(check("https://Cases.Example.org/").as_deref(), Some("https://cases.example.org"));
        assert_eq!(check("https://cases.example.org:443").as_deref(), Some("https://cases.example.org"));
        assert_eq!(check("http://127.0.0.1:8700").as_deref(), Some("http://127.0.0.1:8700"));
        for wrong in ["cases.example.org", "ftp://a", "https://", "https://a/b", "https://user@a"] {
            assert_eq!(check(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn only_the_names_of_this_machine_are_loopback() {
        for name in ["localhost:8700", "127.0.0.1", "[::1]:80"] {
            assert!(is_loopback(name), "{name}");
        }
        for name in ["localhost.example.org", "127.0.0.1.nip.io", "128.0.0.1", ""] {
            assert!(!is_loopback(name), "{name}");
        }
    }
}
