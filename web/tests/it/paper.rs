//! Paper over HTTP: what those see who keep the files, labels as PDF, and a spot check from the list to the signature.

use axum::http::StatusCode;
use testkit::TestPlace;

use crate::browser::Answer;
use crate::files::{File, SECRET};
use crate::world::World;

fn item<'f>(file: &'f File, kind: &str) -> &'f str {
    &file.items.iter().find(|(known, _)| *known == kind).unwrap().1
}

/// The value of the hidden field of this name.
fn hidden(answer: &Answer, name: &str) -> String {
    let html = answer.text();
    let field = html.split("<input").find(|input| input.contains(&format!("name=\"{name}\""))).unwrap();
    field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

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
