//! A group whose leader carries the case of a member, for the walk through all routes; and planning its meetings.

use axum::http::StatusCode;
use casework::groups::{form_group, join_group, plan_meetings, see_group};
use casework::sessions::{BookSession, book_session};
use domain::groups::GroupDescribed;
use domain::ids::DossierId;
use domain::sessions::{Place, Slot};
use domain::text::Narrative;
use testkit::TestPlace;

use crate::browser::hidden;
use crate::files::SECRET;
use crate::world::{World, ink, line};

fn described(world: &World) -> GroupDescribed {
    GroupDescribed {
        name: line(SECRET),
        purpose: Narrative::parse(SECRET).unwrap(),
        leader: world.person("ada").id,
        co_leader: None,
        supervisor: world.person("cleo").id,
        most: 8,
        minutes: 50,
        place: Place::Phone,
        room: None,
    }
}

/// Ids for the braces of addresses.
pub(crate) async fn items(world: &World, case: DossierId) -> Vec<(&'static str, String)> {
    let ada = world.acting(world.person("ada"));
    let group = form_group(&ada, described(world), ink()).await.unwrap().dossier;
    let starts = ada.now().plus_seconds(40 * 86_400);
    let slot = Slot { place: Place::Phone, ..Slot::usual(ada.new_item(), ada.staff(), starts) };
    let meeting = slot.id;
    plan_meetings(&ada, group, vec![slot], &line(SECRET), &ink()).await.unwrap();
    join_group(&ada, group, case, &line(SECRET), &ink()).await.unwrap();
    vec![("group", group.to_string()), ("meeting", meeting.to_string())]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_that_is_taken_is_planned_at_the_nearest_free_time_of_its_week_where_that_is_chosen() {
    let world = World::at(TestPlace::sqlite()).await;
    let ada = world.acting(world.person("ada"));
    let case = world.open_case("ada").await;
    let group = form_group(&ada, described(&world), ink()).await.unwrap().dossier;
    // on Tuesday, 13 January, at eleven
    let taken = Slot::usual(ada.new_item(), ada.staff(), ada.now().plus_seconds(8 * 86_400 + 2 * 3600));
    let starts = taken.starts;
    book_session(&ada, BookSession { case, slot: taken }, ink()).await.unwrap();

    let (browser, path) = (world.browser("ada").await, format!("/groups/{group}/meetings"));
    let once = hidden(&browser.get(&format!("{path}/new")).await, "once");
    let said = [
        ("day", "2026-01-06"),
        ("hour", "11:00"),
        ("minutes", "50"),
        ("place", "phone"),
        ("count", "2"),
        ("every", "1"),
        ("once", &*once),
    ];
    let asked = browser.post(&path, &said).await;
    let html = asked.text();
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("There is another session then.") && !html.contains("name=\"on_1\""), "{html}");
    let (_, rest) = html.split_once("value=\"at.").unwrap();
    let instead = format!("at.{}", rest.split_once('"').unwrap().0);
    let never = format!("at.{}", starts.0);
    let over = browser.post(&path, &[&said[..], &[("on_2", &*never)]].concat()).await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY, "what is not offered cannot be chosen");
    for _ in 0..2 {
        let planned = browser.post(&path, &[&said[..], &[("on_2", &*instead)]].concat()).await;
        assert_eq!(planned.status, StatusCode::SEE_OTHER, "also the second time: {}", planned.text());
    }
    let seen = see_group(&ada, group).await.unwrap();
    let coming: Vec<String> = seen.card.planned.iter().map(|(_, starts)| format!("at.{}", starts.0)).collect();
    assert_eq!((coming.len(), &coming[1]), (2, &instead));
}
