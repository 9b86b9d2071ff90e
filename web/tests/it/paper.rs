//! Paper over HTTP: what those see who keep the files, labels as PDF, and a spot check from the list to the signature.

use axum::http::StatusCode;
use testkit::TestPlace;

use crate::browser::hidden;
use crate::files::{SECRET, item};
use crate::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn who_keeps_the_files_reads_labels_and_nothing_of_what_items_hold() {
    let world = World::at(TestPlace::sqlite()).await;
    let file = world.files().await.swap_remove(0);
    let (case, item) = (file.case.unwrap(), item(&file, "item").to_owned());
    let (gus, ada) = (world.browser("gus").await, world.browser("ada").await);
    let own = ada.get(&format!("/cases/{case}/paper/{item}")).await;
    assert!(own.status == StatusCode::OK && own.text().contains(SECRET), "whoever works on the case reads it");
    for page in ["/records/paper".to_owned(), format!("/records/paper/{case}/{item}")]
        .into_iter()
        .chain(["move", "check-out", "return"].map(|part| format!("/cases/{case}/paper/{item}/{part}")))
    {
        let seen = gus.get(&page).await;
        assert_eq!(seen.status, StatusCode::OK, "{page}");
        assert!(seen.text().contains("P-") && !seen.text().contains(SECRET), "{page}");
    }
    assert_eq!(gus.get(&format!("/cases/{case}/paper/{item}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(ada.get("/records/paper").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_of_a_spot_check_stands_on_today_of_whoever_keeps_the_files() {
    let world = World::at(TestPlace::sqlite()).await;
    let file = world.files().await.swap_remove(0);
    let check = item(&file, "check");
    let today = world.browser("gus").await.get("/").await.text();
    assert!(today.contains(&format!("href=\"/records/checks/{check}\"")), "{today}");
    assert!(today.contains("Settle what a spot check found wrong"), "{today}");
    assert!(!world.browser("ada").await.get("/").await.text().contains("spot check"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_label_is_a_pdf_named_by_its_code() {
    let world = World::at(TestPlace::sqlite()).await;
    let file = world.files().await.swap_remove(0);
    let (case, item) = (file.case.unwrap(), item(&file, "item"));
    let gus = world.browser("gus").await;
    let one = gus.get(&format!("/cases/{case}/paper/{item}/label")).await;
    assert_eq!((one.status, one.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(one.header("content-disposition").contains("label-P-"), "{}", one.header("content-disposition"));
    assert!(one.body.starts_with(b"%PDF-1.7"));
    let all = gus.get(&format!("/cases/{case}/paper/labels")).await;
    assert_eq!(all.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spot_check_is_compared_first_and_signed_as_it_was_compared() {
    let world = World::at(TestPlace::sqlite()).await;
    let file = world.files().await.swap_remove(0);
    let path = format!("/records/places/{}/check", item(&file, "place"));
    let gus = world.browser("gus").await;
    let form = gus.get(&path).await;
    assert_eq!(form.status, StatusCode::OK);
    let (once, shown) = (hidden(&form, "once"), hidden(&form, "shown"));
    let labels: Vec<&str> = shown.split(' ').collect();
    assert!(1 < labels.len() && labels.iter().all(|label| label.starts_with("P-")), "{shown}");
    let send = async |codes: &str, compared: &str| {
        let fields = [("codes", codes), ("compared", compared), ("shown", shown.as_str()), ("once", once.as_str())];
        gus.post(&path, &fields).await
    };
    let slip = send("P-000001-2", "").await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(slip.text().contains("One character of this number is wrong"), "{}", slip.text());

    let found = format!("{}\r\nP-000001-1", labels[1..].join("\r\n"));
    let compared = send(&found, "").await;
    assert_eq!(compared.status, StatusCode::OK, "nothing is signed yet");
    let html = compared.text();
    assert!(html.contains("Missing") && html.contains("Not in the register"), "{html}");
    let token = hidden(&compared, "compared");
    let other = send(&labels.join(" "), &token).await;
    assert_eq!(other.status, StatusCode::OK, "what was not compared is compared first");
    let signed = send(&found, &token).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text());
    let check = gus.get(signed.header("location")).await;
    assert!(check.text().contains(labels[0]) && check.text().contains("P-000001-1"));
    let list = world.browser("cleo").await.get("/records/checks").await;
    assert!(list.text().contains("2 findings are open"), "{}", list.text());
}
