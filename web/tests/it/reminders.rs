//! Reminders over HTTP: given by hand, and answered by the link without signing in.

use axum::http::StatusCode;
use casework::sessions::{BookSession, book_session};
use domain::sessions::{Place, Slot};
use store::AnswerLink;
use testkit::TestPlace;
use vault::codes::token_digest;

use crate::browser::{Browser, hidden};
use crate::once::{send, sheet};
use crate::world::{World, ink};

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_is_given_by_hand_and_a_client_answers_by_the_link_once() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("lea").await;
    let lea = world.acting(world.person("lea"));
    let starts = lea.now().plus_seconds(10 * 86_400);
    let slot = Slot {
        id: lea.new_item(),
        staff: lea.staff(),
        starts,
        minutes: 50,
        place: Place::Office,
        room: None,
        zone: None,
    };
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

    let link = AnswerLink { dossier: case, item: slot.id, starts };
    world.house.store().put_answer_link(token_digest("one"), link).await.unwrap();
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
