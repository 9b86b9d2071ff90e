//! Asks as a browser asks, and looks at what every answer must carry.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use tower::ServiceExt as _;

use crate::world::ORIGIN;

/// Where a request comes from, as the browser says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    /// From a page of ours.
    Here,
    /// From another site.
    Elsewhere,
    /// By a link on another site.
    AcrossSites,
    /// It does not say.
    Silently,
}

/// A browser, with a cookie or without.
#[derive(Clone)]
pub(crate) struct Browser {
    pub(crate) pages: Router,
    pub(crate) cookie: Option<String>,
}

/// An answer, whole, so that two can be compared byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Browser {
    /// Asks for an address; a `POST` sends an empty form.
    ///
    /// # Errors
    /// What the answer lacks.
    pub(crate) async fn ask(&self, method: &str, path: &str, sent: Sent) -> Result<Answer, String> {
        self.send(method, path, sent, (FORM, Vec::new())).await
    }

    /// Fetches a page.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask("get", path, Sent::Here).await.unwrap()
    }

    /// Sends a form of ours.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send("post", path, Sent::Here, (FORM, body.into_bytes())).await.unwrap()
    }

    /// Sends a request with more headers, and with a body of another kind.
    pub(crate) async fn with(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: (&str, Vec<u8>),
    ) -> Answer {
        let asking = Asking { method, path, sent: Sent::Here, headers };
        self.answered(asking, body).await.unwrap()
    }

    async fn send(&self, method: &str, path: &str, sent: Sent, body: (&str, Vec<u8>)) -> Result<Answer, String> {
        self.answered(Asking { method, path, sent, headers: &[] }, body).await
    }

    async fn answered(&self, asking: Asking<'_>, (kind, body): (&str, Vec<u8>)) -> Result<Answer, String> {
        let Asking { method, path, sent, headers } = asking;
        let method = method.to_uppercase();
        let mut request = Request::builder().method(method.as_str()).uri(path).header("host", "cases.example.org");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        if method == "POST" {
            request = request.header("content-type", kind);
        }
        request = match sent {
            Sent::Here => request.header("origin", ORIGIN).header("sec-fetch-site", "same-origin"),
            Sent::Elsewhere => request.header("origin", "https://evil.example"),
            Sent::AcrossSites => request.header("origin", ORIGIN).header("sec-fetch-site", "cross-site"),
            Sent::Silently => request,
        };
        let response = self.pages.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 64 * 1024 * 1024).await.unwrap().to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        answer.guarded(path.starts_with("/static/"))?;
        Ok(answer)
    }
}

/// What a browser asks for.
struct Asking<'a> {
    method: &'a str,
    path: &'a str,
    sent: Sent,
    headers: &'a [(&'a str, &'a str)],
}

/// The kind of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// What every answer carries, whoever asks and however it ends.
const CARRIED: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("cache-control", "no-store"),
];

/// What stands in the place of [`CARRIED`] and [`POLICY`] where the test has opened the form for a site.
pub(crate) const SHOWN_WITHIN: &str = "frame-ancestors https://www.example.org";

/// What the policy for contents must say.
const POLICY: [&str; 8] = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
];

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Whether it leads to the sign-in page and holds nothing.
    pub(crate) fn is_the_door(&self) -> bool {
        let leads = self.status == StatusCode::SEE_OTHER && self.header("location").starts_with("/sign-in");
        leads && self.body.is_empty()
    }

    fn guarded(&self, public: bool) -> Result<(), String> {
        let lacks = |name: &str| Err(format!("answered {} with {name}: {:?}", self.status, self.header(name)));
        let policy: Vec<&str> = self.header("content-security-policy").split(';').map(str::trim).collect();
        let framed = policy.contains(&SHOWN_WITHIN);
        for (name, value) in CARRIED {
            if framed && name == "x-frame-options" {
                continue;
            }
            let kept = public && name == "cache-control" && self.status == StatusCode::OK;
            if self.header(name) != value && !kept {
                return lacks(name);
            }
        }
        let policy: Vec<&str> =
            policy.into_iter().map(|part| if part == SHOWN_WITHIN { "frame-ancestors 'none'" } else { part }).collect();
        let loose = policy.iter().any(|part| part.contains("unsafe") || part.contains('*') || part.contains("http"));
        // a document that is handed out or shown is no page of ours, and may do nothing at all
        let handed_out = ["attachment", "inline"].iter().any(|way| self.header("content-disposition").starts_with(way))
            && policy == ["sandbox", "default-src 'none'", "frame-ancestors 'none'"];
        if loose || !(handed_out || POLICY.iter().all(|part| policy.contains(part))) {
            return lacks("content-security-policy");
        }
        if !self.header("permissions-policy").contains("geolocation=()") {
            return lacks("permissions-policy");
        }
        let html = self.header("content-type").starts_with("text/html");
        if html && self.header("content-type") != "text/html; charset=utf-8" || self.headers.contains_key("server") {
            return lacks("content-type");
        }
        if self.headers.contains_key("access-control-allow-origin") {
            return lacks("access-control-allow-origin");
        }
        Ok(())
    }
}

/// The value of the hidden field of this name.
pub(crate) fn hidden(answer: &Answer, name: &str) -> String {
    let html = answer.text();
    let field = html.split("<input").find(|input| input.contains(&format!("name=\"{name}\""))).unwrap();
    field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}
