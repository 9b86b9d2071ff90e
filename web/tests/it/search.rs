//! Searching in a case over HTTP: what is found is text and never markup, and the words stand in nothing but the page.

use axum::http::StatusCode;
use testkit::TestPlace;

use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_found_is_marked_and_leads_to_where_it_stands() {
    let world = World::at(TestPlace::sqlite()).await;
    let file = world.files().await.swap_remove(0);
    let document = &file.items.iter().find(|(kind, _)| *kind == "document").unwrap().1;
    let path = format!("/cases/{}/search", file.case.unwrap());
    let browser = world.browser("ada").await;
    let asked = browser.get(&path).await;
    assert!(asked.text().contains("That you searched is recorded, the words are not."), "{}", asked.text());

    let found = browser.post(&path, &[("q", "LETTER \"what the\"")]).await;
    assert_eq!(found.status, StatusCode::OK);
    let html = found.text();
    let place = format!("<a href=\"/cases/{}/documents/{document}/look/1?page=1\">Page 1</a>", file.case.unwrap());
    assert!(html.contains(&place), "{html}");
    assert!(html.contains("<mark>What the</mark> <mark>letter</mark> says"), "{html}");
    assert!(html.contains("value=\"LETTER &#34;what the&#34;\""), "the words are kept in the field: {html}");
    let one = browser.post(&path, &[("q", "letter says"), ("kind", "documents"), ("page", "99")]).await;
    assert!(one.text().contains("<mark>letter</mark>"), "a page behind the last is the last: {}", one.text());
    let other = browser.post(&path, &[("q", "letter says"), ("kind", "sessions")]).await;
    assert!(other.text().contains("Nothing fits.") && !other.text().contains("<mark>"), "{}", other.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_looked_for_is_said_and_what_was_typed_is_text() {
    let world = World::at(TestPlace::sqlite()).await;
    let path = format!("/cases/{}/search", world.open_case("ada").await);
    let browser = world.browser("ada").await;
    for (typed, said) in [
        ("", "Please fill this in."),
        ("?!", "Please type a word or a number; signs alone cannot be found."),
        ("🙂", "Please type a word or a number; signs alone cannot be found."),
        (&"word ".repeat(2_000), "At most 200 characters, please; this has 9999."),
        ("turned \u{202E} around", "This contains an invisible control character"),
    ] {
        let wrong = browser.post(&path, &[("q", typed)]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(wrong.text().contains(said), "{said} is not in {}", wrong.text());
    }
    let hostile = "\"><script>alert(1)</script>";
    let nothing = browser.post(&path, &[("q", hostile)]).await;
    assert_eq!(nothing.status, StatusCode::OK);
    assert!(nothing.text().contains("Nothing fits.") && !nothing.text().contains(hostile), "{}", nothing.text());
    let stranger = world.browser("lea").await;
    assert_eq!(stranger.post(&path, &[("q", "word")]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(stranger.post(&path, &[("q", "")]).await.status, StatusCode::NOT_FOUND);
}
