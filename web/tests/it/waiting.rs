//! The waiting list over HTTP: put on it, a time that is free again, offered and taken; and what is sent twice.

use axum::http::StatusCode;
use casework::Ctx;
use casework::sessions::{BookSession, SessionMissed, book_session, record_not_held};
use domain::cases::CaseFile;
use domain::ids::{DossierId, ItemId};
use domain::policy::Action;
use domain::sessions::{Next, NotHeld, SessionNotHeld, Slot};
use testkit::TestPlace;

use crate::browser::hidden;
use crate::once::{entries, send, sheet};
use crate::world::{World, ink, line};

fn fields(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn cancel(by: &Ctx, case: DossierId, slot: ItemId) {
    let order = SessionNotHeld { slot, why: NotHeld::CancelledByClient, note: None, next: Next::None(line("Ill")) };
    record_not_held(by, SessionMissed { case, order }, ink()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_freed_time_is_offered_to_whoever_waits_and_booked_once() {
    let world = World::at(TestPlace::sqlite()).await;
    let (waits, other) = (world.open_case("lea").await, world.open_case("ada").await);
    let lea = world.acting(world.person("lea"));
    let browser = world.browser("lea").await;
    let base = format!("/cases/{waits}/waiting");
    for slot in &lea.view::<CaseFile>(Action::ReadCase, waits).await.unwrap().sessions.booked {
        cancel(&lea, waits, slot.id).await;
    }

    let form = browser.get(&format!("{base}/new")).await;
    let once = hidden(&form, "once");
    let wish = [("urgency", "soon"), ("minutes", "50"), ("notice", "2"), ("note", "Works late"), ("once", &*once)];
    let narrow = send(&browser, &base, &fields(&[&wish[..], &[("from", "10:00"), ("until", "10:10")]].concat())).await;
    assert_eq!(narrow.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(narrow.text().contains("Works late"), "nothing is lost");
    let signing = send(&browser, &base, &fields(&wish)).await;
    assert!(signing.text().contains("On the waiting list"), "{}", signing.text());
    assert_eq!(send(&browser, &base, &sheet(&signing)).await.status, StatusCode::SEE_OTHER);

    // Wednesday at ten is given up by somebody else
    let starts = lea.now().plus_seconds(2 * 86_400 + 3600);
    let slot = Slot::usual(lea.new_item(), lea.staff(), starts);
    let given_up = slot.id;
    let ada = world.acting(world.person("ada"));
    book_session(&ada, BookSession { case: other, slot }, ink()).await.unwrap();
    cancel(&ada, other, given_up).await;
    let head = world.browser("ada").await.get(&format!("/cases/{other}")).await.text();
    assert!(head.contains("Free again") && head.contains("/waiting\""), "{head}");
    let offer = format!("{base}/offer?staff={}&#38;starts={}", lea.staff(), starts.0);
    for page in ["/waiting", "/", &base] {
        let html = browser.get(page).await.text();
        assert!(html.contains(&offer), "{page}: {html}");
    }

    let form = browser.get(&offer.replace("&#38;", "&")).await;
    assert!(form.text().contains("How to reach the client"), "{}", form.text());
    let kept: Vec<(String, String)> = ["once", "staff", "starts", "waiting", "date", "time"]
        .map(|name| (name.to_owned(), hidden(&form, name)))
        .into();
    let post = format!("{base}/offer");
    let said = [("channel", "phone"), ("came", "taken"), ("replaces", "stays"), ("place", "office")];
    let signing = send(&browser, &post, &[kept, fields(&said)].concat()).await;
    assert!(signing.text().contains("The client takes it"), "{}", signing.text());
    let signed = sheet(&signing);
    let before = entries(&world, waits).await;
    for again in ["signed", "sent twice"] {
        assert_eq!(send(&browser, &post, &signed).await.status, StatusCode::SEE_OTHER, "{again}");
    }
    assert_eq!(entries(&world, waits).await, before + 1, "one entry");
    let list = browser.get("/waiting").await.text();
    assert!(!list.contains(&offer), "{list}");
    assert_eq!(browser.get(&format!("{base}/ending")).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}
