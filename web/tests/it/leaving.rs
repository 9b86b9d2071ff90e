//! Closing an account over HTTP: what somebody still has in hand is named before anything can be signed, and follow-ups are given into other hands.

use axum::http::StatusCode;
use testkit::TestPlace;

use crate::browser::hidden;
use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_still_has_in_hand_is_named_before_their_account_is_closed() {
    let world = World::at(TestPlace::sqlite()).await;
    let closed = world.files().await.pop().unwrap().case.unwrap();
    let (ivy, cleo) = (world.browser("ivy").await, world.browser("cleo").await);
    let leaving = |login: &str| format!("/staff/{}/leaving", world.person(login).id);
    let page = ivy.get(&leaving("ada")).await.text();
    assert!(page.contains("Still in hand") && page.contains("Follow-ups of closed cases: "), "{page}");
    assert!(!page.contains("name=\"password\"") && !page.contains("Close the account for ever"), "nothing to sign yet");
    assert!(ivy.get(&leaving("nat")).await.text().contains("Close the account for ever"));

    let hands = format!("/cases/{closed}/after-care/hands");
    let own = cleo.get(&format!("/cases/{closed}/after-care")).await.text();
    assert!(own.contains(&format!("href=\"{hands}\"")), "{own}");
    let form = cleo.get(&hands).await;
    let (once, seen) = (hidden(&form, "once"), hidden(&form, "seen"));
    let lea = world.person("lea").id.to_string();
    let (cleo_id, nobody) = (world.person("cleo").id.to_string(), world.person("eli").id.to_string());
    let send = async |worker: &str, reason: &str| {
        let people = [("worker", worker), ("supervisor", cleo_id.as_str())];
        let fields = [people[0], people[1], ("reason", reason), ("once", once.as_str()), ("seen", seen.as_str())];
        cleo.post(&hands, &fields).await
    };
    assert_eq!(send(&lea, "").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = send(&nobody, "She leaves").await;
    assert!(wrong.text().contains("The caseworker does not have the role for this"), "{}", wrong.text());
    assert_eq!(send(&lea, "She leaves").await.status, StatusCode::SEE_OTHER);
    assert!(world.browser("lea").await.get(&format!("/cases/{closed}/after-care")).await.status == StatusCode::OK);
    assert!(!ivy.get(&leaving("ada")).await.text().contains("Follow-ups of closed cases"));
}
