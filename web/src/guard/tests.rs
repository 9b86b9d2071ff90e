//! The guards together, around a small router.

use std::str::FromStr as _;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use axum::response::{Html, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use super::*;
use crate::fields::Fields;

async fn answer(request: Request<Body>) -> Response {
    let router = Router::new()
        .route("/page", get(|| async { Html("<p>page</p>") }))
        .route("/note", post(async |sent: Fields| Html(sent.text("text").to_owned())))
        .route("/slow", get(|| tokio::time::sleep(Duration::from_secs(5))))
        .route(
            "/broken",
            get(|| async {
                if true {
                    panic!("Jonas Feldkamp")
                }
            }),
        )
        .route("/api", get(|| async { (StatusCode::NOT_FOUND, Json("a problem document")) }))
        .route("/static/{name}", get(crate::assets::serve));
    let mut guard = Guard::new(Origin::from_str("https://cases.example.org").unwrap());
    guard.patience = Duration::from_millis(50);
    guard.body_limit = 1000;
    guarded(router, guard).oneshot(request).await.unwrap()
}

fn asks(path: &str) -> Request<Body> {
    Request::get(path).header("host", "cases.example.org").body(Body::empty()).unwrap()
}

fn sends(text: &str, site: &str) -> Request<Body> {
    Request::post("/note")
        .header("host", "cases.example.org")
        .header("sec-fetch-site", site)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(text.to_owned()))
        .unwrap()
}

async fn text(response: Response) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    for path in ["/page", "/nowhere", "/broken", "/slow", "/page?a=1&a=2"] {
        let response = answer(asks(path)).await;
        let header = |name: &str| response.headers().get(name).unwrap().to_str().unwrap().to_owned();
        assert!(header("content-security-policy").starts_with("default-src 'none'; script-src 'self';"), "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("referrer-policy"), "no-referrer");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(header("strict-transport-security"), "max-age=63072000; includeSubDomains");
        assert!(header("content-type").ends_with("charset=utf-8"), "{path}");
        assert!(!response.headers().contains_key("server"));
    }
}

#[tokio::test]
async fn the_policy_allows_nothing_unsafe() {
    let response = answer(asks("/page")).await;
    let policy = response.headers().get("content-security-policy").unwrap().to_str().unwrap();
    assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"), "{policy}");
}

#[tokio::test]
async fn an_asset_may_be_kept() {
    let response = answer(asks(crate::assets::asset("app.css"))).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().get("cache-control").unwrap().to_str().unwrap().contains("immutable"));
}

#[tokio::test]
async fn a_foreign_name_is_misdirected() {
    let request = Request::get("/page").header("host", "evil.example").body(Body::empty()).unwrap();
    assert_eq!(answer(request).await.status(), StatusCode::MISDIRECTED_REQUEST);
    let request = Request::get("/page").body(Body::empty()).unwrap();
    assert_eq!(answer(request).await.status(), StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn only_our_pages_may_send_forms() {
    let response = answer(sends("text=hello", "same-origin")).await;
    assert_eq!(text(response).await, "hello");
    assert_eq!(answer(sends("text=hello", "cross-site")).await.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_stands_twice_is_refused_in_forms_and_addresses() {
    assert_eq!(answer(sends("text=a&text=b", "same-origin")).await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(answer(asks("/page?a=1&a=2")).await.status(), StatusCode::BAD_REQUEST);
    assert_eq!(answer(asks("/page?a=1&b=2")).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn too_much_and_too_slow_are_given_up() {
    let much = format!("text={}", "a".repeat(2000));
    assert_eq!(answer(sends(&much, "same-origin")).await.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer(asks("/slow")).await.status(), StatusCode::GATEWAY_TIMEOUT);
}

#[tokio::test]
async fn a_panic_shows_a_reference_and_no_content() {
    let response = answer(asks("/broken")).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let page = text(response).await;
    assert!(page.contains("Reference") && !page.contains("Jonas"), "{page}");
}

#[tokio::test]
async fn an_unlisted_method_is_refused_with_our_page() {
    let request = Request::put("/page")
        .header("host", "cases.example.org")
        .header("sec-fetch-site", "same-origin")
        .body(Body::empty())
        .unwrap();
    let response = answer(request).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers().get("allow").unwrap(), "GET,HEAD");
    assert!(text(response).await.contains("<!doctype html>"));
}

#[tokio::test]
async fn an_answer_of_the_interface_is_left_as_it_is() {
    assert_eq!(text(answer(asks("/api")).await).await, "\"a problem document\"");
}
