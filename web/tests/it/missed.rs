//! After a missed session over HTTP: the steps, an attempt that reaches nobody, one that does, and what the director lays down.

use axum::http::StatusCode;
use casework::sessions::{SessionMissed, record_not_held};
use domain::cases::CaseFile;
use domain::policy::Action;
use domain::sessions::{Next, NotHeld, SessionNotHeld};
use testkit::TestPlace;

use crate::browser::hidden;
use crate::once::{send, sheet};
use crate::world::{World, ink, line};

#[tokio::test(flavor = "multi_thread")]
async fn a_missed_session_is_followed_up_step_by_step_until_the_client_is_reached() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("lea").await;
    let lea = world.acting(world.person("lea"));
    let file = lea.view::<CaseFile>(Action::ReadCase, case).await.unwrap();
    for slot in &file.sessions.booked {
        let next = Next::None(line("Did not say"));
        let order = SessionNotHeld { slot: slot.id, why: NotHeld::CancelledByClient, note: None, next };
        record_not_held(&lea, SessionMissed { case, order }, ink()).await.unwrap();
    }
    let slot = file.sessions.booked.last().unwrap().id;

    let browser = world.browser("lea").await;
    let path = format!("/cases/{case}/sessions/{slot}/attempts");
    let today = browser.get("/").await.text();
    assert!(today.contains(&format!("href=\"{path}\"")), "it is on her list: {today}");
    let form = browser.get(&path).await;
    let html = form.text();
    for shown in ["by the client", "Attempt 1", "5 working days after the one before", "How to reach the client"] {
        assert!(html.contains(shown), "{shown}: {html}");
    }
    let (date, time) = (hidden(&form, "date"), hidden(&form, "time"));
    let fields = |came: &'static str, more: &[(&'static str, &'static str)], once: &str| {
        let mut fields =
            vec![("channel", "phone"), ("purpose", "time"), ("came", came), ("date", &*date), ("time", &*time)];
        fields.extend_from_slice(more);
        fields.push(("once", once));
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>()
    };
    let post = async |fields: Vec<(String, String)>| send(&browser, &path, &fields).await;
    let silent = post(fields("reached", &[("next", "none"), ("note", "Rang at noon")], &hidden(&form, "once"))).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "reached, and nothing agreed");
    assert!(silent.text().contains("Rang at noon"), "nothing is lost");

    let signing = post(fields("message_left", &[("note", "On the machine")], &hidden(&form, "once"))).await;
    assert!(signing.text().contains("Phone call: A message was left"), "{}", signing.text());
    assert_eq!(send(&browser, &path, &sheet(&signing)).await.status, StatusCode::SEE_OTHER);
    let sessions = browser.get(&format!("/cases/{case}/sessions")).await.text();
    assert!(sessions.contains("Phone call: A message was left"), "{sessions}");

    let form = browser.get(&path).await;
    let reached = [("next", "none"), ("none_because", "Comes in May")];
    let signing = post(fields("reached", &reached, &hidden(&form, "once"))).await;
    assert!(signing.text().contains("None: Comes in May"), "{}", signing.text());
    assert_eq!(send(&browser, &path, &sheet(&signing)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get(&path).await.status, StatusCode::UNPROCESSABLE_ENTITY, "there is nothing left to follow up");
    assert!(!browser.get("/").await.text().contains(&path));
}
