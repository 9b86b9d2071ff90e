//! Files over HTTP: in parts and whole, too large, handed out in parts; and what is told of it.

use axum::http::StatusCode;
use domain::ids::DossierId;
use serde_json::Value;
use testkit::TestPlace;

use crate::browser::{Answer, Browser};
use crate::world::World;

const BYTES: &str = "application/octet-stream";

async fn at_work() -> (World, DossierId, Browser) {
    let world = World::at(TestPlace::sqlite()).await;
    let case = world.open_case("ada").await;
    let browser = world.browser("ada").await;
    (world, case, browser)
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|_| panic!("{} {}", answer.status, answer.text()))
}

async fn send(browser: &Browser, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(path, &fields).await
}

async fn part(browser: &Browser, path: &str, from: usize, bytes: &[u8]) -> Answer {
    browser.with("post", path, &[("upload-offset", &from.to_string())], (BYTES, bytes.to_vec())).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_in_parts_and_each_says_how_far_it_is() {
    let (_world, case, browser) = at_work().await;
    let bytes: Vec<u8> = b"%PDF-1.7\n".iter().copied().chain((0..300_000).map(|n: u32| (n % 251) as u8)).collect();
    let begun = browser
        .post(&format!("/cases/{case}/uploads"), &[("name", "a.pdf"), ("length", &bytes.len().to_string())])
        .await;
    let path = format!("/cases/{case}/uploads/{}", json(&begun)["id"].as_str().unwrap());
    assert_eq!(json(&part(&browser, &path, 0, &bytes[..200_000]).await)["received"], 200_000);
    let elsewhere = part(&browser, &path, 0, &bytes[..9]).await;
    assert_eq!((elsewhere.status, json(&elsewhere)["received"].as_u64()), (StatusCode::CONFLICT, Some(200_000)));
    let nowhere = browser.with("post", &path, &[], (BYTES, Vec::new())).await;
    assert_eq!(nowhere.status, StatusCode::BAD_REQUEST, "a part says where it begins");
    assert_eq!(json(&browser.get(&path).await)["received"], 200_000);
    assert_eq!(json(&part(&browser, &path, 200_000, &bytes[200_000..]).await)["whole"], true);
    assert_eq!(json(&browser.get(&path).await)["whole"], true, "the last answer was lost, and is told again");
    let page = browser.get(&format!("/cases/{case}/documents/new")).await;
    assert!(page.text().contains("a.pdf"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_or_no_document_is_refused_in_words() {
    let (_world, case, browser) = at_work().await;
    let uploads = format!("/cases/{case}/uploads");
    let large = browser.post(&uploads, &[("name", "film.pdf"), ("length", "10737418240")]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(json(&large)["says"], "This file is larger than 100 megabytes, which is the most that is accepted.");
    let begun = browser.post(&uploads, &[("name", "x"), ("length", "10")]).await;
    let path = format!("{uploads}/{}", json(&begun)["id"].as_str().unwrap());
    let more = part(&browser, &path, 0, &[b'x'; 11]).await;
    assert_eq!((more.status, json(&more)["received"].is_null()), (StatusCode::PAYLOAD_TOO_LARGE, true));
    assert_eq!(browser.get(&path).await.status, StatusCode::UNPROCESSABLE_ENTITY, "nothing is known of it any more");
    for length in ["", "-1", "many", "99999999999999999999"] {
        let wrong = browser.post(&uploads, &[("name", "x"), ("length", length)]).await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "{length}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_script_runs_files_come_together() {
    let (_world, case, browser) = at_work().await;
    let parts = [("good.txt", "Just words."), ("bad.exe", "MZ\u{90}\u{0}"), ("never.txt", "Not looked at.")];
    let body: String = parts
        .iter()
        .map(|(name, text)| {
            format!("--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n{text}\r\n")
        })
        .collect();
    let body = format!("{body}--edge--\r\n").into_bytes();
    let path = format!("/cases/{case}/uploads/files");
    let answer = browser.with("post", &path, &[], ("multipart/form-data; boundary=edge", body)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = answer.text();
    assert!(html.contains("good.txt") && html.contains("bad.exe: This kind of file is not known here"), "{html}");
    let cut = browser
        .with("post", &path, &[], ("multipart/form-data; boundary=edge", b"--edge\r\nContent-Dis".to_vec()))
        .await;
    assert_eq!(cut.status, StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_handed_out_whole_and_in_parts() {
    let world = World::at(TestPlace::sqlite()).await;
    let file = world.files().await.swap_remove(0);
    let document = &file.items.iter().find(|(kind, _)| *kind == "document").unwrap().1;
    let path = format!("/cases/{}/documents/{document}/files/1", file.case.unwrap());
    let browser = world.browser("ada").await;
    let whole = browser.get(&path).await;
    assert_eq!((whole.status, whole.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert_eq!(whole.header("content-length"), whole.body.len().to_string());
    assert!(whole.header("content-disposition").ends_with(".pdf\""), "{}", whole.header("content-disposition"));
    let part = browser.with("get", &path, &[("range", "bytes=3-8")], (BYTES, Vec::new())).await;
    assert_eq!((part.status, part.body.as_slice()), (StatusCode::PARTIAL_CONTENT, &whole.body[3..9]));
    assert_eq!(part.header("content-range"), format!("bytes 3-8/{}", whole.body.len()));
    let behind = browser.with("get", &path, &[("range", "bytes=9999999-")], (BYTES, Vec::new())).await;
    assert_eq!(behind.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(behind.header("content-range"), format!("bytes */{}", whole.body.len()));
    let absent = browser.get(&format!("{}2", path.strip_suffix('1').unwrap())).await;
    assert_eq!(absent.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_looked_at_page_by_page() {
    let world = World::at(TestPlace::sqlite()).await;
    let file = world.files().await.swap_remove(0);
    let document = &file.items.iter().find(|(kind, _)| *kind == "document").unwrap().1;
    let path = format!("/cases/{}/documents/{document}", file.case.unwrap());
    let browser = world.browser("ada").await;
    let page = browser.get(&format!("{path}/look/1")).await;
    assert!(page.text().contains(&format!("src=\"{path}/pictures/1/1\"")), "{}", page.text());
    let picture = browser.get(&format!("{path}/pictures/1/1")).await;
    assert_eq!((picture.status, picture.header("content-type")), (StatusCode::OK, "image/png"));
    assert_eq!(picture.header("content-disposition"), "inline");
    assert!(picture.header("content-security-policy").starts_with("sandbox"));
    assert_eq!(picture.body, b"\x89PNG");
    let behind = browser.get(&format!("{path}/look/1?page=2")).await;
    assert!(behind.text().contains("This file has no such page"), "{}", behind.text());
    for absent in ["look/2", "pictures/2/1", "pictures/1/x"] {
        assert_eq!(browser.get(&format!("{path}/{absent}")).await.status, StatusCode::NOT_FOUND, "{absent}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_signed_is_what_was_shown_or_nothing() {
    let (_world, case, browser) = at_work().await;
    let mut ids = Vec::new();
    for name in ["one.txt", "two.txt"] {
        let begun = browser.post(&format!("/cases/{case}/uploads"), &[("name", name), ("length", "7")]).await;
        let id = json(&begun)["id"].as_str().unwrap().to_owned();
        part(&browser, &format!("/cases/{case}/uploads/{id}"), 0, name.as_bytes()).await;
        ids.push(id);
    }
    let mut fields = vec![("once".to_owned(), "00000000000040008000000000000001".to_owned())];
    for id in &ids {
        let about = [("title", "A note"), ("type", "letter"), ("dated", "2026-01-02"), ("received", "2026-01-02")];
        fields.extend(about.map(|(part, value)| (format!("{part}_{id}"), value.to_owned())));
    }
    let list = format!("/cases/{case}/documents");
    let sheet = send(&browser, &list, &fields).await;
    assert!(sheet.text().contains("File 2 documents"), "{}", sheet.text());
    let left_out = browser.post(&format!("/cases/{case}/uploads/{}/drop", ids[0]), &[]).await;
    assert_eq!(left_out.status, StatusCode::OK);
    for signed in [false, true] {
        let mut fields = fields.clone();
        fields.extend(signed.then(|| ("signed".to_owned(), "yes".to_owned())));
        let refused = send(&browser, &list, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text());
        assert!(refused.text().contains("filed or removed meanwhile"), "{}", refused.text());
    }
    let list = browser.get(&list).await.text();
    assert!(list.contains("_letter_001_") && !list.contains("A note"), "nothing was filed: {list}");
}
