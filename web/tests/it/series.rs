//! Several sessions at once, from outside: two people who book the same hours, what has changed under an open sheet, the zone of the office, and a time that a
//! calendar hands over.

use axum::http::StatusCode;
use casework::organisation::amend_office;
use casework::sessions::{BookSeries, book_series};
use domain::calendar::Day;
use domain::ids::DossierId;
use domain::office::{OfficeChange, OfficeHours};
use domain::series::SeriesBooked;
use domain::sessions::Slot;
use jiff::civil::time;
use testkit::TestPlace;

use crate::browser::{Answer, Browser};
use crate::once::{entries, send, sheet};
use crate::world::{World, ink, line};

/// Wednesday, 4 February 2026, 10:00 UTC, and the two weeks after it, as microseconds.
const DATES: [i64; 3] = [1_770_199_200_000_000, 1_770_804_000_000_000, 1_771_408_800_000_000];

fn slots(world: &World) -> Vec<Slot> {
    let ada = world.person("ada");
    let ctx = world.acting(ada);
    let slot = |starts: i64| Slot {
        zone: Some("UTC".to_owned()),
        ..Slot::usual(ctx.new_item(), ada.id, domain::time::Instant(starts))
    };
    DATES.into_iter().map(slot).collect()
}

async fn booked(world: &World, case: DossierId) -> Vec<Slot> {
    let ada = world.acting(world.person("ada"));
    let slots = slots(world);
    let order = SeriesBooked { id: ada.new_item(), weeks: 1, slots: slots.clone() };
    book_series(&ada, BookSeries { case, order }, ink()).await.unwrap();
    slots
}

/// The form of a series of three with ada, with these dates chosen.
async fn opened(browser: &Browser, world: &World, case: DossierId) -> Answer {
    let staff = world.person("ada").id.to_string();
    let key = format!("{:032x}", uuid::Uuid::new_v4().as_u128());
    let dates = DATES.map(|at| format!("at.{at}"));
    let fields = [
        ("once", key.as_str()),
        ("every", "1"),
        ("count", "3"),
        ("next", "booked"),
        ("day", "2026-02-04"),
        ("hour", "10:00"),
        ("minutes", "50"),
        ("staff", &staff),
        ("place", "office"),
    ];
    let looked = browser.post(&format!("/cases/{case}/series"), &fields).await;
    assert_eq!(looked.status, StatusCode::OK, "{}", looked.text());
    assert!(looked.text().contains("Nothing is in the way of these dates."));
    let chosen: Vec<(&str, &str)> =
        fields.into_iter().chain([("on_1", &*dates[0]), ("on_2", &*dates[1]), ("on_3", &*dates[2])]).collect();
    browser.post(&format!("/cases/{case}/series"), &chosen).await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_book_the_same_dates_one_wins_and_the_other_is_told_which_are_taken() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let path = format!("/cases/{case}/series");
    let (ada, cleo) = (world.browser("ada").await, world.browser("cleo").await);
    let (mine, theirs) = (sheet(&opened(&ada, &world, case).await), sheet(&opened(&cleo, &world, case).await));
    let before = entries(&world, case).await;
    assert_eq!(send(&cleo, &path, &theirs).await.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&cleo, &path, &theirs).await.status, StatusCode::SEE_OTHER, "sent twice it is booked once");
    assert_eq!(entries(&world, case).await, before + 1);
    let lost = send(&ada, &path, &mine).await;
    assert_eq!(lost.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = lost.text();
    for words in ["Wed 4 Feb 10:00: This time is taken", "The client has another session then."] {
        assert!(html.contains(words), "{words}: {html}");
    }
    assert_eq!(entries(&world, case).await, before + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_follows_is_cancelled_only_while_it_is_what_was_shown() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let slots = booked(&world, case).await;
    let path = |n: usize| format!("/cases/{case}/sessions/{}/following", slots[n].id);
    let (ada, cleo) = (world.browser("ada").await, world.browser("cleo").await);
    let open = async |browser: &Browser, n: usize| {
        let page = browser.get(&path(n)).await;
        assert_eq!(page.status, StatusCode::OK);
        let [once, following] = ["once", "following"].map(|name| crate::browser::hidden(&page, name));
        let fields = [("once", &*once), ("following", &*following), ("why", "cancelled_by_us"), ("reason", "Illness")];
        let shown = browser.post(&path(n), &fields).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
        assert!(shown.text().contains("cancelled"));
        sheet(&shown)
    };
    let (mine, theirs) = (open(&ada, 1).await, open(&cleo, 2).await);
    assert_eq!(send(&cleo, &path(2), &theirs).await.status, StatusCode::SEE_OTHER);
    let before = entries(&world, case).await;
    let lost = send(&ada, &path(1), &mine).await;
    assert_eq!(lost.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(lost.text().contains("please look at the list again"), "{}", lost.text());
    assert_eq!(entries(&world, case).await, before);
    assert_eq!(ada.get(&path(2)).await.status, StatusCode::NOT_FOUND, "it is not booked any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn bookings_keep_their_moment_when_the_office_takes_another_zone_and_say_how_they_were_agreed() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    booked(&world, case).await;
    let page = format!("/cases/{case}/sessions");
    let html = world.browser("ada").await.get(&page).await.text();
    assert!(html.contains("10:00") && html.contains("3 of 3 in its series") && !html.contains("agreed as"), "{html}");
    let (opens, closes) = (time(9, 0, 0, 0), time(17, 0, 0, 0));
    let hours = OfficeHours { zone: "Europe/Madrid".to_owned(), opens, closes, days: Day::WORKING_WEEK.to_vec() };
    let jon = world.acting(world.person("jon"));
    amend_office(&jon, OfficeChange::Hours(hours), line("We have moved"), ink()).await.unwrap();
    let html = world.browser("ada").await.get(&page).await.text();
    assert!(html.contains("11:00") && html.contains("agreed as 10:00 in UTC"), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_the_calendar_hands_over_is_filled_in_and_nonsense_is_not() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let slots = booked(&world, case).await;
    let ada = world.browser("ada").await;
    let form = format!("/cases/{case}/sessions/{}/missed", slots[0].id);
    let html = ada.get(&format!("{form}?day=2026-02-05&hour=11:15")).await.text();
    for filled in ["value=\"moved\" checked", "value=\"2026-02-05\"", "value=\"11:15\"", "value=\"booked\" checked"] {
        assert!(html.contains(filled), "{filled}: {html}");
    }
    assert!(html.contains("The next one is booked: "), "the one a week later");
    for nonsense in ["?day=2026-02-05", "?day=x&hour=y", "?day=0001-01-01&hour=11:15", ""] {
        let html = ada.get(&format!("{form}{nonsense}")).await.text();
        assert!(!html.contains("value=\"moved\" checked") && !html.contains("11:15"), "{nonsense}");
    }
    let week = ada.get("/calendar?view=week&on=2026-02-04").await.text();
    assert!(week.contains(&format!("data-move=\"{form}\" data-day=\"2026-02-04\" data-from=\"10:00\"")), "{week}");
    let of_another = world.browser("ben").await.get(&format!("/calendar?who={}&on=2026-02-04", slots[0].staff)).await;
    assert!(!of_another.text().contains("data-move="), "only one's own sessions are moved there");
}
