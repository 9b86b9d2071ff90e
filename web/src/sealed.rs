//! The pages of a sealed server: it has no key, so there is nothing to be asked for but that.
//!
//! Whoever has the root key may unseal, and nobody else: accounts cannot be looked up without it, and an administrator's stolen password must not undo what
//! the administrator has done (decision 0012).

use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::{CONNECTION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use zeroize::Zeroizing;

use crate::assets;
use crate::face::form::Field;
use crate::face::prelude::*;
use crate::fields::Fields;
use crate::guard::{BadOrigin, Guard, guarded};
use crate::problem::Problem;

/// Everything that a sealed server answers to: method, path, and what it does. Whatever else is asked for shows the page of unsealing.
pub const LIST: &[(&str, &str, &str)] = &[
    ("get", "/unseal", "says that the server is sealed, and asks for the root key"),
    ("post", "/unseal", "takes the root key"),
    ("get", "/healthz", "`sealed`"),
    ("get", "/readyz", "`sealed`, with status 503"),
    ("get", "/static/{name}", "style, script and icons"),
];

/// After how many seconds somebody may look again.
const LATER: u16 = 60;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// The root key itself.
    Key,
    /// The passphrase that it is made of.
    Passphrase,
}

/// Why the server stays sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StillSealed {
    /// What was typed cannot be a key.
    Form,
    /// It is another key.
    Wrong,
    /// Somebody else is trying at this moment.
    Busy,
    /// The key may be right, but the installation does not open; the log says why.
    Fault,
}

/// What comes of trying.
pub type Tried<'a> = Pin<Box<dyn Future<Output = Result<(), StillSealed>> + Send + 'a>>;

/// Whoever opens the installation.
pub trait Opener: Send + Sync + 'static {
    /// Tries to open it with what somebody has typed.
    fn open(&self, typed: Zeroizing<String>) -> Tried<'_>;

    /// What is to be typed.
    fn asks(&self) -> Asked;
}

/// The page of a sealed server.
#[derive(Debug, Template)]
#[template(path = "sealed/show.html")]
pub struct SealedPage {
    door: Door,
    form: Filled,
    key: Field,
}

/// What is said when it is not sealed any more.
#[derive(Debug, Template)]
#[template(path = "sealed/opened.html")]
pub struct OpenedPage {
    door: Door,
}

/// Everything that a sealed server answers over HTTP.
///
/// # Errors
/// [`BadOrigin`] when the public address of the settings is not one.
pub fn router(opener: Arc<dyn Opener>, origin: &str) -> Result<Router, BadOrigin> {
    let pages = Router::new()
        .route("/unseal", post(unseal))
        .route("/healthz", get(async || "sealed\n"))
        .route("/readyz", get(async || (StatusCode::SERVICE_UNAVAILABLE, "sealed\n")))
        .route("/static/{name}", get(assets::serve))
        .fallback(show)
        .method_not_allowed_fallback(show);
    Ok(guarded(pages.with_state(opener), Guard::new(origin.parse()?)))
}

async fn show(State(opener): State<Arc<dyn Opener>>) -> Response {
    page(&*opener, Filled::new())
}

/// `POST /unseal`
async fn unseal(State(opener): State<Arc<dyn Opener>>, sent: Fields) -> Response {
    let why = match opener.open(sent.secret("secret")).await {
        Ok(()) => return opened(),
        Err(why) => why,
    };
    page(&*opener, refused(why))
}

fn refused(why: StillSealed) -> Filled {
    let form = Filled::new();
    match why {
        StillSealed::Form => {
            form.wrong("secret", "This cannot be a root key: it has 64 digits from 0 to 9 and a to f.")
        }
        StillSealed::Wrong => form.wrong("secret", "This is not the key of this installation. The try is counted."),
        StillSealed::Busy => {
            form.refused("Somebody else is unsealing it at this moment. Wait a little, then try again.")
        }
        StillSealed::Fault => form.refused("The server cannot be opened. Its log says why."),
    }
}

fn page(opener: &dyn Opener, form: Filled) -> Response {
    let page = sealed_page(opener.asks(), form);
    let mut response = shown(StatusCode::SERVICE_UNAVAILABLE, &page);
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(LATER));
    response
}

fn sealed_page(asked: Asked, form: Filled) -> SealedPage {
    let (label, hint) = match asked {
        Asked::Key => ("Root key", "The 64 digits of the root key file, or of your recovery copy."),
        Asked::Passphrase => ("Root passphrase", "The one that is typed when the server starts."),
    };
    // a browser that keeps passwords must not keep this one
    let key = form.password("secret", label).hint(hint).autocomplete("off").max(1_024);
    SealedPage { door: Door::new("This server is sealed", ""), form, key }
}

fn opened() -> Response {
    let page = OpenedPage { door: Door::new("The server opens", "") };
    let mut response = shown(StatusCode::OK, &page);
    // what is asked for next is answered by the open server
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

fn shown(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, axum::response::Html(html)).into_response(),
        Err(fault) => Problem::fault(&fault).into_response(),
    }
}

#[cfg(test)]
pub(crate) fn samples(show: &mut crate::samples::Samples) {
    show.page("sealed", &sealed_page(Asked::Key, Filled::new()));
    show.page("sealed-passphrase", &sealed_page(Asked::Passphrase, refused(StillSealed::Busy)));
    show.page("sealed-form", &sealed_page(Asked::Key, refused(StillSealed::Form)));
    show.page("sealed-wrong", &sealed_page(Asked::Key, refused(StillSealed::Wrong)));
    show.page("sealed-fault", &sealed_page(Asked::Key, refused(StillSealed::Fault)));
    show.page("sealed-opened", &OpenedPage { door: Door::new("The server opens", "") });
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use tower::ServiceExt as _;

    use super::*;

    struct Never;

    impl Opener for Never {
        fn open(&self, typed: Zeroizing<String>) -> Tried<'_> {
            Box::pin(async move { if *typed == "right" { Ok(()) } else { Err(StillSealed::Wrong) } })
        }

        fn asks(&self) -> Asked {
            Asked::Key
        }
    }

    async fn asked(method: &str, path: &str, body: &'static str, from: &str) -> (StatusCode, String) {
        let router = router(Arc::new(Never), "https://cases.example.org").unwrap();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "cases.example.org")
            .header("sec-fetch-site", from)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let answer = router.oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (status, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn a_sealed_server_answers_nothing_but_that_it_is_sealed() {
        for (method, path) in [("GET", "/"), ("GET", "/cases/94081d85"), ("POST", "/sign-in"), ("GET", "/unseal")] {
            let (status, page) = asked(method, path, "", "same-origin").await;
            assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{method} {path}");
            assert!(page.contains("This server is sealed"), "{method} {path}");
        }
        assert_eq!(asked("GET", "/healthz", "", "none").await, (StatusCode::OK, "sealed\n".to_owned()));
        assert_eq!(asked("GET", "/readyz", "", "none").await.0, StatusCode::SERVICE_UNAVAILABLE);
    }

    #[tokio::test]
    async fn only_the_right_key_from_our_own_page_unseals_and_none_is_shown_again() {
        let (status, page) = asked("POST", "/unseal", "secret=wrong-one", "same-origin").await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.contains("not the key of this installation") && !page.contains("wrong-one"));
        assert_eq!(asked("POST", "/unseal", "secret=right", "cross-site").await.0, StatusCode::FORBIDDEN);
        let (status, page) = asked("POST", "/unseal", "secret=right", "same-origin").await;
        assert!(status == StatusCode::OK && page.contains("The server opens"));
    }
}
