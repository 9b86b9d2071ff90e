//! Reminders over HTTP: given by hand, and answered by the link without signing in.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use casework::reminders::{Message, Post, Posting};
use casework::sessions::{BookSession, book_session};
use domain::reminders::{Able, Means};
use domain::sessions::{Place, Slot};
use store::{MessageSent, PublicLink};
use testkit::TestPlace;
use tower::ServiceExt as _;
use vault::codes::{SharedSecret, token_digest};

use crate::browser::{Browser, hidden};
use crate::once::{send, sheet};
use crate::world::{ORIGIN, World, ink};

const SECRET: &str = "a secret of the gateway";

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_is_given_by_hand_and_a_client_answers_by_the_link_once() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("lea").await;
    let lea = world.acting(world.person("lea"));
    let starts = lea.now().plus_seconds(10 * 86_400);
    let slot = Slot::usual(lea.new_item(), lea.staff(), starts);
    book_session(&lea, BookSession { case, slot: slot.clone() }, ink()).await.unwrap();
    let path = format!("/cases/{case}/sessions/{}/reminder", slot.id);
    let early = world.browser("lea").await.get(&path).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", early.text());

    world.clock.pass(9 * 86_400 + 60);
    assert_eq!(world.house.remind().await.unwrap(), 1);
    let browser = world.browser("lea").await;
    assert!(browser.get("/").await.text().contains(&format!("href=\"{path}\"")), "it is on her list");
    let form = browser.get(&path).await;
    let html = form.text();
    assert!(html.contains("It is not written down how this client wants to hear of appointments"), "{html}");
    assert!(html.contains("How to reach the client"), "{html}");
    let wrong = browser.post(&path, &[("outcome", "sent"), ("once", &hidden(&form, "once"))]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "a person sends no e-mail here");
    let fields = [("outcome", "told"), ("note", "Will come"), ("once", &hidden(&form, "once"))];
    let signing = browser.post(&path, &fields).await;
    assert!(signing.text().contains("Client reminded") && signing.text().contains("Will come"), "{}", signing.text());
    let again = sheet(&signing);
    for _ in 0..2 {
        assert_eq!(send(&browser, &path, &again).await.status, StatusCode::SEE_OTHER, "also the second time");
    }
    let sessions = browser.get(&format!("/cases/{case}/sessions")).await.text();
    assert!(sessions.contains("Client reminded, "), "{sessions}");

    let link = PublicLink { dossier: case, item: slot.id, ends: starts };
    world.house.store().put_link(token_digest("one"), link).await.unwrap();
    let anybody = Browser { pages: world.pages.clone(), cookie: None };
    let page = anybody.get("/a/one").await;
    assert_eq!(page.status, StatusCode::OK);
    for secret in ["Casekeep", "Harbour", "2026", "lea"] {
        assert!(!page.text().contains(secret), "whoever opens it learns nothing: {}", page.text());
    }
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(anybody.post("/a/one", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let thanks = anybody.post("/a/one", &[("answer", "moves")]).await;
    assert!(thanks.text().contains("find another time"), "{}", thanks.text());
    for answer in [
        anybody.get("/a/one").await,
        anybody.post("/a/one", &[("answer", "cancels")]).await,
        anybody.get("/a/two").await,
    ] {
        assert_eq!(answer.status, StatusCode::GONE);
        assert!(answer.text().contains("This link does not work any more"));
    }
    let today = world.browser("lea").await.get("/").await.text();
    assert!(today.contains("Find another time"), "it is on her list");
}

/// A gateway that shares a secret with us.
struct Gateway(SharedSecret);

impl Post for Gateway {
    fn able(&self) -> Able {
        Able { email: false, sms: true }
    }

    fn origin(&self) -> &str {
        ORIGIN
    }

    fn shared_secret(&self) -> Option<&SharedSecret> {
        Some(&self.0)
    }

    fn send(&self, _: Means, _: Message) -> Posting<'_> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// What the gateway sends, signed at this time with this secret.
async fn tells(world: &World, path: &str, at: i64, secret: &str, (kind, body): (&str, &str)) -> StatusCode {
    let secret = SharedSecret::new(secret.as_bytes()).unwrap();
    let signature = format!("sha256={}", secret.sign(at, body.as_bytes()));
    let request = Request::post(path)
        .header("host", "cases.example.org")
        .header("content-type", kind)
        .header("x-signature-timestamp", at)
        .header("x-signature", signature)
        .body(Body::from(body.to_owned()))
        .unwrap();
    world.pages.clone().oneshot(request).await.unwrap().status()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_gateway_tells_is_taken_when_it_is_signed_and_a_reply_is_read_by_whoever_holds_the_session() {
    let world = World::at(TestPlace::sqlite()).await;
    world.house.posts_with(Arc::new(Gateway(SharedSecret::new(SECRET.as_bytes()).unwrap())));
    let case = world.open_case("lea").await;
    let lea = world.acting(world.person("lea"));
    let starts = lea.now().plus_seconds(2 * 86_400);
    let (item, zone, room) = (lea.new_item(), None, None);
    let slot =
        Slot { id: item, staff: lea.staff(), starts, minutes: 50, place: Place::Office, room, zone, group: None };
    book_session(&lea, BookSession { case, slot }, ink()).await.unwrap();
    let store = world.house.store();
    let id = uuid::Uuid::from_u128(7);
    let number = store.number_digest("+34600111222");
    let message =
        MessageSent { id, dossier: case, item, starts, hours: 24, means: "sms".to_owned(), number, sent: lea.now() };
    store.put_message(message).await.unwrap();

    let now = lea.now().timestamp().as_second();
    let (json, form) = ("application/json", "application/x-www-form-urlencoded");
    let receipt = format!(r#"{{"reference":"{id}","status":"delivered"}}"#);
    let queued = format!("Reference={id}&MessageStatus=queued");
    let unknown = r#"{"reference":"00000000-0000-0000-0000-000000000008","status":"delivered"}"#;
    let long = format!(r#"{{"reference":"{id}","status":"delivered","more":"{}"}}"#, "x".repeat(16_384));
    let (taken, absent) = (StatusCode::NO_CONTENT, StatusCode::NOT_FOUND);
    let receipts = "/gateway/receipts";
    for (at, secret, body, expected) in [
        (now, SECRET, (json, receipt.as_str()), taken),
        (now, SECRET, (json, receipt.as_str()), taken),
        (now, SECRET, (form, queued.as_str()), taken),
        (now, SECRET, (json, unknown), absent),
        (now, "a secret of nobody", (json, receipt.as_str()), absent),
        (now - 301, SECRET, (json, receipt.as_str()), absent),
        (now, SECRET, (json, "{}"), StatusCode::BAD_REQUEST),
        (now, SECRET, (json, long.as_str()), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        assert_eq!(tells(&world, receipts, at, secret, body).await, expected, "{}", body.1.len());
    }

    let replies = "/gateway/replies";
    let reply = "From=%2B34600111222&Body=My+son+is+ill";
    for _ in 0..2 {
        assert_eq!(tells(&world, replies, now, SECRET, (form, reply)).await, taken);
    }
    assert_eq!(tells(&world, replies, now, SECRET, (form, "From=%2B1&Body=Yes")).await, absent);
    let browser = world.browser("lea").await;
    let today = browser.get("/").await.text();
    assert_eq!(today.matches("Read what the client wrote back").count() / 2, 1, "once: {today}");
    let (_, path) = today.split_once(&format!("href=\"/cases/{case}/replies/")).expect("the way to it");
    let path = format!("/cases/{case}/replies/{}", path.split_once('"').unwrap().0);
    let form = browser.get(&path).await;
    assert!(
        form.text().contains("My son is ill") && form.text().contains("How to reach the client"),
        "{}",
        form.text()
    );
    let once = hidden(&form, "once");
    assert_eq!(browser.post(&path, &[("note", ""), ("once", &once)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let signing = browser.post(&path, &[("note", "Called; we meet on Friday"), ("once", &once)]).await;
    assert!(signing.text().contains("Called; we meet on Friday"), "{}", signing.text());
    let again = sheet(&signing);
    for _ in 0..2 {
        assert_eq!(send(&browser, &path, &again).await.status, StatusCode::SEE_OTHER, "also the second time");
    }
    assert!(!browser.get("/").await.text().contains("Read what the client wrote back"));
    assert_eq!(browser.get(&path).await.status, StatusCode::UNPROCESSABLE_ENTITY, "somebody has seen to it");
    assert_eq!(browser.get("/reminders").await.status, StatusCode::OK);
}
