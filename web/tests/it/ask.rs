//! The form by which anybody can ask: there only where it is opened, and not for programs.

use axum::http::StatusCode;
use casework::inquiries::{InboxWanted, inbox};
use domain::inquiries::InquiryKind;
use domain::reach::Channel;
use store::InquiriesOf;
use testkit::TestPlace;

use crate::browser::{Answer, Browser, SHOWN_WITHIN, hidden};
use crate::world::World;

fn stranger(world: &World) -> Browser {
    Browser { pages: world.pages.clone(), cookie: None }
}

/// Sends the form after so many seconds, with these in the place of what a person would fill in.
async fn asks(world: &World, after: i64, other: &[(&str, &str)]) -> Answer {
    let browser = stranger(world);
    let mark = hidden(&browser.get("/ask").await, "mark");
    world.clock.pass(after);
    let usual = [
        ("kind", "question"),
        ("said", "May my sister come as well?\nShe is twelve."),
        ("name", "Ana Ruiz"),
        ("answer_by", "sms"),
        ("reach", "+34600111222"),
        ("lang", "en"),
        ("site", ""),
        ("mark", &*mark),
    ];
    let named = |name: &str| other.iter().any(|(known, _)| *known == name);
    let fields: Vec<_> = usual.into_iter().filter(|(name, _)| !named(name)).chain(other.iter().copied()).collect();
    browser.post("/ask", &fields).await
}

async fn waiting(world: &World) -> usize {
    let wanted = InboxWanted { whose: InquiriesOf::All, ended: false };
    inbox(&world.acting(world.person("cleo")), wanted, None).await.unwrap().lines.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_is_not_opened_there_is_nothing() {
    let world = World::at(TestPlace::sqlite()).await;
    let (form, nothing) = (stranger(&world).get("/ask").await, stranger(&world).get("/nothing").await);
    assert_eq!((form.status, form.text()), (StatusCode::NOT_FOUND, nothing.text()));
    assert_eq!(stranger(&world).post("/ask", &[("said", "x")]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_asks_is_in_the_inbox_and_they_know_its_number_and_by_when() {
    let world = World::at(TestPlace::sqlite()).await;
    world.house.opens_form(Vec::new());
    let answer = asks(&world, 20, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("set-cookie"), "");
    let wanted = InboxWanted { whose: InquiriesOf::All, ended: false };
    let seen = inbox(&world.acting(world.person("cleo")), wanted, None).await.unwrap();
    let line = &seen.lines[0];
    let card = &line.card;
    assert_eq!(
        (card.subject.as_str(), card.kind, card.by_form),
        ("May my sister come as well?", InquiryKind::Question, true)
    );
    assert!(
        answer.text().contains(&card.number) && answer.text().contains("You will have an answer by"),
        "{}",
        answer.text()
    );
    assert!(!answer.text().contains("Ana Ruiz"));
    let shown = world.browser("cleo").await.get(&format!("/inbox/{}", line.inquiry)).await.text();
    assert!(shown.contains("Anybody can fill in the form") && shown.contains(Channel::Sms.word()), "{shown}");

    // the same words on one day are one inquiry, whatever form they come by
    let again = asks(&world, 20, &[]).await;
    assert!(again.text().contains(&card.number) && waiting(&world).await == 1);
    let silent = asks(&world, 20, &[("answer_by", "none"), ("reach", ""), ("name", "")]).await;
    assert!(silent.status == StatusCode::OK && !silent.text().contains("You will have an answer"), "{}", silent.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_program_sends_is_not_taken_in_and_a_person_loses_nothing() {
    let world = World::at(TestPlace::sqlite()).await;
    world.house.opens_form(Vec::new());
    for (after, other) in [
        (0, ("site", "")),
        (90_000, ("site", "")),
        (20, ("site", "https://spam.example")),
        (20, ("mark", "1.00000000000000000000000000000000")),
        (20, ("mark", "")),
    ] {
        let answer = asks(&world, after, &[other]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{after} {other:?}");
        assert!(answer.text().contains("She is twelve.") && answer.text().contains("once more"), "{}", answer.text());
        assert!(!answer.text().contains("spam.example"));
    }
    for (other, says) in [
        (("said", ""), "Please write your message."),
        (("kind", "advert"), "Please choose one."),
        (("answer_by", ""), "Please choose one."),
        (("reach", ""), "Please give the number or address"),
    ] {
        let answer = asks(&world, 20, &[other]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(says) && answer.text().contains("Ana Ruiz"), "{says}: {}", answer.text());
    }
    assert_eq!(waiting(&world).await, 0);
    for n in 0..10 {
        assert_eq!(asks(&world, 3, &[("said", &format!("Message {n}"))]).await.status, StatusCode::OK, "{n}");
    }
    let much = asks(&world, 3, &[("said", "One more")]).await;
    assert_eq!(much.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(much.text().contains("One more") && waiting(&world).await == 10);
    world.clock.pass(3_600);
    assert_eq!(asks(&world, 3, &[("said", "One more")]).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_shown_within_the_sites_that_are_named_and_no_other_page_is() {
    let world = World::at(TestPlace::sqlite()).await;
    world.house.opens_form(vec!["https://www.example.org".to_owned()]);
    let form = stranger(&world).get("/ask?lang=de").await;
    let policy = form.header("content-security-policy");
    assert!(policy.contains(SHOWN_WITHIN) && policy.contains("default-src 'none'"), "{policy}");
    assert_eq!(form.header("x-frame-options"), "");
    assert!(form.text().contains("lang=\"de\"") && form.text().contains("Schreiben Sie uns"));
    let door = stranger(&world).get("/sign-in").await;
    assert!(door.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!(door.header("x-frame-options"), "DENY");
}
