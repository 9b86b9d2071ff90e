//! What people see when the disk is full or the database is gone, and that nothing of theirs is lost.

use std::time::{Duration, Instant};

use axum::http::StatusCode;
use domain::ids::DossierId;
use store::Squeeze;
use testkit::TestPlace;

use crate::browser::{Answer, Browser};
use crate::link::Link;
use crate::world::World;

/// Logs a call and signs it, with the key of its form.
async fn log(browser: &Browser, case: DossierId, summary: &str, once: &str) -> Answer {
    let fields = [
        ("channel", "phone"),
        ("kind", "service_update"),
        ("date", "2026-01-05"),
        ("time", "09:00"),
        ("summary", summary),
        ("plan", "no_change"),
        ("level", "confidential"),
        ("signed", "yes"),
        ("once", once),
    ];
    browser.post(&format!("/cases/{case}/contacts"), &fields).await
}

fn once(n: u32) -> String {
    format!("{n:032x}")
}

/// How often the file was opened.
async fn openings(world: &World, case: DossierId) -> usize {
    let accesses = world.house.store().accesses(case, None, 10_000).await.unwrap();
    accesses.iter().filter(|access| access.act == "opened").count()
}

async fn entries(world: &World, case: DossierId) -> u32 {
    world.house.store().head(case).await.unwrap().unwrap().last.0
}

/// Sends the same form until it is answered; whoever waits long enough must get through.
async fn log_at_last(browser: &Browser, case: DossierId, summary: &str, once: &str) -> Answer {
    let begun = Instant::now();
    loop {
        let answer = log(browser, case, summary, once).await;
        // many write to one file here, and may be told that others were quicker
        if !answer.status.is_server_error() && answer.status != StatusCode::CONFLICT {
            return answer;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "it stays {}", answer.status);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_said_in_words_while_reading_goes_on_and_is_recorded() {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let ada = world.browser("ada").await;
    let room = world.place.data_folder().join("data.db-room");
    std::fs::remove_file(&room).unwrap();
    std::fs::create_dir(&room).unwrap();
    world.house.store().squeeze(Squeeze::AsItIs).await.unwrap();

    let mut written = 0;
    let full = loop {
        let answer = log(&ada, case, &format!("Call number {written}."), &once(written)).await;
        match answer.status {
            StatusCode::SEE_OTHER => written += 1,
            _ => break answer,
        }
    };
    assert_eq!(full.status, StatusCode::INSUFFICIENT_STORAGE);
    assert!(full.text().contains("The server has no room left") && full.text().contains("Nothing was recorded"));
    let stands = entries(&world, case).await;

    let before = openings(&world, case).await;
    let signed_in_now = world.browser("ada").await;
    for browser in [&ada, &signed_in_now] {
        let page = browser.get(&format!("/cases/{case}")).await;
        assert_eq!(page.status, StatusCode::OK);
    }
    assert_eq!(openings(&world, case).await, before + 2);
    assert_eq!(log(&ada, case, "Once more.", &once(9_999)).await.status, StatusCode::INSUFFICIENT_STORAGE);
    assert_eq!(entries(&world, case).await, stands);

    std::fs::remove_dir(&room).unwrap();
    let again = log_at_last(&ada, case, "Once more.", &once(9_999)).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert_eq!(log(&ada, case, "Once more.", &once(9_999)).await.status, StatusCode::SEE_OTHER);
    assert_eq!(entries(&world, case).await, stands + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_database_is_said_in_words_until_it_is_back() {
    for place in testkit::places().into_iter().filter(|place| place.engine() == "postgres") {
        let link = Link::to(&place.data().unwrap_err());
        let world = World::reached(place, |address| link.through(&address)).await;
        let case = world.open_case("ada").await;
        let ada = world.browser("ada").await;
        let page = format!("/cases/{case}");
        assert_eq!(ada.get(&page).await.status, StatusCode::OK);

        link.cut();
        for lost in [ada.get(&page).await, log(&ada, case, "Lost?", &once(1)).await, ada.get("/").await] {
            assert_eq!(lost.status, StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(lost.header("retry-after"), "10");
            assert!(lost.text().contains("The database does not answer"));
        }
        assert_eq!(ada.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(ada.get("/healthz").await.status, StatusCode::OK);

        link.mend();
        let stands = entries(&world, case).await;
        // every connection was lost, and nobody is to notice that one by one
        for _ in 0..20 {
            assert_eq!(ada.get(&page).await.status, StatusCode::OK);
        }
        assert_eq!(log(&ada, case, "Not lost.", &once(1)).await.status, StatusCode::SEE_OTHER);
        assert_eq!(entries(&world, case).await, stands + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_again_after_the_line_was_cut_in_the_middle_is_recorded_once() {
    const WRITERS: u32 = 6;
    const NOTES: u32 = 8;
    for place in testkit::places().into_iter().filter(|place| place.engine() == "postgres") {
        let link = Link::to(&place.data().unwrap_err());
        let world = World::reached(place, |address| link.through(&address)).await;
        let case = world.open_case("ada").await;
        let before = entries(&world, case).await;
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            let ada = world.browser("ada").await;
            writers.spawn(async move {
                for note in 0..NOTES {
                    let key = once(writer * NOTES + note);
                    let answer = log_at_last(&ada, case, "Called.", &key).await;
                    assert_eq!(answer.status, StatusCode::SEE_OTHER);
                }
            });
        }
        for pause in (50..600).step_by(50) {
            link.cut();
            link.mend();
            tokio::time::sleep(Duration::from_millis(pause)).await;
        }
        writers.join_all().await;
        assert_eq!(entries(&world, case).await, before + WRITERS * NOTES);
    }
}
